"""What the gemeenten of the demo province reported on youth workers: half of them did, most by wijk."""

from __future__ import annotations

import numpy as np
import pandas as pd

FIRST_YEAR = 2020
# Gemeente code: fte per 1,000 young people in FIRST_YEAR, yearly growth, reported by wijk, years left out.
REPORTS: dict[str, tuple[float, float, bool, tuple[int, ...]]] = {
    "GM9001": (1.05, 0.06, True, ()),
    "GM9002": (1.45, 0.03, True, ()),
    "GM9003": (0.85, -0.02, True, (2023,)),
    "GM9005": (0.55, 0.02, True, ()),
    "GM9007": (0.60, 0.05, True, (2020, 2021)),
    "GM9010": (0.40, 0.00, False, ()),
    "GM9013": (0.65, 0.04, True, ()),
    "GM9015": (0.50, -0.05, False, ()),
    "GM9016": (0.75, 0.02, True, (2025,)),
    "GM9021": (0.45, 0.03, False, (2020,)),
}


def report(wijken: pd.DataFrame, year: int, seed: int) -> pd.DataFrame:
    """What was reported in one year: region, variable, value (fte to a tenth; persons whole).

    ``wijken`` has index region and columns gemeente, young (people of about 10-27) and poor. A gemeente that reports
    by wijk has its total too; a wijk of it without youth workers is a reported 0.
    """
    rng = np.random.default_rng([seed, 31, year])
    rows: list[tuple[str, str, float]] = []
    for gemeente, (rate, growth, by_wijk, silent) in REPORTS.items():
        own = wijken[wijken["gemeente"] == gemeente]
        if year < FIRST_YEAR or year in silent or own.empty:
            continue
        level = rate * (1 + growth) ** (year - FIRST_YEAR) / 1000
        wanted = own["young"] * level * np.exp(0.55 * own["poor"])
        wanted *= own["young"].sum() * level / max(wanted.sum(), 1e-9)
        fte = (wanted * np.exp(rng.normal(0, 0.12, len(own)))).round(1).where(wanted >= 0.15, 0.0)
        people = np.ceil(fte / 0.78)
        if by_wijk:
            rows += [(code, FTE, value) for code, value in fte.items()]
            rows += [(code, PERSONS, value) for code, value in people.items()]
        rows += [(gemeente, FTE, round(float(fte.sum()), 1)), (gemeente, PERSONS, float(people.sum()))]
    return pd.DataFrame(rows, columns=["region", "variable", "value"])


FTE, PERSONS = "jongerenwerk_fte", "jongerenwerk_personen"
