"""Many whole numbers at once: which differ, which are among others, which come back."""

import numpy as np

BUCKETS = 1 << 20


def distinct(values: np.ndarray) -> np.ndarray:
    """Return the different values, sorted (numpy's own way by hashing is slower here).

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def among(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return which values are among a few others, each given once.

    >>> among(np.array([5, 2]), np.array([1, 2])).tolist()
    [False, True]
    """
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    places, buckets = apart_in_buckets(wanted)
    found: np.ndarray = wanted[places[(values % buckets).astype(np.intp)]] == values
    return found


def apart_in_buckets(wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a table from remainder to place of the values, and a divisor that tells them apart."""
    buckets = np.array(1 << 12, dtype=wanted.dtype)
    while len(np.unique(wanted % buckets)) < len(wanted):
        buckets = buckets * 2 + 1
    places = np.zeros(int(buckets), dtype=np.intp)
    places[(wanted % buckets).astype(np.intp)] = np.arange(len(wanted))
    return places, buckets


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
    bucket = (keys % np.uint64(BUCKETS)).astype(np.int64)
    rows = np.flatnonzero(np.bincount(bucket, minlength=BUCKETS)[bucket] > 1)
    order = rows[np.argsort(keys[rows], kind="stable")]
    same = keys[order][1:] == keys[order][:-1]
    if not len(same):
        return np.zeros(0, dtype=np.int64)
    return np.sort(order[np.append(same, False) | np.insert(same, 0, False)])
