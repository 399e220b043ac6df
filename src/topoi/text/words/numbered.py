"""The tokens of some texts as numbers: what queries, codes and counts all work on."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.words.arrays import stacked
from topoi.text.words.boundaries import codes_of, last_code
from topoi.text.words.segments import UNITS, Segments, segments_in, segments_table
from topoi.text.words.tokenised import (
    BETWEEN,
    Tokenised,
    Units,
    begins_of,
    pieces,
    runs,
    tokenised,
)
from topoi.text.words.tokens import distinct
from topoi.text.words.vocabulary import Vocabulary


class Columns(NamedTuple):
    """The arrays of Numbered."""

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    is_word: np.ndarray
    unit: np.ndarray


class Numbered:
    """The tokens of some texts, in order: arrays of one length, and the texts they stand in.

    `doc` is the row of the text in `docs` and `texts`; `start` and `end` are code points in it;
    `form` is the row in `vocabulary`, and `forms` looks words of queries up there; `unit` numbers
    the sentences, headings and datelines of all texts in order, NO_UNIT for a token in none of
    them.
    """

    def __init__(
        self,
        docs: Sequence[str],
        texts: Sequence[str],
        columns: Columns,
        vocabulary: Vocabulary,
    ) -> None:
        self.docs, self.texts, self.forms = docs, texts, vocabulary
        self.doc, self.start, self.end, self.form, self.is_word, self.unit = columns

    def __len__(self) -> int:
        return len(self.form)

    @property
    def vocabulary(self) -> Sequence[str]:
        """The different forms."""
        return self.forms.forms

    def columns(self) -> Columns:
        """Return the arrays."""
        return Columns(self.doc, self.start, self.end, self.form, self.is_word, self.unit)

    def part(self, first: int, last: int) -> "Numbered":
        """Return the tokens of the texts from one up to another; units keep their numbers."""
        low, high = np.searchsorted(self.doc, [first, last])
        doc, *others = (column[low:high] for column in self.columns())
        found = Columns(doc - first, *others)
        return Numbered(self.docs[first:last], self.texts[first:last], found, self.forms)

    @cached_property
    def begins(self) -> np.ndarray:
        """Where each text begins in all of them joined."""
        return begins_of(self.texts)

    @cached_property
    def place(self) -> np.ndarray:
        """Where each token begins in the texts joined: a number that grows from token to token."""
        return self.begins[self.doc] + self.start

    @cached_property
    def capital(self) -> np.ndarray:
        """Whether each token begins with a capital letter."""
        codes = codes_of(BETWEEN.join(self.texts))[self.place]
        return capitals(last_code(codes))[codes]

    def table(self, segments: pd.DataFrame) -> pd.DataFrame:
        """Return the tokens table: `doc, start, end, token, is_word, sentence`.

        `sentence` is 0 for tokens in headings and datelines, which hold no sentence.
        """
        sentence = segments.loc[segments["kind"].isin(UNITS), "sentence"].to_numpy()
        return pd.DataFrame(
            {
                "doc": pd.array(self.docs, dtype="str").take(self.doc),
                "start": self.start.astype(np.int64),
                "end": self.end.astype(np.int64),
                "token": pd.array(self.vocabulary, dtype="str").take(self.form),
                "is_word": self.is_word,
                "sentence": np.append(sentence, 0)[self.unit],
            }
        )

    def written(self, rows: np.ndarray) -> list[str]:
        """Return the tokens in these rows as they are written."""
        places = (column[rows].tolist() for column in (self.doc, self.start, self.end))
        return [self.texts[doc][start:end] for doc, start, end in zip(*places, strict=True)]


@cache
def capitals(last: int) -> np.ndarray:
    """Return for every code point up to the last whether it is a capital letter."""
    return np.array([chr(code).isupper() for code in range(last + 1)], dtype=bool)


def numbered(corpus: Corpus) -> Numbered:
    """Return the tokens of a corpus as numbers.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> found = numbered(corpus_of({"a": "Talks on talks. No."}))
    >>> found.form.tolist(), found.unit.tolist()
    ([0, 1, 0, 2, 3, 2], [0, 0, 0, 0, 1, 1])
    """
    return numbered_in(corpus, segments_in(corpus))


def segments_and_tokens(corpus: Corpus) -> tuple[pd.DataFrame, Numbered]:
    """Return the segments table and the tokens as numbers, both from one reading of the texts."""
    found = segments_in(corpus)
    return segments_table(list(corpus.texts), found), numbered_in(corpus, found)


def token_table(corpus: Corpus) -> pd.DataFrame:
    """Return the tokens of every document: `doc, start, end, token, is_word, sentence`.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> token_table(corpus_of({"a": "The US."}))["token"].tolist()
    ['the', 'US', '.']
    """
    segments, tokens = segments_and_tokens(corpus)
    return tokens.table(segments)


def numbered_in(corpus: Corpus, segments: Segments) -> Numbered:
    """Return the tokens of a corpus, given its segments."""
    texts = list(corpus.texts.values())
    forms: dict[str, int] = {}
    parts = [numbered_columns(tokenised(piece), forms) for piece in pieces(texts, segments)]
    return Numbered(list(corpus.texts), texts, stacked(parts), Vocabulary(list(forms)))


def numbered_columns(piece: Tokenised, forms: dict[str, int]) -> Columns:
    """Return the columns of a piece; its new forms get the next numbers in `forms`."""
    number, known = distinct(piece.written)
    numbers = np.array([forms.setdefault(form, len(forms)) for form in known], dtype=np.int32)
    doc, unit = (
        np.repeat(column, piece.runs.tokens) for column in (piece.runs.doc, piece.runs.unit)
    )
    return Columns(doc, piece.start, piece.end, numbers[number], piece.is_word, unit)


def numbered_table(tokens: pd.DataFrame) -> Numbered:
    """Return the tokens of a table as numbers where its texts are not at hand: `<Name>` and words
    written exactly cannot be asked for. Headings that follow each other count as one unit."""
    doc, docs = pd.factorize(tokens["doc"])
    form, vocabulary = pd.factorize(tokens["token"])
    sentence = tokens["sentence"].to_numpy()
    new = (np.diff(doc, prepend=-1) != 0) | (np.diff(sentence, prepend=-1) != 0)
    start, end, is_word = (tokens[name].to_numpy() for name in ("start", "end", "is_word"))
    columns = Columns(doc, start, end, form, is_word, np.cumsum(new) - 1)
    return Numbered(docs.tolist(), [], columns, Vocabulary(vocabulary.tolist()))


def numbered_as(corpus: Corpus, tokens: pd.DataFrame, segments: pd.DataFrame) -> Numbered:
    """Return the tokens of tables made earlier, the same as `numbered` makes of the corpus."""
    docs, texts = list(corpus.texts), list(corpus.texts.values())
    order, begins = pd.Index(docs), begins_of(texts)
    form, vocabulary = pd.factorize(tokens["token"])
    doc = order.get_indexer(pd.Index(tokens["doc"]))
    start = tokens["start"].to_numpy()
    parts = segments[segments["kind"].isin(UNITS)]
    begin = begins[order.get_indexer(pd.Index(parts["doc"]))]
    first, last, sentence = (parts[name].to_numpy() for name in ("start", "end", "sentence"))
    told = runs(begins[doc] + start, begins, Units(begin + first, begin + last, sentence))
    unit = np.repeat(told.unit, told.tokens)
    is_word = tokens["is_word"].to_numpy()
    columns = Columns(doc, start, tokens["end"].to_numpy(), form, is_word, unit)
    return Numbered(docs, texts, columns, Vocabulary(vocabulary.tolist()))


def words_within(tokens: Numbered, spans: pd.DataFrame) -> np.ndarray:
    """Return how many words begin in each row of a table with `doc, start, end`.

    What a word is, the tokens table says: punctuation and clitics are none.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> spans = pd.DataFrame({"doc": ["a", "b"], "start": [0, 3], "end": [9, 8]})
    >>> words_within(numbered(corpus_of({"a": "He left.", "b": "It's over."})), spans).tolist()
    [2, 1]
    """
    number = pd.Index(tokens.docs).get_indexer(pd.Index(spans["doc"]))
    begin = tokens.begins[number]
    places = tokens.place[tokens.is_word]
    first, last = (np.searchsorted(places, begin + spans[edge]) for edge in ("start", "end"))
    return np.where(number < 0, 0, last - first)
