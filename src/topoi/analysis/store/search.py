"""What is asked of a token store: its words, for measures, and the lines that a query finds."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from topoi.analysis.measures.concordance import context_lines
from topoi.analysis.measures.counting import Found, WordParts, covered
from topoi.analysis.store.store import Partition, Store, documents_of, in_turn, token_columns
from topoi.text.query import asked
from topoi.text.query.machine import entrance
from topoi.text.query.matching import matches, without_overlaps
from topoi.text.query.nodes import OneOf, Query, Sequent
from topoi.text.words.numbered import Columns, Numbered
from topoi.text.words.vocabulary import Vocabulary, Word

PAGE = 1000
COLUMNS = ["doc", "start", "end", "left", "node", "right", "locus"]
COLUMN = {"doc": "doc", "form": "token", "sentence": "stretch"}
NOTE = "“{query}”: {total:,} occurrences; lines {first:,} to {last:,}."


def stored_words(store: Store) -> WordParts:
    """Return the words of a store as measures take them, read one partition at a time.

    >>> from tempfile import TemporaryDirectory
    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.analysis.measures.counting import frequencies
    >>> from topoi.analysis.store.build import build_store
    >>> with TemporaryDirectory() as folder:
    ...     store = build_store([corpus_of({"a": "Talks.", "b": "Talks on."})], folder)
    ...     frequencies(stored_words(store)).to_dict()
    {'talks': 2, 'on': 1}
    """
    documents = sum(partition.documents for partition in store.partitions)
    return WordParts(
        store.vocabulary, documents, store.words, partial(parts, store), partial(found_in, store)
    )


def parts(store: Store, *names: str) -> Iterator[list[np.ndarray]]:
    """Yield columns of the words of each partition; the documents are numbered through."""
    before = 0
    for partition in in_turn(store):
        columns = word_columns(store, partition, names)
        yield [c + before if name == "doc" else c for name, c in zip(names, columns, strict=True)]
        before += partition.documents


def found_in(store: Store, query: str) -> Iterator[Found]:
    """Yield the words of each partition with those of the occurrences of a query."""
    for partition, first, last in occurrences_by_partition(store, asked(query)):
        is_node = covered(first, last + 1, partition.tokens)
        form, sentence, node = word_columns(store, partition, ["form", "sentence"], is_node)
        yield Found(form, sentence, node, len(first))


def word_columns(
    store: Store, partition: Partition, names: Sequence[str], *more: np.ndarray
) -> list[np.ndarray]:
    """Return columns of the tokens of a partition, and more of the same length, of words alone."""
    *columns, is_word = token_columns(
        store, partition, [*(COLUMN[name] for name in names), "is_word"]
    )
    return [column[is_word] for column in (*columns, *more)]


def concordance_of(
    store: Store, query: str, *, first: int = 0, limit: int = PAGE, width: int = 60
) -> pd.DataFrame:
    """Return a page of the lines that a query finds: `doc, start, end, left, node, right, locus`.

    `query` is written as in a codebook and found as `kwic` finds it. The order is that of the
    collection; `first` and `limit` choose the page, since a frequent word has more lines than
    anyone reads. `locus` cites a line; `attrs["total"]` is the number of all lines. Raises
    InputError for a query that cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.analysis.store.build import build_store
    >>> with TemporaryDirectory() as folder:
    ...     store = build_store([corpus_of({"a": "The root causes, he said."})], folder)
    ...     concordance_of(store, "root cause*")[["left", "node", "right"]].values.tolist()
    [['The', 'root causes', ', he said.']]
    """
    total = 0
    pages: list[pd.DataFrame] = []
    for partition, begin, finish in occurrences_by_partition(store, asked(query)):
        chosen = slice(max(0, first - total), max(0, first + limit - total))
        if len(begin[chosen]):
            rows = (begin[chosen], finish[chosen])
            pages.append(page_of(store, partition, *rows, width=width))
        total += len(begin)
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    table = pd.concat(pages, ignore_index=True) if pages else empty
    table.attrs["total"] = total
    last = first + len(table)
    table.attrs["note"] = NOTE.format(
        query=query, total=total, first=min(first + 1, last), last=last
    )
    return table


def phrase_counts(store: Store, queries: Sequence[str]) -> pd.DataFrame:
    """Return how often each query that is more than a word occurs: `token, count, per_1000`.

    As many as `concordance_of` has lines; single words are counted by `frequency`.

    >>> from tempfile import TemporaryDirectory
    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.analysis.store.build import build_store
    >>> with TemporaryDirectory() as folder:
    ...     store = build_store([corpus_of({"a": "The people's republic."})], folder)
    ...     phrase_counts(store, ["people's republic", "the"])[["token", "count"]].values.tolist()
    [["people's republic", 1]]
    """
    rows = []
    for query in dict.fromkeys(queries):
        nodes = asked(query)
        if not (len(nodes.items) == 1 and is_words(nodes.items[0])):
            found = sum(len(first) for _, first, _ in occurrences_by_partition(store, nodes))
            rows.append((query, found, 1000 * found / max(1, store.words)))
    return pd.DataFrame(rows, columns=["token", "count", "per_1000"])


def occurrences_by_partition(
    store: Store, query: Query
) -> Iterator[tuple[Partition, np.ndarray, np.ndarray]]:
    """Yield for each partition the rows of the first and of the last token of each occurrence.

    Only sentences are walked that hold a form which no match can do without.
    """
    one_word = len(query.items) == 1 and is_words(query.items[0])
    needed = None
    for partition in in_turn(store):
        token, unit = token_columns(store, partition, ["token", "unit"])
        if needed is None:
            # How often forms occur in one part tells well enough which are rare.
            counts = np.bincount(token, minlength=len(store.vocabulary))
            needed = entrance(query, store.forms, counts)
        rows = np.flatnonzero(needed[token] & unit)
        if one_word or not len(rows):
            yield partition, rows, rows
        else:
            yield partition, *matches_near(store, partition, query, token=token, candidates=rows)


def is_words(node: object) -> bool:
    """Return whether a part of a query is one word or another, wherever it stands."""
    if isinstance(node, OneOf):
        return all(len(way) == 1 and is_words(way[0]) for way in node.ways)
    return isinstance(node, Word) and not node.exact


def matches_near(
    store: Store,
    partition: Partition,
    query: Query,
    *,
    token: np.ndarray,
    candidates: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of first and last tokens of the matches in the sentences of candidates."""
    [run] = token_columns(store, partition, ["run"])
    concerned = np.zeros(int(run[-1]) + 1, dtype=bool)
    concerned[run[candidates]] = True
    rows = np.flatnonzero(concerned[run])
    forms, form = np.unique(token[rows], return_inverse=True)
    names = ["doc", "start", "end", "is_word"]
    doc, start, end, is_word = (column[rows] for column in token_columns(store, partition, names))
    columns = Columns(doc, start, end, form, is_word, run[rows])
    texts = PartitionTexts(store, partition)
    vocabulary = [store.vocabulary[one] for one in forms.tolist()]
    found = without_overlaps(
        matches([query], Numbered(texts, texts, columns, Vocabulary(vocabulary)))
    )
    return rows[found.first], rows[found.last]


class PartitionTexts(Sequence[str]):
    """The texts of a partition, read when the first is asked for."""

    def __init__(self, store: Store, partition: Partition) -> None:
        self.store, self.partition = store, partition
        self.read: list[str] | None = None

    def __len__(self) -> int:
        return self.partition.documents

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        if self.read is None:
            table = documents_of(self.store, self.partition, columns=["text"])
            self.read = table["text"].tolist()
        return self.read[number]


def forms_named(store: Store, text: str) -> set[str]:
    """Return the forms of the vocabulary that the words of a query stand for."""
    return {
        store.vocabulary[number]
        for word in words_asked_for(asked(text).items)
        for number in store.forms.matching(word)
    }


def words_asked_for(items: Sequent) -> Iterator[Word]:
    """Yield the words of a query, those of alternatives, too."""
    for node in items:
        if isinstance(node, Word):
            yield node
        elif isinstance(node, OneOf):
            for way in node.ways:
                yield from words_asked_for(way)


def page_of(
    store: Store, partition: Partition, begin: np.ndarray, finish: np.ndarray, *, width: int
) -> pd.DataFrame:
    """Return the lines of some occurrences in one partition."""
    doc, start, end = token_columns(store, partition, ["doc", "start", "end"])
    documents = documents_of(store, partition, columns=["doc", "text"])
    ids = documents["doc"].array.take(doc[begin])
    spans = pd.DataFrame({"doc": ids, "start": start[begin], "end": end[finish]})
    spans = spans.astype({"start": "int64", "end": "int64"})
    texts = dict(zip(documents["doc"], documents["text"], strict=True))
    return context_lines(texts, spans, width=width)
