"""Files that people edit: what is good stays, all that is wrong is said at once, lines are true, heads follow."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from loaders import edited
from loaders.edited import head


class Fruit(edited.Entry):
    says = "Een rij is één vrucht."
    key = "id"

    id: edited.Text = Field(description="kort en nieuw")
    weight: edited.Number = Field(alias="gewicht", description="in gram")
    colour: Annotated[str, edited.OneOf({"rood": "als een kers", "geel": "als een banaan"}, empty=True)] = Field(
        "", alias="kleur", description="de kleur, als zij rijp is"
    )
    sweet: edited.YesNo = Field(alias="zoet", description="ja | nee")
    tags: edited.Ids = Field((), alias="woorden", description="met een spatie ertussen")


CSV = edited.File(Path("fruit.csv"), about="Vruchten.", tables={edited.ROW: Fruit})
GOOD = 'id,gewicht,kleur,zoet,woorden\nkers,8.5,rood,ja,klein rond\n"peer, groot",200,,nee,\n'


class Pip(edited.Entry):
    says = "een pit"

    size: int = Field(alias="maat", description="in millimeter")


class Tree(edited.Entry):
    says = "een boom"
    key = "naam"

    name: edited.Text = Field(alias="naam", description="hoe hij heet")


class Grown(edited.Entry):
    says = "een vrucht aan een boom"
    key = "naam"

    name: edited.Text = Field(alias="naam", description="hoe zij heet")
    tree: Annotated[Tree, edited.Named(Tree)] = Field(alias="boom", description="een [[boom]]")
    pips: tuple[Pip, ...] = Field((), alias="pit", description="de pitten")
    heart: Pip | None = Field(None, alias="hart", description="het hart")


TOML = edited.File(Path("fruit.toml"), about="Vruchten.", tables={"boom": Tree, "vrucht": Grown})
ORCHARD = """# Vruchten.

[[boom]]
naam = "kersenboom"

[[vrucht]]
naam = "kers"
boom = "kersenboom"
[[vrucht.pit]]
maat = 3
[[vrucht.pit]]
# nog een
maat = 4

[[vrucht]]
naam = "peer"
boom = "kersenboom"
[vrucht.hart]
maat = 9
"""


def said(file, text):
    return [(one.line, one.entry, one.what, one.mend) for one in file.parse(text).problems]


def test_good_rows_by_key_with_an_empty_cell_as_nothing():
    found = CSV.parse("# Een kop, met komma\n#\n" + GOOD).entries(Fruit)
    assert list(found) == ["kers", "peer, groot"]
    assert found["kers"].model_dump() == {
        "id": "kers",
        "weight": 8.5,
        "colour": "rood",
        "sweet": True,
        "tags": ("klein", "rond"),
    }
    assert (found["peer, groot"].colour, found["peer, groot"].tags) == ("", ())


@pytest.mark.parametrize(
    ("row", "what", "mend"),
    [
        ("mango,1,geel,ja", "deze rij heeft 4 vakken, en de kop heeft er 5", "Zet een komma voor elk leeg vak"),
        (
            "mango,1,geel,ja,zoet,sap",
            "deze rij heeft 6 vakken, en de kop heeft er 5",
            "Zet aanhalingstekens om een tekst met een komma erin",
        ),
        (
            'mango,1,geel,ja,"zoet',
            "een aanhalingsteken heeft geen tweede",
            'Zet " voor en achter de tekst, en "" in de tekst',
        ),
        ("mango,,geel,ja,", "gewicht is leeg", "Vul het in: in gram"),
        (",1,geel,ja,", "id is leeg", "Vul het in: kort en nieuw"),
        ("mango,1.5 kg,geel,ja,", "gewicht is '1.5 kg', en dat is geen getal", "met een punt"),
        ("mango,nan,geel,ja,", "gewicht is 'nan', en dat is geen getal", "met een punt"),
        ("mango,1,oranje,ja,", "kleur is 'oranje', en dat kan niet", "Kies een van: rood, geel"),
        ("mango,1,geel,soms,", "zoet is 'soms', en dat kan niet", "Kies een van: ja, nee"),
        ("kers,1,geel,ja,", "id is 'kers', en dat staat ook op regel 2", "Geef het een nieuw id"),
    ],
)
def test_a_bad_row_is_left_out_with_its_line_and_the_others_stay(row, what, mend):
    reading = CSV.parse(f"{GOOD}\n{row}\nappel,150,rood,ja,\n")
    assert list(reading.entries(Fruit)) == ["kers", "peer, groot", "appel"]
    (problem,) = reading.problems
    assert (problem.line, problem.what) == (5, what) and mend in problem.mend
    assert str(problem).startswith("fruit.csv, regel 5, rij") and str(problem).endswith(".")


def test_every_fault_of_every_row_is_said_in_one_go():
    reading = CSV.parse(GOOD + "mango,zwaar,oranje,soms,\nappel,licht,rood,ja,\n")
    assert [(one.line, one.field) for one in reading.problems] == [
        (4, "gewicht"),
        (4, "kleur"),
        (4, "zoet"),
        (5, "gewicht"),
    ]
    assert reading.left_out(Fruit) == ["mango", "appel"]


@pytest.mark.parametrize(
    ("heading", "what", "rows"),
    [
        ("id,kleur,zoet,woorden", "in de kop ontbreekt: gewicht", 0),
        ("id;gewicht;kleur;zoet;woorden", "tussen de kolommen staan puntkomma's", 0),
        ("id,gewicht,kleur,zoet,woorden,gewicht", "de kolom gewicht staat er twee keer", 0),
        ("id,gewicht,kleuren,zoet,woorden", "de kolom 'kleuren' kent dit dashboard niet", 2),
    ],
)
def test_a_wrong_heading_is_said_once(heading, what, rows):
    reading = CSV.parse(GOOD.replace(GOOD.splitlines()[0], heading))
    assert [(one.line, one.wrong) for one in reading.problems] == [(1, what)]
    assert len(reading.entries(Fruit)) == rows


def test_entries_that_belong_together_fall_together():
    colours = replace(CSV, together=("kleur",))
    text = GOOD + "biet,veel,rood,ja,\nbanaan,100,geel,ja,\n"
    assert list(colours.parse(text).entries(Fruit)) == ["peer, groot", "banaan"]
    assert colours.parse(text).left_out(Fruit) == ["biet", "kers"]
    assert len(colours.parse(text).problems) == 1, "what is right itself is not called wrong"
    assert list(colours.parse(text.replace("veel,rood,ja,", "1,rood,ja")).entries(Fruit)) == ["peer, groot", "banaan"]
    assert not replace(CSV, together=()).parse(text).entries(Fruit)


def test_blocks_and_what_stands_in_them():
    found = TOML.parse(ORCHARD).entries(Grown)
    assert [pip.size for pip in found["kers"].pips] == [3, 4]
    assert found["peer"].heart == Pip.model_validate({"maat": 9})
    assert found["peer"].tree.name == "kersenboom"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("maat = 3", 'maat = "drie"', 10, "pit 1, maat is 'drie', en dat is geen heel getal"),
        ("maat = 4", "maat = 4.5", 13, "pit 2, maat is 4.5, en dat is geen heel getal"),
        ("maat = 4", "mat = 4", 13, "pit 2, mat kent dit dashboard niet"),
        ("maat = 4", "mat = 4", 11, "pit 2, maat ontbreekt"),
        ("maat = 9", "", 18, "hart, maat ontbreekt"),
        ("[vrucht.hart]", "[[vrucht.hart]]", 18, "hart staat tussen dubbele haken"),
        ('naam = "peer"', "", 15, "naam ontbreekt"),
        ('naam = "peer"', "naam = peer", 16, "vanaf hier is dit blok niet te lezen: 'naam = peer'"),
        ('naam = "peer"', 'naam = "peer', 16, "vanaf hier is dit blok niet te lezen: 'naam = \"peer'"),
        ('naam = "peer"', 'naam = """peer', 16, 'vanaf hier is dit blok niet te lezen: \'naam = """peer\''),
        ('naam = "peer"', 'naam = "peer"\nnaam = "appel"', 17, "naam staat twee keer in dit blok"),
        ("[vrucht.hart]", "[vruch.hart]", 15, "[vruch] hoort niet in dit blok"),
        ('[[vrucht]]\nnaam = "peer', '[vrucht]\nnaam = "peer', 15, "de naam staat tussen enkele haken"),
        ('[[vrucht]]\nnaam = "peer', '[[vruchten]]\nnaam = "peer', 15, "[[vruchten]] kent dit bestand niet"),
        ("# Vruchten.", "Vruchten.", 1, "dit staat boven het eerste blok"),
    ],
)
def test_a_slip_in_a_block_leaves_the_others_whole_and_its_line_is_true(old, new, line, what):
    reading = TOML.parse(ORCHARD.replace(old, new))
    assert (line, what) in [(one.line, one.what) for one in reading.problems]
    left = {"kers", "peer"} - set(reading.entries(Grown))
    assert len(left) == (0 if line == 1 else 1)


def test_a_text_that_only_looks_like_a_field_moves_no_line():
    text = ORCHARD.replace('naam = "kers"', 'naam = """\nkers\nmaat = 1"""').replace("maat = 4", "maat = 4.5")
    assert [one.line for one in TOML.parse(text).problems] == [15]


def test_what_is_named_and_wrong_itself_is_said_once():
    reading = TOML.parse(ORCHARD.replace('naam = "kersenboom"', 'naam = "kersenboom"\nhoogte = 3'))
    assert [one.entry for one in reading.problems] == ["boom kersenboom"]
    assert reading.left_out(Grown) == ["kers", "peer"]
    (wrong, _) = TOML.parse(ORCHARD.replace('boom = "kersenboom"', 'boom = "eik"')).problems
    assert wrong.what == "boom is 'eik', en dat bestaat niet" and wrong.mend == "Kies een van: kersenboom"


def test_a_file_that_is_not_there_or_no_text_gives_nothing_and_says_so(tmp_path):
    gone = replace(CSV, path=tmp_path / "weg.csv").read()
    assert not gone.entries(Fruit) and "niet te openen" in gone.problems[0].wrong
    (tmp_path / "fout.csv").write_bytes(GOOD.encode() + b"appel,1,\xff\n")
    broken = replace(CSV, path=tmp_path / "fout.csv").read()
    assert not broken.entries(Fruit) and (broken.problems[0].line, broken.problems[0].mend) == (
        4,
        "Bewaar het bestand als UTF-8",
    )
    (tmp_path / "leeg.csv").write_bytes(b"")
    assert "geen kop" in replace(CSV, path=tmp_path / "leeg.csv").read().problems[0].wrong


def test_a_spreadsheet_may_add_its_mark_and_quote_the_head(tmp_path):
    (tmp_path / "a.csv").write_text('"# Een kop, met komma",,,,\r\n' + GOOD.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert len(replace(CSV, path=tmp_path / "a.csv").read().entries(Fruit)) == 2


def test_it_is_read_once_and_the_log_says_what_is_wrong(tmp_path, caplog):
    (tmp_path / "a.csv").write_text(GOOD + "mango,zwaar,geel,ja,\n", encoding="utf-8")
    file = replace(CSV, path=tmp_path / "a.csv")
    with caplog.at_level(logging.WARNING):
        assert edited.kept(file) is edited.kept(file)
    assert [record.message for record in caplog.records] == [str(one) for one in file.read().problems]


def test_the_head_tells_every_field_and_replaces_the_one_before():
    text = head.write(CSV, "# Oud.\n\n" + GOOD)
    assert text.endswith("\n" + GOOD) and "Oud" not in text and text.startswith("# Vruchten.\n#\n")
    assert head.write(CSV, text) == text
    lines = text.splitlines()
    assert "#   gewicht  in gram" in lines and "#            rood  als een kers" in lines
    orchard = head.write(TOML, ORCHARD)
    assert "# [[vrucht.pit]]: een pit\n#   maat  in millimeter\n" in orchard and "# [vrucht.hart]: een pit\n" in orchard
    assert orchard.index("[[boom]]\nnaam") > 0 and head.write(TOML, orchard) == orchard
    assert TOML.parse(orchard).entries(Grown) == TOML.parse(ORCHARD).entries(Grown)


@given(st.text(max_size=200))
def test_nothing_that_is_typed_makes_reading_fail(text):
    for file, model in ((CSV, Fruit), (TOML, Grown)):
        reading = file.parse(text)
        assert reading.problems or not text.strip() or text.lstrip().startswith("#") or reading.entries(model)


@given(st.integers(0, len(ORCHARD) - 1), st.sampled_from(list('"[]=#\n,x0')), st.booleans())
def test_one_slip_of_the_pen_never_makes_reading_fail(at, typed, instead):
    text = ORCHARD[:at] + typed + ORCHARD[at + instead :]
    for problem in TOML.parse(text).problems:
        assert 1 <= problem.line <= len(text.split("\n")) and problem.mend
