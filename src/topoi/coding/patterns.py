"""The two kinds of patterns of a codebook: phrases with `*`, and regular expressions."""

import re
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from typing import Any

from topoi.coding.anchors import Anchors, anchors_of, parsed
from topoi.coding.backtracking import harmless_up_to
from topoi.coding.listings import Listing, listing_of
from topoi.text.folding import fold
from topoi.text.tokens import KEPT_CAPITALS

SPACES = re.compile(r"\s+")
WORD = re.compile(r"[^\W_]+")
# The rest of a word: letters, and hyphens or apostrophes inside it.
REST = r"(?:\w|[-'](?=\w))*?"
BEGINS = r"(?<!\w)(?<!\w[-'])"
ENDS = r"(?!\w|-\w|'(?!(?:s|re|ve|ll|d|m)(?!\w))\w)"
# How far an expression looks back that may look at everything before it.
FAR = 10**9
HIT_GROUP = "hit"
# Escapes and the head of a named group, whose capitals are no letters to be found.
NO_CAPITALS = re.compile(r"\\[ABDSWZ]|\(\?P(?=[<=])")
# What an expression may ask of the place before it, other than whether a word ends there.
BEGINNINGS = frozenset({"AT_BEGINNING", "AT_BEGINNING_STRING", "AT_NON_BOUNDARY"})
FLAGS = re.compile(r"\(\?[aiLmsux-]")


class PatternError(ValueError):
    """A pattern that cannot be used, with what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Pattern:
    """A pattern as written in a codebook: its text, whether case counts, and its line.

    `ready` is the pattern ready for matching, where it has been made ready already; it travels to
    other processes, which need not make it anew.
    """

    source: str
    case: bool = False
    line: int = 0
    ready: "Phrase | Expression | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Phrase:
    """A phrase to be found as a literal: folded, and open (`*`) at its start or end.

    `written` is the phrase as it must stand in the text where capitals count, else "".
    """

    folded: str
    open_start: bool
    open_end: bool
    written: str = ""
    fixed: tuple[tuple[int, str], ...] = ()

    @property
    def asks_capitals(self) -> bool:
        """Return whether some letters must be capitals, or must not."""
        return bool(self.written or self.fixed)


@dataclass(frozen=True)
class Expression:
    """A regular expression, the literals it cannot do without, and the group that is the hit.

    It is tried on text in lower case if `lowered`, else as written. `standard` says that the
    standard library's engine, which is twice as fast there, reads it in the same way. On a sentence
    longer than `harmless` it may run away, and is stopped by the clock. It may look
    at `looks_back` characters before the place where it is tried (at one, whether it is in a word,
    does not count). `listing` are the words of an expression that only lists words.
    """

    source: str
    case: bool
    anchors: Anchors
    group: int | str = 0
    harmless: int = 0
    looks_back: int = FAR
    listing: Listing = ()
    lowered: bool = False
    standard: bool = False

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: all but the compiled expressions, which few texts need all of."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def quick(self) -> Any:
        """Return the compiled expression for ordinary sentences, compiled when first needed."""
        return re.compile(self.source) if self.standard else self.stoppable

    @cached_property
    def stoppable(self) -> Any:
        """Return the compiled expression whose methods take a `timeout`."""
        import regex

        return regex.compile(self.source, 0 if self.case or self.lowered else regex.IGNORECASE)


def compile_pattern(pattern: Pattern) -> Phrase | Expression:
    """Return the pattern ready for matching.

    `/.../` is a regular expression of the `regex` package, tried on one sentence at a time, with
    case ignored unless `case` is set; a group named `hit` narrows the hit to its words. Anything
    else is a phrase: a space stands for any white space, `*` for the rest of a word, and both ends
    are ends of words (a final 's stays outside). Raises PatternError for a pattern that cannot
    compile or could match nothing.

    >>> compile_pattern(Pattern("root cause*"))
    Phrase(folded='root cause', open_start=False, open_end=True, written='', fixed=())
    """
    return pattern.ready or compiled(pattern.source, pattern.case)


@lru_cache(maxsize=65536)
def compiled(source: str, case: bool) -> Phrase | Expression:
    """Return the same, kept for the next time."""
    if len(source) > 1 and source.startswith("/") and source.endswith("/"):
        return expression(source[1:-1], case=case)
    return phrase(source, case=case)


def phrase(source: str, *, case: bool) -> Phrase | Expression:
    """Return a glob phrase as a literal, or as an expression if `*` stands inside it."""
    written = SPACES.sub(" ", source.strip()).translate(APOSTROPHES)
    core = written.strip("*")
    if not WORD.search(core) and not core.strip(" *"):
        raise PatternError("would match any word", "Write at least one letter beside the `*`.")
    if core != core.strip():
        raise PatternError("has a `*` that stands alone", "Use a /regular expression/ for a gap.")
    opens = written.startswith("*"), written.endswith("*")
    if "*" in core:
        return inner_glob(written, case=case)
    fixed = () if case else capitals(core)
    return Phrase(fold(core), *opens, written=core if case else "", fixed=fixed)


APOSTROPHES = {0x2019: "'", 0x2018: "'", 0x02BC: "'"}


def capitals(core: str) -> tuple[tuple[int, str], ...]:
    """Return the words whose capitals tell them from another word: US and us, WHO and who.

    `US` in a phrase asks for the capitals, `us` refuses them; "Us" at the head of a sentence is
    `us`. All other words are found in any case.
    """
    return tuple(
        (word.start(), word.group())
        for word in WORD.finditer(core)
        if word.group().upper() in KEPT_CAPITALS
    )


def inner_glob(written: str, *, case: bool) -> Expression:
    """Return a phrase with a `*` inside as an expression."""
    if "* *" in written or any(part == "*" for part in written.split(" ")):
        raise PatternError("has a `*` that stands alone", "Use a /regular expression/ for a gap.")
    parts = [re.escape(part).replace("\\ ", " ") for part in re.split(r"\*+", written)]
    return expression(BEGINS + REST.join(parts) + ENDS, case=case)


def expression(source: str, *, case: bool) -> Expression:
    """Return a regular expression with its literals."""
    text = source.translate(APOSTROPHES)
    if text.count(f"(?P<{HIT_GROUP}>") > 1:
        raise PatternError(
            f"has two groups named `{HIT_GROUP}`, of which one would be ignored",
            "Put the alternatives into one group, or write two patterns.",
        )
    tree = parsed(text)
    harmless = harmless_up_to(text)
    lowered = not case and is_lower(text)
    item = Expression(
        text,
        case,
        anchors_of(text),
        harmless=harmless,
        looks_back=FAR if tree is None else looks_back(tree),
        lowered=lowered,
        standard=lowered
        and harmless > 0
        and tree is not None
        and ("(?<" not in text or looks_back_evenly(tree)),
    )
    if matches_nothing(item):
        raise PatternError("can match nothing at all", "Ask for at least one character.")
    groups = item.stoppable.groupindex if tree is None else tree.state.groupdict
    group = HIT_GROUP if HIT_GROUP in groups else 0
    return replace(item, group=group, listing=() if case or group else listing_of(text))


def matches_nothing(item: Expression) -> bool:
    """Return whether an expression can match the empty string; raises PatternError if it is none.

    What the standard library can parse is not compiled here: compiling is most of the time that
    loading a codebook takes.
    """
    import regex

    tree = parsed(item.source)
    if tree is not None:
        return bool(tree.getwidth()[0] == 0)
    try:
        return item.stoppable.search("", timeout=1) is not None
    except TimeoutError:
        return False
    except (regex.error, RecursionError, OverflowError) as error:
        raise PatternError(f"does not compile: {error}", "Mend the expression.") from None


def is_lower(source: str) -> bool:
    """Return whether an expression has no capital letters of its own and sets no flags.

    >>> is_lower(r"\\b(?P<hit>war)\\B"), is_lower("(?-i:WHO)"), is_lower("[A-Z]")
    (True, False, False)
    """
    bare = NO_CAPITALS.sub("", source)
    return bare == bare.lower() and not FLAGS.search(source)


def looks_back(tree: Any) -> int:
    """Return how far an expression looks back: without limit where it asks if the text begins.

    >>> [looks_back(parsed(one)) for one in (r"(?<!the )will", r"^no", r"\\bno")]
    [5, 1000000000, 0]
    """
    far = 0
    for node in tree:
        name, value = str(node[0]), node[1]
        if name in {"ASSERT", "ASSERT_NOT"} and value[0] < 0:
            # One more, since it may ask whether a word begins there.
            far = max(far, min(value[1].getwidth()[1] + 1, FAR))
        if name == "AT" and str(value) in BEGINNINGS:
            return FAR
        far = max([far, *map(looks_back, subtrees(value))])
    return far


def looks_back_evenly(tree: Any) -> bool:
    """Return whether every look-behind has one width, as the standard library asks."""
    for node in tree:
        name, value = str(node[0]), node[1]
        if name in {"ASSERT", "ASSERT_NOT"} and value[0] < 0:
            least, most = value[1].getwidth()
            if least != most:
                return False
        if not all(looks_back_evenly(inner) for inner in subtrees(value)):
            return False
    return True


def subtrees(value: Any) -> list[Any]:
    """Return the sequences of nodes inside the value of a node."""
    if hasattr(value, "getwidth"):
        return [value]
    inner = value if isinstance(value, tuple | list) else ()
    return [tree for part in inner for tree in subtrees(part)]
