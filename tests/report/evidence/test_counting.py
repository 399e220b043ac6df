"""What is counted in passages, at their edges."""

import pandas as pd
import pytest

from topoi.report.evidence.counting import PublishedTexts, joined_spans

TEXTS = PublishedTexts(
    {"a": "one two three. four", "b": "six", "c": ""},
    pd.DataFrame(
        [("a", 0, 14, "sentence"), ("a", 15, 19, "sentence"), ("a", 0, 19, "paragraph"),
         ("b", 0, 3, "sentence")],
        columns=["doc", "start", "end", "kind"],
    ),
)  # fmt: skip


def spans(*places):
    return tuple((doc, start, end, "x") for doc, start, end in places)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("a", 0, 3), 1),
        (("a", 0, 4), 1),
        (("a", 0, 5), 2),
        (("a", 1, 4), 0),
        (("a", 4, 4), 0),
        (("a", 4, 19), 3),
        (("b", 0, 3), 1),
    ],
)
def test_words_are_counted_by_where_they_begin(place, words):
    assert TEXTS.words(spans(place)) == words


@pytest.mark.parametrize(
    ("at", "held"),
    [(0, [0]), (13, [0]), (14, []), (15, [15]), (18, [15]), (19, [])],
)
def test_a_sentence_holds_what_begins_in_it(at, held):
    found = TEXTS.holding(spans(("a", at, at + 1)), "sentence")
    assert [start for _, start, _, _ in found] == held


def test_segments_are_named_once_and_in_order():
    found = TEXTS.holding(spans(("b", 0, 1), ("a", 16, 17), ("a", 3, 4), ("a", 1, 2)), "sentence")
    assert found == (
        ("a", 0, 14, "segment/sentence"), ("a", 15, 19, "segment/sentence"),
        ("b", 0, 3, "segment/sentence"),
    )  # fmt: skip
    assert TEXTS.holding(spans(("c", 0, 1)), "sentence") == ()
    assert TEXTS.holding(spans(("b", 0, 1)), "paragraph") == ()


@pytest.mark.parametrize(
    ("unit", "inside", "everywhere"),
    [
        ("words", {"a": 2, "b": 1}, {"a": 4, "b": 1, "c": 0}),
        ("sentences", {"a": 2, "b": 1}, {"a": 2, "b": 1, "c": 0}),
        ("paragraphs", {"a": 1, "b": 0}, {"a": 1, "b": 0, "c": 0}),
        ("documents", {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1}),
    ],
)
def test_units_are_counted_by_text(unit, inside, everywhere):
    of = spans(("a", 0, 3), ("b", 0, 3), ("a", 15, 19))
    assert TEXTS.by_text(unit, of) == inside
    assert TEXTS.by_text(unit, None) == everywhere
    assert TEXTS.counted(unit, of) == sum(inside.values())
    assert TEXTS.by_text("passages", of) == {"a": 2, "b": 1}
    with pytest.raises(ValueError, match="a share of passages needs"):
        TEXTS.by_text("passages", None)


@pytest.mark.parametrize(
    ("places", "joined"),
    [
        ([("d", 3, 8), ("d", 0, 5)], [("d", 0, 8)]),
        ([("d", 0, 3), ("d", 3, 5)], [("d", 0, 5)]),
        ([("d", 0, 3), ("d", 4, 5)], [("d", 0, 3), ("d", 4, 5)]),
        ([("d", 0, 9), ("d", 2, 5)], [("d", 0, 9)]),
        ([("d", 0, 9), ("e", 2, 5)], [("d", 0, 9), ("e", 2, 5)]),
        ([], []),
    ],
)
def test_spans_that_touch_or_overlap_are_one(places, joined):
    assert joined_spans(spans(*places)) == joined
