"""A data folder of one gemeente whose wijken moved between 2020 and 2022: a code used again, one renumbered, one cut smaller.

| 2020 | | 2022 | |
|---|---|---|---|
| A Vianen, 1.000 | buurten A0 (600) and A1 (400) | C Vianen | the same buurten as C0 and C1 |
| B Hagestein, 500 | buurten B0 (460) and B1 (40) | B Hagestein | B0 |
| | | A Tienhoven, 40 | B1, as A0 |
| D Lexmond, 300 | D0 (200) and D1 (100) | D Lexmond | D0 and D1, between which a border moved |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from loaders import store
from tests import small_store

GEMEENTE = "GM9901"
A, B, C, D = (f"WK99010{at}" for at in range(1, 5))
A0, A1, B0, B1, C0, C1, D0, D1 = (f"BU{wijk[2:]}0{at}" for wijk in (A, B, C, D) for at in (0, 1))
NAMES = {
    2020: {A: "Vianen", B: "Hagestein", D: "Lexmond"},
    2022: {A: "Tienhoven", B: "Hagestein", C: "Wijk 03 Vianen", D: "Lexmond"},
}
BUURTEN = {
    2020: {A0: 600.0, A1: 400.0, B0: 460.0, B1: 40.0, D0: 200.0, D1: 100.0},
    2022: {C0: 600.0, C1: 410.0, B0: 470.0, A0: 42.0, D0: 196.0, D1: 105.0},
}
# What the buurten of 2022 were; a tenth of D0 went to D1.
MOVES = [(A0, C0, 300), (A1, C1, 200), (B0, B0, 230), (B1, A0, 20), (D0, D0, 90), (D0, D1, 10), (D1, D1, 50)]


def figures(level: str, year: int, buurten: Mapping[str, float], *, lacking: Iterable[str] = ()) -> pd.DataFrame:
    """Inhabitants, a tenth of them children, and a median, of one level of this gemeente."""
    people = pd.Series(buurten)
    if level != "buurt":
        people = people.groupby([GEMEENTE if level == "gemeente" else f"WK{code[2:8]}" for code in people.index]).sum()
    children = {code: "not_given" if code in lacking else 0.1 * count for code, count in people.items()}
    cells = {"inwoners": dict(people), "leeftijd_0_15": children, "mediaan_vermogen": dict.fromkeys(people.index, 50)}
    return small_store.rows(level, year, cells)


def build(
    root: Path,
    *,
    buurten: Mapping[int, Mapping[str, float]] = BUURTEN,
    addresses: Iterable[str] = ("wijk", "buurt"),
    lacking: Iterable[str] = (),
) -> store.Store:
    """The folder, without flags of CBS and without the table of grounds. ``addresses``: the levels that they are linked for.

    ``lacking``: the buurten of 2020 without a number of children.
    """
    with store.writer(root) as w:
        for year, of in buurten.items():
            names = NAMES.get(year, NAMES[2022])
            w.put_names("gemeente", year, small_store.names("gemeente", [GEMEENTE]))
            w.put_names("wijk", year, small_store.names("wijk", list(names), "").assign(name=list(names.values())))
            w.put_names("buurt", year, small_store.names("buurt", list(of), ""))
            for level in ("gemeente", "wijk", "buurt"):
                w.put_observations("proef", level, year, figures(level, year, of, lacking=lacking))
        for level in addresses:
            cut = (lambda code: f"WK{code[2:8]}") if level == "wijk" else str
            links = [(cut(old), cut(new), count) for old, new, count in MOVES]
            frame = pd.DataFrame(links, columns=store.CROSSWALK_COLUMNS).groupby(["old", "new"], as_index=False).sum()
            w.put_crosswalk(level, 2020, 2022, frame)
    return store.open_store(root)
