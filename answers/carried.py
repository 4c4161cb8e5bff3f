"""Figures of an area from years with other boundaries, on its own boundaries: which ones, and words for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from answers import data, format, ground
from answers.held import remembered
from indicators import areas, carried, catalog, same_ground
from indicators.carried import Carried
from indicators.catalog import Entry
from indicators.ground import OTHER
from loaders.vocabulary import level_of


@remembered(256)
def worked_out(region: str, id: str, years: tuple[int, ...]) -> Mapping[int, Carried]:
    """The figure of these years on the boundaries of the area (same_ground.worked_out).

    Only of years on boundaries of before: what became of an area that is gone is told of the areas of now.
    """
    code, base = ground.meant(region)
    held, level = data.store(), level_of(code)
    if base is None or not years or id not in catalog.entries():
        return {}
    wanted = [year for year in years if held.own_division(level, year, id) < base]
    return same_ground.worked_out(held, ground.ASKED, code, base, id, wanted)


def carried_years(region: str, entry: Entry, others: Iterable[int]) -> Mapping[int, Carried]:
    """The years of ``others`` (answers.history.Trend) on the boundaries of the area; empty where there are none."""
    return worked_out(region, entry.id, tuple(sorted(others)))


def sentence(found: Mapping[int, Carried]) -> str:
    """How these years came about and how firm they are, in Dutch; "" without any."""
    made = {
        "added": {year: one for year, one in found.items() if one.by == "buurt"},
        "merged": {year: one for year, one in found.items() if one.by == "gemeente"},
        "whole": {year: one for year, one in found.items() if not one.by and one.whole},
        "parts": {year: one for year, one in found.items() if not one.by and not one.whole},
    }
    how = {
        "added": "Opgeteld uit de buurten van toen die helemaal in het gebied liggen (gestreept)",
        "merged": "Opgeteld uit de gemeenten van toen die samen dit gebied werden (gestreept)",
        "whole": "Opgeteld uit hele gebieden van toen (gestreept)",
        "parts": "Geschat op de grenzen van dit gebied: de cijfers van toen zijn naar adressen verdeeld (gestreept)",
    }
    held = {"added": " Daar woont {known} van de inwoners.", "merged": "", "whole": _ADDRESSES, "parts": _ADDRESSES}
    return " ".join(
        f"{how[kind]}: {format.years(list(years))}.{held[kind].format(known=_known(years.values()))}"
        for kind, years in made.items()
        if years
    )


_ADDRESSES = " Van de adressen van nu was {known} er toen ook."


def _known(found: Iterable[Carried]) -> str:
    """The share of the area that these figures rest on: ``98%``, ``91 tot 98%``."""
    shares = sorted(one.matched for one in found)
    low, high = (format.number(100 * share, 0) for share in (shares[0], shares[-1]))
    return f"{low}%" if low == high else f"{low} tot {high}%"


def word(one: Carried) -> str:
    """What stands with one such value: how it came about, and the share of the area that it rests on, where it is measured."""
    share = format.number(100 * one.matched)
    if one.by:
        added = f"opgeteld uit {format.areas(one.parts, one.by)} van {one.division}"
        # That gemeenten went into this one as a whole is told by a list; of their inhabitants nothing is measured.
        return added if one.by == "gemeente" else f"{added}, {share}% van de inwoners"
    made = "omgerekend naar" if one.whole else "geschat op"
    return f"{made} de grenzen van {one.onto}, {share}% van de adressen"


def short(one: Carried | None) -> str:
    """The same in a word, for a value that stands beside another: opgeteld, omgerekend or geschat; "" as published."""
    return "" if one is None else "opgeteld" if one.by else "omgerekend" if one.whole else "geschat"


def lacking(region: str, entry: Entry, found: Mapping[int, Carried], others: Iterable[int]) -> str:
    """Why the years on other boundaries are not worked out on those of the area (Dutch); "" where nothing lacks.

    Not of years in which its code was another area's, or nobody's: that was said, and there is nothing to work out.
    """
    why: dict[str, list[int]] = {}
    level = level_of(region)
    for year in others:
        kind = ground.in_division(region, data.store().own_division(level, year, entry.id)).kind
        if year not in found and kind != OTHER:
            why.setdefault(_why_not(region, entry.id, year), []).append(year)
    first = "Niet omgerekend naar de grenzen van dit gebied"
    return " ".join(
        f"{'Ook niet' if at else first}: {format.years(years)}. {said}" for at, (said, years) in enumerate(why.items())
    )


def _why_not(region: str, id: str, year: int) -> str:
    """Why one year is not worked out: what the figure is, what the parts of then lack, or that too little is known of them."""
    if refused := carried.refusal(id, year):
        return refused
    if unknown := _parts_without(region, id, year):
        return unknown
    if data.store().manifest()["crosswalks"]:
        return "Daarvoor zijn te weinig cijfers van toen of te weinig dezelfde adressen bekend."
    return "De adressen van toen en nu zijn niet opgehaald, en de buurten van toen dekken het gebied niet."


def _parts_without(region: str, id: str, year: int) -> str:
    """What is said where the areas of then do cover this one, and do not all have the figure; "" where that is not so."""
    columns = list(areas.inputs([id], year))
    for level in ("gemeente", "buurt") if columns else ():
        division = data.store().own_division(level, year, columns[0])
        made_of = ground.parts(region, division)
        if made_of is None or not made_of.enough or made_of.level != level:
            continue
        table = data.store().table(level, year, columns, division)
        known = int(table.reindex(list(made_of.codes)).notna().all(axis=1).sum())
        if known < len(made_of.codes):
            some = f"maar van {format.number(known)}" if known else "van geen"
            return f"Dit cijfer is er {some} van de {format.areas(len(made_of.codes), level)} van toen."
    return ""
