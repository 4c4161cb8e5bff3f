"""What is handed over to a gemeente that hosts it: its documents hold, and a reserve copy that is put back is the same store."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from pandas.testing import assert_frame_equal

from indicators import __main__ as indicators
from loaders import __main__ as command
from loaders import store
from loaders.importing import keep
from loaders.store import publishing
from loaders.store.manifest import empty_manifest, version_of
from tests.conftest import ROOT
from tests.loaders.importing.import_store import build, propose

BEHEER = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
FILE = "wijkcode;jaar;jongerenwerkers (fte)\nWK0363MA;2024;1,5\n"


def opdracht(letters):
    """The tar command of the guide with these letters, as its words."""
    return re.search(rf"tar -C /data -{letters} -( \.)?", BEHEER)[0].split()


def test_a_reserve_copy_that_is_put_back_is_the_same(tmp_path):
    here, there = tmp_path / "data", tmp_path / "terug"
    there.mkdir()
    held = build(here)
    publishing.record(here, "eerste")
    id = keep.save(here, propose(held, FILE))
    publishing.record(here, "tweede")
    store.note(here, {"action": "file stored", "who": "test"})
    before = store.open_store(here)

    make = [str(here) if word == "/data" else word for word in opdracht("cf")]
    copy = subprocess.run(make, capture_output=True, check=True).stdout
    back = [str(there) if word == "/data" else word for word in opdracht("xf")]
    subprocess.run(back, input=copy, check=True)

    after = store.open_store(there)
    assert after.version == before.version and not after.demo
    assert_frame_equal(after.table("wijk", 2024), before.table("wijk", 2024))
    assert store.versions(there) == store.versions(here)
    assert (there / "audit.jsonl").read_text() == (here / "audit.jsonl").read_text()
    keep.undo(there, id)
    assert "jongerenwerk_fte" not in store.open_store(there).table("wijk", 2024)


# What the manifest of the first store of 0.1.0 had (November 2026), before grounds, imports and seals.
FIRST_KINDS = ("boundaries", "names", "observations", "pulls")


def as_it_was_first(root):
    """Turn the lists of a store into those of the first 0.1.0; its files are the same."""
    path = root / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    kept = {key: told[key] for key in ("schema", "version", "created", "demo", *FIRST_KINDS)}
    kept["version"] = version_of({**empty_manifest(demo=False), **kept})
    path.write_text(json.dumps(kept), encoding="utf-8")
    (root / "manifests").mkdir(exist_ok=True)
    (root / "manifests" / f"{kept['version']}.json").write_text(json.dumps(kept), encoding="utf-8")
    entry = {"version": kept["version"], "created": kept["created"], "began": kept["created"], "previous": None}
    entry |= {"note": "", "changes": [], "moved": 0, "listed": 0, "kept": True, "file": None}
    (root / "versions.json").write_text(json.dumps([entry]), encoding="utf-8")
    return kept["version"]


def test_a_store_of_the_first_0_1_0_is_read_computed_and_copied_by_the_guide(tmp_path, monkeypatch, capsys):
    """Open, pull nothing, build, store a file, take a reserve copy and put it back: the old version stays to be asked for."""
    root = tmp_path / "data"
    build(root)
    before = store.open_store(root).table("wijk", 2024)
    first = as_it_was_first(root)
    monkeypatch.setenv("DSW_DATA", str(root))
    assert store.current().version == first and store.current().verify() == []
    assert_frame_equal(store.current().table("wijk", 2024), before)
    assert indicators.main(["build", "--engine", "pandas"]) == 0, capsys.readouterr().err
    now = store.open_store(root)
    assert now.version != first and "sha256" in now.written() and now.manifest()["grounds"]
    assert_frame_equal(now.table("wijk", 2024)[before.columns], before)
    assert [entry["version"] for entry in store.versions(root)] == [now.version, first]
    old = store.at(first)
    assert old is not None
    assert_frame_equal(old.table("wijk", 2024), before)
    (tmp_path / "a.csv").write_text(FILE, encoding="utf-8")
    assert command.main(["import", str(tmp_path / "a.csv"), "--yes"]) == 0
    there = tmp_path / "terug"
    there.mkdir()
    make = [str(root) if word == "/data" else word for word in opdracht("cf")]
    copy = subprocess.run(make, capture_output=True, check=True).stdout
    subprocess.run([str(there) if word == "/data" else word for word in opdracht("xf")], input=copy, check=True)
    assert store.open_store(there).version == store.open_store(root).version
    assert [entry["version"] for entry in store.versions(there)][-1] == first


@pytest.mark.parametrize("line", sorted(set(re.findall(r"python -m loaders ([a-z]+[^`\n#]*)", BEHEER))))
def test_the_commands_of_the_guide_are_there(line):
    words = re.findall(r'"[^"]*"|\S+', line.split("  ")[0].strip())
    parsed = command._parser().parse_args([word.strip('"') for word in words])
    assert callable(parsed.command)


def test_the_guide_names_what_compose_has():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    named = set(re.findall(r"docker compose (?:logs|exec|stop|start) ([\w-]+)", BEHEER))
    named |= set(re.findall(r"--no-deps (?:-T )?([\w-]+)", BEHEER))
    assert named and named <= set(services)
    for file in re.findall(r"\]\((\.\./[\w./-]+|[\w.-]+\.md)", BEHEER):
        assert (ROOT / "docs" / file).resolve().exists(), file


@pytest.mark.parametrize("guide", ["beheer.md", "running.md"])
def test_the_names_of_the_server_are_read_as_the_guides_write_them(guide):
    """Written as a list with brackets they were one name that nobody has, and everyone was refused."""
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    value = re.search(r"^\s*STREAMLIT_SERVER_ALLOWED_HOSTS=(.+)$", text, re.M)[1]
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "STREAMLIT_SERVER_ALLOWED_HOSTS": value},
    ).stdout
    read = re.search(r"allowedHosts = \[(.*?)\]\n", re.sub(r"\x1b\[[\d;]*m", "", shown), re.S)[1]
    assert re.findall(r'"(.*?)"', read) == ["wijken.example", "dashboard-1", "dashboard-2"]


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## (\S+) \((.+)\)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest[1] == version
    assert f"image: deltaplan-dashboard:{version}\n" in (ROOT / "compose.yaml").read_text(encoding="utf-8")
    about = publiccode()
    assert about["softwareVersion"] == version
    released = re.fullmatch(r"\d{4}-\d\d-\d\d", newest[2])
    if released:
        assert about["releaseDate"] == newest[2]
        assert "invalid" not in about["url"] and about["maintenance"]["type"] != "none"
    else:
        assert newest[2] == "nog niet uitgebracht"


def publiccode():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_publiccode_has_what_its_standard_asks():
    about = publiccode()
    for key in (
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "legal",
    ):
        assert about[key], key
    assert about["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert about["maintenance"]["type"] in ("internal", "contract", "community", "none")
    assert about["legal"]["license"] == "EUPL-1.2"
    assert about["localisation"].keys() == {"localisationReady", "availableLanguages"}
    for text in about["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"] and all(len(feature) <= 100 for feature in text["features"])


def test_what_is_stored_and_taken_back_by_hand_is_in_the_audit_log(tmp_path, monkeypatch, capsys):
    root = tmp_path / "data"
    build(root)
    monkeypatch.setenv("DSW_DATA", str(root))
    (tmp_path / "a.csv").write_text(FILE, encoding="utf-8")
    assert command.main(["import", str(tmp_path / "a.csv"), "--yes"]) == 0
    (id,) = keep.stored(store.open_store(root))
    assert command.main(["import", "--undo", id]) == 0
    told = [json.loads(line) for line in (root / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["action"], one["state"], one.get("import_id"), one.get("rows")) for one in told] == [
        ("file stored", "begun", None, 1),
        ("file stored", "done", id, 1),
        ("file taken back", "begun", id, None),
        ("file taken back", "done", id, 1),
    ]
    assert all(one["time"] and one["who"].endswith("opdrachtregel") for one in told)
