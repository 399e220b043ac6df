"""Dictionaries of quanteda and LIWC, in and out."""

from pathlib import Path

import pytest

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.dictionaries import from_liwc, from_quanteda, to_liwc, to_quanteda
from topoi.coding.codebook.documentation import document, queries_of
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of

YAML = """
id: t
version: "1"
title: T
codes:
  - id: war
    number: F01
    label: War
    include: ["war*", "no ..2 fight"]
    exclude: [warm]
    requires: {sentence: [army]}
    subtypes:
      cold: {include: ["cold war", "no"], label: Cold}
  - {id: talks, label: Talks, include: ["talks", "war of words"], missed: irony}
"""


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    return loaded(tmp_path, YAML)


def loaded(folder: Path, text: str) -> Codebook:
    path = folder / "book.yml"
    path.write_text(text, encoding="utf-8")
    return load_codebook(path)


def phrases(book: Codebook) -> dict[tuple[str, str], list[str]]:
    return {
        (code.id, part.name): [one.query.source for one in part.include]
        for code in book.codes
        for part in code.subtypes
        if part.include
    }


KEPT = {
    ("war", "cold"): ["cold war", "no"],
    ("war", ""): ["war*"],
    ("talks", ""): ["talks", "war of words"],
}


def test_quanteda_gets_the_phrases_and_gives_them_back(tmp_path: Path, book: Codebook) -> None:
    exported = to_quanteda(book)
    assert exported.text.splitlines()[:3] == [
        '"war":',
        '  "cold": ["cold war", "no"]',
        '  "war": ["war*"]',
    ]
    again = loaded(tmp_path, from_quanteda(exported.text, id="q", title="Q").text)
    assert phrases(again) == KEPT
    assert exported.left_out == (
        "t: war.cold: 1 exclusion(s)",
        "t: war.cold: 1 condition(s)",
        "t: war: 1 query(ies) with gaps, marks, kinds of words, context or too many phrases",
        "t: war: 1 exclusion(s)",
        "t: war: 1 condition(s)",
    )


def test_liwc_gets_the_phrases_and_gives_them_back(tmp_path: Path, book: Codebook) -> None:
    text = to_liwc(book).text
    assert text.splitlines()[:6] == ["%", "1\twar > cold", "2\twar", "3\ttalks", "%", "cold war\t1"]
    again = phrases(loaded(tmp_path, from_liwc(text, id="l", title="L").text))
    assert {key: sorted(found) for key, found in again.items()} == KEPT


def test_several_codebooks_make_one_dictionary(tmp_path: Path, book: Codebook) -> None:
    other = "id: o\nversion: '1'\ntitle: O\ncodes:\n  - {id: peace, label: P, include: [peace]}\n"
    second = loaded(tmp_path, other)
    both = {**KEPT, ("peace", ""): ["peace"]}
    told = to_quanteda(book, second).text
    assert told.endswith('"talks": ["talks", "war of words"]\n"peace": ["peace"]\n')
    assert phrases(loaded(tmp_path, from_quanteda(told, id="q", title="Q").text)) == both
    told = to_liwc(book, second).text
    again = phrases(loaded(tmp_path, from_liwc(told, id="l", title="L").text))
    assert {key: sorted(found) for key, found in again.items()} == both
    with pytest.raises(InputError, match="has the code 'peace', as o has"):
        to_quanteda(second, loaded(tmp_path, other.replace("id: o", "id: p")))


def test_the_question_mark_of_quanteda_is_one_letter(tmp_path: Path) -> None:
    again = loaded(tmp_path, from_quanteda("a:\n  - w?r\n", id="q", title="Q", place="q").text)
    assert find_hits(corpus_of({"a": "War, wear"}), [again])["text"].tolist() == ["War"]


def test_lists_and_alternatives_go_out_as_the_phrases_they_stand_for(tmp_path: Path) -> None:
    told = loaded(
        tmp_path,
        "id: t\nlists: {deep: [root, deep]}\ncodes:\n"
        '  - {id: a, label: A, include: ["{deep} cause|causes [of war]", "~say no"]}\n',
    )
    assert to_quanteda(told).text.count("cause") == 8
    assert '"said no"' in to_quanteda(told).text


@pytest.mark.parametrize("columns", ["%\n1\tcare\n%\nkind*\t1\nlook after\t1\n",
                                     "%\n1  care\n%\nkind*   1\nlook after  1\n"])  # fmt: skip
def test_columns_of_liwc_may_be_parted_by_tabs_or_spaces(tmp_path: Path, columns: str) -> None:
    again = loaded(tmp_path, from_liwc(columns, id="l", title="L").text)
    assert phrases(again) == {("care", ""): ["kind*", "look after"]}


def test_names_with_points_are_kept_apart(tmp_path: Path) -> None:
    text = "%\n1\tU.S. policy\n2\tU.N. policy\n%\nwar\t1 2\n"
    again = loaded(tmp_path, from_liwc(text, id="l", title="L").text)
    assert [code.id for code in again.codes] == ["U.S. policy", "U.N. policy"]


def test_nested_keys_of_quanteda_become_subtypes(tmp_path: Path) -> None:
    text = "europe:\n  west: {fr: [france, french*], uk: [britain]}\nasia: [china]\n"
    again = loaded(tmp_path, from_quanteda(text, id="q", title="Q").text)
    assert phrases(again) == {
        ("europe", "west.fr"): ["france", "french*"],
        ("europe", "west.uk"): ["britain"],
        ("asia", ""): ["china"],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("war\t1", "has no head"),
        ("%\n1\twar\n%\nwar\t7\n", "d:4: names the unknown category 7"),
        ("%\n1\twar\n%\nlike\t(02 134)125/464\n", "d:4: 'like\\t(02 134)125/464' is no word"),
    ],
)
def test_a_liwc_file_that_says_too_much_or_too_little_is_refused(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        from_liwc(text, id="l", title="L", place="d")
    assert told in str(caught.value)


def test_what_phrases_cannot_say_is_named_on_the_way_out(tmp_path: Path) -> None:
    many = "a|b|c|d|e|f " * 4
    told = to_quanteda(
        loaded(
            tmp_path,
            f'id: t\nlists: {{many: ["{many}"]}}\ncodes:\n'
            '  - {id: a, label: A, include: ["{many}", "=May", "AT&T", "war"]}\n',
        )
    )
    assert told.text == '"a": ["May", "war"]\n'
    assert told.left_out == (
        "t: a: 2 query(ies) with gaps, marks, kinds of words, context or too many phrases",
        "t: a: 1 query(ies) whose capitals count go out without them",
    )


def test_phrases_that_say_something_else_as_a_query_are_left_out_and_named(tmp_path: Path) -> None:
    told = from_liwc("%\n1\twar\n%\n:)\t1\n$\t1\n!x\t1\nwar on *\t1\nAT&T\t1\n", id="l", title="L")
    assert told.left_out == ("war: ':)'", "war: '$'", "war: '!x'")
    assert phrases(loaded(tmp_path, told.text)) == {("war", ""): ["war on <word>", "AT&T"]}


def test_a_codebook_documents_itself(book: Codebook) -> None:
    table = document(book).set_index("code")
    assert table.loc["war", "include"] == "cold war; no; war*; no ..2 fight"
    assert table.loc["war", "conditions"].endswith("needs in the sentence: army")
    assert table.loc["talks", "missed"] == "irony"
    queries = queries_of(book).set_index("query")
    assert queries.loc["war*", "says"] == "a word that begins with “war”"
    assert queries.loc["no ..2 fight", ["role", "says"]].tolist() == [
        "include",
        "“no”, then up to two words, then “fight”",
    ]
