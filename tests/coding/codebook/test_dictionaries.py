"""Dictionaries of quanteda and LIWC, in and out."""

from pathlib import Path

import pytest

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.dictionaries import (
    from_liwc,
    from_quanteda,
    liwc_entry,
    read_dictionary,
    to_liwc,
    to_quanteda,
)
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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "body",
    [
        "safe*     01\n\nharm*\t\t02\nlook after 01 02\n",
        "safe*\t1\nharm* 2\nlook after  1\t2\n",
        "safe* \t 01\nharm*  \t2 \nlook after\t01  02\n",
    ],
)
def test_columns_of_liwc_may_be_parted_in_every_line_otherwise(
    body: str, end: str, tmp_path: Path
) -> None:
    text = f"\ufeff%\n01 Care\n\t02\tHarm (long)\n%\n{body}".replace("\n", end)
    again = loaded(tmp_path, from_liwc(text, id="l", title="L").text)
    assert phrases(again) == {
        ("Care", ""): ["safe*", "look after"],
        ("Harm", ""): ["harm*", "look after"],
    }


def test_numbers_in_a_phrase_are_no_categories(tmp_path: Path) -> None:
    text = "%\n1\tA\n2\tB\n%\n9 11\t1\n9 12 2\nwar 3 1 2\n100%\t2\n"
    again = loaded(tmp_path, from_liwc(text, id="l", title="L").text)
    assert phrases(again) == {("A", ""): ["9 11", "war 3"], ("B", ""): ["9 12", "war 3", "100%"]}


def test_categories_of_one_name_are_codes_of_their_own_and_told() -> None:
    text = "%\n1\tPeace\n2\tPeace\n3\tWar (cold)\n4\tWar (hot)\n5\tAid (all)\n%\na\t1 3 5\nb\t2 4\n"
    told = from_liwc(text, id="l", title="L", place="d.dic")
    assert [line.split('"')[1] for line in told.text.splitlines() if "- id" in line] == [
        "Peace (1)", "Peace (2)", "War (cold)", "War (hot)", "Aid",
    ]  # fmt: skip
    assert list(map(str, told.notices)) == [
        "d.dic: has 2 categories called 'Peace'. They are codes of their own.",
        "d.dic: has 2 categories called 'War'. They are codes of their own.",
    ]


def test_categories_and_keys_without_a_phrase_are_named() -> None:
    assert from_liwc("%\n1\tA\n2\tB\n%\na\t1\n", id="l", title="L").left_out == (
        "B: it has no phrase",
    )
    assert from_quanteda("a: [x]\nb: {c: []}\n", id="q", title="Q").left_out == (
        "b.c: it has no phrase",
    )


def test_keys_of_quanteda_with_points_are_kept_apart(tmp_path: Path) -> None:
    text = "us:\n  a: {b: {c: [x]}}\n  a.b: {c: [y]}\n  U.S. policy: [z]\n  U.N. policy: [w]\n"
    again = loaded(tmp_path, from_quanteda(text, id="q", title="Q").text)
    assert phrases(again) == {
        ("us", "a.b.c"): ["x"],
        ("us", "a.b > c"): ["y"],
        ("us", "U.S. policy"): ["z"],
        ("us", "U.N. policy"): ["w"],
    }


def test_a_table_of_liwc_22_is_read_and_its_weights_are_told(tmp_path: Path) -> None:
    file = tmp_path / "book.dicx"
    table = "DicTerm,Peace,War\r\ntreaty,X,\r\nwar*,,X\r\ntruce,0.5,X\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + table.encode())
    told = read_dictionary(file)
    assert phrases(loaded(tmp_path, told.text)) == {
        ("Peace", ""): ["treaty", "truce"],
        ("War", ""): ["war*", "truce"],
    }
    assert told.notices[0].said == "has 1 terms with a weight"
    file.write_text("Term,Peace\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no column `DicTerm`"):
        read_dictionary(file)


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
        ("%\n1\twar\n1\tpeace\n%\nwar\t1\n", "d:3: has the category 1 again"),
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


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("war 7", ("war", ["7"])),
        ("war 1", ("war", ["1"])),
        ("9 11 1", ("9 11", ["1"])),
        ("1 1", ("1", ["1"])),
        ("1", ("", ["1"])),
        ("war", ("", [])),
        ("war of", ("", [])),
        ("war\t01", ("war", ["1"])),
        ("war  1", ("war", ["1"])),
    ],
)
def test_the_last_word_of_a_line_is_a_category_known_or_not(
    line: str, entry: tuple[str, list[str]]
) -> None:
    assert liwc_entry(line, {"1"}) == entry
