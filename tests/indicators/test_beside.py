"""The scores beside other measures: what is laid beside what, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import beside, composite, counterparts, norm_data, tested
from loaders import store


def pairs(count: int, known: int) -> pd.DataFrame:
    """``one`` and ``other`` differ by chance; density, which both follow, is known for the first so many."""
    rng = np.random.default_rng(5)
    density = rng.normal(size=count)
    frame = pd.DataFrame(
        {"one": density + rng.normal(size=count), "other": density + rng.normal(size=count), "density": density},
        index=[f"WK1234{at:02d}" for at in range(count)],
    )
    frame.loc[frame.index[known:], "density"] = np.nan
    return frame


def test_the_partial_correlation_is_of_the_same_areas_or_of_none() -> None:
    """Of those that have one cause in common nothing is left at equal density; known for 89 in 100 it says nothing."""
    plain, partial, density, urban, worst = beside._agree(pairs(100, 100))
    assert plain > 0.3 and abs(partial) < 0.2 and min(density, urban) > 0.5 and 0 <= worst <= 1
    assert not np.isnan(beside._agree(pairs(100, 90))[1])
    few = beside._agree(pairs(100, 89))
    assert few[0] == plain and np.isnan(few[1]) and np.isnan(few[2])


def test_the_partial_correlation_by_hand() -> None:
    """Ranks correlate 0.5 with each other and with density: (0.5 - 0.25) / 0.75 = 1/3."""
    rng = np.random.default_rng(1)
    frame = pairs(60, 60)
    frame["one"], frame["other"] = rng.permutation(60), rng.permutation(60)
    xy, xz, yz = (frame.rank().corr().to_numpy()[at] for at in ((0, 1), (0, 2), (1, 2)))
    assert beside._agree(frame)[1] == pytest.approx((xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2)))


def test_a_median_is_of_three_gemeenten_or_more() -> None:
    assert beside._median(np.array([0.1, 0.5, 0.9, np.nan])) == 0.5
    assert np.isnan(beside._median(np.array([0.1, 0.5, np.nan])))


@pytest.mark.parametrize(("share", "where"), [(0.0067, "Nederland"), (0.0066, "2 gemeenten")])
def test_two_cities_are_no_country(share: float, where: str) -> None:
    """Of a hundred wijken of two gemeenten: Nederland only where two thirds of its inhabitants live in them."""
    both = pairs(100, 100).assign(share=share)
    both.index = pd.Index([f"WK{1234 + at % 2}{at:02d}" for at in range(100)])
    found = list(beside._places(store.open_store(store.DEMO), "wijk", 2020, both))
    assert [(one, areas) for one, areas, _ in found] == [(where, 100)]
    assert found[0][2][0] == pytest.approx(100 * share)


def test_a_dimension_with_half_of_its_figures_is_tested_on_these_and_with_one_it_is_not() -> None:
    norms = norm_data.with_shipped({}, composite.inputs("leefbaarheid"))
    frame = pd.DataFrame(
        {"inwoners": [1000.0] * 3, "afstand_supermarkt": [0.5, 1.0, 2.0], "afstand_kinderdagverblijf": [0.4, 0.8, 1.0]}
    )
    code = "leefbaarheid_voorzieningen"
    two = beside._scores(frame, ("afstand_supermarkt", "afstand_kinderdagverblijf"), norms)
    assert two[code].is_monotonic_decreasing and two[code].notna().all()
    assert code not in beside._scores(frame, ("afstand_supermarkt",), norms)


def test_what_a_gemeente_measured_is_no_part_of_the_score_that_it_lies_beside() -> None:
    for code, others in beside.MUNICIPAL.items():
        assert code in tested.COUNTERPARTS and not {*others, beside.STATUS} & {*composite.inputs(code)}


def test_the_demo_is_laid_beside_its_made_up_leefbaarometer() -> None:
    found = beside.every(store.open_store(store.DEMO))
    deciding = [one for one in found if one.other == tested.COUNTERPARTS[one.code]]
    assert deciding and all(abs(one.year - one.other_year) <= counterparts.FARTHEST for one in found)
    text = "\n".join(beside.told(found, dict.fromkeys(tested.COUNTERPARTS, "x")))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} <= {14, 15}, "each row has the columns that its head names"
    assert text.count("| Nederland |") == sum(one.where == "Nederland" for one in found)


@pytest.mark.parametrize(
    ("year", "years", "found"),
    [(2017, (2014, 2018, 2020), 2018), (2019, (2018, 2020), 2020), (2024, (2018, 2020), None), (2022, (2020,), 2020)],
)
def test_a_year_lies_beside_the_nearest_measurement_and_never_beyond_two_years(
    year: int, years: tuple[int, ...], found: int | None
) -> None:
    assert counterparts.nearest(year, years) == found
