"""What the gemeenten of the demo province plan and spend per taakveld, with the gaps and the breaks that Iv3 has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from loaders.sources import iv3

FIRST_YEAR = 2017
# Accounts come in the summer after the year: the newest year has none yet.
LAST_ACCOUNTS = 2024
# Gemeente code: years without accounts. The first never sends any in, the second is late with the newest.
NO_ACCOUNTS: dict[str, tuple[int, ...]] = {"GM9006": tuple(range(FIRST_YEAR, 2026)), "GM9012": (LAST_ACCOUNTS,)}
# The gemeente that was made of two in 2019 had no budget of its own for that year.
NO_BUDGET: dict[str, tuple[int, ...]] = {"GM9021": (2019,)}
# The gemeenten that pay for shelter and youth protection of those around them.
CENTRES = ("GM9001", "GM9002", "GM9003")
# Euros per inhabitant in FIRST_YEAR, how much more (share) for one step of poverty, yearly rise.
LEVELS: dict[str, tuple[float, float, float]] = {
    "iv3_61": (96.0, 0.18, 0.012),
    "iv3_62": (58.0, 0.22, 0.035),
    "iv3_63": (415.0, 0.55, 0.018),
    "iv3_64": (118.0, 0.35, 0.006),
    "iv3_65": (39.0, 0.40, 0.020),
    "iv3_66": (38.0, 0.15, 0.025),
    "iv3_67": (372.0, 0.25, 0.055),
    "iv3_681": (21.0, 0.30, 0.030),
    "iv3_682": (74.0, 0.35, 0.050),
    "iv3_69": (33.0, 0.05, 0.030),
}
CENTRE_TIMES = {"iv3_681": 9.0, "iv3_682": 1.6}
# From the first year on, this many times as much is booked here: other contents, not other help.
REBOOKED: dict[str, tuple[int, float]] = {"iv3_61": (2022, 1.75), "iv3_67": (2023, 1.09), "iv3_682": (2023, 0.42)}


def report(gemeenten: pd.DataFrame, year: int, seed: int) -> pd.DataFrame:
    """The long frame of one year as the loader of Iv3 makes it; empty before FIRST_YEAR.

    ``gemeenten`` has the codes as index and columns people and poor (about 0 ± 1).
    """
    if year < FIRST_YEAR:
        return pd.DataFrame()
    rng = np.random.default_rng([seed, 83, year])
    habit = _habits(gemeenten.index, seed)
    layout = iv3.layout(year)
    rows = []
    for variable in layout.variables:
        amounts = gemeenten["people"] * _per_inhabitant(variable, year, gemeenten) * habit[variable]
        planned = amounts * np.exp(rng.normal(-0.03, 0.02, len(amounts)))
        booked = amounts * np.exp(rng.normal(0, 0.03, len(amounts)))
        taakveld = next(name for name, of in layout.taakvelden.items() if of == variable)
        for code, values, silent in (("X000", planned, NO_BUDGET), ("X005", booked, NO_ACCOUNTS)):
            rows.append(_rows(values, code, taakveld, year, silent))
    return iv3.long(layout, pd.concat(rows, ignore_index=True))


def _rows(
    amounts: pd.Series[float], report: str, taakveld: str, year: int, silent: Mapping[str, tuple[int, ...]]
) -> pd.DataFrame:
    """One taakveld of one report in thousands of euros; NaN of who does not report."""
    thousands = (amounts / iv3.THOUSANDS).round()
    for code, years in silent.items():
        thousands = thousands.mask((thousands.index == code) & (year in years))
    if report == "X005" and year > LAST_ACCOUNTS:
        thousands = thousands * np.nan
    return pd.DataFrame(
        {
            "region": thousands.index,
            "report": report,
            "taakveld": taakveld,
            "amount": thousands.to_numpy(),
            "silent": False,
        }
    )


def _per_inhabitant(variable: str, year: int, gemeenten: pd.DataFrame) -> pd.Series[float]:
    level, poor, rise = LEVELS[variable]
    since, times = REBOOKED.get(variable, (year + 1, 1.0))
    level = level * (1 + rise) ** (year - FIRST_YEAR) * (times if year >= since else 1.0)
    centre = np.where(gemeenten.index.isin(CENTRES), CENTRE_TIMES.get(variable, 1.0), 1.0)
    spent: pd.Series[float] = level * centre * (1 + poor * gemeenten["poor"]).clip(lower=0.3)
    return spent


def _habits(codes: pd.Index[str], seed: int) -> pd.DataFrame:
    """How much more or less than others each gemeente books on each taakveld, the same every year."""
    drawn = {
        code: np.exp(np.random.default_rng([seed, 84, int(code[2:])]).normal(0, 0.13, len(LEVELS))) for code in codes
    }
    return pd.DataFrame.from_dict(drawn, orient="index", columns=list(LEVELS))
