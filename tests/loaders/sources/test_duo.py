"""Schools from lists that were dropped in: headings old and new, placing by postcode, and what is said of what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from loaders import store
from loaders.places import postcodes
from loaders.pulling.runner import Plan, run
from loaders.reading.http import SourceError
from loaders.sources import duo
from tests import small_store

YEAR = 2024
GEMEENTEN, WIJKEN = ["GM9901", "GM9902"], ["WK990101", "WK990102", "WK990201", "WK990202"]
HEAD = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;{codes};VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;"
    "GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;ONDERWIJSSTRUCTUUR;POSTCODE CORRESPONDENTIEADRES"
)
OLD = HEAD.format(codes="BRIN NUMMER;VESTIGINGSNUMMER")
NEW = HEAD.format(codes="INSTELLINGSCODE;VESTIGINGSCODE")
# Made up: institution, branch, house number, postcode, gemeente. The first is listed twice.
ROWS = [
    ("01AA", "00", "5", "1000 AA", "9901"),
    ("01AA", "00", "5", "1000 AA", "9901"),
    ("01AA", "01", "7-b", "1000AA", "9901"),
    ("02BB", "00", "99", "1000 AB", "9901"),
    ("03CC", "00", "1", "1000 AC", "9902"),
    ("04DD", "00", "3", "1000 ZZ", "9902"),
]


def vo(rows=ROWS, head=NEW):
    lines = [head]
    for code, branch, number, postcode, gemeente in rows:
        lines.append(
            f"Prov;1;{code};{branch};School {code};Straat;{number};{postcode};Plaats;{gemeente};Gemeente;Geen;VWO;9999 XX"
        )
    return "\n".join(lines).encode("cp1252")


def mbo():
    head = "PROVINCIE;INSTELLINGSCODE;INSTELLINGSNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;GEMEENTENUMMER;MBO INSTELLINGSSOORT - NAAM"
    return f"{head}\nProv;25PT;Roc;1;1000 AC;9902;Regionaal opleidingencentrum\n".encode()


def address(postcode, number):
    return postcodes.postcode_number(postcode) * postcodes.HOUSE_NUMBERS + number


def addresses():
    """1000AA 5 and 7 lie in two wijken; 1000AB in one; 1000AC 1 and 2 in two; 1000ZZ is not known."""
    rows = {
        address("1000AA", 5): "BU99010100",
        address("1000AA", 7): "BU99010200",
        address("1000AB", 2): "BU99010200",
        address("1000AC", 1): "BU99020100",
        address("1000AC", 2): "BU99020200",
    }
    frame = pd.DataFrame({"address": sorted(rows)})
    frame["buurt"] = pd.Categorical([rows[number] for number in frame["address"]])
    return frame.astype({"address": np.int64})


@pytest.fixture
def root(tmp_path):
    with store.writer(tmp_path) as w:
        w.put_names("gemeente", YEAR, small_store.names("gemeente", GEMEENTEN))
        w.put_names("wijk", YEAR, small_store.names("wijk", WIJKEN))
        w.put_addresses(YEAR, addresses())
    return tmp_path


def drop(root, **lists):
    folder = root / "drop" / "duo"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in lists.items():
        (folder / f"{name.replace('_', '-')}.csv").write_bytes(data)


def pulled(root):
    (result,) = run(Plan([duo.SOURCE], [YEAR], root=root))
    return result


def table(root, level, variable=duo.VO):
    return store.open_store(root).table(level, YEAR, [variable])[variable].to_dict()


@pytest.mark.parametrize("head", [OLD, NEW])
def test_each_branch_counts_once_in_its_gemeente(root, head):
    drop(root, alle_vestigingen_vo_2024=vo(head=head))
    result = pulled(root)
    assert result.outcome == "ok", result.message
    assert table(root, "gemeente") == {"GM9901": 3, "GM9902": 2}


def test_a_wijk_is_found_by_address_or_by_a_postcode_that_lies_in_one_wijk(root):
    drop(root, alle_vestigingen_vo_2024=vo())
    result = pulled(root)
    found = table(root, "wijk")
    assert (found["WK990101"], found["WK990102"]) == (1, 2)
    assert np.isnan([found["WK990201"], found["WK990202"]]).all(), (
        "one school may lie in either: unknown, not one too low"
    )
    assert any("van 1 scholen is de wijk niet te vinden" in note for note in result.notes)


def test_a_gemeente_whose_schools_are_all_placed_has_wijken_with_nought(root):
    drop(root, alle_vestigingen_vo_2024=vo(ROWS[:1] + ROWS[4:5]))
    pulled(root)
    assert table(root, "wijk") == {"WK990101": 1, "WK990102": 0, "WK990201": 1, "WK990202": 0}


def test_both_lists_together(root):
    drop(root, alle_vestigingen_vo_2024=vo(), adressen_mbo_2024=mbo())
    pulled(root)
    found = table(root, "gemeente", duo.MBO)
    assert found["GM9902"] == 1
    assert found.get("GM9901") != 0, "a list of one gemeente says nothing about another"
    assert table(root, "wijk", duo.MBO)["WK990201"] == 1


def test_without_addresses_there_are_gemeenten_only_and_a_later_pull_adds_wijken(tmp_path):
    with store.writer(tmp_path) as w:
        w.put_names("gemeente", YEAR, small_store.names("gemeente", GEMEENTEN))
    drop(tmp_path, vestigingen_vo_2024=vo())
    result = pulled(tmp_path)
    assert any("cbs_postcode" in note for note in result.notes)
    assert store.open_store(tmp_path).years("wijk", duo.VO) == []
    with store.writer(tmp_path) as w:
        w.put_names("wijk", YEAR, small_store.names("wijk", WIJKEN))
        w.put_addresses(YEAR, addresses())
    assert pulled(tmp_path).outcome == "ok"
    assert table(tmp_path, "wijk")["WK990102"] == 2
    assert pulled(tmp_path).outcome == "unchanged"


def test_a_gemeente_that_the_year_does_not_know_is_left_out_and_said(root):
    drop(root, alle_vestigingen_vo_2024=vo([*ROWS, ("05EE", "00", "1", "1000 AA", "0001")]))
    result = pulled(root)
    assert "GM0001" not in table(root, "gemeente")
    assert any("1 scholen in een gemeente die 2024 niet kent" in note for note in result.notes)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "vestigingen-vo-2024.csv"
    path.write_bytes(vo(head=NEW.replace("GEMEENTENUMMER", "GEMEENTE NR")))
    with pytest.raises(SourceError, match=r"gemeentenummer.*er staan: PROVINCIE.*loaders/sources/duo\.py"):
        duo.read(path)
    path.write_bytes(vo(head=NEW.replace(";POSTCODE;", ";PC;")))
    found = duo.read(path)
    assert any("geen kolom met postcodes" in note for note in found.notes)
    assert (found.frame["postcode"] == "").all(), "never the postcode of the correspondence address"


def test_a_list_of_neither_kind_is_refused(tmp_path):
    path = tmp_path / "adressen-2024.csv"
    path.write_bytes(vo(head=NEW.replace("ONDERWIJSSTRUCTUUR", "SOORT")))
    with pytest.raises(SourceError, match="vo of mbo"):
        duo.read(path)


def test_no_list_and_no_year_are_explained(root):
    assert "drop/duo" in pulled(root).message
    drop(root, alle_vestigingen_vo=vo())
    result = pulled(root)
    assert result.outcome == "not_available"
    assert "Zet het jaar in de naam van alle-vestigingen-vo.csv" in result.message


places = some.sampled_from(
    [("5", "1000AA"), ("2", "1000AB"), ("1", "1000AC"), ("9", "1000AC"), ("1", "rommel"), ("", "")]
)


@given(some.lists(some.tuples(places, some.sampled_from(GEMEENTEN)), min_size=1, max_size=20))
def test_no_wijk_has_more_schools_than_its_gemeente(schools):
    frame = pd.DataFrame([{"gemeente": g, "number": n, "postcode": p} for (n, p), g in schools])
    counted, _ = duo.per_gemeente(frame, GEMEENTEN, 1)
    wijken, lost = duo.per_wijk(frame, counted, addresses(), WIJKEN)
    assert counted.sum() == len(frame)
    for gemeente, total in counted.items():
        inside = wijken[wijken.index.str.slice(2, 6) == gemeente[2:]]
        assert inside.sum() <= total
        assert inside.isna().any() or inside.sum() == total, "a number is only given when no school can be missing"
    assert wijken.notna().all() == (lost == 0)
