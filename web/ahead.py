"""What a browser may fetch while its page is still being made: the script that draws charts, and the shapes of its map.

By itself a browser asks for the script when the page has come, and for the shapes when the script has been read: three
waits one after the other. Which shapes an address shows is known from whoever opened it before.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from figures.noted import drawn

# How many addresses are remembered, the last asked for; an address may hold whatever a visitor types.
MOST, LONGEST = 512, 300

Address = tuple[str, tuple[tuple[str, str], ...]]

_known: OrderedDict[Address, str] = OrderedDict()
_lock = threading.Lock()


@contextmanager
def remembering(page: str) -> Iterator[None]:
    """Within this the page runs; the shapes of its first map are remembered for the next one who opens this address.

    Only for the first run of a session: later the address is a step behind what is shown.
    """
    first = "_opened" not in st.session_state
    st.session_state["_opened"] = True
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    files: list[str] = []
    before = drawn.set(files)
    try:
        yield
    finally:
        drawn.reset(before)
        if first and files:
            _remember(_address(page, pairs), files[0])


def _address(page: str, pairs: list[tuple[str, str]]) -> Address:
    return page, tuple(sorted(pairs))


def _remember(address: Address, file: str) -> None:
    if sum(len(key) + len(value) for key, value in address[1]) > LONGEST:
        return
    with _lock:
        _known[address] = file
        _known.move_to_end(address)
        while len(_known) > MOST:
            _known.popitem(last=False)


@cache
def _script() -> str:
    """Streamlit's script that draws plotly's charts; "" when a new version of Streamlit calls it otherwise."""
    found = sorted((Path(st.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    return f"/static/js/{found[0].name}" if len(found) == 1 else ""


def links(page: str, query: QueryParams) -> str:
    """The Link header of this address; "" for one that nobody opened yet, or that shows no map."""
    file = _known.get(_address(page, query.multi_items()))
    if file is None:
        return ""
    script = f", <{_script()}>; rel=modulepreload" if _script() else ""
    return f"</geo/{file}>; rel=preload; as=fetch; crossorigin=anonymous{script}"


class Ahead:
    """ASGI middleware that puts the Link header on the document of a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = links(scope["path"].strip("/"), QueryParams(scope["query_string"])) if scope["type"] == "http" else ""
        if not asked:
            await self.app(scope, receive, send)
            return

        async def with_links(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                MutableHeaders(scope=message).append("Link", asked)
            await send(message)

        await self.app(scope, receive, with_links)


MIDDLEWARE = [Middleware(Ahead)]
