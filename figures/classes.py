"""Classes for a map: where one colour ends and the next begins.

A value belongs to the class whose lower bound it has reached; bounds are rounded to what the reader sees, so that the
legend is true to the last shown digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from answers import format

METHODS = {
    "kwantielen": "Even veel per klasse",
    "gelijk": "Even brede klassen",
    "natuurlijk": "Natuurlijke grenzen",
}
COUNTS = (3, 4, 5, 6, 7)
# Fisher-Jenks takes time with the square of the number of values: it looks at this many, evenly spread by rank.
_JENKS_SAMPLE = 300


@dataclass(frozen=True)
class Classes:
    """Classes from low to high. ``bounds`` holds one more number than there are classes: lowest value to highest.

    ``index`` is the class of each area with a value (0 is lowest), by region; ``counts`` the areas per class.
    """

    bounds: tuple[float, ...]
    index: pd.Series
    counts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.counts)


def classify(values: pd.Series, method: str, count: int, decimals: int) -> Classes:
    """Divide the values (NaN dropped) into at most ``count`` classes; fewer when there are too few different values."""
    known = values.dropna()
    if known.empty:
        return Classes((), pd.Series(dtype="int8"), ())
    numbers = np.sort(known.to_numpy(dtype="float64"))
    shown = _as_shown(numbers, decimals)
    different = np.unique(shown)
    lows = different if len(different) <= count else _lows(numbers, method, count)
    inner = np.unique(_as_shown(lows, decimals))
    inner = inner[(inner > shown[0]) & (inner <= shown[-1])]
    index = np.searchsorted(inner, _as_shown(known.to_numpy(dtype="float64"), decimals), side="right")
    bounds = tuple(float(b) for b in (shown[0], *inner, shown[-1]))
    counts = tuple(int(n) for n in np.bincount(index, minlength=len(inner) + 1))
    return Classes(bounds, pd.Series(index.astype("int8"), index=known.index), counts)


def between(values: pd.Series, inner: tuple[float, ...], decimals: int) -> Classes:
    """Divide the values (NaN dropped) at bounds that someone chose, from low to high; a class may be empty."""
    known = values.dropna()
    shown = _as_shown(known.to_numpy(dtype="float64"), decimals)
    index = np.searchsorted(np.array(inner), shown, side="right")
    low, high = (float(shown.min()), float(shown.max())) if len(shown) else (inner[0], inner[-1])
    counts = tuple(int(n) for n in np.bincount(index, minlength=len(inner) + 1))
    bounds = (min(low, inner[0]), *inner, max(high, inner[-1]))
    return Classes(bounds, pd.Series(index.astype("int8"), index=known.index), counts)


def _as_shown(numbers: npt.NDArray[np.float64], decimals: int) -> npt.NDArray[np.float64]:
    """Rounded as a written number is: numpy rounds -1.665 to -1.66 where Python, and so the screen, says -1.67."""
    shown = np.round(numbers, decimals)
    # The two differ only next to the middle between two written numbers; Python takes thirty times as long.
    scaled = np.abs(numbers) * 10.0**decimals
    unsure = np.flatnonzero(np.abs(scaled % 1 - 0.5) < 1e-6 + 1e-12 * scaled)
    shown[unsure] = [round(number, decimals) for number in numbers[unsure].tolist()]
    return shown


def labels(classes: Classes, unit: str, decimals: int) -> list[str]:
    """The classes in words: ``tot 5,2%``, ``5,2 tot 8,1%``, ``8,1% of meer``; one value alone is just that value."""
    last = len(classes) - 1
    if last == 0:
        low, high = classes.bounds
        if format.number(low, decimals) == format.number(high, decimals):
            return [format.with_unit(low, unit, decimals)]
        return [f"{format.number(low, decimals)} tot en met {format.with_unit(high, unit, decimals)}"]
    step = 10.0**-decimals
    words = []
    for i, (low, high) in enumerate(zip(classes.bounds, classes.bounds[1:], strict=False)):
        alone = high - low < step * (0.5 if i == last else 1.5)
        if alone and abs(low / step - round(low / step)) < 1e-6:
            words.append(format.with_unit(low, unit, decimals))
        elif i == 0:
            words.append(f"minder dan {format.with_unit(high, unit, decimals)}")
        elif i == last:
            words.append(f"{format.with_unit(low, unit, decimals)} of meer")
        else:
            words.append(f"{format.number(low, decimals)} tot {format.with_unit(high, unit, decimals)}")
    return words


def _lows(numbers: npt.NDArray[np.float64], method: str, count: int) -> npt.NDArray[np.float64]:
    """Lower bounds of the classes but the first, of sorted numbers."""
    if method == "gelijk":
        return np.linspace(numbers[0], numbers[-1], count + 1)[1:-1]
    if method == "natuurlijk":
        return _jenks(numbers, count)
    return np.quantile(numbers, np.linspace(0, 1, count + 1)[1:-1])


def _jenks(numbers: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Lower bounds that make the squared distance to the class mean as small as can be (Fisher, 1958).

    Exact by dynamic programming, over the values at evenly spread ranks when there are many: always the same answer.
    """
    picks = np.unique(np.linspace(0, len(numbers) - 1, _JENKS_SAMPLE).astype(int))
    sample = numbers[picks]
    size = len(sample)
    total, squares = np.cumsum(np.r_[0, sample]), np.cumsum(np.r_[0, sample**2])
    start, end = np.meshgrid(np.arange(size + 1), np.arange(size + 1), indexing="ij")
    length = np.maximum(end - start, 1)
    spread = np.where(end > start, squares[end] - squares[start] - (total[end] - total[start]) ** 2 / length, np.inf)
    cost = spread[0]
    cuts = []
    for _ in range(count - 1):
        whole = cost[:, None] + spread
        cuts.append(whole.argmin(axis=0))
        cost = whole.min(axis=0)
    bounds, at = [], size
    for cut in reversed(cuts):
        at = int(cut[at])
        bounds.append(sample[at])
    return np.array(bounds[::-1])
