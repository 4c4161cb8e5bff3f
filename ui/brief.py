"""What ``python -m export.brief`` was called before: goes with the release after 0.1.0."""

import sys

from export.brief.__main__ import main

if __name__ == "__main__":
    print("python -m ui.brief heet nu python -m export.brief; de oude naam vervalt na 0.1.0.", file=sys.stderr)
    sys.exit(main())
