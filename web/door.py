"""Who comes in: only by a name of ours, not from another site, and with the key of the owner who brings it.

A name that a foreign site lets lead to this machine (DNS rebinding) is not in the list, so it is refused. What changes or
follows something (the WebSocket, an upload) is refused to pages of any other origin, another port of this machine
included: every program that serves pages here would share the owner's cookies.
"""

from __future__ import annotations

import logging
import os
from urllib.parse import urlencode, urlsplit

from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from answers import links
from ui.frame import access

# The key of an address that holds the owner's key.
KEY = "sleutel"
# Asked by the machine itself, under whatever name.
ALIVE = ("/_stcore/health", "/healthz")
SAFE = ("GET", "HEAD", "OPTIONS")
UNKNOWN_NAME = "Dit dashboard kent deze naam niet. Beheert u het? Zet het adres waarop lezers het openen in de instelling DSW_ADRES."
OTHER_SITE = "Dit kan alleen op het dashboard zelf, niet vanaf een andere site."
OLD_KEY = "Deze sleutel past niet (meer): bij elke start is er een nieuwe. Open het adres dat het dashboard bij het starten toonde."
_log = logging.getLogger(__name__)


class Door:
    """ASGI middleware that answers who may not come in, and lets in all others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = answer(scope) if scope["type"] in ("http", "websocket") else None
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await refused(scope, receive, send)
        else:
            # Before it is accepted a closed WebSocket is answered 403.
            await send({"type": "websocket.close", "code": 1008, "reason": OTHER_SITE})


def answer(scope: Scope) -> Response | None:
    """What is answered at the door; None for who may come in."""
    asked = HTTPConnection(scope)
    host = asked.headers.get("host", "")
    if asked.url.path not in ALIVE and not access.is_ours(host):
        return PlainTextResponse(UNKNOWN_NAME, 421)
    follows = scope["type"] == "websocket" or scope["method"] not in SAFE
    if follows and not is_same(asked.headers.get("origin"), host):
        return PlainTextResponse(OTHER_SITE, 403)
    if scope["type"] == "http" and scope["method"] == "GET" and KEY in asked.query_params and access.by_key():
        return _let_in(asked)
    return None


def is_same(origin: str | None, host: str) -> bool:
    """Whether a page of this origin is a page of ours; a program that is no browser names no origin, and has no cookies."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
        usual = {"http": 80, "https": 443}[parts.scheme]
        ours = urlsplit(f"//{host}")
        return parts.hostname == ours.hostname and (parts.port or usual) == (ours.port or usual)
    except (KeyError, ValueError):
        return False


def _let_in(asked: HTTPConnection) -> Response:
    """The same address without the key, which from now on lies in a cookie that no script can read."""
    if not access.fits(asked.query_params[KEY]):
        return PlainTextResponse(OLD_KEY, 403, {"Cache-Control": "no-store"})
    rest = urlencode([(name, value) for name, value in asked.query_params.multi_items() if name != KEY])
    # Relative, so that it leads nowhere but here.
    path = "/" + asked.url.path.lstrip("/")
    answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303, {"Cache-Control": "no-store"})
    secure = asked.url.scheme == "https" or links.base().startswith("https://")
    answer.set_cookie(access.cookie(), access.key(), httponly=True, samesite="strict", secure=secure)
    return answer


def announce() -> None:
    """Show who starts the server the address with the key; warn when everybody may store."""
    if access.is_open():
        _log.warning("%s", access.EVERYONE)
    elif access.by_key() and os.environ.get("DSW_LOG") != "json":
        print(f"\n  Wie dit adres opent, mag ook cijfers ophalen en opslaan: {address()}\n", flush=True)


def address() -> str:
    """The address with the key, by the name that the server goes by on its own machine."""
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    base = links.base() or f"{scheme}://localhost:{config.get_option('server.port')}"
    return f"{base}/?{urlencode({KEY: access.key()})}"


MIDDLEWARE = [Middleware(Door)]
