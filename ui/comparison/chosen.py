"""The one figure that a view shows."""

from __future__ import annotations

from answers import data, heatmap
from indicators.catalog import Entry
from loaders.vocabulary import level_of
from ui.comparison import Comparison
from ui.frame import selection


def figure(comparison: Comparison, *, through_years: bool = False) -> Entry:
    """Let the reader choose a figure; at first one that most areas have, ``through_years`` in more than one year."""
    single, level, codes = comparison.single, comparison.level, comparison.codes
    there = [e for e in single if heatmap.newest(e.id, level, codes)]
    liked = [e for e in there if e.rankable and _most_have(codes, e)]
    if through_years:
        liked = [e for e in liked if len(data.years(level, e.id)) > 1] or liked
    preferred = (liked or there or single)[0].id
    with comparison.choices:
        indicator = selection.choose(
            "indicator",
            "Cijfer",
            [e.id for e in single],
            preferred,
            format_func=lambda id: data.entry(id).label,
        )
    return data.entry(indicator)


def _most_have(codes: list[str], entry: Entry) -> bool:
    """Whether at least half of the areas have the figure in the newest year in which it is there at their level."""
    known = 0
    for level in {level_of(code) for code in codes}:
        own = [code for code in codes if level_of(code) == level]
        year = heatmap.newest(entry.id, level, own)
        known += int(heatmap.values(entry.id, level, year, own)["value"].notna().sum()) if year else 0
    return known * 2 >= len(codes)
