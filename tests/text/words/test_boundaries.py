import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.words.boundaries import SPACES, UNSEEN, boundaries, codes_of, text_from
from topoi.text.words.tokens import words_of

TRICKY = st.text(alphabet="aSs'’ʼ‑-.,1² \n\u0301É\x1c\x85\r\n\xa0\u200b\u00adß𝐀", max_size=40)
# The definition, on one letter for the kind of each sign: slow and plain.
CORE = "[lsnm]"
LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x85", "\u2028")
TOKEN = re.compile(
    rf"""
  (?P<word> {CORE}+
    (?: (?: '(?!s(?!{CORE}))                     # d'etat, don't; not the 's of Kiev's
          | -                                    # face-to-face
          | (?<=n)[.,](?=n)                      # 1,000 and 3.5
          | (?<=(?<!{CORE})[ls])\.(?=[ls](?!{CORE}))   # U.S
        ) {CORE}+ )* )
  | (?P<clitic> (?<={CORE})'s(?!{CORE}) )
  | [^ ]
""",
    re.VERBOSE,
)


def kind(letter: str) -> str:
    if letter in "sS.,":
        return letter.lower()
    for kinds, told in (("'’", "'"), ("-‐‑", "-")):
        if letter in kinds:
            return told
    category = unicodedata.category(letter)[0].lower()
    return " " if letter.isspace() else category if category in "lmn" else "x"


def found(text: str) -> list[tuple[int, int, bool]]:
    bounds = boundaries(text)
    return list(
        zip(bounds.starts.tolist(), bounds.ends.tolist(), bounds.is_word.tolist(), strict=True)
    )


def defined(text: str) -> list[tuple[int, int, bool]]:
    passed = passed_over(text)
    places = [at for at, letter in enumerate(text) if letter not in UNSEEN and at not in passed]
    seen = "".join(text[place] for place in places)
    return [
        (places[one.start()], places[one.end() - 1] + 1, one.lastgroup == "word")
        for one in TOKEN.finditer("".join(map(kind, seen)))
    ]


def passed_over(text: str) -> set[int]:
    """Return the places of the line ends between letters behind a soft or a firm hyphen."""
    passed: set[int] = set()
    for begin in range(1, len(text)):
        if text[begin] not in "\u00ad\u2011" or not text[begin - 1].isalnum():
            continue
        end = begin + 1
        while text[end : end + 1] in ("\t", " "):
            end += 1
        line_end = next((one for one in LINE_ENDS if text.startswith(one, end)), "")
        end += len(line_end)
        while text[end : end + 1] in ("\t", " "):
            end += 1
        if line_end and text[end : end + 1].isalnum():
            passed.update(range(begin + 1, end))
    return passed


@given(st.text(max_size=80) | TRICKY)
@settings(max_examples=500, deadline=None)
def test_boundaries_are_those_of_the_definition(text: str) -> None:
    assert found(text) == defined(text)


def test_the_seed_is_cut_alike(seed) -> None:
    for _, text in seed:
        assert found(text) == defined(text)


def test_clitics_of_clitics_and_initials_are_cut_alike() -> None:
    for text in ("a's's", "Kiev's-based", "a's.b", "U.S.A.", "x's", "'s", "d'", "1,000.5,", ""):
        assert found(text) == defined(text)


@pytest.mark.parametrize(
    "text",
    [
        "settle\u00adment",
        "settle\u200bment",
        "\ufeffsettlement",
        "settle\u2060ment",
        "settlement\u200d",
    ],
)
def test_unseen_signs_neither_break_a_word_nor_hide_it(text: str) -> None:
    (word,) = words_of(text)
    assert word.token == "settlement"
    assert word.is_word


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("cease\u2011fire", "cease-fire"),
        ("cease\u2010fire", "cease-fire"),
        ("con\ufb02ict", "conflict"),
        ("e\u0301tat", "état"),
        ("ÉTAT", "état"),
    ],
)
def test_ways_of_writing_one_word_are_one_word(written: str, read: str) -> None:
    (word,) = words_of(written)
    assert word.token == read
    assert (word.start, word.end) == (0, len(written))


def test_a_text_of_unseen_signs_has_no_token() -> None:
    assert words_of("\ufeff \u200b\u00ad") == []


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_code_points_give_the_text_back(text: str) -> None:
    codes = codes_of(text)
    assert text_from(codes) == text
    assert codes.tolist() == [ord(letter) for letter in text]


def test_all_white_space_is_named() -> None:
    assert "".join(filter(str.isspace, map(chr, range(0x110000)))) == SPACES


def test_white_space_is_all_that_is_not_visible_of_what_is_seen() -> None:
    bounds = boundaries("a b.\n\u00ad")
    assert np.flatnonzero(~bounds.visible).tolist() == [1, 4]
    assert text_from(bounds.codes) == "a b.\n"


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_word_goes_on_behind_a_soft_hyphen_at_a_line_end(end: str) -> None:
    text = f"A settle\u00ad {end}\tment and a cease\u2011{end}fire."
    assert [token.token for token in words_of(text)] == "a settlement and a cease-fire .".split()
    assert text[slice(*words_of(text)[1][:2])] == f"settle\u00ad {end}\tment"


@pytest.mark.parametrize("text", ["a\u00ad\n\nb", "a\u00ad\u2029b", "a \u2011\nb", "a\u00ad\n"])
def test_behind_a_blank_line_or_before_no_letter_no_word_goes_on(text: str) -> None:
    assert "ab" not in [token.token for token in words_of(text)]
    assert "a-b" not in [token.token for token in words_of(text)]
