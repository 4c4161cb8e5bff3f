"""Figures of one division on the boundaries of another, by the addresses that the areas share.

An old area's figure goes to the new areas in proportion to the addresses that it shares with each of them. So it is
assumed that people are spread over the addresses of an old area evenly, which is why an outcome is an estimate, except
where an area is made up of whole old areas.

A crosswalk is the frame of loaders.store.Store.crosswalk: old, new, addresses; an empty ``new`` or ``old`` counts
addresses that only one of the two divisions knows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def counts(figures: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Counts (index old area, a column a figure) on the new boundaries: sum of old × shared / all matched of old.

    NaN where an old area that the new one shares addresses with has no figure. Totals stay the same.
    """
    links = _links(crosswalk)
    links["part"] = links["addresses"] / links.groupby("old")["addresses"].transform("sum")
    return _summed(figures.reindex(links["old"]).mul(links["part"].to_numpy(), axis=0), links)


def means(figures: pd.DataFrame, crosswalk: pd.DataFrame, weights: pd.Series[float] | None = None) -> pd.DataFrame:
    """Shares, rates and means on the new boundaries: the mean of the old ones, weighted.

    By the addresses shared, or better by what the figure is taken over: ``weights`` (index old area) are divided over
    new areas by addresses first. NaN as in ``counts``, and where the weights add up to nought.
    """
    links = _links(crosswalk)
    weight = links["addresses"].to_numpy(dtype=float)
    if weights is not None:
        part = links["addresses"] / links.groupby("old")["addresses"].transform("sum")
        weight = part.to_numpy() * weights.reindex(links["old"]).to_numpy(dtype=float)
    # An old area that brings no weight has no say, whether or not it has a figure.
    values = figures.reindex(links["old"]).mul(weight, axis=0)
    values.loc[weight == 0] = 0.0
    total = pd.Series(weight).groupby(links["new"].to_numpy()).sum(min_count=1)
    return _summed(values, links).div(total.where(total > 0), axis=0)


def matched(crosswalk: pd.DataFrame) -> pd.Series[float]:
    """The share (0–1) of each new area's addresses that the old division knows too: how firm its figures are."""
    mine = crosswalk[crosswalk["new"] != ""]
    known = mine["addresses"].where(mine["old"] != "", 0)
    share: pd.Series[float] = known.groupby(mine["new"]).sum() / mine.groupby("new")["addresses"].sum()
    return share


def whole(crosswalk: pd.DataFrame) -> pd.Series[bool]:
    """True for a new area that is made up of whole old areas: then adding up counts is exact, and no estimate."""
    links = _links(crosswalk)
    shares_of_old = links.groupby("old")["new"].transform("size")
    single: pd.Series[bool] = (shares_of_old == 1).groupby(links["new"]).all()
    return single


def _links(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The pairs of areas that share addresses."""
    both = (crosswalk["old"] != "") & (crosswalk["new"] != "") & (crosswalk["addresses"] > 0)
    return crosswalk[both].reset_index(drop=True)


def _summed(values: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Sums per new area; one missing part makes the sum missing."""
    groups = links["new"].to_numpy()
    there = values.notna().groupby(groups).all()
    summed = values.groupby(groups).sum().where(there, np.nan)
    summed.index.name = "region"
    return summed
