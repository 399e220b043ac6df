"""Where words begin and end in a text."""

import re
from dataclasses import dataclass

import numpy as np

from topoi.coding.characters import DIGIT, JOINER, POINT, WORD

CLITIC = re.compile(r"'(?:s|re|ve|ll|d|m)(?!\w)")


@dataclass(frozen=True)
class WordEdges:
    """Where words may begin and end in a text: arrays over its offsets (length + 1)."""

    begins: np.ndarray
    ends: np.ndarray
    word: np.ndarray

    def inside_word(self, places: np.ndarray) -> np.ndarray:
        """Return which places have a letter on both sides."""
        return (places > 0) & self.word[np.maximum(places - 1, 0)] & self.word[places]

    def start_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the beginning of the word that holds each place."""
        edges = np.flatnonzero(self.begins)
        return edges[np.searchsorted(edges, places, side="right") - 1]

    def end_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the end of the word that reaches each place, a final 's left outside."""
        edges = np.flatnonzero(self.ends)
        return edges[np.searchsorted(edges, places, side="left")]


def word_edges(folded: str, kinds: np.ndarray) -> WordEdges:
    """Return where words begin and end in a folded text with these kinds of characters.

    Letters and digits make words, joined by inner hyphens and apostrophes and, between digits, by
    points and commas. A final 's (or 're, 've, 'll, 'd, 'm) is outside the word before it.
    """
    word, joins, digit, points = (kinds & flag > 0 for flag in (WORD, JOINER, DIGIT, POINT))
    inside = np.zeros(len(kinds) + 1, dtype=bool)
    inside[1:-1] = word[:-1] & word[1:]
    for inner, around in ((joins, word), (points, digit)):
        middle = around[:-2] & inner[1:-1] & around[2:]
        inside[1:-2] |= middle
        inside[2:-1] |= middle
    ends = ~inside
    ends[[found.start() for found in CLITIC.finditer(folded)]] = True
    return WordEdges(~inside, ends, word)
