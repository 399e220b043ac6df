"""Queries that a reader types: what they find and where."""

import pytest

from topoi.coding.hits.hits import occurrences
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of


def found(text: str, query: str, *, case: bool = False) -> list[str]:
    table = occurrences(corpus_of({"a": text}), query, case=case)
    assert [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == list(
        table["text"]
    )
    return list(table["text"])


def test_a_word_is_found_in_any_case_and_whole() -> None:
    assert found("Root cause, root causes; the uproot cause.", "root cause") == ["Root cause"]


def test_a_possessive_stays_outside_unless_it_is_asked_for() -> None:
    assert found("Kiev's word, Kiev’s word, Kievan rule.", "Kiev") == ["Kiev", "Kiev"]
    assert found("Kiev's word, Kiev’s word, Kievan rule.", "Kiev's") == ["Kiev's", "Kiev’s"]


def test_a_word_with_a_hyphen_is_one_word() -> None:
    assert found("De-escalation, escalation and all-out war.", "escalation") == ["escalation"]
    assert found("Russophobia, anti-Russian words.", "anti-*|*phobia") == [
        "Russophobia",
        "anti-Russian",
    ]


def test_white_space_of_any_kind_parts_words_within_a_sentence() -> None:
    assert found("The root\u00a0 causes\nof it are known.", "root causes of") == [
        "root\u00a0 causes\nof"
    ]
    assert found("He found the root. Causes are many.", "root causes") == []


def test_capitals_count_where_they_tell_words_apart() -> None:
    text = "The US told us. Us they told: who asked the WHO?"
    assert found(text, "US") == ["US"]
    assert found(text, "us") == ["us", "Us"]
    assert found(text, "who") == ["who"]
    assert found("Polish the Polish vase.", "Polish", case=True) == ["Polish", "Polish"]
    assert found("Do polish the Polish vase.", "Polish", case=True) == ["Polish"]


def test_of_overlapping_occurrences_the_leftmost_is_given() -> None:
    assert found("war war war war", "war war") == ["war war", "war war"]


def test_offsets_hold_in_texts_with_letters_that_lower_to_two() -> None:
    assert found("İstanbul talks 😀 and İ talks.", "talks") == ["talks", "talks"]


def test_what_is_no_query_is_refused_with_its_character() -> None:
    with pytest.raises(InputError, match=r"the query 'a \[b': has a \[ .* \(character 3\)"):
        found("a", "a [b")
