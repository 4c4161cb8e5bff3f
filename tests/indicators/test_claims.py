"""claims.toml: complete, in our own words, every verdict worked out again, every sum by hand, every name known."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog, claims
from indicators.words import causal
from tests.conftest import ROOT

LIBRARY = claims.library()
ALL = list(LIBRARY.claims.values())
LETTERS = ROOT.parent / "shared" / "letters"
# So many words in a row that stand in a letter too are a copied sentence.
RUN = 6

SMALL = """
[[stuk]]
id = "M"
kort = "Kamerbrief"
titel = "Brief van een minister"
afzender = "Een minister"
wie = "verantwoordelijk voor het beleid"
datum = "2024-05"

[[bewering]]
id = "M1"
stuk = "M"
soort = "bewering"
thema = "jeugd"
plaats = "bladzijde 2"
zin = "Er zijn 100 dingen."
waarde = 100
eenheid = "dingen"
oordeel = "klopt"
uitleg = "De bron zegt hetzelfde."
nagezien = "2026-01-02"
door = "een lezer"
[[bewering.toets]]
naam = "Telling"
vergelijking = "zelfde"
waarde = 100
eenheid = "dingen"
jaar = "2024"
wie = "alle dingen"
bron = "Een bron"
datum = "2024"
"""


def sentences(text):
    return len(re.findall(r"[.?!](?:\s|$)", text))


def by_id(id_):
    return LIBRARY.claims[id_]


def test_all_claims_and_demands_of_the_letters_are_there():
    numbers = {int(re.match(r"C(\d+)", claim.id)[1]) for claim in ALL}
    assert set(range(1, 58)) <= numbers
    assert {claim.theme for claim in ALL} == set(claims.THEMES)
    assert {document.id for document in LIBRARY.documents.values()} == {claim.document.id for claim in ALL}


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.id)
def test_every_entry_is_complete(claim):
    assert claim.words.endswith(".") and len(claim.words.split()) >= 4
    assert sentences(claim.words) == 1, "one claim, one sentence"
    assert not claim.figure or claim.figure in catalog.entries()
    assert all(not check.series or check.series in catalog.entries() for check in claim.checks)
    assert all(check.series_year > 2000 for check in claim.checks if check.series)
    assert not causal(" ".join((claim.words, claim.reasoning, claim.slip, claim.against)))
    assert claims.last_day(claim.document.date).year == 2020
    if claim.kind == claims.CLAIM:
        assert sentences(claim.reasoning) <= 4, "a few plain sentences"
        assert claim.verdict in claims.VERDICTS
    else:
        assert claim.since.status in claims.SINCE
        assert (claim.since.status == "onbekend") == (not claim.since.source)
        if claim.since.date:
            assert claims.last_day(claim.since.date) >= date(2020, 1, 1)


@pytest.mark.parametrize("claim", [c for c in ALL if c.kind == claims.CLAIM], ids=lambda c: c.id)
def test_every_verdict_follows_from_its_checks(claim):
    found = claims.follows(claim.value, claim.checks)
    assert found == claim.verdict if found else claim.verdict in claims.WITHOUT_CHECK


def test_every_definition_in_dispute_has_something_beside_it():
    for question in LIBRARY.questions:
        asked = [claim for claim in ALL if claim.question == question]
        assert asked and sum(len(claim.checks) for claim in asked) >= 2


@pytest.mark.parametrize(
    ("id_", "outcomes"),
    [
        ("C01b", [15e9, 2500]),
        ("C02b", [11e9, 7333.333]),
        ("C14b", [96]),
        ("C16a", [20_000, 18_000, 5]),
        ("C16b", [200]),
        ("C17", [24.4444]),
        ("C18a", [5, 9, 2.25, 5e9, 500, 1_250_000]),
        ("C20", [160]),
        ("C22b", [38.674]),
        ("C23b", [187_000]),
        ("C25b", [350]),
        ("C29a", [66_666.667]),
        ("C39", [45e6, 22_500, 34_615.385, 85_000]),
    ],
)
def test_sums_by_hand(id_, outcomes):
    known = claims.numbers(LIBRARY, {"wijken": 4000.0, "inwoners": 10e6, "peuters": 10.0})
    assert claims.outcomes(by_id(id_), known) == pytest.approx(outcomes, rel=1e-5)


def test_sums_without_data_have_no_outcome_and_name_what_lacks():
    claim = by_id("C18a")
    known = claims.numbers(LIBRARY)
    made = claims.outcomes(claim, known)
    assert made[0] == 5 and math.isnan(made[4])
    assert claims.lacking(claim.sums[4], known) == ["inwoners"]
    assert claims.lacking(claim.sums[0], known) == []


def test_every_sum_of_every_claim_can_be_worked_out():
    known = claims.numbers(LIBRARY, dict.fromkeys(claims.FROM_DATA, 100.0))
    for claim in ALL:
        assert not any(math.isnan(outcome) for outcome in claims.outcomes(claim, known)), claim.id


@pytest.mark.parametrize(
    ("id_", "verdict"),
    [
        ("C08a", "klopt"),
        ("C08b", "klopt niet"),
        ("C07a", "klopt ongeveer"),
        ("C09b", "klopt"),
        ("C15", "klopt ongeveer"),
        ("C04", "andere definitie"),
        ("C06", "toekomst"),
    ],
)
def test_known_verdicts(id_, verdict):
    assert by_id(id_).verdict == verdict


@pytest.mark.parametrize(
    ("claimed", "checked", "verdict"),
    [
        (100, 100, "klopt"),
        (102, 100, "klopt"),
        (98, 100, "klopt"),
        (102.1, 100, "klopt ongeveer"),
        (110, 100, "klopt ongeveer"),
        (90, 100, "klopt ongeveer"),
        (110.1, 100, "klopt niet"),
        (-100, 100, "klopt niet"),
        (0, 0, "klopt"),
        (1, 0, "klopt niet"),
    ],
)
def test_the_tolerance(claimed, checked, verdict):
    assert claims.by_number(claimed, checked) == verdict


@given(st.floats(1, 1e9), st.floats(0.5, 2))
def test_a_verdict_does_not_hang_on_the_unit(checked, ratio):
    claimed = checked * ratio
    if min(abs(abs(ratio - 1) - bound) for bound in (0.02, 0.1)) > 1e-6:
        assert claims.by_number(claimed, checked) == claims.by_number(claimed / 1000, checked / 1000)


def test_a_range_decides_by_its_nearest_bound():
    made = SMALL.replace('vergelijking = "zelfde"\nwaarde = 100', 'vergelijking = "bandbreedte"\nlaag = 50\nhoog = 120')
    inside = made.replace('oordeel = "klopt"', 'oordeel = "klopt ongeveer"')
    assert claims.read(inside).claims["M1"].verdict == "klopt ongeveer"
    far = made.replace("hoog = 120", "hoog = 60").replace('oordeel = "klopt"', 'oordeel = "klopt niet"')
    assert claims.read(far).claims["M1"].verdict == "klopt niet"


def test_a_claim_of_another_side_fits():
    library = claims.read(SMALL)
    assert library.claims["M1"].document.sender == "Een minister"


def line_of(text, piece):
    return text[: text.index(piece)].count("\n") + 1


SUM = 'door = "een lezer"\n[[bewering.som]]\nwat = "x"\neenheid = "y"\nbewerking = "maal"\ngetallen = '


@pytest.mark.parametrize(
    ("old", "new", "at", "says", "mend"),
    [
        (
            'oordeel = "klopt"',
            'oordeel = "klopt niet"',
            "oordeel",
            "oordeel is 'klopt niet', en dat volgt niet uit de toetsen; die geven 'klopt'",
            "Pas het oordeel",
        ),
        (
            'oordeel = "klopt"',
            'oordeel = "waar"',
            "oordeel",
            "oordeel is 'waar'",
            "Kies een van: klopt, klopt ongeveer",
        ),
        ('oordeel = "klopt"\n', "", "[[bewering]]", "oordeel ontbreekt", "Kies een van: klopt."),
        ('thema = "jeugd"', 'thema = "weer"', "thema", "thema is 'weer'", "Kies een van: bestaanszekerheid"),
        ('zin = "Er zijn 100 dingen."\n', "", "[[bewering]]", "zin ontbreekt", "Vul het in: één bewering"),
        ('zin = "Er zijn 100 dingen."', 'zin = " "', "zin", "zin is leeg", "Vul het in: één bewering"),
        ('zin = "Er zijn 100 dingen."', "zin = [1]", "zin", "zin is geen tekst", "aanhalingstekens"),
        ('door = "een lezer"\n', "", "[[bewering]]", "door ontbreekt", "een datum (nagezien) en een naam (door)"),
        ('bron = "Een bron"\n', "", "[[bewering.toets]]", "toets 1, bron ontbreekt", "wie het zegt, en waarin"),
        ('datum = "2024"', 'datum = "vorig jaar"', 'datum = "vorig', "is geen datum", "Schrijf 2020, 2020-03"),
        ('datum = "2024"', 'datum = "2024-13"', 'datum = "2024-13', "is geen datum", "Schrijf 2020, 2020-03"),
        ('datum = "2024"', "datum = 2024-01-02", "datum = 2024-01", "is geen tekst", "aanhalingstekens"),
        (
            "waarde = 100\neenheid",
            'waarde = "bestaat_niet"\neenheid',
            "waarde",
            "is geen getal",
            "Schrijf 1500000 of 4.2",
        ),
        (
            "waarde = 100\neenheid",
            "waarde = 100\neenheit",
            "eenheit",
            "eenheit kent dit dashboard niet",
            "Bedoelt u eenheid?",
        ),
        ('stuk = "M"', 'stuk = "Z"', 'stuk = "Z"', "stuk is 'Z', en dat bestaat niet", "Kies een van: M"),
        ('soort = "bewering"', 'soort = "eis"', "oordeel", "oordeel hoort niet bij een eis", "Haal het weg"),
        ('naam = "Telling"', 'naam = "Telling"\nadres = "http://x"', "adres", "is geen adres", "https://"),
        (
            'naam = "Telling"',
            'naam = "Telling"\nwardee = 3',
            "wardee",
            "toets 1, wardee kent dit dashboard niet",
            "Bedoelt u waarde?",
        ),
        (
            'naam = "Telling"',
            'naam = "Telling"\nreeks = "inwoner"\nreeksjaar = 2020',
            "reeks =",
            "dat cijfer kent dit dashboard niet",
            "Bedoelt u inwoners?",
        ),
        (
            'naam = "Telling"',
            'naam = "Telling"\nreeks = "inwoners"',
            "[[bewering.toets]]",
            "reeksjaar ontbreekt",
            "Een reeks heeft een jaar",
        ),
        (
            'plaats = "bladzijde 2"',
            'plaats = "bladzijde 2',
            "plaats",
            "vanaf hier is dit blok niet te lezen",
            "aanhalingsteken",
        ),
        (
            'plaats = "bladzijde 2"',
            'plaats = "bladzijde 2"\nplaats = "3"',
            'plaats = "3"',
            "plaats staat twee keer",
            "Houd er een over",
        ),
        (
            "[[bewering.toets]]",
            "[bewering.toets]",
            "[bewering.toets]",
            "toets staat tussen enkele haken",
            "[[….toets]]",
        ),
        ('id = "M1"', 'id = ""', 'id = ""', "id is leeg", "kort en nieuw"),
        (
            'door = "een lezer"',
            f'{SUM}["weet ik niet", 2]',
            "getallen",
            "som 1, getallen noemt 'weet ik niet', en dat getal bestaat niet",
            "parameters.csv",
        ),
        ('door = "een lezer"', f"{SUM}[2]", "getallen", "heeft 1 getallen", "twee of meer"),
        ('door = "een lezer"', f'{SUM}["som1", 2]', "[[bewering.som]]", "som 1 noemt som1", "die ervoor staan"),
    ],
)
def test_an_entry_that_is_not_right_is_left_out_with_its_line_and_mend(old, new, at, says, mend):
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    library = claims.read(text)
    assert not library.claims and len(library.left_out) == 1
    (problem,) = [one for one in library.problems if says in str(one)]
    assert problem.line == line_of(text, at)
    assert mend in problem.mend + "."
    assert problem.file == "indicators/claims.toml"


def test_all_that_is_wrong_is_said_at_once_and_the_rest_stands():
    bad = (
        SMALL[SMALL.index("[[bewering]]") :]
        .replace('id = "M1"', 'id = "M2"')
        .replace('thema = "jeugd"', 'thema = "weer"')
    )
    bad = bad.replace('door = "een lezer"\n', "").replace('oordeel = "klopt"', 'oordeel = "klopt niet"')
    bad = bad.replace('plaats = "bladzijde 2"\n', "").replace('bron = "Een bron"\n', "")
    unread = SMALL[SMALL.index("[[bewering]]") :].replace('id = "M1"', 'id = "M3"').replace('"jeugd"', '"jeugd')
    library = claims.read(SMALL + bad + unread + SMALL[SMALL.index("[[bewering]]") :].replace('id = "M1"', 'id = "M4"'))
    assert list(library.claims) == ["M1", "M4"] and library.left_out == ["M2", "M3"]
    assert {one.field for one in library.problems if one.entry == "bewering M2"} == {
        "door",
        "plaats",
        "thema",
        "toets 1, bron",
    }
    (lost,) = [one for one in library.problems if one.entry == "bewering M3"]
    assert "niet te lezen" in lost.wrong


def test_a_document_that_is_wrong_takes_its_claims_along_and_is_said_once():
    library = claims.read(SMALL.replace('datum = "2024-05"', 'datum = "mei"'))
    assert not library.documents and library.left_out == ["M1"]
    assert [one.entry for one in library.problems] == ["stuk M"]


def test_a_demand_with_a_verdict_is_refused():
    demand = SMALL.replace('soort = "bewering"', 'soort = "eis"') + '[bewering.sindsdien]\nstand = "onbekend"\n'
    library = claims.read(demand)
    assert {one.field for one in library.problems} == {"oordeel", "nagezien"}
    assert all("een eis krijgt geen oordeel" in one.mend for one in library.problems)


def test_of_two_with_one_id_the_first_stays():
    library = claims.read(SMALL + SMALL[SMALL.index("[[bewering]]") :].replace("100 dingen", "101 dingen"))
    assert library.claims["M1"].words == "Er zijn 100 dingen."
    (problem,) = library.problems
    assert "staat ook op regel 10" in problem.wrong and problem.line > 30


def test_a_sum_that_names_a_claim_that_was_left_out_has_no_outcome_and_says_so():
    text = SMALL + '[[bewering.som]]\nwat = "x"\neenheid = "y"\nbewerking = "maal"\ngetallen = ["M2", 2]\n'
    text += SMALL[SMALL.index("[[bewering]]") :].replace('id = "M1"', 'id = "M2"').replace('"jeugd"', '"weer"')
    library = claims.read(text)
    (outcome,) = claims.outcomes(library.claims["M1"], claims.numbers(library))
    assert math.isnan(outcome) and claims.lacking(library.claims["M1"].sums[0], claims.numbers(library)) == ["M2"]


@pytest.mark.parametrize(
    ("text", "today", "old"),
    [
        ("2018", date(2026, 11, 25), True),
        ("2024", date(2026, 11, 25), False),
        ("2024-11", date(2026, 11, 30), False),
        ("2024-11", date(2026, 12, 1), True),
        ("2024-11-25", date(2026, 11, 25), False),
        ("2024-11-24", date(2026, 11, 25), True),
        ("2022-02-28", date(2024, 2, 29), False),
    ],
)
def test_over_two_years_old(text, today, old):
    assert claims.is_old(text, today) == old


def words_of(text):
    return re.findall(r"[\w%€]+", re.sub(r"[*_\[\]()#]", " ", text.lower()))


def runs(text):
    found = words_of(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def test_no_sentence_is_taken_from_the_letters():
    files = sorted(LETTERS.glob("*.txt"))
    if not files:
        pytest.skip(f"No letters in {LETTERS}: whether a sentence was copied is not tested here.")
    letters = set().union(*(runs(file.read_text(encoding="utf-8")) for file in files))
    for claim in ALL:
        for text in (claim.words, claim.reasoning, claim.slip, claim.against, claim.place):
            assert not runs(text) & letters, f"{claim.id}: {sorted(runs(text) & letters)}"
