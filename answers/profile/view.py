"""A profile worked out once for each version of the data and area, so that a rerun only draws it.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data, format, former, ground, peers, profile, ranks, score, score_tables
from answers.held import remembered
from answers.profile import Figure, assessed, empty, places, sentences
from answers.profile import inside as profile_inside
from answers.profile.sentences import Beside, Standout
from indicators import catalog, key_figures, need
from indicators.catalog import Entry
from loaders.sources import municipal
from loaders.vocabulary import CAVEATS, THEMES, level_of

COMPOSITES = ("behoefte",)


@dataclass(frozen=True)
class Section:
    """One theme: the ids that come first, the rest, those without a value, and what the figures do not say (Dutch).

    ``entries`` are those of the first, ``drawn`` the figures of them that have a place among others, and ``alt`` says
    that in words.
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


@remembered(200)
def view_of(code: str) -> View:
    """Everything a profile shows of one area, each figure of its newest year with data."""
    level, (name, gemeente) = level_of(code), names_of(code)
    place = data.place(code)
    called = f"{name} (zoals het was in {place.year})" if place and former.is_former(place) else name
    alike = peers.peers_of(code)
    listed = list(data.listed().values())
    rows = profile.figures(code, listed, alike=list(alike.distances) if alike else ())
    found = {figure.id: figure for figure in assessed.add(code, rows)}
    against = sentences.beside(data.country(), gemeente, level)
    apart, judged = sentences.candidates(found, against)
    return View(
        found,
        {theme: _section(theme, found, gemeente, code) for theme in THEMES},
        sentences.headline(found, apart, called, against),
        against,
        tuple(apart),
        judged,
        tuple(dict.fromkeys(s for f in rows if f.year for s in data.entry(f.id).sources)),
    )


def names_of(code: str) -> tuple[str, str]:
    """The name of an area and that of its gemeente."""
    place, parent = data.place(code), data.place(ground.around(code, "gemeente"))
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
    drawn = places.drawable([found[id] for id in first])
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
        places.alt(drawn, names_of(code)[0], level_of(code)),
    )


def rank_words(code: str, figures: Sequence[Figure]) -> dict[str, str]:
    """The rank of an area on figures, with its interval. Not for buurten: of 14,000 areas it takes too long."""
    level = level_of(code)
    said = {}
    for figure in figures if level in ("gemeente", "wijk") else ():
        # What was worked out has no rank: its margin is not known.
        table = ranks.rank_areas(figure.id, level, figure.year) if figure.year and not figure.made else None
        there = ground.line(code).get(figure.division) if figure.division is not None else None
        if table is not None and there in table.index:
            said[figure.id] = f"plaats {ranks.short(need.row_of(table, str(there)))}"
    return said


@remembered(100)
def reasons(code: str, theme: str) -> pd.DataFrame:
    """Why figures of a theme are empty, and where they are not."""
    view = view_of(code)
    return empty.table([view.found[id] for id in view.sections[theme].missing], code)


@remembered(100)
def inside(code: str) -> list[str]:
    """What stands out, repeated for the parts of the area."""
    view = view_of(code)
    shown = sentences.chosen(view.apart)
    return [said for one in shown for said in profile_inside.sentences(one, code, view.against)]


@remembered(200)
def parts(code: str) -> dict[str, Parts]:
    """What the composites of a wijk are made of, by composite; without those that it has no score of."""
    made = {}
    for composite in COMPOSITES:
        found = score.newest_outcome(composite, code)
        there = ground.line(code).get(found.year) if found else None
        if found is not None and there is not None:
            said = score.robust(composite, code)
            rows = score_tables.contribution_table(found, there)
            made[composite] = Parts(said, rows, found.choice.middle, need.unit(found.choice), score.measured(found))
    return made
