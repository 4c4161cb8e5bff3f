"""How many were counted in each area, and out of how many: what chance in small areas is worked out from.

One place for it: what is shrunk, drawn in a funnel or split into parts reads its counts here. A figure is ``times × count /
size`` (``uncertainty.Basis``), so the count follows from the figure itself: also where the publisher gives only the share,
and where a count was rounded to nought and the figure stands in the middle of what it can be.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators import catalog, design_effect, uncertainty
from indicators.catalog import Entry
from indicators.uncertainty import Numbers


def why_not(entry: Entry) -> str:
    """Why a figure cannot be held against its numbers, in Dutch; "" where it can. Of a headline: of none of its meanings."""
    if entry.sensitive:
        return "Bij herkomst maken we geen onderscheid tussen wijken op grond van toeval of buren."
    if any(uncertainty.basis(one) for one in meanings(entry)):
        return ""
    if entry.estimate or "model" in entry.caveats:
        return "Dit cijfer is geschat met een model. Er is geen telling achter waarvan toeval te berekenen is."
    return "Van dit cijfer is niet bekend hoeveel mensen of woningen zijn geteld, en dus ook niet hoeveel toeval is."


def meanings(entry: Entry) -> list[Entry]:
    """The figures that a headline stands for through the years; of any other figure itself."""
    ids = [id for _, id in entry.definitions] if entry.definitions else [entry.id]
    return [entry if id == entry.id else catalog.entry(id) for id in ids]


def counted(entry: Entry, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns ``count``, ``size`` and ``effect`` of a figure with a basis; index as ``frame``, with ``uncertainty.needs``.

    Chance is that of ``count / effect`` out of ``size / effect``: what does not come one by one (design_effect.py). NaN
    where the value or what it was counted out of is missing, or nothing could be counted. Raises LookupError for a figure
    without a basis.
    """
    found = uncertainty.basis(entry)
    if found is None:
        raise LookupError(f"{entry.id} has no counts: see uncertainty.basis.")
    value = frame[entry.id].to_numpy(dtype=float)
    sizes = frame.reindex(columns=list(found.out_of))
    size = sizes.sum(axis=1, min_count=len(found.out_of)).to_numpy(dtype=float)
    size = np.where((size > 0) & ~np.isnan(value), size, np.nan)
    count = value * size / found.times
    # Counts and sizes are rounded apart: a share never exceeds the whole.
    count = np.minimum(count, size) if found.method == "wilson" else count
    effect = design_effect.of(entry.id, frame)
    return pd.DataFrame({"count": count, "size": size, "effect": effect}, index=frame.index)


def rounding_variance(entry: Entry, size: Numbers) -> Numbers:
    """The variance that rounding alone gives to count / size: a twelfth of the square of each step."""
    found = uncertainty.basis(entry)
    assert found is not None
    if found.count:
        steps = [catalog.entry(id).rounding for id in found.count]
        return np.asarray(sum(step**2 for step in steps if step > 1) / 12 / size**2, dtype=float)
    return np.full(len(size), (10.0**-entry.decimals / found.times) ** 2 / 12)
