"""The tokens of a partition as arrays, each with the number of its form."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.boundaries import Boundaries
from topoi.text.corpus import Corpus
from topoi.text.joined import join
from topoi.text.segments import blocks_of
from topoi.text.sentence_boundaries import sentences
from topoi.text.sentences import sentences_of
from topoi.text.tokens import form
from topoi.text.written_forms import distinct

# A text longer than this is cut into pieces at white space, so that arrays stay small.
LONGEST = 8_000_000


class Placed(NamedTuple):
    """Tokens of some texts whose forms are not told apart yet, and the characters they have.

    `doc` numbers the texts from 0, `start` and `end` are places in the text, `sentence` is 0
    outside sentences; `bounds` are places in `codes`.
    """

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    codes: np.ndarray
    bounds: Boundaries


class Tokenised(NamedTuple):
    """Tokens of some texts: arrays of equal length, and the forms as they stand in the text.

    They are as in `Placed`; `form` is an index into `forms`.
    """

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    is_word: np.ndarray
    sentence: np.ndarray
    forms: list[str]


def tokenised(texts: Sequence[str]) -> Iterator[Tokenised]:
    """Yield the tokens of the texts, in one go or, for a very long text, piece by piece."""
    return map(with_forms, placed(texts))


def with_forms(tokens: Placed) -> Tokenised:
    """Return the tokens with their forms; nearly all of it is work of Arrow."""
    form, forms = distinct(tokens.codes, tokens.bounds)
    is_word = tokens.bounds.is_word
    return Tokenised(tokens.doc, tokens.start, tokens.end, form, is_word, tokens.sentence, forms)


def placed(texts: Sequence[str]) -> Iterator[Placed]:
    """Yield what `tokenised` yields, before the forms are told apart."""
    if sum(map(len, texts)) <= LONGEST:
        yield together(texts)
        return
    for number, text in enumerate(texts):
        yield from in_pieces(text, number)


def token_table(corpus: Corpus) -> pd.DataFrame:
    """Return the tokens table of `tokens.tokens`, several times as fast.

    >>> from topoi.text.corpus import corpus_of
    >>> token_table(corpus_of({"a": "The US."}))["token"].tolist()
    ['the', 'US', '.']
    """
    docs = pd.array(list(corpus.texts), dtype="str")
    tables = [
        pd.DataFrame(
            {
                "doc": docs.take(piece.doc),
                "start": piece.start.astype(np.int64),
                "end": piece.end.astype(np.int64),
                "token": pd.array(list(map(form, piece.forms)), dtype="str").take(piece.form),
                "is_word": piece.is_word,
                "sentence": piece.sentence.astype(np.int64),
            }
        )
        for piece in tokenised(list(corpus.texts.values()))
    ]
    return pd.concat(tables, ignore_index=True)


def together(texts: Sequence[str]) -> Placed:
    """Return the tokens of texts that fit one array.

    >>> together(["He left. She stayed."]).sentence.tolist()
    [1, 1, 1, 2, 2, 2]
    """
    joined = join(texts)
    starts, ends = joined.bounds.starts, joined.bounds.ends
    counts = np.diff(np.append(np.searchsorted(starts, joined.begins), len(starts)))
    doc = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
    begins = np.repeat(joined.begins, counts)
    found = sentences(joined)
    number = within(found.owner) + 1
    sentence = spread(starts, found.start, found.end, number)
    start, end = (starts - begins).astype(np.int32), (ends - begins).astype(np.int32)
    return Placed(doc, start, end, sentence, joined.codes, joined.bounds)


def in_pieces(text: str, number: int) -> Iterator[Placed]:
    """Yield the tokens of one very long text; its sentences are found one by one."""
    spans = [
        span
        for block in blocks_of(text)
        if block.kind == "paragraph"
        for span in sentences_of(text, block.start, block.end)
    ]
    begin, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    place = 0
    while place < len(text):
        stop = cut(text, place)
        joined = join([text[place:stop]])
        starts, ends = joined.bounds.starts, joined.bounds.ends
        sentence = spread(starts + place, begin, end, np.arange(1, len(spans) + 1))
        doc = np.full(len(starts), number, dtype=np.int32)
        start, finish = (starts + place).astype(np.int32), (ends + place).astype(np.int32)
        yield Placed(doc, start, finish, sentence, joined.codes, joined.bounds)
        place = stop


def cut(text: str, place: int) -> int:
    """Return where the piece that begins at a place ends: behind white space, if there is any."""
    stop = min(len(text), place + LONGEST // 2)
    if stop == len(text):
        return stop
    space = max(text.rfind(" ", place, stop), text.rfind("\n", place, stop))
    if space < 0:
        space = min(
            (at for at in (text.find(" ", stop), text.find("\n", stop)) if at >= 0), default=-1
        )
    return space + 1 if space >= 0 else len(text)


def within(owner: np.ndarray) -> np.ndarray:
    """Return each row's number, from 0, among the rows of the same owner, which stand together.

    >>> within(np.array([0, 0, 3])).tolist()
    [0, 1, 0]
    """
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    return np.arange(len(owner)) - np.repeat(first, np.diff(np.append(first, len(owner))))


def spread(
    places: np.ndarray, start: np.ndarray, end: np.ndarray, number: np.ndarray
) -> np.ndarray:
    """Return the number of the span that holds each place, 0 where none does; all are in order."""
    edges = np.empty(2 * len(start) + 2, dtype=np.int64)
    edges[0], edges[-1] = 0, len(places)
    edges[1:-1:2], edges[2:-1:2] = np.searchsorted(places, start), np.searchsorted(places, end)
    values = np.zeros(2 * len(start) + 1, dtype=np.int32)
    values[1::2] = number
    return np.repeat(values, np.diff(edges))
