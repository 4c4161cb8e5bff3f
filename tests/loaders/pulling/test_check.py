"""The check of live services: as expected, changed (what, and which file to mend), or out of reach."""

from __future__ import annotations

import pytest

from loaders import __main__ as command
from loaders.pulling import check
from loaders.reading.http import NotAvailable, SourceError
from loaders.source import Expectation, Source, registry
from loaders.sources import cbs_kwb, cbs_ses, politie, rivm
from tests.fakes import cbs, cubes, pdok
from tests.loaders.sources import tables


@pytest.fixture
def fake(monkeypatch):
    with cubes.serving({"47018NED": tables.crime(), "50150NED": tables.health()}) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.base)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


def answers(*sources):
    return [(a.outcome, a.told, a.mend) for a in check.run(sources)]


def test_all_as_expected(fake):
    assert answers(politie.SOURCE, rivm.SOURCE) == [("as_expected", "", "")] * 2


def test_a_renamed_column_is_a_change_and_names_the_file(fake):
    fake.tables["47018NED"].topics[0].key = "Misdrijven_1"
    ((outcome, told, mend),) = answers(politie.SOURCE)
    assert (outcome, mend) == ("changed", "loaders/sources/politie.py")
    assert "GeregistreerdeMisdrijven" in told


def test_a_vanished_member_is_a_change(fake):
    fake.tables["47018NED"].dimensions[0].members.pop()
    ((outcome, told, _),) = answers(politie.SOURCE)
    assert outcome == "changed"
    assert "SoortMisdrijf" in told


def test_what_a_newer_release_lacks_is_a_change_even_where_a_pull_goes_on_without(fake):
    fake.tables["50150NED"].topics.pop()
    ((outcome, told, _),) = answers(rivm.SOURCE)
    assert outcome == "changed"
    assert "mantelzorger" in told


def test_a_table_that_is_gone_is_a_change(fake):
    del fake.tables["47018NED"]
    ((outcome, told, _),) = answers(politie.SOURCE)
    assert outcome == "changed"
    assert "47018NED" in told


def test_a_service_out_of_reach_is_no_change(fake):
    fake.faults.append(["500", 999, ""])
    ((outcome, told, _),) = answers(politie.SOURCE)
    assert outcome == "unreachable"
    assert "500" in told


def test_the_key_figures_are_checked_by_all_routes(monkeypatch):
    with cbs.serving(2025, 2026) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        monkeypatch.setenv("DSW_CBS_DOWNLOAD_URL", running.base)
        running.files["kwb2025.xlsx"] = b"PK" + bytes(100)
        assert [a.outcome for a in check.run([cbs_kwb.SOURCE])] == ["as_expected"] * 4
        running.files.clear()
        running.tables["86358NED"].topic("AantalInwoners").stem = "Bewoners"
        found = check.run([cbs_kwb.SOURCE])
    assert [a.outcome for a in found] == ["as_expected", "changed", "as_expected", "changed"]
    assert "inwoners" in found[1].told
    assert "kwb-2025.xlsx" in found[3].told


def test_a_boundary_is_checked(monkeypatch):
    with pdok.serve() as running:
        running.years[2025] = running.years[2024]
        monkeypatch.setenv("DSW_PDOK_URL", running.url)
        monkeypatch.setenv("DSW_PDOK_API_URL", running.url)
        running.ogc[2026] = running.years[2024]
        found = check.run([registry()["pdok_grenzen"]])
        running.ogc.clear()
        gone = check.run([registry()["pdok_grenzen"]])
    assert [answer.outcome for answer in found] == ["as_expected"] * 2, found
    assert [answer.outcome for answer in gone] == ["as_expected", "changed"]


def test_the_second_way_of_a_table_is_a_row_of_its_own(monkeypatch):
    with cubes.serving({"86296NED": tables.status()}) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        assert [a.outcome for a in check.run([cbs_ses.SOURCE])] == ["as_expected"] * 2
        running.v4 = False
        found = check.run([cbs_ses.SOURCE])
    assert [(a.question, a.outcome) for a in found] == [
        ("tabel 86296NED: kolommen en indelingen", "as_expected"),
        ("tabel 86296NED: download (v4)", "changed"),
    ]


def test_every_source_that_is_pulled_says_what_it_counts_on():
    # Files that are dropped in by hand: no service is asked for them.
    silent = {s.id for s in registry().values() if s.pull is not None and not s.expects} - {"cbs_schulden", "duo"}
    assert silent == set()


def test_every_expectation_names_a_file_that_is_there(request):
    root = request.config.rootpath
    assert [e.mend for s in registry().values() for e in s.expects if not (root / e.mend).is_file()] == []


def one(outcome):
    def ask(_):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return Source("los", "Los", "P", "CC0", "u", "h", (), (), expects=(Expectation("iets", "loaders/los.py", ask),))


@pytest.mark.parametrize(
    ("outcome", "code", "words"),
    [
        ([], 0, "zoals verwacht"),
        (["Kolom weg."], 1, "Kolom weg. Kijk in loaders/los.py."),
        (NotAvailable("Niet te vinden."), 1, "Niet te vinden. Kijk in loaders/los.py."),
        (SourceError("Ligt plat."), 0, "Ligt plat."),
    ],
)
def test_the_command_prints_a_table_and_ends_with_1_on_a_change_only(monkeypatch, capsys, outcome, code, words):
    monkeypatch.setattr(command, "registry", lambda: {"los": one(outcome)})
    assert command.main(["check"]) == code
    assert words in capsys.readouterr().out


def test_an_unknown_source_is_refused():
    with pytest.raises(SystemExit) as raised:
        command.main(["check", "onzin"])
    assert raised.value.code == 2
