"""What an older version may still show of the figures about residents that a gemeente brought along itself.

Two versions beside each other give away what each of them withholds: one has the total, the other the parts. So of these
figures an older version, and the log of what changed, show at most what the data of today show: the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def about_residents(*manifests: Mapping[str, Any]) -> set[str]:
    """The variables that gemeenten brought along and that one of these manifests says are about residents."""
    own = [about for manifest in manifests for about in manifest.get("custom_variables", {}).items()]
    return {id for id, about in own if about.get("people")}


def gone(rows: pd.DataFrame, values: pd.Series, today: pd.DataFrame) -> np.ndarray:
    """Which of these values today does not show alike: an array of booleans.

    ``values`` are of the ``rows`` (region, year, variable), and ``today`` has such rows with their value.
    """
    firm = today[today["value"].notna()]
    shown = dict(zip(_keys(firm), firm["value"], strict=True))
    alike = [shown.get(key) == value for key, value in zip(_keys(rows), values, strict=True)]
    lost: np.ndarray = values.notna().to_numpy() & ~np.array(alike, dtype=bool)
    return lost


def _keys(rows: pd.DataFrame) -> list[tuple[str, int, str]]:
    return list(zip(rows["region"], rows["year"], rows["variable"], strict=True))
