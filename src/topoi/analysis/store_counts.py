"""Word counts from a token store: in all, in some documents, by part. One partition at a time."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from topoi.analysis.dispersion import dispersion, dispersion_table
from topoi.text.store import Partition, Store, columns_of, in_turn


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
