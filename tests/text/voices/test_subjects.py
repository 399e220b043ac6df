"""Where a clause has its subject, its marks and what it covers: rules over words and places."""

import pytest

from topoi.text.lang.language import language
from topoi.text.voices.announced_lists import joined
from topoi.text.voices.content_spans import after_space
from topoi.text.voices.narration import SentenceSpan
from topoi.text.voices.reporting import covers
from topoi.text.voices.subjects import (
    apposition_before,
    is_source,
    joins_names,
    opens_with_names,
    subject_before,
)

ENGLISH = language("en")


def sentence(text: str, start: int = 0) -> SentenceSpan:
    return SentenceSpan(text, start, len(text), ENGLISH)


@pytest.mark.parametrize(
    ("before", "behind", "joins"),
    [
        ("Kern and", "Lee", True),
        ("Kern and", "the West", True),
        ("Kern or", "Lee", False),
        ("met Kern and", "the West", False),
        ("met Kern and", "Lee", True),
        ("bread and", "Lee", False),
        ("Kern and", "bread", False),
        ("and", "Lee", False),
        ("Kern and", "", False),
        ("Kern with", "Lee", False),
    ],
)
def test_and_joins_two_names_as_one_subject(before: str, behind: str, joins: bool) -> None:
    words = [*before.split(), *behind.split()]
    assert joins_names(words, len(before.split()), len(words), ENGLISH) is joins


def test_names_open_a_clause_of_six_words_or_stand_behind_a_mark() -> None:
    names = "Ada Bea Cal Dan Eva Fay Gus Hal".split()
    assert [opens_with_names(names, n, ENGLISH) for n in (0, 1, 6, 7)] == [True, True, True, False]
    marked = ["They", "left,", *names]
    assert [opens_with_names(marked, n, ENGLISH) for n in (3, 7, 8)] == [True, True, False]
    assert not opens_with_names(["met", "Ada"], 2, ENGLISH)
    assert opens_with_names(["the", "West"], 2, ENGLISH)


@pytest.mark.parametrize(
    ("phrase", "may_speak"),
    [
        ("Kern", True),
        ("the old envoy", True),
        ("about a third of those asked", True),
        ("about 40 of them", True),
        ("about them", False),
        ("about", False),
        ("in Bern", False),
        ("speaking", False),
        ("", False),
    ],
)
def test_a_source_begins_with_no_preposition_unless_it_counts(phrase: str, may_speak: bool) -> None:
    assert is_source(phrase, ENGLISH) is may_speak


@pytest.mark.parametrize(
    ("marked", "previous", "passive"),
    [
        ("It rained, [Kern] also said", "rained,", False),
        ("[Kern] said", "", False),
        ("[Kern and Lee] said", "", False),
        ("They left and [the clerk] said", "and", False),
        ("[Kern] was said", "", True),
        ("On Monday, [the old envoy] quickly said", "monday,", False),
    ],
)
def test_the_subject_reaches_back_from_the_cue_to_a_mark_or_a_conjunction(
    marked: str, previous: str, passive: bool
) -> None:
    text = marked.replace("[", "").replace("]", "")
    start, end = marked.index("["), marked.index("]") - 1
    span, _, before, is_passive = subject_before(sentence(text), text.index("said"))
    assert (span, before, is_passive) == ((start, end), previous, passive)


def test_the_last_mark_before_a_place_is_no_blank_and_in_the_sentence() -> None:
    text = "ab  c"
    assert [sentence(text).last_mark(place) for place in (0, 1, 2, 4, 5)] == [-1, 0, 1, 1, 4]
    assert [sentence(text, 2).last_mark(place) for place in (3, 4, 5)] == [-1, -1, 4]
    assert [after_space(sentence(text), place) for place in (0, 2, 3, 5)] == [0, 4, 4, 5]
    assert after_space(sentence("ab  "), 2) == 4


def test_a_span_covers_its_first_place_and_not_the_one_behind_it() -> None:
    assert [covers([(2, 4)], place) for place in (1, 2, 3, 4)] == [False, True, True, False]
    assert covers([(0, 1), (2, 4)], 3)
    assert not covers([], 3)


def test_sentences_of_a_list_that_nothing_touches_are_joined_where_they_stand_in_a_row() -> None:
    text = "One. Two. Six. "
    sentences = [(0, 5), (5, 10), (10, 15)]
    assert joined(sentences, [], text) == [(0, 14)]
    assert joined(sentences, [(5, 6)], text) == [(0, 4), (10, 14)]
    assert joined(sentences, [(9, 10)], text) == [(0, 4), (10, 14)]
    assert joined(sentences, [(4, 5)], text) == [(5, 14)]
    assert joined(sentences, [(10, 10), (15, 20)], text) == [(0, 14)]
    assert joined(sentences, [(0, 15)], text) == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Ann Lee, the envoy,", "Ann Lee"),
        ("On Monday, Ann Lee, the envoy,", "Ann Lee"),
        ("It has begun; Ann Lee, the envoy,", "Ann Lee"),
        ("It has begun, Ann Lee, the envoy,", ""),  # what has a verb is no subject
        ("ann lee, the envoy,", ""),
        ("Ann Lee the envoy,", ""),
        ("A B C D E F G H, the envoy,", "A B C D E F G H"),
        ("A B C D E F G H I, the envoy,", ""),
    ],
)
def test_the_subject_before_an_apposition_is_a_name_of_eight_words_at_most(
    text: str, subject: str
) -> None:
    begin, end = apposition_before(sentence(text), len(text) - 1)
    assert text[max(begin, 0) : max(end, 0)] == subject
    if not subject:
        assert (begin, end) == (-1, -1)
