"""Many automata as one, and what their places ask for among the forms that texts have."""

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache

import numpy as np

from topoi.text.lang.language import language
from topoi.text.query.automaton import BOUNDARY, COMMAS, STOPS, Asked, Automaton, automaton_of
from topoi.text.query.lexemes import is_abbreviation
from topoi.text.query.nodes import Edge, Kind, Mark, Not, Passed, Query
from topoi.text.words.arrays import Groups
from topoi.text.words.numbered import Numbered
from topoi.text.words.tokenised import NO_UNIT
from topoi.text.words.vocabulary import (
    COMMA,
    NUMBER,
    PASSED_BRACKET,
    PASSED_CLITIC,
    PASSED_QUOTE,
    STOP,
    WORDS,
    YEAR_NUMBER,
    Vocabulary,
    Word,
)

NOWHERE = np.int32(np.iinfo(np.int32).max)
SENTENCE_END = PASSED_BRACKET + 1  # stands between two units
OF_KIND = {"word": WORDS, "number": (NUMBER, YEAR_NUMBER), "year": (YEAR_NUMBER,)}
SPECIAL: dict[Asked, tuple[int, ...]] = {
    BOUNDARY: (SENTENCE_END,),
    STOPS: (STOP,),
    COMMAS: (COMMA,),
}
PASSED_KINDS = {"quote": PASSED_QUOTE, "clitic": PASSED_CLITIC}


class Machine:
    """The automata of some queries as one: numbers of all their places, one after another."""

    def __init__(self, queries: Sequence[Query]) -> None:
        automata = [automaton_of(query) for query in queries]
        first = np.cumsum([0, *(len(one.asked) for one in automata)])
        self.query = np.repeat(np.arange(len(automata)), np.diff(first))
        asked = [one for machine in automata for one in machine.asked]
        self.asked = list(dict.fromkeys(asked))
        numbers = {one: number for number, one in enumerate(self.asked)}
        self.row = np.array([numbers[one] for one in asked], dtype=np.int64)
        self.in_hit = np.array([one for machine in automata for one in machine.in_hit], dtype=bool)
        self.is_first = flags(automata, first, "first")
        self.is_last = flags(automata, first, "last")
        self.forward = edges([one.follow for one in automata], first)
        self.backward = edges([one.precede for one in automata], first)
        # A place that is all of a match need not be walked from.
        self.alone = self.is_first & self.is_last & self.in_hit
        self.alone &= (np.diff(self.forward.at) == 0) & (np.diff(self.backward.at) == 0)
        cuts = [
            [base + number for number in cut]
            for base, machine in zip(first.tolist(), automata, strict=False)
            for cut in machine.cuts
        ]
        self.cut = np.array([number for cut in cuts for number in cut], dtype=np.int32)
        self.cut_at = np.cumsum([0, *map(len, cuts)])
        self.cut_query = np.repeat(
            np.arange(len(automata)), [len(machine.cuts) for machine in automata]
        )
        self.passed = np.array([PASSED_KINDS[one.kind] if isinstance(one, Passed) else -1
                                for one in asked], dtype=np.int8)  # fmt: skip
        self.kinds_passed = np.unique(self.passed[self.passed >= 0]).tolist()
        self.named = np.array([one == Kind("Name") for one in asked], dtype=bool)
        self.of_kinds = [number for number, one in enumerate(self.asked) if kinds_for(one)]
        self.broad = np.isin(self.row, self.of_kinds) | self.named
        self.exact = np.array([is_exact(one) for one in asked], dtype=bool)


def is_exact(asked: Asked) -> bool:
    """Return whether capitals count for a place of the automaton."""
    return any(word.exact for word in words_named(asked))


def words_named(asked: Asked) -> Collection[Word]:
    """Return the words that a place names, as asked for or as excluded."""
    if isinstance(asked, Not):
        return asked.words
    return asked if isinstance(asked, frozenset) else ()


def edges(places: Sequence[Sequence[Sequence[int]]], first: np.ndarray) -> Groups:
    """Return for each place of all automata those that may come next."""
    sizes = [len(some) for machine in places for some in machine]
    bases = first[:-1].tolist()
    items = [
        base + number
        for base, machine in zip(bases, places, strict=True)
        for some in machine
        for number in some
    ]
    return Groups(np.append(0, np.cumsum(sizes, dtype=np.int64)), np.array(items, dtype=np.int32))


def flags(automata: Sequence[Automaton], first: np.ndarray, which: str) -> np.ndarray:
    """Return which places of all automata are among their first or last ones."""
    found = np.zeros(int(first[-1]), dtype=bool)
    places = [
        base + number
        for base, machine in zip(first.tolist(), automata, strict=False)
        for number in getattr(machine, which)
    ]
    found[places] = True
    return found


class FormClasses:
    """What the places of a machine ask for, as classes of the forms that a vocabulary has.

    Forms of one kind that satisfy the same places are one class. `table` tells for each thing asked
    which classes satisfy it, `classes` are those that it names; `class_of` has the class of each
    form, and last that of the end of a sentence.
    """

    def __init__(self, machine: Machine, vocabulary: Vocabulary) -> None:
        rows = [forms_for(asked, vocabulary) for asked in machine.asked]
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        form = np.array([one for row in rows for one in row], dtype=np.int64)
        kind = np.append(vocabulary.kinds, SENTENCE_END).astype(np.int64)
        # Sums of random numbers tell apart which things ask for a form.
        signs = np.random.default_rng(0).integers(1 << 32, 1 << 62, len(rows))
        sign = kind.copy()
        np.add.at(sign, form, signs[owner])
        known, class_of = np.unique(sign, return_inverse=True)
        self.class_of = class_of.astype(np.int32)
        kind_of_class = np.zeros(len(known), dtype=np.int64)
        kind_of_class[self.class_of] = kind
        self.table = np.zeros((len(rows), len(known)), dtype=bool)
        self.table[owner, self.class_of[form]] = True
        owner, classes = np.nonzero(self.table)
        self.classes = Groups(np.searchsorted(owner, np.arange(len(rows) + 1)), classes)
        for number in machine.of_kinds:
            whole = np.isin(kind_of_class, kinds_for(machine.asked[number]))
            self.table[number] = whole & ~self.table[number]


@lru_cache(maxsize=8)
def form_classes(machine: Machine, vocabulary: Vocabulary) -> FormClasses:
    """Return what a machine asks of a vocabulary, kept for the other parts of a corpus."""
    return FormClasses(machine, vocabulary)


def forms_for(asked: Asked, vocabulary: Vocabulary) -> list[int]:
    """Return the numbers of the forms that a place asks for, or that it excludes however they are
    written."""
    words = [one for one in words_named(asked) if not (isinstance(asked, Not) and one.exact)]
    if words:
        return [number for word in words for number in vocabulary.matching(word)]
    if isinstance(asked, Mark) and asked.text in vocabulary.numbers:
        return [vocabulary.numbers[asked.text]]
    return []


def kinds_for(asked: Asked) -> tuple[int, ...]:
    """Return the kinds of forms of which a place takes all but those it names."""
    if isinstance(asked, Not):
        return WORDS
    if isinstance(asked, Kind):
        return OF_KIND.get(asked.name, ())
    if isinstance(asked, Passed):
        return (PASSED_KINDS[asked.kind],)
    return () if isinstance(asked, frozenset) else SPECIAL.get(asked, ())


def entrance(query: Query, vocabulary: Vocabulary, counts: np.ndarray) -> np.ndarray:
    """Return which forms a match cannot do without: it holds one of them, the rarest such set.

    `counts` is how often each form occurs.
    """
    machine = automaton_of(query)
    asked = [[machine.asked[place] for place in cut] for cut in machine.cuts]
    sets = [
        np.logical_or.reduce([forms_satisfying(one, vocabulary) for one in some])
        for some in asked
        if not any(isinstance(one, Passed | Edge) for one in some)
    ]
    every = np.ones(len(counts), dtype=bool)
    return min(sets, key=lambda found: int(counts[found].sum()), default=every)


def forms_satisfying(asked: Asked, vocabulary: Vocabulary) -> np.ndarray:
    """Return which forms a place takes, capitals aside."""
    kinds = WORDS if asked == Kind("Name") else kinds_for(asked)
    found = np.zeros(len(vocabulary.forms), dtype=bool)
    found[forms_for(asked, vocabulary)] = True
    return np.isin(vocabulary.kinds, kinds) & ~found if kinds else found


class Stream:
    """Tokens in the order in which queries walk over them, with an end between two units.

    `token` is the number of the token, -1 for an end; `form` its form, that of an end is one more
    than all; `after` and `before` are the next places that are not passed over; `passed` tells
    which are, `abbreviating` are the tokens that are points of abbreviations; `first_unit` is the
    number of the first sentence, heading or dateline.
    """

    def __init__(self, tokens: Numbered) -> None:
        self.tokens = tokens
        self.vocabulary = tokens.forms
        self.known: dict[int, np.ndarray] = {}
        rows = np.flatnonzero(tokens.unit != NO_UNIT)
        unit = tokens.unit[rows]
        ends = np.concatenate([[0], np.flatnonzero(unit[1:] != unit[:-1]) + 1, [len(rows)]])
        place = np.arange(len(rows)) + 1
        place += np.cumsum(np.bincount(ends[1:-1], minlength=len(rows)))[: len(rows)]
        self.token = np.full(len(rows) + len(ends), -1, dtype=np.int32)
        self.token[place] = rows
        self.first_unit = int(unit[0]) if len(unit) else 0
        self.form = np.full(len(self.token), len(tokens.vocabulary), dtype=np.int32)
        self.form[place] = tokens.form[rows]
        self.kind = np.append(self.vocabulary.kinds, SENTENCE_END).astype(np.uint8)[self.form]
        passed = (self.kind >= PASSED_QUOTE) & (self.kind <= PASSED_BRACKET)
        points = self.points()
        passed[points] = True
        self.abbreviating = self.token[points]
        self.passed = passed
        kept = np.flatnonzero(~passed).astype(np.int32)
        number = np.cumsum(~passed)
        self.after = kept[np.minimum(number, len(kept) - 1)]
        self.before = kept[np.maximum(number - 1 - ~passed, 0)]

    def places(self, kind: int) -> np.ndarray:
        """Return where tokens of a kind stand, and behind them a place that no text has."""
        if kind not in self.known:
            self.known[kind] = np.append(np.flatnonzero(self.kind == kind), NOWHERE)
        return self.known[kind]

    def points(self) -> np.ndarray:
        """Return the places of the points that belong to the abbreviation before them."""
        tokens, point = self.tokens, self.vocabulary.numbers.get(".", -1)
        at = np.flatnonzero(self.form == point)
        at = at[self.token[at - 1] >= 0]
        token = self.token[at]
        at = at[tokens.end[token - 1] == tokens.start[token]]
        forms, where = np.unique(self.form[at - 1], return_inverse=True)
        told = [is_abbreviation(tokens.vocabulary[one]) for one in forms.tolist()]
        return at[np.array(told, dtype=bool)[where]]

    @cached_property
    def name(self) -> np.ndarray:
        """Whether each place holds a capitalised word that does not begin its sentence."""
        found = self.token >= 0
        found[found] = self.tokens.capital[self.token[found]]
        found &= self.kind[self.before] != SENTENCE_END
        always = language().pronouns_in_capitals
        pronoun = [self.vocabulary.numbers.get(one, -1) for one in always]
        return found & ~np.isin(self.form, pronoun)
