"""Who may change what others see: on a public server who logs in with the role for it; at home who started it.

Reading needs nothing. Where a login is set up only its role counts; else ``DSW_BEHEER`` decides (1 everyone, 0 nobody);
where neither is, only who opened the address with the key that the server shows in its window (web/door.py). Nothing else
that a browser sends is believed: an address, a name and a header are each whatever a visitor, or another site, makes them.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from secrets import compare_digest, token_hex
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.runtime.scriptrunner import get_script_run_ctx

from answers import links
from loaders import store

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# How long a login gives the right to store; reading needs none.
HOURS = 12
# What the audit log calls who stores without a login.
OWNER, ANYONE = "wie het dashboard startte", "een bezoeker (DSW_BEHEER=1)"
EVERYONE = (
    "Iedereen die dit dashboard kan openen, mag er cijfers opslaan en weghalen (DSW_BEHEER=1). "
    "Zet DSW_BEHEER op 0, of stel een login in."
)
# Made anew at each start, known to who sees the window in which the server runs and to the browsers it was opened with.
_KEY = token_hex(32)

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
    if links.FIGURE in st.query_params:
        return False  # one figure on another site: nothing there may be clicked for somebody
    if has_login():
        claims = st.user.to_dict()
        return bool(claims.get("is_logged_in")) and is_fresh(claims) and has_role(claims)
    told = os.environ.get("DSW_BEHEER", "")
    return told == "1" if told else fits(str(st.context.cookies.get(cookie(), "")))


# The sessions whose page asked who may store for a file: no others may send one (web/uploads.py).
_senders: set[str] = set()


def lets_send() -> bool:
    """Whether this visitor may give a file, as who may store; from then on the server takes one from this session."""
    session = get_script_run_ctx()
    if session is None:
        return may_store()
    if not may_store():
        may_send_no_more(session.session_id)
        return False
    _senders.add(session.session_id)
    return True


def may_send(session: str) -> bool:
    """Whether a session, by its id, may send a file."""
    return session in _senders


def senders() -> frozenset[str]:
    """The sessions that may."""
    return frozenset(_senders)


def may_send_no_more(session: str) -> None:
    """Forget a session."""
    _senders.discard(session)


def by_key() -> bool:
    """Whether the key decides who may store: no login, no setting, and a folder that can be written."""
    return not has_login() and not os.environ.get("DSW_BEHEER") and store.remote() is None


def how() -> str:
    """What a visitor who may not store can do about it."""
    if has_login():
        return "Dat kan wie is ingelogd en de rol daarvoor heeft."
    if by_key():
        return "Start u het dashboard zelf? Open dan het adres met “sleutel” uit het venster waarin het draait."
    return "Dat kan alleen wie dit dashboard beheert."


def key() -> str:
    """The key of this start of the server."""
    return _KEY


def fits(given: str) -> bool:
    """Whether this is the key, in a time that tells nothing about it."""
    return compare_digest(given.encode(), _KEY.encode())


def cookie() -> str:
    """The name of the cookie with the key: cookies do not know ports, and a machine may run more than one dashboard."""
    return f"dsw_sleutel_{config.get_option('server.port')}"


def is_open() -> bool:
    """Whether everybody may store on a server that others than its own machine can reach."""
    if has_login() or os.environ.get("DSW_BEHEER") != "1" or store.remote() is not None:
        return False
    return config.get_option("server.address") not in LOOPBACK or any(name not in LOOPBACK for name in names())


def names() -> tuple[str, ...]:
    """The names this server goes by: those of the own machine, of ``DSW_ADRES``, and of ``server.allowedHosts``."""
    told = urlsplit(links.base()).hostname
    listed = (str(name).lower().strip("[]") for name in config.get_option("server.allowedHosts") or [])
    return (*LOOPBACK, *((told,) if told else ()), *listed)


def is_ours(host: str) -> bool:
    """Whether a Host header, or what stands between ``//`` and the path of an address, names this server."""
    name = hostname(host)
    return any(
        one == "*" or name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in names() if name
    )


def hostname(host: str) -> str:
    """The name without a port, in small letters; "" for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


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


def who() -> str:
    """What the audit log calls this visitor: what the login says, else by what it may store."""
    if has_login() and st.user.get("is_logged_in"):
        return str(st.user.get("email") or st.user.get("preferred_username") or st.user.get("sub"))
    return ANYONE if os.environ.get("DSW_BEHEER") else OWNER


@contextmanager
def noting(action: str, **facts: str | int) -> Iterator[dict[str, str | int]]:
    """Write to the data folder's own list that this visitor begins to change something, and after it to that and to the log.

    The dict that is given may be filled with what is known only after it.
    """
    told = {"action": action, "who": who(), **facts}
    with store.noting(store.home(), told) as after:
        yield after
    _log.info("%s", action, extra={**told, **after})


def door() -> None:
    """A button to log in or out, where there is a login; a warning where everybody may store. Else draws nothing."""
    if is_open():
        st.warning(EVERYONE, icon=":material/lock_open:")
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
