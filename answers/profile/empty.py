"""Why a profile has no value for a figure, and where there is one: another year, or a larger area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from answers import data, elsewhere, format, ground, words
from answers.divisions import PARTS
from answers.profile import Figure, why_empty
from indicators import key_figures
from indicators.assessment import LOWER_END, UPPER_END
from indicators.catalog import Entry
from indicators.profile import OTHER_DIVISION
from indicators.words import when
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, level_of

NAMED = 3


def empty(found: Sequence[Figure], gemeente: str) -> list[Figure]:
    """The figures without a value, key figures first. The ends of a margin are no figures of their own.

    ``gemeente`` is the name of the area's: what another gemeente counts in its own way is not lacking here.
    """
    lacking = [f for f in found if f.value is None and not f.id.endswith((LOWER_END, UPPER_END))]
    ours = [f for f in lacking if not _of_another(data.entry(f.id), gemeente)]
    first = [id for subject in key_figures.subjects() for id in subject.ids]
    return sorted(ours, key=lambda f: first.index(f.id) if f.id in first else len(first))


def _of_another(entry: Entry, gemeente: str) -> bool:
    return "gemeente_eigen" in entry.caveats and entry.label.partition(":")[0] != gemeente


def label(missing: Sequence[Figure]) -> str:
    """One line for all of them: ``Niet bekend voor dit gebied: Misdrijven per 1.000 inwoners, … en 4 andere``."""
    names = [data.entry(figure.id).label for figure in missing[:NAMED]]
    more = len(missing) - len(names)
    return f"Niet bekend voor dit gebied: {', '.join(names)}" + (f" en {more} andere" if more else "")


def table(missing: Sequence[Figure], region: str) -> pd.DataFrame:
    """One row a figure, as Markdown: what it is, why it is empty here, and where there is a value, with a link."""
    return pd.DataFrame(
        [
            {
                "Cijfer": f"**{entry.label}**  \n:gray[:small[{entry.is_}]]",
                "Waarom leeg": reason(figure, entry, region),
                "Waar wel": where(figure, entry, region),
            }
            for figure in missing
            for entry in (data.entry(figure.id),)
        ]
    )


def reason(figure: Figure, entry: Entry, region: str) -> str:
    """Why there is no value, in words."""
    if entry.unmeasured:
        return entry.unmeasured
    held = data.store().levels(figure.id)
    if not held:
        return "staat niet in de gegevens die zijn opgehaald"
    why = why_empty(figure, region, [LEVEL_PLURALS[other] for other in held])
    return f"{why} ({when(figure.year, figure.division)})" if figure.year else why


def where(figure: Figure, entry: Entry, region: str) -> str:
    """The nearest value that there is, with its year and a link: of an earlier year, a larger area, or its parts.

    Where the figure is another area's, the page of that one comes first.
    """
    theirs = (
        elsewhere.link(region, figure.division, figure.id)
        if figure.status == OTHER_DIVISION and figure.division
        else ""
    )
    return "; ".join(filter(None, (theirs, _nearest(figure, entry, region))))


def _nearest(figure: Figure, entry: Entry, region: str) -> str:
    if figure.last is not None:
        year, value, division = figure.last
        return f"{_link('dit gebied', region, figure.id)}, {when(year, division)}: {_marked(entry, value)}"
    for code in _above(region):
        level = level_of(code)
        year_of = data.main_year(figure.id, level)
        value_of = None if year_of is None else ground.value_of(figure.id, code, year_of)
        if year_of is not None and value_of is not None:
            place = data.place(code)
            name = place.label if place else data.country_label()
            return f"{_link(name, code, figure.id)}, {year_of}: {_marked(entry, value_of)}"
    below = PARTS.get(level_of(region))
    if below and figure.parts:
        return f"{len(figure.parts)} van {format.areas(figure.parts_count, below)}, {figure.year}"
    anywhere = data.store().levels(figure.id)
    return "niet voor dit gebied en wat eromheen ligt" if anywhere else "nergens in deze gegevens"


def _marked(entry: Entry, value: float) -> str:
    return words.short(entry, value) + words.marked(entry, "")


def _above(region: str) -> list[str]:
    """The larger areas that an area lies in, the smallest first."""
    found = [ground.around(region, "wijk"), ground.around(region, "gemeente"), COUNTRY]
    return [code for code in found if code and code != region]


def _link(name: str, code: str, id: str) -> str:
    return f"[{name}]({elsewhere.address(code, id)})"
