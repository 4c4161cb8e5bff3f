import pandas as pd
import pytest

from answers import data, format, heatmap, two_figures
from figures import heatmap_colours, ladder
from figures.colours import DARK, LIGHT, contrast
from indicators import catalog
from loaders import store as stores
from loaders.vocabulary import COUNTRY
from tests import moved_store as moved
from tests.small_store import WIJKEN


@pytest.fixture(autouse=True)
def demo(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    return stores.current()


@pytest.fixture
def wijken(demo):
    year = data.main_year("bijstand_per_1000", "wijk")
    return list(data.values("bijstand_per_1000", "wijk", year)["value"].dropna().index[:12])


def column(wijken, against="land", group=()):
    return heatmap.columns([catalog.entry("bijstand_per_1000")], wijken, against, group)[0]


def test_a_column_is_held_against_the_country_of_its_own_year(wijken):
    found = column(wijken)
    assert found.reference == data.value_of("bijstand_per_1000", COUNTRY, found.year)
    assert list(found.cells.index) == wijken
    higher = found.cells["result"] == "hoger"
    assert (found.cells.loc[higher, "value"] > found.reference).all()
    assert (found.cells.loc[higher, "judged"] == "slechter").all()


def test_against_a_group_the_reference_is_its_middle(wijken):
    found = column(wijken, "groep", wijken[:5])
    assert found.reference == pytest.approx(found.cells["value"].iloc[:5].median())
    assert column(wijken, "groep").reference is None


def test_problems_are_counted_per_area(wijken):
    found = column(wijken)
    assert heatmap.worse([found]).equals((found.cells["judged"] == "slechter").astype(int))
    assert heatmap.worse([]).empty


def test_colours_follow_the_judgement_and_can_be_read(wijken):
    found = column(wijken)
    for palette in (LIGHT, DARK):
        styles = heatmap_colours.colours([found], palette).iloc[:, 1]
        assert (
            styles.str.contains(heatmap_colours.fill(palette)["slechter"]) == (found.cells["judged"] == "slechter")
        ).all()
        assert all(contrast(palette.text, fill) >= 4.5 for fill in heatmap_colours.fill(palette).values())


def test_an_empty_cell_says_why(wijken):
    found = column(wijken)
    cells = found.cells.assign(value=float("nan"), status="withheld", result="")
    text = heatmap.table([heatmap.Column(found.entry, found.year, 1.0, cells)], wijken[:1])
    assert text.iloc[:, 1].str.contains("te kleine aantallen").all()
    assert text["Gebied"].iloc[0].startswith("**") and not text["Gebied"].iloc[1].startswith("**")


def test_origin_and_totals_stay_out_of_the_overview_and_the_scatter(wijken):
    entries = list(data.listed().values())
    shown = heatmap.choose(entries, wijken, 100)
    assert shown and not any(e.sensitive or e.total for e in [*shown, *two_figures.usable(entries)])
    assert not any(e.mark("") or e.definitions for e in two_figures.usable(entries))


def test_what_happened_elsewhere_does_not_head_the_page(demo):
    entry = next(e for e in catalog.entries().values() if heatmap.ELSEWHERE & set(e.caveats) and e.rankable)
    cells = pd.DataFrame({"value": [1.0], "status": "", "result": "hoger", "judged": "slechter"}, index=WIJKEN[:1])
    assert heatmap.heading([heatmap.Column(entry, 2020, 0.5, cells)]) == []


def test_the_finding_counts_the_group_or_names_the_chosen(wijken):
    found = column(wijken)
    problems = heatmap.worse([found])
    names = {code: code for code in wijken}
    count = int(problems.sum())
    said = heatmap.finding(problems, [found], wijken[:1], wijken, names, "wijken", "")
    assert said.lower().startswith(str(count) if count else "geen") and "van de 12 wijken" in said
    # Of seven nothing can be said: "of the 12" would count those among the ones that stand well.
    cells = found.cells.assign(result=["lager"] * 5 + [""] * 7, judged=["slechter"] * 4 + [""] * 8)
    some = heatmap.Column(found.entry, found.year, 1.0, cells)
    four = heatmap.finding(heatmap.worse([some]), [some], wijken[:1], wijken, names, "wijken", "")
    assert four.startswith("4 van de 5 wijken met een cijfer staan")
    two = heatmap.finding(problems, [found, found], wijken[:2], [], names, "wijken", "")
    assert two.startswith("Van de 2 cijfers met een oordeel duidelijk slechter dan gemiddeld: ")
    alone = heatmap.finding(pd.Series({wijken[0]: 0}), [found, found], wijken[:1], [], names, "wijken", "")
    assert (
        alone == f"{wijken[0]} staat er op geen van de 2 cijfers met een oordeel duidelijk slechter voor dan gemiddeld"
    )
    assert "naast elkaar" in heatmap.finding(problems, [], wijken[:2], wijken, names, "wijken", "")


@pytest.mark.parametrize(("figures", "counted"), [(1, "met een cijfer"), (2, "met genoeg cijfers")])
def test_the_heading_counts_the_areas_that_could_be_judged(figures, counted):
    """Of 21 wijken 14 could be judged, and 11 are clearly worse: that is 11 of the 14, not of the 21."""
    codes = [f"WK0599{number:02}" for number in range(21)]
    result = ["hoger"] * 11 + ["geen duidelijk verschil"] * 3 + [""] * 7
    made = {"value": 1.0, "status": "", "result": result, "judged": ["slechter"] * 11 + [""] * 10, "made": ""}
    entries = [catalog.entry(id) for id in ("bijstand_per_1000", "misdrijven_per_1000")][:figures]
    judged = [heatmap.Column(entry, 2020, 0.5, pd.DataFrame(made, index=codes)) for entry in entries]
    said = heatmap.finding(heatmap.worse(judged), judged, codes[:1], codes, {c: c for c in codes}, "wijken", "")
    assert said.startswith(f"11 van de 14 wijken {counted} staan er ") and "21" not in said


def test_an_area_of_which_nothing_could_be_judged_is_not_called_well(wijken):
    """De Werven beside Burgwallen-Nieuwe Zijde: of the first no figure was known, and it read "op geen"."""
    found = column(wijken)
    cells = found.cells.assign(result="lager", judged="slechter")
    cells.loc[wijken[0], ["result", "judged"]] = ""
    pair, names = [heatmap.Column(found.entry, found.year, 1.0, cells)] * 2, {code: code for code in wijken}
    problems = heatmap.worse(pair)
    said = heatmap.finding(problems, pair, wijken[:2], [], names, "wijken", "")
    assert f"{wijken[0]} niet te zeggen en {wijken[1]} op " in said
    alone = heatmap.finding(problems, pair, wijken[:1], [], names, "wijken", "")
    assert alone.startswith(f"Van {wijken[0]} is niet te zeggen")


def test_with_one_judged_figure_the_finding_names_it_and_who_is_worse(wijken):
    found = column(wijken)
    names = {code: f"Wijk {code}" for code in wijken}
    label = found.entry.label

    def said(*problems: int) -> str:
        codes = wijken[: len(problems)]
        return heatmap.finding(pd.Series(problems, index=codes), [found], codes, [], names, "wijken", "")

    first, second = names[wijken[0]], names[wijken[1]]
    assert said(1, 1) == f"{label}: {first} en {second} staan er duidelijk slechter voor dan gemiddeld"
    assert said(1, 0) == f"{label}: {first} staat er duidelijk slechter voor dan gemiddeld"
    assert said(0, 0) == f"{label}: geen van de gekozen gebieden staat er duidelijk slechter voor dan gemiddeld"
    assert said(0) == f"{label}: {first} staat er niet duidelijk slechter voor dan gemiddeld"
    assert " en 2 meer staan er " in said(1, 1, 1, 1, 1)


def test_a_scatter_never_sets_two_years_against_each_other(demo):
    year = two_figures.shared_year("bijstand_per_1000", "armoede_laag_inkomen", "wijk")
    assert year is None or all(
        data.counts(id, "wijk").get(year) for id in ("bijstand_per_1000", "armoede_laag_inkomen")
    )
    assert two_figures.shared_year("bijstand_per_1000", "bestaat_niet", "wijk") is None


def test_an_axis_names_the_unit_once(demo):
    assert two_figures.axis(data.entry("woz_waarde"), 2022).full.endswith(f"(2022), {format.in_words('× 1.000 euro')}")
    per = two_figures.axis(data.entry("bijstand_per_1000"), 2022)
    assert per.full == per.title


def test_a_band_needs_ten_areas():
    assert ladder.band(pd.Series(range(9), dtype=float), "x") is None
    found = ladder.band(pd.Series(range(11), dtype=float), "x")
    assert (found.low, found.middle, found.high) == (1, 5, 9)


def test_a_ladder_is_told_in_words():
    said = ladder.alt("Bijstand", pd.Series({"a": 9.0, "b": 4.0}), {"a": "A", "b": "B"}, lambda v: f"{v:.0f}", "2020")
    assert "Hoogste: A, 9. Laagste: B, 4. Verschil: 5." in said


def test_a_figure_is_worked_out_for_the_chosen_areas_and_no_others(monkeypatch, tmp_path):
    """Wherever they stand: a tenth and an eleventh area of the same table are treated alike."""
    monkeypatch.setenv("DSW_DATA", str(moved.build(tmp_path).root))
    before = [f"{code}@2020" for code in moved.WIJKEN[2020]] + [f"{code}@2021" for code in moved.WIJKEN[2021]]
    codes = [moved.SPLIT, *before, moved.NEW_HALF]
    made = heatmap.columns([data.entry("bijstand_per_1000")], codes, "land", codes, [moved.NEW_HALF])[0].cells["made"]
    assert made[made != ""].index.to_list() == [moved.NEW_HALF]
