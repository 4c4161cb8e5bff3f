"""Earlier years on the boundaries of today: by hand, with totals that stay, and refused where it would be no figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import areas, carried, catalog
from loaders.places.crosswalk import Before

# a (10 addresses) gives 4 to A and 6 to B; b (10) goes to A as a whole. One address of B is new.
LINKS = pd.DataFrame([("a", "A", 4), ("a", "B", 6), ("b", "A", 10), ("", "B", 1)], columns=["old", "new", "addresses"])
OLD = pd.DataFrame(
    {
        "inwoners": [1000.0, 500.0],
        "leeftijd_0_15": [200.0, 50.0],
        "huishoudens": [500.0, 300.0],
        "laag_inkomen": [10.0, 20.0],
        "mediaan_vermogen": [50.0, 60.0],
        "oppervlakte": [30.0, 40.0],
        "afstand_huisarts": [1.0, 2.0],
        "iv3_61_rekening": [1000.0, 2000.0],
    },
    index=["a", "b"],
)


def made(id: str, frame: pd.DataFrame = OLD, links: pd.DataFrame = LINKS) -> dict[str, float]:
    wanted = frame.reindex(columns=list(areas.inputs([id], 2020)))
    return carried.values(id, 2020, wanted, links).to_dict()


def test_counts_add_by_addresses() -> None:
    # A: 4/10 of 1,000 and all of 500; B: 6/10 of 1,000.
    assert made("inwoners") == {"A": 900.0, "B": 600.0}


def test_a_share_of_our_own_is_made_again_from_the_counts() -> None:
    # A: (0.4 × 200 + 50) of 900 people; B: 0.6 × 200 of 600.
    assert made("aandeel_0_15") == {"A": pytest.approx(100 * 130 / 900), "B": pytest.approx(20.0)}


def test_a_published_share_is_weighed_by_its_denominator() -> None:
    # A: 200 households at 10% and 300 at 20%.
    assert made("armoede_laag_inkomen") == {"A": pytest.approx((200 * 10 + 300 * 20) / 500), "B": pytest.approx(10.0)}
    assert made("armoede") == made("armoede_laag_inkomen")


@pytest.mark.parametrize("id", ["mediaan_vermogen", "afstand_huisarts", "stedelijkheid", "leefbaarheid", "dichtheid"])
def test_medians_distances_classes_scores_and_densities_are_refused_with_a_reason(id: str) -> None:
    assert carried.refusal(id, 2020)
    assert np.isnan(list(made(id).values())).all()


def test_money_and_hectares_only_add_where_whole_areas_came_together() -> None:
    merged = pd.DataFrame([("a", "C", 10), ("b", "C", 10)], columns=LINKS.columns)
    for id, total in (("oppervlakte", 70.0), ("iv3_61_rekening", 3000.0)):
        assert carried.refusal(id, 2020) == carried.NOT_BY_ADDRESS
        assert np.isnan(list(made(id).values())).all()
        assert made(id, links=merged) == {"C": total}


def test_a_missing_part_or_too_few_shared_addresses_gives_no_figure() -> None:
    assert np.isnan(made("inwoners", OLD.assign(inwoners=[1000.0, np.nan]))["A"])
    fresh = pd.concat([LINKS, pd.DataFrame([("", "A", 10)], columns=LINKS.columns)])
    assert np.isnan(made("inwoners", links=fresh)["A"]), "14 of 24 addresses were there"
    assert made("inwoners", links=fresh)["B"] == 600


def test_small_numbers_stay_withheld_on_other_boundaries() -> None:
    few = OLD.assign(leeftijd_0_15=[6.0, 1.0])
    found = made("aandeel_0_15", few)
    assert np.isnan(found["A"]) and np.isnan(found["B"]), "3.4 and 3.6 children"


def test_one_area_says_how_firm_each_year_is() -> None:
    before = {year: Before(OLD[["inwoners"]], LINKS, year, 2022) for year in (2020, 2021)}
    found = carried.carry_over({2022: "B"}, "inwoners", before)
    assert list(found) == [2020, 2021]
    assert found[2020] == carried.Carried(600.0, "opgeteld", 2020, 2022, pytest.approx(6 / 7), 1, False)
    assert carried.carry_over({2022: "A"}, "inwoners", before)[2020].parts == 2
    assert carried.carry_over({2022: "A"}, "mediaan_vermogen", before) == {}
    merged = Before(OLD[["inwoners"]], pd.DataFrame([("a", "C", 1), ("b", "C", 2)], columns=LINKS.columns), 2020, 2022)
    assert carried.carry_over({2022: "C"}, "inwoners", {2020: merged})[2020].whole


PARTS = OLD.set_axis(["BU00010100", "BU00010101"])


def test_parts_are_added_up_with_their_counts_and_say_what_they_hold() -> None:
    about = carried.Added("buurt", 2020, 2022, 0.97)
    found = carried.added("aandeel_0_15", 2020, PARTS, list(PARTS.index), about)
    assert found is not None and found.value == pytest.approx(100 * 250 / 1500)
    assert (found.division, found.onto, found.matched, found.parts) == (2020, 2022, 0.97, 2)
    assert found.whole and found.by == "buurt"
    one = carried.added("inwoners", 2020, PARTS, ["BU00010101"], about)
    assert one is not None and (one.value, one.parts) == (500.0, 1)


NEVER = ["mediaan_vermogen", "afstand_huisarts", "stedelijkheid", "leefbaarheid", "dichtheid", "inkomen_per_inwoner"]
PLACED = ["bedrijfsvestigingen", "misdrijven_totaal"]


@pytest.mark.parametrize(
    ("id", "level"),
    [
        *((id, level) for id in (*NEVER, "oppervlakte") for level in ("buurt", "gemeente")),
        *((id, "buurt") for id in PLACED),
    ],
)
def test_what_does_not_go_with_inhabitants_is_never_added_up(id: str, level: str) -> None:
    frame = pd.DataFrame(1.0, index=PARTS.index, columns=list(areas.inputs([id], 2020)) or ["inwoners"])
    assert carried.added(id, 2020, frame, list(frame.index), carried.Added(level, 2020, 2022, 1.0)) is None
    if id in PLACED:
        whole = carried.added(id, 2020, frame, list(frame.index), carried.Added("gemeente", 2020, 2022, 1.0))
        assert whole is not None and whole.value == 2


def test_a_part_without_a_row_or_a_value_makes_no_sum() -> None:
    about = carried.Added("buurt", 2020, 2022, 1.0)
    assert carried.added("inwoners", 2020, PARTS, ["BU00010100", "BU00010199"], about) is None
    lacking = PARTS.assign(inwoners=[1000.0, np.nan])
    assert carried.added("inwoners", 2020, lacking, list(PARTS.index), about) is None


def test_small_numbers_stay_withheld_in_what_is_added_up() -> None:
    few = PARTS.assign(leeftijd_0_15=[2.0, 2.0])
    about = carried.Added("buurt", 2020, 2022, 1.0)
    assert carried.added("aandeel_0_15", 2020, few, list(few.index), about) is None


pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("XYZ"), st.integers(1, 60)), min_size=1, max_size=9)


@given(
    pairs,
    st.lists(st.integers(200, 9000), min_size=3, max_size=3),
    st.lists(st.integers(0, 100), min_size=3, max_size=3),
)
def test_no_one_is_gained_or_lost_and_a_share_stays_between_those_it_is_made_of(
    links: list[tuple[str, str, int]], people: list[int], shares: list[int]
) -> None:
    crosswalk = pd.DataFrame(links, columns=LINKS.columns).groupby(["old", "new"], as_index=False).sum()
    frame = pd.DataFrame(
        {"inwoners": people, "huishoudens": people, "laag_inkomen": shares}, index=list("abc"), dtype=float
    )
    used = frame.loc[sorted(set(crosswalk["old"]))]
    assert sum(made("inwoners", frame, crosswalk).values()) == pytest.approx(used["inwoners"].sum())
    found = list(made("armoede_laag_inkomen", frame, crosswalk).values())
    assert min(found) >= used["laag_inkomen"].min() - 1e-9
    assert max(found) <= used["laag_inkomen"].max() + 1e-9


def test_every_figure_is_worked_out_or_refused_with_a_reason() -> None:
    for id, entry in catalog.entries().items():
        year = max((first for first, _ in entry.definitions), default=2020)
        frame = pd.DataFrame(1000.0, index=["a", "b"], columns=list(areas.inputs([id], year)) or ["inwoners"])
        found = carried.values(id, year, frame, LINKS)
        assert found.isna().all() if carried.refusal(id, year) else found.notna().all(), id
