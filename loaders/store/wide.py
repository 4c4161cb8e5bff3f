"""The figures of one source, level and year, turned on their side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.store.layout import STATUS_LIST


class Wide:
    """One partition turned on its side: values and statuses as region × variable arrays."""

    def __init__(self, regions: pd.Index, variables: list[str], values: np.ndarray, codes: np.ndarray) -> None:
        self.regions, self.variables, self.values, self.codes = regions, variables, values, codes

    @classmethod
    def from_table(cls, table: pa.Table) -> Wide:
        (regions, row), (variables, column), (statuses, status) = (
            _words(table[name]) for name in ("region", "variable", "status")
        )
        values = np.full((len(regions), len(variables)), np.nan)
        codes = np.full(values.shape, -1, dtype=np.int8)
        values[row, column] = table["value"].to_numpy()
        order = np.array([STATUS_LIST.index(s) for s in statuses], dtype=np.int8)
        if len(order):
            codes[row, column] = order[status]
        return cls(pd.Index(regions, name="region", dtype="object"), variables, values, codes)

    @property
    def size(self) -> int:
        """How many bytes it takes, names aside."""
        return int(self.values.nbytes + self.codes.nbytes)

    def long(
        self, regions: Sequence[str], variables: Sequence[str] | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Region, variable, value and status of every row that the source has of these areas."""
        rows = self.regions.get_indexer(pd.Index(list(dict.fromkeys(regions))))
        rows, columns = np.sort(rows[rows >= 0]), np.array(self._pick(variables), dtype="int64")
        codes = self.codes[np.ix_(rows, columns)]
        at_row, at_column = np.nonzero(codes >= 0)
        return (
            self.regions.to_numpy()[rows[at_row]],
            np.array(self.variables, dtype=object)[columns[at_column]],
            self.values[rows[at_row], columns[at_column]],
            np.array(STATUS_LIST, dtype=object)[codes[at_row, at_column]],
        )

    def _pick(self, variables: Sequence[str] | None) -> list[int]:
        return [i for i, v in enumerate(self.variables) if variables is None or v in variables]

    def frame(self, variables: Sequence[str] | None) -> pd.DataFrame:
        pick = self._pick(variables)
        return pd.DataFrame(self.values[:, pick], index=self.regions, columns=[self.variables[i] for i in pick])

    def status_counts(self) -> pd.DataFrame:
        counts = [(self.codes == code).sum(axis=0) for code in range(len(STATUS_LIST))]
        return pd.DataFrame(counts, index=list(STATUS_LIST), columns=self.variables)

    def status_frame(self, variables: Sequence[str] | None) -> pd.DataFrame:
        pick = self._pick(variables)
        words = np.array([*STATUS_LIST, ""], dtype=object)[self.codes[:, pick]]
        # As objects, all cells share eight words; as pandas' own text each cell would be a copy.
        return pd.DataFrame(words, index=self.regions, columns=[self.variables[i] for i in pick], dtype=object)


def _words(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """The words that occur in a column of few different ones, and for each row which of them it is."""
    coded = column.unify_dictionaries().combine_chunks()
    words, row = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    used = np.flatnonzero(np.bincount(row, minlength=len(words)))
    place = np.zeros(len(words), dtype="int32")
    place[used] = np.arange(len(used))
    return [words[i] for i in used], place[row]
