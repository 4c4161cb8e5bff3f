"""What was confirmed is stored, replaces what it should, and can be undone; from code and from the command."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

from loaders import store
from loaders.__main__ import main
from loaders.importing import keep, templates
from loaders.importing.plan import own_variable
from loaders.reading import files
from loaders.reading.files import ImportProblem
from loaders.sources.municipal import own_variables
from tests.loaders.importing.import_store import build, propose, values, xlsx

HEAD = "wijkcode;jaar;jongerenwerkers (fte)\n"
FIRST = HEAD + "WK0363MA;2024;1,5\nWK0363NA;2024;2\n"
SECOND = HEAD + "WK0363NA;2024;4\nWK0363AA;2024;1\nGM0363;2023;30\n"


@pytest.fixture
def there(tmp_path, monkeypatch):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    return build(tmp_path / "data")


def reported(root, level="wijk", year=2024):
    table = store.open_store(root).table(level, year, ["jongerenwerk_fte"])["jongerenwerk_fte"].dropna()
    return table.to_dict()


def add(there, text, **choices):
    return keep.save(there.root, propose(store.open_store(there.root), text, **choices))


def test_a_later_file_lies_over_an_earlier_one(there):
    add(there, FIRST)
    add(there, SECOND)
    assert reported(there.root) == {"WK0363MA": 1.5, "WK0363NA": 4.0, "WK0363AA": 1.0}
    assert reported(there.root, "gemeente", 2023) == {"GM0363": 30.0}


def test_the_first_can_be_undone_after_the_second(there):
    first = add(there, FIRST)
    second = add(there, SECOND)
    keep.undo(there.root, first)
    assert reported(there.root) == {"WK0363NA": 4.0, "WK0363AA": 1.0}
    keep.undo(there.root, second)
    assert reported(there.root) == {}
    assert not any(key.startswith("opgave") for key in store.open_store(there.root).manifest()["observations"])
    assert store.open_store(there.root).table("wijk", 2024, ["inwoners"])["inwoners"].count() == 4
    with pytest.raises(ImportProblem, match="geen opgeslagen bestand"):
        keep.undo(there.root, first)


def test_undoing_the_last_brings_the_first_back(there):
    add(there, FIRST)
    keep.undo(there.root, add(there, SECOND))
    assert reported(there.root) == {"WK0363MA": 1.5, "WK0363NA": 2.0}


def test_the_order_is_that_of_storing_beyond_nine_files(there):
    for n in range(1, 12):
        add(there, HEAD + f"WK0363MA;2024;{n}\n")
    assert reported(there.root) == {"WK0363MA": 11.0}
    assert len(keep.stored(store.open_store(there.root))) == 11


def test_rows_with_problems_are_left_out_only_when_asked(there):
    wrong = propose(there, FIRST + "WK999999;2024;1\n")
    with pytest.raises(ImportProblem, match="1 problemen"):
        keep.save(there.root, wrong)
    id = keep.save(there.root, wrong, leave_out=True)
    assert store.open_store(there.root).imports()[id]["left_out"] == 1
    assert len(reported(there.root)) == 2


def test_an_own_variable_keeps_its_name_and_unit(there):
    id, own = own_variable("Speeltuinen", "aantal", people=False)
    data = "wijkcode;jaar;speeltuinen\nWK0363MA;2024;3\n"
    add(there, data, topics={"speeltuinen": id}, own={id: own})
    again = store.open_store(there.root)
    assert own_variables(again.manifest())[id].unit == "aantal"
    next_year = propose(again, data.replace("2024", "2023"), topics={"speeltuinen": id})
    assert values(next_year) == {("WK0363MA", 2023, id): 3.0}
    _, other = own_variable("Speeltuinen", "ha")
    assert "bestaat al" in propose(again, data, topics={"speeltuinen": id}, own={id: other}).stops[0]


def test_nothing_is_stored_beside_invented_figures(tmp_path):
    there = build(tmp_path)
    rows = pd.DataFrame([("NL00", "land", 2024, 2024, "x", 1.0, "published", "proef")], columns=list(store.COLUMNS))
    with store.writer(tmp_path, demo=True) as w:
        w.put_observations("proef", "land", 2024, rows)
    with pytest.raises(ImportProblem, match="verzonnen"):
        keep.save(tmp_path, propose(there, FIRST))


def test_choices_are_kept_under_a_safe_name(there):
    with pytest.raises(store.StoreError, match="kan geen naam"):
        store.put_mapping(there.root, "../buiten", "{}")
    with pytest.raises(ImportProblem, match="geen keuzes bewaard"):
        keep.plan(there.root, "../buiten")


def command(*arguments, capsys):
    code = main(["import", *map(str, arguments)])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_command_shows_first_and_stores_on_yes(there, tmp_path, capsys):
    path = tmp_path / "jongerenwerk.csv"
    path.write_text("wijk;inzet\nDelfshaven;2,5\nCentrm;1\n")
    choices = ["--gemeente", "GM0599", "--year", "2024", "--as", "inzet=jongerenwerk_fte"]
    code, out, _ = command(path, *choices, capsys=capsys)
    assert code == 0 and "Niets" not in out and "Er is niets opgeslagen" in out and "Centrm" in out
    assert command(path, *choices, "--yes", capsys=capsys)[0] == 1
    choices += ["--area", "Centrm=WK059901", "--save-mapping", "inzet-rotterdam"]
    code, out, _ = command(path, *choices, "--yes", capsys=capsys)
    assert code == 0 and reported(there.root) == {"WK059902": 2.5, "WK059901": 1.0}
    id = json.loads(command("--list", capsys=capsys)[1])["id"]
    assert command("--undo", id, capsys=capsys)[0] == 0
    assert reported(there.root) == {}
    code, out, _ = command(path, "--mapping", "inzet-rotterdam", "--year", "2023", "--yes", capsys=capsys)
    assert code == 0 and reported(there.root, year=2023) == {"WK059902": 2.5, "WK059901": 1.0}


def test_every_own_count_is_about_people_unless_told_otherwise(there, tmp_path, capsys):
    path = tmp_path / "opvang.csv"
    path.write_text("wijkcode;jaar;daklozen;banken\nWK0363MA;2024;3;3\nWK0363NA;2024;60;60\n")
    choices = ["--new", "daklozen=Daklozen|aantal", "--new", "banken=Banken|aantal"]
    _, out, _ = command(path, *choices, capsys=capsys)
    assert out.count("gaat over mensen") == 2 and "niet getoond: 2" in out
    _, out, _ = command(path, *choices, "--no-people", "banken", "--yes", capsys=capsys)
    assert out.count("gaat over mensen") == out.count("gaat niet over mensen") == 1 and "niet getoond: 1" in out
    wijken = store.open_store(there.root).table("wijk", 2024, ["eigen_daklozen", "eigen_banken"])
    assert wijken["eigen_banken"].tolist()[:1] == [3.0] and wijken["eigen_daklozen"].dropna().tolist() == [60.0]
    code, _, err = command(path, "--no-people", "stoelen", capsys=capsys)
    assert code == 1 and "geen eigen cijfer" in err


def test_the_command_says_what_is_wrong(there, tmp_path, capsys):
    assert command(tmp_path / "weg.csv", capsys=capsys)[0] == 1
    assert command(capsys=capsys)[0] == 2
    path = tmp_path / "leeg.csv"
    path.write_text("")
    code, _, err = command(path, capsys=capsys)
    assert code == 1 and err == "Het bestand is leeg.\n"


@pytest.mark.parametrize("format", ["xlsx", "csv"])
@pytest.mark.parametrize("name", list(templates.TEMPLATES))
def test_a_filled_in_template_reads_back_without_questions(there, name, format):
    template = templates.TEMPLATES[name]
    empty = templates.make(template, there, "GM0363", format)
    assert "nog niet ingevuld" in propose(there, empty, templates.file_name(template, "GM0363", format)).stops[0]
    filled = propose(there, _filled(template, there, format), templates.file_name(template, "GM0363", format))
    assert filled.clean, (filled.stops, filled.problems, filled.unmatched)
    assert {v for _, _, v in values(filled)} == set(template.variables)
    assert filled.years == [2024] and len(filled.matched) == (3 if template.level == "wijk" else 1)


def _filled(template, there, format):
    """The template as a gemeente would send it back: the same cells, with figures."""
    sheet = files.read(templates.make(template, there, "GM0363", format), "a").sheets[0]
    width = len(sheet.rows[0])
    rows = [sheet.rows[0]]
    for row in sheet.rows[1:]:
        answers = ["ja" if v == "raadslieden" else 2 for v in template.variables]
        rows.append([*row[:3], "31-12-2024", *answers, "Stichting Samen"][:width])
    if format == "csv":
        return "\n".join(";".join(str(cell) for cell in row) for row in rows).encode("utf-8-sig")
    return xlsx(rows)


def test_a_template_without_a_gemeente_has_all_gemeenten(there):
    rows = templates.make(templates.TEMPLATES["raadslieden"], there, "", "csv").decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 4 and rows[0].startswith(
        "Gebiedscode;Gebied;Gemeente;Peildatum;Sociaal raadslieden (ja of nee)"
    )


def test_a_template_has_drop_downs_and_an_explanation(there):
    data = templates.make(templates.TEMPLATES["raadslieden"], there, "GM0363", "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet, book = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/workbook.xml").decode()
    assert "ja,nee" in sheet and 'type="date"' in sheet and 'name="Uitleg"' in book
