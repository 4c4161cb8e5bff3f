"""Crime per 1,000 inhabitants: by hand, kept out where few people live, and only on one division."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import build, catalog, safety
from loaders.sources import politie, politie_overlast

REGIONS = pd.Index(["WK000101", "WK000102", "WK000103"], name="region")


def rates(**columns):
    frame = pd.DataFrame(columns, index=REGIONS, dtype=float)
    statuses = frame.notna().replace({True: "published", False: "not_given"}).astype(object)
    made = build.compute(frame, statuses, "wijk", 2024, {}, {})
    return made.pivot(index="region", columns="variable", values="value"), made.pivot(
        index="region", columns="variable", values="status"
    )


def test_a_rate_by_hand():
    values, _ = rates(misdrijven_totaal=[55, 3, 0], inwoners=[1000, 100, 2000])
    assert values["misdrijven_per_1000"].tolist() == [55.0, 30.0, 0.0]


def test_violence_is_the_sum_of_four_kinds():
    counts = dict(zip(safety.VIOLENCE, ([1, 1, np.nan], [2, 0, 1], [3, 0, 1], [4, 0, 1]), strict=True))
    values, statuses = rates(**counts, inwoners=[1000, 1000, 1000])
    assert values["geweld_per_1000"].tolist()[:2] == [10.0, 1.0]
    assert statuses.loc["WK000103", "geweld_per_1000"] == "not_given", "never a sum of the kinds that are there"


def test_no_rate_where_fewer_than_100_people_live():
    values, statuses = rates(misdrijven_totaal=[500, 5, 1], inwoners=[99, 100, 0])
    assert np.isnan(values.loc["WK000101", "misdrijven_per_1000"])
    assert statuses["misdrijven_per_1000"].tolist() == ["withheld", "computed", "cannot_occur"]


def test_a_few_crimes_are_no_few_people():
    values, _ = rates(misdrijven_inbraak_woning=[1, 0, 2], inwoners=[1000, 1000, 1000])
    assert values["inbraak_woning_per_1000"].tolist() == [1.0, 0.0, 2.0]


def test_without_inhabitants_on_that_division_there_is_no_rate():
    values, _ = rates(misdrijven_totaal=[55, 3, 0])
    assert "misdrijven_per_1000" not in values


@pytest.mark.parametrize("indicator", safety.INDICATORS, ids=lambda i: i.id)
def test_each_says_where_it_was_counted(indicator):
    assert {"plaats_van_misdrijf", "plaats_van_overlast"} & set(catalog.entry(indicator.id).caveats)
    known = {v.id for v in (*politie.SOURCE.variables, *politie_overlast.VARIABLES)}
    assert set(indicator.recipe.inputs) - {"inwoners", "woningvoorraad"} <= known
