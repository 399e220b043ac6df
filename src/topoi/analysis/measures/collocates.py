"""Which words stand near a node more often than elsewhere."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import Found, WordParts, word_parts
from topoi.analysis.measures.keyness import association

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
    tokens: pd.DataFrame | WordParts,
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
    words = word_parts(tokens)
    near, elsewhere = np.zeros((2, len(words.forms)), dtype=np.int64)
    hits = 0
    for found in words.around(node):
        here, away = near_counts(found, window=window, size=len(words.forms))
        near, elsewhere, hits = near + here, elsewhere + away, hits + found.hits
    label = f"“{node}”" if isinstance(node, str) else "the spans"
    if hits < min_node:
        empty = dict.fromkeys(COLUMNS, "float64") | {"token": "str"}
        table = pd.DataFrame(columns=COLUMNS).astype(empty | {"count": "int64", "total": "int64"})
        table.attrs["note"] = TOO_FEW.format(node=label, hits=hits, least=min_node)
        return table
    r1, n = int(near.sum()), int(near.sum() + elsewhere.sum())
    kept = np.flatnonzero(near >= max(min_count, 1))
    count, total = near[kept], near[kept] + elsewhere[kept]
    table = association(count, r1, total, n)
    table.insert(0, "token", pd.array(words.forms, dtype="str").take(kept))
    table.insert(1, "count", count)
    table.insert(2, "total", total)
    table = table.sort_values(["g2", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(window=window, node=label, hits=hits, r1=r1, n=n)
    return table


def near_counts(found: Found, *, window: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each form, how often it stands near the node and elsewhere, nodes left out."""
    form, sentence = found.form, found.sentence
    near = np.zeros(len(form), dtype=bool)
    places = np.flatnonzero(found.is_node)
    for distance in range(1, window + 1):
        for shift in (-distance, distance):
            there = places + shift
            kept = (there >= 0) & (there < len(form))
            here, there = places[kept], there[kept]
            near[there[sentence[there] == sentence[here]]] = True
    near &= ~found.is_node
    away = ~near & ~found.is_node
    return np.bincount(form[near], minlength=size), np.bincount(form[away], minlength=size)
