"""What headings, paragraphs and datelines are; where sentences end; rows of arrays in order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.text.words.arrays import (
    Groups,
    apart,
    first_of_each,
    grouped,
    order_of,
    sorted_groups,
)
from topoi.text.words.blocks import HEADING_CHARS, HEADING_WORDS, WRAPPED_LINE, blocks_of, cut_at
from topoi.text.words.sentences import sentences_of


def told(text: str) -> list[tuple[str, str, int, int]]:
    """Return kind, words, section and number of each block."""
    return [(b.kind, text[b.start : b.end], b.section, b.paragraph) for b in blocks_of(text)]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("A heading", True),
        ("9 headings", True),
        ("“Quoted” heading", True),
        ("(A heading)", True),
        ("A" * 120, True),
        ("A" * 121, False),
        ("A " * 14 + "A", True),
        ("A " * 15 + "A", False),
        ("a heading", False),
        ("A heading:", False),
        ("A heading,", False),
        ("A heading?", False),
        ("It rained.”", False),
        ("“We go.” — Ann Lee", False),
        ("A heading\nof two lines", False),
    ],
)
def test_a_heading_is_short_begins_with_a_capital_and_has_no_stop(
    line: str, is_heading: bool
) -> None:
    assert (HEADING_CHARS, HEADING_WORDS) == (120, 15)
    kind, section = ("heading", 1) if is_heading else ("paragraph", 0)
    assert told(f"One.\n\n{line}\n\nTwo.") == [
        ("paragraph", "One.", 0, 1),
        (kind, line, section, 2),
        ("paragraph", "Two.", section, 3),
    ]


def test_lines_are_one_paragraph_where_one_of_a_hundred_signs_at_most_breaks_a_sentence() -> None:
    assert WRAPPED_LINE == 100
    assert len(told("A" * 100 + "\nand so on.")) == 1
    assert len(told("A" * 101 + "\nand so on.")) == 2
    assert len(told("A\n" + "b" * 101)) == 1
    assert len(told("A line.\nAnother.")) == 2
    assert len(told("A line.\nAnother line\nand so on.")) == 1
    assert len(told("A line is\nOne.")) == 2


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("MOSCOW, August 1. /TASS/. It rained.", "MOSCOW, August 1. /TASS/.", "It rained."),
        ("MOSCOW, August 1. /TASS/.", "MOSCOW, August 1. /TASS/.", ""),
        ("KYIV (Reuters) - It rained.", "KYIV (Reuters) -", "It rained."),
        ("BERN/LONDON, 1 May (AP) -- It rained.", "BERN/LONDON, 1 May (AP) --", "It rained."),
        ("date 2025-08-01 BERN, May 1 (AP) It rained.", "BERN, May 1 (AP)", "It rained."),
        ("BERN (AP). It rained.", "BERN (AP).", "It rained."),
        ("Peace Fund (PF) sent rain.", "", "Peace Fund (PF) sent rain."),
        ("Asia Cooperation(AC) sent rain.", "", "Asia Cooperation(AC) sent rain."),
        ("(AP) It rained.", "", "(AP) It rained."),
        ("It rained in BERN, May 1 (AP).", "", "It rained in BERN, May 1 (AP)."),
    ],
)
def test_a_dateline_stands_at_the_head_of_a_text(text: str, dateline: str, rest: str) -> None:
    blocks = [("dateline", dateline, 0, 1)] * bool(dateline) + [("paragraph", rest, 0, 1)] * bool(
        rest
    )
    assert told(text) == blocks


def test_blocks_are_numbered_with_a_dateline_alone_as_the_first() -> None:
    text = "MOSCOW, August 1. /TASS/.\n\nIt rained.\n\n***\n\n  Two.  \n"
    assert told(text) == [
        ("dateline", "MOSCOW, August 1. /TASS/.", 0, 1),
        ("paragraph", "It rained.", 0, 2),
        ("paragraph", "Two.", 0, 3),
    ]


def test_blocks_are_cut_at_spans_and_what_is_left_keeps_its_kind() -> None:
    text = "A: one. B: two.\n\nThree. C: four."
    spans = [(0, 2, "label"), (8, 10, "label"), (24, 26, "label")]
    found = [(b.kind, text[b.start : b.end]) for b in cut_at(blocks_of(text), spans, text)]
    assert found == [
        ("label", "A:"),
        ("paragraph", "one."),
        ("label", "B:"),
        ("paragraph", "two."),
        ("paragraph", "Three."),
        ("label", "C:"),
        ("paragraph", "four."),
    ]
    over = [(b.kind, text[b.start : b.end]) for b in cut_at(blocks_of(text), [(8, 23, "x")], text)]
    assert over == [
        ("paragraph", "A: one."),
        ("x", "B: two."),
        ("x", "Three."),
        ("paragraph", "C: four."),
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "He came in Jan. 5 men left.",
        "He came in Jan. | Five men left.",
        "The U.S. | The end.",
        "The U.S. Senate met.",
        "He left at 5 p.m. | He came.",
        "No. 5 is late.",
        "He said no. | Five left.",
        "Stop! | He left.",
        "Stop! he left.",
        "(Go.) | He left.",
        "He left… | She came.",
        "Go?! | No.",
        "It ended. | — He left.",
        "Ann, Bob, etc. | He left.",
        "He met Prof. Lee. | It rained.",
        "Is it? | “Yes.” | No.",
        "It cost 5. | 6 came.",
        "It is late. it is.",
    ],
)
def test_sentences_end_at_the_bars(marked: str) -> None:
    text = marked.replace("| ", "")
    assert [text[start:end] for start, end in sentences_of(text)] == marked.split(" | ")


COLUMNS = st.lists(st.tuples(*[st.integers(-3, 3)] * 3), max_size=12)


@given(COLUMNS)
def test_rows_are_put_in_order_and_the_first_of_each_kept_as_python_does(
    rows: list[tuple[int, ...]],
) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    assert order_of(*columns).tolist() == sorted(range(len(rows)), key=rows.__getitem__)
    first = {row: number for number, row in reversed(list(enumerate(rows)))}
    assert first_of_each(*columns).tolist() == sorted(first.values())


def test_columns_too_wide_for_one_number_are_put_in_order_alike() -> None:
    wide = np.array([2**62, -(2**61), 0])
    assert order_of(wide, np.array([1, 0, 2])).tolist() == [1, 2, 0]
    assert order_of(np.array([1, 1, 0]), wide).tolist() == [2, 1, 0]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_items_are_grouped_by_their_owners_in_the_order_given(owners: list[int]) -> None:
    items = np.arange(len(owners)) + 10
    groups = grouped(np.array(owners, dtype=np.int64), items, 5)
    expected = [[10 + n for n, one in enumerate(owners) if one == owner] for owner in range(5)]
    assert [groups.items_of(owner) for owner in range(5)] == expected
    asked = [3, 0, 3]
    rows, found = groups.of(np.array(asked))
    flat = [(row, item) for row, owner in enumerate(asked) for item in expected[owner]]
    assert list(zip(rows.tolist(), found.tolist(), strict=True)) == flat
    order, cuts = sorted_groups(np.array(owners, dtype=np.int64))
    held = [order[low:high].tolist() for low, high in cuts]
    assert held == [[item - 10 for item in one] for one in expected if one]


def test_an_owner_without_items_has_none() -> None:
    groups = Groups(np.array([0, 0, 2]), np.array([7, 8]))
    assert [groups.items_of(owner) for owner in (0, 1)] == [[], [7, 8]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=10).map(sorted))
def test_spans_are_kept_that_begin_behind_the_last_one_kept(spans: list[tuple[int, int]]) -> None:
    kept, last = [], -1
    for start, size in spans:
        kept.append(start >= last)
        last = start + size if kept[-1] else last
    start, size = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    assert apart(start, start + size).tolist() == kept
