"""No damaged file is ever served: every flipped bit, cut and missing file is found, told, and mended by pull, build or repair."""

import json
import random
import shutil

import pytest

from answers import damage
from loaders import store
from loaders.store import publishing
from tests import small_store
from web import watch


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("heel")
    small_store.build(root)
    publishing.record(root)
    return root


@pytest.fixture
def root(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path / "data")
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def everything(held):
    """All figures that a store gives, as text: the same figures give the same."""
    frames = [held.table(level, year) for level in ("land", "gemeente", "wijk", "buurt") for year in held.years(level)]
    return [frame.to_csv() for frame in frames]


def flip(path, rng):
    body = bytearray(path.read_bytes())
    body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
    path.write_bytes(bytes(body))


def test_no_flipped_bit_in_any_file_gives_another_figure(root):
    """The finding: of 240 flips 172 gave other figures in silence."""
    rng = random.Random(19)
    files = sorted(path for path in root.glob("observations/**/*.parquet"))
    good = everything(store.current())
    held = store.current().files()
    for turn in range(240):
        path = files[turn % len(files)]
        body = path.read_bytes()
        flip(path, rng)
        name = path.relative_to(root).as_posix()
        assert name in held
        with pytest.raises(store.DamagedError):
            everything(store.Store(root))
        today = store.current()
        assert [one.file for one in today.damage] == [name] and today.view != today.version
        left = everything(today)
        assert all(one in good or not one.strip() or _within(one, good) for one in left)
        path.write_bytes(body)
        assert everything(store.current()) == good and not store.current().damage


def _within(one, good):
    """Whether each cell of a table stands in a whole one of the same areas."""
    for other in good:
        rows = {line.split(",")[0]: line.split(",")[1:] for line in other.splitlines()}
        if all(set(line.split(",")[1:]) <= {*rows.get(line.split(",")[0], ()), ""} for line in one.splitlines()):
            return True
    return False


@pytest.mark.parametrize("how", ["flip", "cut", "empty", "gone"])
def test_each_kind_of_file_is_missed_and_told(tmp_path, monkeypatch, how):
    root = tmp_path / "data"
    shutil.copytree(store.DEMO, root)
    monkeypatch.setenv("DSW_DATA", str(root))
    rng = random.Random(7)
    for kind in ("observations", "names", "boundaries", "geo", "crosswalks", "grounds"):
        path = sorted(p for p in (root / kind).rglob("*") if p.is_file())[0]
        body = path.read_bytes()
        match how:
            case "flip":
                flip(path, rng)
            case "cut":
                path.write_bytes(body[: len(body) // 2])
            case "empty":
                path.write_bytes(b"")
            case "gone":
                path.unlink()
        name = path.relative_to(root).as_posix()
        assert store.current().verify() == [name]
        # A map can be that of several divisions.
        assert {one.file for one in store.current().damage} == {name}
        sentences = damage.sentences(store.current())
        assert all("beschadigd" in told and "tijdelijk niet beschikbaar" in told for told in sentences)
        assert sentences and set(sentences) <= set(watch.health()["problems"])
        assert store.verify(root).damaged == (name,)
        path.write_bytes(body)
        assert not store.current().damage and not set(sentences) & set(watch.health()["problems"])


def test_writing_the_same_again_mends_a_damaged_file(root):
    held = store.open_store(root)
    entry = next(e for e in held.manifest()["observations"].values() if e["level"] == "wijk")
    frame = held.observations(level="wijk", years=[entry["year"]], sources=[entry["source"]])
    good = everything(held)
    flip(root / entry["file"], random.Random(3))
    assert store.open_store(root).verify() == [entry["file"]]
    with store.writer(root) as w:
        w.put_observations(entry["source"], "wijk", entry["year"], frame)
    assert not store.open_store(root).verify() and everything(store.open_store(root)) == good
    assert store.open_store(root).version == held.version


def test_a_kept_version_stands_in_and_says_so(root):
    held = store.open_store(root)
    entry = next(e for e in held.manifest()["observations"].values() if e["level"] == "wijk")
    frame = held.observations(level="wijk", years=[entry["year"]], sources=[entry["source"]])
    first, old = held.version, held.table("wijk", entry["year"])
    moved = frame.assign(value=frame["value"] + 1)
    with store.writer(root) as w:
        w.put_observations(entry["source"], "wijk", entry["year"], moved)
    publishing.record(root)
    today = store.open_store(root)
    path = root / today.manifest()["observations"][f"{entry['source']}/wijk/{entry['year']}"]["file"]
    flip(path, random.Random(5))
    assert today.verify()
    found = store.current()
    assert found.version == today.version and found.view != today.view
    assert found.table("wijk", entry["year"]).equals(old)
    (told,) = damage.sentences(found)
    assert f"versie {first}" in told and damage.mark(found) == f" (deels uit {first})"


def test_what_changed_since_the_manifest_was_sealed_is_not_believed(root):
    told = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    entry = next(iter(told["observations"].values()))
    entry["variables"] = dict.fromkeys(entry["variables"], 0)
    (root / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    held = store.current()
    assert held.problem and held.version == told["version"] and watch.health()["problems"] == [held.problem]


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "3", '"x"', "{}", '{"schema": "1"}', "[" * 100_000])
def test_a_damaged_manifest_gives_way_to_the_newest_that_is_whole(root, text):
    good = everything(store.current())
    (root / "manifest.json").write_text(text, encoding="utf-8")
    held = store.current()
    assert not held.demo and everything(held) == good and held.version in held.problem
    assert watch.health()["status"] == "let op" and held.problem in watch.health()["problems"]
    # The next that is written stands on what was whole.
    with store.writer(root) as w:
        w.record_pull("proef", 2020, {"status": "ok"})
    assert everything(store.current()) == good and not store.current().problem


def test_made_up_figures_never_stand_in_for_damaged_ones(root):
    for path in root.glob("observations/**/*.parquet"):
        path.write_bytes(b"stuk")
    store.current().verify()
    held = store.current()
    assert not held.demo and not held.is_empty() and not held.manifest()["observations"]
    assert len(damage.sentences(held)) == len(held.damage) == len(held.files() & {one.file for one in held.damage})


def test_a_manifest_that_is_gone_never_gives_made_up_figures(root):
    (root / "manifest.json").unlink()
    assert not store.current().demo and store.current().problem


def test_a_manifest_of_a_newer_program_is_one_sentence(root):
    told = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    (root / "manifest.json").write_text(json.dumps({**told, "schema": 99}), encoding="utf-8")
    with pytest.raises(store.StoreError, match="Werk het programma bij"):
        store.current()
    assert watch.health()["status"] == "kapot"


@pytest.mark.parametrize("text", ["{stuk", "null", "[3]", '[{"version": 1}]'])
def test_a_damaged_list_of_versions_is_told_and_goes_by_the_manifests(root, text):
    version = store.current().version
    (root / "versions.json").write_text(text, encoding="utf-8")
    assert [e["version"] for e in store.versions(root)] == [version]
    assert any("versions.json" in problem for problem in watch.health()["problems"])
    assert store.at(version) is not None
