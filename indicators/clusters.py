"""Where high and low values lie together: local Moran's I, with the chance of each under values that lie anywhere.

Anselin (1995), Local indicators of spatial association, Geogr. Anal. 27, by esda.Moran_Local. Its chance follows from
the mean and variance when the values of all other areas change places (Sokal, Oden and Thomson 1998, conditional): no
draws, so the same data always give the same map. For those moments to give a chance the values have to be about normal,
which rates of wijken are not: they are replaced by their normal scores (Blom 1958). High is then: higher than the middle
area. Of all areas together at most a set share of those that are coloured is expected to be chance (false discovery rate,
Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators import parameters, uncertainty
from indicators.uncertainty import Numbers

# From low to high, and what is not clear in the middle.
LOW_LOW, LOW_HIGH, UNCLEAR, HIGH_LOW, HIGH_HIGH = "LL", "LH", "", "HL", "HH"
ORDER = (LOW_LOW, LOW_HIGH, UNCLEAR, HIGH_LOW, HIGH_HIGH)
# esda numbers the quarters of Moran's scatter plot so.
_QUARTERS = {1: HIGH_HIGH, 2: LOW_HIGH, 3: LOW_LOW, 4: HIGH_LOW}


def normal_scores(values: pd.Series[float]) -> Numbers:
    """The values that a normal distribution would have in these places; equal values share one (Blom 1958)."""
    from scipy import special, stats

    places = stats.rankdata(values)
    return np.asarray(special.ndtri((places - 0.375) / (len(values) + 0.25)), dtype=float)


def local_moran(values: pd.Series[float], touches: pd.DataFrame) -> pd.DataFrame:
    """Columns ``kind`` (one of ORDER), ``moran`` and ``p`` (two-sided), by area that has a value and a neighbour with one.

    ``touches`` has a row for each area beside another (both ways round) in its columns ``area`` and ``beside``. Areas
    without a value are no neighbour. All 3,400 wijken take a tenth of a second; importing esda takes seconds, once.
    """
    from scipy import special

    known, first, second = with_neighbours(values, touches)
    if len(known) < 3 or known.nunique() < 2:
        return pd.DataFrame({"kind": UNCLEAR, "moran": np.nan, "p": np.nan}, index=known.index)
    found = _esda(normal_scores(known), first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.abs(found.Is - found.EIc) / np.sqrt(found.VIc)
    # An area right in the middle has neither high nor low neighbours.
    p = pd.Series(np.where(np.isfinite(distance), 2 * special.ndtr(-distance), 1.0), index=known.index)
    clear = uncertainty.false_discovery(p) <= parameters.value("valse_vondsten") / 100
    kind = pd.Series(found.q, index=known.index).map(_QUARTERS).where(clear, UNCLEAR)
    return pd.DataFrame({"kind": kind, "moran": found.Is, "p": p})


def with_neighbours(values: pd.Series[float], touches: pd.DataFrame) -> tuple[pd.Series[float], Any, Any]:
    """The areas that have a value and a neighbour with one; and for each pair the place of both in that list."""
    known = values.dropna()
    pairs = touches[touches["area"].isin(known.index) & touches["beside"].isin(known.index)]
    # Who has no neighbour has no place in the weights.
    known = known[known.index.isin(pairs["area"])]
    return known, known.index.get_indexer(pd.Index(pairs["area"])), known.index.get_indexer(pd.Index(pairs["beside"]))


def load() -> None:
    """Import what ``local_moran`` needs: it takes seconds, and no page should wait for it."""
    import esda
    import libpysal.graph  # noqa: F401

    assert esda.Moran_Local


def _esda(scores: Numbers, first: Any, second: Any) -> Any:
    import warnings

    from esda import Moran_Local
    from libpysal.graph import Graph

    order = np.lexsort((second, first))
    graph = Graph.from_arrays(first[order], second[order], np.ones(len(order)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Moran_Local(scores, graph, transformation="r", permutations=0)
