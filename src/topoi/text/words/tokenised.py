"""The tokens of many texts as arrays, found in joined pieces of the texts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from topoi.text.words.arrays import taken
from topoi.text.words.blocks import metadata_end
from topoi.text.words.boundaries import Boundaries, boundaries
from topoi.text.words.segments import KINDS, UNITS, Segments
from topoi.text.words.tokens import Packed, packed

# A blank line belongs to no token, word or paragraph, so no decision reaches over it.
BETWEEN = "\n\n"
CHARS = 4_000_000  # texts are read in pieces of about so many characters, so that arrays stay small
NO_UNIT = -1


class Units(NamedTuple):
    """Sentences, headings and datelines as spans of texts joined; no two overlap."""

    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray


class TextPiece(NamedTuple):
    """The tokens of a stretch of texts joined, and where texts and units lie in it.

    `doc` is the number of the first text, `unit` that of the first unit; a text that goes on from
    the piece before begins below 0. `own` is where the words of each text itself begin, behind its
    metadata.
    """

    bounds: Boundaries
    begins: np.ndarray
    own: np.ndarray
    units: Units
    doc: int
    unit: int


class Runs(NamedTuple):
    """Tokens that follow each other in one text and one sentence, heading or dateline, counted.

    `doc` numbers the texts; `unit` numbers the sentences, headings and datelines of all texts, and
    is NO_UNIT outside of them (a line without a letter is none); `sentence` is 0 outside sentences.
    """

    doc: np.ndarray
    sentence: np.ndarray
    unit: np.ndarray
    tokens: np.ndarray


class Tokenised(NamedTuple):
    """Tokens of some texts: columns of equal length, and their runs.

    `start` and `end` are places in the text.
    """

    start: np.ndarray
    end: np.ndarray
    is_word: np.ndarray
    written: Packed
    runs: Runs


def begins_of(texts: Sequence[str]) -> np.ndarray:
    """Return where each text begins in all of them joined.

    >>> begins_of(["One.", "Two."]).tolist()
    [0, 6]
    """
    sizes = np.array([len(text) + len(BETWEEN) for text in texts], dtype=np.int64)
    return np.cumsum(sizes) - sizes


def units_of(segments: Segments, begins: np.ndarray) -> Units:
    """Return the sentences, headings and datelines among segments of texts that begin there."""
    found = taken(segments, np.isin(segments.kind, [KINDS.index(kind) for kind in UNITS]))
    begin = begins[found.doc]
    return Units(begin + found.start, begin + found.end, found.sentence)


def pieces(texts: Sequence[str], segments: Segments) -> Iterator[TextPiece]:
    """Yield the texts in pieces, at least one; they end where texts or sentences do."""
    texts = texts or [""]
    begins = begins_of(texts)
    own = begins + np.array([metadata_end(text) for text in texts])
    units = units_of(segments, begins)
    # Before the first sentence of a text a dateline may end in mid word.
    stops = np.sort(np.concatenate([begins, units.start[units.sentence > 1]]))
    size = int(begins[-1]) + len(texts[-1])
    near = np.searchsorted(stops, np.arange(CHARS, size, CHARS))
    for low, high in pairwise([0, *np.unique(stops[near[near < len(stops)]]).tolist(), size]):
        first, last = np.searchsorted(begins, low, side="right") - 1, np.searchsorted(begins, high)
        inside = slice(*np.searchsorted(units.start, [low, high]))
        begin = low - int(begins[first])
        bounds = boundaries(BETWEEN.join(texts[first:last])[begin : begin + high - low])
        start, end, sentence = taken(units, inside)
        here = Units(start - low, end - low, sentence)
        at, behind = begins[first:last] - low, own[first:last] - low
        yield TextPiece(bounds, at, behind, here, int(first), int(inside.start))


def tokenised(piece: TextPiece) -> Tokenised:
    """Return the tokens of a piece as columns: a few long steps.

    >>> from topoi.text.words.segments import segments_of
    >>> texts = ["He left. She stayed."]
    >>> [tokenised(piece).runs.tokens.tolist() for piece in pieces(texts, segments_of(texts))]
    [[3, 3]]
    """
    starts, ends, is_word = piece.bounds[:3]
    found = runs(starts, piece.begins, piece.units)
    begins = np.repeat(piece.begins[found.doc], found.tokens)
    unit = np.where(found.unit == NO_UNIT, NO_UNIT, found.unit + piece.unit)
    return Tokenised(
        start=(starts - begins).astype(np.int32),
        end=(ends - begins).astype(np.int32),
        is_word=is_word & (starts >= np.repeat(piece.own[found.doc], found.tokens)),
        written=packed(piece.bounds),
        runs=found._replace(doc=found.doc + np.int32(piece.doc), unit=unit),
    )


def runs(starts: np.ndarray, begins: np.ndarray, units: Units) -> Runs:
    """Return the runs of tokens that start there, in texts joined and the units of these."""
    first, begin, end = (np.searchsorted(starts, at) for at in (begins, units.start, units.end))
    begins_run = np.zeros(len(starts) + 1, dtype=bool)
    begins_run[np.concatenate([first, begin, end])] = True
    at = np.flatnonzero(begins_run[:-1])
    text = (np.searchsorted(first, at, side="right") - 1).astype(np.int32)
    unit = np.searchsorted(begin, at, side="right") - 1
    inside = unit >= 0
    inside[inside] = at[inside] < end[unit[inside]]
    unit[~inside] = NO_UNIT
    sentence = np.append(units.sentence, 0)[unit].astype(np.int32)
    return Runs(text, sentence, unit, np.diff(at, append=len(starts)).astype(np.int32))
