"""How often topics that scikit-learn fitted elsewhere pass the tests of topics made elsewhere.

    python benchmarks/given_topics.py [--draws 10]

Simulated collections as in topicless.py; prints Markdown, kept in topics.md.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sklearn.decomposition import NMF, LatentDirichletAllocation

from topicless import Text, bursty, matrix, planted
from topoi.analysis.topics.given import GIVEN, GivenTopics
from topoi.analysis.topics.given_gates import given_gates, verdict_on_given
from topoi.analysis.topics.models import TopicModel, quiet_fit
from topoi.analysis.topics.readers import row_shares
from topoi.analysis.topics.units import TermMatrix, TopicUnits, whole_documents
from topoi.text.corpus.corpus import corpus_of

TOPICS = 5
Fit = Callable[[TermMatrix, int], TopicModel]


def lda_elsewhere(words: TermMatrix, seed: int) -> TopicModel:
    fitted = LatentDirichletAllocation(TOPICS, max_iter=20, random_state=seed)
    return given(words, fitted.fit_transform(words.counts), fitted.components_)


def nmf_elsewhere(words: TermMatrix, seed: int) -> TopicModel:
    fitted = NMF(TOPICS, init="nndsvda", random_state=seed)
    return given(words, quiet_fit(fitted, words.counts), fitted.components_)


def mismatched(words: TermMatrix, seed: int) -> TopicModel:
    """Return an LDA whose table of documents has another order than its texts."""
    model = lda_elsewhere(words, seed)
    return replace(model, weights=np.random.default_rng(seed).permutation(model.weights))


def given(words: TermMatrix, weights: np.ndarray, topics: np.ndarray) -> TopicModel:
    shown = row_shares(topics), row_shares(weights)
    return TopicModel(GIVEN, TOPICS, words.terms, *shown)


def tested(texts: list[Text], fit: Fit, seed: int) -> tuple[str, ...]:
    """Return how each gate ends, and whether the topics would be published.

    The LDA is asked only where it decides, since it takes ten times as long as the others.
    """
    words = matrix(texts)
    names = corpus_of(dict.fromkeys(words.groups, "a text")).documents
    units = TopicUnits("document", "", whole_documents(names))
    found = GivenTopics(fit(words, seed), units, words, ())
    gates = given_gates(found, models=["NMF"], seed=seed)
    undecided = gates[0].passed and not gates[1].passed
    if undecided:
        gates.append(given_gates(found, models=["LDA"], seed=seed)[1])
    told = ["passed" if gate.passed else "not passed" for gate in gates]
    told += [] if undecided else ["not asked"]
    return (*told, "passed" if verdict_on_given(gates).publish else "not passed")


KINDS: dict[str, tuple[Callable[[np.random.Generator], list[Text]], Fit]] = {
    "five planted topics, LDA elsewhere": (planted, lda_elsewhere),
    "five planted topics, NMF of counts elsewhere": (planted, nmf_elsewhere),
    "five planted topics, LDA elsewhere, documents in another order": (planted, mismatched),
    "no topics, bursty words, LDA elsewhere": (bursty, lda_elsewhere),
    "no topics, bursty words, NMF of counts elsewhere": (bursty, nmf_elsewhere),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10)
    draws = parser.parse_args().draws
    print("| collection and model | documents | NMF | LDA, where it decides | published |")
    print("|---|---|---|---|---|")
    for number, (kind, (texts, fit)) in enumerate(KINDS.items()):
        found = [tested(texts(np.random.default_rng([number, seed])), fit, seed)
                 for seed in range(draws)]  # fmt: skip
        asked = [
            [one for one in column if one != "not asked"] for column in zip(*found, strict=True)
        ]
        counts = " | ".join(f"{column.count('passed')} of {len(column)}" for column in asked)
        print(f"| {kind} | {counts} |", flush=True)


if __name__ == "__main__":
    main()
