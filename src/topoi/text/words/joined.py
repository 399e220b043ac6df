"""Several texts as one array of code points, so that arrays can decide about all at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.text.words.boundaries import Boundaries, boundaries, code_points

# A blank line belongs to no token, word or paragraph, so no decision reaches over it.
BETWEEN = "\n\n"
FIRST_PRINTED = 32
# A text longer than this is read in pieces, so that arrays stay small.
LONGEST = 8_000_000


class Joined(NamedTuple):
    """Texts joined by blank lines, where each lies in the whole, and the tokens of the whole.

    `control` are the places of control characters, of which ordinary texts have line ends only.
    """

    texts: Sequence[str]
    text: str
    codes: np.ndarray
    begins: np.ndarray
    bounds: Boundaries
    control: np.ndarray

    def owners(self, places: np.ndarray) -> np.ndarray:
        """Return the number of the text that holds each place."""
        return np.searchsorted(self.begins, places, side="right") - 1


def join(texts: Sequence[str]) -> Joined:
    """Return the texts joined, with their tokens found.

    >>> join(["One.", "Two."]).begins.tolist()
    [0, 6]
    """
    text = BETWEEN.join(texts)
    lengths = np.array([len(part) + len(BETWEEN) for part in texts], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    codes = code_points(text)
    control = np.flatnonzero(codes < FIRST_PRINTED)
    return Joined(texts, text, codes, begins, boundaries(codes), control)


def among(codes: np.ndarray, letters: str) -> np.ndarray:
    """Return whether each code point is one of a few letters; each letter costs one pass."""
    found = np.zeros(len(codes), dtype=bool)
    largest = np.iinfo(codes.dtype).max
    for letter in letters:
        if ord(letter) <= largest:
            found |= codes == ord(letter)
    return found


def within(owner: np.ndarray) -> np.ndarray:
    """Return each row's number, from 0, among the rows of the same owner, which stand together.

    >>> within(np.array([0, 0, 3])).tolist()
    [0, 1, 0]
    """
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    return np.arange(len(owner)) - np.repeat(first, np.diff(np.append(first, len(owner))))


def cut(text: str, place: int) -> int:
    """Return where the piece that begins at a place ends: behind white space, if there is any."""
    stop = min(len(text), place + LONGEST // 2)
    if stop == len(text):
        return stop
    space = max(text.rfind(" ", place, stop), text.rfind("\n", place, stop))
    if space < 0:
        space = min(
            (at for at in (text.find(" ", stop), text.find("\n", stop)) if at >= 0), default=-1
        )
    return space + 1 if space >= 0 else len(text)
