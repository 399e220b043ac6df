"""What a topic may be called, which code it goes with, and when it is no topic to speak of."""

import numpy as np
import pandas as pd

from topoi.analysis.prevalence import dominant
from topoi.analysis.topic_words import top_terms
from topoi.analysis.topics import DECIMALS, TopicModel
from topoi.analysis.vocabulary import TopicUnits, Vocabulary
from topoi.text.spans import positions

LABEL_WORDS = 3
LEAST_ALIGNMENT = 0.5
LEAST_SHARED = 5
ONE_UNIT_SHARE = 0.5
BACKGROUND_COSINE = 0.9


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

    A label is the topic's three leading words, as the machine made them, or the code of the
    codebook whose units are at least half the same (`jaccard` >= 0.5) when they share five units
    or more; below that a match is soon chance. No label is invented. `code` and `jaccard` give the
    best-aligned code either way ("" and 0 without any).
    """
    rows = []
    for topic, places in enumerate(top_terms(model, words=LABEL_WORDS), start=1):
        label = " / ".join(model.terms[place] for place in places)
        code, jaccard, shared = "", 0.0, 0
        mine = None if aligned is None else aligned[aligned["topic"] == topic]
        if mine is not None and len(mine):
            best = mine.loc[mine["jaccard"].idxmax()]
            code, jaccard, shared = str(best["code"]), float(best["jaccard"]), int(best["both"])
        if jaccard >= least and shared >= LEAST_SHARED:
            label = f"{code} (code)"
        rows.append((topic, label, code, jaccard))
    return pd.DataFrame(rows, columns=["topic", "label", "code", "jaccard"])


def junk(model: TopicModel, vocabulary: Vocabulary, npmi: list[float]) -> list[str]:
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
