import base64
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import spread
from answers.profile import places
from figures import strip
from figures.colours import LIGHT

numbers = st.floats(-1e6, 1e6, allow_nan=False)


def values(*numbers):
    return pd.Series(numbers, dtype="float64")


def svg(address):
    kind, _, body = address.partition(",")
    assert kind == "data:image/svg+xml;base64"
    return base64.b64decode(body).decode()


def dot(address):
    return float(re.search(r'<circle cx="([\d.]+)" cy="12"', svg(address)).group(1))


def test_spread_of_a_handful_is_none():
    assert spread.spread(values(1, 2, 3, 4, None), 2) is None


def test_place_counts_the_other_areas():
    place = spread.spread(values(1, 2, 3, 4, 5), 4.0)
    assert (place.below, place.above) == (0.75, 0.25)
    assert (place.lowest, place.middle, place.highest) == (1, 3, 5)
    assert place.count == 5


def test_equal_values_are_neither_higher_nor_lower():
    place = spread.spread(values(2, 2, 2, 2, 2), 2.0)
    assert (place.below, place.above) == (0, 0)


@pytest.mark.parametrize(
    ("value", "direction", "words"),
    [
        (5.0, None, "het hoogst van 5 wijken"),
        (2.0, None, "lager dan 75% van 5 wijken"),
        (5.0, "lower_better", "het ongunstigst van 5 wijken"),
        (5.0, "higher_better", "het gunstigst van 5 wijken"),
        (2.0, "lower_better", "gunstiger dan 75% van 5 wijken"),
        (None, "lower_better", "geen waarde om te vergelijken met wijken"),
    ],
)
def test_place_in_words(value, direction, words):
    assert places.place_words(spread.spread(values(1, 2, 3, 4, 5), value), "wijken", direction) == words


def test_a_figure_of_one_city_is_not_called_that_of_all_areas():
    place = spread.spread(values(1, 2, 3, 4, 5), 5.0, areas=100)
    assert places.place_words(place, "wijken") == "het hoogst van de 5 wijken met dit cijfer"


def test_outliers_stay_inside():
    place = spread.spread(values(*range(100)), 10_000.0)
    drawn = svg(strip.picture(place, strip.Marks(10_000.0, gemeente=-50.0, country=50.0), LIGHT))
    assert f'cx="{strip.WIDTH - strip.EDGE:.1f}"' in drawn
    assert f"M{strip.EDGE:.1f} " in drawn


def test_the_good_side_is_right_whatever_the_direction():
    place = spread.spread(values(*range(100)), 90.0)
    plain, good, bad = (
        dot(strip.picture(place, strip.Marks(90.0), LIGHT, way)) for way in (None, "higher_better", "lower_better")
    )
    assert plain == good > strip.WIDTH / 2 > bad
    assert "V16" not in svg(strip.picture(place, strip.Marks(90.0), LIGHT)), "no plus where no direction was agreed"


@given(st.lists(numbers, min_size=5, max_size=40), numbers, numbers)
def test_larger_values_never_stand_further_left(all_values, one, other):
    place = spread.spread(values(*all_values), None)
    low, high = sorted((one, other))
    left, right = (dot(strip.picture(place, strip.Marks(value), LIGHT)) for value in (low, high))
    assert strip.EDGE <= left <= right <= strip.WIDTH - strip.EDGE


def test_parts_stand_below_and_only_where_there_are_any():
    place = spread.spread(values(1, 2, 3, 4, 5), 3.0)
    without, with_parts = (strip.picture(place, strip.Marks(3.0, parts=parts), LIGHT) for parts in ((), (2.0, 4.0)))
    assert svg(without).count("<circle") == 1 and svg(with_parts).count("<circle") == 3
    assert f'height="{strip.HEIGHT + strip.LANE}"' in svg(with_parts)


def test_picture_without_value_has_no_dot():
    place = spread.spread(values(1, 1, 1, 1, 1), None)
    assert "circle" not in svg(strip.picture(place, strip.Marks(), LIGHT))


def test_a_figure_of_one_city_names_that_city(monkeypatch):
    amsterdam = places.data.Place("GM0363", "Amsterdam", "gemeente", "Amsterdam", 2024)
    monkeypatch.setattr(places.data, "place", {"GM0363": amsterdam}.get)
    known = pd.Series([1.0, 2, 3, 4, 5], index=[f"WK03630{i}" for i in range(5)])
    words = places.place_words(spread.spread(known, 5.0, areas=100), "wijken", "higher_better")
    assert words == "het gunstigst van de 5 wijken van Amsterdam; elders niet bekend"
    both = pd.concat([known, pd.Series([6.0], index=["WK059901"])])
    assert places.place_words(spread.spread(both, 6.0, areas=100), "wijken").endswith("de 6 wijken met dit cijfer")
    assert spread.spread(known, 5.0, areas=6).only == ""
