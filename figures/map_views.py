"""The ways to look at a map: as it is, as bubbles, beside another, as a change, two figures in one, a funnel, clusters,
an early signal.

A view is worked out once and then asked for its first line, its picture, its legend and its rows. To add one, write
its class in ``figures/views/`` and list it here: pages and files ask every view the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from answers.held import remembered
from figures.views.bubbles import Bubbles
from figures.views.choice import Choice
from figures.views.clusters import Clusters
from figures.views.funnel import Funnel
from figures.views.one_figure import OneFigure
from figures.views.signal import Signal
from figures.views.two_figures import TwoFigures
from figures.views.two_maps import TwoMaps
from figures.views.two_years import TwoYears
from figures.views.view import View
from indicators.catalog import Entry

# By what stands in the address, in the order in which they are offered; the first is what a page opens with.
VIEWS: dict[str, type[View]] = {
    view.id: view for view in (OneFigure, Bubbles, TwoMaps, TwoYears, TwoFigures, Funnel, Clusters, Signal)
}
FIRST = next(iter(VIEWS))


def possible(entry: Entry, figures: Mapping[str, Entry], level: str) -> tuple[list[str], dict[str, str]]:
    """The views that can be had of a figure, and why not the others."""
    lost = {id: why for id, view in VIEWS.items() if (why := view.why_not(entry, figures, level))}
    return [id for id in VIEWS if id not in lost], lost


@remembered(128)
def show(view: type[View], choice: Choice) -> View:
    """Work out a view, for all readers. Where it compares the shapes of two years it can take seconds."""
    return view.work_out(choice)
