import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.blocks import blocks_of, line_blocks, metadata_end
from topoi.text.words.segments import segments
from topoi.text.words.sentences import CANDIDATE, CLOSE, ends_sentence, sentences_of
from topoi.text.words.tokens import words_of


def kinds(text):
    return [(block.kind, text[block.start : block.end]) for block in blocks_of(text)]


def test_seed_has_the_segments_counted_by_hand(seed):
    counts = segments(seed).groupby("kind").size().to_dict()
    assert counts == {
        "metadata": 1, "dateline": 1, "heading": 3, "paragraph": 10, "sentence": 27
    }  # fmt: skip


def test_the_date_before_the_words_of_a_text_is_metadata_and_moves_nothing(seed):
    [(_, text)] = seed
    told = segments(seed).groupby("kind")[["start", "end"]].first()
    assert text[slice(*told.loc["metadata"])] == "date 2025-08-01"
    assert text[slice(*told.loc["dateline"])] == "MOSCOW, August 1. /TASS/."
    assert kinds("date 2025-08-01\nHe left.") == [("paragraph", "He left.")]
    assert kinds("date 2025-08-01") == []
    assert kinds("Date 2025-08-01 is a day.") == [("paragraph", "Date 2025-08-01 is a day.")]
    assert metadata_end("date 2025-08-011") == metadata_end("He said: date 2025-08-01") == 0


def test_seed_sentences_per_block_are_those_counted_by_hand(seed):
    table = segments(seed)
    per_block = table[table["kind"] == "sentence"].groupby("paragraph").size().to_dict()
    assert per_block == {1: 1, 2: 4, 3: 5, 4: 2, 5: 1, 7: 1, 8: 2, 9: 3, 11: 6, 13: 2}


def test_seed_headings_open_the_sections(seed):
    table = segments(seed)
    headings = table[table["kind"] == "heading"]
    [(_, text)] = seed
    assert [text[row.start : row.end] for row in headings.itertuples()] == [
        "Prevent confrontation",
        "Human rights",
        "Continued dialogue",
    ]
    assert headings["section"].tolist() == [1, 2, 3]
    assert headings["paragraph"].tolist() == [6, 10, 12]


def test_a_dateline_with_brackets_is_told_from_its_paragraph():
    assert kinds("KYIV, Aug 1 (Reuters) - The talks ended.") == [
        ("dateline", "KYIV, Aug 1 (Reuters) -"),
        ("paragraph", "The talks ended."),
    ]


def test_a_text_that_begins_with_a_name_has_no_dateline():
    assert kinds("Moscow agreed. It said so.") == [("paragraph", "Moscow agreed. It said so.")]


def test_lines_wrapped_in_mid_sentence_are_one_paragraph():
    text = "The talks between the two\nsides went on.\n\nThey ended."
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph"]


def test_single_line_ends_part_paragraphs_that_are_whole_sentences():
    assert len(blocks_of("The talks went on.\nThey ended.\r\nAll left.")) == 3


def test_the_last_block_is_no_heading_however_short():
    assert [kind for kind, _ in kinds("The talks ended.\n\nNo comment")] == ["paragraph"] * 2


def test_a_row_of_stars_is_no_segment():
    assert len(blocks_of("One.\n\n* * *\n\nTwo.")) == 2


def sentences(text):
    return [text[start:end] for start, end in sentences_of(text)]


def test_titles_initials_and_acronyms_end_no_sentence():
    text = "Mr. J. Smith of the U.S. Senate met Gen. Lee on Aug. 1. They spoke."
    assert sentences(text) == [text[:-12], "They spoke."]


def test_an_acronym_before_a_sentence_starter_ends_one():
    assert sentences("It is in the U.S. The talks went on.") == [
        "It is in the U.S.",
        "The talks went on.",
    ]


def test_marks_inside_a_quotation_end_sentences():
    assert sentences('"We left. They came," he said. "Why?" She asked.') == [
        '"We left.',
        'They came," he said.',
        '"Why?"',
        "She asked.",
    ]


def test_signs_that_no_reader_sees_hide_no_edge():
    assert kinds("\ufeffKYIV, Aug 1 (Reuters) - The talks ended.")[0][0] == "dateline"
    assert sentences("They ended. \u00ad\u00ad In turn, all left.\u200b") == [
        "They ended.",
        "In turn, all left.",
    ]


def test_a_mark_before_a_small_letter_ends_none():
    assert len(sentences('"Why?" she asked.')) == 1


PIECES = [
    *("A", "b", "The", "talks", "Mr", "Aug", "U.S", "a.m", "don't", "gov't", "Approx", "ex-Messrs"),
    *("1", "Ж", "é", "x_", "I", "²", "ﬁg", "Великобритания", "Лондо́н", "𐀀𐀀", ".", ". ", "! ", "? "),
    *("...", "… ", '." ', ".” ", '"', " “", " (", ") ", " — ", "'", ",", " ", "\n", "\xa0", "_"),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=15, max_size=60).map("".join))
def test_ends_of_the_usual_form_are_told_as_all_others_are(text):
    ends = [found.end(CLOSE) for found in CANDIDATE.finditer(text) if ends_sentence(text, found)]
    assert [end for _, end in sentences_of(text)[:-1]] == ends


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB .!?\n\"'”’()1—é", max_size=80))
def test_sentences_stand_in_order_without_overlap_and_leave_out_only_white_space(text):
    spans = sentences_of(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(not text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB .\n\r\u2029-", max_size=80))
def test_blocks_stand_in_order_and_leave_out_no_letter(text):
    blocks = blocks_of(text)
    edges = [0, *(edge for block in blocks for edge in block[:2]), len(text)]
    assert edges == sorted(edges)
    gaps = zip(edges[::2], edges[1::2], strict=True)
    assert all(not any(letter.isalnum() for letter in text[a:b]) for a, b in gaps)


def test_every_sentence_lies_in_the_paragraph_it_is_numbered_with(seed):
    table = segments(seed)
    paragraphs = table[table["kind"] == "paragraph"].set_index("paragraph")
    for row in table[table["kind"] == "sentence"].itertuples():
        holder = paragraphs.loc[row.paragraph]
        assert holder["start"] <= row.start < row.end <= holder["end"]


def test_sentences_are_numbered_anew_in_each_document():
    table = segments(corpus_of({"a": "One. Two.", "b": "Three."}))
    assert table.loc[table["kind"] == "sentence", "sentence"].tolist() == [1, 2, 1]


@settings(max_examples=150, deadline=None)
@given(st.text("ab.A \n\t\u00a0\x1c\u2028", max_size=20), st.sampled_from(["\r\n", "\r"]))
def test_every_kind_of_line_end_parts_lines_alike(text, end):
    parts = [text[start:last] for start, last in line_blocks(text)]
    other = text.replace("\n", end)
    assert [other[start:last] for start, last in line_blocks(other)] == [
        part.replace("\n", end) for part in parts
    ]


@pytest.mark.parametrize("sign", ["\f", "\u2029", "\n\f\n", "\r\n\u2029\f"])
def test_a_page_break_parts_as_a_blank_line_does(sign):
    text = f"The talks between{sign}the two\nsides went on."
    assert [text[start:end] for start, end in line_blocks(text)] == [
        "The talks between",
        "the two\nsides went on.",
    ]


def defined(texts):
    rows = []
    for doc, text in texts.items():
        count = 0
        if stop := metadata_end(text):
            rows.append((doc, text.index("date"), stop, "metadata", 0, 0, 0))
        for block in blocks_of(text):
            where = (block.section, block.paragraph)
            rows.append((doc, block.start, block.end, block.kind, *where, 0))
            if block.kind == "paragraph":
                for start, end in sentences_of(text, block.start, block.end):
                    count += 1
                    rows.append((doc, start, end, "sentence", *where, count))
    return rows


def test_the_table_has_the_blocks_and_sentences_of_each_text(seed):
    texts = {
        "a": "KYIV, Aug 1 (Reuters) - The talks ended.\n\nA heading\n\nHe left. She stayed.",
        "b": "\n \n",
        "c": "MOSCOW, August 1. /TASS/. --\n\nNext\n\n***\n\nOne line\nthat goes on.\n\nThe end",
        "d": "A heading\r\rHe left.\u2029\u2029Mr. Smith \ud800 came. 😀 A",
        **seed.texts,
        "z": "One.",
    }
    table = segments(corpus_of(texts))
    assert list(table.itertuples(index=False, name=None)) == defined(texts)
    assert segments(corpus_of({})).dtypes.equals(table.dtypes)


@pytest.mark.parametrize(
    "end", ["", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n\n", "\x1e"]
)
@pytest.mark.parametrize("mark", ["\u0301", "\u0301a", "\u20d0 \u0301", "\u0301\u2029\u0301"])
def test_a_combining_mark_behind_a_line_end_belongs_to_a_block(end, mark):
    assert_every_word_is_in_a_block(f"He left.{end}{mark}{end}Talks resume.")
    assert_every_word_is_in_a_block(f"{end}{mark}")


@given(st.text(alphabet="aB .\n\r\u2028\u2029\x85\x0c-\u0301\u20d0²", max_size=40))
def test_every_word_begins_in_one_block(text):
    assert_every_word_is_in_a_block(text)


def assert_every_word_is_in_a_block(text):
    blocks = blocks_of(text)
    for word in words_of(text):
        if word.is_word:
            assert sum(block.start <= word.start < block.end for block in blocks) == 1
