"""A poisoned store: whatever stands under a code in a division in which it is another area is a number that no figure has.

A fifth of the areas of the demo region is made to have been another area before some year. Then everything is asked, and
that number may turn up nowhere under a name of now; in what is given as published only with its mark.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from answers import compare, coverage, data, ground, heatmap, held, history, profile, two_figures
from answers.coverage import need
from answers.planner import carry_out, scenario, tables
from answers.profile import view
from export import bulk
from export.brief import of_area
from export.workbook import workbook
from figures import difference, maps
from indicators import same_ground
from indicators.between import broken
from loaders import store
from tests.reseal import reseal
from tests.web.serving import serving

SENTINEL = 9.87e13
# Sums, means and rates of it are still far more than anything that was counted.
HUGE = 1e9
# Before this year the areas of each turn were others; so figures of the newest years are poisoned too.
CUTS = (2025, 2024, 2021)
KINDS = ("other", "partly", "unknown")
EVERY = {"gemeente": 4, "wijk": 5, "buurt": 6}
FIGURES = ("inwoners", "bijstand_per_1000", "armoede", "koopwoningen", "aandeel_65_plus", "leefbaarheid", "behoefte")


def moved(codes: Iterable[str], level: str) -> dict[str, int]:
    """Of each level some areas, with the year before which their code was another area's."""
    some = sorted(codes)[:: EVERY[level]]
    return {code: CUTS[at % len(CUTS)] for at, code in enumerate(some)}


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    root: Path = tmp_path_factory.mktemp("poisoned") / "data"
    shutil.copytree(store.DEMO, root)
    clean = store.open_store(root)
    grounds = {level: with_moved(clean, level) for level in same_ground.LEVELS}
    with store.writer(root, demo=True) as writer:
        for level, (table, _) in grounds.items():
            writer.put_ground(level, table, "made up")
        for entry in clean.manifest()["observations"].values():
            if entry["level"] in grounds:
                frame = clean.observations(level=entry["level"], years=[entry["year"]], sources=[entry["source"]])
                writer.put_observations(
                    entry["source"], entry["level"], entry["year"], poison(frame, *grounds[entry["level"]])
                )
    # Addresses know better than this made-up table.
    without_addresses(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSW_DATA", str(root))
        held.forget()
        yield store.open_store(root)
    held.forget()


def without_addresses(root: Path) -> None:
    import json

    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    manifest["crosswalks"] = manifest["addresses"] = {}
    reseal(root, manifest)


def with_moved(clean: store.Store, level: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """The table of grounds in which some areas moved, and the newest division of every code."""
    divisions = same_ground.divisions(clean, level)
    newest = {code: year for year in divisions for code in same_ground.known_codes(clean, level, year)}
    told = moved((code for code, year in newest.items() if year == divisions[-1]), level)
    parts = []
    for old in divisions:
        for new in (year for year in divisions if year > old):
            part = clean.ground(level, old, new).reset_index().assign(old=old, new=new)
            cut = part["region"].map(told)
            gone = (old < cut) & (cut <= new)
            part.loc[gone, "ground"] = part.loc[gone, "region"].map(lambda code: KINDS[hash_of(code)])
            part.loc[gone, ["sign", "was"]] = "shapes", ""
            parts.append(part)
    return pd.concat(parts, ignore_index=True), newest


def hash_of(code: str) -> int:
    return sum(map(ord, code)) % len(KINDS)


def poison(frame: pd.DataFrame, table: pd.DataFrame, newest: dict[str, int]) -> pd.DataFrame:
    """The figures of what has no area of now; what goes on under another code is the figure of that one."""
    kept = table[table["was"] != ""]
    known = {
        (old, code)
        for old, new, code, was in zip(kept["old"], kept["new"], kept["was"], kept["region"], strict=True)
        if newest[was] == new
    }
    codes = frame["region"].astype(str)
    bad = [
        newest.get(code) not in (None, division) and (division, code) not in known
        for code, division in zip(codes, frame["division"], strict=True)
    ]
    return frame.assign(value=frame["value"].mask(np.array(bad, dtype=bool) & frame["value"].notna(), SENTINEL))


@pytest.fixture(scope="module")
def wijken(poisoned: store.Store) -> list[str]:
    return list(poisoned.names("wijk", newest(poisoned, "wijk")).index)


def newest(held_store: store.Store, level: str) -> int:
    return max(int(e["year"]) for e in held_store.manifest()["names"].values() if e["level"] == level)


def apart(poisoned: store.Store, level: str) -> list[str]:
    return list(moved(poisoned.names(level, newest(poisoned, level)).index, level))


def huge(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not pd.isna(value) and abs(float(value)) >= HUGE


def of_now(level: str, division: int) -> pd.Index:
    """The codes of a division that stand for the same ground now."""
    marks = ground.marks(level, division)
    return marks.index[marks["ground"] == "same"]


def test_the_store_is_poisoned(poisoned: store.Store) -> None:
    """The figures of the newest years too: what follows looks at something."""
    for level in EVERY:
        code = apart(poisoned, level)[0]
        years = poisoned.observations(["inwoners"], level, regions=[code]).set_index("year")["value"]
        assert years.map(huge).sum() >= 3 and not huge(years.iloc[-1])
    assert len({ground.in_division(code, 2018).kind for code in apart(poisoned, "wijk")}) == len(KINDS)


@pytest.mark.parametrize("level", ["gemeente", "wijk", "buurt"])
def test_no_profile(poisoned: store.Store, level: str) -> None:
    codes = poisoned.names(level, newest(poisoned, level)).index
    asked = list(codes) if level == "gemeente" else [*apart(poisoned, level)[:25], *codes[1::40]]
    entries = list(data.listed().values())
    seen = 0
    for code in asked:
        for figure in profile.figures(code, entries):
            values = [figure.value, figure.gemeente, figure.country, figure.alike]
            values += [figure.count.value] if figure.count else []
            values += [figure.last[1]] if figure.last else []
            assert not any(map(huge, values)), (code, figure.id, figure.year, values)
            seen += figure.value is not None
            parts = set(figure.parts) & set(of_now("wijk" if level == "gemeente" else "buurt", figure.division or 0))
            assert not any(huge(figure.parts[one]) for one in parts), (code, figure.id, figure.year)
    assert seen > 10 * len(asked)


def test_no_text_rank_or_place_of_a_profile(poisoned: store.Store) -> None:
    for code in apart(poisoned, "wijk")[:6]:
        found = view.view_of(code)
        unknown = [figure for figure in found.found.values() if figure.value is None]
        assert view.rank_words(code, unknown) == {}
        told = [found.title, *view.inside(code), *(section.alt for section in found.sections.values())]
        assert not any(enormous(text) for text in told), code


def enormous(text: str) -> bool:
    return re.search(r"\d{1,3}(?:\.\d{3}){3,}", text) is not None


def test_no_comparison(poisoned: store.Store, wijken: list[str]) -> None:
    places = [place for code in [*wijken, *data.gemeenten()] if (place := data.place(code))]
    entries = [data.entry(id) for id in FIGURES if id in data.entries()]
    found = compare.rows([place.code for place in places], entries)
    for row in found:
        assert not any(map(huge, row.values.values())), row.id
        assert not any(huge(end) for ends in row.intervals.values() for end in ends), row.id
    frame = compare.download(found, data.entries(), places)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook({"Cijfers": frame}, [], {})))
    assert not any(huge(cell) for row in book.get_sheet_by_name("Cijfers").to_python() for cell in row)
    assert len(frame) == len(places) * len(entries) and frame["waarde"].notna().any()


def test_no_trend(poisoned: store.Store) -> None:
    for level in EVERY:
        codes = apart(poisoned, level)[:8]
        for id in FIGURES:
            trend = history.trend(codes, id)
            assert not trend.values.map(huge).any(axis=None), (level, id)
    assert any(history.trend(apart(poisoned, "wijk")[:8], "inwoners").others.values()), (
        "the years of before are told apart"
    )


def test_no_brief(poisoned: store.Store) -> None:
    for code in [*apart(poisoned, "wijk")[:4], apart(poisoned, "gemeente")[1], apart(poisoned, "buurt")[0]]:
        brief = of_area.brief(code)
        numbers = [text for n in brief.numbers for text in (n.value, n.margin, n.beside)]
        pictures = [text for p in (brief.map, brief.chart) if p for text in (p.title, p.alt)]
        # A map of another year names its highest area as it was called that year; what it says of all is of now.
        pictures = [text.partition(" Hoogste: ")[0] for text in pictures]
        told = [brief.title, brief.subtitle, *brief.said, *brief.cautions, *numbers, *pictures]
        assert not any(map(enormous, [*told, *(q.text for q in brief.questions)])), code


def test_the_api_gives_it_with_its_mark_only(poisoned: store.Store) -> None:
    marked = 0
    with serving() as client:
        for level in EVERY:
            for id in ("inwoners", "bijstand_per_1000"):
                for year in ("", "&year=2018", "&year=2023-2024"):
                    rows = client.ask(f"/api/v1/data/{id}?level={level}{year}&limit=20000").json["data"]
                    names = {d: poisoned.names(level, d)["name"] for d in {row["division"] for row in rows}}
                    for row in rows:
                        assert not huge(row["value"]) or row["ground"] != "same", row
                        assert row["name"] == names[row["division"]].get(row["area"], ""), row
                        marked += huge(row["value"])
        code = apart(poisoned, "wijk")[0]
        newest_rows = client.ask(f"/api/v1/data/inwoners?areas={code}@{newest(poisoned, 'wijk')}&year=all").json["data"]
        assert not any(huge(row["value"]) for row in newest_rows)
    assert marked > 100


def test_bulk_files_give_it_with_their_mark_only(poisoned: store.Store) -> None:
    year = poisoned.years("wijk")[-2]
    with held.working_with(poisoned):
        frame = bulk.tidy(poisoned, "wijk", year, [data.entry("inwoners"), data.entry("bijstand_per_1000")])
        wide = bulk.wide(poisoned, "wijk", year, [data.entry("inwoners")])
    assert frame["waarde"].map(huge).any()
    assert not (frame["waarde"].map(huge) & (frame["grond"] == "zelfde")).any()
    assert not (wide["inwoners"].map(huge) & (wide["grond"] == "zelfde")).any()


@pytest.mark.parametrize("level", ["gemeente", "wijk"])
def test_no_shape_has_the_figure_of_another_area(poisoned: store.Store, level: str) -> None:
    grey = 0
    for id in ("inwoners", "bijstand_per_1000"):
        for year in poisoned.years(level, id):
            drawing = maps.prepare(data.entry(id), level, year, None, "kwantielen", 5)
            shown = drawing.shapes[drawing.shapes["value"].notna()]
            for code, shape in zip(shown.index, shown["shape"], strict=True):
                assert stands_for(poisoned, level, (shape, drawing.division or 0), (code, drawing.own)), (
                    id,
                    year,
                    code,
                )
            names = poisoned.names(level, drawing.own)["name"]
            assert (drawing.values["name"].reindex(names.index).dropna() == names).all()
            grey += int((drawing.shapes["value"].isna()).sum())
    assert grey


def stands_for(poisoned: store.Store, level: str, one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Straight from the table: whether two codes of two divisions are one ground."""
    (old_code, old), (new_code, new) = sorted((one, other), key=lambda pair: pair[1])
    if old == new:
        return old_code == new_code
    told = poisoned.ground(level, old, new)
    return new_code in told.index and told.at[new_code, "was"] == old_code


def test_no_difference_of_two_years(poisoned: store.Store) -> None:
    entry = data.entry("inwoners")
    years = poisoned.years("wijk", entry.id)
    for old, new in [(years[0], years[-1]), (years[-2], years[-1]), (years[3], years[-3])]:
        assert not broken(entry, old, new)
        table = difference.compare(entry, "wijk", (old, new), None).table
        mine = table.reindex(of_now("wijk", new))
        assert not mine[["before", "after", "value"]].map(huge).any(axis=None), (old, new)
        told = poisoned.ground("wijk", old, new)
        lost = told.index[told["was"] == ""]
        assert table["value"].reindex(lost).isna().all()


def test_no_need_beside_youth_work_and_no_plan(poisoned: store.Store) -> None:
    for level in ("gemeente", "wijk"):
        for year in coverage.years(poisoned)[-2:]:
            frame = coverage.areas(level, year, 10, 27).frame.reindex(of_now(level, year))
            assert not frame.select_dtypes("number").map(huge).any(axis=None)
            for need_year in (2018, 2021, year):
                for id in list(need.options(level, need_year))[:3]:
                    made = need.measure(id, level, need_year, year).values
                    assert not made.reindex(of_now(level, year)).map(huge).any(), (level, id, need_year, year)
    # A sum of what was reported in a year holds what areas of that year reported, so the third plan has a total of its own.
    for choices in ({}, {"waarover": "peuters"}, {"regel": "behoefte", "hoeveel": "fte", "fte": "500"}):
        planned = scenario.read(choices)
        assert planned is not None
        result = carry_out.carry_out(planned)
        assert result.outcome is not None, choices
        rows: Any = tables.per_area(result).set_index("gebied")
        mine = rows.reindex(of_now(planned.level, planned.year)).drop(columns=["euro_per_jaar"], errors="ignore")
        numbers = mine.select_dtypes("number")
        assert not numbers.map(huge).any(axis=None), (choices, list(numbers.columns[numbers.map(huge).any()]))
        assert numbers.notna().any(axis=1).sum() > 20, choices


def test_no_overview_and_no_two_figures(poisoned: store.Store, wijken: list[str]) -> None:
    for id in ("inwoners", "bijstand_per_1000"):
        for year in poisoned.years("wijk", id)[-3:]:
            assert not heatmap.values(id, "wijk", year, wijken)["value"].map(huge).any(), (id, year)
    for year in poisoned.years("wijk", "bijstand_per_1000")[-2:]:
        pairs = two_figures.pairs("inwoners", "bijstand_per_1000", "wijk", year)
        mine = pairs[~pairs.index.astype(str).str.contains("@")]
        assert len(mine) > 20 and len(mine) < len(pairs), year
        assert not mine.select_dtypes("number").map(huge).any(axis=None), year
