"""What a profile says in sentences: what stands out, and the whole of it as a text to read or to read aloud.

They are chosen and filled by the figures. A sentence says what is, of which year and in which unit, beside what; never
why, and nothing of residents that was measured of an area. Origin and model estimates are never said to stand out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answers import carried, data, format, words
from answers.data import entries
from answers.profile import Figure, assessed
from indicators import catalog, key_figures, parameters, trend, uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import CAVEATS, THEMES

MOST = 3
# Of these it is said at once, not in a note, that they do not tell of who lives there.
ELSEWHERE = ("plaats_van_misdrijf", "plaats_van_overlast")
CLEARLY = (
    "Duidelijk hoger of lager staat er alleen als het verschil groter is dan toeval, en groot genoeg om ertoe te doen. "
    "De cijfers gaan over het gebied, niet over elke bewoner."
)
TAGS = {"beter": "Gunstig", "slechter": "Ongunstig"}


@dataclass(frozen=True)
class Beside:
    """What an area is held against by name (nederland, gemeente, vergelijkbaar), as it is called in a sentence."""

    names: Mapping[str, str]

    def values(self, figure: Figure) -> dict[str, float]:
        """The known ones of one figure, in the order in which they are said."""
        held = {"nederland": figure.country, "gemeente": figure.gemeente, assessed.ALIKE: figure.alike}
        return {name: value for name in self.names if (value := held.get(name)) is not None}


def beside(country: str, gemeente: str, level: str) -> Beside:
    """For an area of this level; ``gemeente`` is the name of its gemeente."""
    names = {} if level == "land" else {"nederland": f"in heel {country}"}
    if level in ("wijk", "buurt"):
        names["gemeente"] = f"in de gemeente {gemeente}"
    if level == "wijk":
        names[assessed.ALIKE] = "in het midden van de vergelijkbare wijken"
    return Beside(names)


@dataclass(frozen=True)
class Standout:
    """One figure that is clearly apart: how far, in times the smallest difference that matters, and on which side.

    ``judged`` is beter or slechter beside the first value of which that can be said; ``clear`` holds all clear results.
    """

    figure: Figure
    entry: Entry
    size: float
    judged: str
    clear: Mapping[str, str]


def candidates(found: Mapping[str, Figure], against: Beside) -> tuple[list[Standout], int]:
    """The figures that are clearly apart, the furthest first, one a subject; and how many subjects could be judged."""
    known = {id for id, figure in found.items() if figure.value is not None}
    living = found.get("inwoners")
    people = living.value if living and living.value is not None else float("inf")
    apart: list[Standout] = []
    judged = 0
    for subject in key_figures.subjects():
        id = subject.pick(known)
        entry = entries()[id] if id else None
        if id is None or entry is None or not _may_stand_out(entry, found[id], people):
            continue
        judged += 1
        one = _standout(found[id], entry, against)
        if one:
            apart.append(one)
    return sorted(apart, key=lambda one: -one.size), judged


def _may_stand_out(entry: Entry, figure: Figure, people: float) -> bool:
    """Only with an agreed direction and a test behind it; never origin, never what a model made.

    Never a bare nought either: it can be a rounded or a lacking count. And where few people live, what was counted
    where it happened says nothing per inhabitant.
    """
    if figure.year is None or not figure.value or not entry.rankable or entry.mark(figure.status):
        return False
    if people < parameters.value("basis_inwoners") and set(ELSEWHERE) & set(entry.caveats):
        return False
    return bool(figure.said.beside) and uncertainty.basis(catalog.entry(entry.definition(figure.year))) is not None


def _standout(figure: Figure, entry: Entry, against: Beside) -> Standout | None:
    values = against.values(figure)
    clear = {name: figure.said.beside[name] for name in values if name in figure.said.judged}
    if not clear or figure.value is None or figure.year is None:
        return None
    meant = catalog.entry(entry.definition(figure.year))
    size = max(abs(figure.value - values[name]) / _step(meant, values[name]) for name in clear)
    return Standout(figure, meant, size, figure.said.judged[next(iter(clear))], clear)


def _step(entry: Entry, other: float) -> float:
    """The smallest difference that matters beside another value, in the unit of the figure."""
    least = uncertainty.matters(entry)
    if least is None:
        return math.inf
    return least.difference if least.unit == "procentpunt" else max(other * least.difference / 100, 1e-9)


def chosen(apart: Sequence[Standout]) -> list[Standout]:
    """At most three, the furthest apart: where those lie on one side the last gives way to the furthest on the other."""
    first = list(apart[:MOST])
    sides = {one.judged for one in first}
    if len(first) == MOST and len(sides) == 1:
        other = next((one for one in apart[MOST:] if one.judged not in sides), None)
        first = [*first[:-1], other] if other else first
    return first


def sentence(one: Standout, against: Beside, judgement: bool = True) -> str:
    """``Bijstand per 1.000: 19 in 2020, duidelijk lager dan in heel Nederland (37). Dat geldt als gunstig.``"""
    figure, entry = one.figure, one.entry
    said = f"{entry.label}: {words.once(entry, figure.value, figure.status)} in {figure.year}{_made(figure)}, {difference(one, against)}."
    return " ".join([said, *(_judgement(one) if judgement else []), *_moved(figure), *_where(entry)])


def _made(figure: Figure) -> str:
    """How a value came about that its source has on other boundaries only; "" for any other."""
    return f" ({carried.word(figure.made)})" if figure.made else ""


def made_beside(figure: Figure, name: str) -> str:
    """In a word how the value beside it came about, where its source has that on other boundaries only; else ""."""
    return carried.short(figure.above) if name == "gemeente" else ""


def _made_beside(figure: Figure, name: str) -> str:
    return f" ({how})" if (how := made_beside(figure, name)) else ""


def said_beside(figure: Figure, name: str, entry: Entry, value: float | None) -> str:
    """A value beside it, as a bound where its source rounded it to nought."""
    return words.short(entry, value, figure.gemeente_status if name == "gemeente" else "")


def _mark(entry: Entry, status: str) -> str:
    """What stands behind a value that was not counted, once."""
    return "" if "geschat" in entry.label else words.marked(entry, status)


def difference(one: Standout, against: Beside) -> str:
    """``duidelijk lager dan in heel Nederland (37)``."""
    values = against.values(one.figure)
    by_result: dict[str, list[str]] = {}
    for name, result in one.clear.items():
        other = said_beside(one.figure, name, one.entry, values[name])
        made = f", {how}" if (how := made_beside(one.figure, name)) else ""
        by_result.setdefault(result, []).append(f"{against.names[name]} ({other}{made})")
    return " en ".join(f"duidelijk {result} dan {format.joined(where)}" for result, where in by_result.items())


def _judgement(one: Standout) -> list[str]:
    sides = {one.figure.said.judged[name] for name in one.clear}
    if len(sides) > 1:
        return ["Het een geldt als gunstig, het ander als ongunstig."]
    return [f"Dat geldt als {TAGS[one.judged].lower()}."]


def _moved(figure: Figure) -> list[str]:
    moved = figure.said.movement
    if moved is None or moved.label not in (trend.UP, trend.DOWN):
        return []
    return [f"Sinds {moved.start} is er een {moved.label}."]


def _where(entry: Entry) -> list[str]:
    return [CAVEATS[caveat].split(".")[0] + "." for caveat in entry.caveats if caveat in ELSEWHERE][:1]


def tag(one: Standout) -> str:
    """Gunstig, Ongunstig, or Wisselend where it depends on what it is held against."""
    return TAGS[one.judged] if len({one.figure.said.judged[name] for name in one.clear}) == 1 else "Wisselend"


def nothing(judged: int, against: Beside) -> str:
    """What is said where no figure is clearly apart."""
    if not against.names:
        return "Dit is het geheel: er is niets om het naast te zetten."
    if not judged:
        return (
            "Wat opvalt is hier niet te zeggen: van dit gebied is geen cijfer bekend met een marge "
            "en met een afspraak over wat gunstig is."
        )
    counted = "het ene cijfer" if judged == 1 else f"de {judged} cijfers"
    why = "is het verschil klein of kan het toeval zijn"
    return f"Niets valt duidelijk op: bij {counted} waarvan dat te zeggen is, {why}."


def headline(found: Mapping[str, Figure], apart: Sequence[Standout], name: str, against: Beside) -> str:
    """The finding at the head: poverty where it is known, else what stands out most, else the inhabitants.

    What is known for one city only leads where nothing else can, and says so.
    """
    poverty = found.get("armoede")
    first = poverty if poverty and poverty.value is not None and poverty.year else None
    if apart and not (first and (first.compared or not against.names)):
        # Crime is told with its caveat, for which a title has no room.
        here = [one.figure for one in apart if not set(ELSEWHERE) & set(one.entry.caveats)]
        first = next(iter(here), first or apart[0].figure)
    if first and first.value is not None and first.year:
        entry = entries()[first.id]
        meant = data.meant(entry, first.year)
        values = against.values(first)
        beside_it = [
            f"{against.names[key]} {said_beside(first, key, meant, values[key])}{_made_beside(first, key)}"
            for key in ("gemeente", "nederland")
            if key in values
        ]
        alone = f"; {against.names['nederland']} niet bekend" if "nederland" in set(against.names) - set(values) else ""
        own = f"in {name} {words.short(meant, first.value, first.status)}"
        made = f"; {carried.word(first.made)}" if first.made else ""
        return f"{meant.label}: {format.joined([own, *beside_it])} ({first.year}{alone}{made})"
    people = found.get("inwoners")
    if people and people.value is not None:
        made = f"; {carried.word(people.made)}" if people.made else ""
        return f"In {name} wonen {format.number(people.value)} mensen ({people.year}{made})"
    return f"Van {name} is hier nog weinig bekend"


def text(
    label: str, found: Mapping[str, Figure], apart: Sequence[Standout], judged: int, against: Beside, source: str
) -> list[str]:
    """The profile as paragraphs to read, or to have read: short sentences, no tables. ``source`` ends it."""
    people = found.get("inwoners")
    living = (
        f" Hier wonen {format.number(people.value)} mensen ({people.year}){_made(people)}."
        if people and people.value is not None
        else ""
    )
    standing = [sentence(one, against) for one in chosen(apart)] or [nothing(judged, against)]
    known = {id for id, figure in found.items() if figure.value is not None and id != "inwoners"}
    compared = {id for id in known if found[id].compared}
    themes = []
    for theme, title in THEMES.items():
        said = [plain(found[id], against) for id in key_figures.shown(theme, known, compared)]
        if said:
            themes.append(f"{title}. {' '.join(said)}")
    paragraphs = [
        f"{label}.{living}",
        f"Wat opvalt. {' '.join(standing)}",
        *themes,
        CLEARLY,
        source,
    ]
    return [aloud(paragraph) for paragraph in paragraphs]


def plain(figure: Figure, against: Beside) -> str:
    """One figure in one sentence: its value, year and unit, and what it stands beside."""
    entry = entries()[figure.id]
    meant = data.meant(entry, figure.year)
    values = {} if entry.total else against.values(figure)
    others = [
        f"{against.names[name]} {said_beside(figure, name, meant, value)}{_made_beside(figure, name)}{_clearly(figure, name)}"
        for name, value in values.items()
    ]
    behind = f"; {format.joined(others)}" if others else ""
    value = f"{words.once(meant, figure.value, figure.status)}{_mark(entry, figure.status)}"
    return f"{meant.label}: {value} in {figure.year}{_made(figure)}{behind}."


def _clearly(figure: Figure, name: str) -> str:
    result = figure.said.beside.get(name, "")
    return f" (hier duidelijk {result})" if result in (uncertainty.HIGHER, uncertainty.LOWER) else ""


def aloud(said: str) -> str:
    """Written out for the ear: percent as a word, and no hard spaces."""
    return said.replace("%", " procent").replace("\u00a0", " ").replace("−", "min ")
