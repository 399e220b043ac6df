"""Expressions that are no more than lists of words.

Many expressions in codebooks are of the form `\\b(?:very|high\\w*|of course)\\b`. What these find
can be told from the literals alone, for a whole text at once.
"""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from topoi.coding.anchors import parsed, told
from topoi.coding.edges import WordEdges

LIMIT = 512
# What follows the literal: nothing, at least one letter, or any number of letters.
CLOSED, MORE, OPEN = range(3)

Listing = tuple[tuple[str, int], ...]


def listing_of(expression: str) -> Listing:
    """Return the literals of a list of words with what follows each, or () if it is no such list.

    >>> listing_of(r"\\b(?:war|fight\\w*)\\b")
    (('fight', 2), ('war', 0))
    >>> listing_of(r"\\bwar of \\w+ing\\b")
    ()
    """
    tree = None if "(?-" in expression else parsed(expression)
    if tree is None or len(tree) < 3 or not (is_boundary(tree[0]) and is_boundary(tree[-1])):
        return ()
    found = expanded(list(tree)[1:-1])
    if not found or any(not word[:1].isalnum() or not word[-1:].isalnum() for word, _ in found):
        return ()
    ordered = sorted(found)
    for number, one in enumerate(ordered):
        # Whatever begins with a word follows it in the order, without a gap.
        for other in ordered[number + 1 :]:
            if not other[0].startswith(one[0]):
                break
            if competes(one, other):
                return ()
    return tuple(ordered)


def competes(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Return whether both can match at one place to different ends: then the order decides.

    >>> competes(("war", CLOSED), ("war of words", CLOSED))
    True
    >>> competes(("war", CLOSED), ("wars", CLOSED))
    False
    """
    if one == other or not other[0].startswith(one[0]):
        return False
    rest = other[0][len(one[0]) :]
    if one[1] == CLOSED:
        return bool(rest) and not (rest[0].isalnum() or rest[0] == "_")
    return not all(letter.isalnum() or letter == "_" for letter in rest)


def is_boundary(node: tuple[Any, Any]) -> bool:
    """Return whether a node is a word boundary."""
    return str(node[1]) == "AT_BOUNDARY"


def expanded(nodes: Sequence[tuple[Any, Any]]) -> set[tuple[str, int]]:
    """Return the literals that a sequence of nodes lists, or nothing if it does not."""
    run = {""}
    for number, node in enumerate(nodes):
        name, value = str(node[0]), node[1]
        last = number == len(nodes) - 1
        exact = None if name in {"AT", "ASSERT", "ASSERT_NOT"} else told(node).exact
        if exact is not None and len(run) * len(exact) <= LIMIT:
            run = {a + b for a, b in product(run, exact)}
            continue
        if not last:
            return set()
        if name == "MAX_REPEAT" and is_word_class(list(value[2])) and int(value[1]) > 1000:
            if value[0] > 1:
                return set()
            return {(one, MORE if value[0] else OPEN) for one in run}
        ends = endings(name, value)
        return {(a + b, tail) for a, (b, tail) in product(run, ends)} if ends else set()
    return {(one, CLOSED) for one in run}


def endings(name: str, value: Any) -> set[tuple[str, int]]:
    """Return what a group or a choice at the end of a sequence lists."""
    if name == "SUBPATTERN":
        return expanded(list(value[-1]))
    if name != "BRANCH":
        return set()
    parts = [expanded(list(branch)) for branch in value[1]]
    return set().union(*parts) if all(parts) and sum(map(len, parts)) <= LIMIT else set()


def is_word_class(nodes: list[tuple[Any, Any]]) -> bool:
    """Return whether a node is `\\w`."""
    return len(nodes) == 1 and str(nodes[0][1]) == "[(CATEGORY, CATEGORY_WORD)]"


def listed_matches(
    edges: WordEdges, tails: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which literals stand at word boundaries, and where their words end."""
    more = edges.word[np.minimum(ends, len(edges.word) - 1)] & (ends < len(edges.word))
    good = ~edges.inside_word(starts) & np.where(tails == CLOSED, ~more, (tails == OPEN) | more)
    return good, np.where(tails == CLOSED, ends, edges.end_of_letters(ends))
