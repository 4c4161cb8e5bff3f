"""Choosing the second figure and its year, in a view of the map that has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from answers import data, two_figures
from figures.views import second
from figures.views.view import Spot, View
from indicators.catalog import Entry
from ui.frame import selection


@dataclass(frozen=True)
class Second:
    """What may stand beside the first figure (``entry`` of a ``year``) in a view; ``figures`` are those of the page."""

    view: type[View]
    entry: Entry
    figures: Mapping[str, Entry]
    level: str
    year: int

    def chosen(self) -> tuple[Entry, int] | None:
        """The second figure and its year as they stand, drawing nothing; None in a view without."""
        other = self._figure()
        return None if other is None else (other, self._year(other))

    def choose(self, spot: Spot) -> bool:
        """Let the reader choose here what belongs in this spot; whether there was anything to choose."""
        figure_here, year_here = self.view.figure_spot == spot, self.view.year_spot == spot
        if figure_here and year_here:
            which, when = st.columns([2.4, 1], wrap=False)
            with which:
                other = self._figure(draw=True, bare=True)
            with when:
                self._year(other or self.entry, draw=True, bare=True)
        elif figure_here:
            self._figure(draw=True)
        elif year_here:
            self._year(self._figure() or self.entry, draw=True)
        return figure_here or year_here

    def _figure(self, *, draw: bool = False, bare: bool = False) -> Entry | None:
        """The second figure, chosen here (``draw``), ``bare`` without its label; None in a view without."""
        options = self.view.second_figures(self.entry, self.figures, self.level)
        if not options or self.view.figure_spot is None:
            return self.entry if options else None
        own = self.entry.id
        id = selection.choose(
            "tweede",
            "Tweede cijfer",
            options,
            self.view.usual_second(self.entry, self.year, self.level, options),
            format_func=lambda id: f"Hetzelfde: {self.entry.label}" if id == own else self.figures[id].label,
            because={
                one.id: why
                for one in data.listed().values()
                if one.id not in options and (why := two_figures.why_not(one))
            },
            draw=("bare list" if bare else "list") if draw else "none",
        )
        return self.figures[id]

    def _year(self, other: Entry, *, draw: bool = False, bare: bool = False) -> int:
        """The year of the second figure, chosen here (``draw``), ``bare`` without its label."""
        same, options = other.id == self.entry.id, second.years(self.entry, self.year, other, self.level)
        # Through the years of one figure the reader slides; what stands beside a map has no room for that.
        slides = same and not bare and len(options) > 1
        return selection.choose(
            "jaar2",
            "Vergelijk met jaar" if same else "Jaar van het tweede cijfer",
            sorted(options) if slides else options,
            second.usual_year(self.entry, self.year, other, self.level),
            nearest=selection.nearest_year(options),
            format_func=lambda y: str(y) if second.mostly_known(other.id, self.level, y) else f"{y} (deels)",
            draw=("slider" if slides else "bare list" if bare else "list") if draw else "none",
        )
