"""Words found in others: the best chain of parts, and what differs between them."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.comparison.alignment import (
    COST_OF_GAP,
    COST_OF_LEAP,
    COST_OF_SENTENCE,
    FAR,
    Part,
    SearchedWords,
    best_chain,
    chains,
    step,
)
from topoi.analysis.comparison.differences import aligned as with_differences

PEACE = "we want peace and war at last"


def searched(text):
    return SearchedWords(text.split(), [0] * len(text.split()))


def aligned(words, source, **options):
    return with_differences(words, next(chains(words, source), []), source, **options)


def matched(result):
    return sum(part.length for part in result.parts)


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
    assert matched(aligned(words, SearchedWords(text, same))) == 5
    assert matched(aligned(words, SearchedWords(text, other))) == 4


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


def test_a_word_of_another_sentence_is_no_part_where_it_stands_in_the_same_one():
    text = "so now we want peace at last and a long rest . he says it as if now it were so".split()
    units = [0] * 11 + [1] * (len(text) - 11)
    result = aligned("we want peace at last now".split(), SearchedWords(text, units))
    assert [(p.at, p.there, p.length) for p in result.parts] == [(0, 2, 5)]
    assert result.changes == ((5, 6, 7, 8),)  # "now" stands twice in the text: it may be another
    text[text.index("now", 9)] = "then"
    result = aligned("we want peace at last now".split(), SearchedWords(text, units))
    assert [(p.at, p.there, p.length) for p in result.moved] == [(5, 1, 1)]
    assert result.changes == ()


def test_words_that_change_places_are_moved_and_leave_nothing_out():
    result = aligned("we want war and peace at last".split(), searched(PEACE))
    assert [(p.at, p.there) for p in result.moved] == [(2, 4), (4, 2)]
    assert result.changes == ()


def test_words_moved_are_not_left_out_where_they_stood():
    text = "a b c d e f g h i j k l"
    result = aligned("e f g h a b c d i j k l".split(), searched(text))
    assert matched(result) == 12
    assert result.changes == ()


def test_words_beside_moved_ones_stand_for_what_is_left():
    result = aligned("we want war or peace now at last".split(), searched(PEACE))
    assert [(p.at, p.there) for p in result.moved] == [(2, 4)]
    assert result.changes == ((3, 4, 2, 2), (5, 6, 3, 4))  # "or" is added, "now" is for "and"


SHORT = [("nt", "not"), ("cant", "cannot"), ("s", "is"), ("re", "are")]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("they dont want it", "they do not want it"),
        ("they do not want it", "they dont want it"),
        ("they want it they cant", "they want it they can not help it"),
        ("we are here today", "were here today"),
        ("it s a long road", "it is a long road"),
        ("it isnt a long road", "it s not a long road"),
    ],
)
def test_contractions_on_either_side_do_not_differ_and_are_known(words, text):
    result = aligned(words.split(), searched(text), contractions=SHORT)
    assert result.changes == ()
    assert len(result.contracted) == 1
    assert aligned(words.split(), searched(text)).changes != ()


def test_what_is_altered_beside_a_contraction_is_told_alone():
    result = aligned(
        "we dont really want it".split(), searched("we do not want it"), contractions=SHORT
    )
    assert result.contracted == ((1, 2, 1, 3),)
    assert result.changes == ((2, 3, 3, 3),)


def test_of_two_places_the_one_that_has_more_is_taken():
    assert found("we want no war", "we want peace . we want no war .")[0] == ["we want no war"]
    assert aligned(["x"], searched("a b c")).parts == ()
    assert aligned([], searched("a b c")).parts == ()
    assert aligned(["x"], searched("")).parts == ()


def test_a_step_costs_by_what_is_left_out_and_by_leaps():
    one = [0] * (20 + FAR)
    first = Part(0, 10, 3)
    assert step(first, Part(3, 13, 2), one) == (0, False, 0)
    assert step(first, Part(3, 16, 2), one) == (0, False, COST_OF_GAP * 2)
    assert step(first, Part(3, 14 + FAR, 2), one) == (0, True, COST_OF_LEAP)
    assert step(first, Part(3, 1, 2), one) == (0, True, COST_OF_LEAP)
    assert step(first, Part(2, 14, 2), one)[:2] == (1, False)
    assert step(first, Part(4, 9, 2), one)[0] == 2  # the same words would be taken twice
    two = [0] * 14 + [1] * (6 + FAR)
    dear = (0, False, COST_OF_GAP * 2 + COST_OF_SENTENCE)
    assert step(first, Part(3, 16, 2), two) == dear
    assert step(first, Part(3, 13, 2), two) == (0, False, 0)


RUNS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 130), st.integers(1, 6)), max_size=6)


@settings(deadline=None)
@given(RUNS)
def test_the_chain_has_as_many_points_as_the_best_of_all_chains(runs):
    runs = sorted({Part(*run) for run in runs})
    units = [place // 9 for place in range(140)]

    @cache
    def best(last):
        """Return the most points of any chain that ends with a run."""
        points = [float(runs[last].length)]
        for before in range(last):
            cut, _, cost = step(runs[before], runs[last], units)
            if cut < runs[last].length:
                points.append(best(before) + runs[last].length - cut - cost)
        return max(points)

    chain = best_chain(runs, units)
    if not runs:
        assert chain == []
        return
    costs = sum(
        COST_OF_LEAP if after.leap else step(one, after, units)[2] for one, after in pairwise(chain)
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
    for part in result.moved:
        own = words[part.at : part.at + part.length]
        assert own == others[part.there : part.there + part.length]
    every = [*result.parts, *result.moved]
    covered = [at for p in every for at in range(p.at, p.at + p.length)]
    assert len(covered) == len(set(covered))
    elsewhere = {at for p in result.moved for at in range(p.there, p.there + p.length)}
    assert not elsewhere & {at for c in result.changes for at in range(c.there, c.there_end)}
    changed = [at for c in result.changes for at in range(c.start, c.end)]
    assert not set(covered) & set(changed)
