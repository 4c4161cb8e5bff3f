"""``python -m export.brief WK036301 -o brief.pdf``: a brief on paper without opening the dashboard.

Also ``--url`` with an address of the dashboard (a profile, a map, an own area) in place of a code.
"""

from __future__ import annotations

import argparse
import sys

from export import target
from export.brief import pdf, subjects, word


def main(arguments: list[str] | None = None) -> int:
    """Write the brief; 0 when it was written, 1 with a sentence on stderr when it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m export.brief", description=__doc__)
    parser.add_argument(
        "code",
        nargs="*",
        help="code van een gemeente, wijk of buurt (WK036301@2020: zoals het toen was); van meer dan één wordt één gebied gemaakt",
    )
    parser.add_argument(
        "--url", help="adres van het dashboard, of het einde ervan: /kaart?indicator=armoede&niveau=wijk"
    )
    parser.add_argument("-o", "--output", type=target.file, required=True, help="naar dit bestand: .pdf of .docx")
    asked = parser.parse_args(arguments)
    if bool(asked.url) == bool(asked.code):
        parser.error("geef een code of --url")
    if asked.output.suffix not in (".pdf", ".docx"):
        parser.error("het bestand eindigt op .pdf of .docx")
    try:
        subject = subjects.of_address(asked.url) if asked.url else subjects.of_codes(asked.code)
        made = subject.brief()
    except (LookupError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    asked.output.write_bytes((word if asked.output.suffix == ".docx" else pdf).render(made))
    print(f"{asked.output}: {made.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
