import base64

import pandas as pd
import pytest

from ui import strip
from ui.colours import LIGHT


def values(*numbers):
    return pd.Series(numbers, dtype="float64")


def test_spread_of_a_handful_is_none():
    assert strip.spread(values(1, 2, 3, 4, None), 2) is None


def test_place_counts_the_other_areas():
    place = strip.spread(values(1, 2, 3, 4, 5), 4.0)
    assert (place.below, place.above) == (0.75, 0.25)
    assert place.middle == 3
    assert place.count == 5


def test_equal_values_are_neither_higher_nor_lower():
    place = strip.spread(values(2, 2, 2, 2, 2), 2.0)
    assert (place.below, place.above) == (0, 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5.0, "hoger dan 100% van 5 wijken"),
        (2.0, "lager dan 75% van 5 wijken"),
        (None, "geen waarde om te vergelijken met wijken"),
    ],
)
def test_place_in_words(value, words):
    assert strip.place_words(strip.spread(values(1, 2, 3, 4, 5), value), "wijken") == words


def test_picture_is_an_svg_and_keeps_outliers_inside():
    place = strip.spread(values(*range(100)), 10_000.0)
    kind, _, body = strip.picture(place, 10_000.0, LIGHT, gemeente=-50.0, country=50.0).partition(",")
    svg = base64.b64decode(body).decode()
    assert kind == "data:image/svg+xml;base64"
    assert f'cx="{strip.WIDTH - strip.EDGE:.1f}"' in svg
    assert f"M{strip.EDGE:.1f} " in svg


def test_picture_without_value_has_no_dot():
    place = strip.spread(values(1, 1, 1, 1, 1), None)
    assert "circle" not in base64.b64decode(strip.picture(place, None, LIGHT).partition(",")[2]).decode()
