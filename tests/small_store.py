"""A data folder of a handful of made-up areas, for tests of what pages compute."""

import pandas as pd

from indicators.catalog import Entry
from loaders import store

WIJKEN = [f"WK990{g}0{w}" for g in (1, 2) for w in range(1, 5)]
MOVED = WIJKEN[3]
GEMEENTEN = ["GM9901", "GM9902"]
BAD = ("not_given", "not_yet_published", "cannot_occur", "withheld")


def entry(id_, kind="share", unit="%", per=None):
    """A catalog entry with little in it."""
    return Entry(
        id=id_,
        label=id_,
        unit=unit,
        kind=kind,
        theme="wonen",
        is_="",
        is_not="",
        direction=None,
        decimals=0,
        rounding=0,
        per=per,
        caveats=(),
        sensitive=False,
        breaks=(),
        source="proef",
        sources=("proef",),
        levels=("land", "gemeente", "wijk"),
        years=(2020, 2021, 2022),
        method="",
        citation="",
    )


def rows(level, year, cells):
    """``cells``: variable → region → value, or the status id of an empty cell."""
    found = []
    for variable, by_region in cells.items():
        for region, value in by_region.items():
            empty = value in BAD
            status = value if empty else "published"
            found.append((region, level, year, year, variable, None if empty else float(value), status, "proef"))
    return pd.DataFrame(found, columns=list(store.COLUMNS))


def names(level, codes, change="1", **changes):
    frame = pd.DataFrame({"region": codes, "name": [f"Plaats {c}" for c in codes]})
    frame["gemeente"] = [f"GM{c[2:6]}" if level != "land" else "" for c in codes]
    frame["gemeente_name"] = [f"Gemeente {c[2:6]}" for c in codes]
    frame["change"] = [changes.get(c, change) for c in codes]
    return frame


def build(root):
    """2020 is whole; in 2021 wijk 1 is not given and ``later`` begins; 2022 moves a boundary of wijk 4 (MOVED)."""
    share = {code: 10.0 + i for i, code in enumerate(WIJKEN)}
    with store.writer(root) as w:
        for year in (2020, 2021, 2022):
            wijk = {"aandeel": dict(share), "groep": dict.fromkeys(WIJKEN, 200)}
            gemeente = {"aandeel": {"GM9901": 12, "GM9902": 16}}
            if year == 2021:
                wijk["aandeel"][WIJKEN[0]] = "not_given"
            if year >= 2021:
                wijk["later"] = dict.fromkeys(WIJKEN, 5)
            if year == 2022:
                wijk["aandeel"] = dict.fromkeys(WIJKEN, "not_yet_published")
            w.put_observations("proef", "wijk", year, rows("wijk", year, wijk))
            w.put_observations("proef", "gemeente", year, rows("gemeente", year, gemeente))
            w.put_observations("proef", "land", year, rows("land", year, {"aandeel": {"NL00": 11}}))
            changes = {MOVED: "3"} if year == 2022 else {}
            w.put_names("wijk", year, names("wijk", WIJKEN, **changes))
            w.put_names("gemeente", year, names("gemeente", GEMEENTEN))
    return store.open_store(root)
