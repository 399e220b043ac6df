"""Finding the literals that are one whole word, from the words of a text rather than its letters.

A word of at most eight letters, or one of at most seven with the space behind it, fits into one
whole number, so that all words of a text are compared with all literals at once. In running English
half of all occurrences of literals are such words.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from topoi.coding.characters import changes
from topoi.coding.keys import Table, places_in, table_of

LONGEST = 8
# Latin-1 with quotation marks and dashes in place of control characters.
ENCODING = "cp1252"
REPLACED = b"?"
ASCII = 128
LAST = 0xFFFF
# Of a number, as many bytes as a word has letters; none of a word that does not fit.
LETTERS = np.array([*((1 << 8 * size) - 1 for size in range(LONGEST + 1)), 0], dtype=np.uint64)


class Lexicon(NamedTuple):
    """Words packed into numbers, and the literal that each is, alone and with a space, or -1."""

    words: Table
    alone: np.ndarray
    spaced: np.ndarray


def fits(literal: str) -> bool:
    """Return whether a literal is one word, or one and a space, that fits into a number.

    >>> fits("peace"), fits("peace "), fits("settlement"), fits("a war")
    (True, True, False, False)
    """
    word = literal.removesuffix(" ")
    return word.isalnum() and word.isascii() and len(literal) <= LONGEST


def lexicon_of(literals: Sequence[str], first: int) -> Lexicon:
    """Return a lexicon of literals that fit, numbered from `first`."""
    number = {literal: first + place for place, literal in enumerate(literals)}
    words = list(dict.fromkeys(literal.rstrip() for literal in literals))
    packed = [int.from_bytes(word.encode(), "little") for word in words]
    alone, spaced = ([number.get(word + end, -1) for word in words] for end in ("", " "))
    table = table_of(np.array(packed, dtype=np.uint64))
    return Lexicon(table, np.array(alone, dtype=np.int64), np.array(spaced, dtype=np.int64))


def words_found(
    lexicon: Lexicon, letters: bytes, word: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return literal, start and end of each word of a folded text that is a literal.

    `letters` are the text's (`letters_of`); `word` says which of them belong to words.
    """
    edges = changes(word)
    starts, ends = edges[::2], edges[1::2]
    place = places_in(lexicon.words, packed(letters, starts, ends - starts))
    known = np.flatnonzero(place >= 0)
    place, starts, ends = place[known], starts[known], ends[known]
    alone = lexicon.alone[place]
    spaced = np.where(np.frombuffer(letters, dtype=np.uint8)[ends] == ord(" "), 0, -1)
    spaced |= lexicon.spaced[place]
    parts = [(alone, starts, ends), (spaced, starts, ends + 1)]
    found = ([column[part[0] >= 0] for column in part] for part in parts)
    literal, start, end = map(np.concatenate, zip(*found, strict=True))
    return literal, start, end


def is_narrow(literal: str) -> bool:
    """Return whether a literal can be told from `letters_of`.

    >>> is_narrow("so–called"), is_narrow("мир")
    (True, False)
    """
    return REPLACED not in literal.encode(ENCODING, "replace")


def letters_of(codes: np.ndarray) -> bytes:
    """Return one byte a letter, "?" for those that the encoding lacks, and some bytes more.

    >>> letters_of(np.array([ord(letter) for letter in "a–ж"]))[:3]
    b'a\\x96?'
    """
    letters = codes.astype(np.uint8)
    rare = np.flatnonzero(codes >= ASCII)
    letters[rare] = byte_of_letter()[np.minimum(codes[rare], LAST)]
    return letters.tobytes() + bytes(LONGEST)


@lru_cache(maxsize=1)
def byte_of_letter() -> np.ndarray:
    """Return the byte of each letter that is not ASCII."""
    table = np.full(LAST + 1, ord(REPLACED), dtype=np.uint8)
    letters = bytes(range(ASCII, 2 * ASCII)).decode(ENCODING, "ignore")
    table[[ord(letter) for letter in letters]] = list(letters.encode(ENCODING))
    return table


def packed(letters: bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return words as numbers, 0 for those too long.

    >>> found = packed(b"no war" + bytes(8), np.array([0, 3]), np.array([2, 3]))
    >>> [int(one).to_bytes(8, "little").rstrip(bytes(1)) for one in found]
    [b'no', b'war']
    """
    # Eight bytes from each place on, read as one number.
    windows = np.ndarray(len(letters) - LONGEST + 1, dtype="<u8", buffer=letters, strides=(1,))
    numbers: np.ndarray = windows[starts] & LETTERS[np.minimum(sizes, LONGEST + 1)]
    return numbers
