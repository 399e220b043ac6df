import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.report.chapters.appendix import FEW_OF_CODE, MANY, cited_sets, listed, stretches
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.passages import cited_passages
from topoi.text.corpus.corpus import corpus_of

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1]))
)


@given(SPANS)
def test_stretches_tile_the_text_and_know_what_is_over_them(spans):
    cut = stretches(0, 40, spans)
    assert [s.start for s in cut] == [0, *(s.end for s in cut[:-1])]
    assert cut[-1].end == 40
    for s in cut:
        over = tuple(i for i, (a, b) in enumerate(spans) if a <= s.start and s.end <= b)
        assert s.over == over


def test_the_appendix_writes_out_all_of_few_passages_and_some_of_many():
    few = pd.DataFrame({"doc": "d", "start": range(30), "end": 99, "code": "a"})
    many = pd.DataFrame({"doc": "d", "start": range(MANY + 1), "end": 9999, "code": "a"})
    corpus = corpus_of({"d": "x"})
    written = [len(listed(corpus, spans).shown) for spans in (few, many)]
    assert written == [30, FEW_OF_CODE]


def test_passages_are_numbered_in_the_order_of_the_labels_and_then_of_the_text():
    spans = pd.DataFrame({"doc": "d", "start": [0, 2, 4], "end": 9, "code": ["b", "a", "b"]})
    listing = listed(corpus_of({"d": "x"}), spans.assign(codebook="f"), {"f/b": "B", "f/a": "A"})
    assert [(start, number) for (_, start, _, _), number in listing.numbers.items()] == [
        (0, 1), (4, 2), (2, 3),
    ]  # fmt: skip


def test_a_passage_found_twice_is_written_out_once():
    spans = pd.DataFrame({"doc": "d", "start": [0, 0], "end": [3, 3], "code": "a"})
    assert len(listed(corpus_of({"d": "one"}), spans).shown) == 1


@pytest.mark.parametrize(
    ("starts", "named"), [([0, 4, 8], "1–3"), ([0, 8], "1, 3"), ([0, 4, 12], "1, 2, 4")]
)
def test_of_three_and_more_numbers_in_a_row_a_set_names_the_first_and_the_last(starts, named):
    corpus = corpus_of({"d": "one two six ten"})
    hits = pd.DataFrame({"doc": "d", "start": [0, 4, 8, 12], "code": "a"})
    hits = hits.assign(end=hits["start"] + 3)
    own = cited_passages(hits[hits["start"].isin(starts)], label="some")
    published = Published(pd.DataFrame(), {own.id: own}, ())
    [sets] = cited_sets(listed(corpus, hits), published)
    entry = sets.markdown()
    shown = re.search(r">some<.*", entry)[0].partition("): ")[2]
    assert re.sub(r"\[(\d+)\]\([^)]*\)", r"\1", shown) == named
