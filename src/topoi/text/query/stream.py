"""Tokens in the order in which queries walk over them."""

from functools import cached_property

import numpy as np

from topoi.text.numbered import NO_UNIT, Numbered
from topoi.text.query.lexemes import is_abbreviation
from topoi.text.query.vocabulary import PASSED_BRACKET, PASSED_QUOTE

PRONOUNS = ("i", "i'm", "i've", "i'd", "i'll")
NOWHERE = np.int32(np.iinfo(np.int32).max)
SENTENCE_END = PASSED_BRACKET + 1  # stands between two units


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
        # The pronoun is always a capital.
        pronoun = [self.vocabulary.numbers.get(one, -1) for one in PRONOUNS]
        return found & ~np.isin(self.form, pronoun)
