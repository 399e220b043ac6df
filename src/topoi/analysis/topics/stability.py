"""How far the topics of a text come back: in a part of it, and when its words are shuffled."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from topoi.analysis.topics.models import Fit, TopicModel
from topoi.analysis.topics.units import TermMatrix
from topoi.analysis.topics.words import top_terms

SHARE = 0.8
LEAST_GROUPS = 10
ROUNDS = 10


def average_jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the mean Jaccard overlap of two ranked lists at every depth (Greene et al. 2014).

    >>> average_jaccard([1, 2], [1, 3])
    0.6666666666666666
    """
    depth = max(len(one), len(other))
    if set(one).isdisjoint(other):
        return 0.0
    tops = [(set(one[:d]), set(other[:d])) for d in range(1, depth + 1)]
    return sum(len(a & b) / len(a | b) for a, b in tops) / depth


def agreement(
    one: TopicModel, other: TopicModel, *, words: int = 10, in_order: bool = False
) -> float:
    """Return the mean average Jaccard of two models' topics, matched one to one at their best.

    The matching is the Hungarian method's (Greene et al. 2014), or each topic meets the one of its
    own number, `in_order`. A topic without a partner counts as no agreement.
    """
    from scipy.optimize import linear_sum_assignment

    if not one.k or not other.k:
        return 0.0
    lists = top_terms(one, words=words), top_terms(other, words=words)
    scores = np.array([[average_jaccard(a, b) for b in lists[1]] for a in lists[0]])
    picked = scores.diagonal() if in_order else scores[linear_sum_assignment(-scores)]
    return float(picked.sum()) / max(one.k, other.k)


def agreements(
    vocabulary: TermMatrix,
    grid: Sequence[int],
    *,
    runs: int,
    draw: np.random.Generator,
    fit: Fit,
    given: TopicModel | None = None,
    in_order: bool = False,
) -> np.ndarray:
    """Return how far the topics of each of `runs` subsamples agree with those of all units.

    One row a subsample, one column a number of topics. Each subsample's model starts from its own
    random point, so that what rests on the start does not come back either. A model that was
    `given`, over the same terms, stands for those of all units.
    """
    whole = [given or fit(vocabulary, k, seed=0) for k in grid]
    found = np.zeros((runs, len(grid)))
    for run in range(runs):
        part = subsample(vocabulary, draw)
        for place, model in enumerate(whole):
            again = fit(part, grid[place], seed=run + 1)
            found[run, place] = agreement(model, again, in_order=in_order)
    return found


def subsample(vocabulary: TermMatrix, draw: np.random.Generator) -> TermMatrix:
    """Return 80% of the documents, or of the units where there are fewer than ten documents.

    Units of one document are kept or left together, because they repeat each other.
    """
    docs = pd.unique(vocabulary.groups)
    if len(docs) < LEAST_GROUPS:
        places = np.arange(len(vocabulary.groups))
        chosen = draw.choice(places, size=round(SHARE * len(places)), replace=False)
        return vocabulary.of_units(np.sort(chosen))
    kept = draw.choice(docs, size=round(SHARE * len(docs)), replace=False)
    return vocabulary.of_units(np.flatnonzero(np.isin(vocabulary.groups, kept)))


def shuffled(vocabulary: TermMatrix, draw: np.random.Generator) -> TermMatrix:
    """Return the same words dealt out anew to the units; all of a word in a unit stay together.

    A word that is once in a text is soon there again, whatever the topic (Church and Gale 1995).
    Dealt one by one, the words of a text without topics would be less steady than they are. So
    each word keeps in how many units it is and how often in each, and each unit how many different
    words it has (permuting the columns of a table: parallel analysis, Buja and Eyuboglu 1992).
    Where a word meets itself in a unit both move on; the few that still do after ten rounds stay.
    """
    width = max(1, len(vocabulary.terms))
    found, cell = np.unique(vocabulary.rows * width + vocabulary.columns, return_inverse=True)
    terms, rows = found % width, draw.permutation(found // width)
    for _ in range(ROUNDS):
        places = rows * width + terms
        again = np.flatnonzero(np.bincount(places)[places] > 1)
        if not len(again):
            break
        moved = np.union1d(again, draw.integers(len(rows), size=len(again)))
        rows[moved] = draw.permutation(rows[moved])
    return replace(vocabulary, rows=rows[cell])
