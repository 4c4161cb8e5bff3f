"""Write the pages of this folder that follow from the code: ``python -m docs`` (or ``make docs``).

The house tests compare what is on disk with what this would write.
"""

from __future__ import annotations

from pathlib import Path

from docs.render import pages

if __name__ == "__main__":
    for name, text in pages().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")
