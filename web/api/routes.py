"""The read-only API over HTTP: ``/api/v1/…``, JSON and CSV, from the same store as the pages.

Every answer names the version of the data, its sources, licence and citation; a demo figure is called *verzonnen*.
Work is done in a few threads of its own, so that the pages never wait for it, and the outcome is kept, compressed and
within a limit. Nothing from an address ever becomes a path on disk.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from answers import house, provenance
from answers.held import working_with
from export.bulk import KINDS, SHAPES
from loaders import cells
from loaders import store as _store
from loaders.store import DamagedError, Store, StoreError
from web.api import answers, feed, openapi, parameters
from web.api import bulk as api_bulk
from web.api.answers import Answer, Parts
from web.api.endpoints import BASE, ENDPOINTS, Endpoint
from web.api.parameters import RefusedError
from web.crowd import GoneError, TooManyError, Turns
from web.kept import Compressed

# Answers kept in memory, compressed: a few hundred of the usual size.
CACHE_BYTES = 16 * 1024 * 1024
# Answers that are made at the same time; the rest waits its turn by address, and the pages keep the machine.
AT_ONCE, WAITING, OF_ONE = 2, 64, 32
# Bulk files are made two at a time, each by a process of its own.
BULK_AT_ONCE, BULK_WAITING, BULK_OF_ONE = 2, 12, 4
LONGEST_QUERY = 4_000
MINUTES_5 = "public, max-age=300"
DAY = "public, max-age=86400"

_log = logging.getLogger(__name__)
_kept = Compressed(CACHE_BYTES)
_turns: RunVar[Turns] = RunVar("api_turns")
_bulk_turns: RunVar[Turns] = RunVar("api_bulk_turns")
_threads: RunVar[CapacityLimiter] = RunVar("api_threads")
HURT = "Een deel van de gegevens is nu beschadigd (zie /healthz); het kan zijn dat dit er later weer is."
LATER = {"Retry-After": "60"}
MADE_LATER = 202
BUSY = "Er wordt al veel tegelijk gevraagd. Probeer het over een minuut."


@dataclass(frozen=True)
class _Page:
    """Which rows of a list are wanted, and in which format."""

    format: str
    offset: int
    limit: int

    def cut(self, rows: pd.DataFrame | Parts) -> pd.DataFrame:
        if isinstance(rows, Parts):
            return rows.cut(self.offset, self.limit)
        return rows.iloc[self.offset : self.offset + self.limit]


def _held(version: str | None) -> Store:
    """The store of a version, by default that of today. Raises RefusedError for one that is not there (any more)."""
    today = _store.current()
    held = today if version is None else _store.at(version)
    if held is not None:
        return held
    if any(entry["version"] == version for entry in _store.versions(today.root)):
        text = f"Versie {version} wordt niet meer bewaard. Wat er veranderde staat op {BASE}/revisions."
        raise RefusedError(410, "versie_niet_bewaard", text)
    text = f"Versie {version} is er niet. Zie {BASE}/versions; nu is het {today.version}."
    raise RefusedError(404, "onbekende_versie", text)


def _serve(endpoint: Endpoint) -> Callable[[Request], Any]:
    async def serve(request: Request) -> Response:
        return await _guarded(request, lambda: _answered(endpoint, request))

    return serve


def _now(bulk: bool) -> tuple[Turns, CapacityLimiter]:
    """The turns and threads of this event loop."""
    kept = _bulk_turns if bulk else _turns
    try:
        return kept.get(), _threads.get()
    except LookupError:
        _turns.set(Turns(AT_ONCE, WAITING, OF_ONE))
        _bulk_turns.set(Turns(BULK_AT_ONCE, BULK_WAITING, BULK_OF_ONE))
        _threads.set(CapacityLimiter(AT_ONCE + BULK_AT_ONCE))
        return kept.get(), _threads.get()


async def _guarded(request: Request, work: Callable[[], Response], *, bulk: bool = False) -> Response:
    """What the work gives, done in a thread; every way to fail is told as JSON, without the inside of the program."""
    if request.method not in ("GET", "HEAD"):
        refused = RefusedError(405, "alleen_lezen", "Deze dienst is alleen om te lezen: gebruik GET of HEAD.")
        return failure(refused, {"Allow": "GET, HEAD"})
    try:
        if len(request.url.query) > LONGEST_QUERY:
            raise RefusedError(400, "vraag_te_lang", f"De vraag is langer dan {LONGEST_QUERY} tekens. Vraag in delen.")
        turns, threads = _now(bulk)
        async with turns.turn(request.client.host if request.client else "", request.is_disconnected):
            try:
                return await to_thread.run_sync(work, limiter=threads)
            except DamagedError:
                # Known from now on: once more, of what is whole.
                return await to_thread.run_sync(work, limiter=threads)
    except TooManyError:
        return failure(RefusedError(503, "te_druk", BUSY), LATER)
    except GoneError:
        return Response(status_code=503)  # nobody reads it
    except RefusedError as refused:
        if refused.status == 404 and _is_hurt():
            return failure(RefusedError(503, "tijdelijk_niet_beschikbaar", f"{refused.message} {HURT}"), LATER)
        return failure(refused)
    except StoreError:
        reference = _reported(request)
        text = f"De gegevens zijn nu niet te lezen. Probeer het later opnieuw (kenmerk {reference})."
        return failure(RefusedError(503, "gegevens_onleesbaar", text), LATER)
    except Exception:  # noqa: BLE001 - whatever it is, the asker gets JSON and the log gets the rest
        reference = _reported(request)
        return failure(RefusedError(500, "fout", f"Er ging hier iets mis. Meld het met kenmerk {reference}."))


def _is_hurt() -> bool:
    """Whether files of today are damaged: then what is not found may be there again later."""
    try:
        return bool(_store.current().damage)
    except StoreError:
        return True


def _reported(request: Request) -> str:
    reference = secrets.token_hex(4)
    _log.exception("API %s: %s", reference, request.url.path)
    return reference


def failure(refused: RefusedError, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as JSON, not to be kept."""
    error = {"status": refused.status, "code": refused.code, "message": refused.message}
    if refused.parameters:
        error["parameters"] = list(refused.parameters)
    if refused.instead:
        error["instead"] = list(refused.instead)
    body = json.dumps({"error": error}, ensure_ascii=False).encode()
    return Response(
        body,
        refused.status,
        {"Cache-Control": "no-store", **SAFE, **(headers or {})},
        "application/json; charset=utf-8",
    )


SAFE = {"X-Content-Type-Options": "nosniff"}


def _answered(endpoint: Endpoint, request: Request) -> Response:
    asked = parameters.read(endpoint.parameters, request.query_params.multi_items())
    place: tuple[str, ...] = ()
    if endpoint.path_parameter is not None:
        text = request.path_params["id"]
        try:
            place = (endpoint.path_parameter.read(text),)
        except ValueError as error:
            raise RefusedError(404, "niet_gevonden", f"Dit adres bestaat niet: {error}.") from error
    held = _held(asked.get("version"))
    page = _page(asked, request.headers.get("accept", "")) if endpoint.paged else _Page("json", 0, 1)
    log = tuple((entry["version"], entry["kept"]) for entry in _store.versions(held.root))
    key = (
        held.root,
        held.view,
        held.manifest()["created"],
        log,
        endpoint.path,
        place,
        tuple(sorted(asked.items())),
        page,
    )
    made: list[Answer] = []

    def make() -> bytes:
        with working_with(held):
            made.append(endpoint.answer(held, asked, *place))
            return _csv(held, made[0], page) if page.format == "csv" else _json(held, made[0], page, request)

    packed = _kept.get(key, make)
    headers = {"Cache-Control": DAY if asked.get("version") else MINUTES_5, "Vary": "Accept, Accept-Encoding"}
    if page.format == "csv":
        made_up = "verzonnen-" if held.demo else ""
        name = "-".join((endpoint.name, *place))
        headers["Content-Disposition"] = f'attachment; filename="{made_up}{name}-{held.version}.csv"'
    kind = "text/csv; charset=utf-8" if page.format == "csv" else "application/json; charset=utf-8"
    return sent(packed, kind, f"{held.version}-{_digest(packed)}", headers, request)


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()[:12]


def sent(packed: bytes, kind: str, mark: str, headers: Mapping[str, str], request: Request) -> Response:
    """Kept bytes to who asks: gzipped where that can be read, 304 where the asker has them already."""
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    headers = {**headers, **SAFE, "ETag": f'W/"{mark}"'}
    if f'"{mark}"' in known or "*" in known:
        return Response(None, 304, headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, 200, {**headers, "Content-Encoding": "gzip"}, kind)
    return Response(gzip.decompress(packed), 200, headers, kind)


def _page(asked: Mapping[str, Any], accept: str) -> _Page:
    chosen = asked["format"] or ("csv" if _prefers_csv(accept) else "json")
    rows = parameters.MOST_ROWS if chosen == "csv" else parameters.ROWS
    return _Page(chosen, asked["offset"], asked["limit"] or rows)


def _prefers_csv(accept: str) -> bool:
    """True when the Accept header asks for CSV more than for JSON."""
    wishes: dict[str, float] = {}
    for part in accept.split(","):
        kind, _, rest = part.strip().lower().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            wishes[kind.strip()] = float(weight) if weight else 1.0
        except ValueError:
            wishes[kind.strip()] = 0.0
    return wishes.get("text/csv", 0) > max(wishes.get("application/json", 0), wishes.get("*/*", 0) / 2)


def _json(held: Store, answer: Answer, page: _Page, request: Request) -> bytes:
    meta = {**provenance.meta(held, answer.sources), **(answer.about or {})}
    if answer.rows is None:
        return json.dumps({"meta": meta, answer.key: answer.item}, ensure_ascii=False).encode()
    total, end = len(answer.rows), page.offset + page.limit
    paging: dict[str, Any] = {"total": total, "offset": page.offset, "limit": page.limit, "next": None}
    if end < total:
        given = {name: text for name, text in request.query_params.items() if name not in ("offset", "limit", "format")}
        following = {**given, "offset": end, "limit": page.limit, "format": "json"}
        paging["next"] = f"{request.url.path}?{urlencode(following)}"
    cut = page.cut(answer.rows)
    beside = answer.beside(cut) if answer.beside else {}
    rows = answers.plain(cut)
    return json.dumps(
        {"meta": {**meta, **paging, **beside}, answer.key: rows}, ensure_ascii=False, allow_nan=False
    ).encode()


def _csv(held: Store, answer: Answer, page: _Page) -> bytes:
    """Comma, point, UTF-8; credit and version in every row, so that a row that goes astray still says whose it is."""
    assert answer.rows is not None
    frame = page.cut(answer.rows).map(_cell)
    meta = provenance.meta(held, answer.sources)
    frame = frame.assign(
        **answer.same,
        source=meta["notice"] or "; ".join(f"{s['publisher']}, {s['title']}" for s in meta["sources"]),
        licence=meta["licence"],
        citation=meta["citation"],
        data_version=held.version,
        total_rows=len(answer.rows),
    )
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode()


def _cell(value: object) -> object:
    """A cell of a CSV: lists as text, and text that a spreadsheet would run as a formula made harmless."""
    return " ".join(map(str, value)) if isinstance(value, list) else cells.harmless(value)


# ---------------------------------------------------------------- what is not one figure or area


async def send_index(request: Request) -> Response:
    """What there is to ask, in one answer."""
    return await _guarded(request, lambda: _fixed(request, _index))


async def send_openapi(request: Request) -> Response:
    """The description for programs, OpenAPI 3.1."""
    return await _guarded(request, lambda: _fixed(request, lambda _: openapi.describe()))


async def send_bulk(request: Request) -> Response:
    """One bulk file, made when it is not there yet; HEAD makes nothing."""
    # What needs no making waits for none.
    ready = await _guarded(request, lambda: _bulk(request, make=False))
    return ready if ready.status_code != MADE_LATER else await _guarded(request, lambda: _bulk(request), bulk=True)


def _bulk(request: Request, *, make: bool = True) -> Response:
    """The file; without ``make`` an answer MADE_LATER, which is not sent, where it has to be made first."""
    asked = parameters.read((parameters.SHAPE, parameters.VERSION_ASKED), request.query_params.multi_items())
    held = _held(asked["version"])
    shape = next(dutch for dutch, english in SHAPES.items() if english == asked["shape"])
    wanted = api_bulk.wanted(held, request.path_params["level"], request.path_params["name"], shape)
    with working_with(held):
        mark = f'W/"{held.view}-{api_bulk.words_mark()}"'
    headers = {
        "Cache-Control": DAY if asked["version"] else MINUTES_5,
        "ETag": mark,
        "Content-Disposition": f'attachment; filename="{wanted.file_name(held)}"',
        "X-Robots-Tag": "noindex",
        **SAFE,
    }
    if mark in [part.strip() for part in request.headers.get("if-none-match", "").split(",")]:
        return Response(None, 304, headers)
    if request.method == "HEAD":
        return Response(None, 200, headers, KINDS[wanted.kind])
    path = api_bulk.files.get(held, wanted) if make else api_bulk.files.known(held, wanted)
    if path is None:
        return Response(status_code=MADE_LATER)
    # These files are compressed inside: compressing them again on the way costs time and gains nothing.
    return FileResponse(path, 200, {**headers, "Content-Encoding": "identity"}, KINDS[wanted.kind])


async def send_feed(request: Request) -> Response:
    """The log of revisions as an Atom feed."""
    return await _guarded(request, lambda: _feed(request))


def _feed(request: Request) -> Response:
    parameters.read((), request.query_params.multi_items())
    held = _held(None)
    base = os.environ.get("DSW_ADRES") or f"{request.url.scheme}://{request.url.netloc}"
    body = feed.atom(held, _store.versions(held.root), base.rstrip("/"))
    packed = gzip.compress(body, mtime=0)
    headers = {"Cache-Control": MINUTES_5, "Vary": "Accept-Encoding"}
    return sent(packed, "application/atom+xml; charset=utf-8", _digest(packed), headers, request)


async def refuse_address(request: Request) -> Response:
    """Every other address below the API."""

    def refuse() -> Response:
        raise RefusedError(404, "niet_gevonden", f"Dit adres bestaat niet. Begin bij {BASE}/.")

    return await _guarded(request, refuse)


def _fixed(request: Request, make: Callable[[Store], Mapping[str, Any]]) -> Response:
    """An answer without parameters, of the data of today."""
    parameters.read((), request.query_params.multi_items())
    held = _held(None)
    body = json.dumps(make(held), ensure_ascii=False).encode()
    packed = gzip.compress(body, mtime=0)
    headers = {"Cache-Control": MINUTES_5, "Vary": "Accept-Encoding"}
    return sent(packed, "application/json; charset=utf-8", f"{held.version}-{_digest(packed)}", headers, request)


def _index(held: Store) -> dict[str, Any]:
    return {
        "meta": provenance.meta(held, provenance.delivered(held)),
        "title": f"{house.NAME}: gegevens om zelf mee te rekenen",
        "openapi": f"{BASE}/openapi.json",
        "endpoints": [
            {
                "path": BASE + endpoint.path,
                "about": endpoint.about,
                "parameters": [p.name for p in endpoint.parameters],
                "formats": ["json", "csv"] if endpoint.paged else ["json"],
            }
            for endpoint in ENDPOINTS
        ],
        "statuses": answers.STATUS_WORDS,
    }


def _routes() -> list[BaseRoute]:
    """Every address of the API; each takes any method, so that a wrong one is refused in the same words."""
    anything = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    inside: list[BaseRoute] = [
        Route("/", send_index, methods=anything),
        Route("/openapi.json", send_openapi, methods=anything),
        Route("/revisions.atom", send_feed, methods=anything),
        *(Route(endpoint.path, _serve(endpoint), methods=anything) for endpoint in ENDPOINTS),
        Route("/bulk/{level}/{name}", send_bulk, methods=anything),
        Route("/{rest:path}", refuse_address, methods=anything),
    ]
    open_to_all = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Content-Disposition"],
    )
    return [Route(BASE, _to_index, methods=["GET"]), Mount(BASE, routes=inside, middleware=[open_to_all])]


async def _to_index(request: Request) -> Response:
    return RedirectResponse(f"{BASE}/")


ROUTES = _routes()
