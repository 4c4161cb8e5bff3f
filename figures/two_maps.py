"""Two maps side by side: of one figure in two years in the very same classes, or of two figures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from answers import data, format, standing, words
from figures import classes, colouring, maps
from indicators.catalog import Entry

HEIGHT = 400
One = tuple[Entry, int]


def pair(
    first: One, second: One, level: str, gemeente: str | None, method: str, count: int
) -> tuple[maps.Drawing, maps.Drawing]:
    """The two maps. Classes of one figure are made over both years together, so that a colour is the same amount."""
    if first[0].id == second[0].id and method in classes.METHODS:
        entry, years = first[0], (first[1], second[1])
        inner = _inner(data.store().version, entry.id, level, min(years), max(years), method, count, entry.decimals)
        if inner:
            one, other = (
                _drawing(data.store().version, entry.id, level, y, gemeente, method, inner, entry) for y in years
            )
            return one, other
    one, other = (maps.prepare(entry, level, year, gemeente, method, count) for entry, year in (first, second))
    return one, other


@st.cache_resource(max_entries=64, show_spinner=False)
def _inner(
    version: str, id: str, level: str, old: int, new: int, method: str, count: int, decimals: int
) -> tuple[float, ...]:
    """The bounds between the classes of both years together."""
    both = pd.concat([data.values(id, level, year)["value"] for year in (old, new)], ignore_index=True)
    return classes.classify(both, method, count, decimals).bounds[1:-1]


@st.cache_resource(max_entries=32, show_spinner=False)
def _drawing(
    version: str,
    id: str,
    level: str,
    year: int,
    gemeente: str | None,
    method: str,
    inner: tuple[float, ...],
    _entry: Entry,
) -> maps.Drawing:
    values = data.values(id, level, year)
    found = colouring.by_class(classes.between(values["value"], inner, _entry.decimals), _entry, method)
    own = data.store().own_division(level, year, id)
    stands = standing.standing_of(_entry, level, year)
    return maps.draw(_entry, level, year, gemeente, method, len(inner) + 1, values, own, found, stands)


def title(first: One, second: One, whole: tuple[float | None, float | None], where: str) -> str:
    """The first line over two maps: what they show, and what each is for the place as a whole."""
    told = [
        "" if format.is_missing(value) else words.short(entry, value)
        for (entry, _), value in zip((first, second), whole, strict=True)
    ]
    if first[0].id != second[0].id:
        return f"{first[0].label} naast {_small(second[0].label)}"
    if all(told):
        return f"{first[0].label}: {told[0]} in {first[1]} en {told[1]} in {second[1]}, in heel {where}"
    return f"{first[0].label}: {first[1]} naast {second[1]}"


def _small(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
