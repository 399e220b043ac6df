"""What to read next: unjudged sentences, put in order by a classifier of the verdicts so far."""

from collections.abc import Iterator, Sequence
from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from topoi.errors import InputError
from topoi.text.words.spans import crossed, positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

LEAST = 10  # verdicts of yes, and of no, to learn from
FOLDS = 5
MOST = 200  # sentences without a hit that are ranked for a code
SEED = 1
AROUND = 0.5  # what the words of the neighbouring sentences weigh beside the sentence's own
PENALTY = 5.0  # the inverse strength of the ridge
OF_A_HIT = ("subtype", "mode")
ORDER = ["code", "hit", "rank", "doc", "start", "end"]
TOLD = (
    "A classifier learned from {n:,} verdicts (words of the sentence and of those beside it, and "
    "how a passage was found; logistic regression). In {folds} trials on what it had not seen the "
    "AUC (how often one that bears the code ranked above one that does not; 0.5 is chance) "
    "was {hit} of sentences with a passage and {other} of those without one. The rank "
    "is advice on what to read: nothing is counted by it, and rates are not corrected by "
    "judgements of sentences chosen so."
)


class Pairs(NamedTuple):
    """Units with a code each: row numbers of both."""

    unit: np.ndarray
    code: np.ndarray


class Features(NamedTuple):
    """Words of each unit and of those around it, as tf-idf; of the hits in pairs how each was
    found, by the row numbers in `hits`, unit times the number of codes plus code."""

    words: "csr_array"
    around: "csr_array"
    signs: "csr_array"
    codes: int


def reading_order(
    verdicts: pd.DataFrame,
    hits: pd.DataFrame,
    units: pd.DataFrame,
    words: pd.DataFrame,
    *,
    most: int = MOST,
) -> pd.DataFrame:
    """Return the unjudged units of each code in the order to read them: `code, hit, rank, doc,
    start, end`.

    `verdicts` are those on units (`between_readers.verdicts_on_units`), codes told apart in all
    tables; ranked are the codes that have any. Of units with a hit those come first that are most
    likely wrong, of the others (the first `most`) those that look most like one. `attrs` has `auc`,
    of units with a hit and of others, in five-fold trials on texts not seen, missing where either
    has fewer than five of both answers, and says so in `note`. The classifier is a logistic
    regression on tf-idf of words, each also together with the code. Raises InputError for fewer
    than ten yes or no.
    """
    units = units[["doc", "start", "end"]].reset_index(drop=True)
    told = said_of(verdicts, units)
    yes = told["yes"].to_numpy(dtype=bool)
    if min(yes.sum(), (~yes).sum()) < LEAST:
        problem = f"are too few to learn from: {yes.sum()} yes, {(~yes).sum()} no"
        raise InputError("the judgements", problem, f"Judge until there are {LEAST} of each.")
    codes = pd.Index(sorted(set(told["code"])))
    unit, hit = crossed(hits, units)
    code = codes.get_indexer(hits["code"].iloc[hit])
    unit, hit, code = (of[code >= 0] for of in (unit, hit, code))
    features = features_of(units, words, len(codes), signs=(unit, code, hits.iloc[hit]))
    judged = Pairs(told["unit"].to_numpy(), codes.get_indexer(told["code"]))
    found = np.unique(unit * len(codes) + code)
    holds = np.isin(judged.unit * len(codes) + judged.code, found)
    table = matrix(features, judged)
    areas = areas_under_curve(table, yes, units["doc"].to_numpy()[judged.unit], holds)
    auc = dict(zip(("hit", "other"), areas, strict=True))
    model = fitted(table, yes)
    asked = judged.unit * len(codes) + judged.code
    rows = []
    for at, name in enumerate(codes):
        every = np.arange(len(units))
        key = every * len(codes) + at
        left = ~np.isin(key, asked)
        for is_hit in (True, False):
            own = every[left & (np.isin(key, found) == is_hit)]
            score = matrix(features, Pairs(own, np.full(len(own), at))) @ model.coef_[0]
            first = np.argsort(score if is_hit else -score, kind="stable")
            chosen = own[first if is_hit else first[:most]]
            ranks = np.arange(1, len(chosen) + 1)
            rows.append(units.iloc[chosen].assign(code=name, hit=is_hit, rank=ranks))
    order = pd.concat(rows, ignore_index=True)[ORDER]
    shown = {side: "unknown" if np.isnan(area) else f"{area:.2f}" for side, area in auc.items()}
    order.attrs = {"auc": auc, "note": TOLD.format(n=len(told), folds=FOLDS, **shown)}
    return order


def said_of(verdicts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return `code, unit, yes` of each unit judged: what most readers say, borderline left out."""
    told = verdicts[verdicts["verdict"].isin(["yes", "no"])]
    rows = told.assign(unit=positions(told, units), yes=told["verdict"] == "yes")
    means = rows[rows["unit"] >= 0].groupby(["code", "unit"], as_index=False)["yes"].mean()
    return means[means["yes"] != 0.5].assign(yes=lambda one: one["yes"] > 0.5)


def features_of(
    units: pd.DataFrame,
    words: pd.DataFrame,
    codes: int,
    *,
    signs: tuple[np.ndarray, np.ndarray, pd.DataFrame],
) -> Features:
    """Return what the classifier sees; `signs` are unit, code and row of each hit in a unit."""
    from scipy.sparse import csr_array, diags_array
    from sklearn.feature_extraction.text import TfidfTransformer

    unit = positions(words, units)
    word, known = pd.factorize(words["token"].str.lower())
    inside = unit >= 0
    ones = np.ones(int(inside.sum()))
    counts = csr_array((ones, (unit[inside], word[inside])), shape=(len(units), len(known)))
    counts.sum_duplicates()
    counts = counts[:, np.bincount(counts.indices, minlength=len(known)) > 1]
    doc = units["doc"].to_numpy(dtype=object)

    def moved(by: int) -> "csr_array":
        at = np.clip(np.arange(len(units)) + by, 0, len(units) - 1)
        same = (doc[at] == doc) & (at != np.arange(len(units)))
        return diags_array(same.astype(float)) @ counts[at]

    scale = TfidfTransformer(sublinear_tf=True).fit(counts)
    beside = scale.transform(moved(-1) + moved(1)) * AROUND
    of_unit, of_code, rows = signs
    columns = [f"{name}=" + rows[name].astype("str") for name in OF_A_HIT if name in rows]
    place = np.tile(of_unit * codes + of_code, len(columns))
    said = pd.concat(columns, ignore_index=True) if columns else pd.Series([], dtype="str")
    sign, kinds = pd.factorize(said + np.tile(of_code, len(columns)).astype("str"))
    size = (len(units) * codes, len(kinds))
    seen = csr_array((np.ones(len(sign)), (place, sign)), shape=size)
    seen.sum_duplicates()
    seen.data[:] = 1.0
    return Features(csr_array(scale.transform(counts)), csr_array(beside), seen, codes)


def matrix(features: Features, pairs: Pairs) -> "csr_array":
    """Return the features of pairs: words, also with the code, around, code, signs of hits."""
    from scipy.sparse import coo_array, csr_array, hstack

    own = coo_array(features.words[pairs.unit])
    row, column = own.coords
    width = own.shape[1]
    size = (len(pairs.unit), width * features.codes)
    crossing = csr_array((own.data, (row, column + pairs.code[row] * width)), shape=size)
    ones, each = np.ones(len(pairs.unit)), np.arange(len(pairs.unit))
    code = csr_array((ones, (each, pairs.code)), shape=(len(pairs.unit), features.codes))
    signs = features.signs[pairs.unit * features.codes + pairs.code]
    table = csr_array(hstack([own, crossing, features.around[pairs.unit], code, signs]))
    table.indices, table.indptr = (at.astype(np.int32) for at in (table.indices, table.indptr))
    return table  # scikit-learn takes no longer numbers


def fitted(table: "csr_array", yes: np.ndarray) -> "LogisticRegression":
    """Return the classifier of these verdicts."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=PENALTY, solver="liblinear", random_state=SEED).fit(table, yes)


def areas_under_curve(
    table: "csr_array", yes: np.ndarray, doc: np.ndarray, holds: np.ndarray
) -> Iterator[float]:
    """Yield the area under the ROC curve of units with a hit and of others, each scored by a
    classifier of the other folds; folds are whole texts where there are enough."""
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedGroupKFold

    groups = doc if len(set(doc)) >= FOLDS else np.arange(len(doc))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    score = np.full(len(yes), nan)
    for train, test in folds.split(table, yes, groups):
        if len(set(yes[train].tolist())) > 1:
            score[test] = fitted(table[train], yes[train]).decision_function(table[test])
    for side in (holds, ~holds):
        told = side & ~np.isnan(score)
        fewest = min(yes[told].sum(), (~yes[told]).sum())
        yield float(roc_auc_score(yes[told], score[told])) if fewest >= FOLDS else nan


def read_next(
    order: pd.DataFrame, *, per_code: int, codes: Sequence[str], seed: int
) -> pd.DataFrame:
    """Return the first units of each code in their order, those with a hit mixed among the others
    by chance, so that the place in the list does not tell which they are."""
    random = np.random.default_rng(seed)
    parts = []
    for code in codes:
        own = order[(order["code"] == code) & (order["rank"] <= per_code)]
        kinds = random.permutation(own["hit"].tolist())
        taken = {kind: iter(rows.index) for kind, rows in own.groupby("hit")}
        parts.append(own.loc[[next(taken[kind]) for kind in kinds]])
    return pd.concat(parts, ignore_index=True) if parts else order[:0]
