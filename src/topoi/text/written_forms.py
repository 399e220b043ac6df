"""The different forms of tokens, told apart as written and folded all at once."""

from typing import TYPE_CHECKING

import numpy as np

from topoi.text.boundaries import Boundaries, text_of
from topoi.text.tokens import APOSTROPHES, KEPT_CAPITALS

if TYPE_CHECKING:
    import pyarrow as pa

LINE = "\n"


def distinct(codes: np.ndarray, bounds: Boundaries) -> tuple[np.ndarray, list[str]]:
    """Return for each token the number of its form as written, and the folded form of each.

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
    if not len(encoded.dictionary):
        return encoded.indices.to_numpy(), []
    return encoded.indices.to_numpy(), folded_forms(lines_of(encoded.dictionary, codes.dtype))


def lines_of(forms: "pa.Array", dtype: np.dtype) -> str:
    """Return the code points of an Arrow array as a text with one of its values a line."""
    _, offsets, data = forms.buffers()
    edges = np.frombuffer(offsets, dtype=np.int32)[: len(forms) + 1] // dtype.itemsize
    number = np.repeat(np.arange(len(forms)), np.diff(edges))
    lines = np.full(edges[-1] + len(forms) - 1, ord(LINE), dtype=dtype)
    lines[np.arange(edges[-1]) + number] = np.frombuffer(data, dtype=dtype)[: edges[-1]]
    return text_of(lines)


def folded_forms(text: str) -> list[str]:
    """Return the form of the word on each line, as `tokens.form` gives it; no word comes twice.

    No token holds a line end, so that all are lowered as one text and parted at the line ends.

    >>> folded_forms("Kiev\\nUS\\ndon’t")
    ['kiev', 'US', "don't"]
    """
    folded = text.lower()
    for apostrophe, straight in APOSTROPHES.items():
        folded = folded.replace(chr(apostrophe), straight)
    forms = folded.split(LINE)
    for word in KEPT_CAPITALS:
        place = f"{LINE}{text}{LINE}".find(f"{LINE}{word}{LINE}")
        if place >= 0:
            forms[text.count(LINE, 0, place)] = word
    return forms
