"""Lists: three or more coordinated items in one sentence."""

from typing import NamedTuple

import numpy as np

from topoi.coding.structures.batches import Batch, first_come, word_lists
from topoi.text.words.tokenised import NO_UNIT
from topoi.text.words.vocabulary import NUMBER, YEAR_NUMBER

SIZES = ("list-3", "list-4", "list-5", "list-6", "list-7+")
FEWEST = 3
ITEM_WORDS = 6
EDGE_WORDS = 5
# What a word is, and what marks stand behind it, as bits; the first are told by lists of words.
NAMES = "stop determiner opener adverb verb setting again coordinator of tail".split()
STOP, DETERMINER, OPENER, ADVERB, VERB, SETTING, AGAIN, COORDINATOR, OF, TAIL = (
    1 << bit for bit in range(10)
)
GERUND, FIGURE, CAPITAL, FIRST, COMMA, COLON, QUOTE, EDGE = (1 << bit for bit in range(10, 18))
ENDS = COMMA | COLON | QUOTE | EDGE
MARKS = {COMMA: ",;", COLON: ":", QUOTE: '"“”‘„«»', EDGE: "()[]–—-!?."}
# Coordinator, first word, word behind the last, and number of items of lists.
Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class WordKinds(NamedTuple):
    """The words of some sentences: token, form, what each is and what stands behind it, as bits;
    and how many words of some kinds stand before each."""

    token: np.ndarray
    form: np.ndarray
    kinds: np.ndarray
    behind: np.ndarray
    before: dict[int, np.ndarray]

    def are(self, kinds: int, at: np.ndarray) -> np.ndarray:
        """Return which of some words are of one of some kinds."""
        return np.asarray((self.kinds[at] & kinds) > 0)

    def end_in(self, marks: int, at: np.ndarray) -> np.ndarray:
        """Return which of some words have one of some marks behind them."""
        return np.asarray((self.behind[at] & marks) > 0)


class Parts(NamedTuple):
    """The stretches between commas: first word, with the end as one more; end of the sentence;
    first stretch of the sentence; last stretch up to this one that is no item within a list."""

    first: np.ndarray
    end: np.ndarray
    opening: np.ndarray
    no_item: np.ndarray


def lists_by_size(batch: Batch) -> list[tuple[int, int, str]]:
    """Return the lists of a batch with their size as a label."""
    return [(first, last, SIZES[min(size, 7) - FEWEST]) for first, last, size in lists(batch)]


def lists(batch: Batch) -> list[tuple[int, int, int]]:
    """Return first token, the one behind the last, and number of items of each list in a batch.

    A list ends in "and" or "or" before its last item. Its items are short, or stand after a colon,
    or begin alike ("to ..., to ..., and to ..."). Long unlike items are missed, and an apposition
    may be taken for an item, because there is no parser. Of lists that overlap, the one with most
    items is kept.
    """
    words = kinds_of_words(batch)
    parts = parts_of(words)
    is_coordinator = (words.kinds & (COORDINATOR | FIRST)) == COORDINATOR
    coordinator = np.flatnonzero(is_coordinator & ((words.behind & (COMMA | COLON | EDGE)) == 0))
    part = np.searchsorted(parts.first, coordinator) - 1
    # A comma must stand before, and not only directly before.
    coordinator, part = (column[part > parts.opening[part]] for column in (coordinator, part))
    first, last, size = np.zeros((3, len(coordinator)), dtype=np.int64)
    # What is found later is the surer reading.
    for find in (short_lists, alike, after_colon):
        rows, *found = find(words, parts, coordinator, part)
        first[rows], last[rows], size[rows] = found
    rows = np.flatnonzero(size)
    rows = rows[np.lexsort((first[rows], -size[rows]))]
    begin, final = words.token[first[rows]], last[rows] - 1
    end = words.token[final] + 1 + words.end_in(TAIL, final)
    spans = zip(begin.tolist(), end.tolist(), size[rows].tolist(), strict=True)
    return first_come(spans, len(batch.tokens))


def kinds_of_words(batch: Batch) -> WordKinds:
    """Return the words of the sentences that may hold a list."""
    tokens, kinds_of_form = batch.tokens, kinds_of(batch)
    rows = np.flatnonzero(with_coordinator(batch, kinds_of_form)[batch.unit])
    told, is_word = kinds_of_form[tokens.form], tokens.is_word[rows]
    told[batch.stream.abbreviating] = 0
    told = told[rows]
    # A comma or colon with no space behind it belongs to a quotation or an address.
    mark = np.flatnonzero((told[:-1] & (COMMA | COLON)) > 0)
    told[mark[tokens.start[rows[mark] + 1] == tokens.end[rows[mark]]]] = EDGE
    word = np.flatnonzero(is_word)
    token, kinds = rows[word], told[word]
    behind = np.bitwise_or.reduceat(np.where(is_word, 0, told), word) if len(word) else kinds
    opens = np.flatnonzero(np.diff(tokens.unit[token], prepend=-1))
    kinds[opens] |= FIRST
    behind[opens - 1] |= EDGE
    # What begins with a quotation mark begins with no capital.
    capital = tokens.capital[token]
    capital[1:] &= (behind[:-1] & QUOTE) == 0
    kinds[capital] |= CAPITAL
    before = {kind: np.append(0, np.cumsum((kinds & kind) > 0)) for kind in (STOP, FIGURE, VERB)}
    return WordKinds(token, tokens.form[token], kinds, behind, before)


def with_coordinator(batch: Batch, kinds_of_form: np.ndarray) -> np.ndarray:
    """Return which units have an "and" or "or" with a comma somewhere before; the last for none."""
    found = np.zeros(len(batch.unit_row) + 1, dtype=bool)
    form = batch.tokens.form
    at = np.flatnonzero(((kinds_of_form & (COMMA | COORDINATOR)) > 0)[form])
    is_comma = (kinds_of_form[form[at]] & COMMA) > 0
    comma, coordinator = np.append(-1, at[is_comma]), at[~is_comma]
    unit = batch.unit[coordinator]
    before = comma[np.searchsorted(comma, coordinator - 1) - 1]
    found[unit[batch.unit[before] == unit]] = True
    found[NO_UNIT] = False
    return found


def kinds_of(batch: Batch) -> np.ndarray:
    """Return for each form of the vocabulary what it is, as bits."""
    vocabulary = batch.stream.vocabulary
    found = np.isin(vocabulary.kinds, (NUMBER, YEAR_NUMBER)) * np.int32(FIGURE)
    (ending,) = word_lists()["gerund"]
    gerund = [len(form) > len(ending) + 1 and form.endswith(ending) for form in vocabulary.forms]
    found[np.array(gerund, dtype=bool)] |= GERUND
    for bit, name in enumerate(NAMES):
        found[batch.among(word_lists()[name])] |= 1 << bit
    for kind, marks in MARKS.items():
        found[batch.among(tuple(marks))] |= kind
    return found


def parts_of(words: WordKinds) -> Parts:
    """Return the stretches between commas."""
    begins = (words.kinds & FIRST) > 0
    begins[1:] |= (words.behind[:-1] & COMMA) > 0
    first = np.flatnonzero(np.append(begins, True))
    number = np.arange(len(first) - 1)
    opens = words.are(FIRST, first[:-1])
    sentence = np.append(number[opens], len(number))
    end = np.repeat(first[sentence[1:]], np.diff(sentence))
    inner = ~opens & are_items(words, first[:-1], first[1:])
    last = [np.maximum.accumulate(np.where(some, number, 0)) for some in (opens, ~inner)]
    return Parts(first, end, *last)


def are_items(words: WordKinds, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return which stretches can be short items: few words, none that begins a clause."""
    stops, figures = words.before[STOP], words.before[FIGURE]
    inner = first + words.are(DETERMINER, first)
    return np.asarray(
        (last - first <= ITEM_WORDS)
        & ~words.are(OPENER | ADVERB, first)
        & (stops[last] == stops[inner])
        & (figures[last] - figures[inner] < last - inner)
    )


def short_lists(words: WordKinds, parts: Parts, coordinator: np.ndarray, part: np.ndarray) -> Found:
    """Return the lists of short items: "food, water and fuel"."""
    rows = np.flatnonzero(are_items(words, parts.first[part], coordinator))
    part, coordinator = part[rows], coordinator[rows]
    # The first item ends the last stretch that is none itself; the stretches behind it are items.
    at = parts.no_item[part - 1]
    small = np.append(0, np.cumsum(~words.are(CAPITAL, parts.first[:-1])))
    proper = small[part + 1] == small[at + 1]
    end = parts.first[at + 1]
    first, last = tails(words, end, proper), heads(words, coordinator + 1, proper)
    unlike = words.are(CAPITAL, first) != words.are(CAPITAL, parts.first[part])
    unsure = (part - at == 1) & (unlike | set_scene(words, parts)[parts.opening[part]])
    good = (first < end) & (last > coordinator + 1) & ~unsure
    return rows[good], first[good], last[good], (part - at + 2)[good]


def set_scene(words: WordKinds, parts: Parts) -> np.ndarray:
    """Return which stretches, where they begin a sentence, only say when, where or how."""
    begin, end = parts.first[:-1], parts.first[1:]
    no_verb = words.before[VERB][end] == words.before[VERB][begin]
    return (end - begin < 3) | (words.are(SETTING, begin) & no_verb)


def tails(words: WordKinds, ends: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the last words before each place begin that can be an item, or the place."""
    first = ends.copy()
    rows = np.arange(len(ends))
    marks = EDGE
    for number in range(1, EDGE_WORDS + 1):
        one = ends[rows] - number
        over = words.end_in(marks, one)
        over |= words.are(STOP | OF | COORDINATOR, one) & ~words.are(DETERMINER, one)
        over |= proper[rows] & ~words.are(CAPITAL | FIGURE, one)
        rows, one = rows[~over], one[~over]
        first[rows] = one
        rows = rows[~words.are(DETERMINER, one)]
        marks = ENDS
    return first


def heads(words: WordKinds, starts: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the first words from each place on end that can be an item, or the place."""
    last = starts.copy()
    rows = np.arange(len(starts))
    article = words.are(DETERMINER, starts)
    for number in range(ITEM_WORDS):
        one = starts[rows] + number
        over = words.are(STOP, one) & ~(article[rows] & (number == 0))
        over |= proper[rows] & ~words.are(CAPITAL | DETERMINER, one)
        rows, one = rows[~over], one[~over]
        last[rows] = one + 1
        rows = rows[~words.end_in(ENDS, one)]
    last -= (last > starts) & words.are(OF, last - 1)
    return np.where(words.are(DETERMINER, last - 1), starts, last)


def after_colon(words: WordKinds, parts: Parts, coordinator: np.ndarray, part: np.ndarray) -> Found:
    """Return the lists between a colon and the end of the sentence, if no coordinator follows."""
    label = np.append(-1, np.flatnonzero(words.behind & COLON))
    label = label[np.searchsorted(label, coordinator) - 1]
    first, end = label + 1, parts.end[part]
    at = np.searchsorted(parts.first, first, side="right")
    verbs = words.before[VERB]
    openers = np.append(0, np.cumsum(words.are(OPENER, parts.first[:-1])))
    rows = np.flatnonzero(
        (label >= parts.first[parts.opening[part]])
        & (first < parts.first[part])
        & (words.behind[label] == COLON)
        & ~words.are(CAPITAL | FIGURE, label)
        & ~words.are(OPENER, first)
        & (openers[part + 1] == openers[at])
        & (verbs[coordinator] == verbs[first])
        & (np.append(coordinator, len(words.token))[1:] >= end)
    )
    return rows, first[rows], end[rows], (part - at + 3)[rows]


def alike(words: WordKinds, parts: Parts, coordinator: np.ndarray, part: np.ndarray) -> Found:
    """Return the lists whose items begin with the same word, or all with a form in -ing."""
    form = np.where((words.kinds & GERUND) > 0, -1, words.form)
    head, asked = form[parts.first[:-1]], form[coordinator + 1]
    changes = np.append(0, np.cumsum(head[1:] != head[:-1]))
    second = parts.opening[part] + 1
    same = (asked == head[second]) & (changes[part] == changes[second])
    rows = np.flatnonzero(same & words.are(AGAIN | GERUND, coordinator + 1))
    first = np.full(len(rows), -1)
    for number, row in enumerate(rows.tolist()):
        low, high = parts.first[second[row] - 1], parts.first[second[row]]
        places = np.flatnonzero(form[low:high] == asked[row])
        first[number] = low + places[-1] if len(places) else -1
    rows, first = rows[first >= 0], first[first >= 0]
    return rows, first, parts.end[part[rows]], (part - second + 3)[rows]
