"""Texts as they are coded: some documents at a time, as numbered tokens in their sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from topoi.errors import InputError
from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.lang.language import file_of, mapping_in
from topoi.text.query.machine import Stream
from topoi.text.voices.quotations import quotations_of
from topoi.text.words.numbered import Numbered, numbered
from topoi.text.words.segments import UNITS
from topoi.text.words.tokenised import NO_UNIT
from topoi.text.words.vocabulary import QUOTES

CHARS = 4_000_000
FEW_WORDS = 6
TAKEN = b"\1"
Label = TypeVar("Label")
Quotations = Sequence[tuple[int, int]]


@cache
def word_lists() -> dict[str, list[str]]:
    """Return the lists of words by which structures are told, by name."""
    told = mapping_in(file_of("structures.yml"), needed=True)
    return {name: words.split() for name, words in told.items()}


@dataclass(frozen=True)
class Batch:
    """Some documents as numbered tokens; document number `first + i` is the i-th of them.

    `unit_row` is the row in the segments table of each sentence, heading or dateline, `unit_block`
    numbers its paragraph within the batch, `unit_doc` its document. `quoted` are the quotations of
    each document as spans of characters, where they are known.
    """

    first: int
    tokens: Numbered
    unit_row: np.ndarray
    unit_block: np.ndarray
    unit_doc: np.ndarray
    quoted: tuple[Quotations, ...] = ()

    @property
    def last(self) -> int:
        """The number of the document behind the last of these."""
        return self.first + len(self.tokens.docs)

    @cached_property
    def stream(self) -> Stream:
        """The tokens as queries walk over them."""
        return Stream(self.tokens)

    @cached_property
    def unit(self) -> np.ndarray:
        """The number of the sentence, heading or dateline of each token, counted from 0 here."""
        unit = self.tokens.unit
        return np.where(
            unit == NO_UNIT, NO_UNIT, unit - unit.max(initial=0) + len(self.unit_row) - 1
        )

    @cached_property
    def words(self) -> np.ndarray:
        """The words among the tokens that stand in sentences, headings or datelines."""
        return np.flatnonzero(self.tokens.is_word & (self.tokens.unit != NO_UNIT))

    @cached_property
    def words_before(self) -> np.ndarray:
        """How many words stand before each token, and before the end."""
        return np.append(0, np.cumsum(self.tokens.is_word))

    @cached_property
    def short_quotations(self) -> tuple[np.ndarray, np.ndarray]:
        """The first token, and the one behind the last, of quotations of at most six words.

        The marks belong to them. They come in the order of the text, an outer one before an inner.
        """
        tokens = self.tokens
        marked = np.unique(tokens.doc[self.among(tuple(QUOTES))[tokens.form]])
        rows = [(doc, *span) for doc in marked.tolist() for span in self.quotations_in(doc)]
        first, last = self.tokens_in(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)
        few = self.words_before[last] - self.words_before[first] <= FEW_WORDS
        return first[few], last[few]

    def quotations_in(self, doc: int) -> Quotations:
        """Return where the quotations of a document stand, which may be known already."""
        if self.quoted:
            return self.quoted[doc]
        return [(found.start, found.end) for found in quotations_of(self.tokens.texts[doc])]

    def among(self, forms: Sequence[str]) -> np.ndarray:
        """Return for each form of the vocabulary whether it is one of these."""
        numbers = self.stream.vocabulary.numbers
        found = np.zeros(len(numbers), dtype=bool)
        found[[numbers[form] for form in forms if form in numbers]] = True
        return found

    def marks(self, signs: Sequence[str]) -> np.ndarray:
        """Return which tokens are one of these marks, the points of abbreviations left out."""
        found = self.among(signs)[self.tokens.form]
        found[self.stream.abbreviating] = False
        return found

    def flags(self, tokens: np.ndarray) -> np.ndarray:
        """Return which tokens are some of them; behind the last one stand two that are none."""
        found = np.zeros(len(self.tokens) + 2, dtype=bool)
        found[tokens] = True
        return found

    def tokens_in(
        self, doc: np.ndarray, start: np.ndarray, end: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the first token, and the one behind the last, of spans of characters."""
        begins = self.tokens.begins[doc]
        first, last = np.searchsorted(self.tokens.place, [begins + start, begins + end])
        return first, last


def batches(
    corpus: Corpus,
    segments: pd.DataFrame,
    *,
    tokens: Numbered | None = None,
    quotations: Mapping[str, Quotations] | None = None,
    chars: int = CHARS,
) -> Iterator[Batch]:
    """Yield the documents of a corpus in batches of about `chars` characters.

    Raises InputError for sentences, headings or datelines that overlap, and for such as are not
    those of the tokens.
    """
    docs = list(corpus.texts)
    number = numbers_of(segments["doc"], docs)
    rows = np.flatnonzero(segments["kind"].isin(UNITS).to_numpy() & (number >= 0))
    rows = rows[np.lexsort((segments["start"].to_numpy()[rows], number[rows]))]
    refuse_overlapping(segments.iloc[rows], number[rows])
    paragraph = segments["paragraph"].to_numpy(dtype=np.int64)[rows]
    owner = number[rows]
    first = size = 0
    read = track(corpus, label="codes", total=len(corpus), unit="text")
    for last, (_, text) in enumerate(read, start=1):
        size += len(text)
        if size < chars and last < len(docs):
            continue
        part = tokens.part(first, last) if tokens else numbered(corpus.select(docs[first:last]))
        low, high = np.searchsorted(owner, [first, last])
        block = owner[low:high] * (int(paragraph.max(initial=0)) + 1) + paragraph[low:high]
        batch = Batch(
            first,
            part,
            rows[low:high],
            np.unique(block, return_inverse=True)[1],
            owner[low:high] - first,
            tuple(quotations[doc] for doc in docs[first:last]) if quotations is not None else (),
        )
        refuse_others(batch, segments)
        yield batch
        first, size = last, 0


def refuse_overlapping(units: pd.DataFrame, number: np.ndarray) -> None:
    """Raise InputError for the first two segments, in order of document and start, that overlap."""
    start, end = (units[name].to_numpy() for name in ("start", "end"))
    wrong = np.flatnonzero((number[1:] == number[:-1]) & (start[1:] < end[:-1]))
    if len(wrong):
        one, other = units.iloc[wrong[0]], units.iloc[wrong[0] + 1]
        raise InputError(
            f"segments of {one['doc']!r}",
            f"the {one['kind']} {one['start']}-{one['end']} overlaps"
            f" the {other['kind']} {other['start']}-{other['end']}",
            "Give each character one sentence, heading or dateline at the most.",
        )


def refuse_others(batch: Batch, segments: pd.DataFrame) -> None:
    """Raise InputError if the first token in a segment does not lie in that segment."""
    for at in np.flatnonzero(batch.tokens.unit != NO_UNIT)[:1]:
        unit, start, end = batch.unit[at], batch.tokens.start[at], batch.tokens.end[at]
        own = segments.iloc[batch.unit_row[unit]] if 0 <= unit < len(batch.unit_row) else None
        if own is None or not own["start"] <= start < end <= own["end"]:
            raise InputError(
                f"segments of {batch.tokens.docs[batch.tokens.doc[at]]!r}",
                f"have no part of their own for the token {start}-{end}",
                "Give the segments that the tokens were read with, or neither.",
            )


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


def numbers_of(names: pd.Series, docs: Sequence[str]) -> np.ndarray:
    """Return the number of the document of each name, -1 for names of others."""
    codes, known = pd.factorize(names)
    order = {doc: number for number, doc in enumerate(docs)}
    return np.array([order.get(name, -1) for name in known], dtype=np.int64)[codes]
