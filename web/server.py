"""What the server answers besides the pages: the map's boundaries, the names on it, and the API (web.api.routes).

A map lies under /geo/<hash>.json and is kept by browsers for good. Such a file never changes (its name is the hash of
its content), so the browser asks for it once. Streamlit's own static folder cannot say so, and refuses links out of
it: hence a route of our own, given to ``st.App``.
"""

from __future__ import annotations

import gzip
import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from figures import place_names
from loaders import store
from web.api import routes
from web.kept import Compressed

NAME = re.compile(r"[0-9a-f]{8,64}\.json")
NAMES = re.compile(r"(gemeente|wijk|buurt)-(\d{4})\.json")
FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPE = "application/json; charset=utf-8"
# Compressed files kept in memory: a few national maps and some hundreds of gemeenten.
CACHE_BYTES = 32 * 1024 * 1024

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
        try:
            path = store.local(root / "geo" / name)
        except OSError:
            continue
        if path.is_file():
            if not store.is_sound(path):
                break  # known from now on: the page, opened again, has no map that is not whole
            return _compressed.get(path, path.read_bytes) if zipped else path.read_bytes()
    raise FileNotFoundError(name)


def _not_found(text: str) -> Response:
    return PlainTextResponse(text, status_code=404, headers={"Cache-Control": "no-store"})


async def names(request: Request) -> Response:
    """The names of the areas of one level as points, or 404 in plain Dutch."""
    asked = NAMES.fullmatch(request.path_params["name"])
    if not asked:
        return _not_found("Deze namen bestaan niet. Ze heten naar niveau en jaar, zoals wijk-2024.json.")
    level, division = asked[1], int(asked[2])
    body = await run_in_threadpool(place_names.compressed, request.path_params["version"], level, division)
    if body is None:
        return _not_found("Deze namen zijn er niet (meer). Laad de pagina opnieuw.")
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(body), media_type=MEDIA_TYPE, headers={"Cache-Control": FOREVER})
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


ROUTES = [
    Route("/geo/{name}", geo, methods=["GET"]),
    Route("/namen/{version}/{name}", names, methods=["GET"]),
    *routes.ROUTES,
]
