"""Whether a regular expression may run away, told from its form.

Timing every call of an expression costs more than the call itself, so only expressions that may
backtrack catastrophically are timed. The rule errs on the side of timing (compare the star-height
criterion in Kirrage, Rathnayake and Thielecke 2013, "Static Analysis for Regular Expression
Denial-of-Service Attacks").
"""

from collections.abc import Sequence
from typing import Any

from topoi.coding.anchors import parsed

MANY = 16
ALLOWED = 2
UNBOUNDED = 1000
SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})

Item = tuple[Any, Any]


def may_run_away(expression: str) -> bool:
    """Return whether an expression has loops that may compete for the same characters.

    >>> may_run_away(r"(\\w+ ?)+x"), may_run_away(r"\\bthe (?:[\\w-]+ ){0,2}crisis")
    (True, False)
    """
    tree = parsed(expression)
    return tree is None or loops(list(tree), None) > ALLOWED


def loops(nodes: Sequence[Item], follow: Item | None) -> int:
    """Return how many loops of these nodes compete with what follows them."""
    total = 0
    for number, node in enumerate(nodes):
        after = nodes[number + 1] if number + 1 < len(nodes) else follow
        total += loops_of(node, after)
    return total


def loops_of(node: Item, after: Item | None) -> int:
    """Return the same for one node."""
    name, value = str(node[0]), node[1]
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return loops(list(value[-1] if name == "SUBPATTERN" else value), after)
    if name in {"ASSERT", "ASSERT_NOT"}:
        return loops(list(value[1]), None)
    if name == "BRANCH":
        return max(loops(list(branch), after) for branch in value[1])
    if name.endswith("_REPEAT"):
        return loops_of_repeat(int(value[1]), list(value[2]), after)
    return UNBOUNDED if name in {"GROUPREF", "GROUPREF_EXISTS"} else 0


def loops_of_repeat(most: int, inner: list[Item], after: Item | None) -> int:
    """Return the same for a repetition: harmless where a mark ends it, endless when nested."""
    if most <= MANY:
        return max(1, most) * loops(inner, after)
    if len(inner) == 1 and str(inner[0][0]) in SINGLE:
        return 0 if after is None or separates(inner[0], after) else 1
    return 1 if all(str(part[0]) in SINGLE for part in inner) else UNBOUNDED


def separates(loop: Item, after: Item) -> bool:
    """Return whether what follows a loop cannot be taken by the loop itself."""
    name = str(after[0])
    if name == "AT":
        return str(after[1]) in {"AT_BOUNDARY", "AT_END", "AT_END_STRING"}
    return name == "LITERAL" and not takes(loop, chr(after[1]))


def takes(loop: Item, letter: str) -> bool:
    """Return whether a single-character node may match a letter; when in doubt, True."""
    name, value = str(loop[0]), loop[1]
    if name == "LITERAL":
        return chr(value).lower() == letter.lower()
    if name != "IN" or any(str(kind) == "NEGATE" for kind, _ in value):
        return not (name == "IN" and letter in excluded(value))
    for kind, member in value:
        form = str(kind)
        if form == "CATEGORY" and str(member) == "CATEGORY_WORD":
            hit = letter.isalnum() or letter == "_"
        elif form == "RANGE":
            hit = member[0] <= ord(letter.lower()) <= member[1] or not letter.isascii()
        else:
            hit = form != "LITERAL" or chr(member).lower() == letter.lower()
        if hit:
            return True
    return False


def excluded(members: Sequence[Item]) -> set[str]:
    """Return the letters that a negated character class names."""
    return {chr(member) for kind, member in members if str(kind) == "LITERAL"}
