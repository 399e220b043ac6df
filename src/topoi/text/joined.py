"""Several texts as one array of code points, so that arrays can decide about all at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from topoi.text.boundaries import Boundaries, boundaries, code_points, text_of

if TYPE_CHECKING:
    import pyarrow as pa

# A blank line belongs to no token, word or paragraph, so no decision reaches over it.
BETWEEN = "\n\n"
LINE = "\n"


class Joined(NamedTuple):
    """Texts joined by blank lines, where each lies in the whole, and the tokens of the whole.

    `form` has for each token the number of its form in `forms`, which are as the text writes them.
    """

    texts: Sequence[str]
    text: str
    codes: np.ndarray
    begins: np.ndarray
    bounds: Boundaries
    form: np.ndarray
    forms: list[str]

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
    bounds = boundaries(codes)
    return Joined(texts, text, codes, begins, bounds, *distinct(codes, bounds))


def distinct(codes: np.ndarray, bounds: Boundaries) -> tuple[np.ndarray, list[str]]:
    """Return for each token the number of its form, and the forms as the text writes them.

    The visible characters are packed into one buffer whose slices are the tokens, and Arrow's
    dictionary encoding finds the equal ones.
    """
    import pyarrow as pa

    # Several times as fast as a mask in brackets, which guesses at every character.
    packed = codes.compress(bounds.visible)
    offsets = np.zeros(len(bounds.starts) + 1, dtype=np.int32)
    np.cumsum((bounds.ends - bounds.starts) * codes.itemsize, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(packed)]
    encoded = pa.Array.from_buffers(pa.binary(), len(bounds.starts), buffers).dictionary_encode()
    return encoded.indices.to_numpy(), strings(encoded.dictionary, codes.dtype)


def strings(forms: "pa.Array", dtype: np.dtype) -> list[str]:
    """Return the strings of an Arrow array of code points: decoded at once, then parted.

    They are set apart by line ends, which no token holds: parting at them is the fastest cut.
    """
    _, offsets, data = forms.buffers()
    if not len(forms):
        return []
    edges = np.frombuffer(offsets, dtype=np.int32)[: len(forms) + 1] // dtype.itemsize
    number = np.repeat(np.arange(len(forms)), np.diff(edges))
    apart = np.full(edges[-1] + len(forms) - 1, ord(LINE), dtype=dtype)
    apart[np.arange(edges[-1]) + number] = np.frombuffer(data, dtype=dtype)[: edges[-1]]
    return text_of(apart).split(LINE)


def among(codes: np.ndarray, letters: str) -> np.ndarray:
    """Return whether each code point is one of a few letters; each letter costs one pass."""
    found = np.zeros(len(codes), dtype=bool)
    largest = np.iinfo(codes.dtype).max
    for letter in letters:
        if ord(letter) <= largest:
            found |= codes == ord(letter)
    return found
