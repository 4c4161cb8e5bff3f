"""What the gemeenten of the demo province reported on sociaal raadslieden: some have them, some do not, most said nothing."""

from __future__ import annotations

import pandas as pd

FIRST_YEAR = 2021
# Gemeente code: whether there are any, fte (None: not told), the first year reported.
REPORTS: dict[str, tuple[bool, float | None, int]] = {
    "GM9001": (True, 14.5, 2021),
    "GM9002": (True, 7.0, 2021),
    "GM9004": (True, None, 2022),
    "GM9005": (False, 0.0, 2021),
    "GM9007": (True, 1.5, 2021),
    "GM9013": (False, 0.0, 2022),
    "GM9015": (True, 0.5, 2022),
    "GM9016": (False, 0.0, 2021),
    "GM9020": (False, 0.0, 2023),
}
# The gemeente that began with them, and when.
BEGAN = {"GM9016": (2024, 1.0)}


def report(year: int) -> pd.DataFrame:
    """What was reported in one year: region, variable, value (1 yes, 0 no; fte to a half)."""
    rows: list[tuple[str, str, float]] = []
    for gemeente, (any_, fte, first) in REPORTS.items():
        if year < first:
            continue
        began = BEGAN.get(gemeente)
        if began and year >= began[0]:
            any_, fte = True, began[1]
        rows.append((gemeente, "raadslieden", float(any_)))
        if fte is not None:
            rows.append((gemeente, "raadslieden_fte", fte))
    return pd.DataFrame(rows, columns=["region", "variable", "value"])
