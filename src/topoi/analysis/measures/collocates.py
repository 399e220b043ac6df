"""Which words stand near a node more often than elsewhere."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.keyness import association
from topoi.text.query import asked
from topoi.text.query.matching import matches, without_overlaps
from topoi.text.words.numbered import numbered_table

MIN_NODE = 20
COLUMNS = ["token", "count", "total", "expected", "g2", "log_dice", "mi", "t", "delta_p"]
NOTE = (
    "Words up to {window} words from {node} ({hits:,} occurrences) in the same sentence, each "
    "place counted once, the node itself left out. R1 = {r1:,} places near the node, C1 = all "
    "occurrences of the word, N = {n:,} words. G2 over four cells, natural logarithm (Dunning "
    "1993); logDice (Rychlý 2008); MI to base 2; t; delta P word given node (Gries 2013)."
)
TOO_FEW = (
    "{node} occurs {hits:,} times. Collocates are computed from {least} occurrences up, since "
    "below that the measures follow single sentences."
)


def collocates(
    tokens: pd.DataFrame,
    node: str | pd.DataFrame,
    *,
    window: int = 5,
    min_count: int = 2,
    min_node: int = MIN_NODE,
) -> pd.DataFrame:
    """Return the words near a node with their association, the highest G2 first.

    `node` is a query such as "root cause*", or a table of spans (`doc, start, end`), such as hits
    of a code. Columns: `token, count` (near the node), `total` (anywhere but in the node),
    `expected, g2, log_dice, mi, t, delta_p`. Below `min_node` occurrences the table is empty and
    `attrs["note"]` says so; otherwise the note names windows, marginals and variants.
    """
    words = tokens[tokens["is_word"].to_numpy()]
    ids, names = pd.factorize(words["token"])
    docs, _ = pd.factorize(words["doc"])
    sentences = sentence_keys(docs, words["sentence"].to_numpy())
    if isinstance(node, str):
        found = without_overlaps(matches([asked(node)], numbered_table(tokens)))
        is_node = within(found.first, found.last, len(tokens))[tokens["is_word"].to_numpy()]
        label, hits = f"“{node}”", len(found.first)
    else:
        is_node = inside(words, node)
        label, hits = "the spans", len(node)
    near, elsewhere = near_counts(ids, sentences, is_node, window=window, size=len(names))
    return scored(
        near, elsewhere, names, label=label, hits=hits, window=window,
        min_count=min_count, min_node=min_node,
    )  # fmt: skip


def sentence_keys(docs: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    """Return one number for each sentence of each document, for comparison by equality."""
    stride = np.int64(sentences.max() + 1) if len(sentences) else np.int64(1)
    return docs.astype(np.int64) * stride + sentences


def within(first: np.ndarray, last: np.ndarray, size: int) -> np.ndarray:
    """Return which of so many tokens stand within spans from one up to another, that included.

    >>> within(np.array([1]), np.array([2]), 4).tolist()
    [False, True, True, False]
    """
    many = last - first + 1
    begun = np.repeat(first - np.cumsum(many) + many, many)
    found = np.zeros(size, dtype=bool)
    found[begun + np.arange(len(begun))] = True
    return found


def inside(words: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Return whether each word lies in one of the spans."""
    marked = np.zeros(len(words), dtype=bool)
    order = words.groupby("doc", sort=False).indices
    starts, ends = words["start"].to_numpy(), words["end"].to_numpy()
    for doc, start, end in spans[["doc", "start", "end"]].itertuples(index=False):
        rows = order.get(doc)
        if rows is not None:
            first = np.searchsorted(ends[rows], start, side="right")
            last = np.searchsorted(starts[rows], end, side="left")
            marked[rows[first:last]] = True
    return marked


def near_counts(
    ids: np.ndarray, sentences: np.ndarray, is_node: np.ndarray, *, window: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each word id, its frequency near the node and elsewhere, nodes left out."""
    near = np.zeros(len(ids), dtype=bool)
    places = np.flatnonzero(is_node)
    for distance in range(1, window + 1):
        for shift in (-distance, distance):
            there = places + shift
            kept = (there >= 0) & (there < len(ids))
            here, there = places[kept], there[kept]
            near[there[sentences[there] == sentences[here]]] = True
    near &= ~is_node
    away = ~near & ~is_node
    return np.bincount(ids[near], minlength=size), np.bincount(ids[away], minlength=size)


def scored(
    near: np.ndarray,
    elsewhere: np.ndarray,
    names: pd.Index | np.ndarray,
    *,
    label: str,
    hits: int,
    window: int,
    min_count: int = 2,
    min_node: int = MIN_NODE,
) -> pd.DataFrame:
    """Return the table of collocates from the frequencies near the node and elsewhere."""
    if hits < min_node:
        table = pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})
        table.attrs["note"] = TOO_FEW.format(node=label, hits=hits, least=min_node)
        return table.astype({"token": "str", "count": "int64", "total": "int64"})
    r1, n = int(near.sum()), int(near.sum() + elsewhere.sum())
    kept = np.flatnonzero(near >= max(min_count, 1))
    totals = near[kept] + elsewhere[kept]
    measures = association(near[kept], r1, totals, n)
    table = pd.concat(
        [
            pd.DataFrame({"token": np.asarray(names)[kept], "count": near[kept], "total": totals}),
            measures,
        ],
        axis=1,
    ).astype({"token": "str"})
    table = table.sort_values(["g2", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(window=window, node=label, hits=hits, r1=r1, n=n)
    return table
