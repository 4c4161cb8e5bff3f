"""What every answer of the server says to a browser about itself: what it may load, and what it may not do.

The policy is as tight as Streamlit 1.67 with plotly's maps allows, measured over all pages in the browser tests:
styles are set from script (emotion, plotly), MapLibre runs its worker from a blob, and ``st.html`` runs the scripts of
ours that are named here by their hashes. Nothing may come from another host, and no name in the data can bring a script
along.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from answers import links
from ui.frame import shell

_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Browsers heed Strict-Transport-Security over HTTPS only, so that it says nothing on one's own machine.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@cache
def policy() -> str:
    """The Content-Security-Policy of every page."""
    hashes = " ".join(sorted({_hash(script) for html in _own_html() for script in _SCRIPT.findall(html)}))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src blob:",
            "manifest-src 'self'",
            "media-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _own_html() -> tuple[str, ...]:
    """Everything with a script in it that we or Streamlit put on a page."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    return (index.read_text(encoding="utf-8"), shell.LANGUAGE, *shell.LASTING)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class Guarded:
    """ASGI middleware that puts these headers on every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # One figure is made to stand on another site (ui/frame/embed.py); the dashboard itself is not.
        framing = "frame-ancestors *" if is_figure(scope) else "frame-ancestors 'self'"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", f"{policy()}; {framing}")
            await send(message)

        await self.app(scope, receive, with_headers)


def is_figure(scope: Scope) -> bool:
    """Whether this asks for one figure alone: each of the two keys once, and one that a figure can have."""
    asked = Request(scope).query_params.multi_items()
    keys = [value for name, value in asked if name == links.FIGURE]
    return len(keys) == 1 and bool(_KEY.fullmatch(keys[0])) and [v for n, v in asked if n == "embed"] == ["true"]


MIDDLEWARE = [Middleware(Guarded)]
