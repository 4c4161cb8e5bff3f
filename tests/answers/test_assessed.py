"""The words behind a figure: margin, trend and clear differences, and none where nothing can be said."""

import pytest

from answers.profile import assessed
from indicators import catalog
from indicators.assessment import Assessment, Movement

SHARE = catalog.entry("armoede_laag_inkomen")
RATE = catalog.entry("misdrijven_per_1000")


def test_margin_in_the_decimals_of_the_figure():
    assert assessed.interval(SHARE, Assessment((11.04, 13.76))) == "11,0–13,8"
    assert assessed.interval(SHARE, Assessment()) == ""


def test_only_clear_differences_get_a_word():
    said = Assessment(beside={"gemeente": "geen duidelijk verschil", "nederland": "lager"})
    assert [assessed.difference(said, name) for name in ("gemeente", "nederland", "peers")] == ["", "hier lager", ""]


@pytest.mark.parametrize(
    ("movement", "short"),
    [
        (None, ""),
        (Movement("nog niet te bepalen"), ""),
        (Movement("daling", 2019, 2023, (-6.0, -8.1, -3.9)), "daling sinds 2019"),
        (Movement("geen duidelijke verandering", 2019, 2023, (0.1, -1.0, 1.2)), "geen duidelijke verandering"),
    ],
)
def test_a_trend_in_a_few_words(movement, short):
    assert assessed.movement(Assessment(movement=movement)) == short


def test_a_trend_as_a_sentence():
    down = Movement("daling", 2019, 2023, (-6.0, -8.1, -3.9))
    assert assessed.change(SHARE, down) == (
        "Ontwikkeling van 2019 tot 2023: daling. Verschil −6,0 procentpunt (marge −8,1 tot −3,9)."
    )
    assert "per 1.000 inwoners (marge" in assessed.change(RATE, down)
    assert assessed.change(SHARE, Movement("nog niet te bepalen")).startswith("Ontwikkeling: nog niet te bepalen.")
    assert assessed.change(SHARE, None) == ""
