"""The sentences nearest to a statement: by rare words in common, with a score, never a verdict."""

from math import log, sqrt

import pytest

import topoi as tp

TALK = """Reporter: What is your plan?

Sergey Lavrov: The treaty was broken. Our weather is fine. The treaty needs guarantees.

Marco Rubio: The treaty was broken by Moscow."""


def nearest(report):
    return tp.read({"t": TALK, "r": report}).compare("t", indirect=True)


def test_sentences_of_the_speaker_come_by_their_score_and_those_without_a_common_word_not():
    found = nearest("Lavrov said that the treaty was broken.")
    assert found["said"].tolist() == ["The treaty was broken", "The treaty needs guarantees"]
    assert found["rank"].tolist() == [1, 2]
    assert set(found["said_by"]) == {"Sergey Lavrov"}
    assert found["score"].iat[0] == pytest.approx(1)
    assert found["statement"].iat[0] == "that the treaty was broken"


def test_the_score_is_the_cosine_of_tf_idf():
    # of five sentences three have "treaty", two "broken", one "guarantees"; the first of them and
    # the second of the speaker share "treaty" alone
    def weight(sentences):
        return log((1 + 5) / (1 + sentences)) + 1

    treaty, broken, needs, guarantees = weight(3), weight(2), weight(1), weight(1)
    own = sqrt(treaty**2 + broken**2)
    there = sqrt(treaty**2 + needs**2 + guarantees**2)
    found = nearest("Lavrov said that the treaty was broken.")
    assert found["score"].iat[1] == pytest.approx(treaty**2 / own / there, abs=1e-6)


def test_of_who_does_not_speak_there_all_sentences_are_looked_at():
    found = nearest("Putin said that the treaty was broken by Moscow.")
    assert found["said_by"].iat[0] == "Marco Rubio"


def test_a_statement_that_shares_no_word_has_no_row():
    found = nearest("Lavrov said that elephants sing.")
    assert found.empty
    assert "score" in found.columns
    assert found.attrs["note"].endswith("that share no word with any sentence: 1 of 1.")
    assert found["start"].dtype == "int64"
