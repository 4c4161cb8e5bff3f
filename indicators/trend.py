"""Whether a figure went up or down over its last five points, and by how much.

The rule of OHID Fingertips' technical guidance: a line by weighted least squares through the last five comparable
points, each weighed by its own uncertainty; clear when χ² (the squared slope over its variance, one degree of freedom)
is over 9.55 (p < 0.002), and, stricter than there, only when the slope keeps its sign whichever one point is left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import parameters, uncertainty

Numbers = npt.NDArray[np.float64]
Ends = tuple[float, float, float]

UP, DOWN = "stijging", "daling"
STABLE, TOO_FEW = "geen duidelijke verandering", "nog niet te bepalen"


def errors(interval: pd.DataFrame) -> pd.Series[float]:
    """The standard error that a 95% interval (columns low and high) stands for: half its width over z."""
    return (interval["high"] - interval["low"]) / (2 * uncertainty.z_of(parameters.value("marge_zekerheid")))


def trends(values: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """The trend of each row: columns ``label``, ``start`` and ``end`` (years), ``slope`` (a year) and ``chi2``.

    ``values`` has one row an area and one column a year, oldest first, with only years that may be compared (NaN for
    the others); ``spread`` its standard errors, same shape. A point counts when it has both. Rows with fewer than five
    points are *nog niet te bepalen*; their numbers are NaN and their years nought.
    """
    needed = int(parameters.value("trend_punten"))
    years = np.asarray(values.columns, dtype=float)
    value, error = values.to_numpy(dtype=float), spread.to_numpy(dtype=float)
    known = ~np.isnan(value) & (error > 0)
    # The last points of each row: known ones, counted from the newest back.
    used = known & (known[:, ::-1].cumsum(axis=1)[:, ::-1] <= needed)
    enough = used.sum(axis=1) == needed
    weight = np.where(used, 1 / np.where(used, error, 1) ** 2, 0.0)
    value = np.where(used, value, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope, precision = _line(years, value, weight)
        chi2 = slope**2 * precision
        same = np.ones(len(value), dtype=bool)
        for column in range(len(years)):
            left_out = weight.copy()
            left_out[:, column] = 0
            same &= _sign(_line(years, value, left_out)[0]) == _sign(slope)
    clear = enough & (chi2 > parameters.value("trend_grens")) & same
    label = np.select([~enough, clear & (slope > 0), clear & (slope < 0)], [TOO_FEW, UP, DOWN], STABLE)
    first = years[used.argmax(axis=1)] if len(years) else np.zeros(len(value))
    last = years[len(years) - 1 - used[:, ::-1].argmax(axis=1)] if len(years) else np.zeros(len(value))
    return pd.DataFrame(
        {
            "label": label,
            "start": np.where(enough, first, 0).astype(int),
            "end": np.where(enough, last, 0).astype(int),
            "slope": np.where(enough, slope, np.nan),
            "chi2": np.where(enough, chi2, np.nan),
        },
        index=values.index,
    )


def _line(years: Numbers, value: Numbers, weight: Numbers) -> tuple[Numbers, Numbers]:
    """The slope of the weighted line through each row, and how precise it is (one over its variance)."""
    total = weight.sum(axis=1, keepdims=True)
    off = years - (weight * years).sum(axis=1, keepdims=True) / total
    precision = (weight * off**2).sum(axis=1)
    return (weight * off * value).sum(axis=1) / precision, precision


def _sign(slope: Numbers) -> Numbers:
    """Up, down or flat; what only the last bits of a sum make is flat."""
    return np.sign(np.round(slope, 9))


def change(first: Ends, last: Ends) -> Ends:
    """The difference last - first with its interval; each is a value with its low and high end.

    Newcombe's hybrid score method (1998, Statistics in Medicine 17, difference between proportions, method 10).
    """
    difference = last[0] - first[0]
    low = difference - float(np.hypot(last[0] - last[1], first[2] - first[0]))
    high = difference + float(np.hypot(last[2] - last[0], first[0] - first[1]))
    return difference, low, high
