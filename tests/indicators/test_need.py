"""Composites under a reader's own choices: each step by hand, and what must hold whatever goes in."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators import __main__ as command
from indicators import composite, need, scoring, sensitivity, tested, tree, words
from indicators.composite import Norm
from indicators.tree import Choice
from loaders import store

CODE = "behoefte"
LIVEABILITY = "leefbaarheid"
LEAVES = composite.leaves(CODE) + composite.leaves(LIVEABILITY)
POVERTY = composite.leaves("behoefte_armoede")
NORMS = dict.fromkeys(LEAVES, Norm(mean=10, spread=2, low=0, high=20))
weight = st.floats(0.1, 10)


def wijken(size: int, **columns: float | list[float]) -> pd.DataFrame:
    """Wijken of 1,000 inhabitants that are average in everything but what is given."""
    index = pd.Index([f"WK{i:06d}" for i in range(size)], name="region")
    return pd.DataFrame(dict.fromkeys(LEAVES, 10.0) | {"inwoners": 1000.0} | columns, index=index)


def scattered(size: int, seed: int = 1, gaps: float = 0.02) -> pd.DataFrame:
    """Wijken whose figures go together as in life, with gaps."""
    random = np.random.default_rng(seed)
    common = random.normal(size=size)
    frame = wijken(size, inwoners=random.integers(500, 20_000, size).astype(float).tolist())
    for code in LEAVES:
        bad = -composite.nodes()[code].direction
        frame[code] = 10 + 2 * (bad * common + random.normal(size=size))
        frame[code] = frame[code].mask(random.random(size) < gaps)
    return frame


@pytest.fixture
def all_are_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every dimension of liveability and its total, also what is no score (see test_tested.py); without logarithms."""
    monkeypatch.setattr(tested, "unfit", lambda code: "")
    monkeypatch.setattr(tree, "transformed", lambda values, code: values)
    monkeypatch.setattr(composite, "transformed", lambda values, code: values)


def score(frame: pd.DataFrame, choice: Choice, year: int = 2020) -> pd.Series[float]:
    return need.outcome(frame, NORMS, choice, year).scores["value"]


def test_need_by_hand() -> None:
    # one deviation more poverty in 1 of 4 figures; two deviations fewer at work; the rest is average
    found = need.outcome(wijken(1, armoede=12.0, arbeidsparticipatie=6.0), NORMS, Choice(CODE), 2020)
    parts = found.part_scores().iloc[0]
    assert parts["behoefte_armoede"] == pytest.approx(102.5)
    assert parts["behoefte_werk"] == pytest.approx(120)
    assert found.scores["value"].iloc[0] == pytest.approx((102.5 + 100 + 120) / 3)
    assert found.contributions().iloc[0].to_dict() == pytest.approx(
        {"behoefte_armoede": 2.5 / 3, "behoefte_jeugd": 0, "behoefte_werk": 20 / 3}
    )


def test_a_score_says_on_how_many_parts_and_figures_it_rests() -> None:
    nan = math.nan
    frame = wijken(
        4,
        armoede=[10.0, nan, nan, 10.0],
        arbeidsparticipatie=[6.0, 6.0, 6.0, nan],
        vsv_percentage=[10.0, 10.0, nan, 10.0],
    )
    found = need.outcome(frame, NORMS, Choice(CODE), 2020, country=math.inf)
    assert found.rests_on().eq(0).all().all(), "nothing is known for enough of the country: no score, no parts"
    found = need.outcome(frame, NORMS, Choice(CODE), 2020)
    made = found.rests_on()
    assert (
        made["parts"].tolist()
        == found.part_scores().notna().sum(axis=1).where(found.scores["value"].notna(), 0).tolist()
    )
    counted = list(sensitivity.counted(found.tree))
    whole = made.index[found.tree.values[counted].notna().all(axis=1)]
    assert (made.loc[whole, "figures"] == len(counted)).all()
    assert (made["figures"] >= made["parts"]).all()


def test_liveability_is_better_when_higher_and_no_part_of_need(all_are_scores: None) -> None:
    frame = wijken(1, leegstand=14.0, energielabel_ab=6.0)
    assert score(frame, Choice(LIVEABILITY)).iloc[0] == pytest.approx(100 - 20 / 5)
    assert score(frame, Choice(CODE)).iloc[0] == pytest.approx(100)


def test_need_stays_as_it_is_whatever_comes_of_liveability() -> None:
    """As long as it does not go with what it claims to measure: not by any figure, and it is no score to choose."""
    assert LIVEABILITY not in composite.children(CODE) and not set(composite.leaves(LIVEABILITY)) & set(
        composite.leaves(CODE)
    )
    assert need.outcome(scattered(40), NORMS, Choice(LIVEABILITY), 2020).scores["value"].isna().all()


def test_the_default_choice_is_the_score_of_the_store(all_are_scores: None) -> None:
    frame = scattered(60)
    counted = scoring.measured(frame, NORMS, "leefbaarheid")
    stored = scoring.score(frame, NORMS, "leefbaarheid", counted)["leefbaarheid"]
    assert score(frame, Choice("leefbaarheid")).tolist() == pytest.approx(stored.tolist(), nan_ok=True)


def test_weights_by_hand() -> None:
    frame = wijken(1, armoede=20.0, armoede_110=20.0, bijstand_per_1000=20.0, personen_laagste_40=20.0)  # poverty 150
    assert score(frame, Choice(CODE, weights={"behoefte_armoede": 3})).iloc[0] == pytest.approx(100 + 50 * 3 / 5)
    assert score(frame, Choice(CODE, weights={"behoefte_armoede": 0})).iloc[0] == pytest.approx(100)


def test_percentiles_within_the_year_by_hand() -> None:
    rising = [1.0, 2.0, 3.0, 4.0]
    three = ["armoede", "bijstand_per_1000", "personen_laagste_40"]
    frame = wijken(4, **dict.fromkeys(three, rising))[["inwoners", *three]]
    made = score(frame, Choice("behoefte_armoede", against="binnen"))
    assert made.tolist() == [12.5, 37.5, 62.5, 87.5]


def test_geometric_mean_by_hand() -> None:
    frame = wijken(1, armoede=20.0, armoede_110=20.0, bijstand_per_1000=20.0, personen_laagste_40=20.0)
    made = score(frame, Choice(CODE, means="meetkundig")).iloc[0]
    assert made == pytest.approx(200 - (50 * 100**2) ** (1 / 3))  # on the better scale poverty is 50
    assert made > score(frame, Choice(CODE)).iloc[0]  # one bad part is made up for less


def test_winsorising_is_a_choice() -> None:
    frame = wijken(1, arbeidsparticipatie=-20.0)
    cut, free = (score(frame, Choice(CODE, winsor=on)).iloc[0] for on in (True, False))
    assert (cut, free) == (pytest.approx(100 + 50 / 3), pytest.approx(100 + 150 / 3))


def test_two_thirds_of_the_figures_that_the_table_defines() -> None:
    gap = math.nan
    frame = wijken(6, armoede=[10.0] * 4 + [gap] * 2, armoede_110=[10.0] * 5 + [gap])
    assert score(frame, Choice("behoefte_armoede")).isna().tolist() == [False] * 5 + [True]  # 4, 3 and 2 of 4
    without = frame.assign(bijstand_per_1000=gap)  # the year has three of the four
    assert score(without, Choice("behoefte_armoede")).isna().tolist() == [False] * 4 + [True] * 2


@pytest.mark.parametrize(("known", "made"), [(1, False), (2, False), (3, True), (4, True)])
def test_poverty_of_one_or_two_of_its_four_figures_is_none(known: int, made: bool) -> None:
    frame = scattered(30, gaps=0)[["inwoners", *POVERTY[:known]]]
    found = need.outcome(frame, {}, Choice("behoefte_armoede", "binnen"), 2022)
    assert found.scores["value"].notna().all() == made == found.scores["value"].notna().any()
    assert len(found.parts) == (known if made else 0)
    if not made:
        assert found.missing[POVERTY[0]] == "wel gemeten, maar te weinig van de andere onderdelen is dat"
        said = need.too_few(found.tree, "behoefte_armoede", 2022)
        assert f"{known} van de 4 cijfers genoeg bekend" in said and "twee derde is nodig" in said


@pytest.mark.parametrize(("domains", "made"), [(1, False), (2, True), (3, True)])
def test_need_asks_for_two_of_its_three_domains(domains: int, made: bool) -> None:
    kept = ("behoefte_armoede", "behoefte_werk", "behoefte_jeugd")[:domains]
    frame = scattered(40, gaps=0)[["inwoners", *(leaf for code in kept for leaf in composite.leaves(code))]]
    found = need.outcome(frame, {}, Choice(CODE, "binnen"), 2022)
    assert found.scores["value"].notna().any() == made
    assert set(found.parts) == (set(kept) if made else set())
    # A domain that has one of its four figures is no domain, and the rest does not carry its name.
    poorer = frame.drop(columns=list(POVERTY[1:]))
    without = need.outcome(poorer, {}, Choice(CODE, "binnen"), 2022)
    assert without.scores["value"].notna().any() == (domains == 3)
    assert without.missing["behoefte_armoede"].startswith("in 2022 is 1 van de 4 cijfers genoeg bekend (armoede)")


@pytest.mark.parametrize(("dimensions", "made"), [(2, False), (3, True), (4, True)])
def test_a_total_of_liveability_asks_for_three_dimensions(dimensions: int, made: bool, all_are_scores: None) -> None:
    names = composite.children(LIVEABILITY)[:dimensions]
    kept = [leaf for code in names for leaf in composite.leaves(code)]
    frame = scattered(40, gaps=0)[["inwoners", *kept]]
    assert need.outcome(frame, {}, Choice(LIVEABILITY, "binnen"), 2020).scores["value"].notna().all() == made
    counted = scoring.measured(frame, NORMS, LIVEABILITY)
    assert counted == names and (LIVEABILITY in scoring.score(frame, NORMS, LIVEABILITY, counted)) == made


def test_a_name_says_its_parts(all_are_scores: None) -> None:
    assert need.label("behoefte_armoede", ["armoede", "bijstand_per_1000", "personen_laagste_40"]) == (
        "Armoede (uit armoede, bijstand en lage inkomens)"
    )
    assert need.label("behoefte_werk", ["arbeidsparticipatie"]) == "Werk (betaald werk)"
    assert need.label("behoefte", []) == "Behoefte (samengesteld)"
    found = need.outcome(scattered(40), NORMS, Choice("leefbaarheid"), 2020)
    assert found.label == (
        "Leefbaarheid (uit woningvoorraad, fysieke omgeving, voorzieningen, sociale samenhang en overlast)"
    )


def test_a_figure_of_few_inhabitants_does_not_count_and_says_so() -> None:
    gap = math.nan
    found = need.outcome(wijken(4, vsv_percentage=[10.0, gap, gap, gap]), NORMS, Choice(CODE), 2020)
    assert "vsv_percentage" not in sensitivity.counted(found.tree)
    assert found.missing["vsv_percentage"] == "in 2020 bekend voor wijken met 25% van de inwoners; twee derde is nodig"


def test_one_city_is_not_ranked_as_the_country() -> None:
    choice = Choice(CODE, against="binnen")
    city = scattered(30)
    people = float(city["inwoners"].sum())
    assert need.outcome(city, {}, choice, 2020, country=1.2 * people).scores["value"].notna().any()
    found = need.outcome(city, {}, choice, 2020, country=30 * people)
    assert found.scores["value"].isna().all() and "twee derde is nodig" in found.missing["armoede"]
    assert need.outcome(city, {}, choice, 2020, country=math.nan).scores["value"].isna().all()


def test_one_figure_is_no_composite() -> None:
    frame = scattered(30)[["inwoners", "bijstand_per_1000"]]
    assert score(frame, Choice("behoefte_armoede")).isna().all()


def test_small_wijken_get_no_score_and_a_reason() -> None:
    found = need.outcome(wijken(3, inwoners=[499.0, 500.0, 900.0]), NORMS, Choice(CODE), 2020)
    assert found.scores["value"].isna().tolist() == [True, False, False]
    assert found.scores["status"].tolist() == ["withheld", "computed", "computed"]
    assert need.outcome(wijken(1, inwoners=90.0), NORMS, Choice(CODE), 2020, least=50).scores["value"].notna().all()


def test_poverty_is_never_chained_over_2024() -> None:
    base = wijken(3, armoede=[1.0, 2.0, 3.0], bijstand_per_1000=[1.0, 2.0, 3.0])
    assert {"armoede", "bijstand_per_1000"} <= set(need.norms(base, 3000, CODE, 2023))
    after = need.norms(base, 3000, CODE, 2024)
    assert "armoede" not in after and "bijstand_per_1000" in after
    found = need.outcome(wijken(3), after, Choice(CODE), 2024)
    assert "andere definitie" in found.missing["armoede"]


def test_without_a_base_year_only_the_year_itself_can_compare() -> None:
    assert need.outcome(wijken(3), {}, Choice(CODE), 2020).scores["value"].isna().all()
    assert score(scattered(30), Choice(CODE, against="binnen")).notna().any()


@pytest.mark.parametrize("against", ["basisjaar", "binnen"])
@pytest.mark.parametrize("means", ["rekenkundig", "meetkundig"])
@pytest.mark.parametrize("code", need.composites())
def test_contributions_sum_to_the_score(code: str, means: tree.Means, against: tree.Against) -> None:
    choice = Choice(code, against=against, means=means, weights={"behoefte_armoede": 2.5, "armoede": 0.5})
    found = need.outcome(scattered(40), NORMS, choice, 2020)
    known = found.scores["value"].dropna()
    assert len(known) > 20
    summed = found.contributions().sum(axis=1)[known.index]
    assert summed.tolist() == pytest.approx((known - choice.middle).tolist(), abs=1e-9)


@given(st.fixed_dictionaries(dict.fromkeys(composite.children(CODE), weight)), st.floats(0.01, 100))
@settings(max_examples=25, deadline=None)
def test_only_the_ratio_of_weights_matters(weights: dict[str, float], times: float) -> None:
    frame = scattered(12)
    one = score(frame, Choice(CODE, weights=weights))
    other = score(frame, Choice(CODE, weights={code: value * times for code, value in weights.items()}))
    assert one.tolist() == pytest.approx(other.tolist(), nan_ok=True)


@given(
    st.sampled_from(LEAVES),
    st.floats(0, 20),
    st.floats(0, 8),
    st.sampled_from(["rekenkundig", "meetkundig"]),
    st.sampled_from(["basisjaar", "binnen"]),
)
@settings(max_examples=60, deadline=None)
def test_worse_in_one_figure_never_lowers_need(
    code: str, value: float, more: float, means: tree.Means, against: tree.Against
) -> None:
    bad = -composite.nodes()[code].direction
    frame = wijken(3, **{code: [value, value + bad * more, 10.0]})
    first, second, _ = score(frame, Choice(CODE, means=means, against=against))
    assert second >= first - 1e-9


def ranked(frame: pd.DataFrame, runs: int = 200, seed: int = 5, choice: Choice | None = None) -> pd.DataFrame:
    return need.outcome(frame, NORMS, choice or Choice(CODE), 2020).sensitivity(runs, seed)


def test_ranks_are_of_the_worst_first() -> None:
    frame = wijken(3, armoede=[10.0, 18.0, 14.0], arbeidsparticipatie=[10.0, 2.0, 6.0])
    assert ranked(frame)["rank"].tolist() == [3, 1, 2]


def test_the_same_seed_gives_the_same_ranks() -> None:
    frame = scattered(80)
    pd.testing.assert_frame_equal(ranked(frame), ranked(frame))
    assert not ranked(frame).equals(ranked(frame, seed=6))


def test_an_area_that_is_worst_in_everything_is_robust() -> None:
    frame = scattered(50, gaps=0)
    worst = [0.0 if composite.nodes()[code].direction > 0 else 20.0 for code in LEAVES]
    frame.iloc[7, [frame.columns.get_loc(code) for code in LEAVES]] = worst
    table = ranked(frame)
    assert table.iloc[7].to_dict() == {"rank": 1, "median": 1, "low": 1, "high": 1, "share": 1}
    assert sensitivity.robust(table).iloc[7] and not sensitivity.robust(table).all()


def test_robust_asks_for_nine_runs_in_ten() -> None:
    table = pd.DataFrame({"share": [0.899, 0.9, 1.0]})
    assert sensitivity.robust(table).tolist() == [False, True, True]


@given(st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_the_interval_holds_the_median_and_mostly_the_chosen_rank(seed: int) -> None:
    table = ranked(scattered(90, seed), runs=100)
    assume(len(table) > 50)
    assert ((table["low"] <= table["median"]) & (table["median"] <= table["high"])).all()
    assert table["rank"].between(table["low"], table["high"]).mean() > 0.8
    assert table["share"].between(0, 1).all()


def test_every_run_has_a_whole_tenth() -> None:
    table = ranked(scattered(95))
    assert table["share"].sum() == pytest.approx(sensitivity.worst(len(table)))


def test_summary_by_hand() -> None:
    runs = np.array([[1, 2], [1, 2], [2, 1]], dtype=np.int16)
    table = sensitivity.summary(runs, pd.Series([90.0, 110.0], index=["WK1", "WK2"]))
    assert table["median"].tolist() == [1, 2]
    assert table["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert table["rank"].tolist() == [1, 2]


@pytest.mark.parametrize("code", need.composites())
def test_one_figure_alone_can_be_ranked(code: str) -> None:
    first = composite.leaves(code)[-1]
    frame = scattered(30, gaps=0)[["inwoners", first]]
    found = need.outcome(frame, NORMS, Choice(code), 2020).sensitivity(50, 1)
    assert not len(found) or found.notna().all(axis=None)


def test_all_wijken_and_a_thousand_runs() -> None:
    table = ranked(scattered(3400), runs=1000)
    assert len(table) > 3300
    assert table.notna().all(axis=None)


def test_sentences_take_no_position() -> None:
    table = ranked(scattered(60))
    text = [need.conclusion(table), need.conclusion(table.iloc[:0]), *(w.is_ + w.is_not for w in need.WORDS.values())]
    text += [need.place({"share": share}, 60) for share in (0.0, 0.5, 0.95)]
    assert words.causal(" ".join(text)) == []
    assert "robuust in het slechtste tiende" in need.place({"share": 0.9}, 60)
    assert "robuust" not in need.place({"share": 0.899}, 60) and "89%" in need.place({"share": 0.899}, 60)


def test_one_area_as_plain_data() -> None:
    found = need.outcome(scattered(40), NORMS, Choice(CODE), 2020)
    ranks = found.sensitivity(50, 1)
    area = need.of_area(found, ranks, ranks.index[3])
    assert area is not None
    assert set(area["rank"]) == {"median", "low", "high", "share_worst_tenth", "of"}
    assert sum(p["contribution"] or 0 for p in area["parts"]) == pytest.approx(area["value"] - 100, abs=0.05)
    assert need.of_area(found, ranks, "WK999999") is None


def test_the_command_gives_rank_and_parts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DSW_DATA", "/nergens")
    demo = store.current()
    code = str(demo.names("wijk", demo.years("wijk")[-1]).index[2])
    assert command.main(["show", code, "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)["scores"]
    assert set(scores) == set(need.composites())
    for found in scores.values():
        assert found["rank"]["low"] <= found["rank"]["median"] <= found["rank"]["high"] <= found["rank"]["of"]
        assert len(found["parts"]) >= 2
