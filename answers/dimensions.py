"""Liveability of one area in its five dimensions: our figure where it is a score, beside the same one of the Leefbaarometer.

The two have no unit in common, so what is set side by side is the place among all areas of the level: the tenth, of which
the first is the least favourable. What our dimension rests on stands apart where it is no score (indicators.tested).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from answers import cells, data, divisions, format, ground, profile, words
from answers.held import remembered
from answers.profile import Figure
from indicators import composite, liveability, parameters, tested
from indicators import counterparts as pairs
from loaders.vocabulary import LEVEL_PLURALS, level_of

ROOT = "leefbaarheid"
THEIRS, CLASS = tested.COUNTERPARTS[ROOT], "leefbaarometer_klasse"
TOTAL = "Totaal"
MODEL = "Leefbaar\u00adometer (model)"
ONLY_MODEL = (
    "Van dit gebied is er alleen de Leefbaarometer: een voorspeld oordeel, geen meting. Zelf hebben wij geen score."
)
_DIFFER = "Ons cijfer en de Leefbaarometer verschillen bij"
_LONG = (("oning", "voorraad"), ("oor", "zieningen"), ("on", "veiligheid"), ("ezins", "woningen"), ("dag", "verblijf"))
# A line break inside a cell.
BREAK = "  \n"
_HARD_SPACE = "\u00a0"


@dataclass(frozen=True)
class Row:
    """One dimension, or the total: both figures, why ours is no score ("": it is), and what it then rests on.

    ``near`` is theirs of the measurement nearest to the year of ours, the only one that ours is held against; without a
    value where none is near enough (indicators.counterparts). ``why`` says why a score that we have has no value here.
    ``describing`` are figures of the dimension that are in no score, as more of them is neither better nor worse.
    """

    code: str
    name: str
    ours: Figure
    theirs: Figure
    near: Figure
    unfit: str
    under: tuple[Figure, ...]
    why: str = ""
    describing: tuple[Figure, ...] = ()

    @property
    def tenths(self) -> tuple[int | None, int | None]:
        """The tenth of ours and of theirs near it, from 1 (least favourable) to 10; None where there is no place to give."""
        return tenth(self.ours), tenth(self.near)

    @property
    def apart(self) -> int | None:
        """How many tenths ours stands higher than theirs; None where one of the two has no place."""
        ours, theirs = self.tenths
        return None if ours is None or theirs is None else ours - theirs


@dataclass(frozen=True)
class Liveability:
    """The dimensions of one area with the total behind them. ``grade`` is the class of the Leefbaarometer.

    ``since`` has for each figure of the Leefbaarometer the change since measurements of the same version: (year, how
    much), the previous one first.
    """

    level: str
    rows: tuple[Row, ...]
    grade: Figure
    since: Mapping[str, tuple[tuple[int, float], ...]]

    @property
    def ours(self) -> bool:
        """Whether we have a score of any dimension here."""
        return any(row.ours.value is not None for row in self.rows)

    @property
    def theirs(self) -> bool:
        """Whether the Leefbaarometer has this area."""
        return any(row.theirs.value is not None for row in self.rows)

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return self.ours or self.theirs or any(row.under or row.describing for row in self.rows)


def tenth(figure: Figure) -> int | None:
    """In which tenth of all areas a value lies; None without one, and where only few areas have the figure."""
    place = figure.place
    if figure.value is None or place is None or place.below is None or place.partly:
        return None
    return min(int(place.below * 10), 9) + 1


@remembered(200)
def of(code: str) -> Liveability:
    """The dimensions of a gemeente, wijk or buurt, each figure of its newest year."""
    if not set(tested.COUNTERPARTS) <= set(data.entries()):
        # The list of what scores are made of was left out: nothing is known of what a dimension is.
        return Liveability(level_of(code), (), Figure(CLASS, None), {})
    entries, wanted = data.entries(), [*tested.COUNTERPARTS, *tested.COUNTERPARTS.values(), CLASS]
    inputs = {dimension: composite.inputs(dimension) for dimension in tested.COUNTERPARTS if dimension != ROOT}
    known = dict.fromkeys(
        [*wanted, *(id for ids in (*inputs.values(), *liveability.DESCRIBING.values()) for id in ids)]
    )
    found = {one.id: one for one in profile.figures(code, [entries[id] for id in known if id in entries])}
    dimensions = [*(dimension for dimension in tested.COUNTERPARTS if dimension != ROOT), ROOT]
    rows = [
        _row(code, dimension, found, inputs.get(dimension, ()), _near(code, dimension, found))
        for dimension in dimensions
    ]
    since = {row.theirs.id: _since(code, row.theirs) for row in rows}
    return Liveability(level_of(code), tuple(rows), found.get(CLASS, Figure(CLASS, None)), since)


def _near(code: str, dimension: str, found: Mapping[str, Figure]) -> Figure:
    """The figure of the Leefbaarometer that lies nearest in time to ours."""
    other, ours = tested.COUNTERPARTS[dimension], found.get(dimension)
    none = Figure(other, None)
    if ours is None or ours.value is None or ours.year is None:
        return none
    year = pairs.nearest(ours.year, divisions.full_years(level_of(code), other))
    if year is None:
        return none
    newest = found.get(other, none)
    return newest if newest.year == year else profile.figures(code, [data.entry(other)], year)[0]


def _row(area: str, code: str, found: Mapping[str, Figure], inputs: tuple[str, ...], near: Figure) -> Row:
    other, unfit = tested.COUNTERPARTS[code], data.entry(code).unmeasured
    name = TOTAL if code == ROOT else data.entry(code).label.rpartition(": ")[2]
    ours = found.get(code, Figure(code, None))
    levels = [LEVEL_PLURALS[level] for level in data.store().levels(code)]
    # Of figures that stand in for one another the first that is known is enough.
    known = [id for id in inputs if id in found and found[id].value is not None]
    under = [found[id] for id in known if composite.node(id).instead not in known]
    return Row(
        code,
        name,
        ours,
        found.get(other, Figure(other, None)),
        near,
        unfit,
        tuple(under) if unfit else (),
        "" if unfit or ours.value is not None else profile.why_empty(ours, area, levels),
        tuple(found[id] for id in liveability.DESCRIBING.get(code, ()) if id in found and found[id].value is not None),
    )


def _since(code: str, figure: Figure) -> tuple[tuple[int, float], ...]:
    """The change up to the figure since the previous measurement that is alike, and since the first."""
    if figure.value is None or figure.year is None:
        return ()
    entry, year, value = data.entry(figure.id), figure.year, figure.value
    alike = [y for y in data.years(level_of(code), figure.id) if y < year and entry.alike(y, year)]
    ends = dict.fromkeys([*alike[-1:], *alike[:1]])
    then = {y: ground.value_of(figure.id, code, y) for y in ends}
    return tuple((y, value - old) for y, old in then.items() if old is not None)


# ---------------------------------------------------------------- in words


def table(found: Liveability) -> pd.DataFrame:
    """A row a dimension, as Markdown: ours, and beside it the Leefbaarometer. A column that says nothing is left out."""
    # Without a score and without a figure under it our column would say "geen score" only: the notes do.
    some = found.ours or any(row.under or row.describing for row in found.rows)
    return pd.DataFrame(
        [
            {
                "Dimensie": f"**{row.name}**" if row.code == ROOT else _narrow(row.name.capitalize()),
                **({"Ons cijfer": _ours(row)} if some else {}),
                **({MODEL: _theirs(row, found)} if found.theirs else {}),
            }
            for row in found.rows
        ]
    )


def _narrow(text: str) -> str:
    """The text with places where long words may break, so that three columns fit on a phone."""
    for first, rest in _LONG:
        text = text.replace(first + rest, f"{first}\u00ad{rest}")
    return text


def _ours(row: Row) -> str:
    if row.unfit:
        known = row.under or row.describing
        said = "geen totaal" if row.code == ROOT else "geen score" if known else "geen score en geen cijfers"
    elif row.ours.value is None:
        said = "geen score"
    else:
        decimals = data.entry(row.ours.id).decimals
        said = f"**{format.number(row.ours.value, decimals)}** :small[· {_about(row.ours)}]"
    apart = "telt niet mee: " if not row.unfit else ""
    told = [*map(_figure, row.under), *(f"{apart}{_figure(one)}" for one in row.describing)]
    return BREAK.join([said, *(f":small[{_narrow(cells.plain(one))}]" for one in told)])


def _theirs(row: Row, found: Liveability) -> str:
    if row.theirs.value is None:
        return "niet bekend"
    decimals, total = data.entry(row.theirs.id).decimals, row.code == ROOT
    value = format.number(row.theirs.value, decimals) if total else format.signed(row.theirs.value, decimals)
    lines = [f"**{value}** :small[· {_about(row.theirs)}]"]
    if total and (grade := grade_in_words(found)):
        lines.append(f":small[{grade}]")
    if row.near.value is not None and row.near.year != row.theirs.year and tenth(row.near):
        # The one that ours is held against, where that is not the newest.
        lines.append(f":small[naast {row.ours.year}: {_about(row.near)}]")
    # A change stays on one line, also on a phone.
    lines += [
        f":small[{moved.replace(' ', _HARD_SPACE)}]"
        for moved in moved_in_words(row.theirs, found).split(" · ")
        if moved
    ]
    return BREAK.join(lines)


def _about(figure: Figure) -> str:
    place = tenth(figure)
    return f"{figure.year}" + (f" · {place}e tiende" if place else "")


def _figure(figure: Figure) -> str:
    """``Eengezinswoningen: 45% (2024)``."""
    entry = data.entry(figure.id)
    return f"{entry.label}: {words.short(entry, figure.value, figure.status)} ({figure.year})"


def grade_in_words(found: Liveability) -> str:
    """``klasse 5 van 9: voldoende``; "" where it is not known."""
    value = found.grade.value
    names = words.CLASSES[CLASS]
    return "" if value is None else f"klasse {value:.0f} van {len(names)}: {names[int(value) - 1]}"


def moved_in_words(figure: Figure, found: Liveability) -> str:
    """``sinds 2018 +0,007 · sinds 2014 +0,025``: within one version of the model; "" where nothing is alike."""
    decimals = data.entry(figure.id).decimals
    return " · ".join(f"sinds {year} {format.signed(by, decimals)}" for year, by in found.since.get(figure.id, ()))


def notes(found: Liveability) -> list[str]:
    """What stands with the table, in sentences: where the two differ, what a tenth is, and why some are no score."""
    said = [where_apart(found)] if found.ours and found.theirs else []
    if not found.ours and found.theirs:
        said.append(ONLY_MODEL)
    said += reading([found])
    by_reason: dict[str, list[str]] = {}
    for row in found.rows:
        if row.unfit:
            by_reason.setdefault(row.unfit, []).append(row.name.lower())
    said += [f"{format.joined(names).capitalize()}: {why[:1].lower()}{why[1:]}" for why, names in by_reason.items()]
    said.append(lacking(found))
    return [one for one in said if one]


def lacking(found: Liveability) -> str:
    """Why a score that we do have is not there for this area, each reason once; "" where all are there."""
    by_reason: dict[str, list[str]] = {}
    for row in found.rows:
        if row.why:
            when = f" ({row.ours.year})" if row.ours.year else ""
            by_reason.setdefault(row.why, []).append(f"{row.name.lower()}{when}")
    told = [f"{format.joined(names)}: {why}" for why, names in by_reason.items()]
    return f"Hier is geen score van {'; van '.join(told)}." if told else ""


def reading(found: Sequence[Liveability]) -> list[str]:
    """How the numbers are read, in sentences: what a tenth is, and that the Leefbaarometer is a model."""
    levels = dict.fromkeys(
        LEVEL_PLURALS[one.level]
        for one in found
        if any(tenth(figure) for row in one.rows for figure in (row.ours, row.theirs))
    )
    said = (
        [f"Het 1e tiende is het minst gunstig van alle {' of '.join(levels)}, het 10e het gunstigst."] if levels else []
    )
    few = dict.fromkeys(
        row.name.lower() for one in found for row in one.rows if row.ours.value is not None and not tenth(row.ours)
    )
    if few and any(one.theirs for one in found):
        said.append(
            f"Ons cijfer van {format.joined([*few])} is voor te weinig gebieden bekend voor een tiende, en om te vergelijken."
        )
    if any(one.theirs for one in found):
        said.append(
            "De Leefbaarometer is een voorspeld oordeel, geen meting; een verschil is er alleen binnen één versie van het model."
        )
    return said


def where_apart(found: Liveability) -> str:
    """In which dimensions the two put the area in clearly other tenths, with both years; "" where none has both places."""
    both = [row for row in found.rows if row.apart is not None]
    late = [row for row in found.rows if tenth(row.ours) and tenth(row.theirs) and row.near.value is None]
    too_far = [
        f"{row.name.lower()} (ons cijfer {row.ours.year}, Leefbaarometer {row.theirs.year}): de jaren liggen te ver uit elkaar"
        for row in late
    ]
    beyond = f"Niet vergeleken: {format.joined(too_far)}." if too_far else ""
    if not both:
        return beyond
    least = int(parameters.value("naast_tienden"))
    far = sorted((row for row in both if abs(row.apart or 0) >= least), key=lambda row: -abs(row.apart or 0))
    if not far:
        names = format.joined([f"{row.name.lower()}, {row.ours.year} naast {row.near.year}" for row in both])
        return (
            f"Ons cijfer en de Leefbaarometer staan minder dan {least} tienden uit elkaar ({names}). {beyond}".strip()
        )
    told = [
        f"{row.name.lower()} (ons {row.tenths[0]}e tiende in {row.ours.year}, Leefbaarometer {row.tenths[1]}e in {row.near.year})"
        for row in far
    ]
    return f"{_DIFFER} {format.joined(told)}. {beyond}".strip()


def in_short(found: Liveability) -> str:
    """The whole in a sentence or two, for a page with no room for a table; "" without the Leefbaarometer and a score."""
    if not (found.ours or found.theirs):
        return ""
    said = []
    if found.theirs:
        total = found.rows[-1].theirs
        # In a brief there is room for the last change only: longer text is cut off.
        parts = [_about(total), grade_in_words(found), moved_in_words(total, _last_change(found))]
        score = format.number(total.value, data.entry(total.id).decimals) if total.value is not None else ""
        if score:
            said.append(f"Leefbaarometer (model, geen meting): {score} ({', '.join(part for part in parts if part)}).")
    apart = where_apart(found) if found.theirs else ""
    differ = apart if apart.startswith(_DIFFER) else ""
    scored = [
        f"{row.name.lower()} {row.tenths[0]}e tiende ({row.ours.year})"
        for row in found.rows
        if row.tenths[0] and row.name.lower() not in differ
    ]
    if scored:
        said.append(f"Ons cijfer, van 1 (ongunstig) tot 10: {format.joined(scored)}.")
    return " ".join([*said, differ]).strip()


def compared(found: Mapping[str, Liveability]) -> pd.DataFrame:
    """A row a dimension and a column an area (by code), as Markdown: ours above the Leefbaarometer in one cell, with its last
    change only, so that areas fit beside each other.
    """
    rows = zip(*(one.rows for one in found.values()), strict=True)
    return pd.DataFrame(
        [
            {
                "Dimensie": _narrow(of[0].name.capitalize()),
                **{code: _both(row, one) for (code, one), row in zip(found.items(), of, strict=True)},
            }
            for of in rows
        ]
    )


def _last_change(found: Liveability) -> Liveability:
    return replace(found, since={id: of[:1] for id, of in found.since.items()})


def _both(row: Row, found: Liveability) -> str:
    theirs = _theirs(row, _last_change(found))
    return f"Ons cijfer: {_ours(row).partition(BREAK)[0]}{BREAK}Leefbaar\u00adometer: {theirs}"


def numbers(found: Liveability, code: str, name: str) -> pd.DataFrame:
    """The table as numbers, for a download."""
    return pd.DataFrame(
        [
            {
                "region": code,
                "name": name,
                "dimensie": row.name.lower(),
                "ons_cijfer": row.ours.value,
                "ons_jaar": row.ours.year if row.ours.value is not None else None,
                "ons_tiende": row.tenths[0],
                "geen_score": row.unfit,
                "leefbaarometer": row.theirs.value,
                "leefbaarometer_jaar": row.theirs.year if row.theirs.value is not None else None,
                "leefbaarometer_tiende": tenth(row.theirs),
                "ernaast_jaar": row.near.year if row.near.value is not None else None,
                "ernaast_tiende": row.tenths[1],
                "verandering": moved_in_words(row.theirs, found),
            }
            for row in found.rows
        ]
    )


def all_numbers(found: Mapping[str, Liveability], names: Mapping[str, str]) -> pd.DataFrame:
    """The numbers of several areas below each other."""
    return pd.concat([numbers(one, code, names[code]) for code, one in found.items()], ignore_index=True)


COLUMNS = {
    "dimensie": "Dimensie van leefbaarheid, of het totaal",
    "ons_cijfer": "Score van dit dashboard; leeg waar er geen is",
    "ons_jaar": "Het jaar van dat cijfer",
    "leefbaarometer_jaar": "Het jaar van de meting",
    "ons_tiende": "In welk tiende van alle gebieden van dit niveau; 1 is het minst gunstig",
    "geen_score": "Waarom er geen score is; leeg waar zij er is",
    "leefbaarometer": "Punten van de dimensie, bij het totaal de score: een voorspeld oordeel, geen meting",
    "leefbaarometer_tiende": "Hetzelfde tiende in de Leefbaarometer",
    "ernaast_jaar": f"De meting die het dichtst bij ons jaar ligt, hoogstens {pairs.FARTHEST} jaar eerder of later",
    "ernaast_tiende": "Het tiende in die meting: daarmee is ons cijfer vergeleken",
    "verandering": "Verandering van de Leefbaarometer binnen één versie van het model",
}


def side_by_side(level: str) -> dict[str, tuple[str, str]]:
    """By dimension that has both at a level: our figure and that of the Leefbaarometer, for two maps."""
    shown, there = data.mappable(), data.with_values(level)
    return {
        data.entry(one).label.rpartition(": ")[2]: (one, other)
        for one, other in tested.COUNTERPARTS.items()
        if {one, other} <= there and one in shown and other in shown
    }


def counterparts(id: str, level: str) -> tuple[str, str] | None:
    """Our figure and that of the Leefbaarometer, for one of the two; None where a level does not have both."""
    return next((pair for pair in side_by_side(level).values() if id in pair), None)


def too_far(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Whether these two, each with its year, are ours and that of the Leefbaarometer, of years that are never compared."""
    pair = {one[0], other[0]}
    apart = any(pair == {ours, theirs} for ours, theirs in tested.COUNTERPARTS.items())
    return apart and pairs.nearest(one[1], [other[1]]) is None
