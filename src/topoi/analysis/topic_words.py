"""What a topic is made of: its leading words, how they go together, its nearest passages."""

import numpy as np
import pandas as pd

from topoi.analysis.topic_reading import shares
from topoi.analysis.topics import DECIMALS, TopicModel
from topoi.analysis.vocabulary import TopicUnits, Vocabulary


def top_terms(model: TopicModel, *, words: int = 10) -> list[list[int]]:
    """Return the places of each topic's most probable words, likeliest first, ties by alphabet."""
    return [leading(row, words) for row in model.words]


def leading(scores: np.ndarray, words: int) -> list[int]:
    """Return the places of the highest scores above zero; ties keep the order of the places."""
    rounded = scores.round(DECIMALS)
    order = np.argsort(-rounded, kind="stable")[:words]
    return [int(place) for place in order if rounded[place] > 0]


def frex_terms(model: TopicModel, *, words: int = 10, exclusivity: float = 0.7) -> list[list[int]]:
    """Return the places of the words both frequent in a topic and exclusive to it.

    FREX is the weighted harmonic mean of two ranks within the topic: that of the word's share, and
    that of its share over its sum in all topics (Bischof and Airoldi 2012; weights 0.7 and 0.3).
    """
    from scipy.stats import rankdata

    probable = model.words.round(DECIMALS)
    alone = shares(probable.T).T.round(DECIMALS)
    found = []
    for frequent, exclusive in zip(probable, alone, strict=True):
        ranks = [rankdata(row, method="max") / len(row) for row in (exclusive, frequent)]
        frex = 1 / (exclusivity / ranks[0] + (1 - exclusivity) / ranks[1])
        found.append(leading(np.where(frequent > 0, frex, 0.0), words))
    return found


def coherence(
    model: TopicModel, vocabulary: Vocabulary, *, words: int = 10, window: int = 10
) -> list[float]:
    """Return the NPMI of each topic's words (Bouma 2009; gensim's c_npmi).

    Words are together when within a window of ten kept words of the texts the model saw; a window
    longer than any unit counts whole units. From -1 (never together) to 1. It does not always agree
    with human judgement (Hoyle et al. 2021). A topic of fewer than two words has 0.
    """
    from gensim.corpora import Dictionary
    from gensim.models.coherencemodel import CoherenceModel

    texts = vocabulary.texts()
    lists = [[model.terms[place] for place in topic] for topic in top_terms(model, words=words)]
    scored = [topic for topic in lists if len(topic) > 1]
    if not scored:
        return [0.0] * model.k
    measured = CoherenceModel(
        topics=scored,
        texts=texts,
        dictionary=Dictionary(texts),
        coherence="c_npmi",
        window_size=window,
        processes=1,
    )
    values = iter(measured.get_coherence_per_topic())
    return [round(float(next(values)), 4) if len(topic) > 1 else 0.0 for topic in lists]


def topic_words(model: TopicModel, vocabulary: Vocabulary, *, words: int = 10) -> pd.DataFrame:
    """Return one row a topic: `topic, method, words, frex, npmi`, word lists as text."""
    named = [
        [" ".join(model.terms[place] for place in topic) for topic in lists]
        for lists in (top_terms(model, words=words), frex_terms(model, words=words))
    ]
    return pd.DataFrame(
        {
            "topic": range(1, model.k + 1),
            "method": model.method,
            "words": pd.Series(named[0], dtype="str"),
            "frex": pd.Series(named[1], dtype="str"),
            "npmi": pd.Series(coherence(model, vocabulary, words=words), dtype=float),
        }
    )


def nearest_units(model: TopicModel, units: TopicUnits, *, most: int = 3) -> pd.DataFrame:
    """Return the passages where each topic weighs most, one row each.

    Columns: `topic, rank, doc, start, end, paragraph, weight`.
    """
    rows: list[tuple[object, ...]] = []
    for topic, column in enumerate(model.weights.T.round(DECIMALS), start=1):
        order = leading(column, most)
        for rank, place in enumerate(order, start=1):
            span = units.spans.iloc[place]
            weight = round(float(column[place]), 4)
            where = (span["doc"], int(span["start"]), int(span["end"]), int(span["paragraph"]))
            rows.append((topic, rank, *where, weight))
    columns = ["topic", "rank", "doc", "start", "end", "paragraph", "weight"]
    return pd.DataFrame(rows, columns=columns)
