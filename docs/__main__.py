"""What follows from the code, written; and what is wrong in the files that people edit, listed.

python -m docs            the pages of this folder and the head of every edited file (or ``make docs``)
python -m docs edited     every problem in those files, each with its line and how to mend it

Both end with 1 where something is wrong. The tests compare what is on disk with what this would write.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from loaders.edited import File, head


def every_file() -> tuple[File, ...]:
    """Every file that people edit."""
    from indicators import validation
    from ui.sources import edited

    return (*edited.FILES, validation.EXPLAINED)


def main(arguments: Sequence[str] | None = None, files: Sequence[File] = ()) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m docs", description="Schrijft wat uit de code volgt, en zoekt fouten."
    )
    parser.add_argument(
        "what", nargs="?", choices=("edited",), help="alleen de fouten in bestanden die mensen bijhouden"
    )
    only_look = parser.parse_args(arguments).what is not None
    files = files or every_file()
    if not only_look:
        write(files)
    told = [str(problem) for file in files for problem in file.problems()]
    # What a figure lacks is mostly told by a file already.
    problems = list(dict.fromkeys([*told, *(why for why in _unasked() if not any(one in why for one in told))]))
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    print(f"{len(files)} bestanden gelezen, en niets mis.")
    return 0


def _unasked() -> list[str]:
    """Figures that an indicator is made of and no file has, though every file reads well: a heading was changed."""
    from indicators import catalog
    from loaders import declared

    return [] if declared.problems() else list(dict.fromkeys(catalog.left_out().values()))


def write(files: Sequence[File]) -> None:
    """The head of these files, and every page that follows from the code."""
    from docs.render import pages

    for file in files:
        # What cannot be read at all is among the problems.
        with contextlib.suppress(OSError, UnicodeDecodeError):
            text = file.path.read_text(encoding="utf-8-sig")
            file.path.write_text(head.write(file, text), encoding="utf-8")
    for name, page in pages().items():
        (Path(__file__).parent / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    # Whoever reads a file logs what is wrong in it, and that is said here in order.
    logging.getLogger("loaders.edited").setLevel(logging.ERROR)
    logging.getLogger("indicators.catalog").setLevel(logging.ERROR)
    raise SystemExit(main())
