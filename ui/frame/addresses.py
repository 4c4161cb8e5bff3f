"""Addresses of before: what a name in an address became, and what is said of a name that means nothing here.

A link lives longer than the code. When a key changes its name, the old one gets a row here, with the date,
and never leaves; tests/pages/test_links.py holds the names that must keep their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Renamed:
    """A key that has another name since a day (ISO date). What became of a figure is for ``answers.gone`` to say."""

    since: str
    key: str
    to: str


RENAMED = (
    # Names that the pages never wrote, but that people who type an address by hand try.
    Renamed("2026-11-25", "wijk", "gebied"),
    Renamed("2026-11-25", "buurt", "gebied"),
    Renamed("2026-11-25", "regio", "gebied"),
    Renamed("2026-11-25", "code", "gebied"),
    Renamed("2026-11-25", "cijfer", "indicator"),
)
# What Streamlit, mail programs and social media put into an address themselves.
FOREIGN = re.compile(
    r"embed|embed_options|figuur|theme|utm_\w+|(?:fb|g|ms|dc|y|tw)clid|gbraid|wbraid|mc_\w+|_g[al]\w*|igshid|ref"
)


def mend(address: MutableMapping[str, str], known: Collection[str]) -> list[str]:
    """Turn the old names in an address into those of today, take out what means nothing, and say so in Dutch.

    ``address`` is changed in place. A name of today wins over an old one. What others put there stays, unsaid.
    """
    for row in RENAMED:
        if row.key not in address:
            continue
        old = address[row.key]
        del address[row.key]
        if row.to not in address:
            address[row.to] = old
    strange = [name for name in address if name not in known and not FOREIGN.fullmatch(name)]
    for name in strange:
        del address[name]
    if not strange:
        return []
    names = ", ".join(f"“{_shown(name)}”" for name in strange[:3]) + (" en meer" if len(strange) > 3 else "")
    return [f"Deze link noemt {names}. Dat kent dit dashboard niet (meer); het is overgeslagen."]


def _shown(name: str) -> str:
    """A name from an address made safe to repeat: short, one line, no markup."""
    kept = "".join(c for c in name if c.isalnum() or c in " -.,'")
    return f"{kept[:30]}…" if len(kept) > 30 else kept or "?"
