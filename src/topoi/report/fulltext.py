"""A text with all its layers marked: overlapping spans cut into stretches that can be shown."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Stretch(NamedTuple):
    """A run of text under the same spans: start, end, and the numbers of the spans over it."""

    start: int
    end: int
    over: tuple[int, ...]


def stretches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Return `start..end` cut wherever a span begins or ends; gapless, in order.

    >>> [tuple(s) for s in stretches(0, 9, [(1, 5), (3, 7)])][1:3]
    [(1, 3, (0,)), (3, 5, (0, 1))]
    """
    inside = [(max(s, start), min(e, end), i) for i, (s, e) in enumerate(spans)]
    inside = [(s, e, i) for s, e, i in inside if s < e]
    cuts = sorted({start, end, *(s for s, _, _ in inside), *(e for _, e, _ in inside)})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for s, e, i in inside:
        opening.setdefault(s, []).append(i)
        closing.setdefault(e, []).append(i)
    over: set[int] = set()
    found = []
    for left, right in pairwise(cuts):
        over -= set(closing.get(left, ()))
        over |= set(opening.get(left, ()))
        found.append(Stretch(left, right, tuple(sorted(over))))
    return found


def lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each span the lowest line that no earlier, overlapping span is drawn on.

    Two spans that share a character never share a lane, so that their lines can be told apart.

    >>> lanes([(0, 5), (3, 8), (5, 9)])
    [0, 1, 0]
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0], -spans[i][1], i))
    ends: list[int] = []
    lane = [0] * len(spans)
    for i in order:
        start, end = spans[i]
        free = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        if free == len(ends):
            ends.append(end)
        else:
            ends[free] = end
        lane[i] = free
    return lane
