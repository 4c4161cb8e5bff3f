"""Own areas by hand: what adds, what is weighed, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators import areas, catalog

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
    said = "Opgeteld uit 3 getallen die elk zijn afgerond op 5: het kan hoogstens 6 schelen."
    assert one("inwoners", A, B, C) == areas.Combined(4060, "opgeteld", said)


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


def test_what_a_publisher_gives_is_put_together_also_of_small_areas() -> None:
    """C has 60 inhabitants: a share of its own says nothing, and its counts are published for everyone to add up."""
    assert one("aandeel_65_plus", B, C).value == pytest.approx(100 * 910 / 3060)
    assert one("inwoners", B, C).value == 3060


def test_what_a_gemeente_withholds_is_in_no_sum() -> None:
    """Three areas of which one count is withheld: three sums of two would give it away, so none that has it is shown."""
    frame = pd.DataFrame({"inwoners": [500.0, 500, 500], "leeftijd_65_plus": [20.0, 30, np.nan]}, index=[A, B, C])
    for pair in ([A, C], [B, C], [A, B, C]):
        made = areas.combine(frame, pair, ["leeftijd_65_plus", "aandeel_65_plus"], 2020)
        assert all(math.isnan(found.value) and C in found.note for found in made.values())
    assert areas.combine(frame, [A, B], ["leeftijd_65_plus"], 2020)["leeftijd_65_plus"].value == 50


def test_together_still_too_small() -> None:
    frame = pd.DataFrame({"inwoners": [40.0, 50], "leeftijd_65_plus": [9.0, 9]}, index=[A, B])
    assert "kleine aantallen" in areas.combine(frame, [A, B], ["aandeel_65_plus"], 2020)["aandeel_65_plus"].note
