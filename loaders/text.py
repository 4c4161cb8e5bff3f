"""Text as it is compared: what a reader typed or a file says, beside the names that we know."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Text without accents, capitals, punctuation and double spaces, to compare names by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return " ".join(kept.split())
