import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.words.spans import containing, crossed, overlapped

spans_of = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["doc", "start"]).astype(
        {"doc": "str", "start": "int64"}
    )
)


def layer(docs="ab"):
    rows = [(doc, start, start + 5, start // 10 + 1) for doc in docs for start in (0, 10, 20)]
    return pd.DataFrame(rows, columns=["doc", "start", "end", "sentence"])


@settings(max_examples=100, deadline=None)
@given(spans_of)
def test_each_span_gets_the_row_that_holds_its_start(spans):
    spans = spans.assign(end=spans["start"] + 1)
    got = containing(spans, layer(), ["sentence"])["sentence"].tolist()
    expected = [
        row.start // 10 + 1 if row.doc in "ab" and row.start < 30 and row.start % 10 < 5 else 0
        for row in spans.itertuples()
    ]
    assert got == expected


def test_an_empty_layer_gives_the_absent_value():
    spans = pd.DataFrame({"doc": ["a"], "start": [1], "end": [2]})
    assert containing(spans, layer()[:0], ["sentence"])["sentence"].tolist() == [0]


def test_the_index_of_the_spans_is_kept():
    spans = pd.DataFrame({"doc": ["a"], "start": [1], "end": [2]}, index=[7])
    assert containing(spans, layer(), ["sentence"]).index.tolist() == [7]


def test_a_span_over_several_rows_lies_in_each_of_them():
    units = pd.DataFrame({"doc": ["a", "a", "a", "b"], "start": [0, 10, 20, 0]})
    units["end"] = units["start"] + 9
    hits = pd.DataFrame({"doc": ["a", "a", "b"], "start": [2, 21, 3], "end": [15, 25, 5]})
    within, hit = crossed(hits, units)
    assert (within.tolist(), hit.tolist()) == ([0, 1, 2, 3], [0, 0, 1, 2])


def test_a_span_whose_end_no_row_holds_is_left_out():
    units = pd.DataFrame({"doc": ["a", "a"], "start": [0, 10], "end": [9, 19]})
    hits = pd.DataFrame({"doc": ["a", "b"], "start": [2, 2], "end": [10, 5]})
    assert [rows.tolist() for rows in crossed(hits, units)] == [[], []]


@settings(max_examples=100, deadline=None)
@given(spans_of, spans_of, st.integers(1, 9), st.integers(1, 9))
def test_spans_that_share_a_character_overlap(spans, others, length, width):
    spans, others = (
        spans.assign(end=spans["start"] + length),
        others.assign(end=others["start"] + width),
    )
    slow = [
        any(one.doc == two.doc and one.start < two.end and two.start < one.end
            for two in others.itertuples())
        for one in spans.itertuples()
    ]  # fmt: skip
    assert overlapped(spans, others).tolist() == slow
