"""Lists: three or more coordinated items in one sentence."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.joints import Joints, joints_of
from topoi.coding.list_words import CLOSING, FINITE, OPENERS, REPEATED
from topoi.coding.short_lists import AROUND, begin_alike, sentences_of, short_lists

JOIN = re.compile(r"[,;]?\s+(?:and|or)\s+", re.IGNORECASE)
WORD = re.compile(r"[^\s,;:()\"“”]+")
MARKS = (", ", "; ")
AFFIXES = CLOSING + "."
FEWEST = 3


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


def lists(batch: Batch) -> list[tuple[int, int, int]]:
    """Return start, end and number of items of each list in a batch, in places of `plain`.

    A list ends in "and" or "or" before its last item. Its items are short, or stand after a colon,
    or begin alike ("to ..., to ..., and to ..."). Long unlike items are missed, and an apposition
    may be taken for an item, because there is no parser. Of lists that overlap, the one with most
    items is kept.
    """
    joints = joints_of(batch)
    if not len(joints.start):
        return []
    told = sentences_of(batch, joints)
    start, end, size = short_lists(batch, joints, told)
    same = begin_alike(joints, told)
    for row in np.flatnonzero(joints.colon | same).tolist():
        items = long_list(batch, joints, row, same=bool(same[row]))
        if len(items) >= FEWEST:
            start[row], end[row], size[row] = items[0].start, items[-1].end, len(items)
    return longest(joints.unit, start, end, size)


def longest(
    unit: np.ndarray, start: np.ndarray, end: np.ndarray, size: np.ndarray
) -> list[tuple[int, int, int]]:
    """Return start, end and size of the lists; of those that overlap, the one with most items."""
    rows = np.flatnonzero(size >= FEWEST)
    order = rows[np.lexsort((start[rows], -size[rows], unit[rows]))]
    columns = (column[order].tolist() for column in (unit, start, end, size))
    kept: list[tuple[int, int, int]] = []
    for _, group in groupby(zip(*columns, strict=True), itemgetter(0)):
        mine: list[tuple[int, int, int]] = []
        for _, low, high, count in group:
            if all(high <= other[0] or low >= other[1] for other in mine):
                mine.append((low, high, count))
        kept += mine
    return kept


def long_list(batch: Batch, joints: Joints, row: int, *, same: bool) -> list[Span]:
    """Return the items of a list after a colon, or of items that begin alike if they may."""
    text, unit = batch.plain, joints.unit[row]
    sentence = Span(int(batch.unit_start[unit]), int(batch.unit_end[unit]))
    join = Span(int(joints.start[row]), int(joints.end[row]))
    items = after_colon(text, sentence, join) if joints.colon[row] else []
    return alike(text, sentence, join) if same and len(items) < FEWEST else items


def last_mark(text: str, start: int, end: int) -> int:
    """Return the place of the last comma or semicolon with a space after it, or -1."""
    return max(text.rfind(MARKS[0], start, end), text.rfind(MARKS[1], start, end))


def parts(text: str, start: int, end: int) -> list[Span]:
    """Return the stretches between commas and semicolons, trimmed."""
    return list(parts_backwards(text, start, end))[::-1]


def parts_backwards(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the same, the last first."""
    while end >= start:
        mark = last_mark(text, start, end)
        span = trimmed(text, mark + 2 if mark >= 0 else start, end)
        if span[1] > span[0]:
            yield span
        end = mark


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a stretch without the white space and marks around it."""
    inner = text[start:end].lstrip(AROUND)
    low = end - len(inner)
    return Span(low, low + len(inner.rstrip(AROUND)))


def forms(text: str, start: int, end: int) -> list[str]:
    """Return the words of a stretch in lower case without possessives."""
    return [word.strip(AFFIXES) for word in WORD.findall(text[start:end].lower())]


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the words of a stretch stand."""
    return [word.span() for word in WORD.finditer(text, start, end)]


def lower(text: str, start: int, end: int) -> str:
    """Return a word in lower case without a possessive."""
    return text[start:end].lower().strip(AFFIXES)


def after_colon(text: str, sentence: Span, join: Span) -> list[Span]:
    """Return the items between a colon and the sentence's end, if this is the last joint."""
    colon = text.rfind(": ", sentence.start, join.start)
    label = text[text.rfind(" ", sentence.start, colon) + 1 : colon]
    if text[colon + 2] in "\"“'‘" or not label[:1].islower():
        return []
    if JOIN.search(text, join.end, sentence.end):
        return []
    items = parts(text, colon + 1, join.start)
    for item in items:
        found = forms(text, *item)
        if not found or found[0] in OPENERS or not FINITE.isdisjoint(found):
            return []
    return [*items, closed(text, Span(join.end, sentence.end))] if len(items) > 1 else []


def closed(text: str, span: Span) -> Span:
    """Return the last item of a sentence without the sentence's closing marks."""
    inner = text[span.start : span.end].rstrip(" .!?,;:\"”’'")
    return Span(span.start, span.start + len(inner))


def alike(text: str, sentence: Span, join: Span) -> list[Span]:
    """Return the items that begin with the same word or all with a form in -ing."""
    before = parts(text, sentence.start, join.start)
    last = closed(text, Span(join.end, sentence.end))
    middle = [*before[1:], last]
    firsts = [lower(text, *first.span()) for span in middle if (first := WORD.search(text, *span))]
    if len(before) < 2 or len(firsts) < len(middle):
        return []
    if len(set(firsts)) == 1 and firsts[0] in REPEATED:
        same = [word for word in words(text, *before[0]) if lower(text, *word) == firsts[0]]
    elif all(first.endswith("ing") and len(first) > 5 for first in firsts):
        same = [word for word in words(text, *before[0]) if lower(text, *word).endswith("ing")]
    else:
        return []
    return [Span(same[-1][0], before[0].end), *middle] if same else []
