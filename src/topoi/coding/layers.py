"""Which row of a table of spans holds a place, told for many places at once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.arrays import order_of


class Layer(NamedTuple):
    """A table of spans with the numbers of its documents, and some of its rows by document and
    start; within a document these do not overlap."""

    table: pd.DataFrame
    docs: np.ndarray
    row: np.ndarray
    key: np.ndarray
    stride: int

    def rows_at(self, docs: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Return the row of the table that holds each place of a document, or -1."""
        if not len(self.row):
            return np.full(len(docs), -1)
        places = np.minimum(starts, self.stride - 1)
        at = np.searchsorted(self.key, docs * self.stride + places, side="right") - 1
        row = self.row[at]
        held = (at >= 0) & (self.docs[row] == docs) & (starts < self.table["end"].to_numpy()[row])
        return np.where(held, row, -1)


def layer_of(table: pd.DataFrame, docs: np.ndarray, rows: np.ndarray | None = None) -> Layer:
    """Return a table as a layer, or only these rows of it; `docs` numbers all its documents."""
    start = table["start"].to_numpy(dtype=np.int64)
    stride = int(table["end"].max()) + 1 if len(table) else 1
    rows = np.arange(len(table)) if rows is None else rows
    row = rows[order_of(docs[rows], start[rows])]
    return Layer(table, docs, row, docs[row] * stride + start[row], stride)


def numbers_in(table: pd.DataFrame, name: str, rows: np.ndarray) -> np.ndarray:
    """Return what a column of numbers has in these rows, 0 for no row (-1)."""
    return np.append(table[name].to_numpy(dtype=np.int64), 0)[rows]


def words_in(table: pd.DataFrame, name: str, rows: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return what a column of words has in these rows, "" for no row (-1)."""
    return table[name].array.take(rows, allow_fill=True, fill_value="")
