"""Inside one gemeente: how far its wijken lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from answers import data, format, ground, score, words
from indicators import catalog, inequality, need, parameters
from indicators.catalog import Entry
from indicators.composite import children
from indicators.inequality import Order
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
    """By the first order that can be (see ``inequality.orders``), of the newest year with enough wijken.

    None without such a year, for totals and for origin. Years in which the gemeente had other boundaries do not count.
    """
    if entry.total or entry.sensitive:
        return None
    line = ground.line(gemeente)

    def wijken(year: int) -> pd.DataFrame | None:
        there = line.get(year)
        if there is None:
            return None
        frame = data.store().table("wijk", year, list(dict.fromkeys([entry.id, "inwoners"])))
        return frame[in_gemeente(frame.index, there)]

    found = inequality.first(entry, data.years("wijk", entry.id), wijken, _place)
    return Spread(entry, found[0].year, found[1], _called(found[0])) if found else None


def _place(order: Order) -> pd.Series:
    """What an order puts all wijken by, under their codes of the year of the outcome; higher is more."""
    if not children(order.by):
        values = data.values(order.by, "wijk", order.of)
        own = data.store().own_division("wijk", order.of, order.by)
        return ground.onto(values, "wijk", own, order.year)["value"]
    return inequality.scores(_outcome(order)) if score.years(order.by) else pd.Series(dtype=float)


def _outcome(order: Order) -> need.Outcome:
    choice = Choice(order.by, "binnen", weights=order.weights)
    return score.outcome(choice, order.year, parameters.value("basis_inwoners"))


def _called(order: Order) -> str:
    """What the wijken stand in order by, in a sentence."""
    if order.itself:
        return "dit cijfer zelf"
    if not children(order.by):
        return order.by if order.of == order.year else f"hetzelfde cijfer in {order.of}"
    label = _outcome(order).label
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
