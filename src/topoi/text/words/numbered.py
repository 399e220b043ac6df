"""The tokens of some texts as numbers: what queries, codes and counts all work on."""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.words.boundaries import LAST, code_points
from topoi.text.words.joined import BETWEEN
from topoi.text.words.segments import UNITS, segments_and_pieces
from topoi.text.words.tokenised import Tokenised, tokenised
from topoi.text.words.tokens import distinct
from topoi.text.words.vocabulary import Vocabulary

NO_UNIT = -1


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
        columns: "Columns",
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

    def columns(self) -> "Columns":
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
        sizes = np.array([len(text) + len(BETWEEN) for text in self.texts], dtype=np.int64)
        return np.cumsum(sizes) - sizes

    @cached_property
    def place(self) -> np.ndarray:
        """Where each token begins in the texts joined: a number that grows from token to token."""
        return self.begins[self.doc] + self.start

    @cached_property
    def capital(self) -> np.ndarray:
        """Whether each token begins with a capital letter."""
        codes = code_points(BETWEEN.join(self.texts))[self.place]
        return capitals(min(LAST, np.iinfo(codes.dtype).max))[codes]

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


class Columns(NamedTuple):
    """The arrays of Numbered."""

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    is_word: np.ndarray
    unit: np.ndarray


def numbered(corpus: Corpus) -> Numbered:
    """Return the tokens of a corpus as numbers.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> found = numbered(corpus_of({"a": "Talks on talks. No."}))
    >>> found.form.tolist(), found.unit.tolist()
    ([0, 1, 0, 2, 3, 2], [0, 0, 0, 0, 1, 1])
    """
    return numbered_pieces(corpus, tokenised(list(corpus.texts.values())))


def segments_and_tokens(corpus: Corpus) -> tuple[pd.DataFrame, Numbered]:
    """Return the segments table and the tokens as numbers, both from one reading of the texts."""
    table, pieces = segments_and_pieces(corpus)
    return table, numbered_pieces(corpus, pieces)


def token_table(corpus: Corpus) -> pd.DataFrame:
    """Return the tokens of every document: `doc, start, end, token, is_word, sentence`.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> token_table(corpus_of({"a": "The US."}))["token"].tolist()
    ['the', 'US', '.']
    """
    segments, tokens = segments_and_tokens(corpus)
    return tokens.table(segments)


def numbered_pieces(corpus: Corpus, pieces: Iterable[Tokenised]) -> Numbered:
    """Return the tokens of a corpus that come in pieces."""
    forms: dict[str, int] = {}
    columns = [columns_of(piece, forms) for piece in pieces]
    together = Columns(*map(np.concatenate, zip(*(columns or [NO_COLUMNS]), strict=True)))
    texts = list(corpus.texts.values())
    return Numbered(
        list(corpus.texts), texts, counted_on(together, columns), Vocabulary(list(forms))
    )


def columns_of(piece: Tokenised, forms: dict[str, int]) -> Columns:
    """Return the columns of a piece; its new forms get the next numbers in `forms`."""
    number, known = distinct(piece.written)
    numbers = np.array([forms.setdefault(form, len(forms)) for form in known], dtype=np.int32)
    runs = piece.runs
    unit = np.where(runs.unit, np.cumsum(runs.unit) - 1, NO_UNIT)
    doc, unit = (np.repeat(column, runs.tokens) for column in (runs.doc, unit))
    return Columns(doc, piece.start, piece.end, numbers[number], piece.is_word, unit)


def counted_on(together: Columns, pieces: Sequence[Columns]) -> Columns:
    """Return the columns of several pieces with the units of each numbered on from the last."""
    if len(pieces) < 2:
        return together
    counts = [int(piece.unit.max(initial=-1)) + 1 for piece in pieces]
    added = np.repeat(np.cumsum([0, *counts[:-1]]), [len(piece.unit) for piece in pieces])
    return together._replace(unit=np.where(together.unit < 0, NO_UNIT, together.unit + added))


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
    docs = list(corpus.texts)
    order = pd.Index(docs)
    found = Numbered(docs, list(corpus.texts.values()), NO_COLUMNS, Vocabulary([]))
    form, vocabulary = pd.factorize(tokens["token"])
    doc = order.get_indexer(pd.Index(tokens["doc"]))
    start = tokens["start"].to_numpy()
    parts = segments[segments["kind"].isin(UNITS)]
    begins = found.begins[order.get_indexer(pd.Index(parts["doc"]))]
    units = begins + parts["start"].to_numpy(), begins + parts["end"].to_numpy()
    first, last = np.searchsorted(found.begins[doc] + start, np.sort(np.array(units), axis=1))
    # Tokens outside of units and within them take turns.
    sizes = np.diff(np.concatenate([[0], np.column_stack([first, last]).ravel(), [len(doc)]]))
    number = np.full(len(sizes), NO_UNIT)
    number[1::2] = np.arange(len(first))
    unit = np.repeat(number, sizes)
    is_word = tokens["is_word"].to_numpy()
    columns = Columns(doc, start, tokens["end"].to_numpy(), form, is_word, unit)
    return Numbered(docs, found.texts, columns, Vocabulary(vocabulary.tolist()))


NO_COLUMNS = Columns(*(np.zeros(0, dtype=kind) for kind in (int, int, int, int, bool, int)))
