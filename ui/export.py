"""Downloads: where each figure comes from, for every row, and files whose names say what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indicators.catalog import Entry
from loaders.source import registry
from loaders.store import Store
from ui import data


def provenance(entry: Entry, store: Store) -> Mapping[str, str]:
    """Where a figure comes from, as columns of a download."""
    if store.demo:
        return {"bron": "verzonnen (demogebied)", "licentie": "", "gegevensversie": store.version}
    known = [registry()[s] for s in entry.sources if s in registry()]
    return {
        "bron": "; ".join(f"{s.publisher}, {s.title}" for s in known) + (" (bewerkt)" if entry.computed else ""),
        "licentie": "; ".join(dict.fromkeys(s.licence for s in known)),
        "gegevensversie": store.version,
    }


def file_name(*parts: str) -> str:
    """A file name out of words: ``wijkprofiel-delfshaven-wk059903.csv``."""
    words = (re.sub(r"[^a-z0-9]+", "-", data.folded(part)).strip("-") for part in parts)
    return "-".join(word for word in words if word) + ".csv"
