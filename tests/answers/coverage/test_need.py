"""Need beside reported youth work: who is set beside it, in which quadrant, and what the download says."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from answers import coverage, ground
from answers.coverage import Coverage
from answers.coverage import need as coverage_need
from answers.coverage import rows as coverage_export
from figures import beside_need, bivariate, colours, coverage_map
from indicators import youth_work
from loaders import store
from loaders.demo import names

LEVEL = "wijk"


def need(values):
    index = pd.Index(values)
    ranks = pd.DataFrame({"low": 1.0, "median": 2.0, "high": 3.0}, index=index)
    return coverage_need.Need(
        "behoefte",
        "Behoefte",
        "percentielscore",
        0,
        2022,
        pd.Series(values, dtype=float),
        pd.Series("niet gegeven", index=index),
        ranks,
        ("cbs_kwb",),
    )


def found(rates, labels):
    frame = pd.DataFrame({"rate": rates, "label": labels}, dtype=object).astype({"rate": float})
    filled = {
        "young": 500.0,
        "heads": 500.0,
        "students": False,
        "fte": 1.0,
        "note": "",
        "share": 20.0,
        "known_by": coverage.ESTIMATED,
    }
    return Coverage(frame.assign(**filled), None)


CODES = [f"WK0001{i:02d}" for i in range(12)]


def test_only_reports_are_set_beside_need():
    rates = dict(zip(CODES, range(12), strict=True))
    labels = dict.fromkeys(CODES, "gemeld") | {CODES[0]: "verdeeld", CODES[1]: "onbekend"}
    made = coverage_need.beside(found(rates, labels), need(dict.fromkeys(CODES, 50)))
    assert made is not None
    assert made.frame.index.tolist() == CODES[2:]
    assert made.rate_cut == 6.5


def test_too_few_reports_are_not_divided_unless_the_reader_gives_a_cut():
    few = found(dict.fromkeys(CODES[:3], 1.0), dict.fromkeys(CODES[:3], "gemeld"))
    assert coverage_need.beside(few, need(dict.fromkeys(CODES, 50))) is None
    made = coverage_need.beside(few, need(dict.fromkeys(CODES, 50)), 2.0)
    assert made is not None
    assert made.count(youth_work.MUCH_LITTLE) == 3
    assert "uw grens van 2,0" in coverage_need.cuts_in_words(made, need({CODES[0]: 50}), LEVEL, "wijken")


numbers = some.lists(some.tuples(some.floats(0, 100), some.floats(0, 20)), min_size=8, max_size=12)


@given(numbers)
def test_the_four_quadrants_hold_everyone_once(pairs):
    codes = CODES[: len(pairs)]
    rates, needs = ({c: p[i] for c, p in zip(codes, pairs, strict=True)} for i in (1, 0))
    made = coverage_need.beside(found(rates, dict.fromkeys(codes, "gemeld")), need(needs))
    assert made is not None
    assert sum(made.count(quadrant) for quadrant in youth_work.QUADRANTS) == len(codes)
    first = made.first()
    assert (first["rate"] < made.rate_cut).all()
    assert (first["need"] >= made.need_cut).all()


@pytest.mark.parametrize(
    ("text", "cut"), [("1.5", 1.5), ("0", 0), ("-1", None), ("nan", None), ("x", None), (None, None), ("1e9", None)]
)
def test_read_cut(text, cut):
    assert coverage_need.read_cut(text) == cut


@pytest.fixture(scope="module")
def real():
    year = coverage.default_year(store.current())
    possible = coverage.years(store.current())
    need_year = coverage_need.nearest_year(LEVEL, year, possible)
    id = next(iter(coverage_need.options(LEVEL, need_year)))
    return (
        coverage.areas(LEVEL, year, 10, 27, spread=True),
        coverage_need.measure(id, LEVEL, need_year, year),
        year,
    )


def test_need_of_another_year_keeps_only_the_same_ground(real):
    """Under the codes of the year of the youth work: of a wijk that was renumbered its own need, of a code used again none."""
    _, one, year = real
    assert (one.id, one.year, year) == ("armoede_personen", 2024, names.REGROUPED_IN)
    then = coverage_need.measure(one.id, LEVEL, one.year, one.year)
    assert one.values[names.RENUMBERED] == then.values[names.REUSED]
    assert one.ranks.loc[names.RENUMBERED].tolist() == then.ranks.loc[names.REUSED].tolist()
    assert one.values[names.RENAMED] == then.values[names.RENAMED]
    for code in (names.REUSED, *names.SPLIT, names.JOINED[1], names.SHRUNK):
        assert np.isnan(one.values[code]) and code not in one.ranks.index
        assert one.reasons[code] == f"niet hetzelfde gebied in 2024 en {year}"
    assert set(one.values.index) == set(store.current().names(LEVEL, year).index)
    untouched = ground.codes(LEVEL, year, one.year)
    assert one.values[untouched.index].tolist() == pytest.approx(then.values[untouched].tolist(), nan_ok=True)


def test_the_scatter_draws_each_report_and_names_the_quadrants(real):
    reports, one, year = real
    made = coverage_need.beside(reports, one)
    chosen = made.frame.index[0]
    figure = beside_need.scatter(made, one, ground.names(LEVEL, year), colours.LIGHT, chosen)
    assert sum(len(trace.x) for trace in figure.data) == len(made.frame) + 1
    said = " ".join(annotation.text for annotation in figure.layout.annotations)
    for quadrant in youth_work.QUADRANTS:
        assert f": {made.count(quadrant)}" in said
    assert all("Plaats naar behoefte: " in text for text in figure.data[0].text)


def test_reported_and_spread_never_share_a_column_of_the_download(real):
    reports, one, year = real
    made = coverage_need.beside(reports, one)
    rows = coverage_export.frame(
        reports, one, made, ground.names(LEVEL, year), LEVEL, year, (10, 27), (pd.Series(dtype=float), None)
    )
    assert set(coverage_export.COLUMNS) <= set(rows.columns)
    assert len(rows) == len(reports.frame)
    for how in ("gemeld", "verdeeld"):
        other = rows[rows["hoe_bekend"] != how]
        assert other[[f"fte_{how}", f"fte_per_1000_jongeren_{how}"]].isna().all(axis=None)
    assert (rows["hoe_bekend"] == "verdeeld").any()
    assert rows.loc[rows["hoe_bekend"] != "gemeld", "vak"].eq("").all()
    assert rows["bron"].str.startswith("verzonnen").all()
    assert rows["landelijk_gemiddelde_fte_per_1000_laag"].isna().all(), (
        "a real average does not belong to made-up people"
    )
    assert set(rows["behoefte_jaar"]) == {one.year}
    assert (rows["behoefte"].notna() == (rows["behoefte_waarom_leeg"] == "")).all()


def test_the_lists_for_pictures_hold_every_area(real):
    reports, one, year = real
    shown = beside_need.two_way("samen", reports, reports, one, year, (10, 27))
    rows = bivariate.key(shown, colours.LIGHT, LEVEL).rows
    assert sum(row.count for row in rows) == len(shown.cells)
    kinds = coverage_map.kinds(reports, colours.LIGHT, "10 tot 27")
    listed = coverage_map.key(kinds, LEVEL, "Fte per 1.000 jongeren").rows
    assert sum(row.count for row in listed) == len(reports.frame)
    assert len({row.colour for row in listed}) == len(listed)


def test_shapes_of_another_area_are_in_no_number():
    """Of twelve wijken and three shapes that were another area the legend counts twelve, and names the three."""
    one = found(dict.fromkeys(CODES, 1.0), dict.fromkeys(CODES, "gemeld"))
    drawing = SimpleNamespace(
        level=LEVEL, division=2022, shapes=pd.DataFrame({"why": ["elsewhere"] * 3}, index=list("abc"))
    )
    kinds = [*coverage_map.kinds(one, colours.LIGHT, "10 tot 27"), *coverage_map.elsewhere(drawing, colours.LIGHT)]
    rows = coverage_map.key(kinds, LEVEL, "").rows
    assert sum(row.count or 0 for row in rows) == len(CODES) == 12
    assert rows[-1].count is None and rows[-1].words.endswith("of dat is onbekend (3 niet meegeteld)")
    assert "niet meegeteld" not in kinds[-1].hover
    for told in (
        coverage_map.alt(kinds, "dekking", LEVEL, 2022, "10 tot 27"),
        coverage_map.legend(kinds, colours.LIGHT, LEVEL),
    ):
        assert "(3 niet meegeteld)" in told and "3 wijken" not in told


def test_students_are_warned_of_on_the_map():
    one = found(dict.fromkeys(CODES[:2], 1.0), dict.fromkeys(CODES[:2], "gemeld"))
    one.frame.loc[CODES[0], "students"] = True
    hovers = [
        kind.hover
        for kind in coverage_map.warned(coverage_map.kinds(one, colours.LIGHT, "10 tot 27"), one)
        if len(kind.codes)
    ]
    assert sum(coverage.STUDENTS in hover for hover in hovers) == 1


def test_a_share_has_classes_and_a_grey():
    one = found(dict.fromkeys(CODES, 1.0), dict.fromkeys(CODES, "onbekend"))
    one.frame["share"] = [np.nan, *range(10, 21)]
    kinds = coverage_map.young_kinds(one, colours.LIGHT, "10 tot 27")
    assert sorted(code for kind in kinds for code in kind.codes) == CODES
    assert kinds[-1].codes.tolist() == [CODES[0]]
    assert "leeftijden niet bekend" in coverage_map.alt(kinds, "jongeren", LEVEL, 2022, "10 tot 27")
