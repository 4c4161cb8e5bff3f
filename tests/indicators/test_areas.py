"""Own areas by hand: what adds, what is weighed, what is refused, and what subtraction may not give away."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import areas, catalog, small_numbers
from indicators.recipes import Ratio

A, B, C, D = "WK990100", "WK990101", "WK990102", "WK990200"
FRAME = pd.DataFrame(
    {
        "inwoners": [1000.0, 3000, 60, 500],
        "leeftijd_65_plus": [100.0, 900, 10, 50],
        "huishoudens": [500.0, 1500, 30, 250],
        "laag_inkomen": [10.0, 6, 5, np.nan],
        "huishoudensgrootte": [2.0, 2.4, 2, 2],
        "mediaan_vermogen": [10.0, 20, 30, 40],
        "afstand_huisarts": [1.0, 2, 3, 4],
        "personen_laagste_40": [40.0, 50, 40, 40],
        "leefbaarheid": [100.0, 110, 90, 95],
        "stedelijkheid": [1.0, 2, 3, 4],
    },
    index=[A, B, C, D],
)


def one(id: str, *codes: str, year: int = 2020) -> areas.Combined:
    return areas.combine(FRAME, codes, [id], year)[id]


def test_counts_add() -> None:
    assert one("inwoners", A, B, C) == areas.Combined(4060, "opgeteld")


def test_own_shares_are_made_again_from_counts() -> None:
    """1,000 of 4,000 is 25%; the mean of 10% and 30% would be 20%."""
    found = one("aandeel_65_plus", A, B)
    assert (found.value, found.how) == (25, "berekend")


def test_published_shares_and_means_are_weighed_and_marked() -> None:
    """10% of 500 and 6% of 1,500 households: 140 of 2,000 is 7%."""
    found = one("laag_inkomen", A, B)
    assert (found.value, found.how) == (pytest.approx(7), "gewogen")
    assert "Benadering" in found.note and "huishoudens" in found.note
    assert one("huishoudensgrootte", A, B).value == pytest.approx((2 * 500 + 2.4 * 1500) / 2000)


def test_a_headline_means_what_it_means_that_year() -> None:
    assert one("armoede", A, B, year=2020).value == one("laag_inkomen", A, B).value
    assert one("armoede", A, B, year=2024).how == "niet"


@pytest.mark.parametrize(
    "id", ["mediaan_vermogen", "afstand_huisarts", "personen_laagste_40", "leefbaarheid", "stedelijkheid"]
)
def test_refused_with_a_reason(id: str) -> None:
    found = one(id, A, B)
    assert math.isnan(found.value) and found.how == "niet" and found.note.endswith(".")


def test_one_unknown_part_makes_the_whole_unknown_and_is_named() -> None:
    found = one("laag_inkomen", A, D)
    assert math.isnan(found.value) and D in found.note and A not in found.note


def test_every_figure_of_the_catalog_is_added_or_refused() -> None:
    """Nothing falls through: each figure has a rule, and what does not add is never a sum."""
    random = np.random.default_rng(1)
    ids = list(catalog.listed())
    columns = areas.inputs(ids, 2022)
    codes = [f"WK9901{i:02d}" for i in range(4)]
    frame = pd.DataFrame(random.uniform(500, 900, (4, len(columns))), index=codes, columns=list(columns))
    found = areas.combine(frame, codes[:2], ids, 2022)
    assert set(found) == set(ids)
    for id, made in found.items():
        entry = catalog.entry(id)
        assert (made.how == "niet") == math.isnan(made.value), id
        assert made.how == "niet" or entry.kind not in ("median", "distance", "density", "class", "score"), id
        assert (made.how == "opgeteld") == (entry.total and made.how != "niet"), id
        assert made.note or made.how == "opgeteld"


def test_what_is_no_area_of_its_own() -> None:
    known = FRAME.index
    assert "minstens twee" in areas.wrong([A, A], known)
    assert "dubbel" in areas.wrong([A, "BU99010000"], known)
    assert "dubbel" in areas.wrong(["GM9901", "GM9902"], known)
    assert "WK990199" in areas.wrong([A, "WK990199"], known)
    assert areas.wrong([A, B], known) == ""
    with pytest.raises(ValueError, match="dubbel"):
        areas.combine(FRAME, [A, "GM9901"], ["inwoners"], 2020)
    assert areas.name([A, B]) == "Eigen gebied van 2 wijken"


def test_a_sum_may_not_give_away_a_withheld_part() -> None:
    """C has 60 inhabitants: its share is withheld, and the share of B and C together would give it away."""
    found = one("aandeel_65_plus", B, C)
    assert math.isnan(found.value) and C in found.note and "aftrekt" in found.note
    assert one("inwoners", B, C).value == 3060, "what CBS publishes is shown as published"


def test_the_complement_may_not_give_it_away_either() -> None:
    """Three small wijken of 60: two of them together are large enough, but the gemeente minus the area leaves the third."""
    frame = pd.DataFrame(
        {"inwoners": [1000.0, 60, 60, 60], "leeftijd_65_plus": [100.0, 10, 10, 10]},
        index=[f"WK99010{i}" for i in range(4)],
    )
    big, one, two, three = frame.index
    assert "WK990103" in areas.combine(frame, [big, one, two], ["aandeel_65_plus"], 2020)["aandeel_65_plus"].note
    whole = areas.combine(frame, [big, one, two, three], ["aandeel_65_plus"], 2020)["aandeel_65_plus"]
    assert whole.value == pytest.approx(100 * 130 / 1180)


def test_together_still_too_small() -> None:
    frame = pd.DataFrame({"inwoners": [40.0, 50], "leeftijd_65_plus": [9.0, 9]}, index=[A, B])
    assert "kleine aantallen" in areas.combine(frame, [A, B], ["aandeel_65_plus"], 2020)["aandeel_65_plus"].note


def test_differences_by_hand() -> None:
    whole = frozenset("abcd")
    assert small_numbers.differences({"a", "b"}, [whole], frozenset()) == []
    assert small_numbers.differences({"a", "b"}, [whole], {"b", "c"}) == [frozenset("b"), frozenset("c")]
    assert small_numbers.differences(whole, [whole], {"b", "c"}) == [frozenset("bc")]
    assert small_numbers.differences({"a", "b"}, [whole], {"c"}) == []


@given(st.lists(st.integers(0, 400), min_size=3, max_size=7), st.data())
def test_no_shown_sum_leaves_a_small_remainder(people: list[int], data: st.DataObject) -> None:
    """Whatever the sizes and the choice: what is shown minus what was shown already is never a small number."""
    codes = [f"WK99010{i}" for i in range(len(people))]
    counts = [data.draw(st.integers(0, size)) for size in people]
    frame = pd.DataFrame({"inwoners": people, "leeftijd_65_plus": counts}, index=codes, dtype=float)
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=2, unique=True))
    recipe = Ratio(("leeftijd_65_plus",), ("inwoners",))
    if areas.combine(frame, chosen, ["aandeel_65_plus"], 2020)["aandeel_65_plus"].how == "niet":
        return
    hidden = frame[small_numbers.withheld(recipe, frame)]
    left = hidden.loc[hidden.index.intersection(chosen)]
    assert left.empty or (left["inwoners"].sum() >= 100 and left["leeftijd_65_plus"].sum() >= 5)


def test_buurten_are_also_known_by_wijk() -> None:
    found = small_numbers.wholes(["BU99010001", "BU99010002", "BU99010101"])
    assert set(found) == {
        frozenset({"BU99010001", "BU99010002", "BU99010101"}),
        frozenset({"BU99010001", "BU99010002"}),
        frozenset({"BU99010101"}),
    }
