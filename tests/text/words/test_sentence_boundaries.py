import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.words.blocks import blocks_of
from topoi.text.words.joined import join
from topoi.text.words.paragraph_boundaries import paragraphs, unusual
from topoi.text.words.sentence_boundaries import KEY, sentences
from topoi.text.words.sentences import MONTHS, TITLES, sentences_of

PIECES = [
    *(
        "A",
        "b",
        "The",
        "talks",
        "Mr",
        "Aug",
        "U.S",
        "a.m",
        "don't",
        "gov't",
        "1",
        "Ж",
        "é",
        "x_",
        "I",
    ),
    *(
        ".",
        ".",
        ". ",
        "! ",
        "? ",
        "...",
        "… ",
        '." ',
        ".” ",
        '"',
        " “",
        " (",
        ") ",
        " — ",
        "'",
        ",",
    ),
    *(
        " ",
        "\n",
        "\n\n",
        "\n \n",
        "\r\n",
        "\r",
        "\f",
        "\u2029",
        "\x1c",
        "\xa0",
        "\u0301",
        "_",
        "***",
    ),
    *("A long line that goes on and on until it is longer than a hundred characters, a lot. ",),
    *("MOSCOW, August 1. /TASS/.", "date 2025-08-01 ", "KYIV (Reuters) - "),
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def placed(spans, joined):
    return [
        (owner, start - joined.begins[owner], end - joined.begins[owner])
        for owner, start, end in zip(*(column.tolist() for column in spans), strict=True)
    ]


def defined_paragraphs(texts):
    return [
        (number, block.start, block.end)
        for number, text in enumerate(texts)
        for block in blocks_of(text)
        if block.kind == "paragraph"
    ]


def defined_sentences(texts):
    return [
        (number, *span)
        for number, start, end in defined_paragraphs(texts)
        for span in sentences_of(texts[number], start, end)
    ]


@given(st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_paragraphs_and_sentences_are_those_of_the_definition(texts):
    joined = join(texts)
    assert placed(paragraphs(joined, odd=unusual(joined)), joined) == defined_paragraphs(texts)
    assert placed(sentences(joined), joined) == defined_sentences(texts)


def test_the_seed_is_divided_alike(seed):
    texts = list(seed.texts.values())
    joined = join(texts)
    assert placed(sentences(joined), joined) == defined_sentences(texts)
    assert len(sentences(joined).start) == 27


@pytest.mark.parametrize(
    "word",
    ["Messrs", "o'Messrs", "ex-Messrs", "gov't", "int'l", "Approx", "abcdefgh-U.S", "abcdefgh2",
     "Великобритания", "Лондо́н", "ß", "ﬁg", "ÉÉ", "𝐀𝐀", "x" * 60, "x-" * 30 + "Mr"],
)  # fmt: skip
def test_words_of_any_length_before_a_point_are_judged_alike(word):
    texts = [f"He saw {word}. The end.", f"{word}. The end.", f"“{word}.” The {word}. 2 more."]
    joined = join(texts)
    assert placed(sentences(joined), joined) == defined_sentences(texts)


@pytest.mark.parametrize(
    "text", ["", ".", "He left" + "." * 50 + " She came.", "A." + '"' * 40 + " B"]
)
def test_long_runs_of_marks_are_divided_alike(text):
    joined = join([text])
    assert placed(sentences(joined), joined) == defined_sentences([text])


def test_no_abbreviation_is_longer_than_what_is_looked_at():
    assert max(map(len, TITLES | MONTHS)) <= KEY
