"""Who may change what others see: on a public server who logs in with the role for it; at home who runs it.

Reading needs nothing. Where a login is set up only its role counts; else ``DSW_BEHEER`` decides (1 everyone, 0 nobody);
where neither is, a browser on the machine of the server itself may.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from loaders import store

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Headers by which a proxy says that the visitor is somewhere else.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip", "Via")
# How long a login gives the right to store; reading needs none.
HOURS = 12
THIS_MACHINE = "deze machine"

_log = logging.getLogger(__name__)


def secrets() -> dict[str, Any]:
    """What ``st.App`` needs for a login, out of the environment; empty where none is set up."""
    if not has_login():
        return {}
    base = os.environ.get("DSW_ADRES", "http://localhost:8501").rstrip("/")
    return {
        "auth": {
            "redirect_uri": f"{base}/oauth2callback",
            # Streamlit asks for it here too. One made up holds until a restart, on this machine only.
            "cookie_secret": os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET") or token_hex(32),
            "server_metadata_url": os.environ["DSW_OIDC_URL"],
            "client_id": os.environ.get("DSW_OIDC_ID", ""),
            "client_secret": os.environ.get("DSW_OIDC_GEHEIM", ""),
        }
    }


def has_login() -> bool:
    """Whether a provider of logins (OpenID Connect) is set up."""
    return bool(os.environ.get("DSW_OIDC_URL"))


def may_store() -> bool:
    """Whether this visitor may store, take back, pull and refresh."""
    if store.remote() is not None:
        return False  # read by many machines, written by none of them
    if has_login():
        claims = st.user.to_dict()
        return bool(claims.get("is_logged_in")) and is_fresh(claims) and has_role(claims)
    told = os.environ.get("DSW_BEHEER", "")
    return told == "1" if told else is_local(st.context.ip_address, st.context.url, st.context.headers)


def has_role(claims: Mapping[str, Any]) -> bool:
    """Whether these claims of a login hold the role. DSW_OIDC_ROL says where and which: ``groups=dsw-beheer``.

    A claim inside another is named with points (``realm_access.roles=…``). Without the setting nobody has the role.
    """
    where, _, role = os.environ.get("DSW_OIDC_ROL", "").partition("=")
    found: Any = claims
    for name in where.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    held = [found] if isinstance(found, str) else found if isinstance(found, list | tuple) else []
    return bool(role) and role in held


def is_fresh(claims: Mapping[str, Any]) -> bool:
    """Whether the login is of the last HOURS: Streamlit keeps it for a month, and a role may be taken away sooner."""
    issued = claims.get("iat")
    return isinstance(issued, int | float) and time.time() - issued < HOURS * 3600


def is_local(address: str | None, url: str | None, headers: Mapping[str, str]) -> bool:
    """Whether the browser is on the machine of the server itself, as far as connection and headers can tell."""
    host = urlsplit(url or "").hostname
    forwarded = any(name.lower() in {str(h).lower() for h in headers} for name in FORWARDED)
    return address in (None, *LOOPBACK) and host in (None, *LOOPBACK) and not forwarded


def who() -> str:
    """What the audit log calls this visitor: what the login says, else this machine."""
    if has_login() and st.user.get("is_logged_in"):
        return str(st.user.get("email") or st.user.get("preferred_username") or st.user.get("sub"))
    return THIS_MACHINE


def noted(action: str, **facts: str | int) -> None:
    """Write to the log and to the data folder's own list that this visitor changed something."""
    told = {"action": action, "who": who(), **facts}
    _log.info("%s", action, extra=told)
    store.note(store.home(), told)


def door() -> None:
    """A button to log in or out, where there is a login. Draws nothing elsewhere."""
    if not has_login():
        return
    if not st.user.get("is_logged_in"):
        st.button("Log in om op te slaan", icon=":material/login:", on_click=st.login, key="inloggen")
        return
    if not may_store():
        st.caption(
            ":material/lock: U mag hier niets opslaan. Log opnieuw in, of vraag de beheerder om de rol daarvoor."
        )
    st.button("Log uit", icon=":material/logout:", on_click=st.logout, key="uitloggen", type="tertiary")
