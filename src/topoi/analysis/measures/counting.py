"""The words that measures count, as numbers: those of a table, or of a store part by part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.query import asked
from topoi.text.query.matching import matches, without_overlaps
from topoi.text.words.numbered import Numbered, numbered_table


class Found(NamedTuple):
    """The words of a part, which of them belong to a node, and how often it was found there."""

    form: np.ndarray
    sentence: np.ndarray
    is_node: np.ndarray
    hits: int


@dataclass(frozen=True)
class WordParts:
    """The words of some documents, read part by part as often as a measure needs.

    `forms` are the different words, `documents` and `size` the numbers of documents and of words.
    `parts` reads columns of the words, those of a document at once: `doc` and `form` are numbers;
    words of one sentence, or between two sentences, stand together and share a number in
    `sentence`. `around` finds a node in each part.
    """

    forms: Sequence[str]
    documents: int
    size: int
    parts: Callable[..., Iterator[list[np.ndarray]]]
    around: Callable[[str | pd.DataFrame], Iterator[Found]]


def word_parts(tokens: pd.DataFrame | WordParts) -> WordParts:
    """Return the words of a tokens table; those of a store are words already."""
    if isinstance(tokens, WordParts):
        return tokens
    read = numbered_table(tokens)
    columns = {"doc": read.doc, "form": read.form, "sentence": read.unit}
    columns = {name: column[read.is_word] for name, column in columns.items()}

    def parts(*names: str) -> Iterator[list[np.ndarray]]:
        yield [columns[name] for name in names]

    def around(node: str | pd.DataFrame) -> Iterator[Found]:
        first, stop = query_rows(read, node) if isinstance(node, str) else span_rows(read, node)
        is_node = covered(first, stop, len(read))[read.is_word]
        yield Found(columns["form"], columns["sentence"], is_node, len(first))

    return WordParts(read.vocabulary, len(read.docs), len(columns["form"]), parts, around)


def query_rows(tokens: Numbered, query: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of tokens from which and up to which a query is found."""
    found = without_overlaps(matches([asked(query)], tokens))
    return found.first, found.last + 1


def span_rows(tokens: Numbered, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of tokens from which and up to which spans with `doc, start, end` reach."""
    doc = pd.Index(tokens.docs, dtype="str").get_indexer(pd.Index(spans["doc"], dtype="str"))
    stride = np.int64(max(tokens.end.max(initial=0), spans["end"].max() if len(spans) else 0) + 1)
    starts, ends = (tokens.doc * stride + edge for edge in (tokens.start, tokens.end))
    first = np.searchsorted(ends, doc * stride + spans["start"], side="right")
    return first, np.maximum(np.searchsorted(starts, doc * stride + spans["end"]), first)


def covered(first: np.ndarray, stop: np.ndarray, size: int) -> np.ndarray:
    """Return which of so many places lie in a stretch from one up to another.

    >>> covered(np.array([1, 2]), np.array([3, 4]), 5).tolist()
    [False, True, True, True, False]
    """
    begun, ended = (np.bincount(edge, minlength=size + 1) for edge in (first, stop))
    return (begun - ended).cumsum()[:size] > 0


def totals(words: WordParts) -> np.ndarray:
    """Return how often each form occurs."""
    found = np.zeros(len(words.forms), dtype=np.int64)
    for [form] in words.parts("form"):
        found += np.bincount(form, minlength=len(found))
    return found


def counts_by_text(words: WordParts) -> Iterator[list[np.ndarray]]:
    """Yield of each part the documents, the forms in them, and how often each occurs in its."""
    for doc, form in words.parts("doc", "form"):
        keys = doc.astype(np.int64) * len(words.forms) + form
        cells, counts = np.unique(keys, return_counts=True)
        yield [*np.divmod(cells, max(len(words.forms), 1)), counts]


def counts_by_group(
    words: WordParts, group: np.ndarray, groups: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how often each form occurs in each group, in how many of its texts, and its texts.

    `group` has the number of the group of each document, -1 for none; a document without words is
    no text. The first two arrays have a row a group and a column a form.
    """
    counts, texts = np.zeros((2, groups * len(words.forms)), dtype=np.int64)
    seen = np.zeros(words.documents, dtype=bool)
    for doc, form, count in counts_by_text(words):
        inside = group[doc] >= 0
        cell = group[doc[inside]] * len(words.forms) + form[inside]
        np.add.at(counts, cell, count[inside])
        np.add.at(texts, cell, 1)
        seen[doc] = True
    shape = (groups, len(words.forms))
    sizes = np.bincount(group[seen & (group >= 0)], minlength=groups)
    return counts.reshape(shape), texts.reshape(shape), sizes


def counted_forms(words: WordParts, found: np.ndarray) -> pd.Series:
    """Return word -> count for the forms that occur."""
    rows = np.flatnonzero(found)
    return pd.Series(found[rows], index=forms_at(words, rows), name="count")


def forms_at(words: WordParts, rows: np.ndarray) -> pd.Index:
    """Return the words with these numbers."""
    return pd.Index(pd.array(words.forms, dtype="str").take(rows), name="token")


def frequencies(tokens: pd.DataFrame | WordParts) -> pd.Series:
    """Return word -> how often it occurs, as `keyness` takes it, in no order.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import token_table
    >>> frequencies(token_table(corpus_of({"a": "Talks, talks."}))).to_dict()
    {'talks': 2}
    """
    words = word_parts(tokens)
    return counted_forms(words, totals(words))


def parts_of_documents(
    tokens: pd.DataFrame | WordParts, parts: pd.Series
) -> tuple[np.ndarray, pd.Index]:
    """Return the number of the part of each document, -1 for none, and the names of the parts.

    `parts` maps each document of a table to its part (`documents.set_index("doc")["source"]`, or
    each to itself), or names the parts of the documents of a store in their order.
    """
    if isinstance(tokens, pd.DataFrame):
        parts = pd.Series(tokens["doc"].unique()).map(parts)
    return pd.factorize(parts, sort=True)


def counts_by_part(
    tokens: pd.DataFrame | WordParts, parts: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """Return what `dispersion` needs: `part, token, count` rows, and the words of each part.

    `parts` are as `parts_of_documents` takes them. Documents that have none are left out.
    """
    words = word_parts(tokens)
    codes, names = parts_of_documents(tokens, parts)
    forms, found = max(len(words.forms), 1), [pd.Series(dtype=np.int64)]
    for doc, form in words.parts("doc", "form"):
        code = codes[doc].astype(np.int64)
        keys = pd.Series((code * forms + form)[code >= 0])
        found.append(keys.value_counts(sort=False))  # sorting all keys would take twice as long
    sums = pd.concat(found).groupby(level=0).sum().astype(np.int64)
    rows = sums.index.to_numpy(dtype=np.int64)
    table = pd.DataFrame(
        {
            "part": names.take(rows // forms),
            "token": forms_at(words, rows % forms),
            "count": sums.to_numpy(),
        }
    )
    return table, table.groupby("part", observed=True)["count"].sum()
