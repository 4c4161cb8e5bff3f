"""Every kind of margin holds the truth about as often as it says, and chance is hardly ever called clear."""

from __future__ import annotations

import pytest

from indicators import simulated


@pytest.mark.parametrize("place", range(len(simulated.KINDS)))
def test_a_margin_of_95_percent_holds_the_truth_and_chance_is_seldom_clear(place: int) -> None:
    (found,) = simulated.run((simulated.KINDS[place],))
    # An exact margin of a few whole households holds more than it says.
    most = 99 if "exact, Clopper" in found.what else 97
    assert 94 <= found.held <= most, found.what
    assert found.clear is None or found.clear <= 0.3, found.what


def test_people_who_are_counted_one_by_one_gave_the_margins_of_the_audit() -> None:
    """77% of margins held the truth where 95% should, and 5.8% were clearly apart where 0.2% should."""
    (before,) = simulated.run(simulated.BEFORE)
    assert before.held == pytest.approx(77, abs=1)
    assert before.clear is not None and before.clear == pytest.approx(5.8, abs=0.5)


def test_the_outcome_is_told_and_the_same_each_time() -> None:
    kinds = simulated.KINDS[:1]
    assert simulated.run(kinds) == simulated.run(kinds)
    told = simulated.told(simulated.run(kinds), [])
    assert any(line.startswith("| Aandeel van huishoudens (Wilson) | 20.000 | 96,") for line in told)
