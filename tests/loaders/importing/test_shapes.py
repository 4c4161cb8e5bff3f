"""The importer reads what gemeenten really send: five shapes, five kinds of file, and their habits."""

from __future__ import annotations

import datetime

import pytest

from loaders.importing.plan import Plan, from_json, own_variable
from tests.conftest import ROOT
from tests.loaders.importing.import_store import build, ods, propose, values, xlsx

FTE, PEOPLE = "jongerenwerk_fte", "jongerenwerk_personen"
FIXTURES = ROOT / "tests" / "fixtures" / "import"
TABLE = [["Wijkcode", "Jaar", "Jongerenwerkers (fte)"], ["WK0363MA", 2024, 1.5], ["WK0363NA", 2024, 2]]
EXPECTED = {("WK0363MA", 2024, FTE): 1.5, ("WK0363NA", 2024, FTE): 2.0}


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return build(tmp_path_factory.mktemp("data"))


def text(rows, delimiter=";", mark=","):
    cell = lambda c: str(c).replace(".", mark) if isinstance(c, float) else str(c)  # noqa: E731
    return "\n".join(delimiter.join(cell(c) for c in row) for row in rows) + "\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (text(TABLE), "a.csv"),
        (text(TABLE, ",", "."), "a.csv"),
        (text(TABLE, "\t"), "a.tsv"),
        (text(TABLE, "|", "."), "a.txt"),
        ("sep=;\n" + text(TABLE), "a.csv"),
        (text(TABLE).encode("utf-8-sig"), "a.csv"),
        (text(TABLE).encode("utf-16"), "a.csv"),
        (text(TABLE).replace("\n", "\r\n"), "a.csv"),
        (text(TABLE).replace("\n", "\r"), "a.csv"),
        (text([["Wijk één", *r] for r in TABLE]).encode("cp1252"), "a.csv"),
        (xlsx(TABLE), "a.xlsx"),
        (xlsx(TABLE), "heet maar.csv"),
        (ods(TABLE), "a.ods"),
    ],
)
def test_every_kind_of_file_says_the_same(there, data, name):
    found = propose(there, data, name)
    assert found.clean, (found.stops, found.problems, found.unmatched)
    assert values(found) == EXPECTED


def test_an_old_excel_file_is_read(there):
    found = propose(there, (FIXTURES / "jongerenwerk.xls").read_bytes(), "jongerenwerk.xls")
    assert values(found) == {("WK0363NA", 2024, FTE): 2.0}
    assert "WK036301" in str(found.unmatched[0])


def test_long(there):
    found = propose(
        there,
        "gebiedcode15;jaar;variabele;waarde\nMA;2023;JW_FTE;1,5\nNA;2024;JW_FTE;2\nNA01;2024;BEV0_17;140\n"
        "STAD;2024;JW_FTE;30\nNA;2024;BEV0_17;\n",
        gemeente="Amsterdam",
        topics={"JW_FTE": FTE},
    )
    assert found.shape.startswith("lang")
    assert values(found) == {("WK0363MA", 2023, FTE): 1.5, ("WK0363NA", 2024, FTE): 2.0, ("GM0363", 2024, FTE): 30.0}
    assert any("BEV0_17" in note for note in found.notes)


def test_wide_with_a_column_a_year(there):
    found = propose(
        there,
        "Gemeente;Jongerenwerkers (fte)|2023;Jongerenwerkers (fte)|2024\nRotterdam;100;110,5\nDen Haag;.;80\nHengelo;3;\n",
    )
    assert values(found) == {
        ("GM0599", 2023, FTE): 100.0,
        ("GM0599", 2024, FTE): 110.5,
        ("GM0518", 2023, FTE): "not_given",
        ("GM0518", 2024, FTE): 80.0,
        ("GM0164", 2023, FTE): 3.0,
    }


def test_statline_wide(there):
    """CBS pads its texts, and writes decimal points in a file with semicolons."""
    id, own = own_variable("Kinderopvang", "%", people=False)
    data = (
        '"Wijken en buurten";"Perioden";"Regioaanduiding/Codering (code)";"Opvang/Kinderen in opvang (%)"\n'
        '"Buikslotermeer";"2024";"WK0363MA  ";"   12.5"\n"Oostzanerwerf";"2024";"WK0363NA  ";"      ."\n'
    )
    found = propose(there, data, topics={"Opvang/Kinderen in opvang (%)": id}, own={id: own})
    assert values(found) == {("WK0363MA", 2024, id): 12.5, ("WK0363NA", 2024, id): "not_given"}


def test_statline_pivot(there):
    """A title, an empty line, a figure a row and an area a column, and the source underneath."""
    data = (
        '"Kerncijfers 2024"\n\n"Onderwerp";"Eenheid";"Amsterdam";"Rotterdam"\n'
        '"Werk|Jongerenwerkers (fte)";"fte";"1.234,5";"110,0"\n"Bron: CBS"\n'
    )
    found = propose(there, data, topics={"Werk|Jongerenwerkers (fte)": FTE})
    assert found.shape.startswith("gekanteld")
    assert values(found) == {("GM0363", 2024, FTE): 1234.5, ("GM0599", 2024, FTE): 110.0}


def test_odata_v4_long(there):
    data = "Id,Measure,ValueAttribute,Value,WijkenEnBuurten,Perioden\n0,JW,None,1.5,WK0363MA,2024JJ00\n1,JW,None,2,WK0363NA,2024JJ00\n"
    assert values(propose(there, data, topics={"JW": FTE})) == EXPECTED


def test_names_within_a_gemeente(there):
    data = "wijk;jongerenwerkers (fte)\nDelfshaven;2\nwijk 01 rotterdam centrum;3\nRotterdam;5\n"
    found = propose(there, data, "jongerenwerk 2024.csv", gemeente="GM0599")
    assert values(found) == {("WK059902", 2024, FTE): 2.0, ("WK059901", 2024, FTE): 3.0, ("GM0599", 2024, FTE): 5.0}
    assert any("2024 komt uit de titel" in note for note in found.notes)


def test_two_rows_of_headings_and_a_row_of_units(there):
    rows = [
        ["Wijken in 2024"],
        [],
        ["", "Jongerenwerk", "", "Anders"],
        ["Wijkcode", "personen", "fte", "fte"],
        ["", "personen", "fte", "fte"],
        ["WK0363MA", 3, 2.5, 40],
    ]
    found = propose(there, xlsx(rows), "a.xlsx")
    assert values(found) == {("WK0363MA", 2024, PEOPLE): 3.0, ("WK0363MA", 2024, FTE): 2.5}
    assert [c.header for c in found.columns] == [
        "Wijkcode",
        "Jongerenwerk / personen",
        "Jongerenwerk / fte",
        "Anders / fte",
    ]


def test_merged_labels_are_repeated(there):
    rows = [
        ["Gemeente", "Wijk", "Jaar", "Jongerenwerkers (fte)"],
        ["", "Buikslotermeer", 2024, 1.5],
        ["", "Oostzanerwerf", 2024, 2],
    ]
    assert values(propose(there, xlsx(rows, merge=[("A2:A3", "Amsterdam")]), "a.xlsx")) == EXPECTED


def test_dates_as_years_and_the_figures_of_two_organisations(there):
    day = datetime.datetime(2024, 12, 31)
    rows = [
        ["Gebiedscode", "Peildatum", "Jongerenwerkers (fte)", "Organisatie"],
        ["WK0363MA", day, 1.5, "A"],
        ["WK0363MA", day, 2, "B"],
    ]
    found = propose(there, xlsx(rows), "a.xlsx")
    assert values(found) == {("WK0363MA", 2024, FTE): 3.5}
    assert found.details[0] == {"region": "WK0363MA", "year": "2024", "organisation": "A", "date": "2024-12-31"}


def test_yes_and_no(there):
    found = propose(
        there, "gemeente;jaar;Sociaal raadslieden;Raadslieden fte\nAmsterdam;2024;ja;12,5\nRotterdam;2024;Nee;0\n"
    )
    assert values(found)["GM0363", 2024, "raadslieden"] == 1.0
    assert values(found)["GM0599", 2024, "raadslieden"] == 0.0


def test_small_numbers_of_residents_are_withheld(there):
    count, own = own_variable("Kinderen op les", "kinderen")
    share, of_people = own_variable("Leden", "%", theme="jeugd")
    data = "wijkcode;jaar;les;leden\nWK0363MA;2024;4;10\nWK0363NA;2024;5;10\nWK0363AA;2024;<5;10\n"
    found = propose(there, data, topics={"les": count, "leden": share}, own={count: own, share: of_people})
    assert values(found) == {
        ("WK0363MA", 2024, count): "withheld",
        ("WK0363NA", 2024, count): 5.0,
        ("WK0363AA", 2024, count): "withheld",
        ("WK0363MA", 2024, share): 10.0,
        ("WK0363NA", 2024, share): 10.0,
        ("WK0363AA", 2024, share): "withheld",
    }
    assert found.withheld == 2


def test_thousands_are_told_from_decimals(there):
    data = "wijkcode;jaar;aantal\nWK0363MA;2024;1.234\nWK0363NA;2024;12.345,5\n"
    id, own = own_variable("Uren", "uren", people=False)
    assert values(propose(there, data, topics={"aantal": id}, own={id: own})) == {
        ("WK0363MA", 2024, id): 1234.0,
        ("WK0363NA", 2024, id): 12345.5,
    }
    english = data.replace(";", "\t").replace("12.345,5", "2,698,534")
    assert values(propose(there, english, topics={"aantal": id}, own={id: own}))["WK0363NA", 2024, id] == 2698534.0


def test_damaged_accents_are_mended(there):
    data = text([["Opmerking", *TABLE[0]], ["één", *TABLE[1]]]).encode().decode("cp1252").encode()
    assert any("hersteld" in note for note in propose(there, data).notes)


def test_codes_that_lost_letters_and_zeros(there):
    data = "gemeentecode;jaar;jongerenwerkers (fte)\n363;2024;1\n0599;2024;2\nGM164;2024;3\n"
    found = propose(there, data)
    assert list(found.frame["region"]) == ["GM0363", "GM0599", "GM0164"]
    assert any("aangevuld" in note for note in found.notes)


def test_the_sheet_with_areas_is_read_and_the_others_are_named(there):
    found = propose(there, xlsx([["Uitleg"], ["Zie blad 2"]], TABLE, TABLE), "a.xlsx")
    assert values(found) == EXPECTED and found.sheet == "Blad 2"
    assert any("Blad 3" in note for note in found.notes)
    assert propose(there, xlsx(TABLE, TABLE), "a.xlsx", sheet="Blad 2").sheet == "Blad 2"


def test_choices_can_be_kept_and_read_again():
    id, own = own_variable("=cmd()|Ruzies <b>", "per 1.000 inwoners")
    plan = Plan(
        "wijk", "Blad 1", "GM0363", 2024, {"a": "code"}, {"b": id}, {id: own}, ("c",), {"b": ","}, {"x": "WK0363MA"}
    )
    again = from_json(plan.to_json())
    assert again == Plan(**{**plan.__dict__, "year": None})
    assert (id, own.label, own.kind, own.people) == ("eigen_cmd_ruzies_b", "cmd() Ruzies b", "rate", True)


# ---------------------------------------------------------------- known figures of surroundings and homes

SURROUNDINGS = {
    "Sociale cohesie": ("sociale_cohesie_wijk", "5,9", 5.9),
    "Schaalscore sociale cohesie": ("sociale_cohesie_wijk", "6", 6.0),
    "Groenpercentage": ("groenpercentage", "41,5", 41.5),
    "Geluidbelasting (Lden)": ("geluid_lden", "54,2", 54.2),
    "NO2": ("no2", "17,3", 17.3),
    "PM2.5": ("pm25", "9,1", 9.1),
    "Fijnstof (PM2,5)": ("pm25", "9,1", 9.1),
    "Gevoelstemperatuur": ("gevoelstemperatuur", "39,4", 39.4),
    "Percentage energielabel A of B": ("energielabel_ab", "38", 38.0),
    "Percentage leegstand": ("leegstand", "2,1", 2.1),
    "Woonoppervlak per persoon": ("woonoppervlak_per_persoon", "48,5", 48.5),
}


@pytest.mark.parametrize("head", SURROUNDINGS)
def test_a_file_about_surroundings_or_homes_is_understood(there, head):
    variable, cell, value = SURROUNDINGS[head]
    found = propose(there, text([["Wijkcode", "Jaar", head], ["WK0363MA", 2023, cell], ["WK0363NA", 2023, cell]]))
    assert found.clean, (found.stops, found.problems, found.unmatched)
    assert values(found) == {(code, 2023, variable): value for code in ("WK0363MA", "WK0363NA")}


def test_a_file_per_buurt_is_understood(there):
    found = propose(there, text([["Buurtcode", "Jaar", "Sociale cohesie"], ["BU0363NA01", 2023, "6,2"]]))
    assert values(found) == {("BU0363NA01", 2023, "sociale_cohesie_wijk"): 6.2}


def test_an_index_is_no_score_of_ten(there):
    """Rotterdam's index is 100 for the city of 2014: under the same heading it is another figure."""
    found = propose(
        there, text([["Wijkcode", "Jaar", "Sociale cohesie"], ["WK0363MA", 2023, "104"], ["WK0363NA", 2023, "6,2"]])
    )
    assert "past niet op een schaal van 0 tot 10" in str(found.problems[0])
    assert values(found) == {("WK0363NA", 2023, "sociale_cohesie_wijk"): 6.2}


def test_a_number_of_empty_homes_is_not_taken_for_a_share(there):
    found = propose(there, text([["Wijkcode", "Jaar", "Leegstaande woningen"], ["WK0363MA", 2023, 112]]))
    assert found.topics[0].variable == ""
