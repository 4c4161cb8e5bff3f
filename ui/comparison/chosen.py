"""The one figure that a view shows."""

from __future__ import annotations

from indicators.catalog import Entry
from ui import data, selection
from ui.comparison import Comparison, heatmap


def figure(of: Comparison) -> Entry:
    """Let the reader choose a figure; the first choice is one that these areas have."""
    there = [e for e in of.single if heatmap.newest(e.id, of.level, of.codes)]
    preferred = next((e.id for e in there if e.rankable), (there or of.single)[0].id)
    with of.choices:
        indicator = selection.one("indicator", "Cijfer", [e.id for e in of.single], preferred, format_func=lambda id: data.entry(id).label)  # fmt: skip
    return data.entry(indicator)
