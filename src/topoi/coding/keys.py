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
    """Return which values are among the sorted ones.

    >>> among(np.array([5, 2]), np.array([1, 2])).tolist()
    [False, True]
    """
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    found: np.ndarray = (
        wanted[np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)] == values
    )
    return found


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
