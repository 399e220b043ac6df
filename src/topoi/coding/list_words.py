"""The words of a batch as lists have them: what stands between white space, commas and brackets."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.characters import BLANK, bearing, changes, code_points
from topoi.coding.keys import places_in
from topoi.coding.word_hashes import hashed, table_of_words

SEPARATORS = ',;:()"“”'
CLOSING = "'\"”’"
# Words that do not belong to a short item: an item ends before them, or begins after them.
STOPS = frozenset(
    """
    about across after against along amid among around as at because before behind between
    beyond but by despite during except for from if in including inside into like near on
    onto out over since so such than that through throughout to toward towards under unless
    until up upon when where whereas whether which while who whom whose why with within
    without not also are be been being can could did do does had has have he her him i is it
    may might must shall she should they them this was we were will would you both either
    such all our their its his my your
    """.split()
)
DETERMINERS = frozenset("a an the this that these those our their its his her my your".split())
ENDERS = (STOPS - DETERMINERS) | {"of", "and", "or"}
OPENERS = frozenset(
    """he she it they we i you who which that said says adding noting however though although
    moreover therefore meanwhile instead also namely""".split()
)
FINITE = frozenset(
    """is are was were has have had will would can could may might must shall should do does did
    said says told stated added noted""".split()
)
ADVERBIAL = frozenset(
    """in on at by for with particularly especially including such primarily mainly namely already
    even allegedly then yet and or""".split()
)
SCENE = frozenset(
    """on in at after before during since under by with from for to according while when if as
    although despite following amid""".split()
)
REPEATED = frozenset("to by that for with how why who whether not no in on from of".split())
DASHES = frozenset({"-", "–", "—"})
CLASSES = (STOPS, DETERMINERS, ENDERS, OPENERS | ADVERBIAL, FINITE, SCENE, DASHES, {"of"}, REPEATED)
STOP, DETERMINER, ENDER, NO_FIRST, VERB, SETTING, DASH, OF, AGAIN = (1 << bit for bit in range(9))


class ListWords(NamedTuple):
    """Words: where they begin and end, their classes as bits, and whether they are only digits."""

    start: np.ndarray
    end: np.ndarray
    classes: np.ndarray
    figure: np.ndarray

    def first_from(self, places: np.ndarray) -> np.ndarray:
        """Return the number of the first word at or after each place."""
        return np.searchsorted(self.start, places)


def list_words(batch: Batch, units: np.ndarray) -> ListWords:
    """Return the words of some units of a batch, the units given as truth values."""
    codes = batch.written
    inside = ~(batch.marked(BLANK) | bearing(codes, SEPARATORS))
    edges = changes(inside)
    # Two units may touch: then a word ends with the first of them.
    first = batch.unit_start[(batch.unit_start > 0) & inside[batch.unit_start]]
    if (touching := inside[first - 1]).any():
        edges = np.sort(np.concatenate([edges, np.repeat(first[touching], 2)]))
    start, end = edges[::2], edges[1::2]
    unit = batch.unit_of(start)
    concerned = (unit >= 0) & units[unit]
    start, end = start[concerned], end[concerned]
    low, high = stripped(codes, start, end, CLOSING + ".")
    words, classes = classified()
    place = places_in(table_of_words(words), hashed(batch.sums, low, high))
    figure = (codes[start] <= ord("9")) & (low < high)
    rows = np.flatnonzero(figure)
    figure[rows] = np.equal(*stripped(codes, low[rows], high[rows], "0123456789"))
    return ListWords(start, end, np.where(place >= 0, classes[place], 0), figure)


@lru_cache(maxsize=1)
def classified() -> tuple[tuple[str, ...], np.ndarray]:
    """Return the words that belong to classes, and the classes of each as bits."""
    words = tuple(sorted(frozenset[str]().union(*CLASSES)))
    classes = [sum(1 << bit for bit, some in enumerate(CLASSES) if word in some) for word in words]
    return words, np.array(classes, dtype=np.uint16)


def stripped(
    codes: np.ndarray, starts: np.ndarray, ends: np.ndarray, marks: str, *, left: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Return stretches without the marks at their ends, or at their right end only."""
    starts, ends = starts.copy(), ends.copy()
    signs = code_points(marks)
    for places, step, offset in ((starts, 1, 0), (ends, -1, -1))[0 if left else 1 :]:
        rows = np.arange(len(starts))
        while len(rows):
            rows = rows[starts[rows] < ends[rows]]
            rows = rows[np.isin(codes[places[rows] + offset], signs)]
            places[rows] += step
    return starts, ends
