"""Finding the literals that are one whole word, from the words of a text rather than its letters.

A word of at most eight letters, or one of at most seven with the space behind it, fits into one
whole number, so that all words of a text are compared with all literals at once. In running English
half of all occurrences of literals are such words.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.coding.characters import changes
from topoi.coding.keys import Table, places_in, table_of

LONGEST = 8
REPLACED = "?"
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
    """Return whether a literal can be told from `letters_of`."""
    return REPLACED not in literal and max(literal) <= "\xff"


def letters_of(folded: str) -> bytes:
    """Return one byte a letter, "?" for those beyond Latin-1, and some bytes more."""
    return folded.encode("latin-1", "replace") + bytes(LONGEST)


def packed(letters: bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return words as numbers, 0 for those too long.

    >>> found = packed(letters_of("no war"), np.array([0, 3]), np.array([2, 3]))
    >>> [int(one).to_bytes(8, "little").rstrip(bytes(1)) for one in found]
    [b'no', b'war']
    """
    # Eight bytes from each place on, read as one number.
    windows = np.ndarray(len(letters) - LONGEST + 1, dtype="<u8", buffer=letters, strides=(1,))
    numbers: np.ndarray = windows[starts] & LETTERS[np.minimum(sizes, LONGEST + 1)]
    return numbers
