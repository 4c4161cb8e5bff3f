"""Why a value is not there: a source did not give it, or here it could not be worked out."""

from __future__ import annotations

import pytest

from answers import data, heatmap, profile, words
from answers.profile import Figure
from figures import maps
from loaders.vocabulary import STATUSES


@pytest.mark.parametrize("status", ["not_given", ""])
def test_what_is_worked_out_here_is_never_said_to_be_lacking_in_a_source(status: str) -> None:
    score, count = data.entry("leefbaarheid_voorzieningen"), data.entry("inwoners")
    assert score.computed and not count.computed
    for said in (
        words.why_missing(score, status),
        maps.reason(status, score),
        heatmap.why_missing(score, status),
        profile.why_empty(Figure(score.id, 2020, status=status), "WK900212"),
    ):
        assert "bron" not in said and said.startswith("niet "), said
    assert "bron" in words.why_missing(count, status) and "bron" in maps.reason(status, count)


def test_every_other_reason_stays_what_it_is() -> None:
    score = data.entry("leefbaarheid_voorzieningen")
    for status in ("withheld", "cannot_occur", "not_yet_published"):
        assert words.why_missing(score, status) == STATUSES[status]
    headline = next(entry for entry in data.entries().values() if entry.computed and entry.definitions)
    assert words.why_missing(headline, "not_given") == STATUSES["not_given"], (
        "it is a figure of a source under another name"
    )
