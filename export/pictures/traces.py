"""What a trace of a plotly figure says, as plain Python values."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# Lines and gaps in pixels of each kind of line that plotly has a name for.
DASHES = {"solid": "", "dot": "2 4", "dash": "8 5", "longdash": "12 6", "dashdot": "8 4 2 4"}


def listed(values: Any) -> list[Any]:
    """The values of a trace as a list of Python numbers and words, with None for what is missing."""
    if values is None:
        return []
    if isinstance(values, Mapping):  # numbers packed for the browser
        values = np.frombuffer(_unpacked(values["bdata"]), dtype=values["dtype"])
    found = values.tolist() if hasattr(values, "tolist") else list(values)
    return [None if isinstance(v, float) and not math.isfinite(v) else v for v in found]


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text)


def each(value: Any, count: int, default: Any) -> list[Any]:
    """One value for all, or a list of them, as a list of ``count``."""
    if value is None:
        return [default] * count
    if isinstance(value, str | int | float):
        return [value] * count
    return [default if v is None else v for v in listed(value)]


def part(trace: Mapping[str, Any], *keys: str) -> Any:
    """A value deep in a trace; None where there is none."""
    found: Any = trace
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def flat(trace: Mapping[str, Any]) -> bool:
    """Whether the bars of a trace lie on their side."""
    return trace.get("orientation") == "h"


def bar_ends(trace: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> list[float]:
    """How far the bars of a trace reach, stacked on those before them where the layout stacks."""
    own = [0.0 if v is None else float(v) for v in listed(trace.get("x" if flat(trace) else "y"))]
    own = [v + float(b) for v, b in zip(own, each(trace.get("base"), len(own), 0.0), strict=True)]
    if layout.get("barmode") not in ("stack", "relative"):
        return own
    spots = listed(trace.get("y" if flat(trace) else "x"))
    sums = dict(zip(spots, own, strict=False))
    for other in traces:
        if other is trace:
            break
        if other.get("type") == "bar":
            across, along = ("y", "x") if flat(other) else ("x", "y")
            for spot, value in zip(listed(other.get(across)), listed(other.get(along)), strict=False):
                if spot in sums and value is not None and (float(value) >= 0) == (sums[spot] >= 0):
                    sums[spot] += float(value)
    return list(sums.values())
