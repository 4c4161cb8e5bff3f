"""Every file that people edit: nothing wrong in it, its head current, and a slip in it said with its line and mend."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from docs.__main__ import every_file, main
from export.brief import questions
from indicators import claims, composite, groups, key_figures, norm_data, parameters, tested, uncertainty, validation
from loaders.edited import File, head
from loaders.places import gemeenten
from loaders.pulling import swing
from loaders.sources import (
    amsterdam,
    cbs_bodem,
    cbs_gebieden,
    cbs_kinderen,
    cbs_kwb,
    cbs_nabijheid,
    cbs_postcode,
    cbs_ses,
    cbs_veiligheid,
    cbs_vsv,
    iv3,
    leefbaarometer,
    politie,
    rivm,
)
from tests.test_house import tracked

# Settings of tools, in the form that these ask for.
OTHER = {"pyproject.toml", ".streamlit/config.toml"}
ROOT = Path(__file__).parents[1]
EDITED = every_file()
# For each file one slip, and what is said of it: the text that is on the line, the field, and what to write instead.
SLIPS: dict[File, tuple[str, str, str, str, str]] = {
    claims.FILE: ('thema = "jeugd"', 'thema = "weer"', 'thema = "weer"', "thema", "Kies een van: bestaanszekerheid"),
    parameters.FILE: ("winsor,0.01", 'winsor,"0,01"', "winsor,", "value", "met een punt"),
    key_figures.FILE: (
        "armoede,schulden_aandeel",
        "armoede,schuld_aandeel",
        "schuld_a",
        "ids",
        "Bedoelt u schulden_aandeel?",
    ),
    composite.FILE: (
        "geweld_per_1000,leefbaarheid_overlast",
        "geweld_per_1000,leefbaar_overlast",
        "geweld_per_1000,",
        "parent",
        "Kies een van: behoefte",
    ),
    norm_data.FILE: ("vernieling,1.62,", 'vernieling,"1,62",', "vernieling,", "mean", "met een punt"),
    tested.FILE: (
        "leefbaarheid_voorzieningen,gemeente",
        "voorzieningen,gemeente",
        "voorzieningen,gemeente",
        "code",
        "Kies een van: leefbaarheid, leefbaarheid_woningvoorraad",
    ),
    uncertainty.FILE: (
        "bijstand_per_1000,20,procent,",
        "bijstand_per_1000,20,%,",
        "bijstand_per_1000,",
        "unit",
        "procentpunt, procent",
    ),
    groups.FILE: ("wijk,1000,", "wijk,duizend,", "wijk,duizend", "from", "Schrijf een getal"),
    questions.FILE: ("{label} is in {name}", "{label} is in {naam}", "{naam}", "text", "Kies een van: {name}, {label}"),
    gemeenten.CHANGES: (
        "2014,GM0055,Boarnsterhim,GM0080",
        "2014,GM0055,Boarnsterhim,80",
        "Boarnsterhim,80",
        "nieuwe_code",
        "zoals GM0363",
    ),
    gemeenten.NETWORKS: ("g4,GM0363", "g5,GM0363", "g5,", "netwerk", "Kies een van: g4, g40"),
    iv3.FILE: ('"6.4" = "iv3_64"', '"6.4" = "iv3_46"', '"6.4"', "taakvelden, 6.4", "Kies een van: iv3_61"),
    iv3.FAMILIES: ("breaks = [2022]", "breaks = 2022", "breaks", "breaks", "zoals"),
    cbs_kwb.COLUMNS: ('sterfte = "S', 'strefte = "S', "strefte", "columns, strefte", "Bedoelt u sterfte?"),
    cbs_kwb.FIGURES: ('kind = "mean"', 'kind = "gemiddeld"', "gemiddeld", "kind", "Kies een van: count"),
    cbs_gebieden.FILE: ("2019,84378NED", "2019,84378", "2019,", "table", "zoals 86247NED"),
    cbs_postcode.FILE: ("2019,DSW_CBS_B", "2019,CBS_B", "2019,", "base", "Kies een van: DSW_CBS_BESTANDEN_URL"),
    **{
        module.FIGURES: ('theme = "', 'theme = "on', 'theme = "on', "theme", "Kies een van: samengesteld")
        for module in (
            amsterdam,
            cbs_bodem,
            cbs_kinderen,
            cbs_nabijheid,
            cbs_ses,
            cbs_veiligheid,
            cbs_vsv,
            leefbaarometer,
        )
    },
    leefbaarometer.TABLE: ("vanaf = 3.748", 'vanaf = "3,748"', "3,748", "vanaf", "met een punt"),
    politie.FIGURES: ('code = "2.2.1"', 'code = "221"', "221", "code", "zoals 1.1.1"),
    rivm.FIGURES: ('direction = "higher_better"', 'direction = "meer"', '"meer"', "direction", "higher_better"),
    swing.FILE: (
        "wijk,wijk,phhink125",
        "wijken,wijk,phhink125",
        "wijken,wijk",
        "level",
        "Kies een van: land, gemeente, wijk",
    ),
    validation.EXPLAINED: (
        "buurt,2024,inwoners",
        "buurt,2024,inwoner",
        "buurt,2024",
        "variables",
        "Kies een van: inwoners",
    ),
}


def test_nothing_is_wrong_in_any_file_that_people_edit() -> None:
    problems = [problem for file in EDITED for problem in file.problems()]
    assert not problems, "\n" + "\n".join(map(str, problems))


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_the_head_follows_from_the_schema(file: File) -> None:
    text = file.path.read_text(encoding="utf-8")
    assert head.write(file, text) == text, f"The head of {file.name} is behind its schema; run `make docs`."


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_every_field_is_explained(file: File) -> None:
    for model in file.tables.values():
        for name, info in model.model_fields.items():
            assert info.description, f"{file.name}: say of {name} what an editor writes there (Field(description=…))."


def test_every_file_that_people_edit_is_declared() -> None:
    found = {file.relative_to(ROOT).as_posix() for file in tracked() if file.suffix in (".csv", ".toml")}
    found = {name for name in found if not name.startswith(("data/", "tests/"))}
    new = found - OTHER - {file.name for file in EDITED}
    assert not new, (
        f"Declare {new} as an edited.File beside the code that reads it, and list it in `files` of its source, or else in "
        "ui/sources/edited.py."
    )


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_one_slip_costs_one_entry_and_is_said(file: File, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, there, field, mend = SLIPS[file]
    text = file.path.read_text(encoding="utf-8")
    assert old in text
    broken = dataclasses.replace(file, path=tmp_path / file.path.name)
    broken.path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problem,) = broken.read().problems
    assert there in broken.path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert problem.field == field and mend in problem.mend
    whole, rest = file.read(), broken.read()
    lost = {model: len(whole.entries(model)) - len(rest.entries(model)) for model in file.tables.values()}
    assert sum(lost.values()) == {composite.FILE: 39, gemeenten.CHANGES: 4}.get(file, 1)

    assert main(["edited"], [file, broken]) == 1
    assert capsys.readouterr().err == f"{problem}\n"
    assert str(problem).startswith(f"{broken.name}, regel {problem.line}")


EVERYTHING = """
import importlib, pkgutil, sys
from loaders.edited import File
read = File.read
File.read = lambda self: self.parse(SPOILED(self.path)) if self.path.name == NAME else read(self)
for name in ("indicators", "answers", "figures", "export", "ui"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
from docs.__main__ import main
sys.exit(main(["edited"]))
"""


SPOILED = {
    "parameters.csv": ('lambda path: ""', "indicators/parameters.csv, regel 1, rij: er staat geen kop met namen"),
    "cbs_kwb.toml": (
        """lambda path: path.read_text("utf-8").replace('"\\n', '\\n', 1)""",
        "loaders/columns/cbs_kwb.toml, regel 19, jaar 2013: vanaf hier is dit blok niet te lezen",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_no_module_needs_a_file_without_a_slip_to_be_loaded(name: str) -> None:
    """In a process of its own: what is read at import would stop every page, and this very list of what to mend."""
    spoil, told = SPOILED[name]
    script = f"SPOILED = {spoil}\nNAME = {name!r}\n{EVERYTHING}"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr and ran.returncode == 1
    assert told in ran.stderr


def test_the_command_says_when_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edited"]) == 0
    assert "niets mis" in capsys.readouterr().out


def test_a_figure_that_no_score_can_have_is_listed_though_the_table_reads_well(tmp_path: Path) -> None:
    made = dataclasses.replace(composite.FILE, path=tmp_path / "composites.csv")
    text = composite.FILE.path.read_text(encoding="utf-8").replace("\ngeweld,", "\ngewelt,")
    made.path.write_text(text, encoding="utf-8")
    assert not made.read().problems
    (problem,) = made.problems()
    assert problem.what.startswith("code is 'gewelt'") and problem.mend == "Bedoelt u geweld?"
    assert text.splitlines()[problem.line - 1].startswith("gewelt")


def test_a_figure_that_is_nowhere_any_more_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its heading was changed: every file reads well, and what was made of it is gone."""
    monkeypatch.setattr("indicators.catalog.left_out", lambda: {"a": "Geen bron heeft a.", "b": "Geen bron heeft a."})
    assert main(["edited"]) == 1
    assert capsys.readouterr().err == "Geen bron heeft a.\n"


def changed(file: File, folder: Path, old: str, new: str) -> list[str]:
    """What an editor is told of a file with this change in it."""
    text = file.path.read_text(encoding="utf-8")
    assert old in text
    made = dataclasses.replace(file, path=folder / file.path.name)
    made.path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in made.problems()]


@pytest.mark.parametrize("gap", ["{label:d}", "{{label}}", "{label!r}", "{label.upper}", "{}"])
def test_a_gap_that_cannot_be_filled_is_said(tmp_path: Path, gap: str) -> None:
    (told,) = changed(questions.FILE, tmp_path, "{label} is in {name}", f"{gap} is in {{name}}")
    assert "text heeft meer tussen accolades" in told or "text noemt" in told


def test_a_gemeente_cannot_become_itself(tmp_path: Path) -> None:
    told = changed(gemeenten.CHANGES, tmp_path, "2014,GM0055,Boarnsterhim,GM0080", "2014,GM0055,Boarnsterhim,GM0055")
    assert len(told) == 1 and "nieuwe_code is 'GM0055', en dat is de oude gemeente zelf" in told[0]


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_a_file_with_no_more_than_a_head_is_said(file: File, tmp_path: Path) -> None:
    made = dataclasses.replace(file, path=tmp_path / file.path.name)
    lines = file.path.read_text(encoding="utf-8").split("\n")
    end = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    made.path.write_text("\n".join(lines[: end + (file.path.suffix == ".csv")]), encoding="utf-8")
    told = [problem.wrong for problem in made.problems()]
    assert told == (
        [] if file in (validation.EXPLAINED, norm_data.FILE, tested.FILE) else ["er staat niets in dan een kop"]
    )


def test_where_there_is_nothing_to_choose_from_no_choice_is_offered(tmp_path: Path) -> None:
    text = composite.FILE.path.read_text(encoding="utf-8")
    head_only = text[: text.index("code,parent")] + "code,parent,level,direction,weight,needs\ngeweld,weer,1,-1,1,\n"
    made = dataclasses.replace(composite.FILE, path=tmp_path / "composites.csv")
    made.path.write_text(head_only, encoding="utf-8")
    (problem,) = made.problems()
    assert problem.mend == "Zet het eerst zelf in het bestand, hierboven"


def test_one_slip_is_not_told_again_by_the_figures_that_lack_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = changed(parameters.FILE, tmp_path, "basisjaar,2018", "basisjaar,laatst")
    made = dataclasses.replace(parameters.FILE, path=tmp_path / "parameters.csv")
    monkeypatch.setattr("indicators.catalog.left_out", lambda: {"leefbaarheid": told[0]})
    assert main(["edited"], [made]) == 1
    assert capsys.readouterr().err == f"{told[0]}\n"
