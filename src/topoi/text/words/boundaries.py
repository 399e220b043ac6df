"""Where tokens begin and end, decided for a whole text at once on arrays of code points.

A word is letters and digits joined by inner apostrophes, hyphens, and the points and commas of
numbers and of initials; a final 's is a token of its own; any other sign is one, too. Soft hyphens
and signs without a width are left out before, so that they neither break a word nor hide it; so is
the line end between letters behind a soft hyphen, or behind a hyphen that breaks no line. The same
definition stands as a regular expression in the tests, which hold the two together.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np

from topoi.text.corpus.signs import FIRM_HYPHEN, LINE_END, SOFT_HYPHEN

CORE, LETTER, NUMBER, SPACE, APOSTROPHE, HYPHEN, POINT, LETTER_S = (1 << bit for bit in range(8))
JOINING = APOSTROPHE | HYPHEN | POINT
# The comma joins figures only and the point initials too; told apart by the character itself.
FULL_STOP = ord(".")
KINDS = {"L": LETTER | CORE, "M": CORE, "N": NUMBER | CORE}
BY_CATEGORY = bytes(KINDS.get(chr(code), 0) for code in range(256))
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# Signs that no reader sees: soft hyphen, zero-width space and joiners, marks of direction, byte
# order mark.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Behind a soft hyphen a word goes on in the next line, and behind one that breaks no line, too.
GOES_ON = re.compile(
    rf"(?P<hyphen>[{SOFT_HYPHEN}{FIRM_HYPHEN}])(?<=[^\W_].)[ \t]*{LINE_END}[ \t]*(?=[^\W_])"
)
MARKS = {SPACE: SPACES, APOSTROPHE: "'’", HYPHEN: "-‐‑", POINT: ".,", LETTER_S: "sS"}
MARGIN = 2
BYTE = 256
LAST = 0x10FFFF


class Boundaries(NamedTuple):
    """Places of the tokens of one text: where each begins and ends, and whether it is a word.

    `codes` are the code points of the text without unseen signs, `visible` tells which of them
    belong to a token, that is, are no white space; `sizes` how many of them each token has.
    """

    starts: np.ndarray
    ends: np.ndarray
    is_word: np.ndarray
    codes: np.ndarray
    visible: np.ndarray
    sizes: np.ndarray


def codes_of(text: str) -> np.ndarray:
    """Return the text's code points as the smallest of three kinds of integer that holds them.

    >>> codes_of("né").tolist()
    [110, 233]
    """
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, dtype=np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_from(codes: np.ndarray) -> str:
    """Return the string of code points made by `codes_of`."""
    encoding = {1: "ascii", 2: "utf-16-le", 4: "utf-32-le"}[codes.itemsize]
    return codes.tobytes().decode(encoding, "surrogatepass")


def last_code(codes: np.ndarray) -> int:
    """Return the last code point that integers of this width can hold."""
    return min(LAST, np.iinfo(codes.dtype).max)


@cache
def classes(last: int) -> np.ndarray:
    """Return, for every code point up to the last, its classes as bits; made once, on first use.

    A table of all takes 17 times as long to make as one of those that two bytes hold.
    """
    every = map(chr, range(last + 1))
    first = "".join(map(unicodedata.category, every))[::2].encode()
    table = np.frombuffer(first.translate(BY_CATEGORY), dtype=np.uint8).copy()
    for bit, marks in MARKS.items():
        table[[ord(mark) for mark in marks if ord(mark) <= last]] |= bit
    return table


def boundaries(text: str) -> Boundaries:
    """Return the tokens of a text.

    >>> bounds = boundaries("Kiev's root causes.")
    >>> bounds.starts.tolist(), bounds.is_word.tolist()
    ([0, 4, 7, 12, 18], [True, False, True, True, False])
    """
    codes = codes_of(text)
    if not any(sign in text for sign in UNSEEN + FIRM_HYPHEN):
        return seen_boundaries(codes)
    seen = ~np.isin(codes, [ord(sign) for sign in UNSEEN])
    for broken in GOES_ON.finditer(text):
        seen[broken.end("hyphen") : broken.end()] = False
    kept = np.flatnonzero(seen)
    found = seen_boundaries(codes[kept])
    return found._replace(starts=kept[found.starts], ends=kept[found.ends - 1] + 1)


def seen_boundaries(codes: np.ndarray) -> Boundaries:
    """Return the tokens of a text without unseen signs."""
    flags = np.zeros(len(codes) + 2 * MARGIN, dtype=np.uint8)
    inner = flags[MARGIN:-MARGIN]
    inner[:] = flags_of(codes)
    clitics, joined = inner_marks(flags, codes)
    flags[clitics + 1] &= ~np.uint8(CORE)
    flags[joined] |= CORE
    member = (inner & CORE).view(bool)
    visible = (inner & SPACE) == 0
    # goes_on[i]: character i belongs to the token of character i - 1
    goes_on = np.zeros(len(codes) + 1, dtype=bool)
    np.logical_and(member[1:], member[:-1], out=goes_on[1:-1])
    goes_on[clitics + 1 - MARGIN] = True
    starts = np.flatnonzero(visible & ~goes_on[:-1])
    ends = np.flatnonzero(visible & ~goes_on[1:]) + 1
    return Boundaries(starts, ends, member[starts], codes, visible, ends - starts)


def flags_of(codes: np.ndarray) -> np.ndarray:
    """Return the classes of each character."""
    table = classes(last_code(codes))
    # Translating bytes is many times as fast as indexing; other characters are seldom.
    low = codes.astype(np.uint8, copy=False).tobytes().translate(table[:BYTE].tobytes())
    flags = np.frombuffer(low, dtype=np.uint8)
    if codes.itemsize > 1:
        flags = flags.copy()
        rare = np.flatnonzero(codes >= BYTE)
        flags[rare] = table[codes[rare]]
    return flags


def inner_marks(flags: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places, in `flags`, of the apostrophe of each clitic and of each joining mark."""
    at = np.flatnonzero((flags & JOINING) != 0)
    at = at[(flags[at - 1] & flags[at + 1] & CORE) != 0]
    here, before, after = flags[at], flags[at - 1], flags[at + 1]
    open_before = (flags[at - 2] & CORE) == 0
    open_after = (flags[at + 2] & CORE) == 0
    apostrophe = (here & APOSTROPHE) != 0
    is_clitic = apostrophe & ((after & LETTER_S) != 0) & open_after
    figures = (before & after & NUMBER) != 0
    initials = (before & after & LETTER).astype(bool) & open_before & open_after
    initials &= codes[at - MARGIN] == FULL_STOP
    point = ((here & POINT) != 0) & (figures | initials)
    joins = (apostrophe & ~is_clitic) | ((here & HYPHEN) != 0) | point
    clitics = at[is_clitic]
    # The s of a clitic ends its token, so a mark after it joins nothing.
    joins &= ~np.isin(at - 2, clitics)
    return clitics, at[joins]
