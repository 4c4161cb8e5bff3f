"""What a reader sees when something breaks: that it did, and a reference that stands in the log. Never a traceback."""

from __future__ import annotations

import logging
import secrets

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from streamlit import config

from loaders.edited import LeftOut
from web import guard

# Nothing at all may be loaded by a page that is one line of text.
SHUT = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'"}
_log = logging.getLogger(__name__)


def reported(error: BaseException, where: str) -> str:
    """The reference under which this error was written to the log, with where it came up."""
    reference = secrets.token_hex(4)
    _log.error("%s: %s", where, type(error).__name__, exc_info=error, extra={"reference": reference, "where": where})
    return reference


def on_page(error: Exception) -> bool:
    """For ``st.App``: an error in a page, told in its place. False (show it whole) where a programmer wants that."""
    if config.get_option("client.showErrorDetails") in ("full", True):
        return False
    reference = reported(error, "page")
    if isinstance(error, LeftOut):
        st.error(
            f"{error} Meld dit aan wie dit dashboard beheert: `{reference}`.",
            title="Hier ontbreekt iets",
            icon=":material/error:",
        )
        return True
    st.error(
        f"Probeer het nog eens, of kies iets anders. Blijft het misgaan, meld dan dit nummer: `{reference}`.",
        title="Hier ging iets mis",
        icon=":material/error:",
    )
    return True


async def on_route(request: Request, error: Exception) -> Response:
    """For ``st.App``: an error anywhere else."""
    reference = reported(error, request.scope.get("path", ""))
    # Starlette answers this outside of all middleware: the headers have to be given here.
    return PlainTextResponse(
        f"Hier ging iets mis. Meld dit nummer: {reference}", 500, {"Cache-Control": "no-store", **guard.HEADERS, **SHUT}
    )
