"""A postcode and a house number as one number, by which addresses are kept and looked up.

It is the postcode (6,760,000 of them) times 100,000, plus the house number. CBS does not give the addition to a house
number, so a block of flats is one address.
"""

from __future__ import annotations

import re

POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")
HOUSE_NUMBERS = 100_000


def postcode_number(word: str) -> int:
    """A number below 6,760,000 for 1000AA to 9999ZZ; -1 for what is no postcode."""
    word = word.replace(" ", "").upper()
    if not POSTCODE.fullmatch(word):
        return -1
    return (int(word[:4]) * 26 + ord(word[4]) - 65) * 26 + ord(word[5]) - 65


def span(digits: str, letters: str = "") -> tuple[int, int]:
    """The numbers of the addresses of one postcode (``3011`` and ``AB``), or of all with these digits: first and past last."""
    first, last = (postcode_number(digits + (letters or end)) for end in ("AA", "ZZ"))
    return first * HOUSE_NUMBERS, (last + 1) * HOUSE_NUMBERS
