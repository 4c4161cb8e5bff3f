"""The ways to look at a map: as it is, as bubbles, beside another, as a change between years, or two figures in one.

A view is worked out once and then asked for its first line, its picture, its legend and its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from answers import data, format, standing, words
from figures import bivariate, bubbles, classes, colouring, legend, map_table, maps, two_maps, two_years
from figures.colours import Palette
from figures.key import Legend, Row
from indicators.catalog import Entry
from loaders.source import COUNTRY, LEVEL_PLURALS
from ui.frame import selection

ONE, BUBBLES, BESIDE, CHANGE, BOTH = "kaart", "bollen", "naast", "verandering", "samen"
VIEWS = {
    ONE: "Kaart",
    BUBBLES: "Bollen",
    BESIDE: "Twee kaarten",
    CHANGE: "Verschil in de tijd",
    BOTH: "Twee cijfers",
}
NO_CAUSE = "Twee cijfers op één kaart: dat ze samengaan, zegt niet dat het een door het ander komt."


@dataclass(frozen=True)
class Choice:
    """What the reader chose: a figure of a year and level, of the country or one gemeente; and the second of two."""

    view: str
    entry: Entry
    year: int
    level: str
    gemeente: str | None
    method: str
    count: int
    other: Entry | None = None
    other_year: int | None = None

    @property
    def second(self) -> tuple[Entry, int] | None:
        """The second figure and its year, in a view that has one."""
        return None if self.other is None or self.other_year is None else (self.other, self.other_year)

    @property
    def meant(self) -> Entry:
        """What a headline stands for differs by year; the reader gets the name of what is really shown."""
        return data.entry(self.entry.definition(self.year))

    @property
    def where(self) -> str:
        """The gemeente or the country, by name."""
        return data.gemeenten().get(self.gemeente or "", data.country())


@dataclass(frozen=True, eq=False)
class Shown:
    """A view worked out; shared, so do not change it. ``drawing`` is the (first) map; ``beside`` the second, of the same level.

    ``apart`` has, by code, why the second figure is about another area than the first: it may not stand in its row.
    """

    choice: Choice
    drawing: maps.Drawing
    beside: maps.Drawing | None = None
    change: two_years.Change | None = None
    both: bivariate.TwoWay | None = None
    apart: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))


def possible(entry: Entry, figures: Mapping[str, Entry], level: str) -> tuple[list[str], dict[str, str]]:
    """The views that can be had of a figure, and why not the others."""
    lost: dict[str, str] = {}
    if len(data.years(level, entry.id)) < 2:
        lost[CHANGE] = f"Van dit cijfer is er maar één jaar per {level}."
    if entry.sensitive:
        lost[BOTH] = "Herkomst zetten we niet samen met een ander cijfer op één kaart."
    elif _of_a_model(entry):
        lost[BOTH] = (
            "Een modelschatting is gemaakt uit andere cijfers, zoals inkomen: met zo'n cijfer op één kaart is vooral het model te zien."
        )
    elif not _partners(entry, figures, level):
        lost[BOTH] = f"Er is geen ander cijfer per {level} om ernaast te zetten."
    return [view for view in VIEWS if view not in lost], lost


def _partners(entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
    """The figures that may stand with this one on one map: never origin, and nothing that a model made of other figures."""
    there = data.with_values(level)
    return [
        id for id, e in figures.items() if id != entry.id and not e.sensitive and not _of_a_model(e) and id in there
    ]


def _of_a_model(entry: Entry) -> bool:
    return entry.mark("") == "model"


def second(
    view: str, entry: Entry, figures: Mapping[str, Entry], level: str, year: int, *, draw: bool = False
) -> tuple[Entry | None, int | None]:
    """The second figure and year, in a view that has one: as they stand, or (``draw``) chosen here."""
    if view not in (BESIDE, CHANGE, BOTH):
        return None, None
    other = second_figure(view, entry, figures, level, year, draw=draw) if view != CHANGE else entry
    return other, second_year(entry, other, level, year, draw=draw)


def second_figure(view: str, entry: Entry, figures: Mapping[str, Entry], level: str, year: int, *, draw: bool) -> Entry:
    """The second figure: any other; beside each other also the same one, of another year.

    Together on one map it opens with one that is there for most of the areas in the same year, where there is one.
    """
    if view == BOTH:
        options = _partners(entry, figures, level)
        enough = data.counts(entry.id, level).get(year, 0) / 2
        default = next((i for i in options if data.counts(i, level).get(year, 0) >= enough), options[0])
    else:
        there = data.with_values(level)
        options = [entry.id, *(i for i in figures if i != entry.id and i in there)]
        default = options[0]
    return figures[
        selection.one(
            "tweede",
            "Tweede cijfer",
            options,
            default,
            format_func=lambda i: f"Hetzelfde: {entry.label}" if i == entry.id else figures[i].label,
            draw="list" if draw else "none",
            hide_label=view == BESIDE,
        )
    ]


def second_year(entry: Entry, other: Entry, level: str, year: int, *, draw: bool, hide_label: bool = False) -> int:
    """The year of the second figure: by default the nearest; of the same figure the oldest that can be compared."""
    years = sorted(data.years(level, other.id), reverse=True)
    if other.id == entry.id:
        years = [y for y in years if y != year] or years
        default = _other_year(entry, level, year, years)
    else:
        full = [y for y in years if _mostly(other.id, level, y)]
        default = min(full or years, key=lambda y: (abs(y - year), -y))
    label = "Vergelijk met jaar" if other.id == entry.id else "Jaar van het tweede cijfer"
    # Through the years of one figure the reader slides; what stands beside a map has no room for that.
    slides = other.id == entry.id and not hide_label and len(years) > 1
    return selection.one(
        "jaar2",
        label,
        sorted(years) if slides else years,
        default,
        nearest=selection.nearest_year(years),
        format_func=lambda y: str(y) if _mostly(other.id, level, y) else f"{y} (deels)",
        draw=("slider" if slides else "list") if draw else "none",
        hide_label=hide_label,
    )


def _other_year(entry: Entry, level: str, year: int, years: list[int]) -> int:
    """The oldest year that is there for most areas and means the same; else the one that is there for most areas."""
    same = [y for y in years if entry.definition(y) == entry.definition(year) and not _break_between(entry, y, year)]
    full = [y for y in same if _mostly(entry.id, level, y)]
    counts = data.counts(entry.id, level)
    return min(full, default=max(same or years, key=lambda y: (counts.get(y, 0), -abs(y - year))))


def _mostly(id: str, level: str, year: int) -> bool:
    """Whether a figure is there this year for at least half of the areas that ever had it."""
    counts = data.counts(id, level)
    return counts.get(year, 0) * 2 >= max(counts.values(), default=1)


def _break_between(entry: Entry, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return any(low < first <= high for first in entry.breaks)


def show(choice: Choice) -> Shown:
    """Work out a view: once for each version of the data, for all readers."""
    return _shown(data.store().version, choice)


@lru_cache(maxsize=128)
def _shown(version: str, choice: Choice) -> Shown:
    entry, year, level, gemeente = choice.entry, choice.year, choice.level, choice.gemeente
    if choice.view == CHANGE and choice.second:
        change = two_years.of(entry, level, (year, choice.second[1]), gemeente)
        plain = change.drawing or maps.prepare(entry, level, year, gemeente, choice.method, choice.count)
        return Shown(choice, plain, change=change)
    if choice.view == BESIDE and choice.second:
        known = colouring.possible(standing.standing_of(choice.second[0], level, choice.second[1]))[0]
        method = choice.method if choice.method in known else "kwantielen"
        one, beside = two_maps.pair((entry, year), choice.second, level, gemeente, method, choice.count)
        return Shown(choice, one, beside, apart=two_years.other_ground((entry, year), choice.second, level))
    one = maps.prepare(entry, level, year, gemeente, choice.method, choice.count)
    if choice.view == BOTH and choice.second:
        beside = maps.prepare(choice.second[0], level, choice.second[1], gemeente, "kwantielen", choice.count)
        apart = two_years.other_ground((entry, year), choice.second, level)
        axes = [
            bivariate.axis(data.entry(e.definition(y)), y, data.values(e.id, level, y))
            for e, y in (choice.second, (entry, year))
        ]
        axes[0] = axes[0].without(apart.map(maps.reason))
        inside = one.values.index.union(one.shapes.index)
        return Shown(choice, one, beside, both=bivariate.divide(axes[0], axes[1], inside, shared=True), apart=apart)
    return Shown(choice, one)


def alone(shown: Shown, drawing: maps.Drawing) -> Shown:
    """One of two maps by itself, as who sees only its picture has to understand it."""
    choice = replace(shown.choice, view=ONE, entry=drawing.entry, year=drawing.year, other=None, other_year=None)
    return Shown(choice, drawing)


def about(shown: Shown, on: str) -> str:
    """The line under the title: what is shown, its unit, of where and when (``on``), and whether it was counted."""
    meant = shown.choice.meant
    # The title names the figure, and with it often its unit.
    named = format.short_unit(meant.unit) or format.in_words(meant.unit) in meant.label
    unit = "" if named else f" · {format.in_words(meant.unit)}"
    place = f"{LEVEL_PLURALS[shown.choice.level]} in {shown.choice.where}"
    uncounted = words.uncounted(meant, shown.drawing.status)
    return f"{meant.is_.rstrip('.')}{unit} · {place} · {years(shown, on)}" + (f" · {uncounted}" if uncounted else "")


@lru_cache(maxsize=128)
def title(shown: Shown, picked: str | None) -> str:
    """The first line: the finding of the view, or of the chosen area on a plain map."""
    choice, drawing = shown.choice, shown.drawing
    whole = choice.gemeente or COUNTRY
    if shown.change:
        return two_years.finding(shown.change, choice.meant, choice.level)
    if shown.both:
        total, many = int(shown.both.counts.sum()), int(shown.both.counts[-1][-1])
        return (
            f"{choice.meant.label} en {_small(shown.both.x.name)}: beide in het hoogste derde in "
            f"{format.number(many)} van de {format.areas(total, choice.level)} met beide cijfers"
        )
    if shown.beside and choice.second:
        values = [data.value_of(e.id, whole, y) for e, y in ((choice.entry, choice.year), choice.second)]
        return two_maps.title((choice.meant, choice.year), choice.second, (values[0], values[1]), choice.where)
    if picked:
        name, status = (str(drawing.values[column][picked]) for column in ("name", "status"))
        value, country = drawing.values["value"][picked], data.value_of(choice.entry.id, COUNTRY, choice.year)
        why = format.why_missing(status)
        return words.of_area(choice.meant, name, value, country, data.country(), why)
    if choice.method in classes.METHODS or not drawing.counts:
        value = data.value_of(choice.entry.id, whole, choice.year)
        return words.finding(choice.meant, drawing.values["value"], choice.level, value, choice.where)
    return colouring.finding(drawing.colouring, choice.meant, drawing.counts, choice.level)


def _small(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def years(shown: Shown, on: str) -> str:
    """The year or years that the view is about; ``on`` is the first with its boundaries."""
    choice = shown.choice
    if choice.second and choice.second[1] != choice.year:
        return f"{on} en {choice.second[1]}"
    return on


def notes(shown: Shown, own_division: int) -> list[str]:
    """What the reader has to know of boundaries and definitions before looking."""
    choice, drawing = shown.choice, shown.drawing
    many, found = LEVEL_PLURALS[choice.level], []
    if (
        choice.view in (BESIDE, CHANGE)
        and choice.second
        and not _mostly(choice.second[0].id, choice.level, choice.second[1])
    ):
        of, when = choice.second[0].id, choice.second[1]
        known = data.counts(of, choice.level).get(when, 0)
        found.append(f"In {when} is dit cijfer alleen bekend voor {format.areas(known, choice.level)}.")
    if drawing.division is None:
        found.append(f"Er zijn geen grenzen van {many}. De cijfers staan in de tabel.")
    elif drawing.division == own_division != choice.year:
        found.append(f"De bron geeft de cijfers van {choice.year} op de grenzen van {own_division}.")
    elif drawing.division != drawing.year:
        lost = drawing.shapeless
        have = "heeft" if lost == 1 else "hebben"
        behind = f" {format.areas(lost, choice.level).capitalize()} {have} daarop geen vorm." if lost else ""
        found.append(
            f"Van {drawing.year} zijn er geen kaartgrenzen van {many}. U ziet de grenzen van {drawing.division}.{behind}"
        )
    if shown.change and (said := two_years.note(shown.change, choice.level)):
        found.append(said)
    if shown.beside and choice.second and choice.second[0].id == choice.entry.id:
        low, high = sorted((choice.year, choice.second[1]))
        if choice.entry.definition(low) != choice.entry.definition(high) or _break_between(choice.entry, low, high):
            found.append(
                "Tussen deze jaren is veranderd wat het cijfer betekent. Vergelijk de kleuren van de twee kaarten niet."
            )
    if shown.both and choice.second:
        found.append(NO_CAUSE)
        if choice.second[1] != choice.year:
            found.append(f"Let op: het ene cijfer is van {choice.year}, het andere van {choice.second[1]}.")
    if choice.view == BUBBLES:
        found.append(bubbles.note(drawing))
    return found


def picture_notes(shown: Shown) -> list[str]:
    """What stands in the legend or the choices on the screen, and has to go along with a picture of two figures."""
    if not shown.both or not shown.beside or not shown.choice.second:
        return []
    second = data.entry(shown.choice.second[0].definition(shown.choice.second[1]))
    uncounted = words.uncounted(second, shown.beside.status)
    made = f" ({uncounted[0].lower()}{uncounted[1:]})" if uncounted else ""
    return [*bivariate.bounds(shown.both), f"{second.label}, {shown.choice.second[1]}{made}: {second.is_}"]


def draw(shown: Shown, palette: Palette, picked: str | None, height: int = maps.HEIGHT) -> go.Figure:
    """The (first) map. Shared: do not change it."""
    if shown.both:
        return bivariate.figure(shown.drawing, shown.both, palette, picked)
    if shown.choice.view == BUBBLES:
        return bubbles.figure(shown.drawing, palette, picked)
    return maps.figure(shown.drawing, palette, picked, height)


@lru_cache(maxsize=128)
def alt(shown: Shown, drawing: maps.Drawing, place: str) -> str:
    """A map in words."""
    return bivariate.alt(shown.both, shown.choice.level) if shown.both else map_table.alt(drawing, place)


def marked(shown: Shown, drawing: maps.Drawing, picked: str | None) -> tuple[float | None, tuple[str, float] | None]:
    """The values to mark in a legend: that of the country, and the chosen area with its name."""
    country = None if shown.change else data.value_of(drawing.entry.id, COUNTRY, drawing.year)
    if picked is None or picked not in drawing.values.index:
        return country, None
    row = drawing.values.loc[picked]
    return country, None if pd.isna(row["value"]) else (str(row["name"]), float(row["value"]))


def legend_html(shown: Shown, drawing: maps.Drawing, palette: Palette, picked: str | None) -> str:
    """The legend of one map on the page."""
    if shown.both:
        return bivariate.legend(shown.both, palette, shown.choice.level)
    return legend.html(drawing, palette, *marked(shown, drawing, picked))


def legend_key(shown: Shown, drawing: maps.Drawing, palette: Palette, picked: str | None) -> Legend:
    """The same legend in a picture that is taken along."""
    if not shown.both:
        return legend.key(drawing, palette, *marked(shown, drawing, picked))
    found, steps = shown.both, range(bivariate.STEPS)
    rows = [
        Row(bivariate.colour(palette, up, across), found.words(up, across), int(found.counts[up][across]))
        for up in reversed(steps)
        for across in reversed(steps)
    ]
    rows += [Row(bivariate.grey(palette, group), group.words, len(group.codes)) for group in found.missing]
    return Legend(rows=rows, counted=LEVEL_PLURALS[shown.choice.level].capitalize())


def cells(shown: Shown, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table as text."""
    if shown.change and shown.change.drawing:
        return map_table.changed(shown.change, rows)
    if shown.both and shown.beside:
        return map_table.both(shown.drawing, shown.beside, shown.apart, shown.both, rows)
    if shown.beside:
        return map_table.two(shown.drawing, shown.beside, shown.apart, rows)
    return map_table.single(shown.drawing, rows)


def numbers(shown: Shown, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table as numbers, for a download."""
    found = map_table.numbers(shown.drawing, table)
    if shown.change and shown.change.drawing:
        both = shown.change.table[["before", "after", "clear"]].set_axis(
            [f"waarde_{shown.change.old}", f"waarde_{shown.change.new}", "duidelijk_anders"], axis=1
        )
        both["duidelijk_anders"] = both["duidelijk_anders"].map({True: "ja", False: "nee"})
        return (
            found.drop(columns=["tegenover_het_geheel", "plaats_van", "plaats", "plaats_tot", "plaatsen_van"])
            .rename(columns={"value": "verschil"})
            .assign(toestand=found["toestand"].mask(found["value"].notna(), "berekend"))
            .merge(both, left_on="region", right_index=True, how="left")
        )
    if shown.beside:
        name = f"{shown.beside.entry.id}_{shown.beside.year}"
        second = shown.beside.values.reindex(found["region"])
        apart = shown.apart.reindex(found["region"]).to_numpy()
        found[name] = second["value"].mask(pd.notna(apart)).to_numpy()
        found[f"{name}_toestand"] = [
            maps.reason(other)
            if pd.notna(other)
            else words.state(shown.beside.entry, status)
            if pd.notna(number)
            else maps.reason("" if pd.isna(status) else status)
            for number, status, other in zip(second["value"], second["status"], apart, strict=True)
        ]
        if not data.store().demo:
            found["herkomst"] = "; ".join(dict.fromkeys((shown.drawing.entry.citation, shown.beside.entry.citation)))
    if shown.both:
        cells = shown.both.cells.reindex(found["region"]).fillna(-1).astype(int)
        found["klasse"] = [
            None if min(y, x) < 0 else shown.both.words(y, x) for x, y in zip(cells["x"], cells["y"], strict=True)
        ]
    return found


def columns(shown: Shown) -> dict[str, str]:
    """What the columns of ``numbers`` mean that only a map has."""
    found = dict(map_table.COLUMNS)
    if shown.change:
        found |= {f"waarde_{year}": f"Het cijfer in {year}" for year in (shown.change.old, shown.change.new)}
        found["verschil"] = f"{shown.change.new} min {shown.change.old}; leeg waar de gebieden niet te vergelijken zijn"
        found["duidelijk_anders"] = (
            "Of het verschil groter is dan toeval, en groot genoeg om ertoe te doen; leeg is niet te zeggen"
        )
    if shown.beside:
        entry, year = shown.beside.entry, shown.beside.year
        found["klasse"] = "De klasse van beide cijfers samen; leeg waar een van beide niet bekend is"
        found[f"{entry.id}_{year}"] = f"{entry.label}, {year}, {format.in_words(entry.unit)}"
        found[f"{entry.id}_{year}_toestand"] = (
            "Of die waarde is gepubliceerd of geschat, of waarom zij er niet is; ook leeg waar de code toen van een ander gebied was"
        )
    return found
