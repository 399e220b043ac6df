"""Lists of short items: "food, water and fuel", told for all joints of a batch at once."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.characters import BLANK, COMMA, code_points
from topoi.coding.joints import ITEM_WORDS, Joints
from topoi.coding.list_words import (
    AGAIN,
    DASH,
    DETERMINER,
    ENDER,
    NO_FIRST,
    OF,
    SETTING,
    STOP,
    VERB,
    ListWords,
    list_words,
    stripped,
)
from topoi.text.folding import DOTTED

EDGE_WORDS = 5
BOUNDARIES = ':;()"“”–—,'
AROUND = " ,;\n\t"
SENTENCE_ENDS = ".!?"


class Sentences(NamedTuple):
    """What the joints of a batch are read in: codes of the text and in lower case, the places of
    commas and semicolons with a space behind, the words, and after which a mark ends an item."""

    codes: np.ndarray
    lower: np.ndarray
    comma: np.ndarray
    words: ListWords
    ends_item: np.ndarray

    def capital(self, places: np.ndarray) -> np.ndarray:
        """Return at which places a letter stands that is not its own small letter."""
        codes = self.codes[places]
        return np.asarray((codes != self.lower[places]) | (codes == ord(DOTTED)))

    def numeral(self, places: np.ndarray) -> np.ndarray:
        """Return at which places one of the digits 0 to 9 stands."""
        return (self.codes[places] >= ord("0")) & (self.codes[places] <= ord("9"))


class Stretches(NamedTuple):
    """Stretches between commas: start, end, whether each can be a short item."""

    start: np.ndarray
    end: np.ndarray
    is_item: np.ndarray

    def take(self, rows: np.ndarray) -> "Stretches":
        """Return the stretches at these rows."""
        return Stretches(*(column[rows] for column in self))


def sentences_of(batch: Batch, joints: Joints) -> Sentences:
    """Return what the joints of a batch are read in."""
    concerned = np.zeros(len(batch.unit_start), dtype=bool)
    concerned[joints.unit] = True
    codes = batch.written
    words = list_words(batch, concerned)
    wide = np.append(codes, np.zeros(3, dtype=codes.dtype))
    following = words.end + np.append(batch.marked(BLANK), False)[words.end]
    dashes = (wide[following] == ord("-")) & (wide[following + 1] == ord("-"))
    ends_item = np.isin(wide[following], code_points(BOUNDARIES)) | dashes
    comma = np.flatnonzero(batch.marked(COMMA)[:-1] & batch.spaces[1:])
    return Sentences(codes, batch.codes, comma, words, ends_item)


def short_lists(
    batch: Batch, joints: Joints, told: Sentences
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, end and number of items of the list around each joint; 0 items for none."""
    units = np.unique(joints.unit)
    before, mark = between_marks(batch, told, units)
    nearest = trimmed(told, joints.mark + 2, joints.start)
    # Of the stretches before a joint, those at the end that are items, and the last words of the
    # one before these; where all are items, the last words of the first.
    after = np.searchsorted(mark, joints.mark, side="right")
    first = np.searchsorted(mark, batch.unit_start[joints.unit])
    rows = np.flatnonzero(joints.near & nearest.is_item & (after > first))
    joints, nearest, after = joints.take(rows), nearest.take(rows), after[rows]
    no_item = np.maximum.accumulate(np.where(before.is_item, -1, np.arange(len(mark))))
    opening = before.take(at := np.maximum(no_item[after - 1], first[rows]))
    alone = after - at == 1
    small = np.append(0, np.cumsum(~told.capital(before.start)))
    proper = told.capital(nearest.start) & (small[after] == small[at + 1])
    start = tails(told, opening.start, opening.end, proper)
    end = heads(told, joints.end, batch.unit_end[joints.unit], proper)
    scene = sets_scene(batch, told, units)[np.searchsorted(units, joints.unit)]
    unlike = told.capital(start) != told.capital(nearest.start)
    good = (start < opening.end) & (end >= 0) & ~(alone & (scene | unlike))
    found = np.zeros((3, len(first)), dtype=np.int64)
    found[:, rows[good]] = start[good], end[good], (after - at + 2)[good]
    return found[0], found[1], found[2]


def begin_alike(joints: Joints, told: Sentences) -> np.ndarray:
    """Return around which joints two items may begin with the same word, or with a form in -ing."""
    again, ing, there = begins_alike(told, joints.end)
    again_before, ing_before, _ = begins_alike(told, joints.mark + 2)
    return there & ((again & again_before) | (ing & ing_before))


def begins_alike(told: Sentences, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of the first word from each place whether it can begin several items, whether it has
    "ing" at or near its end, and whether it stands at the place itself."""
    words = told.words
    at = np.minimum(words.first_from(places), len(words.start) - 1)
    ing = np.zeros(len(at), dtype=bool)
    for behind in (0, 1):
        last = words.end[at] - behind
        letters = [told.lower[last - 3 + place] == ord(one) for place, one in enumerate("ing")]
        ing |= np.logical_and.reduce([last >= words.start[at] + len(letters), *letters])
    return (words.classes[at] & AGAIN) > 0, ing, words.start[at] == places


def between_marks(batch: Batch, told: Sentences, units: np.ndarray) -> tuple[Stretches, np.ndarray]:
    """Return the stretches before the commas of these units, and the place of each comma."""
    comma, unit = told.comma, batch.unit_of(told.comma)
    concerned = np.zeros(len(batch.unit_start) + 1, dtype=bool)
    concerned[units] = True
    kept = concerned[unit] & (comma + 2 <= batch.unit_end[unit])
    comma, unit = comma[kept], unit[kept]
    start = np.maximum(batch.unit_start[unit], np.append(-2, comma)[: len(comma)] + 2)
    found = trimmed(told, start, comma)
    filled = found.end > found.start
    return found.take(filled), comma[filled]


def trimmed(told: Sentences, starts: np.ndarray, ends: np.ndarray) -> Stretches:
    """Return stretches without the space and commas around them; empty ones are no items."""
    low, high = stripped(told.codes, starts, ends, AROUND)
    return Stretches(low, high, (low < high) & are_items(told.words, low, high))


def are_items(words: ListWords, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return which stretches can be short items: few words, none that begins a clause."""
    first, last = words.first_from(starts), words.first_from(ends)
    count = last - first
    head = words.classes[np.minimum(first, len(words.start) - 1)]
    inner = np.minimum(first + ((head & DETERMINER) > 0), last)
    stops = np.append(0, np.cumsum((words.classes & STOP) > 0))
    figures = np.append(0, np.cumsum(words.figure))
    return np.asarray(
        (count > 0)
        & (count <= ITEM_WORDS)
        & ((head & NO_FIRST) == 0)
        & (inner < last)
        & (stops[last] == stops[inner])
        & (figures[last] - figures[inner] < last - inner)
    )


def sets_scene(batch: Batch, told: Sentences, units: np.ndarray) -> np.ndarray:
    """Return for each of these units whether its first stretch only says when, where or how."""
    words = told.words
    starts = batch.unit_start[units]
    ends = told.comma[np.searchsorted(told.comma, starts)]
    found = trimmed(told, starts, ends)
    first, last = words.first_from(found.start), words.first_from(found.end)
    head = np.append(words.classes, 0)[first]
    verbs = np.append(0, np.cumsum((words.classes & VERB) > 0))
    brief = (last - first < 3) | (((head & SETTING) > 0) & (verbs[last] == verbs[first]))
    return np.asarray((found.start <= starts + 1) & (last > first) & brief)


def tails(told: Sentences, starts: np.ndarray, ends: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the last words of each stretch begin that can be an item, or its end."""
    words = told.words
    first, word = words.first_from(starts), words.first_from(ends) - 1
    found = ends.copy()
    rows = np.arange(len(starts))
    for _ in range(EDGE_WORDS):
        rows = rows[word[rows] >= first[rows]]
        one = word[rows]
        start = words.start[one]
        over = (words.classes[one] & ENDER) > 0
        over |= told.ends_item[one] & (words.end[one] < ends[rows])
        over |= proper[rows] & ~(told.capital(start) | told.numeral(start))
        rows, one = rows[~over], one[~over]
        found[rows] = words.start[one]
        rows = rows[(words.classes[one] & DETERMINER) == 0]
        word[rows] -= 1
    return found


def heads(told: Sentences, starts: np.ndarray, ends: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the first words after each place end that can be an item, or -1."""
    words = told.words
    word = words.first_from(starts)
    last = np.minimum(words.first_from(ends), word + ITEM_WORDS)
    kept = word - 1
    rows = np.arange(len(starts))
    for number in range(ITEM_WORDS):
        rows = rows[word[rows] + number < last[rows]]
        one = word[rows] + number
        classes = words.classes[one]
        article = (classes & DETERMINER) > 0
        over = ((classes & DASH) > 0) | (((classes & STOP) > 0) & ~(article & (number == 0)))
        over |= proper[rows] & ~told.capital(words.start[one]) & ~article
        rows, one = rows[~over], one[~over]
        kept[rows] = one
        full = np.isin(told.codes[words.end[one] - 1], code_points(SENTENCE_ENDS))
        rows = rows[~(told.ends_item[one] | full)]
    classes = np.append(words.classes, 0)
    kept -= (kept >= word) & ((classes[kept] & OF) > 0)
    good = (kept >= word) & ((classes[kept] & DETERMINER) == 0)
    kept = np.where(good, kept, 0)
    _, reach = stripped(
        told.codes, words.start[kept], words.end[kept], SENTENCE_ENDS + "'’", left=False
    )
    return np.where(good, reach, -1)
