"""Debts from a dropped file: the ways in which it may be written, and what is said when it cannot be used."""

import io

import numpy as np
import pytest

from loaders import store
from loaders.pulling.runner import Plan, run
from loaders.reading.http import SourceError
from loaders.source import variables
from loaders.sources import schulden

CODES = ["GM0014", "GM0034", "GM0037", "GM0047", "GM0050", "GM0059", "GM0060", "GM0072", "GM0074", "GM0080"]
CODES += ["GM0085", "GM0086", "GM0088", "GM0090", "GM0093", "GM0096", "GM0098", "GM0106", "GM0109", "GM0363"]
TWENTY = [(code, 1000 + 10 * i, round(5 + i / 10, 1)) for i, code in enumerate(CODES)]


def dutch(rows=TWENTY, moment="1 januari 2023"):
    lines = [
        "Peildatum;Gemeentecode;Gemeentenaam;Huishoudens totaal;"
        "Aantal huishoudens met geregistreerde problematische schulden;"
        "Percentage huishoudens met geregistreerde problematische schulden"
    ]
    lines += [
        f"{moment};{c};Plaats;10.000;{n:,};{p}".replace(",", "*").replace(".", ",").replace("*", ".")
        for c, n, p in rows
    ]
    return "\n".join(lines).encode("cp1252")


def workbook(rows=TWENTY):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Toelichting").write(0, 0, "Gemaakt door CBS")
        sheet = book.add_worksheet("Gemeenten")
        sheet.write(0, 0, "Geregistreerde problematische schulden per gemeente, 2023")
        sheet.write_row(
            2,
            0,
            [
                "Regiocode",
                "Regio",
                "Huishoudens met problematische schulden (aantal)",
                "Huishoudens met problematische schulden (%)",
            ],
        )
        for i, (code, count, share) in enumerate(rows, 3):
            sheet.write_row(i, 0, [code, "Plaats", count, share])
    return out.getvalue()


def drop(root, data, name="schulden.csv"):
    folder = root / "drop" / "cbs_schulden"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def pulled(root, *years):
    return run(Plan([schulden.SOURCE], years or [2023], root=root))


def figures(root, year=2023, level="gemeente"):
    return store.open_store(root).table(level, year)


@pytest.mark.parametrize(("data", "name"), [(dutch(), "schulden.csv"), (workbook(), "schulden.xlsx")])
def test_csv_and_workbook_give_the_same_figures(tmp_path, data, name):
    drop(tmp_path, data, name)
    (result,) = pulled(tmp_path)
    assert (result.outcome, result.route) == ("ok", "bestand")
    frame = figures(tmp_path)
    assert len(frame) == 20
    assert frame.loc["GM0363"].to_dict() == {"schulden_aandeel": 6.9, "schulden_huishoudens": 1190}


def test_without_a_file_it_says_where_to_get_it_and_where_to_put_it(tmp_path):
    (result,) = pulled(tmp_path)
    assert result.outcome == "not_available"
    assert "dashboards.cbs.nl" in result.message and "drop/cbs_schulden" in result.message


def test_codes_without_prefix_fractions_and_missing_cells(tmp_path):
    text = "code;aandeel huishoudens met schulden\n363;0,12\n0014;0,08\nNL;0,09\n37;.\nTotaal;0,1\n"
    drop(tmp_path, text.encode(), "schulden_2022.csv")
    (result,) = pulled(tmp_path, 2022)
    frame = figures(tmp_path, 2022)["schulden_aandeel"]
    assert frame.round(6).dropna().to_dict() == {"GM0014": 8, "GM0363": 12} and np.isnan(frame["GM0037"])
    assert figures(tmp_path, 2022, "land").round(6).to_numpy().tolist() == [[9]]
    assert any("maal 100" in note for note in result.notes) and any(
        "1 rijen zonder code" in note for note in result.notes
    )


def test_only_the_first_of_january_counts(tmp_path):
    drop(
        tmp_path,
        dutch(moment="1 januari 2020")
        + b"\n"
        + b"\n".join(dutch([("GM0363", 7, 1.0)], "1 oktober 2020").split(b"\n")[1:]),
    )
    (result,) = pulled(tmp_path, 2020)
    assert figures(tmp_path, 2020).loc["GM0363", "schulden_huishoudens"] == 1190
    assert any("andere datum" in note for note in result.notes)


def test_several_years_in_one_file_and_a_year_that_is_not_in_it(tmp_path):
    drop(tmp_path, dutch(moment="1-1-2021"))
    assert [result.outcome for result in pulled(tmp_path, 2021, 2022)] == ["ok", "not_available"]


def test_the_same_file_is_not_read_twice(tmp_path):
    drop(tmp_path, dutch())
    pulled(tmp_path)
    assert [result.outcome for result in pulled(tmp_path)] == ["unchanged"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"naam;aantal huishoudens met schulden\nAmsterdam;3\nUtrecht;4\n", "gemeentecodes"),
        (b"gemeentecode;inwoners\nGM0363;3\nGM0014;4\n", "problematische schulden"),
        (b"gemeentecode;percentage huishoudens met schulden\nGM0363;300\nGM0014;4\n", "kan niet"),
        (b"%PDF-1.7 hallo", "PDF"),
        (b"", "leeg"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_name_and_changes_nothing(tmp_path, data, words):
    drop(tmp_path, dutch())
    pulled(tmp_path)
    drop(tmp_path, data, "tweede_2023.csv")
    (result,) = pulled(tmp_path)
    assert result.outcome == "failed" and words in result.message, result.message
    assert len(figures(tmp_path)) == 20


def test_without_any_year_it_asks_for_one(tmp_path):
    drop(tmp_path, b"gemeentecode;aantal huishoudens met schulden\nGM0363;3\nGM0014;4\n")
    with pytest.raises(SourceError, match="Zet het jaar in de naam"):
        schulden.read(tmp_path / "drop" / "cbs_schulden" / "schulden.csv")


def test_flows_and_other_groups_are_not_taken():
    heads = ["Gemeentecode", "Instroom schulden", "Huishoudens zonder schulden", "Aantal huishoudens met schulden"]
    assert schulden._figures(heads) == {"schulden_huishoudens": 3}


def test_variables_are_declared():
    assert {v.id for v in schulden.SOURCE.variables} <= set(variables())
