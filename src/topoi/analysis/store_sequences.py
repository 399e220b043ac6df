"""Collocates and n-grams from a token store, one partition at a time."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from topoi.analysis.collocates import MIN_NODE, near_counts, scored, sentence_keys, within
from topoi.analysis.ngrams import NOTE, sequences
from topoi.analysis.store_search import occurrences
from topoi.text.query import asked
from topoi.text.store import Store, columns_of, in_turn

# Sequences counted in one pass; a larger store is read several times, a share of them each time.
IN_ONE_PASS = 20_000_000


def collocates_of(
    store: Store, node: str, *, window: int = 5, min_count: int = 2, min_node: int = MIN_NODE
) -> pd.DataFrame:
    """Return the words near what a query finds in the store, as `collocates` does."""
    size = len(store.vocabulary)
    near, elsewhere = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    hits = 0
    for partition, begin, finish in occurrences(store, asked(node)):
        names = ["doc", "token", "is_word", "sentence"]
        doc, token, is_word, sentence = columns_of(store, partition, names)
        sentences = sentence_keys(doc, sentence)[is_word]
        is_node = within(begin, finish, len(token))[is_word]
        hits += len(begin)
        here, away = near_counts(token[is_word], sentences, is_node, window=window, size=size)
        near, elsewhere = near + here, elsewhere + away
    return scored(
        near, elsewhere, np.array(store.vocabulary, dtype=object), label=f"“{node}”", hits=hits,
        window=window, min_count=min_count, min_node=min_node,
    )  # fmt: skip


def word_sequences(store: Store) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield for each partition the forms of its words in order, and a number for each sentence."""
    for partition in in_turn(store):
        names = ["doc", "token", "is_word", "sentence"]
        doc, token, is_word, sentence = columns_of(store, partition, names)
        yield token[is_word], sentence_keys(doc[is_word], sentence[is_word])


def ngrams_of(store: Store, *, n: int = 2, min_count: int = 2) -> pd.DataFrame:
    """Return sequences of `n` words in the store: `ngram, count`, most frequent first.

    They pass over marks, not over sentence ends. The count is exact however large the store:
    where there are too many sequences for memory, each of several passes counts its share.
    """
    passes = 1 + store.words // IN_ONE_PASS
    bits = max(1, len(store.vocabulary).bit_length())
    found = [
        counted_share(store, n=n, bits=bits, share=share, passes=passes, min_count=min_count)
        for share in range(passes)
    ]
    keys, counts = (np.concatenate(columns) for columns in zip(*found, strict=True))
    names = np.array(store.vocabulary, dtype=object)
    table = pd.DataFrame(
        {"ngram": [" ".join(words) for words in names[unpacked(keys, n, bits)]], "count": counts}
    ).astype({"ngram": "str", "count": "int64"})
    table = table.sort_values(["count", "ngram"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(n=n)
    return table


def counted_share(
    store: Store, *, n: int, bits: int, share: int, passes: int, min_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the sequences of one share, packed, and their counts."""
    keys, counts = [], []
    for token, sentences in word_sequences(store):
        rows, _ = sequences(token, sentences, n=n)
        packed = pack(rows, bits)
        if passes > 1:
            packed = packed[rows[:, -1] % passes == share]
        some, times = np.unique(packed, return_counts=True)
        keys.append(some)
        counts.append(times)
    if not keys:
        return pack(np.zeros((0, n), dtype=np.int64), bits), np.zeros(0, dtype=np.int64)
    every, rows_of = np.unique(np.concatenate(keys), return_inverse=True)
    totals = np.bincount(rows_of.ravel(), weights=np.concatenate(counts)).astype(np.int64)
    kept = totals >= min_count
    return every[kept], totals[kept]


def pack(rows: np.ndarray, bits: int) -> np.ndarray:
    """Return each row of numbers as one value that sorts and compares quickly.

    One integer where the numbers fit, else the bytes of the row.
    """
    n = rows.shape[1]
    if n * bits <= 63:
        packed = np.zeros(len(rows), dtype=np.int64)
        for column in range(n):
            packed = (packed << bits) | rows[:, column]
        return packed
    fixed = np.ascontiguousarray(rows, dtype=">u4")
    return fixed.view(f"S{4 * n}").ravel()


def unpacked(packed: np.ndarray, n: int, bits: int) -> np.ndarray:
    """Return the rows of numbers that were packed.

    >>> unpacked(pack(np.array([[3, 1, 2]]), 2), 3, 2).tolist()
    [[3, 1, 2]]
    """
    if packed.dtype.kind == "S":
        return np.frombuffer(packed.tobytes(), dtype=">u4").reshape(-1, n).astype(np.int64)
    shifts = np.arange(n - 1, -1, -1) * bits
    return (packed[:, None] >> shifts) & ((1 << bits) - 1)
