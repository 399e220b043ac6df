"""Spans of tokens of which no two may overlap."""

from collections.abc import Iterable
from typing import TypeVar

Label = TypeVar("Label")
TAKEN = b"\1"


def first_come(
    spans: Iterable[tuple[int, int, Label]], tokens: int
) -> list[tuple[int, int, Label]]:
    """Return, in order of their tokens, the spans that overlap none that is given before them.

    >>> first_come([(2, 4, "a"), (3, 5, "b"), (0, 2, "c")], 5)
    [(0, 2, 'c'), (2, 4, 'a')]
    """
    taken = bytearray(tokens)
    kept = []
    for first, last, label in spans:
        if taken.find(TAKEN, first, last) < 0:
            taken[first:last] = TAKEN * (last - first)
            kept.append((first, last, label))
    return sorted(kept)
