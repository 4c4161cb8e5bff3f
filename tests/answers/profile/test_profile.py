import pytest

from answers import history, profile, series_table
from answers.held import working_with
from loaders import store as stores
from tests import small_store
from tests.small_store import MOVED, WIJKEN, entry

SHARE = entry("aandeel", per="groep")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_store.build(tmp_path_factory.mktemp("data"))


@pytest.fixture
def store(small):
    with working_with(small):
        yield


def test_newest_year_with_data_and_the_same_year_beside_it(store):
    (figure,) = profile.figures(WIJKEN[1], [SHARE])
    assert (figure.year, figure.value) == (2021, 11)
    assert (figure.gemeente, figure.country) == (12, 11)
    assert figure.count is not None
    assert (figure.count.value, figure.count.of) == (20, "groep")
    assert figure.place is not None
    assert figure.place.count == 7


def test_a_missing_value_says_why_and_what_was_last_known(store):
    (figure,) = profile.figures(WIJKEN[0], [SHARE])
    assert figure.value is None
    assert figure.status == "not_given"
    assert figure.last == (2020, 10, 2020)
    assert profile.why_empty(figure, WIJKEN[0]) == "niet gegeven door de bron"


def test_a_fixed_year_is_that_year_or_nothing(store):
    assert profile.figures(WIJKEN[0], [SHARE], 2020)[0].value == 10
    assert profile.figures(WIJKEN[0], [entry("later")], 2020)[0].year is None


def test_a_figure_that_this_level_lacks_names_the_level_that_has_it(store):
    (figure,) = profile.figures("GM9901", [entry("later")])
    assert figure.year is None
    assert profile.why_empty(figure, "GM9901", ["wijken"]) == "niet gepubliceerd voor gemeenten; wel voor wijken"


def test_the_country_is_not_beside_itself(store):
    (figure,) = profile.figures("NL00", [SHARE])
    assert (figure.value, figure.gemeente, figure.country, figure.place) == (11, None, None, None)


def test_an_unknown_area_is_not_an_error(store):
    (figure,) = profile.figures("WK990199", [SHARE])
    assert (figure.value, figure.last) == (None, None)
    assert profile.why_empty(figure, "WK990199") == "we weten niet of dit toen hetzelfde gebied was"


def test_trend_is_cut_at_the_new_definition(store):
    trend = history.trend([WIJKEN[1], "GM9901", "NL00"], "aandeel", breaks=[2021])
    assert list(trend.values.columns) == [WIJKEN[1], "GM9901", "NL00"]
    assert list(trend.values.index) == [2020, 2021, 2022]
    assert [(c.year, c.reason) for c in trend.cuts[WIJKEN[1]]] == [(2021, "definition")]


def test_years_on_other_ground_are_no_part_of_a_trend_and_say_why(store):
    trend = history.trend([MOVED, WIJKEN[1]], "groep")
    assert trend.values[MOVED].dropna().to_dict() == {2022: 200}
    assert trend.values[WIJKEN[1]].dropna().to_dict() == {2020: 200, 2021: 200, 2022: 200}
    assert trend.cuts == {MOVED: [], WIJKEN[1]: []}, "what is left is one ground"
    assert trend.others == {MOVED: {2020: 2020, 2021: 2021}, WIJKEN[1]: {}}
    assert trend.elsewhere(MOVED) == "2020–2021: de grenzen waren anders (volgens CBS)."
    assert trend.elsewhere(WIJKEN[1]) == ""


def test_a_figure_of_before_the_boundary_moved_is_not_shown_and_says_so(store):
    (figure,) = profile.figures(MOVED, [SHARE])
    assert (figure.year, figure.value, figure.last) == (2021, None, None)
    assert figure.status == "other_division"
    assert profile.why_empty(figure, MOVED) == "niet bekend op deze grenzen: de grenzen waren anders (volgens CBS)"
    (theirs,) = profile.figures(f"{MOVED}@2021", [SHARE])
    assert (theirs.year, theirs.value, theirs.division, theirs.gemeente) == (2021, 13, 2021, 12)


def test_trend_without_figures_is_empty(store):
    assert history.trend([WIJKEN[0]], "bestaat_niet").values.empty


def test_an_area_without_a_code_in_the_newest_year_gets_its_own_newest_year(tmp_path):
    with stores.writer(tmp_path) as w:
        for year, codes in ((2020, WIJKEN), (2022, WIJKEN[1:])):
            w.put_observations(
                "proef", "wijk", year, small_store.rows("wijk", year, {"aandeel": dict.fromkeys(codes, 3)})
            )
            w.put_names("wijk", year, small_store.names("wijk", codes))
    with working_with(stores.open_store(tmp_path)):
        assert profile.figures(WIJKEN[0], [SHARE])[0].year == 2020
        assert profile.figures(WIJKEN[1], [SHARE])[0].year == 2022


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """``elders`` puts its years 2020 and 2022 on the division of 2022, in which the boundary of wijk 4 has moved."""
    root = tmp_path_factory.mktemp("indeling")
    small_store.build(root)
    with stores.writer(root) as w:
        for year in (2020, 2022):
            for level, codes in (("wijk", WIJKEN), ("gemeente", small_store.GEMEENTEN), ("land", ["NL00"])):
                cells = {"elders": {code: year - 2000 + i for i, code in enumerate(codes)}}
                frame = small_store.rows(level, year, cells).assign(division=2022, source="elders")
                w.put_observations("elders", level, year, frame)
        # A wijk that is gone in 2020 and after.
        w.put_names("wijk", 2019, small_store.names("wijk", ["WK990109"]))
    return stores.open_store(root)


@pytest.fixture
def on_2022(moved):
    with working_with(moved):
        yield


def test_a_figure_on_another_division_is_shown_with_its_boundaries(on_2022):
    (figure,) = profile.figures(WIJKEN[1], [entry("elders")], 2020)
    assert (figure.value, figure.year, figure.division) == (21, 2020, 2022)
    assert (figure.gemeente, figure.country) == (20, 20)
    assert figure.place is not None


def test_two_divisions_are_never_combined(on_2022):
    (figure,) = profile.figures(WIJKEN[1], [entry("elders", per="groep")], 2020)
    assert figure.value == 21
    assert figure.count is None, "the group is only known on the boundaries of 2020"


def test_a_figure_on_boundaries_without_the_area_says_so(on_2022):
    (figure,) = profile.figures("WK990109", [entry("elders")], 2020)
    assert (figure.value, figure.last) == (None, None)
    assert (
        profile.why_empty(figure, "WK990109")
        == "niet bekend op deze grenzen: dit gebied is er niet meer (onder deze code)"
    )


def test_a_series_on_one_division_is_not_cut_by_a_boundary_that_moved_before_it(on_2022):
    trend = history.trend([MOVED, "NL00"], "elders")
    assert list(trend.values.index) == [2020, 2022]
    assert trend.cuts == {MOVED: [], "NL00": []}
    assert trend.divisions[MOVED] == {2020: 2022, 2022: 2022}
    assert history.other_divisions(trend.divisions[MOVED]) == {2022: [2020]}


def test_a_year_of_which_a_few_areas_are_named_takes_no_other_year_away(tmp_path):
    root = tmp_path / "data"
    small_store.build(root)
    with stores.writer(root) as w:
        for year in (2020, 2022):
            people = small_store.rows("wijk", year, {"inwoners": dict.fromkeys(WIJKEN, 900)})
            w.put_observations("mensen", "wijk", year, people.assign(source="mensen"))
        w.put_names("wijk", 2021, small_store.names("wijk", WIJKEN[-1:]))
    with working_with(stores.open_store(root)):
        trend = history.trend([WIJKEN[1]], "groep")
        assert trend.values[WIJKEN[1]].dropna().index.tolist() == [2020, 2022]
        assert trend.others[WIJKEN[1]] == {2021: 2021}, "of that year nobody can say"


def test_a_series_says_what_an_area_was_called(tmp_path):
    with stores.writer(tmp_path) as w:
        for year, called in ((2020, "Zonnehof"), (2021, "Zonnehof"), (2022, "Nederberg")):
            cells = {"aandeel": dict.fromkeys(WIJKEN, year - 2000)}
            w.put_observations("proef", "wijk", year, small_store.rows("wijk", year, cells))
            named = small_store.names("wijk", WIJKEN)
            w.put_names("wijk", year, named.assign(name=[called, *named["name"][1:]]))
    with working_with(stores.open_store(tmp_path)):
        trend = history.trend(WIJKEN[:2], "aandeel")
        assert trend.names(WIJKEN[0]) == {2020: "Zonnehof", 2021: "Zonnehof"}
        assert trend.renamed(WIJKEN[0]) == "Heette tot en met 2021 Zonnehof." and trend.renamed(WIJKEN[1]) == ""
        names = {WIJKEN[0]: "Nederberg", WIJKEN[1]: "Zuid"}
        text = series_table.text(trend, {}, SHARE, names)
        assert text["Nederberg"].tolist() == ["22%", "21% (heette toen Zonnehof)", "20% (heette toen Zonnehof)"]
        rows = series_table.download(trend, {}, SHARE, names)
        assert rows["naam"].tolist() == ["Zonnehof", "Zonnehof", "Nederberg", "Zuid", "Zuid", "Zuid"]
