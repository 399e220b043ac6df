"""Word counts from a token store: in all, in some documents, by part. One partition at a time."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from topoi.analysis.measures.collocates import MIN_NODE, near_counts, scored, sentence_keys, within
from topoi.analysis.measures.dispersion import dispersion, dispersion_table
from topoi.analysis.measures.ngrams import NOTE, sequences
from topoi.analysis.store.search import occurrences
from topoi.analysis.store.store import Partition, Store, columns_of, in_turn
from topoi.text.query import asked

# Sequences counted in one pass; a larger store is read several times, a share of them each time.
IN_ONE_PASS = 20_000_000


def word_counts(store: Store, *, where: np.ndarray | pd.Series | None = None) -> pd.Series:
    """Return the frequency of each word, as `keyness` takes it: word -> count, zeros left out.

    `where` is true for the documents to count, in the order of `store.documents`, such as
    `store.documents["source"] == "TASS"`.
    """
    totals = np.zeros(len(store.vocabulary), dtype=np.int64)
    kept = None if where is None else np.asarray(where, dtype=bool)
    for _, doc, token in words_by_partition(store):
        chosen = token if kept is None else token[kept[doc]]
        totals += np.bincount(chosen, minlength=len(totals))
    return named(store, totals)


def word_counts_apart(store: Store, where: np.ndarray | pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the frequency of each word in some documents and in all others, read at once.

    `where` is true for the documents of the first, in the order of `store.documents`.
    """
    kept = np.asarray(where, dtype=bool)
    forms, before = len(store.vocabulary), 0
    totals = np.zeros((2, forms), dtype=np.int64)
    for partition in in_turn(store):
        doc, token, is_word = columns_of(store, partition, ["doc", "token", "is_word"])
        inside = kept[before : before + partition.documents][doc]
        totals[0] += np.bincount(token[is_word & inside], minlength=forms)
        totals[1] += np.bincount(token[is_word & ~inside], minlength=forms)
        before += partition.documents
    return named(store, totals[0]), named(store, totals[1])


def words_by_partition(store: Store) -> Iterator[tuple[Partition, np.ndarray, np.ndarray]]:
    """Yield for each partition, for its words: row in `store.documents`, number of the form."""
    before = 0
    for partition in in_turn(store):
        doc, token, is_word = columns_of(store, partition, ["doc", "token", "is_word"])
        yield partition, doc[is_word] + before, token[is_word]
        before += partition.documents


def named(store: Store, totals: np.ndarray) -> pd.Series:
    """Return the counts that are not 0, by word."""
    rows = np.flatnonzero(totals)
    words = [store.vocabulary[row] for row in rows.tolist()]
    return pd.Series(totals[rows], index=pd.Index(words, dtype="str", name="token"), name="count")


def frequency_of(store: Store, *, where: np.ndarray | pd.Series | None = None) -> pd.DataFrame:
    """Return the words of a store: `token, count, per_1000`, most frequent first."""
    counts = word_counts(store, where=where)
    table = counts.reset_index()
    table["per_1000"] = 1000 * table["count"] / counts.sum()
    return table.sort_values(["count", "token"], ascending=[False, True], ignore_index=True)


def counts_by(store: Store, parts: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return `part, token, count` rows and the words of each part, as `dispersion` takes them.

    `parts` names the part of each document, in the order of `store.documents`, such as its source
    column; documents without one are left out. For few parts: it holds parts times forms numbers.
    """
    codes, names = pd.factorize(parts, sort=True)
    forms = len(store.vocabulary)
    totals = np.zeros(len(names) * forms, dtype=np.int64)
    for _, doc, token in words_by_partition(store):
        part = codes[doc]
        placed = part >= 0
        keys = part[placed].astype(np.int64) * forms + token[placed]
        totals += np.bincount(keys, minlength=len(totals))
    rows = np.flatnonzero(totals)
    words = pd.array(store.vocabulary, dtype="str").take(rows % forms)
    table = pd.DataFrame(
        {"part": np.asarray(names)[rows // forms], "token": words, "count": totals[rows]}
    )
    sizes = totals.reshape(len(names), forms).sum(axis=1) if len(names) else totals
    return table, pd.Series(sizes, index=names)


def dispersion_of(store: Store, *, parts: pd.Series | None = None) -> pd.DataFrame:
    """Return `token, count, range, dp, dp_norm` over the documents, or over `parts` of them.

    Over documents it reads the store twice and holds one partition at a time.
    """
    if parts is not None:
        return dispersion(*counts_by(store, parts))
    forms = len(store.vocabulary)
    lengths = store.documents["words"].to_numpy() if store.partitions else np.zeros(0)
    shares = lengths / max(lengths.sum(), 1)
    totals, within = np.zeros(forms, dtype=np.int64), np.zeros(forms, dtype=np.int64)
    distance, expected = np.zeros(forms), np.zeros(forms)
    for _, _, token in words_by_partition(store):
        totals += np.bincount(token, minlength=forms)
    for _, doc, token in words_by_partition(store):
        keys, counts = np.unique(doc.astype(np.int64) * forms + token, return_counts=True)
        form, share = keys % forms, shares[keys // forms]
        within += np.bincount(form, minlength=forms)
        gaps = np.abs(counts / totals[form] - share)
        distance += np.bincount(form, weights=gaps, minlength=forms)
        expected += np.bincount(form, weights=share, minlength=forms)
    used = np.flatnonzero(totals)
    words = pd.array(store.vocabulary, dtype="str").take(used)
    sums = [column[used] for column in (totals, within, distance, expected)]
    return dispersion_table(words, *sums, sizes=pd.Series(lengths))


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
