"""Fifths and slope, worked out by hand; and what may not matter to them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog, composite, inequality, need
from indicators.tree import Choice


def series(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=[f"WK9900{i:02d}" for i in range(len(values))], dtype=float)


def test_equal_wijken_by_hand() -> None:
    """Five wijken of equal size are the fifths. Places .1 .3 .5 .7 .9; the line through 10, 12, 14, 16, 18 is exact."""
    outcome = series(10, 12, 14, 16, 18)
    found = inequality.within(series(1, 2, 3, 4, 5), outcome, series(*[100] * 5))
    assert found is not None
    assert found.fifths == pytest.approx((10, 12, 14, 16, 18))
    assert (found.gap, found.ratio) == (pytest.approx(8), pytest.approx(1.8))
    assert (found.slope, found.low, found.high) == pytest.approx((10, 10, 10))
    assert (found.areas, found.people) == (5, 500)


def test_slope_with_an_error_by_hand() -> None:
    """Outcomes 1 2 2 2 3 over .1 .3 .5 .7 .9: slope .4·.8+0 over .4 = 2; rests -.2 .4 0 -.4 .2; leverages .6 .3 .2 .3 .6.

    Error √Σ((place - .5)·rest / (1 - leverage))² / .4 = √2·((.2/.4·.4)² + (.4/.7·.2)²) / .4 = .81441; t(3) at 97.5% is 3.1824.
    """
    found = inequality.within(series(1, 2, 3, 4, 5), series(1, 2, 2, 2, 3), series(*[100] * 5))
    assert found is not None
    assert found.slope == pytest.approx(2)
    assert found.high - found.slope == pytest.approx(0.81441 * 3.18245, rel=1e-4)
    assert found.low + found.high == pytest.approx(2 * found.slope)


def test_a_wijk_on_a_border_is_split() -> None:
    """Sizes 30 10 20 20 20: the first fifth is all of wijk 1, the second half wijk 1 and half wijk 2."""
    means = inequality.fifth_means(np.array([10.0, 20, 30, 40, 50]), np.array([30.0, 10, 20, 20, 20]))
    assert means == pytest.approx([10, 15, 30, 40, 50])


def test_too_little_to_say() -> None:
    four = series(1, 2, 3, 4)
    assert inequality.within(four, four, four) is None
    equal = series(*[1] * 6)
    assert inequality.within(equal, series(1, 2, 3, 4, 5, 6), equal) is None
    lacking = series(1, 2, 3, 4, np.nan)
    assert inequality.within(lacking, series(1, 2, 3, 4, 5), series(*[9] * 5)) is None


def test_no_ratio_over_nought() -> None:
    found = inequality.within(series(1, 2, 3, 4, 5), series(0, 1, 2, 3, 4), series(*[10] * 5))
    assert found is not None and found.ratio is None


sizes = st.lists(st.integers(1, 10_000), min_size=5, max_size=20)


@given(sizes, st.integers(0, 99))
def test_fifths_average_to_the_mean_of_the_people(people: list[int], seed: int) -> None:
    values = np.random.default_rng(seed).uniform(0, 100, len(people))
    weight = np.array(people, dtype=float)
    assert inequality.fifth_means(values, weight).mean() == pytest.approx(np.average(values, weights=weight))


@given(sizes, st.integers(0, 99))
def test_the_order_of_rows_and_ties_do_not_matter(people: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    size = len(people)
    need, outcome = series(*random.integers(0, 4, size)), series(*random.uniform(0, 100, size))
    found = inequality.within(need, outcome, series(*people))
    order = random.permutation(size)
    again = inequality.within(need.iloc[order], outcome.iloc[order], series(*people).iloc[order])
    assert (found is None) == (again is None)
    if found and again:
        assert again.fifths == pytest.approx(found.fifths)
        assert (again.slope, again.high) == pytest.approx((found.slope, found.high))


@given(sizes, st.integers(0, 99))
def test_splitting_people_in_proportion_changes_nothing(people: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    need, outcome = series(*random.uniform(0, 1, len(people))), series(*random.uniform(0, 9, len(people)))
    once = inequality.within(need, outcome, series(*people))
    tenfold = inequality.within(need, outcome, 10 * series(*people))
    assert once is not None and tenfold is not None
    assert tenfold.fifths == pytest.approx(once.fifths)
    assert (tenfold.low, tenfold.high) == pytest.approx((once.low, once.high))


def test_what_an_order_is_counted_from() -> None:
    entry = catalog.entry
    same = ("armoede", "laag_inkomen", "armoede_personen", "armoede_101", "armoede_120", "bijstand_per_1000")
    for id in (*same, "personen_laagste_40", "huishoudens_laagste_40", "sociaal_minimum_110", "personen_in_armoede"):
        assert inequality.contains("armoede", entry(id)), id
        assert inequality.without("behoefte", entry(id)) == ("behoefte_armoede",)
    for leaf in composite.leaves("behoefte_armoede"):
        assert inequality.contains("armoede", entry(leaf)), "every part of the domain is of the family"
    assert not inequality.contains("armoede", entry("woz_waarde"))
    assert inequality.without("behoefte", entry("woz_waarde")) == ()
    assert inequality.without("behoefte", entry("overlast_jeugd_per_1000")) == ("behoefte_jeugd",)
    assert inequality.without("behoefte", entry("vernieling")) == (), "liveability is no part of need"


def test_the_orders_of_a_figure_the_best_first() -> None:
    def said(id: str) -> list[tuple[int, str, int, bool]]:
        return [(o.year, o.by, o.of, o.itself) for o in inequality.orders(catalog.entry(id), [2021, 2022])]

    behind = [(2022, "behoefte", 2022, False), (2021, "behoefte", 2021, False)]
    own = [(2022, "armoede_110", 2021, False), (2022, "armoede_110", 2022, True), (2021, "armoede_110", 2021, True)]
    assert said("armoede_110") == [*behind, *own]
    assert said("woz_waarde")[:3] == [(2022, "armoede", 2022, False), (2021, "armoede", 2021, False), behind[0]]


def test_need_rests_on_two_domains_or_puts_nothing_in_order() -> None:
    """Twelve wijken in which two domains are known, then one: with the others left out that would be need otherwise."""
    chance, wijken = np.random.default_rng(3), pd.Index([f"WK9900{i:02d}" for i in range(12)])
    frame = pd.DataFrame({"inwoners": 2000.0}, index=wijken)
    frame["arbeidsparticipatie"] = chance.uniform(50, 80, 12)
    only_work = Choice(
        "behoefte", "binnen", weights=dict.fromkeys(("behoefte_armoede", "leefbaarheid", "behoefte_jeugd"), 0.0)
    )
    alone = need.outcome(frame, {}, only_work, 2022)
    assert alone.scores["value"].notna().all() and inequality.scores(alone).empty
    for id in composite.leaves("behoefte_jeugd"):
        frame[id] = chance.uniform(0, 9, 12)
    two = need.outcome(frame, {}, Choice("behoefte", "binnen", weights={"behoefte_armoede": 0.0}), 2022)
    assert set(two.parts) == {"behoefte_jeugd", "behoefte_werk"} and inequality.scores(two).notna().all()


@pytest.mark.parametrize("other_domains", [True, False])
def test_nested_counts_of_pure_chance_have_a_slope_in_one_of_twenty(other_domains: bool) -> None:
    """The people under 100% of the minimum are among those under 110%: 8 and 12% in all of 20 wijken, 600 times.

    By ``armoede`` of the same year the interval leaves out 0 nearly always. What the page gives, by need of other people or
    by the same figure a year before, leaves it out in 3 to 8 of 100; else it has no slope.
    """
    chance, entry = np.random.default_rng(17), catalog.entry("armoede_110")
    wijken = pd.Index([f"WK9900{i:02d}" for i in range(20)])
    people = pd.Series(chance.integers(500, 9000, 20).astype(float), index=wijken)
    apart, nested, runs = 0, 0, 600

    def outside(found: inequality.Inequality | None) -> bool:
        assert found is not None and found.low is not None and found.high is not None
        return not found.low <= 0 <= found.high

    for _ in range(runs):
        under = chance.binomial(people.astype(int), 0.08)
        values = {2022: under + chance.binomial(people.astype(int) - under, 0.04 / 0.92)}
        values[2021] = chance.binomial(people.astype(int), 0.12)
        of = {year: pd.Series(100 * count / people, index=wijken) for year, count in values.items()}

        def place(order: inequality.Order, of: dict[int, pd.Series[float]] = of) -> pd.Series[float]:
            if order.by == "behoefte":
                free = pd.Series(chance.normal(50, 10, 20), index=wijken)
                return free if other_domains else free.iloc[:0]
            assert order.by == entry.id, "never by poverty of the same people"
            return of[order.of]

        def rows(year: int, of: dict[int, pd.Series[float]] = of) -> pd.DataFrame:
            return pd.DataFrame({entry.id: of[year], "inwoners": people})

        found = inequality.first(entry, [2021, 2022], rows, place)
        assert found is not None and found[0].by == ("behoefte" if other_domains else entry.id)
        apart += outside(found[1])
        nested += outside(inequality.within(pd.Series(100 * under / people, index=wijken), of[2022], people))
    assert 0.03 * runs <= apart <= 0.08 * runs
    assert nested > 0.9 * runs, "the order that is not taken"
    alone = inequality.first(entry, [2022], rows, place) if not other_domains else None
    assert alone is None or (alone[0].itself and alone[1].slope is None)


def test_noise_in_the_order_of_itself_always_has_a_slope_and_in_another_order_seldom() -> None:
    """Of 400 gemeenten of 20 wijken with nothing but chance: the 95% interval of the slope leaves out 0 in 1 of 20."""
    chance = np.random.default_rng(17)
    people = series(*chance.integers(500, 9000, 20))
    itself, other = 0, 0
    for _ in range(400):
        outcome, order = series(*chance.normal(10, 2, 20)), series(*chance.normal(0, 1, 20))
        for needy in (outcome, order):
            found = inequality.within(needy, outcome, people)
            assert found is not None and found.low is not None and found.high is not None
            apart = not found.low <= 0 <= found.high
            itself, other = itself + (apart and needy is outcome), other + (apart and needy is order)
    assert itself == 400, "so it is never given"
    assert 8 <= other <= 36
    made = inequality.within(outcome, outcome, people, itself=True)
    assert made is not None and made.slope is made.low is made.high is made.relative is None


def test_the_relative_index_is_the_slope_over_the_mean() -> None:
    people = series(100, 100, 100, 100, 100)
    found = inequality.within(series(1, 2, 3, 4, 5), series(10, 12, 14, 16, 18), people)
    assert found is not None and found.slope is not None and found.relative is not None
    assert found.slope == pytest.approx(10) and found.relative == pytest.approx(10 / 14)
