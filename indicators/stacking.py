"""Stapeling: areas where several problems come together, and which ones.

It takes whether each problem is significantly worse as given: how that is decided is indicators/uncertainty.py.
What is not known is no problem and no absence of one: the count is then a lower bound, and the number known stands beside it.
"""

from __future__ import annotations

import pandas as pd


def stacked(worse: pd.DataFrame, least: int) -> pd.DataFrame:
    """Per area the number of problems: columns ``problems`` (tuple of ids), ``count``, ``known`` and ``stacked``.

    ``worse`` has a row an area and a column a problem: True where it is significantly worse, False where it is not,
    missing where that is not known. ``stacked`` is True with ``least`` problems or more, False where that cannot be any
    more, and missing where the unknown ones decide. Raises ValueError where ``least`` is not among the columns' number.
    """
    if not 1 <= least <= len(worse.columns):
        raise ValueError(
            f"Stapeling van {least} kan niet met {len(worse.columns)} problemen: kies van 1 tot en met {len(worse.columns)}."
        )
    flags = worse.astype("boolean")
    present = flags.fillna(False).astype(bool)
    known = flags.notna().sum(axis=1)
    count = present.sum(axis=1)
    unknown = len(flags.columns) - known
    certain = pd.Series(pd.NA, index=flags.index, dtype="boolean")
    certain = certain.mask(count >= least, True).mask(count + unknown < least, False)
    ids = [str(id) for id in flags.columns]
    problems = [tuple(id for id, is_ in zip(ids, row, strict=True) if is_) for row in present.to_numpy()]
    return pd.DataFrame(
        {
            "problems": pd.Series(problems, index=flags.index, dtype=object),
            "count": count.astype(int),
            "known": known.astype(int),
            "stacked": certain,
        },
        index=flags.index,
    )
