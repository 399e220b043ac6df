"""Relating one table of spans to another: which row of a layer holds a given place."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import take


def containing(spans: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return, for each span, the given columns of the row of `table` that holds its start.

    The result has the index of `spans` and one column for each name in `columns`; a span that no
    row holds gets 0 in number columns, False in truth columns and "" in text columns. The rows of
    `table` may not overlap within a document (sentences, paragraphs and voices do not), but may
    leave gaps.

    >>> hits = pd.DataFrame({"doc": ["a"], "start": [7], "end": [9]})
    >>> layer = pd.DataFrame({"doc": ["a", "a"], "start": [0, 5], "end": [5, 9], "nth": [1, 2]})
    >>> containing(hits, layer, ["nth"])["nth"].tolist()
    [2]
    """
    rows = positions(spans, table)
    picked = {
        name: take(table[name].array, rows, allow_fill=True, fill_value=absent(table[name]))
        for name in columns
    }
    return pd.DataFrame(picked, index=spans.index)


def positions(spans: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Return the row number in `table` that holds each span's start, or -1 where none does."""
    if not len(table) or not len(spans):
        return np.full(len(spans), -1)
    codes = pd.factorize(pd.concat([table["doc"], spans["doc"]], ignore_index=True))[0]
    in_table, in_spans = codes[: len(table)], codes[len(table) :]
    stride = np.int64(max(table["end"].max(), spans["start"].max()) + 1)
    starts = in_table * stride + table["start"].to_numpy()
    order = np.argsort(starts, kind="stable")
    wanted = in_spans * stride + spans["start"].to_numpy()
    before = np.searchsorted(starts[order], wanted, side="right") - 1
    rows = np.where(before >= 0, order[np.maximum(before, 0)], -1)
    ends = in_table * stride + table["end"].to_numpy()
    held = (rows >= 0) & (wanted < ends[rows]) & (in_table[rows] == in_spans)
    return np.where(held, rows, -1)


def crossed(spans: pd.DataFrame, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of `table` that spans lie in, as a whole or in part, and the span of each.

    Both are row numbers. The rows of `table` are in order and do not overlap; a span whose first or
    last character none of them holds is left out.

    >>> hits = pd.DataFrame({"doc": ["a"], "start": [3], "end": [7]})
    >>> layer = pd.DataFrame({"doc": ["a", "a"], "start": [0, 5], "end": [5, 9]})
    >>> [rows.tolist() for rows in crossed(hits, layer)]
    [[0, 1], [0, 0]]
    """
    first = positions(spans, table)
    last = positions(spans.assign(start=spans["end"] - 1), table)
    known = (first >= 0) & (last >= 0)
    many = np.where(known, last - first + 1, 0)
    span = np.repeat(np.arange(len(spans)), many)
    step = np.arange(len(span)) - np.repeat(np.cumsum(many) - many, many)
    return first[span] + step, span


def overlapped(spans: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Return which spans share a character with a row of `table`, whose rows may overlap.

    >>> spans = pd.DataFrame({"doc": ["a", "a"], "start": [0, 5], "end": [4, 9]})
    >>> overlapped(spans, pd.DataFrame({"doc": ["a"], "start": [4], "end": [6]})).tolist()
    [False, True]
    """
    both = pd.concat([table[["doc", "start", "end"]], spans[["doc", "start", "end"]]])
    places = pd.factorize(both["doc"])[0] * np.int64(both["end"].max() + 1 if len(both) else 1)
    starts, ends = (places + both[edge].to_numpy(dtype=np.int64) for edge in ("start", "end"))
    others = len(table)
    begun = np.searchsorted(np.sort(starts[:others]), ends[others:], side="left")
    ended = np.searchsorted(np.sort(ends[:others]), starts[others:], side="right")
    return np.asarray(begun > ended, dtype=bool)


def absent(column: pd.Series) -> object:
    """Return what stands for "no such row" in a column of this kind."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return False
    if pd.api.types.is_numeric_dtype(column.dtype):
        return 0
    return ""
