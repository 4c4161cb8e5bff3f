"""Files that are wrong: each gets a clear Dutch sentence, and none of them changes anything in the store."""

from __future__ import annotations

import datetime
import gzip
import io
import re
import zipfile

import pytest

from loaders.importing import keep
from loaders.importing.plan import Plan, from_json, own_variable
from loaders.importing.proposal import understand
from loaders.places import areas
from loaders.reading import files
from loaders.reading.files import ImportProblem
from tests.loaders.importing.import_store import build, ods, propose, repack, values, xlsx

HEAD = "wijkcode;jaar;jongerenwerkers (fte)\n"
GOOD = "WK0363MA;2024;1,5\n"
ROWS = [["Wijkcode", "Jaar", "Jongerenwerkers (fte)"], ["WK0363MA", 2024, 1.5], ["WK0363NA", 2024, 2]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHARE, OWN_SHARE = own_variable("Leden", "%", people=False)
UREN, OWN_UREN = own_variable("Uren", "uren", people=False)


def bomb(size: int) -> bytes:
    """An xlsx whose only sheet is ``size`` bytes of zeros, packed a thousand times."""
    return repack(xlsx(ROWS), xl__worksheets__sheet1_dot_xml=b"0" * size)


def lying_bomb() -> bytes:
    """A zip member that says it is small and unpacks to more."""
    data = bytearray(bomb(30_000_000))
    return bytes(data).replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def far_cell() -> bytes:
    """Two cells, one in the first and one in the last corner of a sheet: 17 billion cells for who fills the space between."""
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    return repack(xlsx(ROWS), xl__worksheets__sheet1_dot_xml=sheet)


def entities() -> bytes:
    """XML entities that double ten times over ("billion laughs")."""
    define = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{define}]><workbook>&a11;</workbook>'
    return repack(xlsx(ROWS), xl__workbook_dot_xml=xml.encode())


def plain_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("cijfers.csv", HEAD + GOOD)
    return buffer.getvalue()


def with_cell(value: object) -> bytes:
    return xlsx([ROWS[0], ROWS[1], ["WK0363NA", 2024, value]])


# A number that a spreadsheet may state and no computer can hold.
ENDLESS = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>wijkcode</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>jongerenwerk fte 2024</t></is></c></row>'
    b'<row r="2"><c r="A2" t="inlineStr"><is><t>WK0363MA</t></is></c><c r="B2"><v>1e999</v></c></row>'
    b'<row r="3"><c r="A3" t="inlineStr"><is><t>WK0363NA</t></is></c><c r="B3"><v>2</v></c></row></sheetData></worksheet>'
)


# What is wrong → (the file, its name, part of the sentence, choices of the reader).
BROKEN = {
    "leeg": (b"", "a.csv", "Het bestand is leeg", {}),
    "alleen witregels": (b"\n \r\n\t\n", "a.csv", "Het bestand is leeg", {}),
    "alleen scheidingstekens": (b";;;\n;;;\n", "a.csv", "leeg|één kolom", {}),
    "alleen een kop": (HEAD, "a.csv", "alleen een kopregel", {}),
    "alleen een kop in Excel": (xlsx(ROWS[:1]), "a.xlsx", "alleen een kopregel", {}),
    "geen kop": (GOOD * 3, "a.csv", "Rij 1 is geen kopregel", {}),
    "één kolom": ("wijkcode\nWK0363MA\nWK0363NA\n", "a.csv", "één kolom", {}),
    "pdf als xlsx": (b"%PDF-1.7\n%\xe2\xe3", "cijfers.xlsx", "Dit is een PDF", {}),
    "afbeelding": (b"\x89PNG\r\n\x1a\n" + bytes(50), "cijfers.csv", "afbeelding", {}),
    "json": ('[{"wijk": "x"}]', "a.csv", "JSON", {}),
    "html als xls": ("<html><table><tr><td>1</td></tr></table></html>", "a.xls", "webpagina", {}),
    "xml": ('<?xml version="1.0"?><a/>', "a.xls", "XML", {}),
    "gzip": (gzip.compress(HEAD.encode()), "a.csv", "ingepakt", {}),
    "zip": (plain_zip(), "a.xlsx", "zip-bestand", {}),
    "programma": (b"MZ\x90\0", "a.xlsx", "programma", {}),
    "nulbytes": ((HEAD + "WK0363MA;2024;\0\n").encode(), "a.csv", "tekens", {}),
    "utf-16 zonder merkteken": ((HEAD + GOOD).encode("utf-16-le"), "a.csv", "tekens", {}),
    "halve utf-16": (b"\xff\xfe" + (HEAD + GOOD).encode("utf-16-le")[:-1], "a.csv", "onvolledig", {}),
    "onbekende codering": (b"wijkcode;jaar;fte\n\x81\x8d\x90;2024;1\n", "a.csv", "tekens .* niet te lezen", {}),
    "wachtwoord": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "a.xlsx", "wachtwoord", {}),
    "beschadigd xls": (OLE + bytes(2000), "a.xls", "beschadigd", {}),
    "afgekapt xlsx": (xlsx(ROWS)[:3000], "a.xlsx", "beschadigd", {}),
    "kapotte xml in xlsx": (repack(xlsx(ROWS), xl__workbook_dot_xml=b"<workbook"), "a.xlsx", "beschadigd", {}),
    "zipbom": (bomb(250_000_000), "a.xlsx", "groter dan 200 MB", {}),
    "zipbom die liegt": (lying_bomb(), "a.xlsx", "beschadigd", {}),
    "cel in de verste hoek": (far_cell(), "a.xlsx", "te groot|te veel geheugen", {}),
    "xml die groeit": (entities(), "a.xlsx", "beschadigd|te veel geheugen", {}),
    "te groot": (b"a;b\n" + b"0" * 26_000_000, "a.csv", "hoogstens 25 MB", {}),
    "te veel kolommen": ((";".join("k" * 6000) + "\n") * 2, "a.csv", "meer dan", {}),
    "te veel rijen": ("a;b\n" * 200_002, "a.csv", "meer dan", {}),
    "te veel cijfers": (
        "wijkcode;" + ";".join(f"k{i}" for i in range(1100)) + "\n" + ("WK0363MA" + ";1" * 1100 + "\n") * 500,
        "a.csv",
        "550000 cijfers",
        {},
    ),
    "heel lang vak": (HEAD + f"WK0363MA;2024;{'9' * 5000}\n", "a.csv", "aanhalingsteken", {}),
    "vergeten aanhalingsteken": (HEAD + '"WK0363MA;2024;1\n' + GOOD * 200, "a.csv", "aanhalingsteken", {}),
    "vak zonder einde": (HEAD + 'WK0363MA;2024;"' + "9" * 200_000, "a.csv", "aanhalingsteken", {}),
    "oneindig getal": (
        repack(xlsx([ROWS[0], ["WK0363MA", 2024, 7]]), xl__worksheets__sheet1_dot_xml=ENDLESS),
        "a.xlsx",
        "'#GETAL!' is geen getal",
        {},
    ),
    "dubbele kolomnaam": ("wijkcode;jaar;fte;Fte\nWK0363MA;2024;1;2\n", "a.csv", "twee keer voor", {}),
    "geen gebied": ("naam kind;jaar;fte\nx y;2024;1\n", "a.csv", "geen kolom met wijken", {}),
    "geen cijfers": ("wijkcode;opmerking\nWK0363MA;gaat goed\n", "a.csv", "geen kolom met cijfers", {}),
    "geen jaar": ("wijkcode;jongerenwerkers (fte)\nWK0363MA;2\n", "a.csv", "Kies het jaar", {}),
    "onbekend cijfer": ("wijkcode;jaar;zomaar iets\nWK0363MA;2024;2\n", "a.csv", "welk cijfer het is", {}),
    "verkeerd cijfer": (
        HEAD + GOOD,
        "a.csv",
        "geen cijfer dat een gemeente",
        {"topics": {"jongerenwerkers (fte)": "inwoners"}},
    ),
    "onbekende gemeente": (HEAD + GOOD, "a.csv", "geen gemeente in de indeling", {"gemeente": "Atlantis"}),
    "gemeente in het bestand onbekend": (
        "gemeente;jaar;jongerenwerkers (fte)\nAtlantis;2024;1\n",
        "a.csv",
        "Geen enkel gebied",
        {},
    ),
    "namen zonder gemeente": ("wijk;jaar;jongerenwerkers (fte)\nDelfshaven;2024;1\n", "a.csv", "Kies de gemeente", {}),
    "geen gebied herkend": (HEAD + "WK999999;2024;1\nWK999998;2024;1\n", "a.csv", "Geen enkel gebied is herkend", {}),
    "verborgen blad": (xlsx([["Uitleg"]], ROWS, hide=(1,)), "a.xlsx", "één kolom", {}),
    "blad bestaat niet": (xlsx(ROWS), "a.xlsx", "geen blad", {"sheet": "Cijfers"}),
    "geen blad met gebieden": (xlsx([["a", "b"]], [["c", "d"]]), "a.xlsx", "Op geen van de bladen", {}),
    "niet ingevuld": (HEAD + "WK0363MA;;\nWK0363NA;;\n", "a.csv", "nog niet ingevuld", {}),
    "aandeel als percentage": (
        "wijkcode;jaar;leden (%)\nWK0363MA;2024;0,153\nWK0363NA;2024;0,2\n",
        "a.csv",
        "tussen 0 en 1",
        {"topics": {"leden (%)": SHARE}, "own": {SHARE: OWN_SHARE}},
    ),
    "duizend of decimaal": (
        "wijkcode\tjaar\turen\nWK0363MA\t2024\t1.234\n",
        "a.tsv",
        "decimaalteken",
        {"topics": {"uren": UREN}, "own": {UREN: OWN_UREN}},
    ),
    "twee kolommen één cijfer": (
        "wijkcode;jaar;jongerenwerk fte;fte jongerenwerk\nWK0363MA;2024;1;2\n",
        "a.csv",
        "hetzelfde cijfer",
        {},
    ),
    # From here on the file is readable, but some of it is wrong: that is named, and nothing is stored unasked.
    "tekst in een getalkolom": (HEAD + GOOD + "WK0363NA;2024;ca. 3\n", "a.csv", "Vak C3: 'ca. 3' is geen getal", {}),
    "negatief": (HEAD + GOOD + "WK0363NA;2024;-3\n", "a.csv", "Vak C3: -3 is minder dan nul", {}),
    "half mens": ("wijkcode;jaar;jongerenwerk personen\nWK0363MA;2024;1,5\n", "a.csv", "geen heel getal", {}),
    "datum van Excel": (with_cell(datetime.datetime(2026, 5, 1)), "a.xlsx", "Vak C3: 01-05-2026 is een datum", {}),
    "formule zonder uitkomst": (
        xlsx(ROWS, formulas=[("C3", "=A1*2", "")]),
        "a.xlsx",
        "Vak C3: is een formule zonder uitkomst",
        {},
    ),
    "formule met fout": (with_cell("#VERW!"), "a.xlsx", "Vak C3: '#VERW!' is geen getal", {}),
    "één getal over twee wijken": (xlsx(ROWS, merge=[("C2:C3", 3)]), "a.xlsx", "Vak C2: is samengevoegd", {}),
    "datum als serienummer": (HEAD + GOOD + "WK0363NA;45291;3\n", "a.csv", "Vak B3: 45291 is geen jaar", {}),
    "toekomst": (HEAD + GOOD + "WK0363NA;2055;3\n", "a.csv", "Vak B3: 2055 ligt in de toekomst", {}),
    "dubbele code": (HEAD + GOOD + "WK0363MA;2024;2\n", "a.csv", "Rij 2 en 3: Buikslotermeer .* vaker voor", {}),
    "te veel vakken": (HEAD + GOOD + "WK0363NA;2024;1;5\n", "a.csv", "Rij 3: 4 vakken", {}),
    "te weinig vakken": (HEAD + GOOD + "WK0363NA;2024\n", "a.csv", "Rij 3: 2 vakken", {}),
    "oude code": (HEAD + GOOD + "WK036373;2024;1\n", "a.csv", "indeling van 2018 .Oostzanerwerf.*WK0363NA", {}),
    "gebied niet ingevuld": (HEAD + GOOD + ";2024;1\n", "a.csv", "er staat geen gebied bij", {}),
    "typfout in naam": (
        "wijk;gemeente;jaar;jongerenwerkers (fte)\nDelfshaven;Rotterdam;2024;1\nRoterdam Centrun;Rotterdam;2024;1\n",
        "a.csv",
        "Bedoelt u Wijk 01 Rotterdam Centrum .WK059901",
        {},
    ),
    "andere gemeente": (
        HEAD + GOOD + "WK059901;2024;1\n",
        "a.csv",
        "ligt niet in de gekozen gemeente",
        {"gemeente": "GM0363"},
    ),
    "formule als naam": (
        "wijk;gemeente;jaar;jongerenwerkers (fte)\n\"=cmd|' /C calc'!A0\";Rotterdam;2024;1\nDelfshaven;Rotterdam;2024;1\n",
        "a.csv",
        "=cmd.*geen wijk met deze naam",
        {},
    ),
    "opmaak als naam": (
        "wijk;gemeente;jaar;jongerenwerkers (fte)\n<img src=x onerror=alert(1)>;Rotterdam;2024;1\nDelfshaven;Rotterdam;2024;1\n",
        "a.csv",
        "<img.*geen wijk met deze naam",
        {},
    ),
    "Nederland erbij": (HEAD + GOOD + "NL00;2024;1300\n", "a.csv", "Nederland is geen gemeente", {}),
    "meer dan 100 procent": (
        "wijkcode;jaar;leden\nWK0363MA;2024;120\nWK0363NA;2024;20\n",
        "a.csv",
        "meer dan 100%",
        {"topics": {"leden": SHARE}, "own": {SHARE: OWN_SHARE}},
    ),
    "onmogelijk groot": (HEAD + GOOD + f"WK0363NA;2024;{'9' * 20}\n", "a.csv", "te groot om waar", {}),
}


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return build(tmp_path_factory.mktemp("data"))


def files_of(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_file_is_named_and_changes_nothing(there, wrong):
    data, name, sentence, choices = BROKEN[wrong]
    before = files_of(there.root)
    found = propose(there, data, name, **choices)
    told = [*found.stops, *map(str, found.problems), *map(str, found.unmatched)]
    assert any(re.search(sentence, text) for text in told), told
    assert all("Traceback" not in text and "Error" not in text and len(text) < 600 for text in told)
    assert not found.clean
    with pytest.raises(ImportProblem):
        keep.save(there.root, found)
    assert files_of(there.root) == before


def test_the_list_is_long_enough():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (HEAD + GOOD + "Totaal;2024;99\n", "Totalen"),
        (HEAD + GOOD + "Bron: gemeente Amsterdam\n", "Weggelaten onderaan"),
        (repack(xlsx(ROWS), xl__vbaProject_dot_bin=b"macro"), "macro"),
        (xlsx(ROWS, [["Wijkcode"], ["WK0363AA"]], hide=(1,)), "Verborgen"),
        (HEAD.replace("jaar", "jaar;opmerking") + 'WK0363MA;2024;"a; b";1,5\n', "Niet gebruikt: opmerking"),
    ],
)
def test_what_is_harmless_is_read_and_told(there, data, note):
    found = propose(there, data, "bestand.xlsx")
    assert found.clean, (found.stops, found.problems, found.unmatched)
    assert any(note in text for text in found.notes)
    assert values(found)["WK0363MA", 2024, "jongerenwerk_fte"] == 1.5


def test_levels_may_be_mixed_when_codes_tell_them_apart(there):
    found = propose(there, HEAD + GOOD + "GM0363;2024;10\nBU0363NA01;2024;1\n")
    assert found.clean and set(found.frame["level"]) == {"wijk", "gemeente", "buurt"}


def test_a_file_of_two_gigabytes_of_nothing_is_not_read(tmp_path):
    path = tmp_path / "nullen.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(ImportProblem, match="2000 MB; het mag hoogstens 25 MB"):
        files.read_path(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ImportProblem, match=r"niet-hier\.csv is niet te openen"):
        files.read_path(tmp_path / "niet-hier.csv")


def test_a_reader_that_hangs_is_stopped(there, monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(files.workbook, "__file__", str(slow))
    monkeypatch.setattr(files, "SECONDS", 0.5)
    assert "nog niet gelezen" in propose(there, xlsx(ROWS), "a.xlsx").stops[0]


@pytest.mark.parametrize("data", [HEAD + GOOD, xlsx(ROWS)])
def test_every_kind_of_file_has_the_same_time(there, monkeypatch, data):
    monkeypatch.setattr(files, "SECONDS", -1)
    assert "nog niet gelezen" in propose(there, data).stops[0]


def test_understanding_a_file_has_a_time_too(there, monkeypatch):
    file = files.read((HEAD + GOOD).encode(), "a.csv")
    monkeypatch.setattr(files, "SECONDS", -1)
    assert "nog niet gelezen" in understand(file, there, Plan()).stops[0]


def test_of_thousands_of_unknown_names_only_some_get_suggestions(there):
    """Looking up what 2,000 names resemble took 12 seconds; a file may have a hundred times as many."""
    rows = "".join(f"Delfshavn {i};Rotterdam;2024;1\n" for i in range(300))
    found = propose(there, "wijk;gemeente;jaar;jongerenwerkers (fte)\n" + rows)
    assert len(found.unmatched) == 300
    assert sum(bool(area.closest) for area in found.unmatched) == areas.MOST_NEAR


@pytest.mark.parametrize("sign", ['"', "\r"])
def test_a_delimiter_that_cannot_be_one_is_not_believed(there, sign):
    assert propose(there, f"sep={sign}\n{HEAD}{GOOD}").file.delimiter == "puntkomma"


def test_an_encrypted_ods_is_named(there):
    data = repack(ods(ROWS), **{"META-INF__manifest_dot_xml": b"<manifest:encryption-data/>"})
    assert "wachtwoord" in propose(there, data, "a.ods").stops[0]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "x": 1}', '{"schema": 1, "own": {"inwoners": {}}}']
)
def test_choices_that_were_tampered_with_are_refused(text):
    with pytest.raises(ImportProblem, match="niet te lezen"):
        from_json(text)


@pytest.mark.parametrize("area", [b"C9:A1", b"A1:XFD1048576", b"C2:B2", b"B9:C2"])
def test_cells_merged_the_wrong_way_round_are_left_alone(there, area):
    sheet = ENDLESS.replace(b"1e999", b"1").replace(
        b"</worksheet>", b'<mergeCells><mergeCell ref="' + area + b'"/></mergeCells></worksheet>'
    )
    assert propose(there, repack(xlsx(ROWS), xl__worksheets__sheet1_dot_xml=sheet), "a.xlsx").clean


def test_signs_that_cannot_be_seen_are_left_out(there):
    found = propose(there, HEAD + GOOD + "\x1b[31mWK9\u202e99\x07;2024;1\n")
    assert found.unmatched[0].text == "[31mWK999"
