"""Many whole numbers at once: which differ, where they stand in a table, which come back."""

from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

BUCKETS = 1 << 20
FACTOR = np.uint64(0x9E3779B97F4A7C15)
SPARE_BITS = 4


def distinct(values: np.ndarray) -> np.ndarray:
    """Return the different values, sorted (numpy's own way by hashing is slower here).

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def expanded(at: np.ndarray, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each item's row once for every entry it owns, and the number of that entry.

    Item i owns the entries from `at[i]` up to `at[i + 1]`.

    >>> rows, entries = expanded(np.array([0, 2, 2, 3]), np.array([2, 0]))
    >>> rows.tolist(), entries.tolist()
    ([0, 1, 1], [2, 0, 1])
    """
    first = at[items]
    many = at[items + 1] - first
    rows = np.repeat(np.arange(len(many)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return rows, first[rows] + within


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
    order = order_of(*columns)
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.logical_or.reduce([np.diff(column[order]) != 0 for column in columns])
    return np.sort(order[new])


class Table(NamedTuple):
    """Different numbers of 64 bits by some bits of their product with FACTOR (Knuth 1973, 6.4):
    those with the bits b are the ones from `first[b]` up to `first[b + 1]`."""

    values: np.ndarray
    places: np.ndarray
    first: np.ndarray
    shift: np.uint64


def table_of(values: np.ndarray) -> Table:
    """Return different numbers as a table in which many others can be looked up at once."""
    bits = len(values).bit_length() + SPARE_BITS
    shift = np.uint64(64 - bits)
    slots = (values * FACTOR) >> shift
    order = np.argsort(slots, kind="stable")
    first = np.searchsorted(slots[order], np.arange((1 << bits) + 1, dtype=np.uint64))
    return Table(values[order], order, first.astype(np.int32), shift)


def places_in(table: Table, values: np.ndarray) -> np.ndarray:
    """Return the place of each number of 64 bits in a table, or -1.

    >>> numbers = np.array([7, 3, 2], dtype=np.uint64)
    >>> places_in(table_of(numbers[::2]), numbers).tolist()
    [0, -1, 1]
    """
    # Signed numbers are faster to index by.
    slots = ((values * FACTOR) >> table.shift).view(np.int64)
    at, last = table.first[:-1][slots], table.first[1:][slots]
    found = np.full(len(values), -1)
    rows = np.flatnonzero(at < last)
    at, last = at[rows], last[rows]
    while len(rows):
        same = table.values[at] == values[rows]
        found[rows[same]] = table.places[at[same]]
        rest = np.flatnonzero(~same & (at + 1 < last))
        rows, at, last = rows[rest], at[rest] + 1, last[rest]
    return found


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


def recurring(keys: np.ndarray) -> np.ndarray:
    """Return the places, in order, of the keys that occur more than once.

    >>> recurring(np.array([7, 8, 7], dtype=np.uint64)).tolist()
    [0, 2]
    """
    # Most keys are alone in their bucket; only the others are worth sorting.
    buckets = min(BUCKETS, 8 << len(keys).bit_length())
    bucket = (keys & np.uint64(buckets - 1)).astype(np.int32)
    row = np.arange(len(keys), dtype=np.int32)
    last = np.empty(buckets, dtype=np.int32)
    last[bucket] = row
    shared = np.zeros(buckets, dtype=bool)
    shared[bucket[last[bucket] != row]] = True
    rows = np.flatnonzero(shared[bucket])
    order = rows[np.argsort(keys[rows])]
    same = keys[order][1:] == keys[order][:-1]
    if not len(same):
        return np.zeros(0, dtype=np.int64)
    return np.sort(order[np.append(same, False) | np.insert(same, 0, False)])
