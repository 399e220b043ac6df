"""How well hits agree with hand annotation, code by code."""

from collections.abc import Iterable, Sequence
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.context import line

SCORES = [
    "number", "code", "judged", "hits", "matched", "aside",
    "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high",
    "f1", "negatives", "negatives_hit",
]  # fmt: skip
CONTEXT = [
    "number", "code", "kind", "doc", "start", "end", "text", "left", "right", "subtype", "note",
]  # fmt: skip
PLACE = ["doc", "start", "end", "subtype", "note"]


def compare(
    gold: pd.DataFrame,
    hits: pd.DataFrame,
    codebooks: Sequence[Codebook],
    *,
    judged: Iterable[str] | None = None,
    exhaustive: bool = True,
) -> pd.DataFrame:
    """Return precision, recall and F1 of each code against hand annotation, one row a code.

    Columns: `number, code, judged` (yes rows), `hits` (in the judged documents), `matched`,
    `aside`, `precision` and `recall` with their Wilson (1927) intervals, as if passages were
    independent, `f1`, `negatives` (no rows) and `negatives_hit`. A hit matches a yes row of its
    code that it overlaps, one to one; hits that overlap only borderline rows are set aside.
    `judged` names the numbers of all codes that the coder looked for (default: those in `gold`), so
    that a code never found counts as zero.

    `exhaustive=False` is for a sample of judged hits: hits without a judgement are set aside, and
    recall is not known (NaN). A share of nothing is NaN with the interval 0 to 1.
    """
    rows = []
    for number in numbers_judged(gold, judged):
        code = code_id(number, codebooks)
        verdicts = paired(gold[gold["pattern"] == number], of_code(hits, gold, code), exhaustive)
        counted = int(verdicts.counted.sum())
        matched = int((verdicts.partner >= 0).sum())
        yes = len(verdicts.partner)
        precision, low, high = share(matched, counted)
        recall, bottom, top = share(matched, yes) if exhaustive else (nan, nan, nan)
        f1 = 2 * precision * recall / (precision + recall) if matched else nan
        rows.append(
            (number, code, yes, len(verdicts.counted), matched, len(verdicts.counted) - counted,
             precision, low, high, recall, bottom, top, f1,
             len(verdicts.no_hit), int(verdicts.no_hit.sum()))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=SCORES)


def disagreements(
    gold: pd.DataFrame,
    hits: pd.DataFrame,
    codebooks: Sequence[Codebook],
    corpus: Corpus,
    *,
    judged: Iterable[str] | None = None,
    exhaustive: bool = True,
    width: int = 60,
) -> pd.DataFrame:
    """Return every disagreement in context, in order of code, document and place.

    Columns: `number, code, kind` (missed; wrong hit; near miss, which was hit), `doc, start, end,
    text`, `left` and `right` (up to `width` characters, cut between words), all on one line;
    `subtype, note` (of the annotation, where there is one).
    """
    rows: list[tuple[object, ...]] = []
    for number in numbers_judged(gold, judged):
        code = code_id(number, codebooks)
        mine, found = gold[gold["pattern"] == number], of_code(hits, gold, code)
        verdicts = paired(mine, found, exhaustive)
        yes, no = mine[mine["verdict"] == "yes"], mine[mine["verdict"] == "no"]
        missed = yes[verdicts.partner < 0] if exhaustive else yes.iloc[:0]
        wrong = found[verdicts.counted & ~np.isin(np.arange(len(found)), verdicts.partner)]
        for kind, table in (
            ("missed", missed),
            ("wrong hit", wrong.assign(note="")),
            ("near miss", no[verdicts.no_hit]),
        ):
            for place in table[PLACE].itertuples(index=False, name=None):
                rows.append((number, code, kind, *place))
    told = pd.DataFrame(rows, columns=["number", "code", "kind", *PLACE])
    places = [*told[["doc", "start", "end"]].itertuples(index=False)]
    lines = [line(corpus.texts[doc], *place, width=width) for doc, *place in places]
    told[["left", "text", "right"]] = np.array(lines, dtype=object).reshape(-1, 3)
    order = told["doc"].map({doc: place for place, doc in enumerate(corpus.texts)})
    ordered = np.lexsort((told["kind"], told["start"], order, told["number"]))
    return told.loc[ordered, CONTEXT].reset_index(drop=True)


def numbers_judged(gold: pd.DataFrame, judged: Iterable[str] | None) -> list[str]:
    """Return the numbers of the codes that a coder looked for, in order."""
    return sorted(set(gold["pattern"]) if judged is None else set(judged))


def as_hits(gold: pd.DataFrame, codebooks: Sequence[Codebook]) -> pd.DataFrame:
    """Return the yes rows of a coder as a table of hits, to be compared with another's."""
    yes = gold[gold["verdict"] == "yes"].reset_index(drop=True)
    return yes.assign(code=[code_id(number, codebooks) for number in yes["pattern"]])


class Verdicts(NamedTuple):
    """Of one code: each yes row's hit (or -1), which hits count, which no rows are hit."""

    partner: np.ndarray
    counted: np.ndarray
    no_hit: np.ndarray


def paired(gold: pd.DataFrame, hits: pd.DataFrame, exhaustive: bool) -> Verdicts:
    """Return for each yes row its hit (or -1), which hits count, and which no rows are hit."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    parts = {verdict: gold[gold["verdict"] == verdict] for verdict in ("yes", "no", "borderline")}
    touch = {verdict: overlapping(part, hits) for verdict, part in parts.items()}
    graph = csr_array(touch["yes"].astype(np.int8))
    partner = np.full(len(parts["yes"]), -1)
    if graph.nnz:
        partner = np.asarray(maximum_bipartite_matching(graph, perm_type="column"))
    matched = np.isin(np.arange(len(hits)), partner)
    judged = touch["yes"].any(axis=0) | touch["no"].any(axis=0)
    unsure = touch["borderline"].any(axis=0) & ~judged
    counted = matched | (~unsure & (judged | np.full(len(hits), exhaustive)))
    no_hit = np.asarray((touch["no"] & ~matched).any(axis=1))
    return Verdicts(partner, counted, no_hit)


def overlapping(first: pd.DataFrame, second: pd.DataFrame) -> np.ndarray:
    """Return a matrix of which rows of the first overlap which rows of the second."""
    docs = first["doc"].to_numpy(dtype=object)[:, None] == second["doc"].to_numpy(dtype=object)
    before = first["start"].to_numpy()[:, None] < second["end"].to_numpy()
    after = first["end"].to_numpy()[:, None] > second["start"].to_numpy()
    return np.asarray(docs & before & after, dtype=bool)


def share(part: int, whole: int) -> tuple[float, float, float]:
    """Return a share with its Wilson interval; of nothing, NaN between 0 and 1."""
    if not whole:
        return nan, 0.0, 1.0
    from scipy.stats import binomtest

    interval = binomtest(part, whole).proportion_ci(method="wilson")
    return part / whole, float(interval.low), float(interval.high)


def code_id(number: str, codebooks: Sequence[Codebook]) -> str:
    """Return the id of the code with this number (or id), or the number where no book has it."""
    for book in codebooks:
        for code in book.codes:
            if number in {code.number, code.id}:
                return code.id
    return number


def of_code(hits: pd.DataFrame, gold: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the hits of one code in the documents that were judged."""
    return hits[(hits["code"] == code) & hits["doc"].isin(set(gold["doc"]))]
