from hypothesis import given
from hypothesis import strategies as st

from topoi.text.words.tokens import fold


@given(st.text())
def test_folding_never_moves_an_offset(text):
    assert len(fold(text)) == len(text)
