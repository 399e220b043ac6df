"""Texts that are the same, or nearly: reprints, corrected versions, shortened ones."""

from collections.abc import Iterable
from zlib import crc32

import numpy as np
import pandas as pd

from topoi.errors import InputError
from topoi.text.folding import fold

SHINGLE = 5
SAMPLE = 256
PERMUTATIONS = 64
THRESHOLD = 0.8
FEWEST_WORDS = 20
COLUMNS = ["doc", "like", "similarity"]
NOTE = (
    "Texts that share an estimated {threshold:.0%} or more of their {shingle}-word sequences "
    "(MinHash with {permutations} permutations over the {sample} lowest hashes of each text, so "
    "±0.1); texts below {fewest} words are compared as wholes only."
)


class Checksums(dict[str, int]):
    """The checksum of each word, taken when the word is first met."""

    def __missing__(self, word: str) -> int:
        self[word] = value = crc32(word.encode("utf-8", "surrogatepass"))
        return value


def near_duplicates(
    texts: Iterable[tuple[str, str]], *, threshold: float = THRESHOLD
) -> pd.DataFrame:
    """Return pairs of texts that are nearly the same: `doc, like, similarity`.

    `texts` yields document and text; `like` is the earlier document most similar to `doc`, and
    `similarity` the estimated Jaccard similarity of their five-word sequences (Broder 1997). Each
    text appears once as `doc` at most. Raises InputError when datasketch is missing.

    >>> text = " ".join(f"word{number}" for number in range(50))
    >>> near_duplicates([("a", text), ("b", text + " more")])["like"].tolist()
    ['a']
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ModuleNotFoundError:
        raise InputError(
            "datasketch", "is not installed", "Install it with `pip install topoi[collection]`."
        ) from None
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    # One set of permutations for all: making them costs more than using them.
    blank = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    known: dict[str, np.ndarray] = {}
    checksums = Checksums()
    rows = []
    for doc, text in texts:
        hashes = sampled_shingles(text, checksums)
        if not len(hashes):
            continue
        sketch = blank.copy()
        sketch.update_batch(hashes.tolist())
        found = [
            (float(np.mean(known[other] == sketch.hashvalues)), other)
            for other in index.query(sketch)
        ]
        best = min(((-share, other) for share, other in found if share >= threshold), default=None)
        if best:
            rows.append((doc, best[1], round(-best[0], 2)))
        index.insert(doc, sketch)
        known[doc] = sketch.hashvalues
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"doc": "str", "like": "str"})
    table.attrs["note"] = NOTE.format(
        threshold=threshold, shingle=SHINGLE, permutations=PERMUTATIONS, sample=SAMPLE,
        fewest=FEWEST_WORDS,
    )  # fmt: skip
    return table


def sampled_shingles(text: str, checksums: Checksums) -> np.ndarray:
    """Return the lowest hashes of the text's five-word sequences, all of them in a short text.

    The lowest hashes are a sample that two versions of a text draw alike, so that long texts cost
    no more than short ones.
    """
    words = fold(text).split()
    if len(words) < FEWEST_WORDS:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.array([checksums[word] for word in words], dtype=np.uint64)
    shingles = np.zeros(len(hashes) - SHINGLE + 1, dtype=np.uint64)
    for step in range(SHINGLE):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + hashes[step : step + len(shingles)]
    ordered = np.sort(mixed(shingles))
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    return ordered[first][:SAMPLE]


def mixed(values: np.ndarray) -> np.ndarray:
    """Return the values with all bits stirred, in 32 bits, as MinHash takes them."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    return (values ^ (values >> np.uint64(33))) >> np.uint64(32)
