"""A text made plain for matching: runs of white space as one space, apostrophes straight, letters
small; told on code points, with the way back to the text."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.coding.characters import BLANK, code_points, kinds_of
from topoi.text.folding import fold, straight

ASCII = 128
SMALL = np.uint32(ord("a") - ord("A"))
# At the end of a word this capital has a small letter of its own.
SIGMA = ord("Σ")


class PlainText(NamedTuple):
    """A text as written but for white space and apostrophes, the same in small letters, the code
    points of both, and which characters of the original are kept."""

    plain: str
    folded: str
    written: np.ndarray
    codes: np.ndarray
    kept: np.ndarray


def plain_text(text: str, seams: Sequence[int] | np.ndarray = ()) -> PlainText:
    """Return the text with every run of white space as one space, and folded like `fold` does.

    At the seams the line end between two documents stays, whatever stands around it.

    >>> found = plain_text("A\\n\\nb’s")
    >>> found.plain, found.folded, found.kept.tolist()
    ("A b's", "a b's", [True, True, False, True, True, True])
    """
    squeezed, kept = squeezed_codes(code_points(text), np.asarray(seams, dtype=np.int64))
    written, codes = folded_codes(squeezed)
    plain = string_of(written)
    if (written == SIGMA).any():
        codes = code_points(fold(plain))
    return PlainText(plain, string_of(codes), written, codes, kept)


def squeezed_codes(codes: np.ndarray, seams: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return code points with every run of white space as one space, and which are kept."""
    blank = (kinds_of(codes) & BLANK) > 0
    blank[seams] = False
    kept = np.ones(len(codes), dtype=bool)
    kept[1:] = ~(blank[1:] & blank[:-1])
    squeezed = codes[kept]
    squeezed[(blank & (codes != ord(" ")))[kept]] = ord(" ")
    return squeezed, kept


def folded_codes(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return code points with straight apostrophes, and these in lower case."""
    written, small = codes.copy(), codes + is_capital(codes) * SMALL
    rare = np.flatnonzero(codes >= ASCII)
    values, inverse = np.unique(codes[rare], return_inverse=True)
    for found, change in ((written, straight), (small, fold)):
        told = [ord(change(chr(value))) for value in values.tolist()]
        found[rare] = np.array(told, dtype=codes.dtype)[inverse]
    return written, small


def is_capital(codes: np.ndarray) -> np.ndarray:
    """Return which code points are capitals of ASCII."""
    return (codes >= ord("A")) & (codes <= ord("Z"))


def string_of(codes: np.ndarray) -> str:
    """Return the string of some code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
