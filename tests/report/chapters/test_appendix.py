import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from topoi.report.chapters.appendix import FEW_OF_CODE, MANY, stretches, written_out

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
    assert (len(written_out(few)), len(written_out(many))) == (30, FEW_OF_CODE)
