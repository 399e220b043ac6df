"""The blocks of many texts at once, as `blocks.blocks_of` defines them.

Lines are found on arrays. `blocks_of` itself is asked where arrays cannot decide: for texts with
wrapped lines or unusual line ends; its rules for datelines and headings, for the lines that are
first in a text or short. A test holds the results together.
"""

from typing import NamedTuple

import numpy as np

from topoi.text.words.blocks import (
    HEADING_CHARS,
    LETTER,
    WRAPPED_LINE,
    blocks_of,
    dateline_end,
    is_heading,
)
from topoi.text.words.joined import Joined, among, within
from topoi.text.words.sentences import trimmed

# Line ends other than the usual one, and what only Python takes for white space.
UNUSUAL = "\r\f\u2029\x1c\x1d\x1e\x1f"
NEWLINE = "\n"
ASCII = 128
FEW_TOKENS = 3
PARAGRAPH_END = "\u2029"
KINDS = ("dateline", "heading", "paragraph")
DATELINE, HEADING, PARAGRAPH = range(3)


class Spans(NamedTuple):
    """Spans of the joined text, in order, each with the number of its text."""

    owner: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def where(self, kept: np.ndarray) -> "Spans":
        """Return the spans for which `kept` is true."""
        return Spans(self.owner[kept], self.start[kept], self.end[kept])


class Blocks(NamedTuple):
    """The blocks of all texts in order: spans as in Spans, kind (a place in KINDS) and number.

    Blocks are numbered from 1 within each text; a dateline has the number of what it opens.
    """

    owner: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    number: np.ndarray

    def paragraphs(self) -> Spans:
        """Return the spans of the paragraphs."""
        return Spans(self.owner, self.start, self.end).where(self.kind == PARAGRAPH)


class Lines(NamedTuple):
    """The lines that are not blank, white space at their ends left out.

    `follows` tells for each whether no blank line stands between it and the line before it; its
    tokens are those from `first` up to `end`.
    """

    spans: Spans
    follows: np.ndarray
    first: np.ndarray
    end: np.ndarray


def paragraphs(joined: Joined, *, odd: np.ndarray) -> Spans:
    """Return the paragraphs of all texts; `odd` are the texts that `unusual` names."""
    return blocks(joined, odd=odd).paragraphs()


def blocks(joined: Joined, *, odd: np.ndarray) -> Blocks:
    """Return the datelines, headings and paragraphs of all texts, in order."""
    found = lines(joined)
    asked = np.union1d(odd, maybe_wrapped(found.spans, found.follows))
    kept = has_letter(joined, found) & ~np.isin(found.spans.owner, asked)
    told = [told_blocks(joined, found.spans.where(kept)), asked_blocks(joined, asked)]
    rows = np.concatenate(told, axis=1)
    return Blocks(*rows[:, np.argsort(rows[1], kind="stable")])


def unusual(joined: Joined) -> np.ndarray:
    """Return the numbers of the texts with line ends or white space of unusual kinds."""
    # All but one of them are control characters.
    found = joined.control[among(joined.codes[joined.control], UNUSUAL)]
    others = np.flatnonzero(among(joined.codes, PARAGRAPH_END))
    return np.unique(joined.owners(np.concatenate([found, others])))


def merged(some: Spans, others: Spans) -> Spans:
    """Return the spans of both, in order."""
    if not len(others.start):
        return some
    together = np.concatenate([np.array(some), np.array(others)], axis=1)
    return Spans(*together[:, np.argsort(together[1], kind="stable")])


def lines(joined: Joined) -> Lines:
    """Return the lines of all texts."""
    starts, ends = joined.bounds.starts, joined.bounds.ends
    breaks = joined.control[joined.codes[joined.control] == ord(NEWLINE)]
    edges = np.concatenate([[0], np.searchsorted(starts, breaks), [len(starts)]])
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    first, end = edges[filled], edges[filled + 1]
    spans = Spans(joined.owners(starts[first]), starts[first], ends[end - 1])
    return Lines(spans, np.diff(filled, prepend=-2) == 1, first, end)


def maybe_wrapped(found: Spans, follows: np.ndarray) -> np.ndarray:
    """Return the texts where a line may be the wrapped first part of the next.

    Lines that follow each other form a group, and a long line anywhere before the end of the group
    says that its lines are paragraphs.
    """
    if not follows.any():
        return np.zeros(0, dtype=np.int64)
    group = np.cumsum(~follows)
    goes_on = np.append(follows[1:], False)
    long = goes_on & (found.end - found.start > WRAPPED_LINE)
    settled = np.isin(group, group[long])
    return np.unique(found.owner[follows & ~settled])


def has_letter(joined: Joined, found: Lines) -> np.ndarray:
    """Return whether each line has a letter or figure."""
    starts, is_word = joined.bounds.starts, joined.bounds.is_word
    result = np.zeros(len(found.first), dtype=bool)
    for step in range(FEW_TOKENS):
        token = np.minimum(found.first + step, found.end - 1)
        result |= is_word[token] & (joined.codes[starts[token]] < ASCII)
    for row in np.flatnonzero(~result):
        place = found.spans.start[row], found.spans.end[row]
        result[row] = LETTER.search(joined.text, *place) is not None
    return result


def told_blocks(joined: Joined, found: Spans) -> np.ndarray:
    """Return the columns of Blocks for lines that are blocks each, a dateline parted from its."""
    start, kind = found.start.copy(), np.full(len(found.start), PARAGRAPH)
    number = within(found.owner) + 1
    kept = np.ones(len(start), dtype=bool)
    last = np.append(number[1:] == 1, True)[: len(start)]
    datelines: list[tuple[int, int, int, int, int]] = []
    for row in np.flatnonzero(number == 1).tolist():
        owner = int(found.owner[row])
        begin = int(joined.begins[owner])
        text, low, high = joined.texts[owner], int(start[row]) - begin, int(found.end[row]) - begin
        if stop := dateline_end(text, low, high):
            datelines.append((owner, begin + low, begin + stop, DATELINE, 1))
            rest = trimmed(text, stop, high)
            kept[row] = rest is not None and LETTER.search(text, *rest) is not None
            start[row] += rest[0] - low if rest else 0
    rows = np.flatnonzero(kept & ~last & (found.end - start <= HEADING_CHARS))
    edges = zip(start[rows].tolist(), found.end[rows].tolist(), strict=True)
    kind[rows] = [
        HEADING if is_heading(joined.text[low:high]) else PARAGRAPH for low, high in edges
    ]
    others = np.array([found.owner, start, found.end, kind, number])[:, kept]
    return np.concatenate([columns_of(datelines), others], axis=1)


def asked_blocks(joined: Joined, asked: np.ndarray) -> np.ndarray:
    """Return the columns of Blocks for the blocks that `blocks_of` finds in these texts."""
    return columns_of(
        [
            (owner, begin + one.start, begin + one.end, KINDS.index(one.kind), one.paragraph)
            for owner, begin in zip(asked.tolist(), joined.begins[asked].tolist(), strict=True)
            for one in blocks_of(joined.texts[owner])
        ]
    )


def columns_of(rows: list[tuple[int, int, int, int, int]]) -> np.ndarray:
    """Return rows as columns, of which there are five even where there is no row."""
    return np.array(rows, dtype=np.int64).reshape(-1, 5).T
