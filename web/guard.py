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
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from answers import links as answers_links
from ui.frame import shell

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
# Asked by the machine itself, under whatever name.
ALIVE = ("/_stcore/health", "/healthz")


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
        asked = Request(scope)
        if asked.url.path not in ALIVE and not is_ours(asked.headers.get("host", "")):
            await PlainTextResponse("Deze naam hoort niet bij dit dashboard.", 421)(scope, receive, send)
            return
        # One figure is made to stand on another site (ui/frame/embed.py); the dashboard itself is not.
        framing = "frame-ancestors *" if answers_links.FIGURE in asked.query_params else "frame-ancestors 'self'"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", f"{policy()}; {framing}")
            await send(message)

        await self.app(scope, receive, with_headers)


def is_ours(host: str) -> bool:
    """Whether a Host header names this server: any name, unless ``server.allowedHosts`` lists them."""
    allowed = [str(name).lower() for name in config.get_option("server.allowedHosts") or []]
    name = host.lower().rsplit(":", 1)[0] if not host.endswith("]") else host.lower()
    return not allowed or any(
        one == "*" or name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in allowed
    )


MIDDLEWARE = [Middleware(Guarded)]
