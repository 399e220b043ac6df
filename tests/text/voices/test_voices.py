"""Voices tile a document and say who speaks."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import Lexicon, load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.voices import voices, voices_of

LEXICON = load_lexicon()


def modes(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[span.start : span.end], span.mode, span.speaker)
        for span in voices_of(text, lexicon=LEXICON)
        if span.mode != "outlet"
    ]


@pytest.fixture
def lexicon() -> Lexicon:
    return LEXICON


WORDS = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "'",
        "’",
        "‘",
        "«",
        "»",
        "he",
        "said",
        "Smith",
        "that",
        ",",
        ".",
        ". ",
        " ",
        " ",
        "\n",
        "\n\n",
        "according to",
        "told",
        "reporters",
        "Мир",
        "שלום",
        "—",
        "?",
        "added",
        ":",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=80))
def test_voices_tile_any_text(text: str) -> None:
    spans = voices_of(text, lexicon=LEXICON)
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(spans))
    assert all(span.end > span.start for span in spans) or not text


PHRASES = st.sampled_from(
    ["What I said", "That said", "which he said", " said that", " that", "He", " war", ", ", ". "]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PHRASES, max_size=12).map("".join))
def test_sources_cues_and_contents_lie_in_the_text_or_are_absent(text: str) -> None:
    for item in attributions_of(text, lexicon=LEXICON):
        for start, end in (item.source, item.cue, *item.contents):
            assert (start, end) == (-1, -1) or 0 <= start < end <= len(text)


def test_what_somebody_said_is_found_at_the_head_of_a_sentence() -> None:
    item, *_ = attributions_of("What I said is no secret.", lexicon=LEXICON)
    assert item.contents == ((0, 4),)


def test_clause_before_its_cue_is_indirect_speech() -> None:
    text = "The talks were useful, Ann Lee said."
    assert modes(text) == [("The talks were useful", "indirect", "Ann Lee")]


def test_inverted_order_gives_the_same_speaker() -> None:
    text = '"The talks were useful," said Ann Lee, the envoy.'
    assert modes(text) == [('"The talks were useful,"', "direct", "Ann Lee")]


def test_one_cue_serves_two_pieces_of_a_quotation() -> None:
    text = '"We came," Ann Lee said, "and we saw."'
    assert modes(text) == [
        ('"We came,"', "direct", "Ann Lee"),
        ('"and we saw."', "direct", "Ann Lee"),
    ]


def test_quotation_without_cue_follows_the_last_speaker() -> None:
    text = '"We came," Ann Lee said. "It was late."'
    assert modes(text)[1] == ('"It was late."', "direct", "Ann Lee")


def test_quoted_words_inside_a_paraphrase_are_mixed() -> None:
    text = 'Ann Lee said that the plan was "dead" for now.'
    assert modes(text) == [('that the plan was "dead" for now', "mixed", "Ann Lee")]


def test_text_without_source_is_the_outlets() -> None:
    assert modes("The train left at noon. Nobody saw it.") == []


@pytest.mark.parametrize(
    "text",
    [
        '"' * 999,
        "He said, “it " * 200,
        "'a 'b 'c " * 200,
        "said\n" * 200,
        '"' + "We came and he said no. " * 200 + '"',
        "Президент сказал: «Мы согласны», — отметил он. " * 50,
        'הוא אמר: "אנחנו מסכימים". ' * 50,
    ],
)
def test_bad_or_foreign_input_is_tiled_too(text: str) -> None:
    spans = voices_of(text, lexicon=LEXICON)
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(spans))


def test_unclosed_quotation_is_uncertain() -> None:
    spans = voices_of("Ann Lee left.\n\nIt was late: “we stay.\n\nThey left.", lexicon=LEXICON)
    assert [span.certain for span in spans if span.mode == "direct"] == [False]


def test_table_has_the_columns_and_types_of_the_contract() -> None:
    table = voices(corpus_of({"a": "It rained, Ann Lee said.", "b": "Nothing."}), lexicon=LEXICON)
    assert list(table.columns) == (
        "doc start end mode speaker cue cue_start cue_end stance via certain".split()
    )
    assert table.loc[table["mode"] == "outlet", "cue_start"].eq(-1).all()
    assert pd.api.types.is_bool_dtype(table["certain"])


def test_a_clause_after_a_quotation_whose_cue_has_a_content_of_its_own_is_no_tag() -> None:
    text = 'Foreign Minister Sergey Lavrov said: "We want peace." Putin said that the war is over.'
    said = {text[s.start : s.end]: s.speaker for s in voices_of(text, lexicon=LEXICON)}
    assert said['"We want peace."'] == "Sergey Lavrov"
    assert said["that the war is over"] == "Vladimir Putin"
