"""Whether a conclusion about an area also holds for the areas that it is made of, each judged by itself."""

from __future__ import annotations

import pandas as pd

from answers import data, format, ground
from answers.divisions import PARTS, division_of, parts_of
from answers.profile.sentences import Beside, Standout
from indicators import uncertainty
from loaders.vocabulary import level_of

NAMED = 8


def sentences(one: Standout, region: str, against: Beside) -> list[str]:
    """In how many of its parts the same is clear, which ones, and in which the opposite; empty without parts."""
    figure, entry = one.figure, one.entry
    below = PARTS.get(level_of(region))
    if below is None or figure.year is None:
        return []
    store = data.store()
    division = figure.division or figure.year
    there = None if figure.made else ground.line(region).get(division)
    codes = parts_of(there, division) if there else []
    name, result = next(iter(one.clear.items()))
    if not codes or division_of(below, figure.year, entry.id) != division:
        return [f"{entry.label} ({figure.year}): niet bekend per {below}."]
    needs = list(dict.fromkeys([entry.id, *uncertainty.needs(entry)]))
    rows = store.observations(variables=needs, level=below, years=[figure.year], regions=codes)
    frame = rows[rows["division"] == division].pivot_table(index="region", columns="variable", values="value")
    known = frame.reindex(index=codes, columns=needs)
    results = uncertainty.compare(entry, known, against.values(figure)[name])["result"]
    # Parts are called as on the boundaries of the figure.
    called = results.rename(index=ground.names(below, division)["name"].to_dict())
    return [_sentence(called, below, f"{entry.label} ({figure.year})", result, against.names[name])]


def _sentence(found: pd.Series, below: str, label: str, result: str, other: str) -> str:
    """In words; ``found`` has the result of each part by its name."""
    opposite = uncertainty.LOWER if result == uncertainty.HIGHER else uncertainty.HIGHER
    known = found[found != ""]
    if known.empty:
        return f"{label}: niet bekend per {below}."
    same, reverse = known.index[known == result], known.index[known == opposite]
    many = format.areas(len(known), below)
    text = f"{label} is in {len(same) or 'geen'} van de {many} ook duidelijk {result} dan {other}"
    text += f": {_names(same)}." if len(same) else "."
    if len(reverse):
        text += f" In {format.areas(len(reverse), below)} is het duidelijk {opposite}: {_names(reverse)}."
    unclear, unknown = len(known) - len(same) - len(reverse), len(found) - len(known)
    if unclear:
        text += f" In {format.areas(unclear, below)} is het verschil niet duidelijk."
    if unknown:
        text += f" Van {format.areas(unknown, below)} is het niet bekend."
    return text


def _names(called: pd.Index) -> str:
    names = [str(name) for name in called[:NAMED]]
    more = len(called) - len(names)
    return format.joined([*names, f"{more} andere"] if more else names)
