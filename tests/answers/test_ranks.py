"""The ranks as pages ask for them, on the demo region."""

import pandas as pd

from answers import data, ranks


def test_every_wijk_with_a_margin_has_a_place_and_words_that_are_never_bare():
    year = data.main_year("bijstand_per_1000", "wijk")
    found = ranks.rank_areas("bijstand_per_1000", "wijk", year)
    assert len(found) > 10 and found["of"].nunique() == 1
    assert found["median"].between(found["low"], found["high"]).all()
    row = found.iloc[0]
    assert f"({row['low']} tot {row['high']})" in ranks.short(row)
    assert ranks.full(row, "wijk").startswith("plaats ") and ranks.full(row, "wijk").endswith(f"van {row['of']} wijken")
    assert ranks.note("bijstand_per_1000", year).startswith("Plaats 1 is slechtst (hoogst).")
    assert ranks.rank_areas("bijstand_per_1000", "wijk", year) is found


def test_origin_and_counts_have_no_place_and_no_words():
    for id in ("herkomst_nederland", "inwoners"):
        year = data.main_year(id, "wijk")
        assert ranks.rank_areas(id, "wijk", year).empty
        assert ranks.note(id, year) == ""


def test_a_figure_without_direction_says_that_one_is_only_the_highest():
    year = data.main_year("aandeel_65_plus", "wijk")
    assert ranks.note("aandeel_65_plus", year).startswith("Plaats 1 is hoogst.")
    assert isinstance(ranks.rank_areas("aandeel_65_plus", "wijk", year), pd.DataFrame)
