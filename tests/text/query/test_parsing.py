"""What is refused as a query, and at which character; what a query says in plain English."""

import pytest

from topoi.text.query.described import described
from topoi.text.query.lexemes import LONGEST_GAP
from topoi.text.query.nodes import Gap, OneOf, Query, QueryError
from topoi.text.query.parsing import DEEPEST, as_query, parse
from topoi.text.words.vocabulary import Word

LISTS = {"fight": OneOf((parse("war").items,), "fight")}


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("", "can match nothing at all"),
        ("[a]", "can match nothing at all"),
        ("'s", "asks for nothing but a quotation mark or 's, which are passed over"),
        ("a ..2", "ends with a gap"),
        ("..2 a", "begins with a gap"),
        ("a ..0 b", "has a gap of 0 words (character 3)"),
        ("a ..31 b", "has a gap of 31 words (character 3)"),
        ("a ..3-2 b", "has a gap of 3-2 words (character 3)"),
        ("a ..31, b", "has a gap of 31 words (character 3)"),
        ("a ..", "has '..', which is no gap (character 3)"),
        ("/ a /", "has / ... / around all of it (character 1)"),
        ("a / b", "has one / alone (character 3)"),
        ("a / b / c / d", "has / ... / more than once (character 11)"),
        ("/ a / b | c", "has / ... / more than once (character 5)"),
        ("(a / b)", "has a / inside brackets (character 4)"),
        ("b /a", "has '/a', which has a / at a word (character 3)"),
        ("a/ b", "has 'a/', which has a / at a word (character 1)"),
        ("a | ", "has an empty alternative (character 5)"),
        ("(a | )", "has an empty alternative (character 6)"),
        ("a|", "has an empty alternative (character 3)"),
        ("|a", "has an empty alternative (character 1)"),
        ("a||b", "has an empty alternative (character 3)"),
        ("a |b", "has a | with a space on one side only (character 3)"),
        ("a (b c", "has a ( that is not closed (character 3)"),
        ("a [b c", "has a [ that is not closed (character 3)"),
        ("a)", "has a ) that nothing opens (character 2)"),
        ("a]", "has a ] that nothing opens (character 2)"),
        ("a {b", "has a { that is not closed (character 3)"),
        ("a}", "has a } that nothing opens (character 2)"),
        ("a <b", "has a < that is not closed (character 3)"),
        ("a>", "has a > that nothing opens (character 2)"),
        ("a ~", "has a '~' with nothing behind it (character 3)"),
        ("a {none}", "names the unknown list {none} (character 3)"),
        ("a <none>", "has an unknown <none> (character 3)"),
        ("a [[b]]", "has [[ ]] (character 3)"),
        ("a (b c)", "has ( ) around one row of words (character 3)"),
        ("a !(b c)", "has ( ) around one row of words (character 4)"),
        ("a !(b c | d)", "has a ! before more than one word (character 3)"),
        ("a ^ b", "has a ^ inside"),
        ("$ a", "has a $ inside"),
        ("a (b $ | c) d", "has a $ inside"),
        ("a b|[c]", "has a gap, [...] or an end of the sentence beside a | (character 3)"),
        ("a ..2|b", "has a gap, [...] or an end of the sentence beside a | (character 3)"),
        ("a *", "has '*', which is any word (character 3)"),
        ("a ~cau*", "has ~cau* (character 3)"),
        ("a ~c?t", "has ~c?t (character 3)"),
        ("a AND b", "has 'AND', which is no sign of the language (character 3)"),
        ("/root cause/", "is a /regular expression/, which codebooks no longer hold"),
    ],
)
def test_what_is_no_query_is_refused_with_its_place(query: str, problem: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query, lists=LISTS)
    assert refused.value.problem == problem


def test_a_gap_may_be_thirty_words_and_brackets_fifty_deep() -> None:
    assert parse(f"a ..{LONGEST_GAP} b").items[1] == Gap(0, 30, False)
    assert parse("a ..2-4, b").items[1] == Gap(2, 4, True)
    assert parse("a ..3-3 b").items[1] == Gap(3, 3, False)
    deep = "(" * DEEPEST + "a" + ")" * DEEPEST
    assert isinstance(parse(deep), Query)
    with pytest.raises(QueryError, match="more than 50 deep"):
        parse(f"({deep})")


def test_alternatives_without_a_name_are_one_row_of_alternatives() -> None:
    for query in ("a|(b | c)", "(a | b)|c", "a|b|c"):
        (node,) = parse(query).items
        assert isinstance(node, OneOf)
        assert node.ways == ((Word("a"),), (Word("b"),), (Word("c"),))
    (node,) = parse("x|{fight}", lists=LISTS).items
    assert isinstance(node, OneOf)
    assert node.ways == ((Word("x"),), (LISTS["fight"],))


def test_the_hit_is_what_stands_between_the_slashes() -> None:
    assert parse("a / b c / d").hit == (1, 3)
    assert parse("a b | c d").hit == (0, 1)


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        (r"\broots?\b", '"root|roots"'),
        (r"^war$", '"war"'),
        (r"(?:war|peace) talks", '"(war|peace) talks"'),
        (r"root (?:[\w-]+ ){0,3}cause\w*", '"root ..3 cause*"'),
        (r"(?:of )?war", '"[of] war"'),
        (r"(?P<hit>cause) of", '"/ cause / of"'),
        (r"wars??", '"root|underlying cause* [of ..2 {conflict}]"'),
        (r"[a-z]{3}", '"root|underlying cause* [of ..2 {conflict}]"'),
    ],
)
def test_a_simple_expression_is_told_as_the_query_that_says_the_same(
    expression: str, query: str
) -> None:
    assert as_query(expression) == query


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("root cause", "“root cause”"),
        ("~fight war", "a form of “fight”, then “war”"),
        ("=May", "“May”, capitals as here"),
        ("caus*", "a word that begins with “caus”"),
        ("=Caus*", "a word that begins with “Caus”, capitals as here"),
        ("*ism", "a word that ends in “ism”"),
        ("*war*", "a word that contains “war”"),
        ("w?r", "a word like “w?r” (* any letters, ? one letter)"),
        ("w*r", "a word like “w*r” (* any letters, ? one letter)"),
        ("war|peace|calm", "“war”, “peace” or “calm”"),
        ("(root cause | war)", "“root cause” or “war”"),
        ("(~root cause | war)", "(a form of “root”, then “cause”) or “war”"),
        ("[of] war", "perhaps “of”, then “war”"),
        ("!(war|peace) said", "a word other than “war” or “peace”, then “said”"),
        ("a ..1 b", "“a”, then up to one word, then “b”"),
        ("a ..2-2 b", "“a”, then two words, then “b”"),
        ("a ..1-3 b", "“a”, then one to three words, then “b”"),
        ("a ..12-13 b", "“a”, then twelve to 13 words, then “b”"),
        ("a ..13-14 b", "“a”, then 13 to 14 words, then “b”"),
        ("a ..2, b", "“a”, then up to two words, commas and dashes among them, then “b”"),
        ("<Name> said", "a name (capitalised words inside a sentence), then “said”"),
        ("<word> ; war ?", "any word, then a semicolon, then “war”, then a question mark"),
        ("war %", "“war”, then the sign “%”"),
        (
            "^ war $",
            "at the beginning of the sentence, then “war”, then at the end of the sentence",
        ),
        ("war / cause /", "“cause”; only after “war”"),
        ("/ cause / of war", "“cause”; only before “of war”"),
        ("in / cause / of war", "“cause”; only after “in” and before “of war”"),
        ("{fight} on", "one of the list fight, then “on”"),
        ("Kiev's war", "(“Kiev”, then a final ’s), then “war”"),
    ],
)
def test_a_query_is_told_in_plain_english(query: str, told: str) -> None:
    assert described(parse(query, lists=LISTS)) == told


def test_a_query_may_ask_for_two_thousand_words() -> None:
    assert len(parse(" ".join(["a"] * 2000)).items) == 2000
    with pytest.raises(QueryError, match="more than 2,000 words"):
        parse(" ".join(["a"] * 2001))
