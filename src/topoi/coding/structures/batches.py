"""Texts as they are coded: some documents at a time, as numbered tokens in their sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.query.machine import Stream
from topoi.text.voices.quotations import quotations_of
from topoi.text.words.numbered import Numbered, numbered
from topoi.text.words.segments import UNITS
from topoi.text.words.tokenised import NO_UNIT
from topoi.text.words.vocabulary import QUOTES

CHARS = 4_000_000
FEW_WORDS = 6
Quotations = Sequence[tuple[int, int]]


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
    """Yield the documents of a corpus in batches of about `chars` characters."""
    docs = list(corpus.texts)
    number = numbers_of(segments["doc"], docs)
    rows = np.flatnonzero(segments["kind"].isin(UNITS).to_numpy() & (number >= 0))
    rows = rows[np.lexsort((segments["start"].to_numpy()[rows], number[rows]))]
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
        yield Batch(
            first,
            part,
            rows[low:high],
            np.unique(block, return_inverse=True)[1],
            owner[low:high] - first,
            tuple(quotations[doc] for doc in docs[first:last]) if quotations is not None else (),
        )
        first, size = last, 0


def numbers_of(names: pd.Series, docs: Sequence[str]) -> np.ndarray:
    """Return the number of the document of each name, -1 for names of others."""
    codes, known = pd.factorize(names)
    order = {doc: number for number, doc in enumerate(docs)}
    return np.array([order.get(name, -1) for name in known], dtype=np.int64)[codes]
