"""The yardsticks by hand, the sums of the demo region, and the page that says what could not be tested."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators import __main__ as command
from indicators import catalog, validation
from indicators.words import causal
from loaders import store
from loaders.source import registry
from loaders.vocabulary import gemeente_of


def test_every_count_of_the_key_figures_is_listed_and_no_other() -> None:
    counts = [v.id for v in registry()["cbs_kwb"].variables if v.kind == "count"]
    assert sorted(validation.COUNTS) == sorted(counts)
    assert "huishoudensgrootte" not in validation.COUNTS
    assert {id for why in validation.KNOWN for id in why.variables} <= set(validation.COUNTS)


def test_spearman_by_hand() -> None:
    """Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6·4 / (5·24) = 0.8."""
    one = pd.Series([10.0, 20, 30, 40, 50])
    assert validation.spearman(one, pd.Series([2.0, 1, 4, 3, 5])) == pytest.approx(0.8)
    assert validation.spearman(one, -one) == pytest.approx(-1)
    assert np.isnan(validation.spearman(one, pd.Series([1.0] * 5)))


def test_too_few_areas_is_no_test() -> None:
    few = pd.Series(range(29), dtype=float)
    assert validation.order(few, few) is None


def test_sums_allow_for_rounding_and_nothing_more() -> None:
    """Two wijken rounded to 5: three half steps is 7.5. The second gemeente is 8 off, the third lacks a wijk."""
    wijken = pd.DataFrame(
        {"inwoners": [100.0, 200, 100, 200, 100, np.nan]}, index=[f"WK990{g}0{w}" for g in (1, 2, 3) for w in (0, 1)]
    )
    gemeenten = pd.DataFrame({"inwoners": [307.0, 308, 400]}, index=["GM9901", "GM9902", "GM9903"])
    (found,) = validation.sums(wijken, gemeenten, gemeente_of)
    assert (found.compared, found.off, found.difference, found.total) == (2, 1, -15, 615)
    assert found.worst == (("GM9902", -8.0),)
    assert (found.below, found.far) == (1, 0), "8 is less than three whole steps"
    text = "\n".join(validation.added("Sommen", "wijk", {2020: [found]}))
    assert "GM9902 (-8)" in text and "Vermoedelijk" in text and "Geldt voor: `inwoners` 2020." in text
    assert validation.UNTESTED in "\n".join(validation.added("Sommen", "wijk", {}))


def test_a_whole_of_which_a_part_is_known_to_be_missing_is_not_compared() -> None:
    wijken = pd.DataFrame({"inwoners": [100.0, 200]}, index=["WK990100", "WK990200"])
    gemeenten = pd.DataFrame({"inwoners": [500.0, 200]}, index=["GM9901", "GM9902"])
    (found,) = validation.sums(wijken, gemeenten, gemeente_of, ["WK990101"])
    assert (found.compared, found.off) == (1, 0)


def test_failures_are_explained_by_the_first_that_fits_and_else_named_with_their_size() -> None:
    def fail(id: str, below: int, far: int) -> validation.Sums:
        return validation.Sums(id, 100, 10, -50.0, 10_000.0, (), below, far)

    own = [validation.Why("Een deel ontbreekt.", ("bijstand",), "buurt", (2020,))]
    found = {2020: [fail("bijstand", 5, 5), fail("inwoners", 9, 5), fail("aow", 5, 0), fail("ww", 5, 5)]}
    text = "\n".join(validation.added("Sommen", "buurt", found, own))
    assert "- Een deel ontbreekt. Geldt voor: `bijstand` 2020." in text
    assert re.search(r"zonder adres.*Geldt voor: `inwoners` 2020\.", text)
    assert re.search(r"Afronding: .*Geldt voor: `aow` 2020\.", text)
    assert "- Zonder bekende verklaring: `ww` 2020 (10 van 100, 0,50% van het totaal)." in text
    elsewhere = "\n".join(validation.added("Sommen", "wijk", found, own))
    assert "Een deel ontbreekt." not in elsewhere


def test_wholes_of_one_part_show_how_their_part_was_rounded() -> None:
    wijken = pd.DataFrame({"inwoners": [5.0 * i for i in range(40)]}, index=[f"WK{9000 + i}00" for i in range(40)])
    gemeenten = pd.DataFrame(
        {"inwoners": [5.0 * i + i % 3 for i in range(40)]}, index=[f"GM{9000 + i}" for i in range(40)]
    )
    (found,) = validation.rounding(wijken, gemeenten, gemeente_of)
    assert (found.variable, found.areas, found.low, found.high) == ("inwoners", 40, -2, 0)
    assert "| 2020 | inwoners | 40 | -2 | 0 |" in "\n".join(validation.rounded({2020: [found]}))
    assert validation.rounding(wijken, gemeenten.round(-1), gemeente_of) == [], "a rounded whole tells nothing"
    assert validation.rounding(wijken.iloc[:20], gemeenten, gemeente_of) == [], "too few"
    assert validation.rounded({}) == []


def test_explanations_of_the_data_at_hand_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bekend.csv"
    file.write_text("part,years,variables,text\nbuurt,2015 2017,inwoners mannen,Er ontbreken buurten.\nwijk,,,Alles.\n")
    one, other = command._known(file)
    assert one == validation.Why("Er ontbreken buurten.", ("inwoners", "mannen"), "buurt", (2015, 2017))
    assert (other.variables, other.years) == ((), ())


def test_the_demo_region_adds_up() -> None:
    data = store.open_store(store.DEMO)
    year = data.years("wijk", "inwoners")[-1]
    found = validation.sums(
        data.table("wijk", year, validation.COUNTS), data.table("gemeente", year, validation.COUNTS), gemeente_of
    )
    assert len(found) > 20
    assert [one.variable for one in found if one.off] == []


def test_the_command_says_what_it_could_not_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "toets.md"
    assert command.main(["validate", "--to", str(page), "--note", "Een proef."]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count(validation.UNTESTED) >= 2 and "demogebied" in text and "- Een proef." in text
    assert not causal(text)


def test_poverty_lies_against_status_where_both_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog.entry("ses_woa").kind == "score"
    need = pd.Series(np.arange(40.0))
    found = validation.order(need, -need)
    assert found is not None and found.spearman == pytest.approx(-1)


def test_a_fifth_of_the_spread_by_hand() -> None:
    """Half at 4 and half at 14: mean 9, spread 5, a fifth of it 1; areas under 500 inhabitants do not count."""
    values = pd.Series([4.0, 14.0] * 500 + [1000.0])
    people = pd.Series([600.0] * 1000 + [499.0])
    found = validation.size("laag_inkomen", "wijk", 2020, values, people)
    assert found == validation.Size("laag_inkomen", "wijk", 2020, 1000, pytest.approx(1.0), 1.0)
    assert validation.size("laag_inkomen", "wijk", 2020, values[:999], people[:999]) is None
    text = "\n".join(validation.sized([found, validation.Size("wmo_per_1000", "wijk", 2020, 1000, 5.0, 3.0)]))
    assert text.count("**eronder**") == 1
    assert validation.UNTESTED in "\n".join(validation.sized([]))
