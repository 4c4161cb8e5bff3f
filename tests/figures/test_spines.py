"""The spines as a chart to take along: drawn in full, with words for who cannot see it."""

from __future__ import annotations

import pytest

from answers.profile import places
from answers.profile import view as profile_view
from export.pictures import frame
from figures import spines, strip
from figures.colours import DARK, LIGHT, Palette
from indicators import catalog
from loaders import store as stores
from tests.conftest import ROOT

NAMES = {"self": "Hier", "gemeente": "Gemeente", "nederland": "Land", "vergelijkbaar": "Midden"}


@pytest.fixture(scope="module")
def view() -> profile_view.View:
    held = stores.open_store(ROOT / "data" / "demo")
    return profile_view.view_of(str(held.names("wijk", held.years("wijk")[-1]).index[0]))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_theme_can_be_drawn_as_a_picture(view: profile_view.View, palette: Palette) -> None:
    for section in view.sections.values():
        if section.drawn:
            made = spines.spines(section.drawn, NAMES, palette)
            picture = frame.Picture(title="t", subtitle="s", figure=made, alt="a", foot=("f",))
            svg = frame.compose(picture, palette).svg("t", "a")
            for one in section.drawn:
                assert f"({one.year}{'*' if one.made else ''})" in svg


def test_the_area_stands_where_its_value_is(view: profile_view.View) -> None:
    drawn = view.sections["armoede"].drawn
    made = spines.spines(drawn, NAMES, LIGHT)
    own = next(trace for trace in made.data if trace.name == "Hier")
    assert len(own.x) == len(drawn)
    for x, one in zip(own.x, drawn, strict=True):
        assert one.place is not None and one.value is not None
        direction = catalog.entry(one.id).direction
        assert x == strip.Axis(one.place, direction)(one.value)


def test_no_totals_and_no_origin_are_drawn(view: profile_view.View) -> None:
    drawn = places.drawable(list(view.found.values()))
    assert drawn
    assert not any(catalog.entries()[one.id].sensitive or catalog.entries()[one.id].total for one in drawn)


def test_no_percentile_where_there_is_no_rank(view: profile_view.View) -> None:
    """Participation has no known margin, so no rank; "higher than 98% of 3,150 wijken" would be one."""
    one = view.found["arbeidsparticipatie"]
    assert one.value is not None and one.place is not None
    assert not places.has_place(one) and places.has_place(view.found["bijstand_per_1000"])
    assert one.id not in [figure.id for section in view.sections.values() for figure in section.drawn]


def test_alt_says_every_value_with_its_year(view: profile_view.View) -> None:
    for section in view.sections.values():
        assert section.alt.count("(20") == len(section.drawn)
