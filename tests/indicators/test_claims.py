"""claims.toml: complete, in our own words, every verdict worked out again, every sum by hand, every name known."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog, claims
from indicators.claims import ClaimError
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
    found = claims.follows(claim)
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
    made = claims.outcomes(claim, claims.numbers(LIBRARY))
    assert made[0] == 5 and math.isnan(made[4])
    assert claims.lacking(claim.sums[4], {}) == ["inwoners"]
    assert claims.lacking(claim.sums[0], {}) == []


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


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('oordeel = "klopt"', 'oordeel = "klopt niet"', "volgt niet uit de toetsen"),
        ('oordeel = "klopt"', 'oordeel = "waar"', "Kies een van"),
        ('thema = "jeugd"', 'thema = "weer"', "Kies een van"),
        ('zin = "Er zijn 100 dingen."', "", "zin ontbreekt"),
        ('door = "een lezer"', "", "een datum (nagezien) en een naam"),
        ('bron = "Een bron"', "", "bron ontbreekt"),
        ('datum = "2024"', 'datum = "vorig jaar"', "geen datum"),
        ('datum = "2024"', 'datum = "2024-13"', "geen datum"),
        ("waarde = 100\neenheid", 'waarde = "bestaat_niet"\neenheid', "is geen getal"),
        ('stuk = "M"', 'stuk = "Z"', "Kies een van"),
        ('soort = "bewering"', 'soort = "eis"', "sindsdien: stand ontbreekt"),
        ('naam = "Telling"', 'naam = "Telling"\nadres = "http://x"', "https"),
        ('naam = "Telling"', 'naam = "Telling"\nwardee = 3', "kent dit dashboard niet"),
        ('plaats = "bladzijde 2"', 'plaats = "bladzijde 2', "niet te lezen"),
        ('id = "M1"', 'id = ""', "geen id"),
        (
            'door = "een lezer"',
            'door = "een lezer"\n[[bewering.som]]\nwat = "x"\neenheid = "y"\nbewerking = "maal"\ngetallen = ["weet ik niet", 2]',
            "bestaat niet",
        ),
    ],
)
def test_an_entry_that_is_not_whole_is_refused_with_a_reason(old, new, says):
    assert old in SMALL
    with pytest.raises(ClaimError, match=re.escape(says)):
        claims.read(SMALL.replace(old, new))


def test_a_demand_with_a_verdict_is_refused():
    demand = SMALL.replace('soort = "bewering"', 'soort = "eis"') + '[bewering.sindsdien]\nstand = "onbekend"\n'
    with pytest.raises(ClaimError, match="een eis krijgt geen oordeel"):
        claims.read(demand)


def test_double_ids_are_refused():
    with pytest.raises(ClaimError, match="twee keer"):
        claims.read(SMALL + SMALL[SMALL.index("[[bewering]]") :])


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
