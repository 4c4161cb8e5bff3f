"""How far apart the wijken of one gemeente are: fifths of need, and the slope index of inequality.

Areas are ranked by need and weighted by inhabitants, so a fifth holds a fifth of the people and not of the wijken; a
wijk on a border is split. Sources: OHID Public Health Profiles technical guidance (slope index of inequality); Wagstaff,
Paci and van Doorslaer 1991. It compares areas, not people, and says nothing of why they differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import between, catalog, need, parameters
from indicators.catalog import Entry
from indicators.composite import children, leaves
from indicators.recipes import Ratio

Floats = npt.NDArray[np.float64]
FIFTHS = 5


# What the wijken are put in order by: the headline of poverty, and where that is not there the composite of need.
ORDERS = ("armoede", "behoefte")


@dataclass(frozen=True)
class Inequality:
    """The outcome in the fifth with least need (first) to most (last), in its own unit.

    ``gap`` is the last fifth minus the first, ``ratio`` the last over the first (None where that says nothing: not
    above nought). ``slope`` is the difference between the least and the most needy person on the fitted line, between
    ``low`` and ``high`` with 95% certainty, and ``relative`` that slope over the mean of all (the relative index of
    inequality; None where the mean is not above nought). All four are None where the areas stand in the order of the
    outcome itself. ``areas`` and ``people`` say what it rests on.
    """

    fifths: tuple[float, ...]
    gap: float
    ratio: float | None
    slope: float | None
    low: float | None
    high: float | None
    relative: float | None
    areas: int
    people: float


@dataclass(frozen=True)
class Order:
    """What wijken are put in order by for an outcome of ``year``: the figure or composite ``by`` of the year ``of``.

    ``left_out`` are the parts of the composite that do not count; ``itself``: it is the outcome, so there is no slope.
    """

    year: int
    by: str
    of: int
    left_out: tuple[str, ...] = ()
    itself: bool = False

    @property
    def weights(self) -> dict[str, float]:
        """The weights (nought) that leave out of the composite what does not count."""
        return dict.fromkeys(self.left_out, 0.0)


def contains(order: str, entry: Entry) -> bool:
    """Whether what areas are put in order by is counted from the same people as a figure.

    Then the chance that is in the one is in the other too: the first areas have the lowest outcome because they had the
    luck to be first, and even of pure noise the slope is never nought. So it is for all figures of one family: who lives
    on less than 100% of the minimum does so on less than 110% too, and who has bijstand mostly is counted in both.
    """
    both = _family(catalog.entry(order)) and _family(entry)
    return both or bool(_counted(order) & _counted(entry.id))


def _family(entry: Entry) -> bool:
    """Whether a figure is of low income, poverty, benefits or means: what one household has or lacks counts in all."""
    return entry.theme == "armoede"


def without(composite: str, entry: Entry) -> tuple[str, ...]:
    """The parts of a composite in which a figure, or one of its family, is counted (see ``contains``)."""
    return tuple(part for part in children(composite) if any(contains(leaf, entry) for leaf in leaves(part)))


def orders(entry: Entry, years: Iterable[int]) -> Iterator[Order]:
    """What wijken may be put in order by for a figure that is there in these years, the best first.

    Poverty of the same year, then the composite of need; each without what the figure itself is in. Then the same figure
    of a year before, which has other chance in it. At last the figure itself, without a slope.
    """
    newest = sorted(years, reverse=True)
    for by in ORDERS:
        whole = bool(children(by))
        if whole or not contains(by, entry):
            left_out = without(by, entry) if whole else ()
            yield from (Order(year, by, year, left_out) for year in newest)
    for year in newest:
        same = [before for before in newest if before < year and not between.broken(entry, before, year)]
        yield from (Order(year, entry.id, before) for before in same)
    yield from (Order(year, entry.id, year, itself=True) for year in newest)


def scores(found: need.Outcome) -> pd.Series[float]:
    """The scores of a composite to put wijken in order by; none where it rests on fewer than two of its parts.

    Two thirds of the parts are asked for of those that count only: with one left out, one of four could be need.
    """
    value = found.scores["value"]
    return value if len(found.parts) >= parameters.value("delen_nodig") else value.iloc[:0]


def first(
    entry: Entry,
    years: Iterable[int],
    wijken: Callable[[int], pd.DataFrame | None],
    place: Callable[[Order], pd.Series[float]],
) -> tuple[Order, Inequality] | None:
    """The inequality of a figure by the first of ``orders`` that gives one, with that order; None where none does.

    ``wijken`` gives the wijken of the gemeente in a year (columns the figure and ``inwoners``; None where it was not the
    same ground), ``place`` what an order puts all wijken by, higher is more.
    """
    for order in orders(entry, years):
        frame = wijken(order.year)
        if frame is None or frame.empty:
            continue
        need_of = place(order).reindex(frame.index)
        if made := within(need_of, frame[entry.id], frame["inwoners"], itself=order.itself):
            return order, made
    return None


def _counted(id: str) -> frozenset[str]:
    """The variables that are counted in a figure; what a rate is taken over is not."""
    indicator = catalog.declared().get(id)
    if indicator is None:
        return frozenset({id})
    recipe = indicator.recipe
    parts = recipe.count if isinstance(recipe, Ratio) else recipe.inputs
    return frozenset().union(*(_counted(part) for part in parts))


def within(
    needy: pd.Series[float], outcome: pd.Series[float], people: pd.Series[float], *, itself: bool = False
) -> Inequality | None:
    """The inequality of ``outcome`` over ``needy`` among areas (same index), weighted by ``people``.

    ``needy`` rises with need. Areas that lack one of the three do not count. None with fewer than five of them left, or
    where all are equally needy. ``itself``: the need is the outcome (see ``contains``), so that there is no slope.
    """
    from scipy import special

    frame = pd.DataFrame({"need": needy, "outcome": outcome, "people": people}).dropna()
    frame = frame[frame["people"] > 0].sort_values("need", kind="stable")
    if len(frame) < parameters.value("ongelijkheid_gebieden") or frame["need"].nunique() < 2:
        return None
    values, weight = frame["outcome"].to_numpy(dtype=float), frame["people"].to_numpy(dtype=float)
    ends = _tied_ends(frame["need"].to_numpy(dtype=float), weight)
    fifths = fifth_means(_tied_means(frame), weight)
    slope, error = slope_index(values, weight, ends)
    margin = error * float(special.stdtrit(len(frame) - 2, 0.975))
    mean = float(np.average(values, weights=weight))
    first, last = float(fifths[0]), float(fifths[-1])
    return Inequality(
        fifths=tuple(float(mean) for mean in fifths),
        gap=last - first,
        ratio=last / first if first > 0 and last >= 0 else None,
        slope=None if itself else slope,
        low=None if itself else slope - margin,
        high=None if itself else slope + margin,
        relative=slope / mean if mean > 0 and not itself else None,
        areas=len(frame),
        people=float(weight.sum()),
    )


def _tied_means(frame: pd.DataFrame) -> Floats:
    """The outcome of each area; areas of equal need share their mean, so that their order cannot matter."""
    total = (frame["outcome"] * frame["people"]).groupby(frame["need"]).transform("sum")
    return np.asarray(total / frame["people"].groupby(frame["need"]).transform("sum"), dtype=float)


def _tied_ends(needy: Floats, weight: Floats) -> Floats:
    """The middle of each area's place in the line of all people, from 0 (least need) to 1; equal need, equal place."""
    share = pd.Series(weight).groupby(needy).sum() / weight.sum()
    middle = share.cumsum() - share / 2
    return np.asarray(middle.reindex(needy), dtype=float)


def fifth_means(values: Floats, weight: Floats) -> Floats:
    """The weighted mean in each fifth of the weight, in the order given; an area on a border counts in both."""
    ends = np.cumsum(weight) / weight.sum()
    starts = ends - weight / weight.sum()
    lower = np.arange(FIFTHS)[:, None] / FIFTHS
    inside = np.clip(np.minimum(ends, lower + 1 / FIFTHS) - np.maximum(starts, lower), 0, None)
    means: Floats = (inside * values).sum(axis=1) / inside.sum(axis=1)
    return means


def slope_index(values: Floats, weight: Floats, place: Floats) -> tuple[float, float]:
    """Slope and standard error of the weighted least squares line of ``values`` over ``place`` (0 to 1).

    The weights are people, which say who counts and not how sure an area's outcome is. So the error is that of MacKinnon
    and White (1985, Journal of Econometrics 29, HC3), which asks nothing of how the outcomes spread: with the usual one
    89 to 93 of 100 intervals held the truth where areas spread alike, with this one 94 to 97, from five areas on.
    """
    share = weight / weight.sum()
    centred = place - share @ place
    spread = float(share @ centred**2)
    slope = float(share @ (centred * values)) / spread
    rest = values - share @ values - slope * centred
    leverage = share * (1 + centred**2 / spread)
    # An area that draws the line through itself says nothing of how far others lie off.
    kept = np.maximum(1 - leverage, 1e-9)
    return slope, math.sqrt(float(((share * centred * rest / kept) ** 2).sum())) / spread
