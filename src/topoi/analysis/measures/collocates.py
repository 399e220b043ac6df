"""Which words stand near a node more often than elsewhere."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import Found, WordParts, word_parts
from topoi.analysis.measures.keyness import association

MIN_NODE = 20
COLUMNS = ["token", "count", "total", "expected", "g2", "log_dice", "mi", "t", "delta_p"]
NOTE = (
    "{which} Up to {window} words from {node} ({hits:,} occurrences) in the same sentence, each "
    "place counted once, the node itself left out. R1 = {r1:,} places near the node, C1 = all "
    "occurrences of the word but in the node, N = {n:,} words. G2 over four cells, natural "
    "logarithm (Dunning 1993): it ranks and tests nothing; logDice of the frequencies of node and "
    "word in the texts (Rychlý 2008); MI to base 2; t; delta P word given node (Gries 2013)."
)
ATTRACTED = "Words more often near the node than expected (O > E); {others:,} others are not."
REPELLED = "Words less often near the node than expected (O < E); {others:,} others are not."
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
    repelled: bool = False,
) -> pd.DataFrame:
    """Return the words near a node with their association, the highest G2 first.

    `node` is a query such as "root cause*", or a table of spans (`doc, start, end`), such as hits
    of a code. Columns: `token, count` (near the node), `total` (anywhere but in the node),
    `expected, g2, log_dice, mi, t, delta_p`. Collocates are the words that the node attracts, more
    often near it than expected and at least `min_count` times; `repelled` gives those that stand
    there less often, if at all, of at least `min_count` in all. Below `min_node` occurrences the
    table is empty and `attrs["note"]` says so; otherwise the note names windows, marginals and
    variants. Caveat: as G2 has no sign, it says how far from the expected, not in which direction,
    and words of one text are no independent draws: it ranks.
    """
    words = word_parts(tokens)
    near, elsewhere, inside = np.zeros((3, len(words.forms)), dtype=np.int64)
    hits = 0
    for found in words.around(node):
        sums = counts_around(found, window=window, size=len(words.forms))
        near, elsewhere, inside = near + sums[0], elsewhere + sums[1], inside + sums[2]
        hits += found.hits
    label = f"“{node}”" if isinstance(node, str) else "the spans"
    if hits < min_node:
        empty = dict.fromkeys(COLUMNS, "float64") | {"token": "str"}
        table = pd.DataFrame(columns=COLUMNS).astype(empty | {"count": "int64", "total": "int64"})
        table.attrs["note"] = TOO_FEW.format(node=label, hits=hits, least=min_node)
        return table
    total, r1 = near + elsewhere, int(near.sum())
    kept = np.flatnonzero((total if repelled else near) >= max(min_count, 1))
    table = association(
        near[kept], r1, total[kept], int(total.sum()), node=hits, word=(total + inside)[kept]
    )
    table.insert(0, "token", pd.array(words.forms, dtype="str").take(kept))
    table.insert(1, "count", near[kept])
    table.insert(2, "total", total[kept])
    side = table["count"] < table["expected"] if repelled else table["count"] > table["expected"]
    which = (REPELLED if repelled else ATTRACTED).format(others=(~side).sum())
    table = table[side].sort_values(["g2", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(
        which=which, window=window, node=label, hits=hits, r1=r1, n=int(total.sum())
    )
    return table


def counts_around(found: Found, *, window: int, size: int) -> list[np.ndarray]:
    """Return, for each form, how often it stands near the node, elsewhere, and in the node."""
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
    return [np.bincount(form[here], minlength=size) for here in (near, away, found.is_node)]
