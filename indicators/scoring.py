"""What is made of a composite's tree: dimensions, total and how many dimensions were measured.

A dimension of liveability is a score only where it goes with what it claims to measure (tested.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from indicators import composite, parameters, tested
from indicators.composite import Norm

MEASURED = "_dimensies"


def dimensions(frame: pd.DataFrame, reference: Mapping[str, Norm], code: str, *, fit: bool = True) -> pd.DataFrame:
    """Each dimension in standard deviations, NaN below two thirds of its figures.

    One column for each dimension that has figures, with ``fit`` only of those that are a score (tested.py).
    """
    parts = composite.normalise(frame, reference)
    needed = parameters.value("deel_nodig")
    made = {
        dimension: composite.average(parts, figures, needed)
        for dimension in composite.children(code)
        if (figures := composite.children(dimension)) and not (fit and tested.unfit(dimension))
    }
    return pd.DataFrame(made, index=frame.index, dtype=float)


def measured(frame: pd.DataFrame, reference: Mapping[str, Norm], code: str) -> tuple[str, ...]:
    """The dimensions that count as measured: known for areas that hold at least two thirds of the inhabitants."""
    return composite.widely_known(dimensions(frame, reference, code), frame)


def score(frame: pd.DataFrame, reference: Mapping[str, Norm], code: str, counted: tuple[str, ...]) -> pd.DataFrame:
    """Dimensions, total and number of dimensions of one composite, one column each, same index as the frame.

    Scores are an index: 100 is the mean of the base year, 10 points are one standard deviation, more is better.
    The total is the mean of the ``counted`` dimensions (see measured) and asks for all of them; with fewer than three, or
    where it does not go with what it claims to measure (tested.py), there is none. Columns without any value are left out.
    """
    scores = dimensions(frame, reference, code)
    if len(counted) >= parameters.value("dimensies_nodig") and not tested.unfit(code):
        scores[code] = composite.average(scores, counted, needed=1)
    index = parameters.value("schaal_midden") + parameters.value("schaal_stap") * scores
    if code in index:
        index[code + MEASURED] = scores[list(counted)].notna().sum(axis=1).astype(float)
    return index.dropna(axis=1, how="all")
