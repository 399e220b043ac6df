"""Sequences of words, within sentences."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import WordParts, word_parts

NOTE = "Sequences of {n} words within a sentence, over marks but not over sentence ends."
# Sequences counted in one pass; more words are read several times, a share of them each time.
IN_ONE_PASS = 20_000_000


def ngrams(
    tokens: pd.DataFrame | WordParts, *, n: int = 2, min_count: int = 2, spread: bool = True
) -> pd.DataFrame:
    """Return sequences of `n` words: `ngram, count, range`, most frequent first.

    Punctuation and the 's between two words are passed over, sentence ends are not. `range` is the
    number of documents; without `spread` it is left out, which is faster. The count is exact
    however large a store is: where there are too many sequences for memory, each of several passes
    counts its share. Caveat: in a text that repeats itself, as a lead repeats a quotation, the
    count is not of independent uses.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import token_table as tokens
    >>> ngrams(tokens(corpus_of({"a": "Root causes. The root causes."}))).values.tolist()
    [['root causes', 2, 1]]
    """
    if n < 1:
        raise ValueError("n is at least 1")
    words = word_parts(tokens)
    passes = 1 + words.size // IN_ONE_PASS
    found = [
        counted_sequences(words, n=n, share=(share, passes), least=min_count, spread=spread)
        for share in range(passes)
    ]
    keys, numbers = (np.concatenate(columns) for columns in zip(*found, strict=True))
    names = np.array(words.forms, dtype=object)
    written = [" ".join(row) for row in names[unpack(keys, n, bits_of(words))]]
    table = pd.DataFrame(numbers, columns=["count", "range"] if spread else ["count"])
    table.insert(0, "ngram", pd.array(written, dtype="str"))
    table = table.sort_values(["count", "ngram"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(n=n)
    return table


def counted_sequences(
    words: WordParts, *, n: int, share: tuple[int, int], least: int, spread: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the sequences of one share, packed, with their counts and numbers of documents."""
    bits = bits_of(words)
    keys = [pack([np.zeros(0, dtype=np.int64)] * n, bits)]
    numbers = [np.zeros((0, 1 + spread), dtype=np.int64)]
    for doc, form, sentence in words.parts("doc", "form", "sentence"):
        # Words of one sentence stand together, so equal ends mean an unbroken run.
        ends = sentence[n - 1 :]
        starts = np.flatnonzero(sentence[: len(ends)] == ends)
        starts = starts[form[starts + n - 1] % share[1] == share[0]] if share[1] > 1 else starts
        packed = pack([form[starts + place] for place in range(n)], bits)
        if spread:
            some, number, times = np.unique(packed, return_inverse=True, return_counts=True)
            texts = pd.unique(number.ravel() * words.documents + doc[starts]) // words.documents
            numbers.append(np.column_stack([times, np.bincount(texts, minlength=len(some))]))
        else:
            some, times = np.unique(packed, return_counts=True)
            numbers.append(times[:, None])
        keys.append(some)
    every, row = np.unique(np.concatenate(keys), return_inverse=True)
    sums = np.zeros((len(every), 1 + spread), dtype=np.int64)
    np.add.at(sums, row.ravel(), np.concatenate(numbers))
    kept = sums[:, 0] >= least
    return every[kept], sums[kept]


def bits_of(words: WordParts) -> int:
    """Return how many bits the number of a word takes."""
    return max(1, len(words.forms).bit_length())


def pack(columns: Sequence[np.ndarray], bits: int) -> np.ndarray:
    """Return each row of numbers as one value that sorts and compares quickly.

    One integer where the numbers fit, else the bytes of the row.
    """
    n = len(columns)
    if n * bits <= 63:
        packed = np.zeros(len(columns[0]), dtype=np.int64)
        for column in columns:
            packed = (packed << bits) | column
        return packed
    return np.column_stack(columns).astype(">u4", order="C").view(f"S{4 * n}").ravel()


def unpack(packed: np.ndarray, n: int, bits: int) -> np.ndarray:
    """Return the rows of numbers that were packed.

    >>> unpack(pack([np.array([3]), np.array([1]), np.array([2])], 2), 3, 2).tolist()
    [[3, 1, 2]]
    """
    if packed.dtype.kind == "S":
        return np.frombuffer(packed.tobytes(), dtype=">u4").reshape(-1, n).astype(np.int64)
    shifts = np.arange(n - 1, -1, -1) * bits
    return (packed[:, None] >> shifts) & ((1 << bits) - 1)
