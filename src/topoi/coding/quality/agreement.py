"""How well hits agree with hand annotation, code by code."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.text.corpus.corpus import Corpus

SCORES = [
    "number", "code", "judged", "hits", "matched", "aside",
    "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high",
    "f1", "negatives", "negatives_hit",
]  # fmt: skip
CONTEXT = [
    "number", "code", "kind", "doc", "start", "end", "text", "left", "right", "subtype", "note",
]  # fmt: skip
PLACE = ["doc", "start", "end", "subtype", "note"]
MEASURES = ["agreement", "kappa", "alpha"]
CORRECTED = ["kappa", "alpha"]
ENDS = ["low", "high"]
DRAWS = 1000
SEED = 1


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

    Columns: `number, code, kind` (missed, extra, negative hit), `doc, start, end, text`, `left` and
    `right` (up to `width` characters), `subtype, note` (of the annotation, where there is one).
    """
    rows: list[tuple[object, ...]] = []
    for number in numbers_judged(gold, judged):
        code = code_id(number, codebooks)
        mine, found = gold[gold["pattern"] == number], of_code(hits, gold, code)
        verdicts = paired(mine, found, exhaustive)
        yes, no = mine[mine["verdict"] == "yes"], mine[mine["verdict"] == "no"]
        missed = yes[verdicts.partner < 0] if exhaustive else yes.iloc[:0]
        extra = found[verdicts.counted & ~np.isin(np.arange(len(found)), verdicts.partner)]
        for kind, table in (
            ("missed", missed),
            ("extra", extra.assign(note="")),
            ("negative hit", no[verdicts.no_hit]),
        ):
            for place in table[PLACE].itertuples(index=False, name=None):
                rows.append((number, code, kind, *place))
    told = pd.DataFrame(rows, columns=["number", "code", "kind", *PLACE])
    places = [*told[["doc", "start", "end"]].itertuples(index=False)]
    told["text"] = [corpus.passage(*place) for place in places]
    told["left"] = [corpus.passage(doc, max(start - width, 0), start) for doc, start, _ in places]
    told["right"] = [corpus.passage(doc, end, end + width) for doc, _, end in places]
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


def reliability(
    codings: Mapping[str, pd.DataFrame],
    units: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    column: str = "code",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return agreement on units, one row a code: `code, units, coders, positive, agreement, kappa,
    kappa_low, kappa_high, alpha, alpha_low, alpha_high, note`.

    `codings` gives each coder's table of spans (`doc, start, end` and the code in `column`; the
    machine's hits can be one of them); `units` the spans judged, such as sentences. A coder says
    yes to a unit that one of the coder's spans overlaps. `positive` is the mean share of yes,
    `agreement` the share of coder pairs that agree, `kappa` Cohen's (1960), averaged over pairs
    (Light 1971); `alpha` Krippendorff's (2004), nominal. The kappa of a pair that says the same to
    every unit, and to all units alike, is undefined and left out of the average; alpha is undefined
    where all coders do so. The 95% intervals are percentiles of a bootstrap over texts (Efron 1979;
    Krippendorff's own draws units, as if those of a text were independent); draws in which a
    measure is undefined are left out. With one text there is none. `note` says what is missing.
    They ask whether the same units are marked, not the same words.
    """
    names = sorted(set().union(*(set(table[column]) for table in codings.values())))
    doc = pd.factorize(units["doc"])[0]
    rows = []
    for code in names if codes is None else codes:
        marks = np.array(
            [units_marked(table[table[column] == code], units) for table in codings.values()]
        )
        measures, note = with_intervals(marks, doc, draws=draws, seed=seed)
        rows.append({"code": code, "units": len(units), "coders": len(codings), **measures} | note)
    ends = [f"{name}{end}" for name in CORRECTED for end in ("", *(f"_{one}" for one in ENDS))]
    columns = ["code", "units", "coders", "positive", "agreement", *ends, "note"]
    return pd.DataFrame(rows, columns=columns)


def units_of_coding(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the segments that coders say yes or no to: sentences and headings."""
    return segments[segments["kind"].isin(["sentence", "heading"])]


def units_marked(spans: pd.DataFrame, units: pd.DataFrame) -> np.ndarray:
    """Return which units one of the spans overlaps, as 0 and 1."""
    found = np.zeros(len(units), dtype=int)
    by_doc = dict(iter(spans.groupby("doc")))
    for doc, rows in units.reset_index(drop=True).groupby("doc"):
        if doc in by_doc:
            found[rows.index] = overlapping(by_doc[doc], rows).any(axis=0)
    return found


def with_intervals(
    marks: np.ndarray, doc: np.ndarray, *, draws: int, seed: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the measures of one code with their intervals over texts, and the note on them.

    `marks` is coder by unit, 0 or 1; `doc` is the number of each unit's text.
    """
    texts = int(doc.max(initial=-1)) + 1
    pairs = pair_counts(marks, doc, texts=texts)
    found = {name: float(value[0]) for name, value in chance_corrected(pairs[:, None]).items()}
    found["positive"] = float(marks.mean()) if marks.size else nan
    reasons = []
    still = int(np.isnan(kappas(pairs.sum(axis=1))).sum())
    if still:
        reasons.append(
            f"kappa undefined for {still} of {len(pairs)} pairs: no coder of them varies"
        )
    ends = dict.fromkeys([f"{name}_{end}" for name in CORRECTED for end in ENDS], nan)
    if texts > 1:
        share = np.full(texts, 1 / texts)
        drawn = np.random.default_rng(seed).multinomial(texts, share, size=draws)
        resampled = chance_corrected(np.einsum("dt,ptc->pdtc", drawn, pairs))
        for name in CORRECTED:
            values = resampled[name][~np.isnan(resampled[name])]
            if len(values) and not np.isnan(found[name]):
                low, high = np.percentile(values, [2.5, 97.5])
                ends |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    elif texts:
        reasons.append("no interval: one text")
    return found | ends, {"note": "; ".join(reasons)}


def pair_counts(marks: np.ndarray, doc: np.ndarray, *, texts: int) -> np.ndarray:
    """Return how often each pair of coders says yes and yes, yes and no, no and yes, no and no.

    Pair by text by these four. There is no pair of one coder.
    """
    found = []
    for one, other in combinations(marks, 2):
        cell = 3 - 2 * one - other
        found.append(np.bincount(doc * 4 + cell, minlength=texts * 4).reshape(texts, 4))
    return np.array(found, dtype=float).reshape(len(found), texts, 4)


def chance_corrected(pairs: np.ndarray) -> dict[str, np.ndarray]:
    """Return `agreement, kappa, alpha`, each an array of what was drawn.

    `pairs` is pair by draw by text by the counts of `pair_counts`. All coders judge all units, so
    that alpha comes of the sums over pairs: 1 - (n - 1) D / (2 n0 n1), where each coder is in as
    many pairs, D is the mean number of units on which a pair differs times the coders, and n0, n1
    and n count the noes, the yeses and both of all coders.

    >>> one, other = np.array([[1, 1, 0, 0], [1, 0, 0, 0]])
    >>> pairs = pair_counts(np.array([one, other]), np.zeros(4, dtype=int), texts=1)
    >>> {name: round(float(x[0]), 3) for name, x in chance_corrected(pairs[:, None]).items()}
    {'agreement': 0.75, 'kappa': 0.5, 'alpha': 0.533}
    """
    counts = pairs.sum(axis=2)
    if not counts.sum():
        return {name: np.full(1, nan) for name in MEASURES}
    coders = (1 + np.sqrt(1 + 8 * len(counts))) / 2
    both, first, second, neither = np.moveaxis(counts, -1, 0).sum(axis=1)
    of, differ = both + first + second + neither, first + second
    each_pair = coders / len(counts)
    yes, no = (both + differ / 2) * each_pair, (neither + differ / 2) * each_pair
    each = kappas(counts)
    known = (~np.isnan(each)).sum(axis=0)
    return {
        "agreement": divided(both + neither, of),
        "kappa": divided(np.nansum(each, axis=0), known),
        "alpha": 1 - divided((yes + no - 1) * differ * each_pair, 2 * yes * no),
    }


def kappas(counts: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of each table of four counts, NaN where chance alone explains all."""
    both, first, second, neither = np.moveaxis(counts, -1, 0)
    of = np.maximum(both + first + second + neither, 1)
    expected = ((both + first) * (both + second) + (neither + first) * (neither + second)) / of**2
    agreed = (both + neither) / of
    return divided(agreed - expected, 1 - expected)


def divided(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Return the quotients, NaN where the divisor is nothing."""
    return np.divide(top, bottom, out=np.full(np.shape(top), nan), where=bottom > 1e-12)
