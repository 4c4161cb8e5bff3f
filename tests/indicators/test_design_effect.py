"""How many times larger chance is where people and events do not come one by one: by hand, and against simulated truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import catalog, design_effect, parameters, simulated, uncertainty

CRIME = catalog.entry("misdrijven_per_1000")
PEOPLE = {"inwoners", "leeftijd_15_25", "opleiding_laag"}


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


@pytest.mark.parametrize("effect", [2, 5])
def test_events_in_series_are_told_from_areas_that_truly_differ(effect: float) -> None:
    drawn = (simulated.country(np.random.default_rng(seed), effect)[:3] for seed in range(6))
    found = [one for one in (design_effect.estimate(*three) for three in drawn) if one]
    assert np.mean(found) == pytest.approx(effect, abs=0.5)


def test_few_areas_get_a_cautious_figure_and_none_get_nothing() -> None:
    count, size, group, _ = simulated.country(np.random.default_rng(20), 2, areas=100)
    assert design_effect.estimate(count, size, group) is None
    index = pd.Index([f"WK{group[i]}{i:02d}" for i in range(100)])
    wijken = pd.DataFrame({"misdrijven_totaal": count, "inwoners": size}).set_axis(index)
    none = wijken.iloc[:0]
    assert design_effect.estimates(wijken, none) == {"misdrijven_per_1000": 5}
    assert design_effect.estimates(none, none) == {}
    assert design_effect.estimates(wijken.assign(misdrijven_totaal=np.nan), none) == {}


def test_without_an_estimate_the_margin_is_a_cautious_one() -> None:
    """As in data that were built before there was an estimate."""
    frame = pd.DataFrame({"misdrijven_totaal": [50.0], "inwoners": [1000.0], "misdrijven_per_1000": [50.0]})
    cautious = uncertainty.interval(CRIME, frame)
    same = uncertainty.interval(CRIME, frame.assign(misdrijven_per_1000_overspreiding=5.0))
    assert cautious.equals(same) and cautious.notna().all(axis=None)


def test_where_a_busy_centre_hides_the_series_the_figure_is_a_cautious_one() -> None:
    """One area in ten has five times the rate of the rest: no margin may come out as if events were separate."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        _, size, group, rate = simulated.country(rng, 5)
        busy = rate.to_numpy() * np.where(np.arange(len(rate)) % 10 == 0, 5, 1)
        count = pd.Series(simulated.series(rng, busy * size.to_numpy(), 5))
        assert (design_effect.estimate(count, size, group) or 5) >= 2.5


def test_the_series_of_every_kind_of_event_are_estimated() -> None:
    """Each from its own counts: of the police per kind, of CBS out of the rate."""
    count, size, group, _ = simulated.country(np.random.default_rng(22), 3)
    buurten = pd.DataFrame({"inwoners": size}).set_axis([f"BU{group[i]}{i:04d}" for i in range(len(group))])
    for column in design_effect.columns():
        buurten[column] = size.to_numpy() if column == "inwoners" else count.to_numpy()
    for id in ("diefstal_woning", "vernieling", "geweld"):
        buurten[id] = 1000 * buurten[id] / buurten["inwoners"]
    found = {id + design_effect.ENDING: made for id, made in design_effect.estimates(buurten.iloc[:0], buurten).items()}
    assert set(found) == {
        "misdrijven_per_1000_overspreiding",
        "inbraak_per_1000_woningen_overspreiding",
        "inbraak_woning_per_1000_overspreiding",
        "vernieling_per_1000_overspreiding",
        "geweld_per_1000_overspreiding",
        "drugs_drankoverlast_per_1000_overspreiding",
        "overlast_per_1000_overspreiding",
        "overlast_jeugd_per_1000_overspreiding",
        "diefstal_woning_overspreiding",
        "vernieling_overspreiding",
        "geweld_overspreiding",
    }
    # Four kinds at once come in series four times as long.
    assert found["geweld_per_1000_overspreiding"] > 2 * found["misdrijven_per_1000_overspreiding"]
    assert found["vernieling_overspreiding"] == pytest.approx(found["misdrijven_per_1000_overspreiding"])
