"""``python -m tests.fuzz [--minutes 10] [NAME ...]``: as many new cases as fit in the time; ends with 1 when anything was found."""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback

from tests.fuzz.test_fuzz import TARGETS


def main() -> int:
    """Fuzz each target for its share of the time, and print every finding once."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(t.name for t in TARGETS)}")
    parser.add_argument("--minutes", type=float, default=10.0, help="for all of them together")
    asked = parser.parse_args()
    chosen = [target for target in TARGETS if not asked.names or target.name in asked.names]
    if not chosen:
        parser.error(f"nothing is called {', '.join(asked.names)}")
    # Streamlit says at every page that no browser asked for it.
    logging.disable(logging.WARNING)
    found: dict[str, int] = {}
    for target in chosen:

        def tell(error: BaseException, name: str = target.name) -> None:
            where = traceback.extract_tb(error.__traceback__)
            ours = [f for f in where if "/tests/" not in f.filename and "site-packages" not in f.filename] or where
            key = f"{name}: {type(error).__name__} in {ours[-1].name}, line {ours[-1].lineno}"
            if key not in found:
                print(f"FOUND {key}\n{''.join(traceback.format_exception(error))[-4_000:]}", flush=True)
            found[key] = found.get(key, 0) + 1

        began = time.monotonic()
        count = target.at_random(began + 60 * asked.minutes / len(chosen), tell)
        print(f"{target.name}: {count} cases in {time.monotonic() - began:.0f} s", flush=True)
    print(
        "\n".join(["", *(f"{key} ({times} times)" for key, times in found.items())]) if found else "Nothing was found."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
