"""Key phrases: which word pairs and longer rows are candidates, with hand-counted NPMI."""

import re
from math import log

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.analysis.measures.phrases import key_phrases, nested, phrase_passages
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.numbered import numbered

STOPS = frozenset({"the", "of", "a", "is", "and", "to", "he", "for"})
NO_HITS = pd.DataFrame({"doc": [], "start": [], "end": [], "code": []})


def corpus(*texts: str) -> Corpus:
    return corpus_of({f"t{number}": text for number, text in enumerate(texts)})


def passages(*texts: str, least: int = 2) -> pd.DataFrame:
    return phrase_passages(numbered(corpus(*texts)), stop_words=STOPS, least=least)


def phrases(*texts: str, least: int = 2) -> set[str]:
    return set(passages(*texts, least=least)["phrase"])


def test_npmi_is_that_of_ten_words_counted_by_hand() -> None:
    # 10 words; peace 3 times, talks twice, peace talks twice.
    found = passages("Peace talks began. Peace talks failed. Peace won, he said.")
    assert found["phrase"].tolist() == ["peace talks", "peace talks"]
    by_hand = log((2 / 10) / ((3 / 10) * (2 / 10))) / -log(2 / 10)
    assert found["npmi"].tolist() == [round(by_hand, 4)] * 2 == [0.7481] * 2


def test_words_that_meet_no_more_than_chance_has_it_are_no_phrase() -> None:
    # 12 words; old 4 times, war 4 times, together twice: ln((2/12) / (4/12)^2) / -ln(2/12) = .23.
    assert phrases("Old war. Old war. Old cars. Old ties. War came. War went.") == set()


def test_function_words_stand_inside_a_phrase_and_not_at_its_ends() -> None:
    assert phrases("The end of the war is near. The end of the war.") == {"end of the war"}


def test_longer_phrases_are_joined_from_phrases() -> None:
    text = "The nuclear power plant ran. A nuclear power plant stood. Nuclear power plant."
    found = passages(text)
    assert set(found["phrase"]) == {"nuclear power plant"}
    assert found["start"].tolist() == [4, 31, 58]


def test_a_phrase_that_also_stands_alone_is_kept_beside_a_longer_one() -> None:
    text = "Root causes of war. Root causes of war. Root causes. Root causes. Peace came."
    scores = passages(text).groupby("phrase")["npmi"].first().to_dict()
    # With root causes as one word there are 10: it 4 times, war twice, both twice.
    longer = log((2 / 10) / ((4 / 10) * (2 / 10))) / -log(2 / 10)
    assert scores["root causes of war"] == round(longer, 4) == 0.5693
    assert set(scores) == {"root causes", "root causes of war"}


@pytest.mark.parametrize("text", ["Peace, talks. Peace, talks.", "Peace. Talks. Peace. Talks."])
def test_marks_and_ends_of_sentences_part_words(text: str) -> None:
    assert phrases(text) == set()


def test_what_queries_pass_over_does_not_part_words() -> None:
    found = passages('Kiev\'s "regime" fell. The Kiev regime rose. Trees grow tall.')
    assert found["phrase"].tolist() == ["kiev regime"] * 2
    assert found["start"].tolist() == [0, 26]


def test_figures_and_single_letters_make_no_phrase() -> None:
    assert phrases("Article 5 holds. Article 5 holds. Plan B works. Plan B works.") == set()


def test_a_phrase_is_found_as_often_as_asked() -> None:
    text = "Root causes remain. Root causes matter."
    assert phrases(text, least=2) == {"root causes"}
    assert phrases(text, least=3) == set()


@given(st.lists(st.sampled_from(["root", "causes", "of", "war", "peace", "."]), max_size=40))
def test_passages_are_all_places_where_the_words_stand(words: list[str]) -> None:
    text = " ".join(words)
    for phrase, found in passages(text).groupby("phrase"):
        slow = [(one.start(), one.end()) for one in re.finditer(rf"\b{phrase}\b", text)]
        assert list(zip(found["start"], found["end"], strict=True)) == slow


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=8))
def test_a_nested_span_has_a_longer_one_around_it(spans: set[tuple[int, int]]) -> None:
    rows = [(start, start + length) for start, length in spans]
    table = pd.DataFrame(rows, columns=["start", "end"], dtype="int64").assign(doc="a")
    slow = [any(a <= x and y <= b and (a, b) != (x, y) for a, b in rows) for x, y in rows]
    assert nested(table).tolist() == slow


def test_phrases_of_which_codes_find_half_are_told_and_may_be_left_out() -> None:
    texts = corpus("Root causes remain. Cold war.", "Root causes matter. Cold war. Cold war.")
    found = phrase_passages(numbered(texts), stop_words=STOPS, least=2)
    hits = pd.DataFrame(
        [("t0", 0, 11, "causes"), ("t1", 5, 30, "wide"), ("t1", 0, 11, "causes")],
        columns=["doc", "start", "end", "code"],
    )
    table = key_phrases(found, hits, texts.texts)
    shown = ["phrase", "count", "texts", "coded", "codes"]
    assert table[shown].values.tolist() == [
        ["cold war", 3, 2, 1, "wide"],
        ["root causes", 2, 2, 2, "causes, wide"],
    ]
    left = key_phrases(found, hits, texts.texts, uncoded=True)
    assert left["phrase"].tolist() == ["cold war"]
    assert left.attrs["note"].endswith("Left out, as found by codes already: 1.")
    assert key_phrases(found, hits, texts.texts, top=1)["phrase"].tolist() == ["cold war"]


def test_three_passages_are_shown_of_different_texts_first() -> None:
    texts = corpus("Cold war. Cold war. Cold war.", "A cold war.", "The cold war.")
    found = phrase_passages(numbered(texts), stop_words=STOPS, least=2)
    (told,) = key_phrases(found, NO_HITS, texts.texts)["passages"]
    assert told.splitlines() == [
        "t0:0-8: [[Cold war]]. Cold war. Cold war.",
        "t1:2-10: A [[cold war]].",
        "t2:4-12: The [[cold war]].",
    ]


def test_the_same_texts_give_the_same_table() -> None:
    text = "Root causes of war. Peace talks on root causes. Peace talks. Cold war, cold war."
    one, other = passages(text), passages(text)
    pd.testing.assert_frame_equal(one, other)


def test_fewer_than_one_passage_or_phrase_cannot_be_asked_for() -> None:
    with pytest.raises(InputError, match=r"least 0: is below 1\. Give how often"):
        passages("Peace talks.", least=0)
    with pytest.raises(InputError, match=r"top 0: is below 1\. Give how many"):
        key_phrases(passages("Peace talks."), NO_HITS, {}, top=0)
