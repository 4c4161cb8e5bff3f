"""Files that are sent: not read from who may not store, not more than there is room for, and gone with their session."""

import threading
from types import SimpleNamespace

import anyio
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from tests.web.serving import in_a_loop, serving
from ui.frame import access
from web import uploads

MINE, OTHER = "sessie-1", "sessie-2"


class Cache:
    expired = 0

    def expire(self):
        self.expired += 1


@pytest.fixture
def server(monkeypatch):
    """What Streamlit holds, by our hand; who is in ``active`` has a page open."""
    held = SimpleNamespace(
        active={MINE},
        uploaded_file_mgr=MemoryUploadedFileManager("/_stcore/upload_file"),
        _session_mgr=SimpleNamespace(_session_storage=SimpleNamespace(_cache=Cache())),
    )
    held.is_active_session = lambda session: session in held.active
    monkeypatch.setattr(uploads.runtime, "get_instance", lambda: held)
    monkeypatch.setattr(access, "_senders", {MINE})
    uploads._away.clear()
    return held


@pytest.fixture
def client(server):
    read = []

    async def take(request):
        read.append(len(await request.body()))
        return PlainTextResponse("ja")

    app = Starlette(
        routes=[Route("/_stcore/upload_file/{session}/{file}", take, methods=["PUT", "DELETE"])],
        middleware=[*uploads.MIDDLEWARE],
    )
    with serving(app) as found:
        found.read = read
        yield found


def put(client, session=MINE, size=10, **headers):
    return client.ask(f"/_stcore/upload_file/{session}/a", method="PUT", body=b"x" * size, **headers)


def hold(server, size, session=MINE, file="f"):
    record = UploadedFileRec(file_id=file, name="a.csv", type="text/csv", data=b"x" * size)
    server.uploaded_file_mgr.add_file(session, record)


def test_who_may_not_store_is_refused_before_anything_is_read(client, server):
    server.active = {MINE, OTHER}
    answer = put(client, OTHER, 10_000)
    assert answer.status == 403 and "mag opslaan" in answer.text and client.read == []
    assert client.ask(f"/_stcore/upload_file/{OTHER}/a", method="DELETE").status == 403
    assert put(client).status == 200 and client.read == [10]
    server.active = set()
    assert put(client).status == 403, "a session that is not open any more"


def test_a_file_without_a_size_or_over_the_limit_is_not_read(client, monkeypatch):
    monkeypatch.setattr(uploads, "ONE", 1_000)
    assert put(client, size=1_000).status == 200
    answer = put(client, size=1_001)
    assert answer.status == 413 and "hoogstens 25 MB" in answer.text and client.read == [1_000]


def scope(size, address="10.0.0.1"):
    headers = [(b"content-length", str(size).encode())] if size is not None else []
    path = f"/_stcore/upload_file/{MINE}/a"
    return {
        "type": "http",
        "method": "PUT",
        "path": path,
        "headers": headers,
        "client": (address, 1),
        "query_string": b"",
    }


def statuses(*asked):
    """The statuses of uploads that all lie open at the same time, in the order asked."""
    found = []

    async def never(scope, receive, send):
        await anyio.sleep(0.2)
        found.append(200)

    async def one(asked):
        async def send(message):
            if message["type"] == "http.response.start":
                found.append(message["status"])

        await uploads.Uploads(never)(asked, None, send)

    async def all_of_them():
        async with anyio.create_task_group() as group:
            for one_asked in asked:
                group.start_soon(one, one_asked)
                await anyio.wait_all_tasks_blocked()

    in_a_loop(all_of_them)
    return sorted(found)


def test_a_body_that_does_not_say_how_large_it_is_is_refused(server):
    assert statuses(scope(None)) == [411]


def test_one_session_holds_two_files_and_all_together_eight(server, monkeypatch):
    monkeypatch.setattr(uploads, "SESSION", 200)
    monkeypatch.setattr(uploads, "ALL", 800)
    hold(server, 150)
    assert statuses(scope(51)) == [503] and statuses(scope(50)) == [200]
    assert statuses(scope(30), scope(30)) == [200, 503], "what is coming in counts"
    for number in range(5):
        hold(server, 125, f"s{number}")
    assert statuses(scope(26)) == [503] and statuses(scope(25)) == [200]


def test_a_few_come_in_at_the_same_time_and_fewer_from_one_address(server):
    assert statuses(*[scope(1)] * 4) == [200, 200, 503, 503]
    assert statuses(*[scope(1, f"10.0.0.{at // 2}") for at in range(6)]) == [200] * 4 + [503] * 2
    assert uploads._coming == []


def test_files_go_with_their_session_and_not_with_a_short_absence(server):
    hold(server, 10)
    uploads.sweep(0)
    server.active = set()
    uploads.sweep(100)
    uploads.sweep(100 + uploads.BACK - 1)
    assert uploads.sizes() == {MINE: 10} and access.may_send(MINE)
    server.active = {MINE}
    uploads.sweep(200)
    server.active = set()
    uploads.sweep(300)
    assert uploads.sizes() == {MINE: 10}, "the count began anew"
    uploads.sweep(300 + uploads.BACK)
    assert uploads.sizes() == {} and not access.may_send(MINE)
    assert server._session_mgr._session_storage._cache.expired == 6, "sessions that ran out are dropped each time"


def test_the_server_looks_for_as_long_as_it_runs(server, monkeypatch):
    rounds, done = [], threading.Event()

    def sweep(now):
        rounds.append(now)
        if len(rounds) > 2:
            done.set()
        raise RuntimeError("Streamlit changed it meanwhile")

    monkeypatch.setattr(uploads, "EVERY", 0.001)
    monkeypatch.setattr(uploads, "sweep", sweep)
    stop = uploads.begin()
    assert done.wait(5), "an error ends a round, not all of them"
    stop.set()
