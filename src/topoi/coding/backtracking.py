"""Whether a regular expression may run away, told from its form.

Timing every call of an expression costs more than the call itself, so only expressions that may
backtrack catastrophically on a text of some length are timed there. The rule errs on the side of
timing (compare the star-height criterion in Kirrage, Rathnayake and Thielecke 2013, "Static
Analysis for Regular Expression Denial-of-Service Attacks").
"""

from collections.abc import Collection, Sequence
from typing import Any

from topoi.coding.anchors import parsed, sequence

MANY = 16
# Characters on which so many competing loops are harmless: some million steps at most.
HARMLESS = (2000, 2000, 2000, 300)
UNBOUNDED = 1000
SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})

Item = tuple[Any, Any]


def harmless_up_to(expression: str) -> int:
    """Return the length of text on which an expression cannot take long; 0 if on none.

    >>> harmless_up_to(r"(\\w+ ?)+x"), harmless_up_to(r"\\bthe (?:[\\w-]+ ){0,2}crisis")
    (0, 2000)
    >>> harmless_up_to(r"(?:very |quite )*good"), harmless_up_to(r"(?:very |very very )*good")
    (2000, 0)
    """
    tree = parsed(expression)
    competing = UNBOUNDED if tree is None else loops(list(tree), [])
    return HARMLESS[competing] if competing < len(HARMLESS) else 0


def loops(nodes: Sequence[Item], follow: Sequence[Item]) -> int:
    """Return how many loops of these nodes compete with what follows them."""
    return sum(
        loops_of(node, [*nodes[number:], *follow]) for number, node in enumerate(nodes, start=1)
    )


def loops_of(node: Item, after: Sequence[Item]) -> int:
    """Return the same for one node."""
    name, value = str(node[0]), node[1]
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return loops(list(value[-1] if name == "SUBPATTERN" else value), after)
    if name in {"ASSERT", "ASSERT_NOT"}:
        return loops(list(value[1]), [])
    if name == "BRANCH":
        return max(loops(list(branch), after) for branch in value[1])
    if name.endswith("_REPEAT"):
        return loops_of_repeat(int(value[1]), list(value[2]), after)
    return UNBOUNDED if name in {"GROUPREF", "GROUPREF_EXISTS"} else 0


def loops_of_repeat(most: int, inner: list[Item], after: Sequence[Item]) -> int:
    """Return the same for a repetition: harmless where a mark ends it, endless when nested."""
    if most <= MANY:
        return max(1, most) * loops(inner, after)
    if len(inner) == 1 and str(inner[0][0]) in SINGLE:
        return 0 if not after or separates(inner[0], after) else 1
    return 1 if all(str(part[0]) in SINGLE for part in inner) or is_code(inner) else UNBOUNDED


def is_code(nodes: list[Item]) -> bool:
    """Return whether nodes are one of a few strings whose rows can be cut in one way only.

    Then repeating them is one loop. The test is that of Sardinas and Patterson (1953): no string
    that remains where two rows are cut differently is one of them.

    >>> [is_code(list(parsed(one))) for one in ("all |all things ", "a|ab|b")]
    [True, False]
    """
    strings = sequence(nodes).exact or frozenset()
    if not strings or "" in strings:
        return False
    seen: set[str] = set()
    rests = remaining(strings, strings) - {""}
    while rests:
        if rests & strings:
            return False
        seen |= rests
        rests = (remaining(rests, strings) | remaining(strings, rests)) - seen
        if "" in rests:
            return False
    return True


def remaining(beginnings: Collection[str], strings: Collection[str]) -> set[str]:
    """Return what is left of strings after one of some beginnings."""
    return {one[len(start) :] for start in beginnings for one in strings if one.startswith(start)}


def separates(loop: Item, after: Sequence[Item]) -> bool:
    """Return whether what follows a loop cannot be taken by the loop itself."""
    for name, value in after:
        if str(name) == "AT":
            return str(value) in {"AT_BOUNDARY", "AT_END", "AT_END_STRING"}
        if str(name) == "LITERAL":
            return not takes(loop, chr(value))
        # A mark that may be missing separates if what comes then separates too.
        if not (str(name).endswith("_REPEAT") and value[0] == 0 and is_mark(list(value[2]), loop)):
            return False
    return True


def is_mark(nodes: list[Item], loop: Item) -> bool:
    """Return whether nodes begin with a letter that a loop cannot take, in every way."""
    if not nodes:
        return False
    name, value = str(nodes[0][0]), nodes[0][1]
    if name == "SUBPATTERN":
        return is_mark(list(value[-1]), loop)
    if name == "BRANCH":
        return all(is_mark(list(branch), loop) for branch in value[1])
    return name == "LITERAL" and not takes(loop, chr(value))


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
