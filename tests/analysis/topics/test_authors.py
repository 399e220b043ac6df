"""Topics by speaker: who is modelled, and that only topics of speakers pass the test."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import topoi as tp
from topoi.analysis.topics.authors import (
    author_topics,
    leading_topics,
    speaker_words,
    speakers_dealt,
    topics_for,
)
from topoi.analysis.topics.gate import author_gate, null_gates, verdict_on
from topoi.analysis.topics.stability import shuffled
from topoi.analysis.topics.units import TermMatrix, whole_documents


def planted(*, speakers: int = 6, each: int = 10, themes: int = 3) -> TermMatrix:
    """Return units of 30 words, each of a speaker who draws from one of some sets of ten words."""
    draw = np.random.default_rng(1)
    units = speakers * each
    rows = np.repeat(np.arange(units), 30)
    author = np.arange(units) % speakers
    columns = (author[rows] % themes) * 10 + draw.integers(0, 10, size=len(rows))
    names = tuple(f"w{n:02}" for n in range(themes * 10))
    groups = np.array([f"{number:03}" for number in range(units)])
    authors = np.array([f"s{one}" for one in author], dtype=object)
    return TermMatrix(names, rows, columns, groups, authors=authors)


def gate_of(words: TermMatrix):
    k = topics_for(words)
    return null_gates(words, [k], method="author-topic", runs=5, shuffles=4)[k]


def test_topics_of_speakers_pass_and_are_those_planted() -> None:
    words = planted()
    assert verdict_on(gate_of(words)).publish
    found = leading_topics(words, topics_for(words))
    assert found["speaker"].tolist() == ["s0", "s1", "s2", "s3", "s4", "s5"]
    sets = [{word[1] for word in row.split()} for row in found["words"]]
    assert sets == [{"0"}, {"1"}, {"2"}] * 2
    assert (found["share"] > 0.9).all()


def test_shuffled_words_do_not_pass() -> None:
    assert not gate_of(shuffled(planted(), np.random.default_rng(5))).passed


def test_topics_that_are_not_of_the_speakers_do_not_pass() -> None:
    dealt = speakers_dealt(planted(), np.random.default_rng(5))
    assert sorted(dealt.authors) == sorted(planted().authors)
    assert not gate_of(dealt).passed


def test_the_same_seed_gives_the_same_model_and_gate() -> None:
    one, other = (author_topics(planted(), 3, seed=4) for _ in range(2))
    assert (one.words == other.words).all()
    assert (one.weights == other.weights).all()
    gates = [null_gates(planted(), [3], method="author-topic", runs=2, shuffles=1) for _ in "ab"]
    assert gates[0] == gates[1]


def test_speakers_keep_their_units_when_some_are_left_out() -> None:
    words = planted()
    part = words.of_units(np.array([0, 7]))
    assert part.authors.tolist() == ["s0", "s1"]
    assert np.isnan(words.of_units(np.array([3])).rows.mean()) is np.False_


def test_units_without_speakers_are_refused() -> None:
    with pytest.raises(ValueError, match="no speakers"):
        topics_for(replace(planted(), authors=None))


def voiced(speakers: dict[str, int], *, texts: int = 5, mode: str = "direct"):
    """Return tokens, voices and units of texts in which each speaker says so many words."""
    tokens, voices, sizes = [], [], []
    for number in range(texts):
        doc, at = f"d{number}", 0
        for speaker, words in speakers.items():
            start = at
            for word in range(words):
                tokens.append((doc, at, at + 1, f"{speaker}{word % 9}", True, 1))
                at += 2
            voices.append((doc, start, at, mode, speaker))
        sizes.append((doc, at))
    documents = pd.DataFrame(sizes, columns=["doc", "n_chars"])
    columns = ["doc", "start", "end", "token", "is_word", "sentence"]
    spoken = pd.DataFrame(voices, columns=["doc", "start", "end", "mode", "speaker"])
    units = tp.topic_units(documents, pd.DataFrame(), least_documents=1)
    assert units.spans.equals(whole_documents(documents))
    return pd.DataFrame(tokens, columns=columns), spoken, units


def test_speakers_of_five_hundred_words_in_five_units_are_modelled() -> None:
    said = {"ann": 100, "bob": 99, "cid": 100, "dan": 100, "eve": 100, "fay": 100}
    words = speaker_words(*voiced(said))
    assert sorted(set(words.authors)) == ["ann", "cid", "dan", "eve", "fay"]
    assert len(words.groups) == 25
    assert words.note == ""
    few = speaker_words(*voiced(dict.fromkeys(said, 200), texts=4))
    assert few.note == (
        "too few speakers with 500 words or more in 5 or more documents (0, where 5 are needed)"
    )
    assert not len(few.groups)


def test_each_unit_holds_the_words_of_its_speaker_alone() -> None:
    words = speaker_words(*voiced(dict.fromkeys("abcdef", 100)))
    for row, told in enumerate(words.texts()):
        assert {word[0] for word in told} == {words.authors[row]}


def test_the_outlet_and_voices_without_a_name_are_no_speakers() -> None:
    said = {"unresolved": 200, "": 200, "ann": 200}
    assert set(speaker_words(*voiced(said)).authors) == {"ann"}
    assert not len(speaker_words(*voiced({"ann": 200}, mode="outlet")).groups)


def test_of_many_speakers_and_units_those_that_are_fitted_are_bounded() -> None:
    said = {f"s{number:02}": 100 + number for number in range(14)}
    words = speaker_words(*voiced(said, texts=22))
    names, units = np.unique(words.authors.astype(str), return_counts=True)
    assert names.tolist() == [f"s{number:02}" for number in range(2, 14)]
    assert set(units) == {20}


def test_too_few_speakers_have_no_topics_and_the_reason_is_said() -> None:
    words = speaker_words(*voiced({"ann": 200}))
    gate = author_gate(words)
    assert verdict_on(gate).reasons[0] == (
        "not tested: too few speakers with 500 words or more in 5 or more documents (1, where 5 "
        "are needed)"
    )
    assert leading_topics(words, gate.k).empty
    table = tp.read(["The minister said: “Talks go on.”"]).author_topics()
    assert table.empty
    assert "too few speakers with 500 words or more in 5 or more paragraphs (0," in table.note
