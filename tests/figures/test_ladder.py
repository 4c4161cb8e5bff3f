"""The band of a group behind the dots: eight in ten, or how many areas that are."""

from __future__ import annotations

import pandas as pd

from figures import ladder


def test_a_band_of_few_areas_counts_them() -> None:
    """Between the tenth and nine tenths of 0 to 12 (1.2 to 10.8) lie nine areas; under ten there is no band."""
    few = ladder.band(pd.Series(range(13), dtype=float), "groep")
    many = ladder.band(pd.Series(range(100), dtype=float), "groep")
    assert few is not None and many is not None
    assert (few.inside, many.inside) == ("9", "acht op de tien")
    assert ladder.band(pd.Series(range(9), dtype=float), "groep") is None
