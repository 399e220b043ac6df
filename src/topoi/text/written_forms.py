"""The different forms of tokens, as the text writes them."""

from typing import TYPE_CHECKING

import numpy as np

from topoi.text.boundaries import Boundaries, text_of

if TYPE_CHECKING:
    import pyarrow as pa

LINE = "\n"


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
