"""The schema of observations, and frames checked against it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.store.layout import COLUMNS, MISSING, STATUS_LIST, StoreError
from loaders.vocabulary import CODE_PREFIX

# Rows that are checked and written at once.
ROW_GROUP = 200_000
SCHEMA = pa.schema(
    [
        ("region", pa.dictionary(pa.int32(), pa.string())),
        ("level", pa.dictionary(pa.int8(), pa.string())),
        ("division", pa.int16()),
        ("year", pa.int16()),
        ("variable", pa.dictionary(pa.int16(), pa.string())),
        ("value", pa.float64()),
        ("status", pa.dictionary(pa.int8(), pa.string())),
        ("source", pa.dictionary(pa.int8(), pa.string())),
    ]
)


def validated(frame: pd.DataFrame, source: str, level: str, year: int) -> pd.DataFrame:
    """The frame with the schema's dtypes, checked by pandera; StoreError names the partition and the first fault."""
    import pandera.errors
    import pandera.pandas as pdr

    where = f"{source}/{level}/{year}"
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        raise StoreError(f"{where}: column {missing[0]} is missing.")
    if frame.empty:
        raise StoreError(f"{where}: nothing to store. Remove the partition instead.")
    text = ("region", "level", "variable", "status", "source")
    typed = frame[list(COLUMNS)].astype(dict.fromkeys(text, "category") | {"division": "int16", "year": "int16"})
    typed["value"] = typed["value"].astype("float64")

    def only(*allowed: str) -> pdr.Check:
        return pdr.Check(lambda s: bool(np.isin(s.cat.codes.unique(), s.cat.categories.get_indexer(allowed)).all()))

    def codes_fit(series: pd.Series) -> bool:
        return bool(series.cat.categories.str.startswith(CODE_PREFIX[level]).all())

    def filled(data: pd.DataFrame) -> pd.Series:
        return data["value"].isna() == data["status"].isin(MISSING)

    schema = pdr.DataFrameSchema(
        {
            "region": pdr.Column("category", pdr.Check(codes_fit, error="code of another level")),
            "level": pdr.Column("category", only(level)),
            "division": pdr.Column("int16", pdr.Check.in_range(1990, 2100)),
            "year": pdr.Column("int16", pdr.Check.eq(year)),
            "variable": pdr.Column("category"),
            "value": pdr.Column("float64", pdr.Check(lambda s: ~np.isinf(s)), nullable=True),
            "status": pdr.Column("category", only(*STATUS_LIST)),
            "source": pdr.Column("category", only(source)),
        },
        checks=pdr.Check(filled, error="a value and its status disagree"),
        strict=True,
    )
    try:
        for part in in_row_groups(typed):
            schema.validate(part, inplace=True)
    except (pandera.errors.SchemaError, ValueError) as error:
        raise StoreError(f"{where}: {str(error).splitlines()[0]}") from error
    return _ordered(typed, where)


def in_row_groups(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The frame in parts of one row group each, so that what is made of it is never in memory whole."""
    for start in range(0, len(frame), ROW_GROUP):
        yield frame.iloc[start : start + ROW_GROUP]


def _ordered(typed: pd.DataFrame, where: str) -> pd.DataFrame:
    """The frame by variable, region and division; StoreError when two rows have the same key.

    One year and one source a partition, so these three are the key: as one number it is cheap to check, and a frame
    that comes in order is neither copied nor looked at whole.
    """
    last = np.int64(-1)
    for part in in_row_groups(typed):
        key = _keys(part)
        if key[0] <= last or not (key[1:] > key[:-1]).all():
            break
        last = key[-1]
    else:
        return typed
    key = _keys(typed)
    order = np.argsort(key, kind="stable")
    twice = key[order[1:]] == key[order[:-1]]
    if twice.any():
        row = typed.iloc[order[1:][twice][0]]
        raise StoreError(f"{where}: {row['region']} has {row['variable']} twice.")
    return typed.iloc[order]


def _keys(typed: pd.DataFrame) -> np.ndarray:
    """Variable, region and division of each row as one number, in the order that rows are kept in."""
    region = typed["region"].cat
    key = typed["variable"].cat.codes.to_numpy().astype("int64")
    key *= len(region.categories)
    key += region.codes.to_numpy()
    key *= 4096
    key += typed["division"].to_numpy()
    return key
