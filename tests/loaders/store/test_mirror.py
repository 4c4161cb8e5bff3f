"""A store on object storage: read whole by a machine that has nothing, one version at a time, also while it is refreshed."""

import pytest
from pandas.testing import assert_frame_equal

from loaders import __main__ as command
from loaders import store
from loaders.store import mirror, publishing
from tests import small_store
from tests.fakes.s3 import Storage
from tests.web.serving import serving
from web import watch

ADDRESS = "s3://emmer/wijken"


@pytest.fixture
def storage(monkeypatch):
    held = Storage()
    with serving(held.app) as asked:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{asked.port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "proef")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield held


@pytest.fixture
def source(tmp_path, storage, monkeypatch):
    """A local folder with a published version, put on the storage."""
    root = tmp_path / "bron"
    small_store.build(root)
    publishing.record(root, "eerste")
    push(root, monkeypatch)
    return root


def push(root, monkeypatch):
    monkeypatch.setenv("DSW_DATA", str(root))
    assert command.main(["push", ADDRESS]) == 0


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Another machine: its own folder, nothing in it. Call it after the source is there."""

    def begin(name="a"):
        mirror.open_mirror.cache_clear()
        monkeypatch.setenv("DSW_CACHE", str(tmp_path / f"machine-{name}"))
        monkeypatch.setenv("DSW_DATA", ADDRESS)
        return store.home()

    return begin


def newer(root):
    with store.writer(root) as w:
        share = dict.fromkeys(small_store.WIJKEN, 77)
        w.put_observations("proef", "wijk", 2020, small_store.rows("wijk", 2020, {"aandeel": share, "groep": share}))
    publishing.record(root, "tweede")


def test_another_machine_reads_the_same(source, elsewhere):
    here = store.open_store(source)
    elsewhere()
    there = store.current()
    assert there.version == here.version and not there.demo
    for year in (2020, 2021, 2022):
        assert_frame_equal(there.table("wijk", year), here.table("wijk", year))
        assert_frame_equal(there.names("wijk", year), here.names("wijk", year))
    assert [e["version"] for e in store.versions(there.root)] == [here.version]


def test_a_file_is_fetched_when_it_is_asked_for_and_once(source, elsewhere, storage):
    elsewhere()
    storage.asked.clear()
    store.current()
    assert not [key for _, key in storage.asked if ".parquet" in key]
    store.current().table("wijk", 2020)
    first = [key for method, key in storage.asked if method == "GET" and "observations" in key]
    mirror.open_mirror.cache_clear()
    store.Store(store.home()).table("wijk", 2020)
    again = [key for method, key in storage.asked if method == "GET" and "observations" in key]
    assert first and again == first


def test_a_reader_keeps_the_version_of_before_while_another_gets_the_new(source, elsewhere, monkeypatch):
    elsewhere()
    monkeypatch.setattr(mirror, "SECONDS", 0.0)
    before = store.current()  # nothing of it was read yet
    newer(source)
    push(source, monkeypatch)
    monkeypatch.setenv("DSW_DATA", ADDRESS)
    after = store.current()
    assert after.version != before.version
    assert after.table("wijk", 2020)["aandeel"].eq(77).all()
    assert before.table("wijk", 2020)["aandeel"].iloc[0] == 10
    assert store.at(before.version).table("wijk", 2020)["aandeel"].iloc[0] == 10


def test_the_manifest_is_sent_last(source, storage):
    written = [key for method, key in storage.asked if method == "PUT" and "/" in key]
    assert written[-1] == "emmer/wijken/manifest.json"


def test_a_push_sends_only_what_is_new_and_removes_nothing(source, storage, monkeypatch):
    before = set(storage.objects)
    storage.asked.clear()
    newer(source)
    push(source, monkeypatch)
    sent = {key for method, key in storage.asked if method == "PUT" and ".parquet" in key}
    assert sent and not sent & before
    assert before <= set(storage.objects)


def test_a_storage_that_goes_down_leaves_readers_what_they_had(source, elsewhere, storage, monkeypatch):
    elsewhere()
    held = store.current()
    held.table("wijk", 2020)
    storage.down = True
    monkeypatch.setattr(mirror, "SECONDS", 0.0)
    assert store.current() is held
    assert "antwoordt niet" in watch.health()["problems"][0]
    storage.down = False
    assert store.current() is held and watch.health()["status"] == "ok"


def test_made_up_figures_are_no_answer_to_a_storage_without_data(storage, elsewhere):
    elsewhere("leeg")
    with pytest.raises(store.StoreError, match="daar staat geen manifest"):
        store.current()
    assert watch.health()["status"] == "kapot"


def test_nothing_is_written_to_a_storage_by_its_readers(source, elsewhere):
    elsewhere()
    store.current()
    with pytest.raises(store.StoreError, match="alleen gelezen"), store.writer():
        pass
    assert command.main(["push", ADDRESS]) == 1
