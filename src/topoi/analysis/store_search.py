"""Finding words and phrases in a token store, in context."""

import re
from collections.abc import Iterator
from fnmatch import translate

import numpy as np
import pandas as pd

from topoi.analysis.concordance import line
from topoi.text.store import Partition, Store, columns_of, documents_of, in_turn
from topoi.text.tokens import form

PAGE = 1000
COLUMNS = ["doc", "start", "end", "left", "node", "right", "locus"]
NOTE = "“{phrase}”: {total:,} occurrences; lines {first:,} to {last:,}."


def concordance_of(
    store: Store, phrase: str, *, first: int = 0, limit: int = PAGE, width: int = 60
) -> pd.DataFrame:
    """Return a page of the lines in which a phrase occurs: `doc, start, end, left, node, right`.

    `phrase` is one or more words as in the tokens, `*` standing for any letters within one; words
    follow each other in a sentence, marks between them passed over. The order is that of the
    collection; `first` and `limit` choose the page, since a frequent word has more lines than
    anyone reads. `locus` cites a line; `attrs["total"]` is the number of all lines.

    >>> from tempfile import TemporaryDirectory
    >>> from topoi.text.corpus import corpus_of
    >>> from topoi.text.store_build import build_store
    >>> with TemporaryDirectory() as folder:
    ...     store = build_store([corpus_of({"a": "The root causes, he said."})], folder)
    ...     concordance_of(store, "root cause*")[["left", "node", "right"]].values.tolist()
    [['The', 'root causes', ', he said.']]
    """
    total = 0
    pages: list[pd.DataFrame] = []
    for partition, begin, finish in occurrences(store, phrase):
        chosen = slice(max(0, first - total), max(0, first + limit - total))
        if len(begin[chosen]):
            rows = (begin[chosen], finish[chosen])
            pages.append(lines_of(store, partition, *rows, width=width))
        total += len(begin)
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    table = pd.concat(pages, ignore_index=True) if pages else empty
    table.attrs["total"] = total
    last = first + len(table)
    table.attrs["note"] = NOTE.format(
        phrase=phrase, total=total, first=min(first + 1, last), last=last
    )
    return table


def occurrences(store: Store, phrase: str) -> Iterator[tuple[Partition, np.ndarray, np.ndarray]]:
    """Yield for each partition the rows of the first and of the last word of each occurrence."""
    wanted = [matching(store, word) for word in phrase.split()]
    if not wanted or not all(mask.any() for mask in wanted):
        return
    for partition in in_turn(store):
        token, is_word = columns_of(store, partition, ["token", "is_word"])
        hits = wanted[0][token]
        hits &= is_word
        begin = np.flatnonzero(hits)
        if len(wanted) > 1 and len(begin):
            both = sequence(store, partition, begin, wanted, token=token, is_word=is_word)
            yield partition, *both
        elif len(begin):
            yield partition, begin, begin


def sequence(
    store: Store,
    partition: Partition,
    begin: np.ndarray,
    wanted: list[np.ndarray],
    *,
    token: np.ndarray,
    is_word: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows where the first wanted word is followed by the others in its sentence."""
    rows = np.flatnonzero(is_word)
    found = np.searchsorted(rows, begin)
    found = found[found + len(wanted) <= len(rows)]
    for step, mask in enumerate(wanted[1:], start=1):
        found = found[mask[token[rows[found + step]]]]
    first, last = rows[found], rows[found + len(wanted) - 1]
    doc, sentence = columns_of(store, partition, ["doc", "sentence"])
    whole = (doc[first] == doc[last]) & (sentence[first] == sentence[last])
    return first[whole], last[whole]


def matching(store: Store, word: str) -> np.ndarray:
    """Return, for each form of the vocabulary, whether it is the word, `*` for any letters."""
    mask = np.zeros(len(store.vocabulary), dtype=bool)
    folded = form(word)
    if "*" not in word:
        if folded in store.numbers:
            mask[store.numbers[folded]] = True
        return mask
    pattern = re.compile(translate(folded.replace("[", "[[]").replace("?", "[?]")))
    mask[[bool(pattern.match(known)) for known in store.vocabulary]] = True
    return mask


def lines_of(
    store: Store, partition: Partition, begin: np.ndarray, finish: np.ndarray, *, width: int
) -> pd.DataFrame:
    """Return the lines of some occurrences in one partition."""
    doc, start, end = columns_of(store, partition, ["doc", "start", "end"])
    documents = documents_of(store, partition, columns=["doc", "text"])
    names, texts = documents["doc"].tolist(), documents["text"].tolist()
    places = (doc[begin].tolist(), start[begin].tolist(), end[finish].tolist())
    rows = [
        (names[row], a, b, *line(texts[row], a, b, width=width), f"{names[row]}:{a}-{b}")
        for row, a, b in zip(*places, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
