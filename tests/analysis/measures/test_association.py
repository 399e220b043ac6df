import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy.stats import chi2_contingency

from topoi.analysis.measures.keyness import association, g2
from topoi.errors import InputError


@st.composite
def contingency(draw: st.DrawFn) -> tuple[int, int, int, int]:
    cells = draw(st.tuples(*[st.integers(1, 5000)] * 4))
    o11, o12, o21, o22 = cells
    return o11, o11 + o12, o11 + o21, o11 + o12 + o21 + o22


@given(contingency())
@settings(max_examples=60, deadline=None)
def test_g2_mi_and_t_equal_those_of_nltk(cells: tuple[int, int, int, int]) -> None:
    o11, r1, c1, n = cells
    ours = association(np.array([o11]), r1, np.array([c1]), n).iloc[0]
    arguments = (o11, (r1, c1), n)
    assert ours["g2"] == pytest.approx(
        max(BigramAssocMeasures.likelihood_ratio(*arguments), 0), rel=1e-5, abs=1e-5
    )
    assert ours["mi"] == pytest.approx(BigramAssocMeasures.pmi(*arguments), rel=1e-9, abs=1e-9)
    assert ours["t"] == pytest.approx(BigramAssocMeasures.student_t(*arguments), rel=1e-6, abs=1e-9)


@given(contingency())
@settings(max_examples=60, deadline=None)
def test_log_dice_is_fourteen_plus_log2_of_nltk_dice(cells: tuple[int, int, int, int]) -> None:
    o11, r1, c1, n = cells
    ours = association(np.array([o11]), r1, np.array([c1]), n).iloc[0]["log_dice"]
    assert ours == pytest.approx(14 + np.log2(BigramAssocMeasures.dice(o11, (r1, c1), n)))
    assert ours <= 14


@given(contingency())
@settings(max_examples=60, deadline=None)
def test_g2_equals_the_g_test_of_scipy(cells: tuple[int, int, int, int]) -> None:
    o11, r1, c1, n = cells
    table = [[o11, r1 - o11], [c1 - o11, n - r1 - c1 + o11]]
    theirs = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert g2(np.array([o11]), r1, c1, n)[0] == pytest.approx(theirs, rel=1e-6, abs=1e-6)


def test_g2_takes_an_empty_cell_for_nothing() -> None:
    assert g2(np.array([0]), 10, 5, 100)[0] == pytest.approx(
        chi2_contingency([[0, 10], [5, 85]], correction=False, lambda_="log-likelihood").statistic
    )


def test_delta_p_is_the_difference_of_two_shares() -> None:
    ours = association(np.array([6]), 10, np.array([8]), 30).iloc[0]["delta_p"]
    assert ours == pytest.approx(6 / 10 - 2 / 20)


@given(contingency(), st.integers(1, 5000), st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_log_dice_takes_the_frequencies_of_node_and_word(
    cells: tuple[int, int, int, int], node: int, inside: int
) -> None:
    o11, r1, c1, n = cells
    word = np.array([c1 + inside])
    ours = association(np.array([o11]), r1, np.array([c1]), n, node=node, word=word).iloc[0]
    dice = BigramAssocMeasures.dice(o11, (node, c1 + inside), n)
    assert ours["log_dice"] == pytest.approx(14 + np.log2(dice))
    assert ours["g2"] == association(np.array([o11]), r1, np.array([c1]), n).iloc[0]["g2"]


@pytest.mark.parametrize(
    ("o11", "r1", "c1", "n"), [(12, 10, 20, 100), (12, 20, 10, 100), (1, 60, 50, 100), (5, 9, 6, 8)]
)
def test_an_impossible_table_is_refused(o11: int, r1: int, c1: int, n: int) -> None:
    with pytest.raises(InputError, match="impossible"):
        association(np.array([o11]), r1, np.array([c1]), n)


def test_log_dice_of_a_word_that_is_always_and_only_there_is_fourteen() -> None:
    assert association(np.array([7]), 7, np.array([7]), 100).iloc[0]["log_dice"] == 14
