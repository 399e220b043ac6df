"""Stretches that are not found: the best choice of all, and what is left beside them."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from topoi.analysis.comparison.alignment import FAR, Part, SearchedWords
from topoi.analysis.comparison.differences import Alignment, Change
from topoi.analysis.comparison.missing import best_stretches, missing_in, telling, without

STOP = {"the", "of", "and", "in"}


def test_a_few_stop_words_tell_no_place_but_four_in_a_row_or_the_whole_do():
    words = "of the in and war of the in".split()
    parts = [Part(0, 0, 4), Part(4, 9, 1), Part(5, 20, 3)]
    assert telling(parts, words, STOP) == parts[:2]
    assert telling([Part(0, 0, 2)], ["of", "the"], STOP) == [Part(0, 0, 2)]


def test_words_without_a_counterpart_are_missing_where_they_outweigh_those_that_tell():
    words = "peace x x of x x war".split()
    found = Alignment((Part(0, 0, 1), Part(3, 4, 1), Part(6, 8, 1)), (), (Change(1, 3, 1, 3),))
    assert missing_in(words, found, STOP) == []
    found = found._replace(changes=(*found.changes, Change(4, 6, 5, 7)))
    assert missing_in(words, found, STOP) == [(1, 6)]
    words[3] = "war"
    assert missing_in(words, found, STOP) == []  # four, less one that tells a place


def test_what_lies_in_a_missing_stretch_is_left_out_and_what_is_behind_it_may_leap():
    source = SearchedWords(["w"] * (FAR + 60), [0] * (FAR + 60))
    parts = (Part(0, 0, 2), Part(4, 50, 1), Part(8, FAR + 10, 2))
    changes = (Change(2, 4, 2, 50), Change(5, 8, 51, FAR + 10), Change(10, 11, FAR + 12, FAR + 13))
    left = without(Alignment(parts, (), changes), [(2, 8)], source)
    assert left.parts == (parts[0], parts[2]._replace(leap=True))
    assert left.changes == changes[2:]
    assert without(Alignment(parts, (), changes), [], source) == Alignment(parts, (), changes)


@given(st.lists(st.sampled_from([-1, 0, 1]), max_size=6), st.sampled_from([0.5, 1.0, 2.5]))
def test_no_choice_of_stretches_has_a_higher_sum(scores, cost):
    def worth(chosen):
        return sum(sum(scores[a:b]) - cost for a, b in chosen)

    spans = [(a, b) for a in range(len(scores)) for b in range(a + 1, len(scores) + 1)]
    choices = [
        chosen
        for size in range(4)
        for chosen in combinations(spans, size)
        if all(one[1] <= other[0] for one, other in pairwise(chosen))
    ]
    found = best_stretches(scores, cost)
    assert found == sorted(found)
    assert worth(found) == max(map(worth, choices))
