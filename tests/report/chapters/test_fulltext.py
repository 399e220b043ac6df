from hypothesis import given
from hypothesis import strategies as st

from topoi.report.chapters.appendix import lanes, stretches

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


@given(SPANS)
def test_overlapping_spans_never_share_a_lane(spans):
    lane = lanes(spans)
    for i, (a, b) in enumerate(spans):
        for j, (c, d) in enumerate(spans[:i]):
            assert not (a < d and c < b) or lane[i] != lane[j]
