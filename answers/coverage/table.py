"""Every area with its youth work as text, and how each number is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from answers import format, ground
from answers.coverage import LABEL_WORDS, Coverage, young_words
from answers.held import remembered
from indicators.youth_work import REPORTED, SPREAD, UNKNOWN

SCHOOLS = "Scholen (vo en mbo)"


WORK_COLUMNS = ("Fte per 1.000 jongeren", "Fte")
DECIMALS = 1


@remembered(32)
def ordered(coverage: Coverage, level: str, year: int) -> pd.DataFrame:
    """The areas with their names, reported ones first, then by gemeente and name. Shared: do not change it."""
    frame = coverage.frame.join(ground.names(level, year)[["name", "gemeente_name"]])
    frame["name"] = frame["name"].fillna(pd.Series(frame.index, index=frame.index))
    frame["order"] = frame["label"].map({REPORTED: 0, SPREAD: 1, UNKNOWN: 2})
    return frame.sort_values(["order", "gemeente_name", "name"])


def cells(frame: pd.DataFrame, schools: pd.Series) -> pd.DataFrame:
    """Rows of ``ordered`` as text, one an area, with how each figure is known.

    A number that was spread carries that word itself, so that it stays with it when copied. ``schools`` per area may be
    empty.
    """
    known = [
        LABEL_WORDS[label] + (f" ({note})" if note else "")
        for label, note in zip(frame["label"], frame["note"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Gebied": frame["name"],
            "Gemeente": frame["gemeente_name"].fillna(""),
            WORK_COLUMNS[0]: _numbers(frame, "rate"),
            WORK_COLUMNS[1]: _numbers(frame, "fte"),
            "Jongeren": [young_words(row) for row in frame[["young", "heads"]].to_dict("records")],
            "Aandeel jongeren": [format.with_unit(v, "%", 1) for v in frame["share"]],
            SCHOOLS: [format.number(v) for v in schools.reindex(frame.index)],
            "Hoe bekend": known,
            **({"Let op": np.where(frame["students"], "veel studenten", "")} if frame["students"].any() else {}),
        }
    )


def _numbers(frame: pd.DataFrame, column: str) -> list[str]:
    return [
        format.number(value, DECIMALS, "niet te geven" if label == REPORTED else UNKNOWN)
        + (f" ({SPREAD})" if label == SPREAD and value == value else "")
        for value, label in zip(frame[column], frame["label"], strict=True)
    ]
