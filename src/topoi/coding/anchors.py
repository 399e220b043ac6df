"""Literals that every match of a regular expression must contain.

A regular expression is tried only where one of its literals occurs, so that a codebook of many
patterns costs one pass over the text (the prefilter of Cox 2012, "Regular Expression Matching with
a Trigram Index"). An expression without such literals is tried everywhere.
"""

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

from topoi.text.folding import fold

LIMIT = 64
SHORTEST = 2
# Syntax of the regex package that the standard library's parser would misread.
BEYOND_RE = re.compile(r"\[\[|\[:|&&|--|\|\||~~|\{[eisd]|\\[KLMmGXpPRhH]|\(\?[|R&0-9]")

Strings = frozenset[str]


def literals_of(expression: str) -> tuple[str, ...]:
    """Return folded literals, one of which is in every match, or () if none can be told.

    >>> literals_of(r"(root|underlying) (causes|reason)\\b")
    ('root causes', 'root reason', 'underlying causes', 'underlying reason')
    >>> literals_of("[a-z]+")
    ()
    """
    if BEYOND_RE.search(expression):
        return ()
    try:
        tree = re._parser.parse(expression, re.IGNORECASE)  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError, AttributeError):
        return ()
    best = required(list(tree))
    return tuple(sorted(best)) if best else ()


def required(nodes: Sequence[tuple[Any, Any]]) -> Strings | None:
    """Return the most selective set of strings that a sequence of nodes requires."""
    found: list[Strings] = []
    run: Strings = frozenset({""})
    for node in nodes:
        exact, inner = told(node)
        if exact is not None and len(run) * len(exact) <= LIMIT:
            run = frozenset(a + b for a, b in product(run, exact))
            continue
        found.append(run)
        if inner is not None:
            found.append(inner)
        run = exact if exact is not None and len(exact) <= LIMIT else frozenset({""})
    found.append(run)
    usable = [shortened(strings) for strings in found if min(map(len, strings)) >= SHORTEST]
    return max(usable, key=selectivity) if usable else None


def selectivity(strings: Strings) -> tuple[int, int]:
    """Return a key that prefers long literals, then few."""
    return min(8, *map(len, strings)), -len(strings)


def shortened(strings: Strings) -> Strings:
    """Return the set without strings that contain another one of it."""
    return frozenset(s for s in strings if not any(t != s and t in s for t in strings))


def told(node: tuple[Any, Any]) -> tuple[Strings | None, Strings | None]:
    """Return all strings a node can be, if they are few, and the strings it must contain."""
    name, value = str(node[0]), node[1]
    if name == "LITERAL":
        return frozenset({fold(chr(value))}), None
    if name == "IN":
        return character_set(value), None
    if name in {"AT", "ASSERT", "ASSERT_NOT"}:
        return frozenset({""}), None
    return told_of_group(name, value)


def told_of_group(name: str, value: Any) -> tuple[Strings | None, Strings | None]:
    """Return the same for groups, alternatives and repetitions; nothing for anything else."""
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return sequence(list(value[-1] if name == "SUBPATTERN" else value))
    if name == "BRANCH":
        return branches([sequence(list(branch)) for branch in value[1]])
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return repeated(*value)
    return None, None


def sequence(nodes: list[tuple[Any, Any]]) -> tuple[Strings | None, Strings | None]:
    """Return what is told by nodes that follow each other."""
    exact: Strings | None = frozenset({""})
    for node in nodes:
        part, _ = told(node)
        if exact is None or part is None or len(exact) * len(part) > LIMIT:
            exact = None
            break
        exact = frozenset(a + b for a, b in product(exact, part))
    return exact, required(nodes)


def branches(
    parts: list[tuple[Strings | None, Strings | None]],
) -> tuple[Strings | None, Strings | None]:
    """Return what is told by alternatives: every one must tell for the whole to tell."""
    exacts = [exact for exact, _ in parts if exact is not None]
    inners = [inner for _, inner in parts if inner is not None]
    exact = frozenset().union(*exacts) if len(exacts) == len(parts) else None
    inner = frozenset().union(*inners) if len(inners) == len(parts) else None
    return (exact if exact is None or len(exact) <= LIMIT else None), inner


def repeated(least: int, most: Any, nodes: Any) -> tuple[Strings | None, Strings | None]:
    """Return what is told by a repetition."""
    exact, inner = sequence(list(nodes))
    if least == 0:
        optional = exact is not None and most == 1
        return (exact | {""} if optional and exact is not None else None), None
    if least == 1 and most == 1:
        return exact, inner
    return None, inner


def character_set(members: Sequence[tuple[Any, Any]]) -> Strings | None:
    """Return the letters of a small character class, or None for a large or negated one."""
    letters: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            letters.add(fold(chr(value)))
        elif str(kind) == "RANGE" and value[1] - value[0] < 10:
            letters.update(fold(chr(code)) for code in range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(letters) if letters and len(letters) <= 10 else None
