"""Answers that were kept when they came (raw/ in the data folder), given again: no publisher is asked anything."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from loaders.reading.http import NotAvailable


class Snapshots:
    """The answers of one pull, by address. ``folder`` is the data folder; ``raw`` what the record of the pull lists."""

    def __init__(self, folder: Path, raw: Iterable[Mapping[str, Any]]) -> None:
        self._folder = folder
        self._known = {_question(str(one["url"])): str(one["sha256"]) for one in raw}

    def body(self, url: str, what: str) -> bytes:
        """What this address answered then. Raises NotAvailable for what was not kept, or is no longer whole."""
        digest = self._known.get(_question(url))
        if digest is None:
            raise NotAvailable(f"{what}: van dit adres is geen antwoord bewaard ({url.split('?')[0]}).")
        path = self._folder / "raw" / digest[:2] / f"{digest}.gz"
        try:
            return gzip.decompress(path.read_bytes())
        except (OSError, EOFError, ValueError) as error:
            raise NotAvailable(
                f"{what}: het bewaarde antwoord {path} is er niet of is beschadigd ({error})."
            ) from error


def _question(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """An address without the host, which is a setting, and with its question in one order and one spelling."""
    parts = urlsplit(url)
    return parts.path, tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
