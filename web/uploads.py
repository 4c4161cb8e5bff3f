"""Files that visitors send: refused before they are read for who may not store, within bounds, and gone with the session.

Streamlit takes a file for any open session, also from a page that asks for none, holds it in memory, and forgets to drop
those of sessions that ran out. So who may send is asked here first (ui/frame/access.py), as is how much may lie here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from loaders.reading.files import MEGABYTES
from ui.frame import access

FOLDER = "/_stcore/upload_file/"
# What is around a file in the body of an upload.
ENVELOPE = 64 * 1024
ONE = MEGABYTES * 1024 * 1024 + ENVELOPE
# A file and the one that takes its place; and those of all together.
SESSION, ALL = 2 * ONE, 8 * ONE
# How many may come in at the same time, of all and from one address.
AT_ONCE, OF_ONE = 4, 2
# Seconds: how often is looked for sessions that ended, and how long a reader has to come back.
EVERY, BACK = 15.0, 30.0

MAY_NOT = "Alleen wie hier cijfers mag opslaan, kan een bestand geven."
NO_SIZE = "Van dit bestand is de grootte niet gegeven."
TOO_LARGE = f"Dit bestand is te groot: het mag hoogstens {MEGABYTES} MB zijn."
FULL = "Er liggen hier al veel bestanden. Haal er een weg, of probeer het over een minuut."

_log = logging.getLogger(__name__)
_lock = threading.Lock()
# What is coming in now: the session, the address and the size of each.
_coming: list[tuple[str, str, int]] = []
_away: dict[str, float] = {}


class Uploads:
    """ASGI middleware before Streamlit's own: answers what may not come in without reading it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or FOLDER not in scope["path"] or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        session = scope["path"].partition(FOLDER)[2].partition("/")[0]
        if not access.may_send(session) or not runtime.get_instance().is_active_session(session):
            await _refused(MAY_NOT, 403)(scope, receive, send)
        elif scope["method"] == "DELETE":
            await self.app(scope, receive, send)
        else:
            await self._put(session, scope, receive, send)

    async def _put(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "")
        if not (told.isascii() and told.isdigit()):
            await _refused(NO_SIZE, 411)(scope, receive, send)
        elif (size := int(told)) > ONE:
            await _refused(TOO_LARGE, 413)(scope, receive, send)
        else:
            address = (scope.get("client") or ("",))[0]
            with _room(session, address, size) as room:
                await (self.app if room else _refused(FULL, 503))(scope, receive, send)


def _refused(text: str, status: int) -> Response:
    # The rest of the body is not waited for.
    return PlainTextResponse(text, status, {"Connection": "close", **({"Retry-After": "60"} if status == 503 else {})})


@contextmanager
def _room(session: str, address: str, size: int) -> Iterator[bool]:
    """Whether there is room for so many bytes more, kept free until the end."""
    mine = (session, address, size)
    with _lock:
        held = sizes()
        coming = sum(one[2] for one in _coming)
        own = held.get(session, 0) + sum(one[2] for one in _coming if one[0] == session)
        room = (
            own + size <= SESSION
            and sum(held.values()) + coming + size <= ALL
            and len(_coming) < AT_ONCE
            and sum(one[1] == address for one in _coming) < OF_ONE
        )
        if room:
            _coming.append(mine)
    try:
        yield room
    finally:
        if room:
            with _lock:
                _coming.remove(mine)


def _storage() -> dict[str, dict[str, UploadedFileRec]]:
    held: dict[str, dict[str, UploadedFileRec]] = runtime.get_instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    return held


def sizes() -> dict[str, int]:
    """How many bytes lie here of each session."""
    return {session: sum(len(file.data) for file in [*files.values()]) for session, files in [*_storage().items()]}


def sweep(now: float) -> None:
    """Forget what belongs to sessions that ended, or whose reader has been away for long enough; ``now`` in seconds."""
    here = runtime.get_instance()
    # A session that nobody came back to lies there until another one ends.
    here._session_mgr._session_storage._cache.expire()  # type: ignore[attr-defined]
    known = {*_storage(), *access.senders()}
    for session in known:
        if here.is_active_session(session):
            _away.pop(session, None)
        elif now - _away.setdefault(session, now) >= BACK:
            here.uploaded_file_mgr.remove_session_files(session)
            access.may_send_no_more(session)
            del _away[session]
    for session in _away.keys() - known:
        del _away[session]


def _keep_clean(stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        try:
            sweep(time.monotonic())
        except Exception:  # noqa: BLE001 - what Streamlit does meanwhile ends this round, not those after it
            _log.exception("Could not forget the files of sessions that ended.")


def begin() -> threading.Event:
    """Look for sessions that ended, until the event that is given is set."""
    stop = threading.Event()
    threading.Thread(target=_keep_clean, args=(stop,), name="uploads", daemon=True).start()
    return stop


MIDDLEWARE = (Middleware(Uploads),)
