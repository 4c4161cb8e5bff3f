"""The one figure that a view shows."""

from __future__ import annotations

from answers import data
from figures import heatmap
from indicators.catalog import Entry
from loaders.vocabulary import level_of
from ui.comparison import Comparison
from ui.frame import selection


def figure(of: Comparison, *, through_years: bool = False) -> Entry:
    """Let the reader choose a figure; the first choice is one that most of these areas have, ``through_years`` in more than one."""
    there = [e for e in of.single if heatmap.newest(e.id, of.level, of.codes)]
    liked = [e for e in there if e.rankable and _most(of, e)]
    if through_years:
        liked = [e for e in liked if len(data.years(of.level, e.id)) > 1] or liked
    preferred = (liked or there or of.single)[0].id
    with of.choices:
        indicator = selection.one("indicator", "Cijfer", [e.id for e in of.single], preferred, format_func=lambda id: data.entry(id).label)  # fmt: skip
    return data.entry(indicator)


def _most(of: Comparison, entry: Entry) -> bool:
    """Whether at least half of the chosen areas have the figure in the newest year in which it is there at their level."""
    known = 0
    for level in {level_of(code) for code in of.codes}:
        own = [code for code in of.codes if level_of(code) == level]
        year = heatmap.newest(entry.id, level, own)
        known += int(data.values(entry.id, level, year)["value"].reindex(own).notna().sum()) if year else 0
    return known * 2 >= len(of.codes)
