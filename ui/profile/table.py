"""The profile as a reader sees it: rows of text with their spines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from answers import carried, cells, data, format, words
from answers.data import entries
from answers.divisions import PARTS
from answers.held import remembered
from answers.profile import Figure, assessed, sentences
from answers.profile import view as profile_view
from answers.profile.places import has_place, place_words
from answers.words import named
from figures.colours import Palette
from figures.strip import Marks, picture
from indicators import catalog, trend, uncertainty
from indicators.catalog import Entry
from indicators.words import when
from loaders.vocabulary import LEVEL_PLURALS, level_of

FIGURE = "Cijfer en waarde"
# A line break inside a cell.
BREAK = "  \n"
ARROWS = {trend.UP: "↗", trend.DOWN: "↘", trend.STABLE: "→"}


def table(
    found: Sequence[Figure],
    region: str,
    gemeente_name: str,
    colours: Palette,
    country: str = "Nederland",
    ranks: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """One row a figure, as Markdown: what it is with its value, year, margin and trend; its spine; its others.

    ``ranks`` holds the rank of the area by figure, in words. Columns that say nothing (a place and something beside it
    for the country, or for totals only) are left out.
    """
    level = level_of(region)
    rows = [
        {
            FIGURE: _figure_cell(figure, entry),
            place_column(level): _place_cell(figure, entry, level, colours, ranks.get(figure.id, "")),
            "Ernaast": _beside_cell(figure, entry, level, gemeente_name, country),
        }
        for figure in found
        for entry in (data.named_after_parts(entries()[figure.id], figure.year),)
    ]
    frame = pd.DataFrame(rows)
    return frame.drop(columns=[name for name in frame if not frame[name].str.strip().any()])


@remembered(600)
def theme_table(code: str, theme: str, palette: Palette, rest: bool = False) -> pd.DataFrame:
    """The spines of the key figures of a theme of one area, or of the rest of them. Shared: do not change it."""
    view = profile_view.view_of(code)
    section = view.sections[theme]
    figures = [view.found[id] for id in (section.rest if rest else section.first)]
    ranks = {} if rest else profile_view.rank_words(code, figures)
    return table(figures, code, profile_view.names_of(code)[1], palette, data.country_label(), ranks)


def key(level: str) -> str:
    """What the marks of a spine stand for, in one line."""
    marks = ["● dit gebied, met zijn marge"]
    marks += ["◇ gemeente"] if level in ("wijk", "buurt") else []
    marks += ["▮ het hele land"]
    marks += ["△ midden van de vergelijkbare wijken"] if level == "wijk" else []
    marks += [f"• {LEVEL_PLURALS[PARTS[level]]}"] if level in PARTS else []
    return " · ".join([*marks, "− ongunstig", "+ gunstig"])


def reading(level: str) -> str:
    """How to read a spine, in sentences."""
    return (
        f"De lijn loopt van de laagste tot de hoogste van alle {LEVEL_PLURALS[level]} met een waarde in dat jaar. "
        "De uiterste 5% aan elke kant is ingedrukt. De lichte band is 90%, de donkere band de middelste helft. "
        "Staan er − en +, dan is links ongunstig en rechts gunstig, omdat daar een afspraak over is. "
        "Anders is links laag en rechts hoog, zonder oordeel. "
        "Plaats 1 is het ongunstigst, of het hoogst waar geen afspraak is; "
        "tussen haakjes staan de plaatsen die net zo goed kunnen."
    )


def picture_notes(level: str) -> tuple[str, ...]:
    """What stands under the spines as a picture of their own."""
    return (
        f"De lijn loopt van de laagste tot de hoogste van alle {LEVEL_PLURALS[level]}, "
        "met de uiterste 5% aan elke kant ingedrukt. Lichte band: 90%. Donkere band: de middelste helft. "
        "Bij − en + is links ongunstig en rechts gunstig; anders is links laag.",
    )


def made_notes(drawn: Sequence[Figure]) -> tuple[str, ...]:
    """What stands under the spines of figures that were worked out on the boundaries of the area; they have a star."""
    own = (f"* {entries()[one.id].label}: {carried.word(one.made)}." for one in drawn if one.made)
    above = (f"{entries()[one.id].label} van de gemeente: {carried.word(one.above)}." for one in drawn if one.above)
    return (*own, *above)


def place_column(level: str) -> str:
    """The head of the column with the spines."""
    return f"Tussen alle {LEVEL_PLURALS[level]}"


def _figure_cell(figure: Figure, entry: Entry) -> str:
    """The name, the value with year and margin, the trend in words, and what the figure is.

    In one cell, so that a phone has room for the spine.
    """
    reach = assessed.interval(entry, figure.said)
    year = when(figure.year, figure.division) if figure.year else ""
    if figure.made:
        year = f"{figure.year}, {carried.word(figure.made)}"
    moved = figure.said.movement
    about = [
        year,
        f"marge {reach}" if reach else "",
        _count_cell(figure),
    ]
    trend = f"{ARROWS.get(moved.label, '')} {assessed.movement(figure.said)}".strip() if moved and moved.start else ""
    lines = [
        f"**{named(entry)}**",
        f"**{words.short(entry, figure.value, figure.status)}**{words.marked(entry, figure.status)} "
        f":small[· {' · '.join(part for part in (*about, trend) if part)}]",
        f":gray[:small[{entry.is_}]]" if entry.is_ else "",
    ]
    return BREAK.join(line for line in lines if line)


def _place_cell(figure: Figure, entry: Entry, level: str, colours: Palette, rank: str = "") -> str:
    """The spine with its words, and the rank with its interval where there is one; "" for a figure without a place."""
    if figure.place is None or not has_place(figure):
        return ""
    direction = entry.direction if entry.rankable else None
    said = place_words(figure.place, LEVEL_PLURALS[level], direction)
    marks = Marks(
        figure.value,
        figure.said.interval,
        figure.gemeente,
        figure.country,
        figure.alike,
        list(figure.parts.values()) if figure.parts_count > 1 else (),
    )
    drawn = f"![{said}]({picture(figure.place, marks, colours, direction)})"
    # The first words stay together, so that a phone does not press the picture flat.
    together = said.replace(" ", "\u00a0", 2)
    more = " ".join(part for part in (rank, _inside(figure, entry, level)) if part)
    return BREAK.join([drawn, *(f":small[{line}]" for line in (together, more) if line)])


def _beside_cell(figure: Figure, entry: Entry, level: str, gemeente_name: str, country: str) -> str:
    """A line for each: ``◇ Amsterdam 62, hier lager``, ``▮ Nederland 37, hier lager``, ``△ Vergelijkbaar 25``."""
    # A total of a gemeente beside that of a wijk only says that a gemeente is larger.
    if entry.total or level == "land":
        return ""
    beside = [(f"▮\u00a0{country}", "nederland", figure.country)]
    if level in ("wijk", "buurt"):
        beside.insert(0, (f"◇\u00a0{cells.plain(gemeente_name)}", "gemeente", figure.gemeente))
    if figure.alike is not None:
        beside.append(("△\u00a0Vergelijk\u00adbaar", assessed.ALIKE, figure.alike))
    said = []
    for name, key, value in beside:
        clear = assessed.difference(figure.said, key)
        made = f" ({how})" if (how := sentences.made_beside(figure, key)) else ""
        said.append(
            f":small[{name}: {sentences.said_beside(figure, key, entry, value)}{made}"
            + (f", **{clear}**]" if clear else "]")
        )
    return BREAK.join(said)


def _inside(figure: Figure, entry: Entry, level: str) -> str:
    """The lowest and highest value of the areas inside this one: ``• 5 buurten: 10 tot 14%``.

    "" where the one area inside is the area itself.
    """
    if figure.parts_count < 2 or not figure.parts:
        return ""
    below, known = PARTS[level], len(figure.parts)
    counted = format.areas(known, below)
    if known < figure.parts_count:
        counted = f"{known} van {format.areas(figure.parts_count, below)}"
    ends = (min(figure.parts, key=figure.parts.__getitem__), max(figure.parts, key=figure.parts.__getitem__))
    low, high = (words.short(entry, figure.parts[code], figure.parts_status.get(code, "")) for code in ends)
    return f"• {counted}: {low}" if low == high else f"• {counted}: {low} tot {high}"


def _count_cell(figure: Figure) -> str:
    """The number with what it counts: as it was counted, else about; "" where that is not known.

    Of a rate it need not be people.
    """
    if figure.count is None or not (what := _counted(entries()[figure.id], figure)):
        return ""
    if figure.count.under:
        return f"minder dan {format.number(math.ceil(figure.count.under))} {what}"
    if figure.count.exact:
        # The words for what is counted are those of many.
        return f"{what}: 1" if figure.count.value == 1 else f"{format.number(figure.count.value)} {what}"
    return f"ongeveer {format.number(figure.count.value)} {what}"


def _counted(entry: Entry, figure: Figure) -> str:
    """Of a share the group it is a share of, of a rate what was counted (misdrijven), in words."""
    if entry.kind == "rate":
        made = uncertainty.basis(entry) if entry.id in catalog.entries() else None
        return entries()[made.count[0]].unit if made and made.count else ""
    group = figure.count.of if figure.count else ""
    label = entries()[group].label if group in entries() else group
    plain = label[:1].lower() + label[1:] if group in entries() else group
    return {"inwoners": "inwoners", "huishoudens": "huishoudens", "woningvoorraad": "woningen"}.get(group, plain)
