"""Which gemeente became which, held against published counts and codes."""

import itertools

import pytest

from loaders.places import gemeenten

# CBS: gemeenten on 1 January of each year.
COUNTS = {2013: 408, 2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355, 2020: 355}
COUNTS |= {2021: 352, 2022: 345, 2023: 342, 2024: 342}


@pytest.mark.parametrize(
    ("code", "first", "last", "expected"),
    [
        ("GM0003", 2020, 2021, "GM1979"),
        ("GM0003", 2013, 2020, "GM0003"),
        ("GM0003", 2021, 2024, "GM0003"),
        ("GM0693", 2012, 2024, "GM1978"),
        ("GM0653", 2013, 2024, "GM1940"),
        ("GM0457", 2022, 2023, "GM0363"),
        ("GM0788", 2020, 2021, None),
        ("GM0363", 2013, 2026, "GM0363"),
    ],
)
def test_the_one_gemeente_that_it_went_into(code, first, last, expected):
    assert gemeenten.successor(code, first, last) == expected


def test_a_split_gemeente_has_several_successors_through_the_years():
    assert gemeenten.successors("GM0788", 2020, 2024) == ("GM0757", "GM0824", "GM0855", "GM0865")
    assert gemeenten.successors("GM0055", 2013, 2016) == ("GM0074", "GM0080", "GM1900", "GM1940")


def test_what_became_of_a_gemeente_in_a_sentence():
    assert gemeenten.describe_change("GM0003") == "Appingedam (GM0003) hoort sinds 2021 bij Eemsdelta (GM1979)."
    assert gemeenten.describe_change("GM0053") == (
        "Winsum (GM0053) is sinds 2019 verdeeld over Het Hogeland (GM1966) en Westerkwartier (GM1969)."
    )
    assert gemeenten.describe_change("GM0363") == ""


def test_changes_add_up_to_the_published_number_of_gemeenten():
    for year in range(2014, 2025):
        mine = [change for change in gemeenten.changes() if change.year == year]
        gone = {change.old for change in mine}
        arrived = {change.new for change in mine if int(change.new[2:]) > 1910 and _first_year(change.new) == year}
        assert COUNTS[year] == COUNTS[year - 1] - len(gone) + len(arrived), year


def _first_year(code):
    return min(change.year for change in gemeenten.changes() if change.new == code)


def test_part_is_marked_where_and_only_where_a_gemeente_was_split():
    for change in gemeenten.changes():
        others = {c.new for c in gemeenten.changes() if (c.old, c.year) == (change.old, change.year)}
        assert change.part == (len(others) > 1), change


@pytest.mark.replay
def test_changes_lead_from_the_real_gemeenten_of_one_year_to_those_of_the_next(replay_folder):
    geopandas = pytest.importorskip("geopandas")
    codes = {}
    for path in sorted((replay_folder / "geo").glob("gemeenten_*.parquet")):
        codes[int(path.stem[-4:])] = set(geopandas.read_parquet(path)["code"])
    years = sorted(codes)
    for before, after in itertools.pairwise(years):
        made = {new for code in codes[before] for new in gemeenten.successors(code, before, after)}
        assert made == codes[after], (before, after)


def test_networks_of_cities_have_their_members_once():
    found = gemeenten.networks()
    assert {name: len(codes) for name, codes in found.items()} == {"g4": 4, "g40": 41}
    everyone = [code for codes in found.values() for code in codes]
    assert len(set(everyone)) == 45 and all(code.startswith("GM") and len(code) == 6 for code in everyone)
