"""Two ways to write a name are the same once they are folded."""

from __future__ import annotations

import pytest

from loaders.text import folded


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Súdwest-Fryslân ’t ", "sudwest fryslan t"),
        ("'s-Gravenhage", "s gravenhage"),
        ("Akker/Haagwinde (Oost)", "akker haagwinde oost"),
        ("STRASSE Straße", "strasse strasse"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_folded(written: str, compared: str) -> None:
    assert folded(written) == compared
