"""Earlier years of an area whose boundaries changed, on its boundaries of today: which ones, and words for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answers import data, format
from indicators import areas, carried, series
from indicators.carried import Carried
from indicators.catalog import Entry
from loaders.places import crosswalk
from loaders.vocabulary import level_of


def carried_years(region: str, entry: Entry, own: Sequence[int], cuts: Sequence[series.Cut]) -> dict[int, Carried]:
    """The years before ``own`` on the boundaries of today, of one figure of one area; empty where there are none.

    ``own`` are the years of its own figures, ``cuts`` the breaks between them (answers.history.trend).
    """
    store = data.store()
    years = carried.earlier(store.years(level_of(region), entry.id), own, cuts)
    wanted = {year: columns for year in years if (columns := areas.inputs([entry.id], year))}
    return carried.carry_over(region, entry.id, crosswalk.before(store, region, wanted)) if wanted else {}


def sentence(found: Mapping[int, Carried]) -> str:
    """How the earlier years came about and how firm they are, in Dutch; "" without any."""
    if not found:
        return ""
    shares = sorted(one.matched for one in found.values())
    low, high = (format.number(100 * share, 0) for share in (shares[0], shares[-1]))
    known = f"{low}%" if low == high else f"{low} tot {high}%"
    years = format.years(list(found))
    if all(one.whole for one in found.values()):
        how = "Het gebied van nu bestaat uit hele gebieden van toen."
        kind = "Opgeteld"
    else:
        how = "De cijfers van toen zijn naar adressen over de gebieden van nu verdeeld."
        kind = "Geschat"
    return (
        f"{kind} op de grenzen van nu, omdat de grenzen veranderden (gestreept): {years}. {how} "
        f"Van de adressen van nu was {known} er toen ook."
    )


def word(one: Carried) -> str:
    """What stands with one such value: how it came about, and the share of addresses that it rests on."""
    made = "omgerekend naar" if one.whole else "geschat op"
    return f"{made} de grenzen van {one.onto}, {format.number(100 * one.matched)}% van de adressen"


def lacking(entry: Entry, found: Mapping[int, Carried], cuts: Sequence[series.Cut]) -> str:
    """Why the years before a change of boundary are not worked out on those of today (Dutch); "" where nothing lacks."""
    broken = [cut.year for cut in cuts if cut.reason in ("boundary", "absent")]
    if found or not broken:
        return ""
    why = carried.refusal(entry.id, broken[-1] - 1)
    if not why and not data.store().manifest()["crosswalks"]:
        why = "De adressen van toen en nu zijn niet opgehaald."
    elif not why:
        why = "Daarvoor zijn te weinig cijfers van toen of te weinig dezelfde adressen bekend."
    return f"De jaren voor {broken[-1]} zijn niet omgerekend naar de grenzen van nu. {why}"
