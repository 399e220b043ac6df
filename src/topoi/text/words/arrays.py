"""Rows of arrays: taken, put in order, told apart, grouped by their owners.

Arrays of one length that belong together are a NamedTuple here: the columns of a table.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple, TypeVar

import numpy as np

Columns = TypeVar("Columns", bound=NamedTuple)


def taken(columns: Columns, rows: np.ndarray | slice) -> Columns:
    """Return named columns at these rows (numbers or truth values)."""
    return columns._make(column[rows] for column in columns)


def stacked(parts: Sequence[Columns]) -> Columns:
    """Return several tables of the same named columns, at least one, as one."""
    return parts[0]._make(map(np.concatenate, zip(*parts, strict=True)))


class Groups(NamedTuple):
    """Numbers by their owner: those of owner i are `items[at[i] : at[i + 1]]`."""

    at: np.ndarray
    items: np.ndarray

    def of(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return each owner's row once for every item it has, and the item.

        >>> rows, items = Groups(np.array([0, 2, 2, 3]), np.array([7, 8, 9])).of(np.array([2, 0]))
        >>> rows.tolist(), items.tolist()
        ([0, 1, 1], [9, 7, 8])
        """
        first = self.at[owners]
        many = self.at[owners + 1] - first
        rows = np.repeat(np.arange(len(many)), many)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
        return rows, self.items[first[rows] + within]

    def items_of(self, owner: int) -> list[int]:
        """Return the items of one owner."""
        return self.items[self.at[owner] : self.at[owner + 1]].tolist()


def grouped(owners: np.ndarray, items: np.ndarray, count: int) -> Groups:
    """Return items by owner, of which there are so many; each owner's in the order given."""
    order = np.argsort(owners.astype(np.min_scalar_type(count)), kind="stable")
    return Groups(np.append(0, np.cumsum(np.bincount(owners, minlength=count))), items[order])


def sorted_groups(groups: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Return the rows in order of their groups (small numbers), and from where to where each goes.

    >>> order, cuts = sorted_groups(np.array([5, 2, 5]))
    >>> order.tolist(), cuts
    ([1, 0, 2], [(0, 1), (1, 3)])
    """
    # Of numbers of 16 bits numpy sorts by their digits, which is several times as fast.
    small = groups.astype(np.min_scalar_type(int(groups.max(initial=0))))
    order = np.argsort(small, kind="stable")
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    cuts = pairwise([0, *ends.tolist(), len(groups)])
    return order, list(cuts) if len(groups) else []


def order_of(*columns: np.ndarray) -> np.ndarray:
    """Return the rows in order of some columns, the first of which counts most.

    >>> order_of(np.array([1, 0, 1]), np.array([2, 5, 1])).tolist()
    [1, 2, 0]
    """
    lowest = [int(column.min(initial=0)) for column in columns]
    widths = [
        int(column.max(initial=0)) - low + 1 for column, low in zip(columns, lowest, strict=True)
    ]
    if prod(widths) >= 1 << 63:
        return np.lexsort(columns[::-1])
    # One number a row is sorted several times as fast as several are.
    packed = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, width in zip(columns, lowest, widths, strict=True):
        packed = packed * width + (column - low)
    return np.argsort(packed, kind="stable")


def first_of_each(*columns: np.ndarray) -> np.ndarray:
    """Return, in order, the rows whose values no row before them has.

    >>> first_of_each(np.array([1, 0, 1]), np.array([2, 5, 2])).tolist()
    [0, 1]
    """
    return np.sort(first_of_runs(order_of(*columns), *columns))


def first_of_runs(order: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    """Return the rows, in an order, whose columns differ from those of the row before."""
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.logical_or.reduce([np.diff(column[order]) != 0 for column in columns])
    return order[new]


def apart(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return which spans, in order of their starts, begin behind the end of the last one kept.

    >>> apart(np.array([0, 2, 3]), np.array([3, 4, 5])).tolist()
    [True, False, True]
    """
    # Most spans overlap none before them and are kept; only the others need a look.
    kept = start >= np.insert(np.maximum.accumulate(end), 0, -1)[:-1]
    last = 0
    for row in np.flatnonzero(~kept).tolist():
        last = row - 1 if kept[row - 1] else last
        if start[row] >= end[last]:
            kept[row], last = True, row
    return kept
