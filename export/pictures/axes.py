"""The axes of a chart: from where to where each runs, over which pixels, and what stands along it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from answers import format
from export.pictures.traces import bar_ends, listed


@dataclass
class Axis:
    """One axis: from which value to which, over which pixels, and what stands along it."""

    key: str
    spec: Mapping[str, Any]
    low: float = 0.0
    high: float = 1.0
    start: float = 0.0
    end: float = 1.0
    names: list[str] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)

    def at(self, value: Any) -> float:
        """The pixel of a value (a number, or the name of a category)."""
        return self.place(self.value(value))

    def place(self, spot: float) -> float:
        """The pixel of a place along the axis, as its ticks have it: of a log axis the power of ten."""
        return self.start + (spot - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def value(self, value: Any) -> float:
        """A category as its number; NaN for nothing."""
        if value is None:
            return math.nan
        if isinstance(value, str):
            if value in self.names:
                return float(self.names.index(value))
            try:
                return float(value)
            except ValueError:
                return math.nan
        return math.log10(float(value)) if self.spec.get("type") == "log" and float(value) > 0 else float(value)

    @property
    def shown(self) -> bool:
        """Whether anything of the axis is drawn."""
        return self.spec.get("visible") is not False


def build_axes(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> dict[str, Axis]:
    """The axes of a figure by key (x, x2, y, y2), with their range and ticks. Who places them fills in their pixels."""
    keys = dict.fromkeys([key for t in traces for key in (t.get("xaxis") or "x", t.get("yaxis") or "y")] + ["x", "y"])
    found: dict[str, Axis] = {}
    for key in keys:
        spec = layout.get(f"{key[0]}axis{key[1:]}") or {}
        axis = Axis(key, spec)
        mine = [t for t in traces if (t.get(f"{key[0]}axis") or key[0]) == key]
        _fill_names(axis, mine)
        _fill_range(axis, mine, layout)
        axis.ticks = _ticks(axis)
        found[key] = axis
    return found


def _fill_names(axis: Axis, traces: Sequence[Mapping[str, Any]]) -> None:
    """The categories of an axis that has words along it."""
    letter = axis.key[0]
    values = [v for t in traces for v in listed(t.get(letter))]
    words = [v for v in values if isinstance(v, str)]
    if words or axis.spec.get("type") == "category":
        given = [str(v) for v in listed(axis.spec.get("categoryarray"))]
        axis.names = list(dict.fromkeys([*given, *(str(v) for v in values if v is not None)]))


def _fill_range(axis: Axis, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
    """From where to where the axis runs: as the figure says, else around the data as plotly does it."""
    turned = axis.spec.get("autorange") == "reversed"
    given = axis.spec.get("range")
    if given is not None and all(v is not None for v in given):
        axis.low, axis.high = float(given[0]), float(given[1])
        return
    if axis.names:
        low, high = -0.5, len(axis.names) - 0.5
    else:
        low, high = _reach(axis, traces, layout)
    axis.low, axis.high = (high, low) if turned else (low, high)


def _reach(axis: Axis, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> tuple[float, float]:
    letter = axis.key[0]
    values: list[float] = []
    padded = False
    zero = axis.spec.get("rangemode") == "tozero"
    for trace in traces:
        own = [axis.value(v) for v in listed(trace.get(letter))]
        kind = trace.get("type", "scatter")
        if kind == "bar":
            along = "x" if trace.get("orientation") == "h" else "y"
            if along == letter:
                values += [0.0, *bar_ends(trace, traces, layout)]
                padded = padded or bool(trace.get("text") is not None)
                continue
            values += [v + side for v in own for side in (-0.5, 0.5)]
            continue
        if kind == "heatmap":
            count = len(own) or np.asarray(trace["z"]).shape[1 if letter == "x" else 0]
            own = own or [float(i) for i in range(count)]
            values += [min(own) - 0.5, max(own) + 0.5]
            continue
        margin = trace.get(f"error_{letter}") or {}
        values += own
        for end, sign in (("array", 1), ("arrayminus", -1)):
            size = listed(margin.get(end))
            values += [v + sign * float(s) for v, s in zip(own, size, strict=False) if s is not None]
        padded = padded or "markers" in str(trace.get("mode") or "lines+markers")
    known = [v for v in values if math.isfinite(v)]
    if not known:
        return (0.0, 1.0)
    low, high = min(known), max(known)
    if low == high:
        low, high = (low - 1, high + 1) if not zero else (min(0.0, low), max(0.0, high) or 1.0)
    room = (high - low) * (0.055 if padded or letter == "y" else 0.0)
    low, high = low - room, high + room
    bars = any(t.get("type") == "bar" and ("x" if t.get("orientation") == "h" else "y") == letter for t in traces)
    if zero or bars:
        least, most = min(known), max(known)
        low, high = (0.0 if least >= 0 else low), (0.0 if most <= 0 else high)
    return low, high


def _ticks(axis: Axis) -> list[tuple[float, str]]:
    """Where the ticks of an axis stand, and their words."""
    spec = axis.spec
    before, after = str(spec.get("tickprefix") or ""), str(spec.get("ticksuffix") or "")
    low, high = sorted((axis.low, axis.high))
    if spec.get("showticklabels") is False and not spec.get("showgrid"):
        return []
    if spec.get("tickvals") is not None and spec.get("tickmode", "array") == "array":
        values = [axis.value(v) for v in listed(spec["tickvals"])]
        words = [str(w) for w in listed(spec.get("ticktext"))] or [_tick_word(v, spec, values) for v in values]
        pairs = [(v, f"{before}{w}{after}") for v, w in zip(values, words, strict=False)]
    elif axis.names:
        pairs = [(float(i), name) for i, name in enumerate(axis.names)]
    else:
        values = _round_numbers(
            low,
            high,
            int(spec.get("nticks") or (8 if axis.key[0] == "x" else 6)),
            spec.get("dtick"),
            whole=_whole(spec),
        )
        pairs = [(v, f"{before}{_tick_word(v, spec, values)}{after}") for v in values]
    edge = (high - low) * 1e-9
    return [(v, w) for v, w in pairs if low - edge <= v <= high + edge]


def _whole(spec: Mapping[str, Any]) -> bool:
    return str(spec.get("tickformat") or "").endswith("d")


def _round_numbers(low: float, high: float, most: int, step: Any, *, whole: bool) -> list[float]:
    """At most ``most`` multiples of 1, 2 or 5 times a power of ten."""
    if not isinstance(step, int | float):
        raw = max((high - low) / max(most, 1), 1e-12)
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw - 1e-12)
        step = max(1.0, step) if whole else step
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def _tick_word(value: float, spec: Mapping[str, Any], among: Sequence[float]) -> str:
    """A number along an axis, with as many decimals as its neighbours need; a year without a point."""
    if _whole(spec):
        return str(round(value))
    decimals = next((d for d in range(6) if all(abs(round(v, d) - v) < 1e-9 for v in among)), 6)
    wanted = str(spec.get("tickformat") or "")
    if wanted.endswith("%"):
        return f"{format.number(value * 100, 0)}%"
    return format.number(value, decimals)
