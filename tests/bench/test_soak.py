"""What is drawn of a soak."""

from __future__ import annotations

from xml.etree import ElementTree

from bench.sessions import Load
from bench.soak import Soak, pictures


def test_its_pictures_say_that_their_words_are_english() -> None:
    seen = Soak(2, 1, [0.0, 1.0, 2.0], [300.0, 310.0, 312.0], Load([10.0, 70.0], [0.02, 0.03], []), 0.5)

    drawn = pictures(seen)

    assert set(drawn) == {"soak-memory", "soak-answers"}
    for picture in drawn.values():
        svg = ElementTree.fromstring(picture)
        assert svg.get("lang") == "en"
        assert "median" in svg.findtext("{*}desc", ""), "read aloud in the language of its words"
