"""Inside one gemeente: how far its wijken lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import pandas as pd

from answers import data, format, ground, score, words
from indicators import between, catalog, inequality, need, parameters
from indicators.catalog import Entry
from indicators.tree import Choice
from loaders.vocabulary import in_gemeente

PART = "Vijfde deel van de inwoners"


@dataclass(frozen=True)
class Spread:
    """The inequality of one figure over the fifths of what the wijken are put in order by (``ordered``, in a sentence)."""

    entry: Entry
    year: int
    found: inequality.Inequality
    ordered: str


def spread(gemeente: str, entry: Entry) -> Spread | None:
    """Of the newest year that has the figure, poverty and inhabitants of enough wijken; else likewise with need.

    Never in the order of what the figure is in itself: then by itself of an earlier year; without one by itself, and
    there is no slope. None without such a year, for totals and for origin. Years in which the gemeente had other boundaries do not
    count.
    """
    if entry.total or entry.sensitive:
        return None
    years = data.years("wijk", entry.id)[::-1]
    made = (
        _spread(gemeente, entry, year, _need(order, year, entry.id), _called(order, year, entry.id))
        for order in inequality.ORDERS
        for year in years
        if order != "armoede" or not inequality.contains(order, entry.id)
    )
    again = (
        _spread(gemeente, entry, year, _of_year(entry.id, before, year), f"hetzelfde cijfer in {before}")
        for year in years
        for before in years
        if before < year and not between.broken(entry, before, year)
    )
    alone = (
        _spread(gemeente, entry, year, _of_year(entry.id, year, year), "dit cijfer zelf", itself=True) for year in years
    )
    return next((one for one in chain(made, again, alone) if one), None)


def _spread(
    gemeente: str, entry: Entry, year: int, order: pd.Series, ordered: str, *, itself: bool = False
) -> Spread | None:
    there = ground.line(gemeente).get(year)
    if there is None:
        return None
    frame = data.store().table("wijk", year, list(dict.fromkeys([entry.id, "inwoners"])))
    own = frame[in_gemeente(frame.index, there)]
    found = inequality.within(order.reindex(own.index), own[entry.id], own["inwoners"], itself=itself)
    return Spread(entry, year, found, ordered) if found else None


def _of_year(id: str, year: int, onto: int) -> pd.Series:
    """A figure of all wijken of a year, under their codes of another division."""
    return ground.onto(data.values(id, "wijk", year), "wijk", data.store().own_division("wijk", year, id), onto)[
        "value"
    ]


def _need(order: str, year: int, id: str) -> pd.Series:
    """Need of all wijken of a year, higher is more; the composite without what the figure ``id`` is in itself."""
    if order == "armoede":
        return _of_year(order, year, year)
    if not score.years(order):
        return pd.Series(dtype=float)
    return _outcome(order, year, id).scores["value"]


def _outcome(order: str, year: int, id: str) -> need.Outcome:
    choice = Choice(order, "binnen", weights=inequality.without(order, id))
    return score.outcome(choice, year, parameters.value("basis_inwoners"))


def _called(order: str, year: int, id: str) -> str:
    if order == "armoede" or not score.years(order):
        return order
    label = _outcome(order, year, id).label
    return label[0].lower() + label[1:]


def sentence(one: Spread) -> str:
    """How far the two ends lie apart, in one sentence with the year."""
    found = one.found
    low, high = words.value(one.entry, found.fifths[0]), words.value(one.entry, found.fifths[-1])
    return (
        f"{label(one)} ({one.year}): {high} in het vijfde deel met de meeste {one.ordered} "
        f"en {low} in het vijfde deel met de minste. Dat scheelt {_difference(one, found.gap)}."
    )


def label(one: Spread) -> str:
    """What the figure means in the year shown."""
    return catalog.entry(one.entry.definition(one.year)).label if one.entry.definitions else one.entry.label


def _difference(one: Spread, number: float) -> str:
    unit = "procentpunt" if one.entry.unit == "%" else format.in_words(one.entry.unit)
    return f"{format.number(abs(number), max(one.entry.decimals, 1))} {unit}"


def detail(one: Spread) -> str:
    """The ratio and the slope over all wijken with its interval, for who wants to know more."""
    found = one.found
    decimals = max(one.entry.decimals, 1)
    said = [f"De verhouding is {format.number(found.ratio, 1)}."] if found.ratio else []
    if found.slope is None:
        said.append("Een helling met een marge is hier niet te geven: de wijken staan op volgorde van dit cijfer zelf.")
    else:
        slope, low, high = (format.signed(number, decimals) for number in (found.slope, found.low, found.high))
        said.append(f"Helling over alle wijken: {slope} (marge {low} tot {high}).")
        if found.relative is not None:
            said.append(f"Dat is {format.signed(100 * found.relative)}% van het gemiddelde.")
    return " ".join([*said, f"Het gaat om {found.areas} wijken."])


def alt(one: Spread) -> str:
    """The bars in words."""
    rows = zip(fifths(one)[PART], one.found.fifths, strict=True)
    return f"Staven: {label(one)} per vijfde deel. " + "; ".join(f"{n}: {words.value(one.entry, v)}" for n, v in rows)


def fifths(one: Spread) -> pd.DataFrame:
    """The five parts as text."""
    names = [f"1 (minste {one.ordered})", "2", "3", "4", f"5 (meeste {one.ordered})"]
    return pd.DataFrame(
        {
            PART: names,
            f"{one.entry.label} ({one.year})": [words.value(one.entry, v) for v in one.found.fifths],
        }
    )


def numbers(one: Spread) -> pd.DataFrame:
    """The five parts as numbers, for a download."""
    return pd.DataFrame(
        {"deel": list(fifths(one)[PART]), "waarde": list(one.found.fifths), "eenheid": one.entry.unit, "jaar": one.year}
    )
