"""What the server tells who runs it: ``/healthz`` (is it well, how old are the data) and ``/metrics`` (OpenMetrics).

Sessions are counted by Streamlit itself, on ``/_stcore/metrics``. Nothing here knows who asked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from answers import damage
from answers import held as remembered
from loaders import store
from loaders.store import StoreError
from ui.frame import access

# Seconds: a rerun should take some 40 ms.
STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# The addresses whose time is kept apart, by how they begin; all the rest is "other".
PARTS = ("/api/", "/geo/", "/namen/", "/static/", "/media/", "/_stcore/")

_registry = CollectorRegistry()
_reruns = Histogram("dsw_rerun_seconds", "Time to run a page.", ["page"], buckets=STEPS, registry=_registry)
_failed = Counter("dsw_page_errors", "Pages that ended in an error.", ["page"], registry=_registry)
_requests = Histogram(
    "dsw_http_seconds", "Time to the end of an HTTP answer.", ["part", "status"], buckets=STEPS, registry=_registry
)
_age = Gauge("dsw_data_age_seconds", "Time since the data served now changed.", registry=_registry)
_looked = Gauge("dsw_data_checked_seconds", "Time since a source was asked and answered.", registry=_registry)
_problems = Gauge("dsw_problems", "How many problems /healthz tells of.", registry=_registry)
_answers = Gauge("dsw_answers_kept", "How many answers are remembered, of every version together.", registry=_registry)
_version = Gauge("dsw_data", "The version of the data served now: always 1.", ["version", "demo"], registry=_registry)


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Time one run of a page, and count it when it ends in an error."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        _failed.labels(page).inc()
        raise
    finally:
        _reruns.labels(page).observe(time.perf_counter() - began)


def health() -> dict[str, Any]:
    """How it is: version and age of the data, and every problem in a sentence. ``status`` is ok, or says how not."""
    try:
        held = store.current()
    except StoreError as error:
        return {"status": "kapot", "version": None, "problems": [str(error)]}
    made = str(held.manifest()["created"])
    sources = _sources(held)
    looked = max((str(one["checked"]) for one in sources.values() if one["checked"]), default="")
    problems = [] if not held.demo else ["Er zijn alleen verzonnen cijfers: haal de echte op met “make data”."]
    problems += [
        f"{key}: de laatste keer ophalen mislukte."
        for key, pull in sorted(held.manifest()["pulls"].items())
        if pull.get("status") == "failed"
    ]
    if access.is_open():
        problems.append(access.EVERYONE)
    problems += damage.sentences(held)
    if told := store.log_problem(held.root):
        problems.append(told)
    there = store.remote()
    if there is not None and there.problem:
        problems.append(there.problem)
    if held.is_empty():
        problems = ["De gegevensmap is leeg."]
    return {
        "status": "ok" if not problems else "let op",
        "version": held.version,
        "demo": held.demo,
        "made": made or None,
        "age_seconds": _age_of(made),
        "checked_seconds": _age_of(looked),
        "sources": sources,
        "problems": problems,
    }


def _sources(held: store.Store) -> dict[str, dict[str, Any]]:
    """Of each source when its data came, when it was last looked at and went well, and how the last try ended.

    A try that failed makes nothing newer: it stands apart.
    """
    found: dict[str, dict[str, Any]] = {}
    for key, pull in held.manifest()["pulls"].items():
        one = found.setdefault(key.split("/")[0], {"fetched": "", "checked": "", "tried": "", "last_try": ""})
        tried, ended = str(pull.get("checked") or ""), str(pull.get("status") or "")
        one["fetched"] = max(one["fetched"], str(pull.get("fetched") or ""))
        one["checked"] = max(one["checked"], one["fetched"], tried if ended != "failed" else "")
        if tried >= one["tried"]:
            one["tried"], one["last_try"] = tried, ended
    return {
        source: {**{name: told or None for name, told in one.items()}, "age_seconds": _age_of(one["fetched"])}
        for source, one in sorted(found.items())
    }


def _age_of(moment: str) -> int | None:
    """Whole seconds since a moment in ISO notation; None for one that is not known."""
    return round((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()) if moment else None


async def healthz(_: Request) -> Response:
    """200 while figures can be served, also old ones; 503 where they cannot."""
    found = await run_in_threadpool(health)
    status = 503 if found["status"] == "kapot" else 200
    body = json.dumps(found, ensure_ascii=False).encode()
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json; charset=utf-8")


async def metrics(_: Request) -> Response:
    """Everything counted since the process began, as OpenMetrics text."""
    found = await run_in_threadpool(health)
    _problems.set(len(found["problems"]))
    _answers.set(remembered.count())
    _age.set(found.get("age_seconds") or 0)
    _looked.set(found.get("checked_seconds") or 0)
    _version.clear()
    _version.labels(str(found["version"]), str(found.get("demo", False)).lower()).set(1)
    told: bytes = generate_latest(_registry)  # type: ignore[no-untyped-call]
    return Response(told, headers={"Cache-Control": "no-store"}, media_type=CONTENT_TYPE_LATEST)


class Timed:
    """ASGI middleware that keeps how long answers take, by the part of the server and the status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            part = next((part for part in PARTS if scope["path"].startswith(part)), "other")
            _requests.labels(part, f"{status // 100}xx").observe(time.perf_counter() - began)


MIDDLEWARE = [Middleware(Timed)]
ROUTES: list[BaseRoute] = [
    Route("/healthz", healthz, methods=["GET"]),
    Route("/metrics", metrics, methods=["GET"]),
]
