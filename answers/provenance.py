"""Where a figure comes from, for who takes it along."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.catalog import Entry
from loaders.source import registry
from loaders.store import Store


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
