"""The different forms of tokens, told apart as written by Arrow and folded all at once."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from topoi.text.boundaries import Boundaries, text_of
from topoi.text.tokens import KEPT_CAPITALS, form
from topoi.text.tokens import folded as folded_text

if TYPE_CHECKING:
    import pyarrow as pa

LINE = "\n"


class Written(NamedTuple):
    """Tokens as they are written: the bytes of their code points, `dtype` integers each."""

    tokens: "pa.Array"
    dtype: np.dtype


def written(codes: np.ndarray, bounds: Boundaries) -> Written:
    """Return the tokens of a text: the visible characters, packed, of which they are slices."""
    import pyarrow as pa

    # Several times as fast as a mask in brackets, which guesses at every character.
    packed = codes.compress(bounds.visible)
    offsets = np.zeros(len(bounds.starts) + 1, dtype=np.int32)
    np.cumsum(bounds.sizes * codes.itemsize, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(packed)]
    return Written(pa.Array.from_buffers(pa.binary(), len(bounds.starts), buffers), codes.dtype)


def distinct(found: Written) -> tuple[np.ndarray, list[str]]:
    """Return for each token the number of its form as written, and the folded form of each."""
    encoded = found.tokens.dictionary_encode()
    return encoded.indices.to_numpy(), folded(Written(encoded.dictionary, found.dtype))


def folded(found: Written) -> list[str]:
    """Return the folded form of each token."""
    return folded_forms(lines_of(found)) if len(found.tokens) else []


def lines_of(found: Written) -> str:
    """Return the tokens as a text with one of them a line."""
    tokens, dtype = found
    _, offsets, data = tokens.buffers()
    edges = np.frombuffer(offsets, dtype=np.int32)[tokens.offset :][: len(tokens) + 1]
    codes = np.frombuffer(data, dtype=dtype)[edges[0] // dtype.itemsize :]
    edges = (edges - edges[0]) // dtype.itemsize
    number = np.repeat(np.arange(len(tokens)), np.diff(edges))
    lines = np.full(edges[-1] + len(tokens) - 1, ord(LINE), dtype=dtype)
    lines[np.arange(edges[-1]) + number] = codes[: edges[-1]]
    return text_of(lines)


def folded_forms(text: str) -> list[str]:
    """Return the form of the word on each line, as `tokens.form` gives it; no word comes twice.

    No token holds a line end, so that all are lowered as one text and parted at the line ends.

    >>> folded_forms("Kiev\\nUS\\ndon’t")
    ['kiev', 'US', "don't"]
    """
    if text.isascii():
        forms = text.lower().split(LINE)
    else:
        forms = folded_text(text).split(LINE)
        for number, word in enumerate(text.split(LINE)):
            if len(word) == 1:
                forms[number] = form(word)
    for word in KEPT_CAPITALS:
        place = f"{LINE}{text}{LINE}".find(f"{LINE}{word}{LINE}")
        if place >= 0:
            forms[text.count(LINE, 0, place)] = word
    return forms
