"""One area in plain data: which figures may stand for it when a source put them on another division."""

from __future__ import annotations

import math

import pandas as pd

from indicators import catalog, profile
from loaders import store
from loaders.source import Variable, registry


def rows(*cells: tuple[str, int, int, str, float]) -> pd.DataFrame:
    """``cells``: region, year, division, variable, value."""
    found = [(r, "wijk", d, y, v, n, "published", "proef") for r, y, d, v, n in cells]
    return pd.DataFrame(found, columns=list(store.COLUMNS))


def test_a_figure_on_other_boundaries_counts_where_they_are_the_same_ground() -> None:
    observed = rows(("WK1", 2020, 2024, "inwoners", 7.0))
    assert profile.figures(observed, {2024: "WK1"})["inwoners"][2020] == (7.0, "published", 2024)
    cell = profile.figures(observed, {2020: "WK1"})["inwoners"][2020]
    assert math.isnan(cell.value)
    assert (cell.status, cell.division) == (profile.OTHER_DIVISION, 2024)


def test_a_figure_on_the_boundaries_of_its_year_does_not_count_where_the_code_was_another_area() -> None:
    observed = rows(("WK1", 2020, 2020, "inwoners", 16_520.0), ("WK1", 2024, 2024, "inwoners", 180.0))
    found = profile.figures(observed, {2024: "WK1"})["inwoners"]
    assert found[2024].value == 180
    assert math.isnan(found[2020].value) and found[2020].status == profile.OTHER_DIVISION


def test_an_area_that_was_renumbered_goes_on_under_its_code_of_then() -> None:
    """The code that it had belongs to another area now, whose figures are not its own."""
    observed = rows(
        ("WK1", 2020, 2020, "inwoners", 900.0),
        ("WK2", 2024, 2024, "inwoners", 910.0),
        ("WK1", 2024, 2024, "inwoners", 3.0),
    )
    found = profile.figures(observed, {2020: "WK1", 2024: "WK2"})["inwoners"]
    assert {year: cell.value for year, cell in found.items()} == {2020: 900, 2024: 910}


def test_the_boundaries_of_the_year_itself_come_first() -> None:
    observed = rows(("WK1", 2020, 2024, "inwoners", 7.0), ("WK1", 2020, 2020, "inwoners", 9.0))
    line = {2020: "WK1", 2024: "WK1"}
    assert profile.figures(observed, line)["inwoners"][2020] == (9.0, "published", 2020)
    assert profile.figures(observed, {2024: "WK1"})["inwoners"][2020] == (7.0, "published", 2024)


def test_what_stands_side_by_side_is_on_the_same_boundaries() -> None:
    line = {2020: "WK1", 2024: "WK1"}
    area = profile.figures(rows(("WK1", 2020, 2024, "bijstand", 7.0), ("WK1", 2020, 2020, "inwoners", 9.0)), line)
    above = {2020: "GM1", 2024: "GM1"}
    gemeente = profile.figures(rows(("GM1", 2020, 2020, "bijstand", 70.0)), above)
    same = profile.figures(rows(("GM1", 2020, 2024, "bijstand", 60.0)), above)
    assert profile.describe(area, gemeente, {})["bijstand"]["gemeente"] is None
    figure = profile.describe(area, same, {})["bijstand"]
    assert (figure["gemeente"], figure["division"]) == (60.0, 2024)
    assert any("(2020, grenzen 2024)" in line for line in profile.lines({"bijstand": figure}))


def test_other_boundaries_are_named_where_nothing_can_be_shown() -> None:
    observed = rows(("WK1", 2020, 2024, "bijstand", 7.0))
    figure = profile.describe(profile.figures(observed, {2020: "WK1"}), {}, {})["bijstand"]
    assert figure["value"] is None
    assert figure["status_text"] == "op een andere indeling (2024)"


def test_a_model_estimate_is_marked_and_an_approximation_is_called_an_estimate() -> None:
    entries = catalog.entries()
    lonely = next(entry for entry in entries.values() if "model" in entry.caveats)
    assert lonely.mark("estimate") == lonely.mark("not_given") == "model"
    assert entries["inwoners"].mark("estimate") == "schatting"
    assert entries["inwoners"].mark("published") == ""


def test_a_figure_that_a_gemeente_brought_along_is_described_like_any_other() -> None:
    brought = Variable("eigen_banken", "Bankjes", "aantal", "count", "ruimte", "Hoeveel bankjes er staan.")
    own = catalog.own([brought], registry()["opgave"])
    observed = rows(("WK1", 2020, 2020, "eigen_banken", 7.0))
    described = profile.describe(profile.figures(observed, {2020: "WK1"}), {}, {}, own)
    assert any("Bankjes" in line and "7" in line for line in profile.lines(described, own))
