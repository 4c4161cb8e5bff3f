"""``python -m bench.taken_once``: how long a brief and a map of all wijken take to make in a process that is warm; prints JSON.

Each brief is of an area that was not asked for before, so its profile is worked out too, as on a reader's first click.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from answers import data
from export.brief import of_area, pdf
from export.takeaway import Figure, Takeaway
from figures import legend, maps

BRIEFS, MAPS = 6, 3


def main() -> None:
    """Some briefs of wijken spread over the country, and the map of the first figure with most wijken."""
    logging.disable(logging.WARNING)
    store = data.store()
    year = store.years("wijk", "inwoners")[-1]
    people = data.values("inwoners", "wijk", year)["value"]
    codes = people[people > 1000].index
    spread = [str(code) for code in codes[:: max(1, len(codes) // (BRIEFS + 1))]]
    _brief(spread[0])
    briefs = [_seconds(partial(_brief, code)) for code in spread[1 : BRIEFS + 1]]
    taken = _national_map()
    taken.svg()
    print(
        json.dumps(
            {
                "brief": median(briefs),
                "png": _seconds(taken.png),
                "svg": median(_seconds(taken.svg) for _ in range(MAPS)),
                "svg_kb": len(taken.svg()) / 1000,
            }
        )
    )


def _brief(code: str) -> bytes:
    return pdf.render(of_area.brief(code))


def _seconds(make: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    make()
    return time.perf_counter() - started


def _national_map() -> Takeaway:
    entry = max(data.mappable().values(), key=lambda e: max(data.counts(e.id, "wijk").values(), default=0))
    year = data.main_year(entry.id, "wijk") or 0
    drawing = maps.prepare(entry, "wijk", year, None, "kwantielen", 5)
    figure = Figure(
        "kaart",
        entry.label,
        str(year),
        (entry.id,),
        lambda: drawing.values.reset_index(),
        draw=lambda palette: maps.figure(drawing, palette),
        legend=lambda palette: legend.key(drawing, palette),
        entries=(entry,),
    )
    return Takeaway(figure, data.store(), "https://wijken.example/kaart")


if __name__ == "__main__":
    main()
