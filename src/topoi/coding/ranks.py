"""Some places of a text, found from any other place at once."""

from typing import NamedTuple

import numpy as np


class Ranks(NamedTuple):
    """Places in order, with the length of the text as the last, and how many are before each
    character."""

    places: np.ndarray
    before: np.ndarray

    def first_from(self, at: np.ndarray) -> np.ndarray:
        """Return the first of the places at or after each character, or the text's length."""
        return np.asarray(self.places[self.before[at]])


def ranks(flags: np.ndarray) -> Ranks:
    """Return the places of the characters that bear a flag.

    >>> found = ranks(np.array([False, True, False, True]))
    >>> found.first_from(np.array([0, 1, 2, 4])).tolist()
    [1, 1, 3, 4]
    """
    before = np.zeros(len(flags) + 1, dtype=np.int32)
    np.cumsum(flags, out=before[1:])
    return Ranks(np.append(np.flatnonzero(flags), len(flags)), before)
