"""Which areas of a map share a colour, what each colour is called, and why some areas have none.

By value (classes of equal number, equal width, or with natural bounds); by what clearly differs from the country; or by
how firm an area's place in the list is. No colour of the first kind says good or bad; of the others only where a
direction was agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from answers import data, format, words
from answers.standing import Standing
from figures import classes, colours
from figures.classes import Classes
from figures.colours import Palette
from indicators import between, parameters, uncertainty
from indicators.catalog import Entry

DIFFERS, RANKED = "verschil", "plaats"
# The classes that the makers of a figure made themselves, under their names: the only way for such a figure.
NAMED = "bron"
# Not for the reader to choose: the colouring of the difference between two years.
CHANGE = "verandering"
# Nor these: where areas lie in a funnel, where high and low lie together, and where a figure got worse.
FUNNEL, CLUSTERS, SIGNAL = "trechter", "clusters", "signaal"
METHODS = {
    **classes.METHODS,
    DIFFERS: "Anders dan {country}",
    RANKED: "Vaste plaats in de lijst",
    NAMED: "Klassen van de bron",
}
HELP = {
    "kwantielen": "Elke kleur komt (bijna) even vaak voor. Verschillen binnen een kleur kunnen groot zijn.",
    "gelijk": "Elke kleur beslaat hetzelfde stuk van de schaal. "
    "Een paar uitschieters kunnen de rest in één kleur drukken.",
    "natuurlijk": "De grenzen liggen waar weinig gebieden liggen (Fisher-Jenks).",
    DIFFERS: "Gekleurd is wat met toeval en afronding niet te verklaren is, en groot genoeg om ertoe te doen. "
    "Omdat het om een lange lijst gaat, is de grens zo gekozen dat naar verwachting hoogstens {share}% van de "
    "gekleurde gebieden toeval is (Benjamini-Hochberg).",
    NAMED: "De klassen en hun namen zijn van de bron: van bleek (de laagste) naar donker (de hoogste).",
    CHANGE: "Groen is hoger geworden, bruin lager. Grijsblauw is geen duidelijk verschil: de marge van het verschil "
    "laat nul niet uit, of het verschil is te klein om ertoe te doen. "
    "Gebieden met een andere grens zijn niet gekleurd.",
    RANKED: "Gekleurd is waar de marge van de plaats een uiterste tiende van de lijst raakt, "
    "donker waar die marge er helemaal in ligt.",
}
# A shape on the map of another year, which is no area of the division that the figure is on.
ELSEWHERE = "elsewhere"
# Areas that have a value and yet no colour, or no area at all behind their shape, and why. The grey is one of
# colours.Palette.missing, or calculated or alone.
REASONS = {
    "no_margin": ("niet te zeggen: geen marge", "cannot_occur"),
    "no_counts": ("niet bij te stellen: aantal niet bekend", "cannot_occur"),
    "few_people": ("weinig inwoners: geen signaal", "withheld"),
    "no_neighbours": ("geen buren met een cijfer op de kaart", "alone"),
    between.BOUNDARY: ("andere grens: niet te vergelijken", "calculated"),
    between.ANOTHER: ("toen een ander gebied: niet te vergelijken", "calculated"),
    between.ABSENT: ("nieuwe code: niet te vergelijken", "cannot_occur"),
    between.UNSURE: ("niet na te gaan of de grens gelijk bleef", "calculated"),
    "no_before": ("geen cijfer in het eerste jaar", "not_yet_published"),
    "too_wide": ("marge te ruim: kan in beide tienden liggen", "not_yet_published"),
    ELSEWHERE: ("op de kaart een ander gebied, of dat is onbekend", "calculated"),
}


def _no_colours(palette: Palette) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Colouring:
    """The colours of a map from low to high: ``labels``, the group of each area (``index``), and how to ``paint``.

    ``why`` holds for areas with a value but no group a key of REASONS. ``bounds`` is filled where a group is a range of
    values. ``heading`` stands above the labels in the legend and before them in the hover. ``signed`` numbers get a
    plus.
    """

    method: str
    index: pd.Series
    labels: tuple[str, ...] = ()
    paint: Callable[[Palette], tuple[str, ...]] = _no_colours
    heading: str = "Klasse"
    bounds: tuple[float, ...] = ()
    why: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    note: str = ""
    signed: bool = False


def method_label(method: str) -> str:
    """A way of colouring as the reader chooses it."""
    return METHODS[method].format(country=data.country())


def method_help(method: str) -> str:
    """What a way of colouring does, in a sentence or two."""
    return HELP[method].format(share=format.number(parameters.value("valse_vondsten")))


def finding(found: Colouring, entry: Entry, counts: tuple[int, ...], level: str) -> str:
    """The first line of a map that is not about values: how many areas clearly differ, or have a firm place."""
    total, name = sum(counts), f"{entry.label}: "
    areas_ = format.areas(total, level)
    if found.method == DIFFERS:
        high, low = format.number(counts[-1]), format.number(counts[0])
        told = {side: uncertainty.judged(entry, side) or side for side in (uncertainty.HIGHER, uncertainty.LOWER)}
        return (
            f"{name}in {high} van de {areas_} duidelijk {told[uncertainty.HIGHER]} dan {data.country()}, "
            f"in {low} duidelijk {told[uncertainty.LOWER]}"
        )
    firm = found.labels[-1].removeprefix("hele marge ")
    if found.labels[-1].startswith("robuust"):
        return f"{name}{format.number(counts[-1])} van de {areas_} robuust in het slechtste tiende"
    return f"{name}{format.number(counts[-1])} van de {areas_} met de hele marge {firm}"


def possible(standing: Standing, entry: Entry, *, adjusted: bool = False) -> tuple[list[str], dict[str, str]]:
    """The ways of colouring that can be had, and for the others why not; ``adjusted`` for small numbers by value only."""
    if entry.id in words.CLASSES:
        return [NAMED], {}
    why = {DIFFERS: standing.no_result, RANKED: standing.no_rank}
    if adjusted:
        why = dict.fromkeys(
            why, "Wat duidelijk verschilt en wat een vaste plaats heeft, zeggen we van het cijfer zoals het is."
        )
    lost = {method: reason for method, reason in why.items() if reason}
    return [method for method in METHODS if method not in lost and method != NAMED], lost


def by_name(values: pd.Series, entry: Entry) -> Colouring:
    """The classes that the makers of a figure named: all of them, also where no area is in one."""
    names = words.CLASSES[entry.id]
    labels = tuple(words.named_class(entry, number) for number in range(1, len(names) + 1))
    index = (values.dropna() - 1).astype("int8")
    return Colouring(NAMED, index, labels, lambda p: colours.classes(len(names), p.dark))


def by_value(values: pd.Series, entry: Entry, method: str, count: int) -> Colouring:
    """At most ``count`` classes of these values (index region), made by one of ``classes.METHODS``."""
    return by_class(classes.classify(values, method, count, entry.decimals), entry, method)


def by_class(found: Classes, entry: Entry, method: str) -> Colouring:
    """Classes of values, in one hue from pale to dark."""
    labels = tuple(classes.labels(found, format.short_unit(entry.unit), entry.decimals)) if len(found) else ()
    count = max(1, len(found))
    return Colouring(method, found.index, labels, lambda p: colours.classes(count, p.dark), bounds=found.bounds)


def by_difference(standing: Standing, entry: Entry, known: pd.Index) -> Colouring:
    """What clearly differs from the country: two hues, and one in between for what does not."""
    result = standing.frame["result"].reindex(known).fillna("")
    told = {side: uncertainty.judged(entry, side) for side in (uncertainty.LOWER, uncertainty.HIGHER)}
    order = [uncertainty.LOWER, uncertainty.UNCLEAR, uncertainty.HIGHER]
    index = result.map({name: i for i, name in enumerate(order)})
    where = data.country()
    labels = tuple(
        f"geen duidelijk verschil met {where}"
        if side == uncertainty.UNCLEAR
        else f"duidelijk {told[side]} ({side}) dan {where}"
        if told[side]
        else f"duidelijk {side} dan {where}"
        for side in order
    )

    def paint(palette: Palette) -> tuple[str, ...]:
        worse, better = palette.judged
        hues = {"slechter": worse, "beter": better}
        low, high = (hues.get(told[s], palette.sided[i]) for i, s in enumerate((order[0], order[2])))
        return low, palette.unclear, high

    return Colouring(
        DIFFERS,
        index.dropna().astype("int8"),
        labels,
        paint,
        "Verschil",
        why=pd.Series("no_margin", index=known[index.isna()]),
        note=""
        if any(told.values())
        else "Bij dit cijfer is niet afgesproken wat beter is. De kleuren zeggen alleen hoger of lager.",
    )


def by_place(standing: Standing, entry: Entry, known: pd.Index) -> Colouring:
    """How firm an area's place in the list is: its whole interval in an outer tenth, touching it, or neither."""
    if standing.share is not None:
        return _by_share(standing, known)
    frame = standing.frame.reindex(known)
    tenth = int(np.ceil(parameters.value("slechtste_deel") * standing.of))
    # Places count from 1; from the other end they count down from the number of areas.
    front, back = (frame["first"], frame["last"]), (standing.of + 1 - frame["last"], standing.of + 1 - frame["first"])
    inside = [end[1] <= tenth for end in (front, back)]
    touches = [end[0] <= tenth for end in (front, back)]
    ranked = frame["middle"].notna()
    wide = ranked & touches[0] & touches[1] & ~inside[0] & ~inside[1]
    index = pd.Series(
        np.select([~ranked | wide, inside[0], touches[0], inside[1], touches[1]], [-1, 4, 3, 0, 1], default=2),
        index=known,
    )
    first, last = ("slechtste", "beste") if entry.rankable else ("hoogste", "laagste")
    labels = (
        f"hele marge in het {last} tiende",
        f"marge raakt het {last} tiende",
        "ertussenin",
        f"marge raakt het {first} tiende",
        f"hele marge in het {first} tiende",
    )

    def paint(palette: Palette) -> tuple[str, ...]:
        low, high = (palette.judged[1], palette.judged[0]) if entry.rankable else palette.sided
        return low, colours.tint(low, palette), palette.unclear, colours.tint(high, palette), high

    why = pd.Series(np.where(wide[index < 0], "too_wide", "no_margin"), index=known[index < 0], dtype=object)
    return Colouring(RANKED, index[index >= 0].astype("int8"), labels, paint, "Plaats", why=why, note=standing.note)


def _by_share(standing: Standing, known: pd.Index) -> Colouring:
    """A composite: in which share of the runs an area is in the worst tenth."""
    assert standing.share is not None
    share, sure = standing.share.reindex(known), parameters.value("robuust_vanaf")
    index = pd.Series(np.select([share.isna(), share >= sure, share > 1 - sure], [-1, 2, 1], default=0), index=known)
    labels = ("niet in het slechtste tiende", "hangt af van de keuzes", "robuust in het slechtste tiende")

    def paint(palette: Palette) -> tuple[str, ...]:
        worse = palette.judged[0]
        return palette.unclear, colours.tint(worse, palette), worse

    why = pd.Series("no_margin", index=known[index < 0], dtype=object)
    return Colouring(RANKED, index[index >= 0].astype("int8"), labels, paint, "Plaats", why=why, note=standing.note)
