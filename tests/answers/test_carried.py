"""A wijk whose boundary moved in 2022: its earlier years on the boundaries of today, in the chart, the table and the CSV."""

from dataclasses import replace

import pandas as pd
import pytest

from answers import carried, history, series_table
from answers.held import working_with
from figures import charts
from figures.colours import LIGHT
from indicators import catalog
from indicators.carried import Carried
from loaders import store as stores
from tests import small_store

MOVED, GIVER, STILL = small_store.WIJKEN[:3]
PEOPLE = catalog.entry("inwoners")
NAMES = {MOVED: "Noord", "NL00": "Nederland"}


def build(root, addresses=True):
    """Until 2021 wijk 1 has 800 people and wijk 2 has 400; from 2022 a quarter of wijk 2's addresses are in wijk 1."""
    counts = {2020: (800, 400), 2021: (840, 440), 2022: (950, 340), 2023: (960, 350)}
    with stores.writer(root) as w:
        for year, (one, two) in counts.items():
            cells = {"inwoners": {MOVED: one, GIVER: two, STILL: 100}, "stedelijkheid": {MOVED: 1, GIVER: 2, STILL: 3}}
            w.put_observations("proef", "wijk", year, small_store.rows("wijk", year, cells))
            w.put_observations("proef", "land", year, small_store.rows("land", year, {"inwoners": {"NL00": 1300}}))
            changes = {MOVED: "3", GIVER: "3"} if year == 2022 else {}
            w.put_names("wijk", year, small_store.names("wijk", [MOVED, GIVER, STILL], **changes))
        if addresses:
            for old in (2020, 2021):
                links = [
                    (MOVED, MOVED, 400),
                    (GIVER, MOVED, 50),
                    (GIVER, GIVER, 150),
                    ("", MOVED, 50),
                    (STILL, STILL, 9),
                ]
                frame = pd.DataFrame(links, columns=stores.CROSSWALK_COLUMNS)
                w.put_crosswalk("wijk", old, 2022, frame)
    return stores.open_store(root)


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    return build(tmp_path_factory.mktemp("verplaatst"))


def series_of(store, region=MOVED, entry=PEOPLE):
    with working_with(store):
        trend = history.trend([region, "NL00"], entry.id)
        return trend, carried.carried_years(region, entry, trend.others[region])


def test_earlier_years_are_worked_out_by_addresses(moved):
    _, found = series_of(moved)
    # 800 of its own and a quarter of 400, and the same a year later; 450 of today's 500 addresses were there.
    assert {year: one.value for year, one in found.items()} == {2020: 900, 2021: 950}
    assert {(one.onto, one.matched, one.parts, one.whole) for one in found.values()} == {(2022, 0.9, 2, False)}
    assert carried.word(found[2020]) == "geschat op de grenzen van 2022, 90% van de adressen"
    assert carried.sentence(found) == (
        "Geschat op de grenzen van dit gebied: de cijfers van toen zijn naar adressen verdeeld (gestreept): 2020–2021. "
        "Van de adressen van nu was 90% er toen ook."
    )


def test_of_gemeenten_that_became_one_no_share_of_the_inhabitants_is_told():
    """A list says that they went into it as a whole; nothing measures it, and borders may have moved with it."""
    added = Carried(900, "opgeteld", 2018, 2022, 1.0, 3, True, "gemeente")
    assert carried.word(added) == "opgeteld uit 3 gemeenten van 2018"
    told = carried.sentence({2018: added, 2019: replace(added, by="buurt", matched=0.97, division=2019)})
    assert told == (
        "Opgeteld uit de buurten van toen die helemaal in het gebied liggen (gestreept): 2019. "
        "Daar woont 97% van de inwoners. "
        "Opgeteld uit de gemeenten van toen die samen dit gebied werden (gestreept): 2018."
    )


def test_an_area_that_did_not_change_is_left_alone(moved):
    trend, found = series_of(moved, STILL)
    assert found == {} and trend.others[STILL] == {}
    with working_with(moved):
        assert carried.worked_out(STILL, "inwoners", (2020, 2021)) == {}


def lacking(store, entry, region=MOVED):
    trend, found = series_of(store, region, entry)
    with working_with(store):
        return found, carried.lacking(region, entry, found, trend.others[region])


def test_why_years_are_not_worked_out(moved, tmp_path):
    assert lacking(moved, PEOPLE)[1] == ""
    found, why = lacking(moved, catalog.entry("stedelijkheid"))
    assert found == {} and "Klassen tellen niet op." in why
    found, why = lacking(build(tmp_path, addresses=False), PEOPLE)
    assert found == {} and "niet opgehaald" in why
    assert carried.lacking(MOVED, PEOPLE, {}, {}) == ""


def test_where_the_parts_of_then_cover_the_area_it_is_said_how_many_have_the_figure(tmp_path):
    """Haren and Ten Boer went into Groningen: nothing lacks of its ground, only of the figure."""
    parts = ["GM0009", "GM0014", "GM0017"]
    with stores.writer(tmp_path) as w:
        for year, codes in ((2017, parts), (2018, parts), (2024, ["GM0014"])):
            cells = {"inwoners": dict.fromkeys(codes, 9) | {"GM0014": 200}, "bijstand": {"GM0014": 20}}
            if year == 2018:
                cells["bijstand"] = {"GM1234": 1}
            w.put_observations("proef", "gemeente", year, small_store.rows("gemeente", year, cells))
            w.put_names("gemeente", year, small_store.names("gemeente", codes, ""))
    with working_with(stores.open_store(tmp_path)):
        entry = catalog.entry("bijstand")
        assert carried.worked_out("GM0014", "inwoners", (2017,))[2017].value == 218
        assert carried.lacking("GM0014", entry, {}, [2017, 2018]) == (
            "Niet omgerekend naar de grenzen van dit gebied: 2017. Dit cijfer is er maar van 1 van de 3 gemeenten van toen. "
            "Ook niet: 2018. Dit cijfer is er van geen van de 3 gemeenten van toen."
        )


def test_they_are_open_dots_on_a_dashed_line_up_to_the_first_year_on_the_boundaries_of_today(moved):
    trend, found = series_of(moved)
    line = charts.Line(
        MOVED,
        "Noord",
        trend.values[MOVED],
        "#123456",
        trend.cuts[MOVED],
        carried={year: (one.value, carried.word(one)) for year, one in found.items()},
    )
    figure = charts.trend([line], str, "personen", LIGHT)
    dashed = next(t for t in figure.data if t.mode == "lines" and t.line.dash not in ("solid", "dot"))
    assert list(zip(dashed.x, dashed.y, strict=True)) == [(2020, 900), (2021, 950), (2022, 950)]
    dots = next(t for t in figure.data if t.mode == "markers" and t.marker.color == LIGHT.page)
    assert list(dots.x) == [2020, 2021] and all("geschat" in text for text in dots.text)
    solid = [t for t in figure.data if t.mode == "lines" and t.line.dash == "solid"]
    assert {tuple(t.x[:2]) for t in solid if len(t.x)} == {(2022, 2023)}, "what was published of then is another area's"


def test_the_table_and_the_csv_say_what_was_worked_out(moved):
    trend, found = series_of(moved)
    cells = series_table.text(trend, found, PEOPLE, NAMES)
    assert cells.columns.tolist() == ["Noord", "Noord, grenzen van nu", "Nederland"]
    assert "840" not in cells.to_string(), "what was published of then is another area's"
    assert cells.at["2023", "Noord"] == "960" and cells.at["2023", "Noord, grenzen van nu"] == ""
    assert cells.at["2021", "Noord, grenzen van nu"] == "950 (geschat op de grenzen van 2022, 90% van de adressen)"
    rows = series_table.download(trend, found, PEOPLE, NAMES)
    mine = rows[(rows["gebied"] == MOVED) & (rows["jaar"] == 2021)]
    assert mine["waarde"].tolist() == [950] and mine["grenzen"].tolist() == [2022]
    assert mine["herleid"].notna().all() and mine["aandeel_bekend"].tolist() == [0.9]
    assert set(rows["eenheid"]) == {"personen"} and "gegevensversie" in rows


def test_both_ends_of_a_series_that_was_worked_out_say_so(moved):
    _, found = series_of(moved)
    values = {2021: 950.0, 2020: 900.0}
    mark = "geschat op de grenzen van 2022, 90% van de adressen"
    assert series_table.ends(PEOPLE, values, found) == (
        f"950\u00a0personen in 2021 ({mark}), 900\u00a0personen in 2020 ({mark})"
    )
    assert series_table.ends(PEOPLE, {2022: 950.0}, found) == "950\u00a0personen in 2022"


def test_without_earlier_years_the_table_is_as_published(moved):
    trend, found = series_of(moved, STILL)
    assert "grenzen van nu" not in " ".join(
        series_table.text(trend, found, PEOPLE, {STILL: "Stil", "NL00": "NL"}).columns
    )
