"""Literals that every match of a regular expression must contain.

A regular expression is tried only in sentences where its literals occur, so that a codebook of many
patterns costs one pass over the text (the prefilter of Cox 2012, "Regular Expression Matching with
a Trigram Index"). An expression without such literals is tried everywhere.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, product, takewhile
from typing import Any, NamedTuple

from topoi.coding.rarity import chosen, often
from topoi.coding.whole_words import fits
from topoi.text.folding import fold

LIMIT = 64
HEADS = 1024
SHORTEST = 2
# Behind a string: a word must end there.
EDGE = "\0"
# Syntax of the regex package that the standard library's parser would misread.
BEYOND_RE = re.compile(r"\[\[|\[:|&&|--|\|\||~~|\{[eisd]|\\[KLMmGXpPRhH]|\(\?[|R&0-9]")

Strings = frozenset[str]
EMPTY: Strings = frozenset({""})


class Told(NamedTuple):
    """What part of an expression tells: all strings it can be, if few, and sets of strings of
    which each must be met by one string in every match."""

    exact: Strings | None
    groups: tuple[Strings, ...] = ()


NOTHING = Told(None)
Item = tuple[Any, Any]


class Anchors(NamedTuple):
    """Literals of an expression: of each group, one is in every match; every match begins with one
    of `heads` (none: not known, or too common to be looked for), at the beginning of a word if
    `at_word`, of the text if `at_start`. A word ends with those of the heads that are `closed`."""

    groups: tuple[tuple[str, ...], ...] = ()
    heads: tuple[str, ...] = ()
    at_word: bool = False
    at_start: bool = False
    closed: frozenset[str] = frozenset()


def anchors_of(expression: str) -> Anchors:
    """Return the folded literals without which an expression matches nowhere.

    >>> anchors_of(r"\\b(root|underlying) (causes|reason)\\b").heads
    ('root causes', 'root reason', 'underlying causes', 'underlying reason')
    >>> anchors_of(r"\\w+ causes? of (\\w+ )?(crisis|conflict)").groups[0]
    (' cause of ', ' causes of ')
    >>> anchors_of("[a-z]+")
    Anchors(groups=(), heads=(), at_word=False, at_start=False, closed=frozenset())
    """
    tree = parsed(expression)
    if tree is None:
        return Anchors()
    marked = shortest_heads(frozenset(beginnings(list(tree))))
    heads = frozenset(head.rstrip(EDGE) for head in marked)
    groups = sorted(set(sequence(list(tree)).groups), key=sorted)
    asked = openings(list(tree))
    closed = frozenset(head for head in heads if head[-1] == " " or head + EDGE in marked)
    whole = frozenset(filter(fits, closed)) if "AT_BOUNDARY" in asked else frozenset[str]()
    picked = chosen(heads, groups, whole=whole, slow="(?-" in expression)
    return Anchors(
        tuple(tuple(sorted(group)) for group in picked.groups),
        tuple(sorted(picked.heads)),
        "AT_BOUNDARY" in asked,
        "AT_BEGINNING" in asked,
        closed & picked.heads,
    )


def openings(nodes: Sequence[Item]) -> set[str]:
    """Return what is asked of the place where a match begins.

    >>> openings(list(parsed(r"(?<!the )\\bwill"))), openings(list(parsed("will")))
    ({'AT_BOUNDARY'}, set())
    """
    asked = {"AT", "ASSERT", "ASSERT_NOT"}
    first = takewhile(lambda node: str(node[0]) in asked, nodes)
    return {str(value) for name, value in first if str(name) == "AT"}


def beginnings(nodes: Sequence[Item]) -> dict[str, bool]:
    """Return strings with one of which every match of these nodes begins, and whether it then ends.

    A string with which a word must end has EDGE behind it.

    >>> beginnings(list(parsed(r"is(?: not| \\w+ly)? (?:so|very)")))
    {'is not so': True, 'is not very': True, 'is ': False}
    """
    run = {"": True}
    for node in nodes:
        if str(node[1]) == "AT_BOUNDARY":
            run = {with_edge(head) if whole else head: whole for head, whole in run.items()}
            continue
        options = options_of(node)
        if sum(run.values()) * len(options) > HEADS:
            options = dict.fromkeys(shortest(frozenset(options)), False)
        if sum(run.values()) * len(options) > HEADS:
            return dict.fromkeys(run, False)
        run = continued(run, options)
        if not any(run.values()):
            break
    return run


def continued(run: dict[str, bool], options: dict[str, bool]) -> dict[str, bool]:
    """Return what begins with strings when every one that is whole goes on with an option."""
    found: dict[str, bool] = {}
    for head, whole in run.items():
        for tail, ends in options.items() if whole else [("", False)]:
            one = head.rstrip(EDGE) + tail if tail else head
            found[one] = ends and found.get(one, True)
    return found


def with_edge(head: str) -> str:
    """Return a string with the mark that a word ends there, if its last letter is one."""
    return head + EDGE if head[-1:].isalnum() else head


def options_of(node: Item) -> dict[str, bool]:
    """Return the same as `beginnings` for one node."""
    exact = told(node).exact
    if exact is not None:
        return dict.fromkeys(sorted(exact), True)
    name, value = str(node[0]), node[1]
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return beginnings(list(value[-1] if name == "SUBPATTERN" else value))
    if name == "BRANCH":
        return alternatives([beginnings(list(branch)) for branch in value[1]])
    if name.endswith("_REPEAT"):
        once = beginnings(list(value[2]))
        once = once if value[1] == 1 else dict.fromkeys(once, False)
        return once if value[0] > 0 else alternatives([once, {"": True}])
    return {"": False}


def alternatives(parts: Sequence[dict[str, bool]]) -> dict[str, bool]:
    """Return the strings of all parts; one that need not end in some part need not in all."""
    found: dict[str, bool] = {}
    for part in parts:
        for one, ends in part.items():
            found[one] = ends and found.get(one, True)
    return found


def shortest_heads(heads: Strings) -> Strings:
    """Return the heads without those that begin with another, or none if one is too short."""
    kept = shortest(heads)
    short = min(len(head.rstrip(EDGE)) for head in kept) < SHORTEST
    return frozenset() if short or len(kept) > HEADS else kept


def shortest(strings: Strings) -> Strings:
    """Return the strings without those that begin with another."""
    kept: list[str] = []
    for one in sorted(strings):
        # In order, a string that begins with another follows the last one kept.
        if not kept or not implies(one, kept[-1]):
            kept.append(one)
    return frozenset(kept)


def implies(head: str, other: str) -> bool:
    """Return whether whatever begins with a head begins with another.

    >>> implies("no other", "no" + EDGE), implies("nothing", "no" + EDGE), implies("nothing", "no")
    (True, False, True)
    """
    word = other.rstrip(EDGE)
    return head.startswith(word) and (word == other or not head[len(word) :][:1].isalnum())


@lru_cache(maxsize=64)
def parsed(expression: str) -> Any:
    """Return the nodes of an expression, or None where the standard library cannot read it."""
    if BEYOND_RE.search(expression):
        return None
    try:
        return re._parser.parse(expression, re.IGNORECASE)  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError, AttributeError):
        return None


def required(parts: Sequence[Told]) -> tuple[Strings, ...]:
    """Return the groups of strings that parts in sequence require."""
    found: list[Strings] = []
    run = EMPTY
    for exact, groups in parts:
        if exact is not None and len(run) * len(exact) <= LIMIT:
            run = frozenset(a + b for a, b in product(run, exact))
            continue
        found.extend([run, *groups])
        run = exact if exact is not None else EMPTY
    found.append(run)
    return tuple(shortened(group) for group in found if min(map(len, group)) >= SHORTEST)


def shortened(strings: Strings) -> Strings:
    """Return the set without strings that contain another one of it.

    >>> sorted(shortened(frozenset({"war", "wars", "crisis"})))
    ['crisis', 'war']
    """
    kept: list[str] = []
    for string in sorted(strings, key=len):
        if not any(other in string for other in kept):
            kept.append(string)
    return frozenset(kept)


def told(node: tuple[Any, Any]) -> Told:
    """Return what one node of a parsed expression tells."""
    name, value = str(node[0]), node[1]
    if name == "LITERAL":
        return letter(value)
    if name == "IN":
        return Told(character_set(value))
    if name in {"AT", "ASSERT", "ASSERT_NOT"}:
        return Told(EMPTY)
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return sequence(list(value[-1] if name == "SUBPATTERN" else value))
    if name == "BRANCH":
        return branches([sequence(list(branch)) for branch in value[1]])
    return repeated(*value) if name.endswith("_REPEAT") else NOTHING


@lru_cache(maxsize=4096)
def letter(code: int) -> Told:
    """Return what one letter tells."""
    return Told(frozenset({fold(chr(code))}))


def sequence(nodes: list[tuple[Any, Any]]) -> Told:
    """Return what is told by nodes that follow each other."""
    parts: list[Told] = []
    for literal, run in groupby(nodes, key=lambda node: str(node[0]) == "LITERAL"):
        if literal:
            text = fold("".join(chr(value) for _, value in run))
            parts.append(Told(frozenset({text})))
        else:
            parts.extend(map(told, run))
    if len(parts) == 1 and parts[0].exact is not None and len(parts[0].exact) == 1:
        (text,) = parts[0].exact
        return Told(parts[0].exact, (parts[0].exact,) if len(text) >= SHORTEST else ())
    exact: Strings | None = EMPTY
    for part, _ in parts:
        if exact is None or part is None or len(exact) * len(part) > LIMIT:
            exact = None
            break
        exact = frozenset(a + b for a, b in product(exact, part))
    return Told(exact, required(parts))


def branches(parts: list[Told]) -> Told:
    """Return what is told by alternatives: every one must tell for the whole to tell."""
    exacts = [part.exact for part in parts if part.exact is not None]
    exact = frozenset[str]().union(*exacts) if len(exacts) == len(parts) else None
    bests = [min(part.groups, key=rarest_first) for part in parts if part.groups]
    group = shortened(frozenset[str]().union(*bests)) if len(bests) == len(parts) else None
    few = exact if exact is not None and len(exact) <= LIMIT else None
    return Told(few, () if group is None else (group,))


def rarest_first(group: Strings) -> tuple[float, list[str]]:
    """Return a key that prefers what is met seldom; the strings decide between equals."""
    return often(group), sorted(group)


def repeated(least: int, most: Any, nodes: Any) -> Told:
    """Return what is told by a repetition."""
    part = sequence(list(nodes))
    if least == 0:
        return Told(part.exact | EMPTY) if part.exact is not None and most == 1 else NOTHING
    return part if most == 1 else Told(None, part.groups)


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
