"""Dictionaries of quanteda and LIWC, in and out."""

from pathlib import Path

import pytest

from topoi.coding.codebook import Codebook, load_codebook
from topoi.coding.dictionaries import from_liwc, from_quanteda, to_liwc, to_quanteda
from topoi.coding.documentation import document, patterns_of
from topoi.errors import InputError

YAML = """
id: t
version: "1"
title: T
codes:
  - id: war
    number: F01
    label: War
    include: ["war*", "/fights?/"]
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
        (code.id, part.name): [p.source for p in part.include]
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
    again = loaded(tmp_path, from_quanteda(exported.text, id="q", title="Q"))
    assert phrases(again) == KEPT
    assert exported.left_out == (
        "t: war.cold: 1 exclusion(s)",
        "t: war.cold: 1 condition(s)",
        "t: war: 1 regular expression(s)",
        "t: war: 1 exclusion(s)",
        "t: war: 1 condition(s)",
    )


def test_liwc_gets_the_phrases_and_gives_them_back(tmp_path: Path, book: Codebook) -> None:
    text = to_liwc(book).text
    assert text.splitlines()[:6] == ["%", "1\twar.cold", "2\twar", "3\ttalks", "%", "cold war\t1"]
    again = phrases(loaded(tmp_path, from_liwc(text, id="l", title="L")))
    assert {key: sorted(found) for key, found in again.items()} == KEPT


def test_several_codebooks_make_one_dictionary(tmp_path: Path, book: Codebook) -> None:
    other = "id: o\nversion: '1'\ntitle: O\ncodes:\n  - {id: peace, label: P, include: [peace]}\n"
    second = loaded(tmp_path, other)
    both = {**KEPT, ("peace", ""): ["peace"]}
    told = to_quanteda(book, second).text
    assert told.endswith('"talks": ["talks", "war of words"]\n"peace": ["peace"]\n')
    assert phrases(loaded(tmp_path, from_quanteda(told, id="q", title="Q"))) == both
    told = to_liwc(book, second).text
    again = phrases(loaded(tmp_path, from_liwc(told, id="l", title="L")))
    assert {key: sorted(found) for key, found in again.items()} == both
    with pytest.raises(InputError, match="has the code 'peace', as o has"):
        to_quanteda(second, loaded(tmp_path, other.replace("id: o", "id: p")))


def test_the_question_mark_of_quanteda_is_not_taken_for_itself() -> None:
    with pytest.raises(InputError, match=r"q:2: has 'w\?r', in which"):
        from_quanteda("a:\n  - w?r\n", id="q", title="Q", place="q")


def test_nested_keys_of_quanteda_become_subtypes(tmp_path: Path) -> None:
    text = "europe:\n  west: {fr: [france, french*], uk: [britain]}\nasia: [china]\n"
    again = loaded(tmp_path, from_quanteda(text, id="q", title="Q"))
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
        ("%\n1\twar\n%\n*\t1\n", "would match any word"),
    ],
)
def test_a_liwc_file_that_says_too_much_or_too_little_is_refused(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        from_liwc(text, id="l", title="L", place="d")
    assert told in str(caught.value)


def test_a_codebook_documents_itself(book: Codebook) -> None:
    table = document(book).set_index("code")
    assert table.loc["war", "include"] == "cold war; no; war*; /fights?/"
    assert table.loc["war", "conditions"].endswith("needs in the sentence: army")
    assert table.loc["talks", "missed"] == "irony"
    kinds = patterns_of(book)
    assert kinds[kinds["pattern"] == "/fights?/"][["kind", "searched"]].to_numpy().tolist() == [
        ["expression", "at literals"]
    ]
