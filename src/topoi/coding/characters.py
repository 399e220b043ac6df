"""What kinds of characters stand where in a text: one byte of flags a character."""

import unicodedata
from functools import lru_cache

import numpy as np

from topoi.text.boundaries import BYTE, looked_up

WORD, BLANK, JOINER, DIGIT, POINT, COMMA, CLAUSE, QUOTE = (np.uint8(1 << bit) for bit in range(8))
# Which characters bear a flag, letters and white space aside.
MARKS = {
    JOINER: "-'\u2010\u2011",
    DIGIT: "0123456789",
    POINT: ",.",
    COMMA: ",;",
    CLAUSE: ",;:()—–!?",
    QUOTE: '"“”„‟«»＂‹›',
}


def code_points(text: str) -> np.ndarray:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def bearing(codes: np.ndarray, marks: str) -> np.ndarray:
    """Return which characters are one of these marks.

    >>> bearing(code_points("(“no”)"), "(”").tolist()
    [True, False, False, False, True, False]
    """
    told, rare = looked_up(codes, marked_bytes(marks))
    found = told.view(bool)
    if len(rare):
        found = found.copy()
        found[rare] = np.isin(codes[rare], code_points(marks))
    return found


@lru_cache(maxsize=64)
def marked_bytes(marks: str) -> bytes:
    """Return for each character that is one byte whether it is one of these marks."""
    return bytes(chr(code) in marks for code in range(BYTE))


def changes(inside: np.ndarray) -> np.ndarray:
    """Return where runs of characters begin and end, in turn.

    >>> changes(np.array([True, True, False, True])).tolist()
    [0, 2, 3, 4]
    """
    framed = np.zeros(len(inside) + 2, dtype=bool)
    framed[1:-1] = inside
    return np.flatnonzero(framed[1:] != framed[:-1])


def kinds_of(codes: np.ndarray) -> np.ndarray:
    """Return the flags of each character.

    >>> found = kinds_of(code_points("a, "))
    >>> (found & WORD > 0).tolist(), (found & BLANK > 0).tolist()
    ([True, False, False], [False, False, True])
    """
    kinds, rare = looked_up(codes, table())
    if not len(rare):
        return kinds
    kinds = kinds.copy()
    values, inverse = np.unique(codes[rare], return_inverse=True)
    kinds[rare] = np.array([kind(int(value)) for value in values], dtype=np.uint8)[inverse]
    return kinds


@lru_cache(maxsize=1)
def table() -> bytes:
    """Return the flags of the characters that are one byte."""
    return bytes(kind(code) for code in range(BYTE))


@lru_cache(maxsize=4096)
def kind(code: int) -> int:
    """Return the flags of one character; letters, digits, marks and underscores make words."""
    letter = chr(code)
    flags = sum(int(flag) for flag, marks in MARKS.items() if letter in marks)
    if letter == "_" or unicodedata.category(letter)[0] in "LNM":
        flags |= int(WORD)
    return flags | int(BLANK) if letter.isspace() else flags
