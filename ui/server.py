"""The boundaries of the map over HTTP: /geo/<hash>.json from the data folder, kept by browsers for good.

Such a file never changes (its name is the hash of its content), so the browser asks for it once. Streamlit's own
static folder cannot say so, and refuses links out of it: hence a route of our own, given to ``st.App``.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections import OrderedDict
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from loaders import store

NAME = re.compile(r"[0-9a-f]{8,64}\.json")
FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPE = "application/json; charset=utf-8"
# Compressed files kept in memory: a few national maps and some hundreds of gemeenten.
CACHE_BYTES = 32 * 1024 * 1024
GZIP_LEVEL = 6


class Compressed:
    """Gzipped files by path, the least recently asked for dropped first. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held: OrderedDict[Path, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, path: Path) -> bytes:
        """The gzipped content of a file that never changes. Raises OSError when it cannot be read."""
        with self._lock:
            if path in self._held:
                self._held.move_to_end(path)
                return self._held[path]
        body = gzip.compress(path.read_bytes(), GZIP_LEVEL, mtime=0)
        with self._lock:
            if path not in self._held:
                self._held[path] = body
                self._bytes += len(body)
            while self._bytes > self.limit and len(self._held) > 1:
                self._bytes -= len(self._held.popitem(last=False)[1])
        return body


_compressed = Compressed(CACHE_BYTES)


async def geo(request: Request) -> Response:
    """One GeoJSON file of the data folder, or 404 in plain Dutch."""
    name = request.path_params["name"]
    # A name is looked at before the disk is: nothing from a URL but a hash ever becomes a path.
    if not NAME.fullmatch(name):
        return _not_found("Deze kaart bestaat niet. Kaarten heten naar hun inhoud, zoals 0123abcd4567ef89.json.")
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    try:
        body = await run_in_threadpool(_read, name, zipped)
    except FileNotFoundError:
        return _not_found("Deze kaart is er niet (meer). Laad de pagina opnieuw; dan vraagt die de kaart van nu.")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def _read(name: str, zipped: bool) -> bytes:
    """The file's bytes from the first data folder that holds it, gzipped when asked. Raises FileNotFoundError."""
    # Whatever version the data is now: a page that was open before a pull still asks for the map it began with.
    for root in (store.home(), store.DEMO):
        path = root / "geo" / name
        if path.is_file():
            return _compressed.get(path) if zipped else path.read_bytes()
    raise FileNotFoundError(name)


def _not_found(text: str) -> Response:
    return PlainTextResponse(text, status_code=404, headers={"Cache-Control": "no-store"})


ROUTES = [Route("/geo/{name}", geo, methods=["GET"])]
