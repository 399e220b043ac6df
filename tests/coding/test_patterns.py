"""Phrases, globs and expressions: what they find and where."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.coding.anchors import anchors_of
from topoi.coding.backtracking import harmless_up_to
from topoi.coding.search import occurrences
from topoi.text.corpus import corpus_of


def found(text: str, pattern: str, *, case: bool = False) -> list[str]:
    table = occurrences(corpus_of({"a": text}), pattern, case=case)
    assert [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == list(
        table["text"]
    )
    return list(table["text"])


def test_a_phrase_is_found_in_any_case_at_the_edges_of_words() -> None:
    assert found("Root cause, root causes; the uproot cause.", "root cause") == ["Root cause"]


def test_a_possessive_stays_outside() -> None:
    assert found("Kiev's word, Kiev’s word, Kievan rule.", "Kiev") == ["Kiev", "Kiev"]
    assert found("We're here and we'll stay.", "we") == ["We", "we"]


def test_a_word_with_a_hyphen_is_one_word() -> None:
    assert found("De-escalation, escalation and all-out war.", "escalation") == ["escalation"]
    assert found("An all-out war for all.", "all") == ["all"]


def test_a_star_stands_for_the_rest_of_a_word() -> None:
    assert found("Root causes’ root cause-like roots.", "root cause*") == [
        "Root causes",
        "root cause-like",
    ]
    assert found("Russophobia and Ukrainophobia's end.", "*phobia") == [
        "Russophobia",
        "Ukrainophobia",
    ]
    text = "An anti-Russian sentiment, anti Russia sentiment, antique sentiments."
    assert found(text, "anti* sentiment") == ["anti-Russian sentiment"]
    assert found("A pro-Russian sentiment.", "pro* sentiment*") == ["pro-Russian sentiment"]


def test_a_space_stands_for_any_white_space_within_a_sentence() -> None:
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


def test_an_expression_is_read_as_written_sentence_by_sentence() -> None:
    text = "War of words. A warning’s war, the end."
    assert found(text, "/war/") == ["War", "war", "war"]
    assert found(text, r"/\bwar\b/") == ["War", "war"]
    assert found(text, "/^war/") == ["War"]
    assert found(text, "/warning's (?P<hit>war)/") == ["war"]
    assert found(text, "/words.*end/") == []


def test_capitals_in_an_expression_count_where_it_says_so() -> None:
    assert found("the US and us", r"/\b(?-i:US)\b/") == ["US"]


def test_offsets_hold_in_texts_with_letters_that_lower_to_two() -> None:
    assert found("İstanbul talks 😀 and İ talks.", "talks") == ["talks", "talks"]


WORDS = ["root", "roots", "cause", "causes", "of", "the", "war", "war's", "crisis", "anti-war"]
EXPRESSIONS = [
    r"\b(?:root|underlying) causes?\b",
    r"\bcauses? of (?:the )?(?:\w+ )?(?:war|crisis)\b",
    r"(?<!the )war",
    r"\w+s\b of",
    r"^(?:the|root)\b",
    r"(?:root|war)(?: of)?(?= the)",
    r"\b(?:[\w-]+ )?crisis",
    r"war|cause",
    r"(?:the ){1,2}war",
    r"\bno\b|\bof\b",
    r"\b(?:war|cris\w+|root\w*|the cause)\b",
    r"\b(?:war|war\w+)\b",
]


@settings(max_examples=40, deadline=None)
@given(
    sentences=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=3
    ),
    expression=st.sampled_from([*EXPRESSIONS, r"(?:the|of) (?P<hit>war|root)", r"(?<=the )war"]),
)
def test_looking_near_literals_finds_what_looking_in_each_sentence_finds(
    sentences: list[list[str]], expression: str
) -> None:
    written = [f"{' '.join(words).capitalize()}." for words in sentences]
    group = "hit" if "hit" in expression else 0
    everywhere = [
        match.group(group)
        for sentence in written
        for match in regex.finditer(expression, sentence, regex.IGNORECASE)
    ]
    assert found(" ".join(written), f"/{expression}/") == everywhere


@settings(max_examples=40, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=14),
    expression=st.sampled_from(EXPRESSIONS),
)
def test_every_match_holds_its_literals(words: list[str], expression: str) -> None:
    anchors = anchors_of(expression)
    for match in regex.finditer(expression, " ".join(words)):
        assert all(any(one in match.group() for one in group) for group in anchors.groups)
        assert not anchors.heads or match.group().startswith(anchors.heads)


def test_expressions_that_may_run_away_are_told_from_harmless_ones() -> None:
    dangerous = [r"(a+)+b", r"(\w+\s?)+x", r"(?:a|aa)+$", r".*.*.*.*x", r"(a)\1+"]
    short_only = [r".*.*.*x"]
    harmless = [r"\bwar\w*\b", r"(?:[\w-]+ ){0,3}war", r"causes? of the", r"(?:new |old )*war"]
    assert [harmless_up_to(one) for one in dangerous] == [0] * 5
    assert [harmless_up_to(one) for one in short_only] == [300]
    assert [harmless_up_to(one) for one in harmless] == [2000] * 4
