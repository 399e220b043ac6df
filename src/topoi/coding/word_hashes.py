"""Words as numbers, so that many are compared at once."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from topoi.coding.characters import code_points
from topoi.coding.keys import Table, places_in, table_of

BASE = np.uint64(1_000_003)
INVERSE = np.uint64(pow(1_000_003, -1, 1 << 64))
MIXERS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
USUAL = 1 << 20


def sums_of(codes: np.ndarray) -> np.ndarray:
    """Return what `hashed` needs of a text: sums over all characters before each place."""
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    parts = sums[1:]
    parts[:] = codes
    parts *= powers(BASE, len(codes))
    np.cumsum(parts, out=parts)
    return sums


def hashed(sums: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a hash of each stretch of characters (Karp and Rabin 1987), modulo 2 to the 64.

    Told from the sums of a text, since the base has an inverse; then mixed (the finalizer of
    SplitMix64, Steele et al. 2014), so that sums of hashes do not collide.
    """
    told: np.ndarray = (sums[ends] - sums[starts]) * powers(INVERSE, len(sums))[starts]
    for shift, factor in MIXERS:
        told = (told ^ (told >> np.uint64(shift))) * np.uint64(factor)
    return told


def hashes_of(forms: Sequence[str]) -> np.ndarray:
    """Return the hashes of some words, as `hashed` makes them.

    >>> first, second, third = hashes_of(["war", "peace", "war"]).tolist()
    >>> first == third, first == second
    (True, False)
    """
    ends = np.cumsum([len(form) for form in forms])
    starts = ends - [len(form) for form in forms]
    return hashed(sums_of(code_points("".join(forms))), starts, ends)


def are_among(hashes: np.ndarray, words: tuple[str, ...]) -> np.ndarray:
    """Return which hashes are those of some words.

    >>> are_among(hashes_of(["war", "the"]), ("the", "a")).tolist()
    [False, True]
    """
    return np.asarray(places_in(table_of_words(words), hashes) >= 0)


@lru_cache(maxsize=8)
def table_of_words(words: tuple[str, ...]) -> Table:
    """Return the hashes of some words as a table."""
    return table_of(hashes_of(words))


def powers(base: np.uint64, count: int) -> np.ndarray:
    """Return the first powers of a number, modulo 2 to the 64; batches are about equally long."""
    usual = first_powers(base, USUAL)
    return usual[:count] if count <= USUAL else first_powers.__wrapped__(base, count)


@lru_cache(maxsize=2)
def first_powers(base: np.uint64, count: int) -> np.ndarray:
    """Return the same, kept for the next time."""
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors)
