"""Euros per inhabitant, by hand, and what is kept out of maps and rankings."""

import numpy as np
import pandas as pd
import pytest

from indicators import build, catalog, money

FRAME = pd.DataFrame(
    {
        "iv3_61_rekening": [2_000_000.0, 500_000.0, np.nan, 1_000.0],
        "iv3_62_rekening": [1_000_000.0, 0.0, 1.0, 1_000.0],
        "inwoners": [10_000.0, 5_000.0, 1_000.0, 0.0],
    },
    index=["GM0001", "GM0002", "GM0003", "GM0004"],
)


def test_sum_over_inhabitants_and_missing_where_a_part_is():
    made = money.per_inhabitant(FRAME, ("iv3_61_rekening", "iv3_62_rekening"))
    assert made["GM0001"] == 300 and made["GM0002"] == 100
    assert made[["GM0003", "GM0004"]].isna().all()


def test_front_and_back_hold_what_their_words_say():
    def families(id):
        return {name.removesuffix("_rekening") for name in catalog.entry(f"{id}_rekening").inputs} - {"inwoners"}

    assert families("geld_voorkant") == {"iv3_61", "iv3_62"}
    assert families("geld_achterkant") == {"iv3_66", "iv3_67", "iv3_681", "iv3_682"}
    assert families("geld_hulp_op_maat") == {"iv3_66", "iv3_67"}


@pytest.mark.parametrize("indicator", money.INDICATORS, ids=lambda i: i.id)
def test_only_per_gemeente_without_judgement_and_never_a_map_of_what_centre_gemeenten_spend_for_others(indicator):
    entry = catalog.entry(indicator.id)
    assert entry.levels == ("gemeente",) and not entry.rankable
    assert entry.mappable == ("achterkant" not in entry.id)


def test_amounts_are_totals_that_no_map_shows():
    assert catalog.entry("iv3_61_rekening").total and not catalog.entry("iv3_61_rekening").mappable


def test_built_with_the_reason_of_what_is_missing():
    statuses = FRAME.notna().replace({True: "published", False: "not_given"}).astype(object)
    made = build.compute(FRAME, statuses, "gemeente", 2023, {}, {})
    front = made[made["variable"] == "geld_voorkant_rekening"].set_index("region")
    assert front["value"].iloc[:2].tolist() == [300, 100]
    assert front["status"].tolist() == ["published", "published", "not_given", "cannot_occur"]
