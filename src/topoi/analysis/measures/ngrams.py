"""Sequences of words, within sentences."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.collocates import sentence_keys

NOTE = "Sequences of {n} words within a sentence, over marks but not over sentence ends."


def ngrams(tokens: pd.DataFrame, *, n: int = 2, min_count: int = 2) -> pd.DataFrame:
    """Return sequences of `n` words: `ngram, count, range`, most frequent first.

    Punctuation and the 's between two words are passed over, sentence ends are not. `range` is the
    number of documents. Caveat: in a text that repeats itself, as a lead repeats a quotation, the
    count is not of independent uses.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import token_table as tokens
    >>> ngrams(tokens(corpus_of({"a": "Root causes. The root causes."}))).values.tolist()
    [['root causes', 2, 1]]
    """
    words = tokens[tokens["is_word"].to_numpy()]
    ids, names = pd.factorize(words["token"])
    docs, _ = pd.factorize(words["doc"])
    keys, starts = sequences(ids, sentence_keys(docs, words["sentence"].to_numpy()), n=n)
    number, first = numbered(keys)
    places = pd.DataFrame({"number": number, "doc": docs[starts]}).drop_duplicates()
    count = np.bincount(number, minlength=len(first))
    spread = np.bincount(places["number"], minlength=len(first))
    kept = np.flatnonzero(count >= min_count)
    forms = names.to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "ngram": pd.array([" ".join(forms[key]) for key in keys[first[kept]]], dtype="str"),
            "count": count[kept],
            "range": spread[kept],
        }
    )
    table = table.sort_values(["count", "ngram"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(n=n)
    return table


def numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row among the different rows, and where each of these stands first.

    Word by word, so that memory holds numbers and no row twice.

    >>> [part.tolist() for part in numbered(np.array([[7, 2], [7, 3], [7, 2]]))]
    [[0, 1, 0], [0, 1]]
    """
    number = np.zeros(len(keys), dtype=np.int64)
    for column in keys.T:
        number, _ = pd.factorize(number * (int(column.max(initial=0)) + 1) + column)
    return number, np.flatnonzero(~pd.Series(number).duplicated())


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
