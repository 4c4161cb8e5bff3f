"""Two maps side by side never show the same map twice."""

from __future__ import annotations

import pytest

from answers import data, dimensions
from figures.views.two_maps import TwoMaps


@pytest.mark.parametrize("level", ["gemeente", "wijk", "buurt"])
def test_what_stands_beside_is_another_year_or_another_figure(level: str) -> None:
    figures = data.mappable()
    for id, entry in figures.items():
        years = data.years(level, id)
        if not years:
            continue
        options = TwoMaps.second_figures(entry, figures, level)
        found = TwoMaps.usual_second(entry, max(years), level, options)
        assert found in options and (found != id or len(years) > 1)
        pair = dimensions.counterparts(id, level)
        if pair and len(years) == 1:
            assert {found, id} == set(pair)
