"""What the first readers would otherwise wait for, worked out while nobody waits: after a start, and after new data.

Only what many ask for and few choices lead to: where every area lies, the map of every figure in its newest year,
which areas stayed the same ground, and how the composites come out. All of it is kept where the pages look for it;
whoever asks sooner works it out himself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, get_args

from answers import data, ground, score, small_areas
from answers.held import working_with
from answers.search import find_places
from figures import map_views, maps
from figures.views import bubbles
from figures.views.choice import Choice as MapChoice
from indicators import clusters, need, parameters
from indicators.tree import Against, Choice
from loaders import store
from loaders.store import StoreError
from web import door, uploads

log = logging.getLogger(__name__)
# Seconds: the first page goes before; and how often is looked whether the data are new.
AFTER, EVERY = 3.0, 60.0
# Differences are mostly asked of the newest years.
NEWEST = 3


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """For ``st.App``: begin when the server does."""
    door.announce()
    stop = uploads.begin()
    threading.Thread(target=_keep_warm, name="warm", daemon=True).start()
    yield
    stop.set()


def _keep_warm() -> None:
    done, wait = "", AFTER
    while True:
        time.sleep(wait)
        wait = EVERY
        try:
            held = store.current()
            if held.version != done:
                if store.remote() is None:
                    held.verify()  # a reader is not the first to find a damaged file
                    held = store.current()
                with working_with(held):
                    for step in steps():
                        began = time.monotonic()
                        step()
                        # Half of the time is left to readers who came meanwhile.
                        time.sleep(time.monotonic() - began)
                done = held.version
        except (StoreError, OSError) as error:
            # Readers meet the same and are told; here it is tried again.
            log.warning("Could not work ahead: %s", error)
        except Exception:
            # Whatever a page cannot do with these data ends that page, not this for good.
            log.exception("Could not work ahead.")


def steps() -> Iterator[Callable[[], object]]:
    """All that is to be worked out, as readers are likely to ask for it; each step takes at most half a second."""
    held = data.store()
    yield data.places
    yield partial(find_places, "wijk")
    divisions = {level: held.divisions(level)[::-1] for level in ("wijk", "gemeente", "buurt")}
    for level, years in divisions.items():
        for year in years:
            yield partial(maps.bounds, level, year)
        if years:
            yield partial(small_areas.touches, level, years[0])
        if years and level != "buurt":
            yield partial(bubbles.points, level, years[0])
    for id, entry in data.mappable().items():
        newest = data.main_year(id, "wijk")
        if newest is not None:
            # As the page opens with it, and as it is when a reader goes on to another figure.
            opened = MapChoice(entry, newest, "wijk", None, "kwantielen", 5)
            yield partial(map_views.show, map_views.VIEWS[map_views.FIRST], opened)
    least = parameters.value("basis_inwoners")
    for code in need.composites():
        for against in get_args(Against):
            choice = Choice(code, against)
            for year in reversed(score.years(code)):
                yield partial(score.outcome, choice, year, least)
            newest = score.newest(choice, least)
            if newest is not None:
                yield partial(score.ranks, choice, newest, least)
    # The one step of seconds: importing the statistics of neighbours.
    yield clusters.load
    for level in ("wijk", "gemeente"):
        for new in divisions[level][:NEWEST]:
            for old in (year for year in divisions[level] if year < new):
                yield partial(ground.pair, level, old, new)
