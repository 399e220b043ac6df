"""Sequences of words, within sentences."""

import numpy as np
import pandas as pd

from topoi.analysis.collocates import sentence_keys

NOTE = "Sequences of {n} words within a sentence, over marks but not over sentence ends."


def ngrams(tokens: pd.DataFrame, *, n: int = 2, min_count: int = 2) -> pd.DataFrame:
    """Return sequences of `n` words: `ngram, count, range`, most frequent first.

    Punctuation and the 's between two words are passed over, sentence ends are not. `range` is the
    number of documents. Caveat: in a text that repeats itself, as a lead repeats a quotation, the
    count is not of independent uses.

    >>> from topoi.text.corpus import corpus_of
    >>> from topoi.text.tokens import tokens
    >>> ngrams(tokens(corpus_of({"a": "Root causes. The root causes."}))).values.tolist()
    [['root causes', 2, 1]]
    """
    words = tokens[tokens["is_word"].to_numpy()]
    ids, names = pd.factorize(words["token"])
    docs, _ = pd.factorize(words["doc"])
    keys, starts = sequences(ids, sentence_keys(docs, words["sentence"].to_numpy()), n=n)
    table = pd.DataFrame({"key": [tuple(key) for key in keys.tolist()], "doc": docs[starts]})
    table = table.groupby("key", sort=False)["doc"].agg(["size", "nunique"]).reset_index()
    table = table[table["size"] >= min_count]
    table["ngram"] = [" ".join(names[list(key)]) for key in table["key"]]
    table = table.rename(columns={"size": "count", "nunique": "range"})
    table = table[["ngram", "count", "range"]].astype({"ngram": "str"})
    table = table.sort_values(["count", "ngram"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(n=n)
    return table


def sequences(ids: np.ndarray, sentences: np.ndarray, *, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the ids of each run of n words in one sentence, and the place where each begins."""
    if n < 1:
        raise ValueError("n is at least 1")
    if len(ids) < n:
        return np.zeros((0, n), dtype=ids.dtype), np.zeros(0, dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(ids, n)
    # Words of one sentence stand together, so equal ends mean an unbroken run.
    starts = np.flatnonzero(sentences[: len(ids) - n + 1] == sentences[n - 1 :])
    return windows[starts], starts
