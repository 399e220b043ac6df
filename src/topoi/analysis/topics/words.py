"""What a topic is made of: its leading words, how they go together, its nearest passages."""

import numpy as np
import pandas as pd

from topoi.analysis.topics.models import DECIMALS, TopicModel
from topoi.analysis.topics.prevalence import dominant
from topoi.analysis.topics.readers import row_shares
from topoi.analysis.topics.units import TermMatrix, TopicUnits
from topoi.text.words.spans import positions

LABEL_WORDS = 3
LEAST_ALIGNMENT = 0.5
LEAST_SHARED = 5
ONE_UNIT_SHARE = 0.5
BACKGROUND_COSINE = 0.9


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
    alone = row_shares(probable.T).T.round(DECIMALS)
    found = []
    for frequent, exclusive in zip(probable, alone, strict=True):
        ranks = [rankdata(row, method="max") / len(row) for row in (exclusive, frequent)]
        frex = 1 / (exclusivity / ranks[0] + (1 - exclusivity) / ranks[1])
        found.append(leading(np.where(frequent > 0, frex, 0.0), words))
    return found


def coherence(
    model: TopicModel, vocabulary: TermMatrix, *, words: int = 10, window: int = 10
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


def topic_words(model: TopicModel, vocabulary: TermMatrix, *, words: int = 10) -> pd.DataFrame:
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


def alignment(model: TopicModel, units: TopicUnits, hits: pd.DataFrame) -> pd.DataFrame:
    """Return how far the units of each topic are those a code touches: one row a topic and code.

    Columns: `topic, code, topic_units` (where the topic is the heaviest), `code_units`, `both`,
    `jaccard` (both / either) and `expected` (both, if the two fell independently).
    """
    main = dominant(model)
    rows = positions(hits, units.spans)
    touched = pd.DataFrame({"unit": rows, "code": hits["code"].to_numpy()})
    touched = touched[touched["unit"] >= 0].drop_duplicates()
    found = []
    for topic in range(1, model.k + 1):
        of_topic = main == topic
        for code, places in touched.groupby("code", sort=True)["unit"]:
            both = int(of_topic[places].sum())
            either = int(of_topic.sum()) + len(places) - both
            expected = int(of_topic.sum()) * len(places) / len(main)
            jaccard = round(both / max(either, 1), 4)
            counts = (int(of_topic.sum()), len(places), both)
            found.append((topic, code, *counts, jaccard, round(expected, 4)))
    columns = ["topic", "code", "topic_units", "code_units", "both", "jaccard", "expected"]
    return pd.DataFrame(found, columns=columns)


def topic_labels(
    model: TopicModel, aligned: pd.DataFrame | None = None, *, least: float = LEAST_ALIGNMENT
) -> pd.DataFrame:
    """Return one row a topic: `topic, label, code, jaccard`.

    A label is the topic's three leading words, as the machine made them, behind its name where it
    was given one, or the code of the codebook whose units are at least half the same (`jaccard` >=
    0.5) when they share five units or more; below that a match is soon chance. No label is
    invented. `code` and `jaccard` give the best-aligned code either way ("" and 0 without any).
    """
    rows = []
    for topic, places in enumerate(top_terms(model, words=LABEL_WORDS), start=1):
        label = " / ".join(model.terms[place] for place in places)
        if model.names:
            label = f"{model.names[topic - 1]}: {label}"
        code, jaccard, shared = "", 0.0, 0
        mine = None if aligned is None else aligned[aligned["topic"] == topic]
        if mine is not None and len(mine):
            best = mine.loc[mine["jaccard"].idxmax()]
            code, jaccard, shared = str(best["code"]), float(best["jaccard"]), int(best["both"])
        if jaccard >= least and shared >= LEAST_SHARED:
            label = f"{code} (code)"
        rows.append((topic, label, code, jaccard))
    return pd.DataFrame(rows, columns=["topic", "label", "code", "jaccard"])


def junk(model: TopicModel, vocabulary: TermMatrix, npmi: list[float]) -> list[str]:
    """Return for each topic why it should not be read as one, or "" (AlSumait et al. 2009).

    It rests on one unit (more than half its weight); or leads in no unit; or is close to the word
    frequencies of the whole (cosine 0.9); or its words do not go together (NPMI 0 or less). Such
    topics are shown with the reason, not hidden.
    """
    main = dominant(model)
    whole = np.asarray(vocabulary.counts.sum(axis=0)).ravel()
    return [
        "; ".join(
            reason
            for reason, is_so in (
                ("rests on one unit", one_unit(model.weights[:, topic])),
                ("leads in no unit", not (main == topic + 1).any()),
                ("close to the words of the whole", background(model.words[topic], whole)),
                ("its words do not go together", npmi[topic] <= 0),
            )
            if is_so
        )
        for topic in range(model.k)
    ]


def one_unit(weights: np.ndarray) -> bool:
    """Return whether a single unit holds more than half of a topic's weight."""
    return bool(round(weights.max() / max(weights.sum(), 1e-12), DECIMALS) > ONE_UNIT_SHARE)


def background(words: np.ndarray, whole: np.ndarray) -> bool:
    """Return whether a topic's words are distributed like those of all units together."""
    lengths = float(np.linalg.norm(words) * np.linalg.norm(whole))
    return round(float(words @ whole) / max(lengths, 1e-12), DECIMALS) >= BACKGROUND_COSINE
