"""Which literals of an expression are worth looking for, by how often they are met.

Every occurrence of a literal costs time, and so does every try of an expression. The rarest
literals that an expression requires are told from a small table of the commonest English words;
a wrong guess costs time and changes no result.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

Strings = frozenset[str]

# Occurrences in a million characters of news in English, roughly, of the words met most often.
COMMON = """
the 10000 and 6000 of 5000 to 5000 in 4000 a 3500 that 2000 is 1900 for 1800 we 1700 our 1600
on 1400 this 1300 with 1200 it 1200 are 1200 i 1200 will 1100 not 1000 as 1000 all 900 have 900
by 900 be 900 at 800 has 700 from 700 he 700 was 600 they 600 their 500 an 500 or 500 who 500
you 500 its 500 but 500 his 500 which 400 were 300 been 300 can 400 no 400 also 400 more 400
one 400 about 400 would 300 us 300 there 300 what 300 if 300 so 300 had 300 any 300 said 400
people 600 president 700 russia 1200 ukraine 1200 russian 700 ukrainian 500 european 300 war 400
security 300 state 300 countries 300 country 300 very 250 when 250 her 250 she 250 my 250 me 250
them 250 should 200 must 200 do 250 other 250 new 250 only 250 such 250 these 250 those 200
""".split()
OFTEN = dict(zip(COMMON[::2], map(int, COMMON[1::2]), strict=True))
RARE = 60.0
# Of figures of so many digits there are, all alike, so many.
DIGITS = 20_000.0
# The ends of a literal may lie inside longer words: the shorter, the more of them; fewer where a
# space stands at the other end.
INSIDE = {1: 60000, 2: 8000, 3: 1800, 4: 400, 5: 120}
AT_EDGE = {1: 20000, 2: 2500, 3: 400, 4: 120}
# A word beside another narrows it by so much.
BESIDE = 12
SENTENCES = 6500
# Microseconds: of an occurrence of a literal, of one that is a whole word, of a try at a place, of
# a try on a sentence.
OCCURRENCE, WHOLE, AT_PLACE, IN_SENTENCE = 0.4, 0.1, 1.0, 5.0
SLOW = 3
FEW = 4


class Choice(NamedTuple):
    """The heads and groups of literals to look for."""

    heads: Strings
    groups: tuple[Strings, ...]


def chosen(
    heads: Strings,
    groups: Sequence[Strings],
    *,
    whole: Strings = frozenset(),
    slow: bool = False,
) -> Choice:
    """Return the heads (or none) and the groups by which an expression is found in least time.

    Literals that are `whole` words cost less; `slow` expressions, which ask for capitals, cost more
    to try.

    >>> chosen(frozenset({"the "}), [frozenset({"regime's "}), frozenset({"of"})])
    Choice(heads=frozenset(), groups=(frozenset({"regime's "}),))
    >>> chosen(frozenset({"crisis of "}), [frozenset({"the"})]).groups
    ()
    """
    rarest = sorted(groups, key=lambda group: (often(group), sorted(group)))[:FEW]
    sets = [subset for size in range(FEW) for subset in combinations(rarest, size)]
    choices = [Choice(frozenset(), subset) for subset in sets]
    if heads:
        # What every head holds already tells nothing more.
        new = [group for group in rarest if not implied(group, heads)]
        choices = [*(Choice(heads, one) for one in sets if set(one) <= set(new)), *choices]
    return min(choices, key=lambda choice: cost(choice, whole, SLOW if slow else 1))


def implied(group: Strings, heads: Strings) -> bool:
    """Return whether every head holds a literal of the group."""
    return all(any(literal in head for literal in group) for head in heads)


def cost(choice: Choice, whole: Strings, factor: float) -> float:
    """Return microseconds a million characters, tries being so much dearer."""
    heads, groups = choice
    total = OCCURRENCE * sum(map(often, (heads, *groups)))
    total -= (OCCURRENCE - WHOLE) * often(heads & whole)
    tries = AT_PLACE * often(heads) if heads else IN_SENTENCE * SENTENCES
    for group in groups:
        tries *= min(1, often(group) / SENTENCES)
    return total + tries * factor


@lru_cache(maxsize=65536)
def often(group: Strings) -> float:
    """Return how often one of these literals is met in a million characters."""
    return sum(map(occurrences, group))


def occurrences(literal: str) -> float:
    """Return how often a literal is met in a million characters, guessed.

    >>> occurrences("the ") > occurrences(" by ") > occurrences("regime")
    True
    """
    pieces = literal.split(" ")
    last = len(pieces) - 1
    found = [met(piece, number > 0, number < last) for number, piece in enumerate(pieces) if piece]
    return min(found, default=200_000) / BESIDE ** max(0, len(found) - 1)


@lru_cache(maxsize=65536)
def met(piece: str, begins: bool, ends: bool) -> float:
    """Return how often a stretch of letters is met that begins or ends a word, or may not."""
    if begins and ends:
        return OFTEN.get(piece, RARE)
    if piece.isdigit():
        return DIGITS / 10 ** len(piece)
    holding = (
        count
        for word, count in OFTEN.items()
        if (word.startswith(piece) if begins else word.endswith(piece) if ends else piece in word)
    )
    longer = AT_EDGE if begins or ends else INSIDE
    return max(sum(holding), longer.get(len(piece), RARE))
