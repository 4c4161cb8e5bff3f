"""How many times larger chance is where people and events do not come one by one: by hand, and against simulated truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import catalog, design_effect, parameters, uncertainty

POVERTY = catalog.entry("armoede_personen")
ASSISTANCE = catalog.entry("bijstand_per_1000")
CRIME = catalog.entry("misdrijven_per_1000")
PEOPLE = {"inwoners", "leeftijd_15_25", "opleiding_laag"}
# Of all Dutch households, roughly: one person, two without children, families of two to five.
SIZES, SHARES = np.array([1, 2, 2, 3, 4, 5]), np.array([0.39, 0.285, 0.05, 0.09, 0.13, 0.055])


def composition(alone: float, couples: float, families: float, people: float) -> dict[str, list[float]]:
    return dict(zip(design_effect.COMPOSITION, [[alone], [couples], [families], [people]], strict=True))


def test_kish_by_hand() -> None:
    # 40 alone, 30 of two, 30 families of four who spread by 1: (40 + 30*4 + 30*17) / (40 + 60 + 120) = 670 / 220.
    frame = pd.DataFrame(composition(40, 30, 30, 220))
    assert parameters.value("gezin_variantie") == 1
    assert design_effect.of("armoede_personen", frame) == pytest.approx([670 / 220])
    # Adults: 40 of one and 60 of two: (40 + 240) / (40 + 120).
    assert design_effect.of("bijstand_per_1000", frame) == pytest.approx([1.75])


def test_who_all_live_alone_count_one_by_one() -> None:
    frame = pd.DataFrame(composition(500, 0, 0, 500))
    assert design_effect.of("armoede_personen", frame) == pytest.approx([1.0])
    assert design_effect.of("bijstand_per_1000", frame) == pytest.approx([1.0])


def test_without_a_composition_that_can_be_the_national_figure_stands_in() -> None:
    frame = pd.DataFrame(composition(np.nan, 0, 0, 500))
    absurd = pd.DataFrame(composition(10, 10, 10, 5000))
    for held in (frame, absurd, pd.DataFrame({"inwoners": [500.0]})):
        assert design_effect.of("armoede_personen", held) == pytest.approx([2.8])
    assert design_effect.of("bijstand_per_1000", frame) == pytest.approx([1.8])


def test_every_margin_says_what_goes_together_in_it() -> None:
    """Whoever adds a figure about people or events has to think of it."""
    for entry in catalog.entries().values():
        found = uncertainty.basis(entry)
        if found and PEOPLE & {*found.out_of, *found.count}:
            assert design_effect.together(entry.id), entry.id
    for id in (*design_effect.HOUSEHOLD, *design_effect.ADULTS, *design_effect.EVENTS):
        assert uncertainty.basis(catalog.entry(id)), id


def test_what_an_event_counts_is_what_its_rate_counts() -> None:
    for id, (counted, over, _) in design_effect.EVENTS.items():
        found = uncertainty.basis(catalog.entry(id))
        assert found
        assert (found.count, found.out_of) == (counted, over), id


def test_the_overdispersion_stands_in_no_list() -> None:
    assert not [id for id in catalog.listed() if id.endswith(design_effect.ENDING)]


def households(rng: np.random.Generator, poor: float, runs: int, many: int) -> pd.DataFrame:
    """Areas of ``many`` households of which each is poor or not with all who live in it; the share of poor people."""
    size = rng.choice(SIZES, p=SHARES / SHARES.sum(), size=(runs, many))
    is_poor = rng.random((runs, many)) < poor
    people, alone = size.sum(axis=1), (size == 1).sum(axis=1)
    couples = np.minimum((size == 2).sum(axis=1), round(0.285 * many))
    frame = pd.DataFrame(
        {
            "armoede_personen": 100 * (size * is_poor).sum(axis=1) / people,
            "inwoners": people,
            "eenpersoonshuishoudens": alone,
            "huishoudens_zonder_kinderen": couples,
            "huishoudens_met_kinderen": many - alone - couples,
        },
        dtype=float,
    )
    return frame.round({"armoede_personen": 1})


def test_people_in_poverty_are_poor_by_household() -> None:
    """The audit: 77% of margins held the truth where 95% should, and 5.8% were clearly apart where 0.2% should."""
    frame = households(np.random.default_rng(17), 0.08, runs=6000, many=690)
    assert frame["inwoners"].mean() == pytest.approx(1480, abs=30)
    truth = 8.0
    alone = frame.assign(
        eenpersoonshuishoudens=frame["inwoners"], huishoudens_zonder_kinderen=0, huishoudens_met_kinderen=0
    )
    held, naive = (
        (ends["low"] <= truth) & (truth <= ends["high"])
        for ends in (uncertainty.interval(POVERTY, one) for one in (frame, alone))
    )
    assert naive.mean() < 0.8
    assert 0.94 <= held.mean() <= 0.97
    assert (uncertainty.p_value(POVERTY, alone, truth) < 0.002).mean() > 0.04
    assert (uncertainty.p_value(POVERTY, frame, truth) < 0.002).mean() <= 0.003


def test_partners_draw_benefits_together() -> None:
    rng = np.random.default_rng(18)
    alone, more = 8_000, 12_000
    drawing = rng.binomial(alone, 0.06, 6000) + 2 * rng.binomial(more, 0.06, 6000)
    frame = pd.DataFrame(
        {"bijstand": drawing.astype(float), "leeftijd_15_25": 0.0, "leeftijd_25_45": alone + 2.0 * more}
    )
    frame["bijstand_per_1000"] = 1000 * frame["bijstand"] / frame["leeftijd_25_45"]
    frame = frame.assign(leeftijd_45_65=0.0, inwoners=alone + 2.0 * more, huishoudens_met_kinderen=0.0)
    frame = frame.assign(eenpersoonshuishoudens=float(alone), huishoudens_zonder_kinderen=float(more))
    ends = uncertainty.interval(ASSISTANCE, frame)
    assert 0.94 <= ((ends["low"] <= 60) & (ends["high"] >= 60)).mean() <= 0.97
    assert (uncertainty.p_value(ASSISTANCE, frame, 60.0) < 0.002).mean() <= 0.003


def series(rng: np.random.Generator, expected: np.ndarray, effect: float) -> np.ndarray:
    """Events that come in series of geometric length, so that their variance is ``effect`` times the expected number."""
    length = (effect + 1) / 2
    starts = rng.poisson(expected / length)
    more = rng.negative_binomial(np.maximum(starts, 1), 1 / length) if length > 1 else 0
    return np.asarray(starts + np.where(starts > 0, more, 0), dtype=float)


def country(rng: np.random.Generator, effect: float, spread: float = 0.4, areas: int = 4000) -> tuple[pd.Series, ...]:
    """Count, size, gemeente and true rate of areas that truly differ, ten in a gemeente."""
    size = np.exp(rng.normal(7.2, 0.8, areas)).clip(500, 30_000).round()
    rate = 0.05 * np.exp(rng.normal(0, 0.3, areas // 10)).repeat(10) * rng.gamma(1 / spread**2, spread**2, areas)
    count = series(rng, rate * size, effect)
    group = pd.Series([f"{i // 10:04d}" for i in range(areas)])
    return pd.Series(count), pd.Series(size), group, pd.Series(rate)


@pytest.mark.parametrize("effect", [1, 2, 5])
def test_events_in_series_are_told_from_areas_that_truly_differ(effect: float) -> None:
    found = [design_effect.estimate(*country(np.random.default_rng(seed), effect, areas=8000)[:3]) for seed in range(6)]
    assert np.mean([one for one in found if one]) == pytest.approx(effect, abs=0.5)


def test_the_margin_of_events_in_series_holds_the_true_rate() -> None:
    count, size, group, rate = country(np.random.default_rng(19), 5, areas=8000)
    made = design_effect.estimate(count, size, group)
    frame = pd.DataFrame({"misdrijven_totaal": count, "inwoners": size, "misdrijven_per_1000": 1000 * count / size})
    held = {}
    for effect in (1.0, made):
        ends = uncertainty.interval(CRIME, frame.assign(misdrijven_per_1000_overspreiding=effect))
        held[effect] = ((ends["low"] <= 1000 * rate) & (1000 * rate <= ends["high"])).mean()
    assert held[1.0] < 0.7
    assert 0.94 <= held[made] <= 0.97
    p = uncertainty.p_value(CRIME, frame.assign(misdrijven_per_1000_overspreiding=made), 1000 * rate)
    assert (p < 0.002).mean() <= 0.004


def test_few_areas_get_a_cautious_figure_and_none_get_nothing() -> None:
    count, size, group, _ = country(np.random.default_rng(20), 2, areas=100)
    assert design_effect.estimate(count, size, group) is None
    index = pd.Index([f"WK{group[i]}{i:02d}" for i in range(100)])
    wijken = pd.DataFrame({"misdrijven_totaal": count, "inwoners": size}).set_axis(index)
    none = wijken.iloc[:0]
    assert design_effect.estimates(wijken, none) == {"misdrijven_per_1000": 5}
    assert design_effect.estimates(none, none) == {}
    assert design_effect.estimates(wijken.assign(misdrijven_totaal=np.nan), none) == {}


def test_without_an_estimate_there_is_no_margin() -> None:
    frame = pd.DataFrame({"misdrijven_totaal": [50.0], "inwoners": [1000.0], "misdrijven_per_1000": [50.0]})
    assert uncertainty.interval(CRIME, frame).isna().all(axis=None)
