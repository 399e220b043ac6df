"""Words found in others: the best chain of parts, and what differs between them."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.comparison.alignment import (
    COST_OF_GAP,
    COST_OF_LEAP,
    FAR,
    Part,
    SearchedWords,
    aligned,
    best_chain,
    step,
)


def searched(text):
    return SearchedWords(text.split(), [0] * len(text.split()))


def found(words, text):
    """Return the parts in words, and the pairs of words that differ."""
    result = aligned(words.split(), searched(text))
    one, other = words.split(), text.split()
    parts = [" ".join(one[p.at : p.at + p.length]) for p in result.parts]
    pairs = [
        (" ".join(one[c.start : c.end]), " ".join(other[c.there : c.there_end]))
        for c in result.changes
    ]
    return parts, pairs


def test_words_in_a_row_are_one_part():
    assert found("b c d", "a b c d e") == (["b c d"], [])


def test_words_left_out_and_words_altered_stand_between_parts():
    assert found("a b e f", "a b c d e f") == (["a b", "e f"], [("", "c d")])
    assert found("a b x d e", "a b c d e") == (["a b", "d e"], [("x", "c")])
    assert found("a b x c", "a b c") == (["a b", "c"], [("x", "")])


def test_words_altered_at_the_ends_stand_against_their_neighbours():
    assert found("x b c", "a b c") == (["b c"], [("x", "a")])
    assert found("a b x", "a b c d") == (["a b"], [("x", "c")])
    assert found("x a b", "a b") == (["a b"], [("x", "")])


def test_a_first_word_before_a_gap_is_sought_in_its_sentence_only():
    common = "the hill the sea the sky the road the house the tree the sun the man the sand".split()
    text = [*common, *"and the long war in the east went on".split()]
    first = text.index("long") + 1
    same, other = [0] * len(text), [0] * first + [1] * (len(text) - first)
    words = "the war in the east".split()
    assert aligned(words, SearchedWords(text, same)).matched == 5
    assert aligned(words, SearchedWords(text, other)).matched == 4


def test_words_written_together_or_apart_do_not_differ():
    assert found("a cease fire now", "a ceasefire now") == (["a", "now"], [])


def test_parts_in_another_order_leap_only_where_they_are_of_four_words():
    text = "a b c d e f g h"
    long = aligned("e f g h a b c d".split(), searched(text))
    assert [(p.at, p.there, p.length, p.leap) for p in long.parts] == [
        (0, 4, 4, False),
        (4, 0, 4, True),
    ]
    short = aligned("f g h a b c".split(), searched(text))
    assert not any(part.leap for part in short.parts)


def test_of_two_places_the_one_that_has_more_is_taken():
    assert found("we want no war", "we want peace . we want no war .")[0] == ["we want no war"]
    assert aligned(["x"], searched("a b c")).parts == ()
    assert aligned([], searched("a b c")).parts == ()
    assert aligned(["x"], searched("")).parts == ()


def test_a_step_costs_by_what_is_left_out_and_by_leaps():
    first = Part(0, 10, 3)
    assert step(first, Part(3, 13, 2)) == (0, False, 0)
    assert step(first, Part(3, 16, 2)) == (0, False, COST_OF_GAP * 2)
    assert step(first, Part(3, 14 + FAR, 2)) == (0, True, COST_OF_LEAP)
    assert step(first, Part(3, 1, 2)) == (0, True, COST_OF_LEAP)
    assert step(first, Part(2, 14, 2))[:2] == (1, False)
    assert step(first, Part(4, 9, 2))[0] == 2  # the same words would be taken twice


RUNS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 130), st.integers(1, 6)), max_size=6)


@settings(deadline=None)
@given(RUNS)
def test_the_chain_has_as_many_points_as_the_best_of_all_chains(runs):
    runs = sorted({Part(*run) for run in runs})

    @cache
    def best(last):
        """Return the most points of any chain that ends with a run."""
        points = [float(runs[last].length)]
        for before in range(last):
            cut, _, cost = step(runs[before], runs[last])
            if cut < runs[last].length:
                points.append(best(before) + runs[last].length - cut - cost)
        return max(points)

    chain = best_chain(runs)
    if not runs:
        assert chain == []
        return
    costs = sum(
        COST_OF_LEAP if after.leap else step(one, after)[2] for one, after in pairwise(chain)
    )
    points = sum(part.length for part in chain) - costs
    assert points == pytest.approx(max(best(last) for last in range(len(runs))))


@settings(deadline=None)
@given(st.text("abcd", max_size=14).map(list), st.text("abcd", max_size=40).map(list))
def test_parts_are_alike_in_order_and_never_overlap(words, others):
    result = aligned(words, SearchedWords(others, [0] * len(others)))
    place = 0
    for part in result.parts:
        assert part.at >= place
        assert part.length > 0
        own = words[part.at : part.at + part.length]
        assert own == others[part.there : part.there + part.length]
        place = part.at + part.length
    covered = [at for p in result.parts for at in range(p.at, p.at + p.length)]
    changed = [at for c in result.changes for at in range(c.start, c.end)]
    assert not set(covered) & set(changed)
