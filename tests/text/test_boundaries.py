import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.boundaries import boundaries, code_points, text_of
from topoi.text.tokens import words_of

TRICKY = st.text(alphabet="aSs'’ʼ‑-.,1² \n\u0301É\x1c\x85\xa0\u200bß𝐀", max_size=40)


def found(text: str) -> list[tuple[int, int, bool]]:
    bounds = boundaries(code_points(text))
    return list(
        zip(bounds.starts.tolist(), bounds.ends.tolist(), bounds.is_word.tolist(), strict=True)
    )


def defined(text: str) -> list[tuple[int, int, bool]]:
    return [(token.start, token.end, token.is_word) for token in words_of(text)]


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


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_code_points_give_the_text_back(text: str) -> None:
    codes = code_points(text)
    assert text_of(codes) == text
    assert codes.tolist() == [ord(letter) for letter in text]


def test_white_space_is_all_that_is_not_visible() -> None:
    assert np.flatnonzero(~boundaries(code_points("a b.\n")).visible).tolist() == [1, 4]
