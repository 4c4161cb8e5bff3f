"""What a version changed, in a few words."""

from __future__ import annotations

import pytest

from answers import versions


def part(kind="changed", moved=0, emptied=0, filled=0):
    return {
        "source": "cbs_kwb",
        "level": "wijk",
        "year": 2020,
        "kind": kind,
        "moved": moved,
        "emptied": emptied,
        "filled": filled,
    }


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([part(moved=2), part(moved=1, emptied=1)], "3 waarden anders en 1 waarde niet meer gegeven"),
        ([part(emptied=1)], "1 waarde niet meer gegeven"),
        ([part(filled=4)], "4 waarden erbij"),
        ([part("new")], "nieuwe cijfers"),
        ([part("gone"), part("new")], "cijfers weggehaald en nieuwe cijfers"),
        ([], "geen waarde anders"),
    ],
)
def test_the_headline_says_what_the_log_says(parts, words):
    entry = {"previous": "oud", "note": "", "changes": parts, "moved": sum(p["moved"] for p in parts)}
    assert versions.headline(entry) == words
