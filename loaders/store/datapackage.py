"""The description of a data folder that any program can read: a Frictionless Data Package."""

from __future__ import annotations

from typing import Any

from loaders.source import registry
from loaders.store.layout import KEYS, STATUS_LIST
from loaders.vocabulary import LEVELS


def descriptor(manifest: dict[str, Any]) -> dict[str, Any]:
    """The Frictionless Data Package descriptor of a manifest: one resource a source, with its licence and schema."""
    sources = registry()
    fields = [
        {"name": "region", "type": "string", "description": "CBS region code"},
        {"name": "level", "type": "string", "constraints": {"enum": list(LEVELS)}},
        {"name": "division", "type": "integer", "description": "year of the boundaries"},
        {"name": "year", "type": "integer", "description": "year the figure is about"},
        {"name": "variable", "type": "string"},
        {"name": "value", "type": "number"},
        {"name": "status", "type": "string", "constraints": {"enum": list(STATUS_LIST)}},
        {"name": "source", "type": "string"},
    ]
    resources = []
    for source in sorted({e["source"] for e in manifest["observations"].values()}):
        entries = [e for e in manifest["observations"].values() if e["source"] == source]
        known = sources.get(source)
        resources.append(
            {
                "name": source.replace("_", "-"),
                "title": known.title if known else source,
                "path": [e["file"] for e in entries],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "licenses": [{"name": known.licence, "path": known.licence_url}] if known else [],
                "sources": [{"title": known.publisher, "path": known.homepage}] if known else [],
                "schema": {"fields": fields, "primaryKey": list(KEYS), "missingValues": [""]},
            }
        )
    return {
        "profile": "data-package",
        "name": "deltaplan-sociale-wijken" + ("-demo" if manifest["demo"] else ""),
        "title": "Deltaplan Sociale Wijken" + (" – verzonnen demogebied" if manifest["demo"] else ""),
        "version": manifest["version"],
        "created": manifest["created"],
        "resources": resources,
    }
