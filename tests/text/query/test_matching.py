import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text.query.slow_matcher import slow_matches
from tests.text.query.strategies import QUERIES, TEXTS

from topoi.text.corpus.corpus import corpus_of
from topoi.text.query import matching
from topoi.text.query.matching import matches
from topoi.text.query.nodes import OneOf, QueryError
from topoi.text.query.parsing import parse
from topoi.text.words.arrays import taken
from topoi.text.words.numbered import numbered

FIGHT = OneOf(tuple(parse(one).items for one in ("war", "~fight", "armed conflict")), "fight")
LISTS = {"fight": FIGHT}


def found(query: str, text: str, **options) -> list[str]:
    tokens = numbered(corpus_of({"a": text}))
    hits = matches([parse(query, **options)], tokens)
    return [
        text[tokens.start[first] : tokens.end[last]]
        for first, last in zip(hits.first, hits.last, strict=True)
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(QUERIES, min_size=3, max_size=6),
    st.lists(TEXTS, min_size=2, max_size=5),
    st.booleans(),
)
def test_matches_are_those_of_the_slow_matcher(queries, texts, case):
    parsed = []
    for query in queries:
        try:
            parsed.append(parse(query, lists=LISTS, case=case))
        except QueryError:
            continue
    tokens = numbered(corpus_of({str(n): text or "-" for n, text in enumerate(texts)}))
    hits = matches(parsed, tokens)
    for number, query in enumerate(parsed):
        mine = taken(hits, hits.query == number)
        told = list(zip(mine.first.tolist(), mine.last.tolist(), strict=True))
        assert told == slow_matches(query, tokens), query.source


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("root cause*", "The root causes, a root. Cause.", ["root causes"]),
        ("crisis", "The Crisis’s end; CRISIS", ["Crisis", "CRISIS"]),
        ("us", "The US told us.", ["us"]),
        ("US", "The US told us.", ["US"]),
        ("wom?n", "a woman, women, womn", ["woman", "women"]),
        ("~say that", "He said that; they say that.", ["said that", "say that"]),
        ("(point out | make clear)", "to point out and make clear", ["point out", "make clear"]),
        ("a ..2 war", "a long long war, a b c d war", ["a long long war"]),
        ("a ..2, b", "a, c, b", ["a, c, b"]),
        ("a ..2 b", "a, c b", []),
        ("!(food|energy) crisis", "the food crisis, a deep crisis", ["deep crisis"]),
        ("<Name> said", "Putin said. Then Sergey Fox said.", ["Sergey Fox said", "Fox said"]),
        ("in <year>", "in 2014, in 5000", ["in 2014"]),
        ("<number> men", "1,000 men and 12 men", ["1,000 men", "12 men"]),
        ("^ and yet", "And yet it moves, and yet. “And yet”", ["And yet", "And yet"]),
        ("war $", "The war. A war goes on", ["war"]),
        ("war ..3 / its cause /", "The war had its cause.", ["its cause"]),
        ("/ cause / of war", "The cause of war.", ["cause"]),
        (", however ,", "It is, however, late.", [", however,"]),
        ("Kiev patrons", "Kiev’s “patrons”", ["Kiev’s “patrons"]),
        ("Kiev's", "Kiev's and Kiev", ["Kiev's"]),
        ("<Name>'s words", "recall Putin’s words, Putin words", ["Putin’s words"]),
        ("ready / to talk / (!about | $)", "ready to talk. Ready to talk about it.", ["to talk"]),
        ("19??", "In 1942, 19.9", ["1942"]),
        ('so-called "', 'a so-called "state"', ['so-called "']),
        ("U.S. policy", "the U.S. policy", ["U.S. policy"]),
        ("U.S.-led", "a U.S.-led force", ["U.S.-led"]),
        ("9/11", "after 9/11 it", ["9/11"]),
        ("AT&T", "AT&T said", ["AT&T"]),
        ("Iran–Iraq", "the Iran–Iraq war", ["Iran–Iraq"]),
        ("#StopWar", "tag #StopWar now", ["#StopWar"]),
        ("people's republic", "the People's Republic", ["People's Republic"]),
        ("Mr. Putin", "Mr. Putin and Mr Putin", ["Mr. Putin", "Mr Putin"]),
        ("=may", "May he, he may", ["may"]),
        ("settlement", "a settle\u00adment", ["settle\u00adment"]),
        ("cease-fire", "a cease\u2011fire", ["cease\u2011fire"]),
        ("conflict", "a con\ufb02ict", ["con\ufb02ict"]),
        ("état", "coup d'état, e\u0301tat", ["e\u0301tat"]),
        ("=O'Brien", "O\u2019Brien, o'brien", ["O\u2019Brien"]),
        ("=We'*", "We\u2019re ready, we're", ["We\u2019re"]),
        ("=Zelensky", "Zel\u00adensky", ["Zel\u00adensky"]),
        ("=Caf\u00e9", "Cafe\u0301", ["Cafe\u0301"]),
        ("=W*r", "War, war", ["War"]),
        ("!=May said", "may said, May said", ["may said"]),
        ("<Name>", "Then I\u2019m off to Rome", ["Rome"]),
        ("no", "\u2116 5, no", ["no"]),
        ("war $", "The war\u2026", ["war"]),
        ("a \u2026", "a \u2026 a", ["a \u2026"]),
        ("*-*", "a - b-c", ["b-c"]),
        ("*s", "wars' U.S. Kiev's ends", ["wars", "U.S", "ends"]),
        ("war", "a w\u200ear", ["w\u200ear"]),
        ("cause of", "The cause\n\nof it. The cause. Of it", []),
    ],
)  # fmt: skip
def test_a_query_finds_what_its_page_says(query, text, hits):
    assert found(query, text) == hits


@pytest.mark.parametrize("others", ["A. A. A.", "B. B. B."])
@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("a ..2-3 b", (2, 3)),
        ("a ..3-3 b", (3,)),
        ("a ..1-4 b", (1, 2, 3, 4)),
        ("a ..3 b", (0, 1, 2, 3)),
        ("a ..2-4, b", (2, 3, 4)),
    ],
)
def test_a_gap_has_its_least_and_its_most_words_from_whichever_end_it_is_walked(
    query, fits, others
):
    for between in range(6):
        phrase = " ".join(["a", *["x"] * between, "b"])
        hits = [phrase] if between in fits else []
        assert found(query, f"{others} So {phrase} it is.") == hits


def test_with_case_every_word_is_as_written():
    assert found("Root cause*", "Root causes, root causes", case=True) == ["Root causes"]


def test_with_case_all_that_is_folded_is_still_alike():
    assert found("O'Brien", "O\u2019Brien, o'brien", case=True) == ["O\u2019Brien"]
    assert found("~Cause", "Causes, causes", case=True) == ["Causes"]
    assert found("wom?n", "women, Women", case=True) == ["women"]


def test_a_text_without_a_word_matches_nothing():
    for text in ("", "\u200b", "***"):
        for query in ("<Name>", "^ <word>", "a"):
            assert found(query, text) == []


def test_a_word_full_of_stars_takes_no_time():
    assert found("a*a*a*a*a*a*a*a*b", "a" * 100_000) == []


def test_thousands_of_phrases_are_found_alike_whatever_their_number():
    text = " ".join(f"x{number} y." for number in range(50))
    queries = [parse(f"x{number} y") for number in range(5000)]
    hits = matches(queries, numbered(corpus_of({"a": text})))
    assert hits.query.tolist() == list(range(50))


@pytest.mark.parametrize(
    "query", ["a ..9 a ..9 b", "<word> ..5 a", "a [a [a [a]]] ..9, b", "^ <word> ..9 a $"]
)
def test_a_sentence_of_a_hundred_thousand_words_is_no_trouble(query):
    tokens = numbered(corpus_of({"a": "a " * 100_000}))
    assert len(matches([parse(query)], tokens).first) in {0, 99_999}


def test_a_token_of_a_hundred_thousand_letters_is_one_word():
    text = "x" * 100_000
    assert found("x*", text) == [text]


def test_each_of_many_queries_is_sought_where_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(matching, "AT_ONCE", 2)
    tokens = numbered(corpus_of({"a": "A war. A peace. A war and peace."}))
    queries = [parse(one) for one in ("war", "peace", "a", "war", "peace")]
    within = np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=bool)
    hits = matches(queries, tokens, within=within)
    assert (hits.query.tolist(), hits.first.tolist()) == ([0, 1, 2, 3], [1, 9, 3, 7])
    matching.machines.cache_clear()
