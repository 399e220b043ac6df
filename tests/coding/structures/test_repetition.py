"""Repetition: openings and phrases that come back."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.coding.structures.batches import Batch, batches
from topoi.coding.structures.repetition import keys_of, recurring, repetitions
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments


def found(*texts: str) -> list[tuple[str, str]]:
    """Return the repetitions of some texts as they write them, with their kinds."""
    corpus = corpus_of({str(number): text for number, text in enumerate(texts)})
    (batch,) = batches(corpus, segments(corpus))
    return [(written(batch, first, last), kind) for first, last, kind in repetitions(batch)]


def written(batch: Batch, first: int, last: int) -> str:
    tokens = batch.tokens
    return tokens.texts[tokens.doc[first]][tokens.start[first] : tokens.end[last - 1]]


def test_neighbours_that_share_two_words_are_an_anaphora() -> None:
    assert found("We spoke of bread. We spoke of all.") == [("We spoke of", "anaphora")] * 2
    assert found("We want peace. We want security. They left.") == [("We want", "anaphora")] * 2


def test_a_name_that_opens_two_sentences_is_no_repetition() -> None:
    assert found("Ann Lee said so. Ann Lee said more.") == []
    assert found("Ann Lee said so. It rained. Ann Lee said more.") == []
    assert found("In Rome it rained. In Rome it snowed.") == [("In Rome it", "anaphora")] * 2


def test_each_of_three_neighbours_shows_what_it_shares_with_either() -> None:
    text = "We want peace now. We want peace. We want war."
    openings = ["We want peace", "We want peace", "We want"]
    assert found(text) == [(opening, "anaphora") for opening in openings]


def test_a_common_first_word_asks_for_one_word_more() -> None:
    assert found("The talks began. The talks ended.") == []
    assert found("The new talks began. The new talks ended.") == [("The new talks", "anaphora")] * 2


def test_sentences_of_two_paragraphs_are_no_neighbours() -> None:
    assert found("We want peace.\n\nWe want security.") == []


def test_sentences_further_apart_share_three_words_or_four() -> None:
    text = "This would be a first step. Nobody answered. This would be a second one."
    assert found(text) == [("This would be", "parallel")] * 2
    assert found("The day of rest came. Nobody knew. The day of work came.") == []
    text = "The day of all rest came. Nobody knew. The day of all work came."
    assert found(text) == [("The day of all", "parallel")] * 2


@pytest.mark.parametrize(
    ("text", "echoes"),
    [
        (
            "He says that a direct military clash between us is near. "
            "Few think that a direct military clash between us is far.",
            ["direct military clash", "direct military clash"],
        ),
        (
            "They made humanitarian agreements on prisoners. "
            "Later such humanitarian agreements on prisoners were signed.",
            ["humanitarian agreements on prisoners"] * 2,
        ),
        ("It has been one of the many. They had been one of the many.", []),
        (
            "That is what it would have been for us. Then that is what it would have been for us.",
            [],
        ),
        ("Today Sergey Lavrov spoke in Moscow. Then Sergey Lavrov spoke in Moscow.", []),
        ("We saw what they're doing now. Here is what they're doing now.", []),
        ("We think bread grows. Salt and oil never fail. We know bread grows salt.", []),
    ],
)
def test_an_echo_neither_begins_nor_ends_on_a_function_word(text: str, echoes: list[str]) -> None:
    assert [words for words, kind in found(text) if kind == "echo"] == echoes


def test_a_phrase_comes_back_within_its_own_text_only() -> None:
    phrase = "They made humanitarian agreements on prisoners."
    assert found(phrase, phrase) == []


def test_a_stretch_bears_one_kind() -> None:
    text = "We made humanitarian agreements quickly. We made humanitarian agreements slowly."
    assert found(text) == [("We made humanitarian agreements", "anaphora")] * 2


@pytest.mark.parametrize("text", ["", "No.", "We want peace", "...", "We four want peace."])
def test_short_texts_repeat_nothing(text: str) -> None:
    assert found(text) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**31 - 1) | st.just(7)), max_size=40))
def test_what_comes_back_is_what_counts_more_than_once(rows: list[tuple[int, int]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    counts = Counter(rows)
    expected = [number for number, row in enumerate(rows) if counts[row] > 1]
    assert recurring(keys_of(list(columns))).tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We want. We want.", [("We want", "anaphora")] * 2),
        ("Ann wants peace. Ann wants war.", [("Ann wants", "anaphora")] * 2),
        ("We want war. They want war. We want war.", [("We want war", "parallel")] * 2),
        ("We can do. It rained. We can do.", [("We can do", "parallel")] * 2),
        ("We can. It rained. We can.", []),
        ("The big old town. It rained. The big old port.", []),
        (
            "The big old town came. It rained. The big old town went.",
            [("The big old town", "parallel")] * 2,
        ),
        ("A\n\nWe want it all.\n\nWe want it now.", [("We want it", "parallel")] * 2),
        (
            "He saw old stone bridges burn. She saw old stone bridges burn.",
            [("saw old stone bridges burn", "echo")] * 2,
        ),
        ("He saw the Old Stone Bridge. She saw the Old Stone Bridge.", []),
        ("He saw old stone bridges. Bridges saw old stone.", []),
        (
            "It spoke of Rome burning bridges. They heard of Rome burning bridges.",
            [("Rome burning bridges", "echo")] * 2,
        ),
        (
            "They left old stone bridges here. It rained. We left old stone bridges there. "
            "You left old stone bridges.",
            [("left old stone bridges", "echo")] * 3,
        ),
    ],
)
def test_openings_and_phrases_are_repeated_from_so_many_words_on(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected
