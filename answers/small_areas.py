"""What chance in small areas does to a figure: its counts, the adjusted values, the funnel, who lies beside whom.

Worked out once for each version of the data, over all areas of a level, for all readers: do not change what is returned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from answers import data, ground
from answers.held import remembered
from indicators import clusters, counted, parameters, ranks, smoothing, uncertainty
from indicators import funnel as funnels
from indicators.catalog import Entry
from indicators.uncertainty import Numbers
from loaders.vocabulary import COUNTRY, gemeente_of

# The ways to adjust a figure for small numbers, by what stands in the address; the first is not at all.
AS_IS, TO_ALL, TO_NEIGHBOURS = "geen", "klein", "buren"


def meaning(entry: Entry, year: int) -> Entry:
    """The figure that is really shown: what a headline stands for differs by year."""
    return data.entry(entry.definition(year))


def why_not(entry: Entry, year: int) -> str:
    """Why chance in this figure of this year cannot be taken into account (Dutch); "" where it can."""
    return counted.why_not(meaning(entry, year))


@remembered(64)
def counts(entry: Entry, level: str, year: int) -> pd.DataFrame:
    """Columns count, size and effect (``indicators.counted``) of all areas of a level that have the figure: index region,
    nothing missing.
    """
    held, meant = data.store(), meaning(entry, year)
    wanted = list(dict.fromkeys([entry.id, *uncertainty.needs(meant)]))
    table = held.table(level, year, wanted, held.own_division(level, year, entry.id))
    # A headline has the values of what it means.
    found = counted.counted(meant, table.assign(**{meant.id: table[entry.id]})).dropna()
    return found[found["size"] > 0]


def single(held: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Count and size as if each were counted by itself: what chance is worked out from."""
    count, size, effect = (held[name].to_numpy(dtype=float) for name in ("count", "size", "effect"))
    return count / effect, size / effect


@remembered(12)
def touches(level: str, own: int) -> pd.DataFrame:
    """Which areas of a division touch (a line or a point): a row a pair, both ways round, columns area and beside.

    By their shapes on the map, simplified so that borders stay shared; where that map is of another year, only areas that
    are the same ground. Empty without a map. Tried on 2015 to 2024: just 2 to 8 areas touch no other, all of them islands.
    """
    from shapely import STRtree

    held = data.store()
    division = held.nearest_division(level, own)
    shapes = None if division is None else held.regions(level, division)["geometry"].dropna()
    if shapes is None or division is None or not len(shapes):
        return pd.DataFrame({"area": [], "beside": []}, dtype=object)
    first, second = STRtree(shapes.to_numpy()).query(shapes.to_numpy(), predicate="intersects")
    codes = shapes.index if division == own else pd.Index(ground.codes(level, division, own).reindex(shapes.index))
    pairs = pd.DataFrame({"area": codes[first], "beside": codes[second]}, dtype=object).dropna()
    return pairs[pairs["area"] != pairs["beside"]].reset_index(drop=True)


@dataclass(frozen=True)
class Adjusted:
    """A figure adjusted for small numbers: ``frame`` has value, low and high (NaN: no margin) and first, middle and last
    (the place with its interval) by region, in the unit of the figure; ``of`` is how many have a place.
    """

    frame: pd.DataFrame
    of: int


@remembered(32)
def adjusted(entry: Entry, level: str, year: int, how: str) -> Adjusted:
    """The figure of all areas, drawn towards the mean of all (``TO_ALL``) or of the neighbours (``TO_NEIGHBOURS``)."""
    held, meant = counts(entry, level, year), meaning(entry, year)
    basis = uncertainty.basis(meant)
    assert basis is not None, "asked why_not first"
    share = basis.method == "wilson"
    count, size = single(held)
    places = ["first", "middle", "last"]
    if how == TO_NEIGHBOURS or not len(held):
        value = smoothing.towards_neighbours(count, size, _matrix(held.index, entry, level, year), share=share)
        frame = pd.DataFrame({"value": basis.times * value}, index=held.index)
        return Adjusted(frame.reindex(columns=["value", "low", "high", *places]), 0)
    found = smoothing.towards_all(count, size, share=share, certainty=parameters.value("marge_zekerheid"))
    frame = (basis.times * found).set_axis(held.index)
    ranked = ranks.by_margins(meant, frame).rename(columns={"low": "first", "median": "middle", "high": "last"})
    return Adjusted(frame.join(ranked[places].astype(float)), len(ranked))


def _matrix(areas: pd.Index, entry: Entry, level: str, year: int) -> object:
    """Which of these areas touch, as a sparse matrix of ones."""
    from scipy import sparse

    pairs = touches(level, data.store().own_division(level, year, entry.id))
    rows, columns = (areas.get_indexer(pd.Index(pairs[side])) for side in ("area", "beside"))
    there = (rows >= 0) & (columns >= 0)
    ones = np.ones(int(there.sum()))
    return sparse.csr_matrix((ones, (rows[there], columns[there])), shape=(len(areas), len(areas)))


@dataclass(frozen=True, eq=False)
class Held:
    """A funnel with its areas. ``frame`` has by region: rate (unit of the figure), size, effect, z and place (see
    ``indicators.funnel``), side (1 above, -1 below). ``whose`` is the region that the target is the value of, "" for that of
    all areas together. ``funnel`` is None where ``few`` areas have the figure.
    """

    frame: pd.DataFrame
    funnel: funnels.Funnel | None
    times: int
    whose: str

    @property
    def few(self) -> bool:
        """Whether there are too few areas for a funnel."""
        return self.funnel is None


@remembered(64)
def funnel(entry: Entry, level: str, year: int, gemeente: str | None) -> Held:
    """The funnel of all areas of the country or of one gemeente (a code of now), around the figure of that whole."""
    held, meant = counts(entry, level, year), meaning(entry, year)
    basis = uncertainty.basis(meant)
    assert basis is not None, "asked why_not first"
    whose = COUNTRY
    if gemeente is not None:
        whose = ground.as_then(gemeente, data.store().own_division(level, year, entry.id)) or gemeente
        held = held[np.array([gemeente_of(str(code)) == whose for code in held.index], dtype=bool)]
    target = ground.value_of(entry.id, gemeente or COUNTRY, year)
    count, size = single(held)
    rate = count / size if len(held) else np.empty(0)
    if target is None or not 0 < target / basis.times < (1 if basis.method == "wilson" else np.inf):
        whose, target = "", basis.times * count.sum() / size.sum() if len(held) else 0.0
    frame = pd.DataFrame({"rate": basis.times * rate, "size": held["size"], "effect": held["effect"]}, index=held.index)
    if len(held) < parameters.value("trechter_gebieden") or not target:
        return Held(frame.assign(z=np.nan, place=funnels.INSIDE, side=0), None, basis.times, whose)
    made = funnels.funnel(count, size, target / basis.times, share=basis.method == "wilson")
    edge = uncertainty.z_of(parameters.value("verschil_zekerheid"))
    z, alone = made.z(rate, size), made.z(rate, size, chance_only=True)
    place = np.select([np.abs(z) > edge, np.abs(alone) > edge], [funnels.BEYOND, funnels.CHANCE], funnels.INSIDE)
    return Held(frame.assign(z=z, place=place, side=np.sign(alone).astype(int)), made, basis.times, whose)


def why_no_clusters(entry: Entry) -> str:
    """Why it is not said of a figure where high and low lie together (Dutch); "" where it is."""
    if entry.sensitive:
        return "Bij herkomst laten we niet zien waar hoge en lage waarden bij elkaar liggen."
    if entry.estimate or entry.mark("") == "model":
        return "Een modelschatting is gemaakt uit wat er in de buurt is gemeten: dan is vooral het model te zien."
    if entry.kind == "class":
        return "Dit cijfer is een klasse: daarvan is geen hoog of laag bij elkaar te zoeken."
    return ""


@remembered(32)
def clustered(entry: Entry, level: str, year: int) -> pd.DataFrame:
    """``indicators.clusters.local_moran`` over all areas of a level; empty where too few areas have a value.

    Rates with counts are first put in standard errors of an area of that size, so that small areas vary no more than large.
    """
    own = data.store().own_division(level, year, entry.id)
    values = data.values(entry.id, level, year)["value"].dropna()
    if not why_not(entry, year):
        held, meant = counts(entry, level, year), meaning(entry, year)
        basis = uncertainty.basis(meant)
        count, size = single(held)
        assert basis is not None
        if len(held):
            values = pd.Series(smoothing.standardised(count, size, share=basis.method == "wilson"), index=held.index)
    found = clusters.local_moran(values, touches(level, own))
    return found if len(found) >= parameters.value("buren_gebieden") else found.iloc[:0]
