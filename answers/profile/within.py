"""Inside one gemeente: how far its wijken lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from answers import data, format, ground, score, words
from indicators import catalog, inequality, parameters
from indicators.catalog import Entry
from indicators.tree import Choice
from loaders.vocabulary import in_gemeente

ORDERED = {"armoede": "armoede", "behoefte": "behoefte (samengesteld)"}
PART = "Vijfde deel van de inwoners"


@dataclass(frozen=True)
class Spread:
    """The inequality of one figure over the fifths of ``order`` (poverty, or need), and the year of both."""

    entry: Entry
    year: int
    found: inequality.Inequality
    order: str

    @property
    def ordered(self) -> str:
        """What the wijken are put in order by, in a sentence."""
        return ORDERED[self.order]


def spread(gemeente: str, entry: Entry) -> Spread | None:
    """Of the newest year that has the figure, poverty and inhabitants of enough wijken; else likewise with need.

    None without such a year, for totals and for origin. Years in which the gemeente had other boundaries do not count.
    """
    if entry.total or entry.sensitive:
        return None
    for order in inequality.ORDERS:
        for year in reversed(data.years("wijk", entry.id)):
            there = ground.line(gemeente).get(year)
            if there is None:
                continue
            frame = data.store().table("wijk", year, list(dict.fromkeys([entry.id, "inwoners"])))
            own = frame[in_gemeente(frame.index, there)]
            found = inequality.within(_need(order, year).reindex(own.index), own[entry.id], own["inwoners"])
            if found:
                return Spread(entry, year, found, order)
    return None


def _need(order: str, year: int) -> pd.Series:
    """Need of all wijken of a year, higher is more."""
    if order == "armoede":
        found = data.values(order, "wijk", year)
        return ground.onto(found, "wijk", data.store().own_division("wijk", year, order), year)["value"]
    if not score.years(order):
        return pd.Series(dtype=float)
    outcome = score.outcome(Choice(order, "binnen"), year, parameters.value("basis_inwoners"))
    return outcome.scores["value"]


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
    ratio = f"De verhouding is {format.number(found.ratio, 1)}. " if found.ratio else ""
    slope, low, high = (format.signed(number, decimals) for number in (found.slope, found.low, found.high))
    return f"{ratio}Helling over alle wijken: {slope} (marge {low} tot {high}). Het gaat om {found.areas} wijken."


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
