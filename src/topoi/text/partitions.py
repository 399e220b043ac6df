"""Cutting a stream of texts into partitions of a few megabytes, one after the other."""

import zlib
from collections.abc import Iterable, Iterator

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


def is_cut(record: Record, *, size: int) -> bool:
    """Return whether a partition ends after this text: once in about half a size of characters."""
    draw = zlib.crc32(record.doc.encode("utf-8", "surrogatepass")) / 2**32
    return draw * size / 2 < len(record.text)
