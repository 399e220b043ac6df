"""How far topics agree: between two models, between subsamples, between seeds."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from topoi.analysis.topic_words import top_terms
from topoi.analysis.topics import Fit, TopicModel, lda_topics
from topoi.analysis.vocabulary import Vocabulary

SHARE = 0.8
LEAST_GROUPS = 10


def average_jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the mean Jaccard overlap of two ranked lists at every depth (Greene et al. 2014).

    >>> average_jaccard([1, 2], [1, 3])
    0.6666666666666666
    """
    depth = max(len(one), len(other))
    if not depth:
        return 0.0
    tops = [(set(one[:d]), set(other[:d])) for d in range(1, depth + 1)]
    return sum(len(a & b) / len(a | b) for a, b in tops) / depth


def agreement(one: TopicModel, other: TopicModel, *, words: int = 10) -> float:
    """Return the mean average Jaccard of two models' topics, matched one to one at their best.

    The matching is the Hungarian method's (Greene et al. 2014). A topic without a partner counts
    as no agreement.
    """
    from scipy.optimize import linear_sum_assignment

    if not one.k or not other.k:
        return 0.0
    lists = top_terms(one, words=words), top_terms(other, words=words)
    scores = np.array([[average_jaccard(a, b) for b in lists[1]] for a in lists[0]])
    picked = scores[linear_sum_assignment(-scores)]
    return float(picked.sum()) / max(one.k, other.k)


def shuffled(vocabulary: Vocabulary, draw: np.random.Generator) -> Vocabulary:
    """Return the same words dealt out anew to units of the same lengths."""
    return replace(vocabulary, columns=draw.permutation(vocabulary.columns))


def subsample(vocabulary: Vocabulary, draw: np.random.Generator, *, share: float) -> Vocabulary:
    """Return 80% of the documents, or of the units where there are fewer than ten documents.

    Units of one document are kept or left together, because they repeat each other.
    """
    docs = pd.unique(vocabulary.groups)
    if len(docs) < LEAST_GROUPS:
        places = np.arange(len(vocabulary.groups))
        chosen = draw.choice(places, size=round(share * len(places)), replace=False)
        return vocabulary.of_units(np.sort(chosen))
    kept = draw.choice(docs, size=round(share * len(docs)), replace=False)
    return vocabulary.of_units(np.flatnonzero(np.isin(vocabulary.groups, kept)))


def agreements(
    vocabulary: Vocabulary, k: int, *, runs: int, draw: np.random.Generator, fit: Fit
) -> list[float]:
    """Return how far the topics of each subsample agree with those of all units."""
    whole = fit(vocabulary, k)
    return [agreement(whole, fit(subsample(vocabulary, draw, share=SHARE), k)) for _ in range(runs)]


def seed_agreement(
    vocabulary: Vocabulary, k: int, *, fit: Fit = lda_topics, seeds: Sequence[int] = range(5)
) -> float:
    """Return the mean agreement of the topics over all pairs of seeds (1: the seed is no matter).

    It is 0 where no model can be made. Compare it with that of `shuffled` words.
    """
    models = [fit(vocabulary, k, seed=seed) for seed in seeds]
    pairs = [agreement(one, other) for one, other in combinations(models, 2)]
    return round(float(np.mean(pairs)), 4) if pairs else 0.0
