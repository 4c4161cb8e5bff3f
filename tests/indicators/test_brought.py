"""Events of all years on the newest division, over the inhabitants of then brought to that ground: by hand, on wijken that moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators import __main__ as command
from indicators import beside, brought, build, composite, parameters, same_ground
from loaders import store
from loaders.vocabulary import COUNTRY
from tests import regrouped_store, small_store
from tests.regrouped_store import C0, C1, D0, D1, GEMEENTE, A, B, C, D

WIJKEN = (A, B, C, D)
KINDS = [kind for kind in brought.COUNTED if kind.startswith("misdrijven")]


def events(level: str, codes: list[str], count: float) -> pd.DataFrame:
    """So many of each kind of crime in 2020, on the areas of 2022, as the police lays them."""
    rows = small_store.rows(level, 2020, {kind: dict.fromkeys(codes, count) for kind in KINDS})
    return rows.assign(division=2022, source="politie")


def with_events(root: Path, **how: object) -> store.Store:
    """Wijken that moved between 2020 and 2022 with homes, half as many as inhabitants, and the crimes of 2020 on the areas of 2022."""
    regrouped_store.build(root, **how)  # type: ignore[arg-type]
    data = store.open_store(root)
    with store.writer(root) as w:
        for level in ("gemeente", "wijk", "buurt"):
            people = data.table(level, 2020, ["inwoners"])["inwoners"]
            w.put_observations(
                "huizen",
                level,
                2020,
                small_store.rows(level, 2020, {"woningvoorraad": dict(people / 2)}).assign(source="huizen"),
            )
            codes = list(data.table(level, 2022, ["inwoners"]).index)
            w.put_observations("politie", level, 2020, events(level, codes, 2))
    return store.open_store(root)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    root = tmp_path_factory.mktemp("politie")
    command.build_all(with_events(root), None, None)
    return store.open_store(root)


def test_people_come_from_the_same_ground_from_parts_and_else_from_addresses(built: store.Store) -> None:
    """Vianen was A and is C; B lost a buurt, and what is left was B0; the code A now stands for what was buurt B1."""
    values, statuses = brought.figures(built, "wijk", 2020, 2022)
    assert values["inwoners"].to_dict() == {A: 40.0, B: 460.0, C: 1000.0, D: 300.0}
    assert values["woningvoorraad"].to_dict() == {A: 20.0, B: 230.0, C: 500.0, D: 150.0}
    assert set(statuses["inwoners"]) == {"computed"}, "nothing was divided, so nothing is an estimate"
    buurten, firm = brought.figures(built, "buurt", 2020, 2022)
    assert buurten["inwoners"].loc[[C0, C1, D0, D1]].tolist() == [600, 400, 180, 120], (
        "a tenth of the addresses of D0 went over"
    )
    assert firm["inwoners"].loc[[C0, D0, D1]].tolist() == ["computed", "estimate", "estimate"]
    assert values["inwoners"].sum() == buurten["inwoners"].sum() == 1800, "nobody is lost, nobody counted twice"


def test_a_rate_of_an_older_year_lies_on_the_division_of_its_events(built: store.Store) -> None:
    assert built.own_division("wijk", 2020, "vernieling_per_1000") == 2022
    assert built.own_division("wijk", 2020, "aandeel_0_15") == 2020, (
        "beside it the other figures of that year lie on their own"
    )
    assert built.own_division("wijk", 2020, "inwoners") == 2020
    wanted = ["vernieling_per_1000", "geweld_per_1000", "inbraak_per_1000_woningen", "inwoners"]
    values, statuses = (of("wijk", 2020, wanted, 2022) for of in (built.table, built.statuses))
    assert values.loc[C].to_dict() == {
        "vernieling_per_1000": 2.0,
        "geweld_per_1000": 8.0,
        "inbraak_per_1000_woningen": 4.0,
        "inwoners": 1000.0,
    }
    assert values.loc[D, "vernieling_per_1000"] == pytest.approx(2 / 0.3)
    assert statuses.loc[A, "vernieling_per_1000"] == "withheld", "forty people live there"
    assert built.statuses("buurt", 2020, ["vernieling_per_1000"], 2022).loc[D0].item() == "estimate"


def test_who_asks_the_ground_of_an_area_gets_the_rate(built: store.Store) -> None:
    shown = command.show(built, C)["indicators"]["vernieling_per_1000"]
    assert (shown["value"], shown["year"], shown["division"]) == (2.0, 2020, 2022)
    assert any("grenzen" in text for text in shown["caveats"]) or "inwoners_overgezet" in shown["caveats"]


def test_without_anything_known_there_is_no_rate_and_never_a_guess(tmp_path: Path) -> None:
    """Without addresses the buurten of D cannot be told apart; the wijken still can."""
    data = with_events(tmp_path, addresses=())
    values, statuses = brought.figures(data, "buurt", 2020, 2022)
    assert values["inwoners"].loc[[D0, D1]].isna().sum() == (statuses["inwoners"].loc[[D0, D1]] == "not_given").sum()
    made = build.compute(values, statuses, "buurt", 2020, {}, {}, division=2022)
    rate = made[(made["variable"] == "vernieling_per_1000") & made["value"].isna()]
    assert set(rate["status"]) <= {"not_given", "withheld", "cannot_occur"}
    for code in values.index[values["inwoners"].isna()]:
        assert rate.set_index("region").loc[code, "status"] == "not_given"


def test_building_twice_gives_the_same_and_makes_no_ground_anew(built: store.Store) -> None:
    before = built.version
    assert not list(same_ground.tables(built)), "inhabitants that were brought are no part of what grounds are made of"
    command.build_all(store.open_store(built.root), None, None)
    assert store.open_store(built.root).version == before


# ---------------------------------------------------------------- the score


def crowd(year: int, count: int, wijken: int = 60) -> pd.DataFrame:
    """Wijken of 2,000 inhabitants and 1,000 homes with crimes that rise from one to the next."""
    rng = np.random.default_rng(year)
    index = pd.Index([f"WK0001{at:02d}" for at in range(wijken)], name="region")
    frame = pd.DataFrame({"inwoners": 2000.0, "woningvoorraad": 1000.0}, index=index)
    for kind in KINDS:
        frame[kind] = rng.poisson(count + np.arange(wijken) / 4).astype(float)
    return frame


def test_the_base_year_sets_norms_of_figures_that_lie_on_another_division() -> None:
    own = crowd(2018, 6)[["inwoners"]]
    country = own.sum().to_frame().T
    made = build.base(own, country, [crowd(2018, 6)]).norms
    rates = {"inbraak_per_1000_woningen", "vernieling_per_1000", "geweld_per_1000"}
    assert rates <= set(made) and not rates & set(build.base(own, country).norms)
    frame = crowd(2018, 6)
    by_hand = np.log1p(frame["misdrijven_inbraak_woning"])
    assert made["inbraak_per_1000_woningen"].mean == pytest.approx(
        by_hand.clip(*composite.bounds(by_hand, frame["inwoners"], parameters.value("winsor"))).mean()
    )


SCORE = "leefbaarheid_overlast_onveiligheid"


def test_crime_of_2013_on_the_division_of_2024_gives_a_score_for_2013(tmp_path: Path) -> None:
    """The whole way: a store in which every year of the police lies on 2024, the base year too."""
    codes = [f"WK0001{at:02d}" for at in range(60)]
    levels = {"land": [COUNTRY], "gemeente": ["GM0001"], "wijk": codes, "buurt": [f"BU{code[2:]}00" for code in codes]}
    with store.writer(tmp_path) as w:
        for year in (2013, 2018, 2024):
            crimes = crowd(year, 6)
            for level, areas in levels.items():
                if level != "land":
                    named = small_store.names(level, areas)
                    w.put_names(level, year, named.assign(change="1"))
                many = {"land": 60, "gemeente": 60}.get(level, 1)
                people = {
                    "inwoners": dict.fromkeys(areas, 2000.0 * many),
                    "woningvoorraad": dict.fromkeys(areas, 1000.0 * many),
                }
                w.put_observations(
                    "cbs_kwb", level, year, small_store.rows(level, year, people).assign(source="cbs_kwb")
                )
                cells = {
                    kind: dict.fromkeys(areas, crimes[kind].sum())
                    if many > 1
                    else dict(zip(areas, crimes[kind], strict=True))
                    for kind in KINDS
                }
                rows = small_store.rows(level, year, cells).assign(division=2024, source="politie")
                w.put_observations("politie", level, year, rows)
    command.build_all(store.open_store(tmp_path), None, None)
    data = store.open_store(tmp_path)
    assert data.years("wijk", SCORE) == [2013, 2018, 2024]
    assert {year: data.own_division("wijk", year, SCORE) for year in (2013, 2018, 2024)} == dict.fromkeys(
        (2013, 2018, 2024), 2024
    )
    score = data.table("wijk", 2018, [SCORE], 2024)[SCORE]
    assert score.mean() == pytest.approx(parameters.value("schaal_midden"), abs=0.01), (
        "the base year's mean is the middle"
    )
    assert (
        data.table("wijk", 2013, [SCORE], 2024)[SCORE].iloc[:10].mean()
        > data.table("wijk", 2013, [SCORE], 2024)[SCORE].iloc[-10:].mean()
    )
    assert beside._norms(data).keys() >= {"geweld_per_1000"}
    assert GEMEENTE not in data.table("gemeente", 2013, [SCORE], 2024).index
