"""Where figures come from, for who takes them along: sources, licence, citation, version of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from answers import damage, house
from indicators.catalog import Entry
from loaders.source import Source, registry
from loaders.store import Store

INVENTED = "Alle cijfers en plaatsen zijn verzonnen (demogebied)."


def provenance(entry: Entry, store: Store) -> Mapping[str, str]:
    """Where a figure comes from, as columns of a download."""
    if store.demo:
        return {"bron": "verzonnen (demogebied)", "licentie": "", "gegevensversie": store.version}
    known = [registry()[s] for s in entry.sources if s in registry()]
    return {
        "bron": "; ".join(f"{s.publisher}, {s.title}" for s in known) + (" (bewerkt)" if entry.computed else ""),
        "licentie": "; ".join(dict.fromkeys(s.licence for s in known)),
        "gegevensversie": store.version + damage.mark(store),
    }


def delivered(held: Store) -> tuple[str, ...]:
    """The ids of the sources that delivered figures."""
    return tuple(sorted({e["source"] for e in held.manifest()["observations"].values()}))


def meta(held: Store, sources: Sequence[str]) -> dict[str, Any]:
    """What stands with every answer: version, sources, licence, citation, and whether it is all made up."""
    known = [] if held.demo else [registry()[id] for id in sources if id in registry()]
    return {
        "data_version": held.version,
        "created": held.manifest()["created"],
        "demo": held.demo,
        "notice": INVENTED if held.demo else " ".join(damage.sentences(held)) or None,
        "sources": [_named(source) for source in known],
        "licence": licence(held, known),
        "citation": citation(held, known),
        "documentation": "/gegevens#api",
    }


def licence(held: Store, known: Sequence[Source]) -> str:
    """The licences of these sources, each once."""
    return "vrij te gebruiken: verzonnen" if held.demo else "; ".join(dict.fromkeys(s.licence for s in known))


def citation(held: Store, known: Sequence[Source]) -> str:
    """How to name where a figure comes from: publishers and titles, this dashboard, the version of the data."""
    credit = "Verzonnen cijfers (demogebied)" if held.demo else "; ".join(f"{s.publisher}, {s.title}" for s in known)
    return f"{credit}{'. ' if credit else ''}Via {house.NAME}, gegevensversie {held.version}{damage.mark(held)}."


def _named(source: Source) -> dict[str, str]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "homepage": source.homepage,
    }
