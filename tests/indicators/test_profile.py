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


def test_a_figure_on_other_boundaries_counts_where_they_are_comparable() -> None:
    observed = rows(("WK1", 2020, 2024, "inwoners", 7.0))
    assert profile.figures(observed, {2024})["inwoners"][2020] == (7.0, "published", 2024)
    cell = profile.figures(observed)["inwoners"][2020]
    assert math.isnan(cell.value)
    assert (cell.status, cell.division) == (profile.OTHER_DIVISION, 2024)


def test_the_boundaries_of_the_year_itself_come_first() -> None:
    observed = rows(("WK1", 2020, 2024, "inwoners", 7.0), ("WK1", 2020, 2020, "inwoners", 9.0))
    assert profile.figures(observed, {2024})["inwoners"][2020] == (9.0, "published", 2020)


def test_what_stands_side_by_side_is_on_the_same_boundaries() -> None:
    area = profile.figures(rows(("WK1", 2020, 2024, "bijstand", 7.0), ("WK1", 2020, 2020, "inwoners", 9.0)), {2024})
    gemeente = profile.figures(rows(("GM1", 2020, 2020, "bijstand", 70.0)))
    same = profile.figures(rows(("GM1", 2020, 2024, "bijstand", 60.0)), {2024})
    assert profile.describe(area, gemeente, {})["bijstand"]["gemeente"] is None
    figure = profile.describe(area, same, {})["bijstand"]
    assert (figure["gemeente"], figure["division"]) == (60.0, 2024)
    assert any("(2020, grenzen 2024)" in line for line in profile.lines({"bijstand": figure}))


def test_other_boundaries_are_named_where_nothing_can_be_shown() -> None:
    figure = profile.describe(profile.figures(rows(("WK1", 2020, 2024, "bijstand", 7.0))), {}, {})["bijstand"]
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
    described = profile.describe(profile.figures(rows(("WK1", 2020, 2020, "eigen_banken", 7.0))), {}, {}, own)
    assert any("Bankjes" in line and "7" in line for line in profile.lines(described, own))
