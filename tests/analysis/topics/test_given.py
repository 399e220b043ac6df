"""Topics made elsewhere as a model of the texts, and the tests whether they may be read."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.analysis.topics.test_given_tables import given

from topoi.analysis.topics.gate import Gate
from topoi.analysis.topics.given import (
    DOCUMENTS,
    GIVEN,
    GivenTopics,
    documents_dealt,
    given_topics,
    words_of_documents,
)
from topoi.analysis.topics.given_gates import (
    deciding_gate,
    gated_given,
    given_gates,
    verdict_on_given,
)
from topoi.analysis.topics.given_tables import read_given
from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.stability import agreement, shuffled
from topoi.analysis.topics.units import TermMatrix, TopicUnits, whole_documents
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table

TEXTS = {"a": "War guns.", "b": "War guns peace.", "c": "Peace talks.", "d": "Talks."}
CORPUS = corpus_of({**TEXTS, "e": "Rain."})
WORDS = "topic,word,weight\nT1,war,0.5\nT1,guns,0.25\nT1,tank,1\nT2,talks,3\nT2,peace,1\n"
DOCUMENT_TABLE = "doc,topic,weight\na,T1,2\nb,T1,3\nb,T2,1\nc,T2,1\nd,T2,1\n"


def read(folder: Path, words: str = WORDS, documents: str = DOCUMENT_TABLE) -> GivenTopics:
    tables = read_given(*given(folder, words, documents))
    return given_topics(tables, CORPUS.documents, token_table(CORPUS), texts=CORPUS.texts)


SHARES = 0.8 ** np.arange(20)
SHARES /= SHARES.sum()


def told(found: GivenTopics) -> list[str]:
    return [f"{Path(one.place).stem} {one.said}" for one in found.notices]


def test_the_model_has_the_shares_of_both_tables_the_heaviest_topic_first(tmp_path: Path) -> None:
    model = read(tmp_path).model
    assert model.terms == ("guns", "peace", "talks", "war")
    # T2 has 0.25 + 1 + 1 of the documents, T1 1 + 0.75
    assert model.names == ("T2", "T1")
    assert model.words.tolist() == [[0, 0.25, 0.75, 0], [1 / 3, 0, 0, 2 / 3]]
    assert model.weights.tolist() == [[0, 1], [0.25, 0.75], [1, 0], [1, 0]]
    assert [*model.settings][:2] == ["words.csv", "documents.csv"]


def test_words_and_documents_of_other_texts_are_counted_and_named(tmp_path: Path) -> None:
    found = read(tmp_path, f"{WORDS}T2,rain,9\n", f"{DOCUMENT_TABLE}x,T2,1\n")
    assert found.units.spans["doc"].tolist() == ["a", "b", "c", "d"]
    assert told(found) == [
        "documents has documents that are no texts here: 1 (x)",
        "documents lacks texts that are here: 1 (e)",
        "words has words that are in no text: 1 (tank)",
        "words has words that topics do not have here, as stop words, too rare or too common: "
        "1 (rain)",
    ]


def test_outliers_of_bertopic_and_topics_of_one_table_are_set_aside_and_told(
    tmp_path: Path,
) -> None:
    words = f"{WORDS.replace('T1,tank,1', '-1,war,1')}T9,war,1\n"
    documents = DOCUMENT_TABLE.replace("d,T2,1", "d,-1,1\nd,T7,0.5")
    found = read(tmp_path, words, documents)
    assert found.model.names == ("T1", "T2")
    assert found.model.weights[3].tolist() == [0, 0]
    assert told(found) == [
        "words has topics that documents.csv does not have: 1 (T9)",
        "documents has topics that words.csv does not have: 1 (T7)",
        "documents has documents of no topic (-1): 1 (d)",
        "documents lacks texts that are here: 1 (e)",
    ]


def test_outliers_of_probability_0_are_told_and_other_texts_without_a_topic_apart(
    tmp_path: Path,
) -> None:
    documents = "Document,Topic,Probability\na,T1,1\nb,T2,0.5\nc,-1,0.0\nd,T2,0\ne,-1,0.0\n"
    assert told(read(tmp_path, documents=documents)) == [
        "documents has documents of no topic (-1): 2 (c, e)",
        "words has words that are in no text: 1 (tank)",
        "documents has texts without a topic: 1 (d)",
    ]


def test_a_topic_without_a_word_of_the_texts_stays_and_is_told(tmp_path: Path) -> None:
    words = "topic,word,weight\nT1,war,1\nT2,tank,1\n"
    found = read(tmp_path, words)
    assert told(found)[2] == "words has topics without a word of these texts: 1 (T2)"
    assert found.model.words.sum(axis=1).tolist() == [0, 1]


def test_tables_that_name_none_of_the_texts_make_no_model(tmp_path: Path) -> None:
    found = read(tmp_path, documents="doc,topic,weight\nx,T1,1\ny,T2,1\n")
    assert (found.model.k, len(found.units.spans)) == (0, 0)
    table = gated_given(found)
    assert table.empty
    assert table.attrs["note"].startswith("No topics: the table of documents names none")
    assert not verdict_on_given(given_gates(found)).publish


@pytest.mark.parametrize(
    ("words", "documents", "problem"),
    [
        (WORDS.replace("T1", "War"), DOCUMENT_TABLE.replace("T2", "Talk"), "have no topic in"),
        (WORDS.replace("T1", "T3"), DOCUMENT_TABLE.replace("T2", "4"), "T3, T2 and T1, 4"),
        ("topic,word,weight\nT1,tank,1\nT2,plane,1\n", DOCUMENT_TABLE, "has no word that topics"),
    ],
)
def test_tables_that_share_nothing_are_refused(
    tmp_path: Path, words: str, documents: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        read(tmp_path, words, documents)


def test_words_of_documents_are_their_tf_idf_by_the_share_of_the_topic() -> None:
    rows, columns = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])
    matrix = TermMatrix(("a", "b", "c"), rows, columns, np.array(["x", "y", "z"], dtype=object))
    shares = {"x": np.array([1, 0]), "y": np.array([0.5, 0.5]), "z": np.array([0, 1])}
    found = words_of_documents(matrix, 2, shares=shares)
    tfidf = matrix.tfidf.toarray()
    masses = [tfidf[0] + tfidf[1] / 2, tfidf[1] / 2 + tfidf[2]]
    assert np.allclose(found.words, [mass / mass.sum() for mass in masses])
    part = words_of_documents(matrix.of_units(np.array([2])), 2, shares=shares)
    assert part.words.tolist() == [[0, 0, 0], [0, 0, 1]]


def test_documents_dealt_keep_their_words_and_get_the_names_of_others() -> None:
    matrix = planted()
    dealt = documents_dealt(matrix, np.random.default_rng(1))
    assert (dealt.rows == matrix.rows).all()
    assert sorted(dealt.groups) == sorted(matrix.groups)
    assert (dealt.groups != matrix.groups).any()


def test_topics_in_order_meet_those_of_their_own_number_alone() -> None:
    words = np.eye(2)
    model = TopicModel(GIVEN, 2, ("a", "b"), words, words)
    other = replace(model, words=words[::-1])
    assert agreement(model, other) == 1
    assert agreement(model, other, in_order=True) == 0


def planted(*, units: int = 60, topics: int = 3) -> TermMatrix:
    """Return units of 40 words, each from one of three separate sets of twenty words."""
    draw = np.random.default_rng(2)
    rows = np.repeat(np.arange(units), 40)
    columns = (rows % topics) * 20 + draw.choice(20, size=len(rows), p=SHARES)
    groups = np.array([f"d{number:02}" for number in range(units)], dtype=object)
    return TermMatrix(tuple(f"w{n:02}" for n in range(topics * 20)), rows, columns, groups)


def as_given(matrix: TermMatrix, words: np.ndarray, weights: np.ndarray) -> GivenTopics:
    documents = corpus_of(dict.fromkeys(matrix.groups, "one text")).documents
    model = TopicModel(GIVEN, words.shape[0], matrix.terms, words, weights, names=("A", "B", "C"))
    return GivenTopics(model, TopicUnits("document", "", whole_documents(documents)), matrix, ())


BLOCKS = np.kron(np.eye(3), SHARES)
OF_UNITS = np.tile(np.eye(3), (20, 1))
FEW = {"models": ("NMF",), "runs": 10}


def passed(found: GivenTopics) -> dict[str, bool]:
    return {gate.method: gate.passed for gate in given_gates(found, **FEW)}


def test_topics_that_are_in_the_texts_pass_each_test() -> None:
    found = as_given(planted(), BLOCKS, OF_UNITS)
    gates = given_gates(found, **FEW)
    assert [gate.method for gate in gates] == [DOCUMENTS, "NMF"]
    assert [gate.passed for gate in gates] == [True, True]
    assert verdict_on_given(gates) == (True, ())


def test_words_beside_the_documents_of_another_topic_do_not_belong_together() -> None:
    moved = as_given(planted(), np.roll(BLOCKS, 1, axis=0), OF_UNITS)
    assert passed(moved) == {DOCUMENTS: False, "NMF": True}
    gates = given_gates(moved, **FEW)
    publish, reasons = verdict_on_given(gates)
    assert not publish
    assert [reason.partition(":")[0] for reason in reasons] == [
        "words and documents do not surely belong together"
    ]


def test_topics_of_shuffled_words_belong_to_their_documents_and_do_not_come_back() -> None:
    matrix = shuffled(planted(), np.random.default_rng(3))
    chance = np.random.default_rng(4).permutation(OF_UNITS)
    shares = dict(zip(matrix.groups, chance, strict=True))
    overfit = words_of_documents(matrix, 3, shares=shares).words
    assert passed(as_given(matrix, overfit, chance)) == {DOCUMENTS: True, "NMF": False}


def gate(method: str, **about: object) -> Gate:
    known = {"k": 2, "units": 30, "agreements": (0.9,) * 20, "null": (0.2,) * 20}
    return Gate(**{**known, "null_high": 0.3, "method": method, **about})  # type: ignore[arg-type]


FAILS = {"null_high": 0.95}


@pytest.mark.parametrize(
    ("first", "nmf", "lda", "publish", "deciding"),
    [
        ({}, {}, FAILS, True, 0.3),
        ({}, FAILS, {}, True, 0.3),
        ({}, FAILS, FAILS, False, 0.95),
        (FAILS, {}, {}, False, 0.95),
        ({"units": 19}, {"units": 19}, {"units": 19}, False, 0.3),
    ],
)
def test_the_first_test_and_one_of_the_others_have_to_be_passed(
    first: dict[str, object],
    nmf: dict[str, object],
    lda: dict[str, object],
    publish: bool,
    deciding: float,
) -> None:
    gates = [gate(DOCUMENTS, **first), gate("NMF", **nmf), gate("LDA", **lda)]
    verdict = verdict_on_given(gates)
    assert verdict.publish == publish == (not verdict.reasons)
    assert deciding_gate(gates)[4:7] == (deciding, "", GIVEN)


def test_the_words_of_topics_have_their_names_and_a_note(tmp_path: Path) -> None:
    table = gated_given(read(tmp_path))
    assert table[["topic", "name", "words"]].to_numpy().tolist() == [
        [1, "T2", "talks peace"], [2, "T1", "war guns"],
    ]  # fmt: skip
    assert table.attrs["note"].startswith("Not to be read as findings: ")
    assert "words.csv has words that are in no text: 1 (tank)" in table.attrs["note"]
    assert pd.api.types.is_float_dtype(table["npmi"])
