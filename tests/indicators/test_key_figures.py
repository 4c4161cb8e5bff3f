"""The figures that a profile shows first: each exists, in its theme, once, and none is about origin."""

from indicators import catalog, key_figures
from loaders.vocabulary import THEMES


def test_every_key_figure_is_a_listed_figure_of_its_theme() -> None:
    listed = catalog.listed()
    for subject in key_figures.subjects():
        for id in subject.ids:
            assert id in listed, id
            assert listed[id].theme == subject.theme, id
            assert not listed[id].sensitive, id


def test_every_theme_has_some_and_not_many() -> None:
    for theme in THEMES:
        count = sum(subject.theme == theme and subject.first for subject in key_figures.subjects())
        assert 1 <= count <= 4, theme


def test_no_figure_stands_for_two_subjects() -> None:
    ids = [id for subject in key_figures.subjects() for id in subject.ids]
    assert len(ids) == len(set(ids))


def test_the_first_that_is_known_stands_for_a_subject() -> None:
    assert key_figures.shown("armoede", {"armoede_110", "armoede_120", "bijstand_per_1000"}) == [
        "armoede_110",
        "bijstand_per_1000",
    ]
    assert key_figures.shown("armoede", set()) == []


def test_what_can_be_compared_comes_before_what_only_one_city_knows() -> None:
    known = {"armoede", "armoede_110", "bijstand_per_1000"}
    assert key_figures.shown("armoede", known, {"bijstand_per_1000"}) == ["bijstand_per_1000", "armoede"]
    assert key_figures.shown("armoede", known, {"armoede_110"}) == ["armoede_110", "bijstand_per_1000"]
