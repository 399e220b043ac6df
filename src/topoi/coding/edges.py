"""Where words begin and end in a text."""

import re
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def words(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where words begin, and where each of them ends."""
        # Wherever a word may begin, one may end too; it ends at the next such place.
        places = self.endings[:-1]
        rows = np.flatnonzero(self.begins[places] & self.word[places])
        return self.endings[rows], self.endings[rows + 1]

    @cached_property
    def beginnings(self) -> np.ndarray:
        """Return the places where words may begin."""
        return np.flatnonzero(self.begins)

    @cached_property
    def endings(self) -> np.ndarray:
        """Return the places where words may end."""
        return np.flatnonzero(self.ends)

    @cached_property
    def gaps(self) -> np.ndarray:
        """Return the places of characters that belong to no word, and the text's end."""
        return np.flatnonzero(np.append(~self.word, True))

    def start_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the beginning of the word that holds each place."""
        return self.beginnings[np.searchsorted(self.beginnings, places, side="right") - 1]

    def end_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the end of the word that reaches each place, a final 's left outside."""
        return self.endings[np.searchsorted(self.endings, places)]

    def end_of_letters(self, places: np.ndarray) -> np.ndarray:
        """Return the first place from each on that belongs to no word."""
        return self.gaps[np.searchsorted(self.gaps, places)]


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
