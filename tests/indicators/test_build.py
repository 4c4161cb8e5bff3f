"""Building a level and year: the values, and for each empty cell the right reason."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from indicators import build, catalog, composite, norm_data, tested, youth_work
from indicators.composite import Norm
from loaders.store import COLUMNS, MISSING

REGIONS = [f"WK0001{i:02d}" for i in range(6)]
NOTHING = math.nan
CRIME = composite.leaves("leefbaarheid_overlast_onveiligheid")
NORMS = dict.fromkeys(composite.inputs("leefbaarheid"), Norm(10, 2, 0, 20))


def made(
    values: dict[str, list[float]], statuses: dict[str, list[str]] | None = None, year: int = 2020, level: str = "wijk"
) -> pd.DataFrame:
    """What is built of these columns; a status that is not given is published, or not given where empty."""
    size = len(next(iter(values.values())))
    wide = pd.DataFrame(values, index=pd.Index(REGIONS[:size], name="region"), dtype=float)
    filled = wide.isna().replace({True: "not_given", False: "published"}).astype(object)
    status = filled.assign(**(statuses or {}))
    counted = build.measured(wide, NORMS)
    return build.compute(wide, status, level, year, NORMS, counted)


def column(frame: pd.DataFrame, id: str, what: str = "status") -> list[object]:
    return frame[frame["variable"] == id][what].tolist()


def test_the_frame_is_as_the_store_wants_it() -> None:
    frame = made({"inwoners": [1000, NOTHING], "leefbaarheid": [1, 1], "leeftijd_0_15": [150, 10]})
    assert tuple(frame.columns) == COLUMNS
    assert set(frame["source"]) == {"indicatoren"} and set(frame["level"]) == {"wijk"}
    assert set(frame["division"]) == {2020} == set(frame["year"])
    assert (frame["value"].isna() == frame["status"].isin(MISSING)).all()
    assert frame["region"].tolist() == REGIONS[:2]


def test_values_and_reasons_of_a_share() -> None:
    frame = made(
        {
            "inwoners": [1000, NOTHING, 0, 90, 1000, 1000],
            "leeftijd_65_plus": [195, 10, 0, 20, NOTHING, 0],
        },
        {"leeftijd_65_plus": ["published"] * 4 + ["withheld", "published"]},
    )
    values = column(frame, "aandeel_65_plus", "value")
    # CBS rounds to five: 0 is 0, 1 or 2, which is under 2.5; it counts as half of that.
    assert (values[0], values[5]) == (19.5, 0.125)
    assert column(frame, "aandeel_65_plus") == [
        "computed",
        "not_given",
        "cannot_occur",
        "withheld",
        "withheld",
        "below_rounding",
    ]


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("not_yet_published", "not_given", "not_given"),
        ("not_given", "withheld", "withheld"),
        ("withheld", "cannot_occur", "cannot_occur"),
        ("not_yet_published", "published", "not_yet_published"),
    ],
)
def test_the_longest_lasting_reason_wins(one: str, other: str, outcome: str) -> None:
    second = NOTHING if other != "published" else 500.0
    frame = made({"laag_inkomen": [NOTHING], "huishoudens": [second]}, {"laag_inkomen": [one], "huishoudens": [other]})
    assert column(frame, "huishoudens_laag_inkomen_aantal") == [outcome]


def test_an_outcome_is_as_firm_as_its_least_firm_input() -> None:
    frame = made(
        {"inwoners": [1000, 1000], "leeftijd_0_15": [100, 100]},
        {"inwoners": ["provisional", "published"], "leeftijd_0_15": ["published", "estimate"]},
    )
    assert column(frame, "aandeel_0_15") == ["provisional", "estimate"]


def test_an_approximation_is_an_estimate() -> None:
    frame = made({"laag_inkomen": [7.5], "huishoudens": [2000]})
    assert column(frame, "huishoudens_laag_inkomen_aantal") == ["estimate"]
    assert column(frame, "armoede_laag_inkomen") == ["published"]


def test_the_headline_of_a_year_is_its_own_definition() -> None:
    both = {"laag_inkomen": [6.0], "personen_in_armoede": [3.0]}
    assert column(made(both, year=2023), "armoede", "value") == [6.0]
    assert column(made(both, year=2024), "armoede", "value") == [3.0]


def test_a_headline_without_data_stays_empty_and_says_so() -> None:
    both = {"laag_inkomen": [6.0], "personen_in_armoede": [NOTHING]}
    frame = made(both, {"personen_in_armoede": ["not_yet_published"]}, year=2024)
    assert column(frame, "armoede", "value") == pytest.approx([NOTHING], nan_ok=True)
    assert column(frame, "armoede") == ["not_yet_published"]
    assert column(frame, "armoede_laag_inkomen", "value") == [6.0]


def test_a_headline_of_a_year_without_its_definition_is_not_there() -> None:
    assert column(made({"laag_inkomen": [6.0]}, year=2024), "armoede") == []


def test_an_indicator_without_rows_for_an_input_is_not_there() -> None:
    nothing = {"leeftijd_0_15": ["", ""]}
    frame = made({"inwoners": [1000, 1000], "leeftijd_0_15": [NOTHING, NOTHING]}, nothing)
    assert column(frame, "aandeel_0_15") == []


def test_a_region_without_a_row_is_not_given() -> None:
    frame = made({"inwoners": [1000, 1000], "leeftijd_0_15": [150, NOTHING]}, {"leeftijd_0_15": ["published", ""]})
    assert column(frame, "aandeel_0_15") == ["computed", "not_given"]


def test_youth_work_only_where_reported() -> None:
    ages = {"leeftijd_0_15": [300, 300], "leeftijd_15_25": [200, 200], "leeftijd_25_45": [500, 500]}
    frame = made(ages | {"jongerenwerk_fte": [0.7, NOTHING]}, {"jongerenwerk_fte": ["published", ""]})
    assert column(frame, "jongeren_10_27", "value") == pytest.approx([350, 350])
    assert column(frame, "jongerenwerk", "value") == pytest.approx([2.0, NOTHING], nan_ok=True)
    assert column(frame, "jongerenwerk") == ["estimate", "not_given"]
    assert column(made(ages | {"jongerenwerk_fte": [1, 1]}, level="land"), "jongerenwerk") == []


def test_young_people_come_to_the_count_of_the_gemeente() -> None:
    groups = {"leeftijd_0_15": [300, 300], "leeftijd_15_25": [200, 400], "leeftijd_25_45": [0, 0]}
    wijken = pd.DataFrame(groups, index=pd.Index(REGIONS[:2], name="region"), dtype=float)
    ages = {f"leeftijd_jaar_{age}": [100.0] for age in range(10, 27)}
    gemeente = pd.DataFrame(
        {**{id: [sum(cells)] for id, cells in groups.items()}, **ages}, index=["GM0001"], dtype=float
    )
    control = build.age_control(gemeente, wijken)
    assert control["GM0001"] == pytest.approx(1700 / 800)
    frame = made({**groups, youth_work.FACTOR: youth_work.factors(control, wijken.index).tolist()})
    assert sum(column(frame, "jongeren_10_27", "value")) == pytest.approx(1700)
    assert youth_work.FACTOR not in set(frame["variable"])
    assert build.age_control(gemeente.drop(columns=list(ages)), wijken).isna().all()


def test_scores_and_their_reasons() -> None:
    """Distances of 10 are the norm's mean; those of the first wijk are one spread farther. Violence rises from 0 to 2 in 1,000."""
    figures = {id: [12.0, 10.0, NOTHING, NOTHING] for id in composite.children("leefbaarheid_voorzieningen")}
    figures["inwoners"] = [5000.0, 5000.0, 5000.0, 500.0]
    late = {"afstand_huisarts": ["published", "published", "not_yet_published", "withheld"]}
    frame = made(figures, late, year=2018)
    assert column(frame, "leefbaarheid_voorzieningen", "value") == pytest.approx(
        [90, 100, NOTHING, NOTHING], nan_ok=True
    )
    assert column(frame, "leefbaarheid_voorzieningen")[2:] == ["not_given", "withheld"]
    assert column(frame, "leefbaarheid") == column(frame, "leefbaarheid_woningvoorraad") == []


def test_a_score_of_rates_is_made_of_counts() -> None:
    """Burglary, vandalism and violence are worked out in the same run; their logarithm is set against the norm."""
    counts = {id: [50.0] for one in CRIME for id in catalog.leaves(one) if id not in ("inwoners", "woningvoorraad")}
    norms = dict.fromkeys(CRIME, Norm(math.log(11), 1, 0, 9))
    wide = pd.DataFrame(counts | {"inwoners": [5000.0], "woningvoorraad": [5000.0]}, index=["WK000100"])
    status = pd.DataFrame("published", index=wide.index, columns=wide.columns, dtype=object)
    frame = build.compute(wide, status, "wijk", 2022, norms, build.measured(wide, norms))
    # Violence is four kinds of 50 each, 40 in 1,000; the others are 10 in 1,000: the mean.
    found = column(frame, "leefbaarheid_overlast_onveiligheid", "value")
    assert found == pytest.approx([100 - 10 * (math.log(41) - math.log(11)) / 3])


def test_no_indicator_without_inputs() -> None:
    assert made({"oppervlakte": [1.0]}).empty


def test_a_base_year_that_is_lacking_is_explained() -> None:
    base = build.base(pd.DataFrame(columns=list(build.base_figures())), pd.DataFrame())
    assert set(base.norms) == set(norm_data.shipped())
    assert "2018" in base.notes[0] and catalog.entry("leegstand").label in base.notes[0]


def test_a_year_without_a_total_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build.notes(2020, {"leefbaarheid": ("leefbaarheid_voorzieningen",)}) == (), "there is no total at all"
    monkeypatch.setattr(tested, "unfit", lambda code: "")
    assert build.notes(2020, {"leefbaarheid": ("leefbaarheid_voorzieningen",)})[0].startswith(
        "Leefbaarheid (gemeten dimensies) 2020: geen totaal, want 3 van de 5 dimensies zijn nodig"
    )
    assert build.notes(2018, {"leefbaarheid": ("a", "b", "c")}) == ()


def test_wijken_that_all_report_make_their_gemeente() -> None:
    gemeenten = pd.DataFrame({"inwoners": [1.0, 1.0]}, index=["GM0001", "GM0002"])
    statuses = pd.DataFrame("published", index=gemeenten.index, columns=["inwoners"], dtype=object)
    wijken = pd.DataFrame(
        {"jongerenwerk_fte": [1.0, 2.0, 3.0, NOTHING]}, ["WK000101", "WK000102", "WK000201", "WK000202"]
    )
    values, status = build.add_gemeente_totals(gemeenten, statuses, wijken)
    assert values["jongerenwerk_fte"].tolist() == pytest.approx([3.0, NOTHING], nan_ok=True)
    assert status["jongerenwerk_fte"].tolist() == ["computed", "not_given"]


def test_inputs_are_variables_of_sources() -> None:
    for level in ("land", "gemeente", "wijk", "buurt"):
        assert not [id for id in build.inputs(level) if catalog.entry(id).computed]
    assert "jongerenwerk_fte" in build.inputs("wijk") and "jongerenwerk_fte" not in build.inputs("land")
