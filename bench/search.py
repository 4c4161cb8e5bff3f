"""How long a keystroke in the search takes, spelt well and with slips, beside the look-alikes of Python's own library."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from time import perf_counter

import numpy as np

from answers import data
from answers.data import Place
from answers.held import working_with
from answers.search import MOST, find_places
from bench.context import Context
from bench.result import Result
from loaders import store
from loaders.text import folded

# Milliseconds of which a reader notices nothing, on top of the run of a page.
GOAL = 8.0
PLACES, PLAIN = 60, 10


def measure(context: Context) -> list[Result]:
    """The 95th percentile over the keystrokes of names, and over names (and gemeenten) with a slip in each word."""
    with working_with(store.open_store(context.data)):
        chosen = random.Random(15).sample(sorted(data.places().values(), key=lambda place: place.code), PLACES)
        names = list({folded(place.name) for place in data.places().values()})
        find_places(chosen[0].name)
        plain = partial(get_close_matches, possibilities=names, n=MOST, cutoff=0.72)
        kinds = {
            "each letter of a name": [text for place in chosen for text in _keystrokes(place.name)],
            "a slip in each word of a name": [_slipped(place.name) for place in chosen],
            "a slip in each word of name and gemeente": [
                _slipped(f"{place.name} {place.gemeente}") for place in chosen
            ],
        }
        return [
            Result(
                f"search of {len(data.places()):,} places, {kind}: 95th percentile",
                "ms",
                _milliseconds(find_places, typed),
                _milliseconds(plain, typed[:: len(typed) // PLAIN]),
                goal=GOAL,
            )
            for kind, typed in kinds.items()
        ]


def _keystrokes(name: str) -> Iterator[str]:
    return (name[:end] for end in range(2, len(name) + 1))


def _slipped(text: str) -> str:
    """Each word of four letters or more without its third."""
    return " ".join(word[:2] + word[3:] if len(word) > 3 else word for word in text.split())


def _milliseconds(search: Callable[[str], list[Place]] | Callable[[str], list[str]], typed: list[str]) -> float:
    taken = []
    for text in typed:
        start = perf_counter()
        search(text)
        taken.append(1000 * (perf_counter() - start))
    return float(np.percentile(taken, 95))
