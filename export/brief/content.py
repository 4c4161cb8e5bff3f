"""What stands on a one-page brief, as plain data: it knows no layout, and neither PDF nor Word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go

from answers import data, format, ground, links, words
from figures import legend, maps
from figures.colours import LIGHT, Palette
from figures.key import Legend
from indicators.catalog import Entry
from loaders.source import registry
from loaders.vocabulary import CAVEATS, LEVEL_PLURALS

NUMBERS, CAUTIONS, QUESTIONS = 3, 2, 3
# On paper a brief is always light.
PRINTED = LIGHT
# Below this many inhabitants a handful of people moves a figure; the same number as the score uses.
FEW_PEOPLE = 500
# An interval wider than this part of its value says little about one area.
WIDE = 0.5
_MODEL = ("model", "voorspeld_oordeel", "schatting_register")
# Themes that are no measure of how an area fares do not come first on one page.
LAST = ("wonen", "voorzieningen", "bevolking", "ruimte", "samengesteld", "geld")
_PLACE = ("plaats_van_misdrijf", "plaats_van_overlast")


@dataclass(frozen=True)
class Number:
    """One figure in large type: what, how much, of which year, how sure, and what it stands beside.

    ``year`` is "" where ``beside`` names it.
    """

    label: str
    value: str
    year: str
    margin: str
    beside: str


@dataclass(frozen=True)
class Picture:
    """A map or a chart: how to draw it in a palette, what its colours mean, what it shows in words."""

    title: str
    draw: Callable[[Palette], go.Figure]
    alt: str
    legend: Callable[[Palette], Legend] | None = None


@dataclass(frozen=True)
class Question:
    """A question to put to someone: minister or wethouder."""

    to: str
    text: str


@dataclass(frozen=True)
class Brief:
    """The whole of one page. ``map`` and ``chart`` are None where there is none, with why in ``without``.

    ``unasked`` says why there are no questions, where there are none.
    """

    title: str
    subtitle: str
    name: tuple[str, ...]
    numbers: tuple[Number, ...]
    said: tuple[str, ...]
    map: Picture | None
    chart: Picture | None
    without: tuple[str, ...]
    cautions: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: tuple[str, ...]
    address: str
    version: str
    fetched: str
    demo: bool
    unasked: str = ""


def credits(ids: Iterable[str]) -> tuple[str, ...]:
    """The sources of a page, each with its licence; the demo region has none."""
    if data.store().demo:
        return ("verzonnen cijfers (demogebied)",)
    known = [registry()[id] for id in dict.fromkeys(ids) if id in registry()]
    return tuple(f"{s.publisher}, {s.title} ({s.licence})" for s in known)


def fetched(ids: Iterable[str]) -> str:
    """When these sources were fetched, in words; "" where none was, as in the demo region."""
    moments = () if data.store().demo else data.fetched(ids)
    return format.days(moments) if moments else ""


def map_of(
    entry: Entry, level: str, year: int, gemeente: str | None, chosen: Sequence[str], where: str
) -> Picture | None:
    """A map of one figure with the chosen areas outlined, as far as they are there; None where there is nothing to draw."""
    drawing = maps.prepare(entry, level, year, gemeente, "kwantielen", 5)
    if not drawing.file or not len(drawing.shapes) or not len(drawing.known):
        return None
    there = [code for code in ground.codes_in(chosen, drawing.own) if code in drawing.shapes.index]
    meant = data.meant(entry, year)
    outlined = ". Donkere rand: wat hier gekozen is" if there else ""
    return Picture(
        title=f"{with_unit(meant)}: {LEVEL_PLURALS[level]} in {where}, {year}{outlined}",
        draw=lambda palette: outlined_map(drawing, palette, there),
        legend=lambda palette: legend.key(drawing, palette),
        alt=words.of_map(
            meant,
            drawing.values["value"],
            drawing.values["name"],
            level,
            year,
            f"{LEVEL_PLURALS[level]} in {where}",
            drawing.values["status"],
        ).replace(" De tabel op deze pagina geeft alle waarden.", ""),
    )


def outlined_map(drawing: maps.Drawing, palette: Palette, codes: Sequence[str]) -> go.Figure:
    """The map with each of these areas outlined, not just one."""
    figure = maps.made(drawing, palette, codes[0] if codes else None)
    for code in codes[1:]:
        figure.add_traces(maps.made(drawing, palette, code).data[-2:])
    return figure


def with_unit(entry: Entry) -> str:
    """The name of a figure with its unit, once: where the name or the number says the unit, it is not said again."""
    said = (
        entry.unit in ("", "aantal") or entry.unit.lower() in entry.label.lower() or format.short_unit(entry.unit) != ""
    )
    return entry.label if said else f"{entry.label} ({format.in_words(entry.unit)})"


def margin(entry: Entry, ends: tuple[float, float] | None, origin: str = "") -> str:
    """How sure a value is, in words; and why nothing can be said where nothing can."""
    if ends is not None:
        low, high = (format.number(end, entry.decimals) for end in ends)
        return (
            f"marge {low}–{format.with_unit(ends[1], format.short_unit(entry.unit), entry.decimals)}"
            if low != high
            else f"marge kleiner dan de afronding: {low}"
        )
    if entry.mark(""):
        return f"{words.uncounted(entry, '').lower()}; zonder marge"
    return "een telling, zonder marge" if entry.total else "geen marge te geven"


def cautions(
    cuts: Sequence[str],
    entries: Sequence[Entry],
    *,
    people: float | None = None,
    name: str = "",
    unsure: Mapping[str, tuple[float, tuple[float, float]]] | None = None,
    other_boundaries: str = "",
    missing: str = "",
) -> tuple[str, ...]:
    """The two cautions that matter most for what the page shows, the gravest first.

    ``cuts`` say where the line is broken; ``unsure`` holds by label a value and its interval; ``other_boundaries`` and
    ``missing`` are sentences, "" without.
    """
    found = [text for text in (other_boundaries,) if text]
    marked = [e for e in entries if set(e.caveats) & set(_MODEL)]
    if marked:
        ids = dict.fromkeys(c for e in marked for c in e.caveats if c in _MODEL)
        found.append(f"{format.joined([e.label for e in marked])}: {CAVEATS[next(iter(ids))]}")
    if people is not None and people < FEW_PEOPLE:
        found.append(
            f"In {name} woont volgens de cijfers niemand."
            if people == 0
            else f"Klein gebied: in {name} wonen {format.number(people)} mensen. Een paar mensen meer of minder "
            "verandert elk cijfer."
        )
    wide = [
        label for label, (value, (low, high)) in (unsure or {}).items() if value and (high - low) > WIDE * abs(value)
    ]
    if wide:
        found.append(
            f"Ruime marge bij {format.joined([label.lower() for label in wide])}: het cijfer kan door toeval flink "
            "anders uitvallen."
        )
    found += list(dict.fromkeys(cuts))
    breaks = dict.fromkeys(c for e in entries for c in e.caveats if c.startswith("breuk_"))
    found += [CAVEATS[c] for c in breaks]
    estimated = [e for e in entries if e.estimate and e not in marked]
    if estimated:
        found.append(f"{format.joined([e.label for e in estimated])}: schatting, geen telling.")
    found += [CAVEATS[c] for c in dict.fromkeys(c for e in entries for c in e.caveats if c in _PLACE)]
    found += [missing] if missing else []
    rest = dict.fromkeys(
        c for e in entries for c in e.caveats if not c.startswith("breuk_") and c not in (*_MODEL, *_PLACE, "verzonnen")
    )
    found += [CAVEATS[c] for c in rest]
    found += [
        "De cijfers gaan over een gebied, niet over elke bewoner ervan.",
        "Een verschil tussen twee jaren of twee gebieden kan toeval zijn; kijk naar de marge.",
    ]
    return tuple(list(dict.fromkeys(found))[:CAUTIONS])


def line_alt(
    label: str,
    name: str,
    values: pd.Series,
    show: Callable[[float], str],
    said: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """What a line through the years shows, for who cannot see it; ``said`` has what is written otherwise, by year."""
    known = {int(str(year)): float(value) for year, value in values.dropna().items()}
    if not known:
        return f"Lijn van {label}; voor {name} zijn er geen waarden."
    first, last = min(known), max(known)
    write = {year: said.get(year) or show(value) for year, value in known.items()}
    ends = f"{write[first]} in {first}" + (f", {write[last]} in {last}" if first != last else "")
    top = max(known, key=lambda year: known[year])
    return f"Lijn door de jaren van {label} in {name}: {ends}. Hoogste: {write[top]} in {top}."


def live(page: str, **choices: str) -> str:
    """The address of a page with choices and the version of its data, as long as the server knows its own."""
    if not data.store().demo:
        choices = {**choices, "versie": data.store().version}
    kept = {key: value for key, value in choices.items() if value}
    return f"{links.base()}/{page}" + (f"?{urlencode(kept, safe=',')}" if kept else "")
