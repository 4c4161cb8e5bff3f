"""What a source rounded to nought is said as a bound wherever a value is written, and is never exact in a difference."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from answers import compare, own_area, series_table, versions, words
from answers.history import Trend
from answers.profile import Figure, sentences
from export.brief import of_indicator
from figures import bivariate, charts, colours, difference, ladder
from figures.views.one_figure import OneFigure
from indicators import areas, catalog, profile
from loaders.vocabulary import BELOW_ROUNDING, STATUSES

RATE, COUNT = catalog.entry("bijstand_per_1000"), catalog.entry("bijstand")
CODES = ["WK000100", "WK000101", "WK000102"]


def test_a_rate_and_a_count_say_what_they_stay_under() -> None:
    """Half-way 6.2 stays under 12.4, so under 13; a count of 0 in tens is under 5; a true 0 is 0."""
    assert words.short(RATE, 6.2, BELOW_ROUNDING) == "minder dan 13"
    assert words.short(RATE, 6.2, "computed") == "6"
    assert (COUNT.rounding, words.short(COUNT, 0)) == (10, "minder dan 5")
    assert words.short(COUNT, 10) == "10"
    assert words.short(catalog.entry("misdrijven_totaal"), 0) == "0"


def trend() -> Trend:
    values = pd.DataFrame({CODES[0]: [6.2, 20.0], CODES[1]: [30.0, 31.0]}, index=[2019, 2020])
    statuses = {CODES[0]: {2019: BELOW_ROUNDING, 2020: "computed"}, CODES[1]: {2019: "computed", 2020: "computed"}}
    return Trend(values, {c: [] for c in CODES[:2]}, {c: {2019: 2019, 2020: 2020} for c in CODES[:2]}, {}, statuses)


def test_a_series_says_it_in_its_table_and_its_hover() -> None:
    held = trend()
    assert series_table.as_text(held.values, held, RATE)[CODES[0]].tolist() == ["minder dan 13", "20"]
    assert held.said(RATE, CODES[0]).keys() == {2019} and held.said(RATE, CODES[1]) == {}
    line = charts.Line(CODES[0], "Wijk", held.values[CODES[0]], "#123456", said=held.said(RATE, CODES[0]))
    drawn = charts.trend([line], lambda v: words.value(RATE, v), "", colours.LIGHT)
    texts = [text for trace in drawn.data for text in (trace.text or ()) if trace.text is not None]
    assert any("2019: minder dan 13" in str(text) for text in texts)
    said = series_table.ends(RATE, {2020: 20.0, 2019: 6.2}, {}, held.statuses[CODES[0]])
    assert "minder dan 13 in 2019" in said.replace(" per 1.000 van 15 tot 65 jaar", "")


def test_a_difference_is_a_range_of_what_the_rounding_allows() -> None:
    """From anything under 12.4 to 20 is a rise of 7.6 to 20; from one bound to another nobody knows which way."""
    table = pd.DataFrame(
        {
            "before": [6.2, 6.2, 30.0],
            "after": [20.0, 5.0, 31.0],
            "before_status": [BELOW_ROUNDING, BELOW_ROUNDING, "computed"],
            "after_status": ["computed", BELOW_ROUNDING, "computed"],
        },
        index=CODES,
    )
    table["value"] = table["after"] - table["before"]
    assert difference.said(table, RATE) == ["+8 tot +20", "−12 tot +10", "+1"]


def test_one_figure_of_some_areas_gives_no_difference_with_a_bound() -> None:
    row = compare.Row(
        RATE.id,
        dict.fromkeys(CODES, 2020),
        values={CODES[0]: 6.2, CODES[1]: 40.0},
        statuses={CODES[0]: BELOW_ROUNDING, CODES[1]: "computed"},
    )
    bounds = compare.bounds(row, RATE)
    assert list(bounds) == [CODES[0]] and bounds[CODES[0]].startswith("minder dan 13")
    values = pd.Series({CODES[1]: 40.0, CODES[0]: 6.2})
    names = dict(zip(CODES, "ABC", strict=True))
    alt = ladder.alt(RATE.label, values, names, lambda v: words.short(RATE, v), "2020", bounds)
    assert "Laagste: A, minder dan 13" in alt and "Verschil" not in alt
    assert "Verschil: 34" in ladder.alt(RATE.label, values, names, lambda v: words.short(RATE, v), "2020")
    assert "minder dan 13" in compare.table([row], {RATE.id: RATE}, {CODES[0]: "A"})["A"][0]


def test_a_map_of_two_figures_says_it_in_its_hover() -> None:
    values = pd.Series([6.2, 20.0], index=CODES[:2])
    reasons = pd.Series([STATUSES[BELOW_ROUNDING], STATUSES["computed"]], index=CODES[:2])
    axis = bivariate.Axis("Behoefte", "Bijstand, 2020", "", 0, values, reasons)
    assert axis.off.tolist() == [True, False] and axis.shown(pd.Index(CODES)).tolist()[:2] == [13, 20]


def test_an_own_area_of_counts_that_were_all_nought() -> None:
    """Three counts of 0 in fives are at most 2 each: 6 together, so less than 7."""
    frame = pd.DataFrame({"leeftijd_0_15": [0.0, 0, 0]}, index=CODES)
    found = areas.combine(frame, CODES, ["leeftijd_0_15"], 2020)["leeftijd_0_15"]
    assert (found.value, found.under) == (0, 7)
    row = own_area.Row(catalog.entry("leeftijd_0_15"), 2020, found)
    assert own_area.said(row) == "minder dan 7" and "nog enkele" in found.note
    frame.loc[CODES[1], "leeftijd_0_15"] = 5.0
    some = areas.combine(frame, CODES, ["leeftijd_0_15"], 2020)["leeftijd_0_15"]
    assert (some.value, some.under) == (5, 0) and "hoogstens 6 schelen" in some.note


def ranked(*values: float) -> pd.Series:
    return pd.Series(values, index=[f"BU{n:08}" for n in range(len(values))])


def test_few_areas_are_counted_and_not_divided_into_tenths() -> None:
    """Of 13 buurten one in ten is no number of buurten; of fifty and more it is."""
    some = ranked(*range(13))
    assert words.finding(RATE, some, "buurt", None, "X").endswith(": 11 of meer in 2 van de 13 buurten")
    assert words.finding(RATE, ranked(*range(10)), "buurt", None, "X").endswith("9 of meer in 1 van de 10 buurten")
    assert words.finding(RATE, ranked(*range(100)), "buurt", None, "X").endswith("89 of meer in 1 op de 10 buurten")
    partly = pd.concat([some, pd.Series([float("nan")] * 5, index=[f"BU{n:08}" for n in range(20, 25)])])
    assert words.finding(RATE, partly, "buurt", None, "X").endswith("2 van de 13 buurten met een cijfer")
    tied = ranked(*([3.0] * 9), 9.0, 9.0, 9.0, 9.0)
    assert words.reached(RATE, tied, 0.1, "buurt") == ("4 van de 13", "9")


def test_the_lowest_and_the_middle_of_a_map_are_bounds_where_they_were_rounded() -> None:
    values = ranked(6.2, 6.2, 6.2, 30.0)
    statuses = pd.Series([BELOW_ROUNDING] * 3 + ["computed"], index=values.index)
    names = pd.Series(list("ABCD"), index=values.index)
    text = words.of_map(RATE, values, names, "buurt", 2020, "X", statuses)
    assert "de helft minder dan 13" in text and "Laagste: A, minder dan 13" in text and "Hoogste: D, 30" in text
    assert "van minder dan 13" in words.finding(RATE, values, "buurt", None, "X", statuses)


def test_an_estimated_count_is_rounded_as_what_it_was_estimated_from() -> None:
    """Parts of three age groups in fives: tens."""
    young = catalog.entry("jongeren_10_27")
    assert words.short(young, 1234.4) == "1.230"
    values, statuses = pd.Series([1234.4, None]), pd.Series(["estimate", "not_given"])
    assert words.as_shown(young, values, statuses).tolist()[0] == 1230


@pytest.mark.parametrize(("status", "shown"), [("computed", 102), (BELOW_ROUNDING, 102.39)])
def test_a_program_gets_what_a_reader_sees(status: str, shown: float) -> None:
    """As it was: 102.3926812104152, and *published*."""
    found = words.as_shown(RATE, pd.Series([102.3926812104152]), pd.Series([status]))
    assert found.tolist() == [shown]
    given = words.as_shown(COUNT, pd.Series([12.5]), pd.Series(["published"]))
    assert given.tolist() == [12.5]


def test_an_adjusted_map_says_it_of_the_figure_as_it_is() -> None:
    values = pd.DataFrame({"value": [6.2, 20.0], "status": [BELOW_ROUNDING, "computed"]}, index=CODES[:2])
    plain = SimpleNamespace(values=values)
    said = [words.of_one(RATE, *OneFigure._counted(plain, code)) for code in CODES[:2]]
    assert said == ["minder dan 13", "20"]


def test_an_older_and_a_newer_version_say_it() -> None:
    moved = pd.DataFrame(
        {
            "region": [CODES[0]],
            "level": ["wijk"],
            "division": [2020],
            "year": [2020],
            "variable": [RATE.id],
            "old": [6.2],
            "new": [20.0],
            "old_status": [BELOW_ROUNDING],
            "new_status": ["computed"],
        }
    )
    assert versions.values(moved)[["Was", "Werd"]].iloc[0].tolist() == ["minder dan 13", "20"]
    later = moved.assign(old=20.0, new=6.2, old_status="computed", new_status=BELOW_ROUNDING)
    assert versions.values(later)[["Was", "Werd"]].iloc[0].tolist() == ["20", "minder dan 13"]


def test_the_gemeente_beside_a_wijk_is_a_bound_too() -> None:
    against = sentences.beside("Nederland", "Ergens", "wijk")
    figure = Figure(RATE.id, 2020, 30.0, "computed", 6.2, 37.0, gemeente_status=BELOW_ROUNDING)
    assert "in de gemeente Ergens minder dan 13" in sentences.plain(figure, against)
    assert "in heel Nederland 37" in sentences.plain(figure, against)
    first = Figure("armoede", 2020, 9.0, "computed", 0.5, 7.0, gemeente_status=BELOW_ROUNDING)
    assert "Ergens minder dan 1,0%" in sentences.headline({"armoede": first}, [], "Wijk", against)


def test_a_brief_of_a_figure_says_it_of_what_one_in_ten_reach() -> None:
    values = pd.Series([0.0, 3.0, 6.2], index=CODES)
    statuses = pd.Series(["computed", "computed", BELOW_ROUNDING], index=CODES)
    drawing = SimpleNamespace(known=values, values=pd.DataFrame({"value": values, "status": statuses}))
    (_, facts), *_ = of_indicator._facts(RATE, "wijk", 2020, "Nederland", drawing, 0)
    assert facts["high"] == "minder dan 13"


def test_the_command_rounds_as_every_other_program() -> None:
    """A score to one decimal, an estimate in tens: what the API gives too."""
    for id, given, shown in (("leefbaarheid", 101.2345, 101.2), ("huishoudens_laag_inkomen_aantal", 1234.4, 1230.0)):
        entry = catalog.entry(id)
        assert profile._shown(entry, given, "computed") == shown
        assert words.as_shown(entry, pd.Series([given]), pd.Series(["computed"])).tolist() == [shown]
    assert profile._shown(RATE, 6.23, BELOW_ROUNDING) == 6.23
    assert profile._shown(RATE, float("nan"), "withheld") is None
