"""Cutting texts into partitions of a few megabytes, one after the other."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from topoi.text.corpus import Corpus, corpus_from
from topoi.text.formats import Record

SIZE = 3_000_000
LARGEST = 1.25


def partitions(records: Iterable[Record], *, size: int = SIZE) -> Iterator[Corpus]:
    """Yield corpora of about `size` characters each, in the order of the records.

    Where a partition ends depends on the ids of its texts, not on their number, so that adding,
    changing or removing a text changes its own partition and seldom a neighbour; a store built of
    partitions then keeps all others. A text longer than the size is a partition of its own.
    Memory holds one partition at a time.
    """
    kept: list[Record] = []
    length = 0
    for record in records:
        if kept and length + len(record.text) > LARGEST * size:
            yield corpus_from(iter(kept))
            kept, length = [], 0
        kept.append(record)
        length += len(record.text)
        if length >= size / 2 and is_cut(record, size=size):
            yield corpus_from(iter(kept))
            kept, length = [], 0
    if kept:
        yield corpus_from(iter(kept))


def divided(corpus: Corpus, *, size: int = SIZE) -> Iterator[Corpus]:
    """Yield a corpus that has been read in parts of about `size` characters each, in its order.

    >>> from topoi.text.corpus import corpus_of
    >>> [list(part.texts) for part in divided(corpus_of({"a": "12", "b": "34", "c": "5"}), size=3)]
    [['a', 'b'], ['c']]
    """
    lengths = corpus.documents["n_chars"].to_numpy()
    number = (np.cumsum(lengths) - lengths) // size
    edges = [*np.flatnonzero(np.diff(number, prepend=-1)).tolist(), len(lengths)]
    for first, end in pairwise(edges):
        rows = corpus.documents.iloc[first:end].reset_index(drop=True)
        yield Corpus(rows, {doc: corpus.texts[doc] for doc in rows["doc"]})


def is_cut(record: Record, *, size: int) -> bool:
    """Return whether a partition ends after this text: once in about half a size of characters."""
    draw = zlib.crc32(record.doc.encode("utf-8", "surrogatepass")) / 2**32
    return draw * size / 2 < len(record.text)
