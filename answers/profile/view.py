"""A profile worked out once for each version of the data and area, so that a rerun only draws it.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import assessed, data, format, peers, profile, ranks, score
from answers.profile import Figure, empty, sentences
from answers.profile import inside as profile_inside
from answers.profile.sentences import Beside, Standout
from figures import colours, spines
from indicators import catalog, key_figures, need
from indicators.catalog import Entry
from loaders.sources import municipal
from loaders.vocabulary import CAVEATS, THEMES, gemeente_of, level_of
from ui.frame import theme as frame_theme
from ui.profile import table as profile_table

COMPOSITES = ("behoefte", "leefbaarheid")


@dataclass(frozen=True)
class Section:
    """One theme: the ids that come first, the rest, those without a value, and what the figures do not say (Dutch).

    ``entries`` are those of the first, ``drawn`` the figures of them that have a place among others, and ``alt`` says that in words.
    ``models`` are the caveats that stand under the table at once: what came out of a model is marked wherever it is.
    """

    first: tuple[str, ...]
    rest: tuple[str, ...]
    missing: tuple[str, ...]
    missing_label: str
    models: tuple[str, ...]
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    drawn: tuple[Figure, ...]
    alt: str

    @property
    def known(self) -> bool:
        """Whether the area has any figure of this theme."""
        return bool(self.first)


@dataclass(frozen=True)
class View:
    """One area: its figures by id, the sections by theme, the head, and what stands out (the furthest first)."""

    found: Mapping[str, Figure]
    sections: Mapping[str, Section]
    title: str
    against: Beside
    apart: tuple[Standout, ...]
    judged: int
    sources: tuple[str, ...]


def of(code: str) -> View:
    """Everything a profile shows of one area, each figure of its newest year with data."""
    return _of(data.store().version, code)


def table(code: str, theme: str, rest: bool = False) -> pd.DataFrame:
    """The spines of a theme's key figures, or of the rest, in the colours of the theme that the reader sees."""
    return _table(data.store().version, code, theme, rest, frame_theme.palette().dark)


def reasons(code: str, theme: str) -> pd.DataFrame:
    """Why figures of a theme are empty, and where they are not."""
    return _reasons(data.store().version, code, theme)


def inside(code: str) -> list[str]:
    """What stands out, repeated for the parts of the area."""
    return _inside(data.store().version, code)


@dataclass(frozen=True)
class Parts:
    """One composite of a wijk: how robust its place is in a sentence, what each part
    adds (score.contribution_table), and which parts count in that year where not all do.
    """

    said: str
    rows: pd.DataFrame
    middle: float
    unit: str
    measured: str

    @property
    def alt(self) -> str:
        """The bars in words."""
        rows = zip(self.rows["label"], self.rows["points"], strict=True)
        return "; ".join(f"{label}: {format.signed(points, 1)}" for label, points in rows)


def parts(code: str) -> dict[str, Parts]:
    """What the composites of a wijk are made of, by composite; without those that it has no score of."""
    return _parts(data.store().version, code)


@st.cache_resource(max_entries=200, show_spinner=False)
def _of(version: str, code: str) -> View:
    level, (name, gemeente) = level_of(code), _names(code)
    alike = peers.of(code)
    listed = list(data.listed().values())
    rows = profile.figures(data.store(), code, listed, alike=list(alike.distances) if alike else ())
    found = {figure.id: figure for figure in assessed.add(data.store(), code, rows)}
    against = sentences.beside(data.country(), gemeente, level)
    apart, judged = sentences.candidates(found, against)
    return View(
        found,
        {theme: _section(theme, found, gemeente, code) for theme in THEMES},
        sentences.headline(found, apart, name, against),
        against,
        tuple(apart),
        judged,
        tuple(dict.fromkeys(s for f in rows if f.year for s in data.entry(f.id).sources)),
    )


def _names(code: str) -> tuple[str, str]:
    """The name of an area and that of its gemeente."""
    place, parent = data.place(code), data.place(gemeente_of(code))
    name = place.name if place else data.country_label()
    return name, parent.name if parent else place.gemeente if place else ""


def _section(theme: str, found: Mapping[str, Figure], gemeente: str, code: str) -> Section:
    entries = {entry.id: entry for entry in data.themes().get(theme, ())}
    rows = [found[id] for id in entries]
    known = [figure.id for figure in rows if figure.value is not None]
    own = [id for id in known if municipal.SOURCE.id in entries[id].sources]
    compared = [figure.id for figure in rows if figure.compared]
    first = list(dict.fromkeys([*key_figures.shown(theme, known, compared), *own])) or known
    rest = [id for id in known if id not in first]
    missing = empty.empty(rows, gemeente)
    notes = []
    for id in [*first, *rest]:
        note = " ".join([entries[id].is_not, *(CAVEATS[c] for c in entries[id].caveats)]).strip()
        notes += [f"**{entries[id].label}.** {note}"] if note else []
    drawn = spines.drawable([found[id] for id in first])
    modelled = dict.fromkeys(c for id in first for c in entries[id].caveats if c in catalog.MODELLED)
    return Section(
        tuple(first),
        tuple(rest),
        tuple(figure.id for figure in missing),
        empty.label(missing),
        tuple(CAVEATS[caveat] for caveat in modelled),
        tuple(notes),
        tuple(entries[id] for id in first),
        tuple(drawn),
        spines.alt(drawn, _names(code)[0], level_of(code)),
    )


@st.cache_resource(max_entries=600, show_spinner=False)
def _table(version: str, code: str, theme: str, rest: bool, dark: bool) -> pd.DataFrame:
    view = _of(version, code)
    ids = view.sections[theme].rest if rest else view.sections[theme].first
    palette = colours.DARK if dark else colours.LIGHT
    found = [view.found[id] for id in ids]
    ranked = {} if rest else _ranks(code, found)
    return profile_table.table(found, code, _names(code)[1], palette, data.country_label(), ranked)


def _ranks(code: str, found: Sequence[Figure]) -> dict[str, str]:
    """The rank of an area on figures, with its interval. Not for buurten: of 14,000 areas it takes too long."""
    level = level_of(code)
    said = {}
    for figure in found if level in ("gemeente", "wijk") else ():
        table = ranks.of(figure.id, level, figure.year) if figure.year else None
        if table is not None and code in table.index:
            said[figure.id] = f"plaats {ranks.short(need.row_of(table, code))}"
    return said


@st.cache_resource(max_entries=100, show_spinner=False)
def _reasons(version: str, code: str, theme: str) -> pd.DataFrame:
    view = _of(version, code)
    return empty.table([view.found[id] for id in view.sections[theme].missing], code)


@st.cache_resource(max_entries=100, show_spinner=False)
def _inside(version: str, code: str) -> list[str]:
    view = _of(version, code)
    shown = sentences.chosen(view.apart)
    return [said for one in shown for said in profile_inside.sentences(one, code, view.against)]


def bars(code: str, composite: str) -> go.Figure:
    """The parts of one composite as bars, in the colours of the theme that the reader sees."""
    return _bars(data.store().version, code, composite, frame_theme.palette().dark)


@st.cache_resource(max_entries=200, show_spinner=False)
def _bars(version: str, code: str, composite: str, dark: bool) -> go.Figure:
    part = _parts(version, code)[composite]
    return score.bars(part.rows, part.middle, colours.DARK if dark else colours.LIGHT)


@st.cache_resource(max_entries=200, show_spinner=False)
def _parts(version: str, code: str) -> dict[str, Parts]:
    made = {}
    for composite in COMPOSITES:
        found = score.outcome_of(composite, code)
        if found is not None:
            said = score.robust(composite, code)
            rows = score.contribution_table(found, code)
            made[composite] = Parts(said, rows, found.choice.middle, need.unit(found.choice), score.measured(found))
    return made
