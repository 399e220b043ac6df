"""The words of sentences that may hold a list, what each is, and the stretches between commas."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.coding.structures.batches import Batch, word_lists
from topoi.text.words.tokenised import NO_UNIT
from topoi.text.words.vocabulary import NUMBER, YEAR_NUMBER, irregular

FEWEST = 3
ITEM_WORDS = 6
# An item with a preposition in it may be longer: "a way out for those in the city".
LONG_ITEM_WORDS = 9
# What a word is, and what marks stand behind it, as bits; the first are told by lists of words.
NAMES = """clause preposition determiner opener adverb auxiliary saying setting question pronoun
    coordinator of introducer paired tail""".split()
(CLAUSE, PREPOSITION, DETERMINER, OPENER, ADVERB, AUXILIARY, SAYING, SETTING, QUESTION, PRONOUN,
 COORDINATOR, OF, INTRODUCER, PAIRED, TAIL) = (1 << bit for bit in range(15))  # fmt: skip
GERUND, PAST, MANNER, FIGURE, CAPITAL, FIRST = (1 << bit for bit in range(15, 21))
COMMA, SEMICOLON, COLON, QUOTE, DASH, EDGE = (1 << bit for bit in range(21, 27))
ENDINGS = {GERUND: "gerund", PAST: "past", MANNER: "manner", CLAUSE: "denied"}
STOP = CLAUSE | PREPOSITION
VERB = AUXILIARY | SAYING
PARTING = COMMA | SEMICOLON
ENDS = PARTING | COLON | QUOTE | DASH | EDGE
BREAKS = COLON | DASH | EDGE
MARKS = {COMMA: ",", SEMICOLON: ";", COLON: ":", QUOTE: '"“”‘„«»', DASH: "–—-", EDGE: "()[].!?"}
# First word, word behind the last, and number of items of lists.
Found = tuple[np.ndarray, np.ndarray, np.ndarray]


class WordKinds(NamedTuple):
    """The words of some sentences: token, form, what each is and what stands behind it, as bits;
    how many words of some kinds, or with such marks behind them, stand before each; the form that
    "to" has."""

    token: np.ndarray
    form: np.ndarray
    kinds: np.ndarray
    behind: np.ndarray
    before: dict[int, np.ndarray]
    to: int

    def are(self, kinds: int, at: np.ndarray) -> np.ndarray:
        """Return which of some words are of one of some kinds."""
        return np.asarray((self.kinds[at] & kinds) != 0)

    def end_in(self, marks: int, at: np.ndarray) -> np.ndarray:
        """Return which of some words have one of some marks behind them."""
        return np.asarray((self.behind[at] & marks) != 0)

    def without(self, kind: int, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Return which stretches hold no word of a kind, or with such a mark behind it."""
        return np.asarray(self.before[kind][last] == self.before[kind][first])


class Parts(NamedTuple):
    """The stretches between commas: first word, with the end as one more; first word behind a
    coordinator; end of the sentence; first stretch of the sentence; last stretch up to this one
    that is no item within a list; where coordinators within the stretches stand, their stretch."""

    first: np.ndarray
    head: np.ndarray
    end: np.ndarray
    opening: np.ndarray
    no_item: np.ndarray
    coordinator: np.ndarray
    within: np.ndarray


def kinds_of_words(batch: Batch) -> WordKinds:
    """Return the words of the sentences that may hold a list."""
    tokens, kinds_of_form = batch.tokens, kinds_of(batch)
    rows = np.flatnonzero(with_joints(batch, kinds_of_form)[batch.unit])
    told, is_word = kinds_of_form[tokens.form], tokens.is_word[rows]
    told[batch.stream.abbreviating] = 0
    told = told[rows]
    # A comma or colon with no space behind it belongs to a quotation or an address.
    mark = np.flatnonzero((told[:-1] & (PARTING | COLON)) != 0)
    told[mark[tokens.start[rows[mark] + 1] == tokens.end[rows[mark]]]] = EDGE
    is_word = is_word & ~as_coordinators(batch, rows, told)
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
    before = {
        kind: counted(kinds, kind) for kind in (STOP, CLAUSE, PREPOSITION, FIGURE, VERB, SAYING)
    }
    before |= {mark: counted(behind, mark) for mark in (BREAKS, SEMICOLON)}
    to = batch.stream.vocabulary.numbers.get(word_lists()["infinitive"][0], -1)
    return WordKinds(token, tokens.form[token], kinds, behind, before, to)


def counted(kinds: np.ndarray, kind: int) -> np.ndarray:
    """Return how many words of a kind stand before each word, and before the end."""
    return np.append(0, np.cumsum((kinds & kind) != 0))


def as_coordinators(batch: Batch, rows: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Make "as well as" and its like one coordinator, the last word; return which others it has."""
    passed = np.zeros(len(rows), dtype=bool)
    form, numbers = batch.tokens.form[rows], batch.stream.vocabulary.numbers
    for joint in word_lists()["joints"]:
        joint_forms = [numbers.get(word, -1) for word in joint.split("_")]
        at = np.flatnonzero(form[: len(form) - len(joint_forms) + 1] == joint_forms[0])
        for number, one in enumerate(joint_forms):
            at = at[form[at + number] == one]
        for number in range(len(joint_forms) - 1):
            passed[at + number] = True
        told[at + len(joint_forms) - 1] = COORDINATOR
    return passed


def with_joints(batch: Batch, kinds_of_form: np.ndarray) -> np.ndarray:
    """Return which units have two commas or coordinators, as a list needs; the last for none."""
    is_joint = (kinds_of_form & (PARTING | COORDINATOR)) != 0
    is_joint |= batch.among([joint.split("_")[0] for joint in word_lists()["joints"]])
    joint = is_joint[batch.tokens.form]
    unit = batch.unit[joint]
    joints = np.bincount(unit[unit != NO_UNIT], minlength=len(batch.unit_row))
    return np.append(joints >= FEWEST - 1, False)


def kinds_of(batch: Batch) -> np.ndarray:
    """Return for each form of the vocabulary what it is, as bits."""
    vocabulary = batch.stream.vocabulary
    found = np.isin(vocabulary.kinds, (NUMBER, YEAR_NUMBER)) * np.int32(FIGURE)
    for bit, name in ENDINGS.items():
        found[np.array(ending_in(name, vocabulary.forms), dtype=bool)] |= bit
    # Irregular verbs have a gerund, irregular nouns have none.
    rows = irregular().values()
    verbs = [row[1:] for row in rows if any(ending_in("gerund", row))]
    found[batch.among([form for forms in verbs for form in forms])] |= PAST
    for bit, name in enumerate(NAMES):
        found[batch.among(word_lists()[name])] |= 1 << bit
    found[(found & (GERUND | CLAUSE)) != 0] &= ~PAST
    # "including", "according to"
    found[(found & (PREPOSITION | OPENER | ADVERB | SETTING)) != 0] &= ~GERUND
    for kind, marks in MARKS.items():
        found[batch.among(tuple(marks))] |= kind
    return found


def ending_in(name: str, forms: Sequence[str]) -> list[bool]:
    """Return which forms have one of the endings of this name behind at least two letters."""
    endings = tuple(word_lists()[name])
    least = len(min(endings, key=len)) + 2
    return [form.endswith(endings) and len(form) >= least for form in forms]


def parts_of(words: WordKinds) -> Parts:
    """Return the stretches between commas."""
    begins = (words.kinds & FIRST) != 0
    begins[1:] |= (words.behind[:-1] & PARTING) != 0
    first = np.flatnonzero(np.append(begins, True))
    number = np.arange(len(first) - 1)
    opens = words.are(FIRST, first[:-1])
    sentence = np.append(number[opens], len(number))
    end = np.repeat(first[sentence[1:]], np.diff(sentence))
    head = first[:-1] + words.are(COORDINATOR, first[:-1])
    head = np.minimum(head, first[1:] - 1)
    inner = ~opens & are_items(words, first[:-1], first[1:])
    opening, no_item = (
        np.maximum.accumulate(np.where(some, number, 0)) for some in (opens, ~inner)
    )
    coordinator = np.flatnonzero((words.kinds & (COORDINATOR | FIRST)) == COORDINATOR)
    coordinator = coordinator[~words.end_in(PARTING | BREAKS, coordinator)]
    # In "between war and peace" it joins no list.
    paired = np.append(-1, np.flatnonzero((words.kinds & PAIRED) != 0))
    begin = first[np.searchsorted(first, coordinator, side="right") - 1]
    coordinator = coordinator[paired[np.searchsorted(paired, coordinator) - 1] < begin]
    # One behind a comma closes the stretch before.
    within = np.searchsorted(first, coordinator) - 1
    return Parts(first, head, end, opening, no_item, coordinator, within)


def are_items(words: WordKinds, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return which stretches can be items: few words, none that begins a clause."""
    inner = np.minimum(first + words.are(DETERMINER, first), last)
    second = np.minimum(first + 1, np.maximum(last - 1, first))
    figures = words.before[FIGURE]
    short = (last - first <= ITEM_WORDS) & words.without(STOP, inner, last)
    long = (last - first <= LONG_ITEM_WORDS) & words.without(CLAUSE, inner, last)
    long &= ~words.are(PREPOSITION, np.minimum(inner, last - 1))
    return np.asarray(
        (last > first)
        & (short | long)
        & ~words.are(OPENER | ADVERB | COORDINATOR, first)
        & ~(words.are(MANNER, first) & words.are(GERUND | PAST | PREPOSITION, second))
        & words.without(BREAKS, first, np.maximum(last - 1, first))
        & (figures[last] - figures[inner] < last - inner)
    )
