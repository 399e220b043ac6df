"""Labels, alignment with codes, and junk topics."""

import numpy as np
import pandas as pd

from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.units import TermMatrix, TopicUnits
from topoi.analysis.topics.words import alignment, junk, topic_labels

SPANS = pd.DataFrame(
    {"doc": "a", "start": [0, 10, 20], "end": [10, 20, 30], "paragraph": [1, 2, 3]}
)
UNITS = TopicUnits("paragraph", "", SPANS)
MODEL = TopicModel(
    "NMF",
    2,
    ("army", "grain", "tanks", "trade"),
    np.array([[0.6, 0.0, 0.4, 0.0], [0.0, 0.5, 0.0, 0.5]]),
    np.array([[1.0, 0.0], [0.9, 0.1], [0.1, 0.9]]),
)
HITS = pd.DataFrame({"doc": "a", "start": [1, 12, 14, 99], "end": 100, "code": "war"})


def test_alignment_counts_shared_units() -> None:
    found = alignment(MODEL, UNITS, HITS)
    assert found[["topic", "topic_units", "code_units", "both", "jaccard"]].values.tolist() == [
        [1, 2, 2, 2, 1.0],
        [2, 1, 2, 0, 0.0],
    ]


def test_a_label_is_the_aligned_code_when_enough_units_are_shared() -> None:
    aligned = alignment(MODEL, UNITS, HITS).assign(both=[5, 0])
    found = topic_labels(MODEL, aligned)
    assert found["label"].tolist() == ["war (code)", "grain / trade"]
    assert found["jaccard"].tolist() == [1.0, 0.0]


def test_a_match_of_few_units_is_no_label() -> None:
    found = topic_labels(MODEL, alignment(MODEL, UNITS, HITS))
    assert found["label"].tolist() == ["army / tanks", "grain / trade"]
    assert found["code"].tolist() == ["war", "war"]


def test_labels_need_no_codes() -> None:
    assert topic_labels(MODEL)["label"].tolist() == ["army / tanks", "grain / trade"]
    empty = alignment(MODEL, UNITS, HITS[:0])
    assert topic_labels(MODEL, empty)["code"].tolist() == ["", ""]


def test_junk_topics_carry_their_reasons() -> None:
    words = TermMatrix(
        MODEL.terms, np.array([0, 1, 2, 2]), np.array([0, 2, 1, 3]), np.array(["a"] * 3)
    )
    assert junk(MODEL, words, [0.3, -0.1]) == [
        "",
        "rests on one unit; its words do not go together",
    ]


def test_a_topic_like_the_whole_is_background() -> None:
    same = np.full((1, 4), 0.25)
    model = TopicModel("LDA", 1, MODEL.terms, same, np.full((3, 1), 1.0))
    words = TermMatrix(
        MODEL.terms, np.array([0, 1, 2, 2]), np.array([0, 2, 1, 3]), np.array(["a"] * 3)
    )
    assert junk(model, words, [0.1]) == ["close to the words of the whole"]
