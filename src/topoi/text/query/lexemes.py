"""The pieces of a query as it is written: words, marks, lists, gaps, brackets."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from topoi.text.lang.language import language
from topoi.text.query.nodes import (
    KINDS,
    Edge,
    Gap,
    Kind,
    Lists,
    Mark,
    Node,
    OneOf,
    Passed,
    QueryError,
)
from topoi.text.words.tokens import words_of
from topoi.text.words.vocabulary import QUOTES, Word

LONGEST_GAP = 30
# What is one word without cutting it as the texts are cut: most words of most queries.
PLAIN = re.compile(r"(?:[^\W_]|[*?])+(?:[-'’](?:[^\W_]|[*?])+)*")
INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
# Letters that stand for the wildcards while a word is cut into tokens.
STARS: dict[str, str] = {"*": "\ua500", "?": "\ua501"}
LEXEMES = re.compile(
    r"""(?P<space>\s+)
    | \.\.(?P<least>\d+)(?:-(?P<most>\d+))?(?P<commas>,?)(?=[\s)\]|]|$)
    | \{(?P<list>[^{}]*)\} | <(?P<kind>[^<>\s]*)> | (?P<sign>[()\[\]|])
    | (?<=[>})\]])['’](?P<clitic>s)\b | (?<!\S)['’](?P<lone>s)(?!\S) | (?P<not>!)(?=[^\s)\]|])
    | (?<!\S)(?P<hit>/)(?!\S) | (?P<edge>\^|\$(?![^\s)\]|]))
    | (?P<mark>[;:"“”„«»!] | ,(?!(?<=\d,)\d))
    | (?P<prefix>[~=]?)(?P<word>(?:[^\s()\[\]{}|<>;:"“”„«»!^,~=] | (?<=\d)[,:](?=\d))+)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Lexeme(NamedTuple):
    """A piece of a query, its kind, and the character at which it begins, from 1."""

    kind: str
    text: str
    column: int
    node: Node | None = None


def lexemes(source: str, lists: Lists, case: bool) -> Iterator[Lexeme]:
    """Yield the pieces of a query."""
    for found in LEXEMES.finditer(source):
        what, text, column = found.lastgroup or "", found[0], found.start() + 1
        if what == "word":
            yield from word_lexemes(found["prefix"], found["word"], column, case)
        elif what in {"space", "sign", "not", "hit"}:
            yield Lexeme(what, text, column)
        elif what == "other":
            raise lone_sign(text, column)
        else:
            node = NODES[what](found, lists, column)
            yield Lexeme("joined" if what == "clitic" else "node", text, column, node)


def lone_sign(sign: str, column: int) -> QueryError:
    """Return the error for a sign that says nothing where it stands."""
    close = {"{": "}", "<": ">"}.get(sign)
    if close:
        return QueryError(f"has a {sign} that is not closed", f"Write {close} behind it.", column)
    if sign in "}>":
        return QueryError(f"has a {sign} that nothing opens", "Remove it, or open it.", column)
    return QueryError(f"has a {sign!r} with nothing behind it", "Write a word behind it.", column)


def gap_written(found: re.Match[str], lists: Lists, column: int) -> Gap:
    """Return the gap that is written."""
    least, most = int(found["least"]), int(found["most"] or found["least"])
    if not found["most"]:
        least = 0
    if not least <= most <= LONGEST_GAP or not most:
        raise QueryError(
            f"has a gap of {found[0][2:].rstrip(',')} words",
            f"Write ..3 (up to three) or ..1-4; {LONGEST_GAP} is the most.",
            column,
        )
    return Gap(least, most, bool(found["commas"]))


def list_named(found: re.Match[str], lists: Lists, column: int) -> OneOf:
    """Return a list by its name."""
    name = found["list"].strip()
    if name not in lists:
        known = ", ".join(sorted(lists)) or "none"
        raise QueryError(
            f"names the unknown list {{{name}}}", f"Add it to `lists:` (known: {known}).", column
        )
    return lists[name]


def kind_named(found: re.Match[str], lists: Lists, column: int) -> Kind:
    """Return a kind of words by its name."""
    if found["kind"] not in KINDS:
        known = ", ".join(f"<{one}>" for one in KINDS)
        raise QueryError(f"has an unknown <{found['kind']}>", f"Known: {known}.", column)
    return Kind(found["kind"])


def mark_written(found: re.Match[str], lists: Lists, column: int) -> Node:
    """Return a mark, or what is passed over unless it is written."""
    return Passed("quote") if found[0] in QUOTES else Mark(found[0])


# What the groups of LEXEMES stand for, unless it is words or signs that part them.
NODES: dict[str, Callable[[re.Match[str], Lists, int], Node]] = {
    "commas": gap_written,
    "list": list_named,
    "kind": kind_named,
    "mark": mark_written,
    "edge": lambda found, lists, column: Edge(found[0]),
    "clitic": lambda found, lists, column: Passed("clitic"),
    "lone": lambda found, lists, column: Passed("clitic"),
}


# What is written like a query and is none: pattern of the piece, what is wrong, what to do.
REFUSED = (
    (
        re.compile(r"\.\.|\.\.+-?\d.*"),
        "is no gap",
        "Write ..3 (up to three words) or ..1-4, spaces around it.",
    ),
    (re.compile(r"/.+|.+/"), "has a / at a word", "Put spaces around each / of / the hit /."),
    (
        re.compile(r"AND|OR|NOT"),
        "is no sign of the language",
        "Words in a row follow each other; write (a | b) for either, !a for any word but a.",
    ),
)


def refuse(prefix: str, text: str, column: int) -> None:
    """Raise QueryError for a piece that is written like a query and is none."""
    if not text.strip("*?"):
        raise QueryError(f"has {text!r}, which is any word", "Write <word> for any word.", column)
    if prefix == "~" and ("*" in text or "?" in text):
        raise QueryError(f"has ~{text}", "Write ~ before a whole word, or * without ~.", column)
    for pattern, problem, remedy in REFUSED:
        if pattern.fullmatch(text):
            raise QueryError(f"has {text!r}, which {problem}", remedy, column)


def word_lexemes(prefix: str, text: str, column: int, case: bool) -> Iterator[Lexeme]:
    """Yield the tokens of one piece between spaces, such as the three of AT&T."""
    if text == "?":
        yield Lexeme("node", text, column, Mark(text))
        return
    refuse(prefix, text, column)
    if is_one_word(text) and not (prefix or case):
        yield Lexeme("node", text, column, Word(text))
        return
    nodes = cut(text)
    for node in nodes:
        if isinstance(node, Word):
            node = Word(node.text, inflected=prefix == "~", exact=case or prefix == "=")  # noqa: PLW2901
        yield Lexeme("node" if node is nodes[0] else "joined", text, column, node)


@lru_cache(maxsize=65536)
def cut(text: str) -> tuple[Node, ...]:
    """Return the words and marks of a piece of text, cut as the texts are."""
    if is_one_word(text):
        return (Word(text),)
    held = text.translate({ord(sign): letter for sign, letter in STARS.items()})
    nodes: list[Node] = []
    before = ""
    for token in words_of(held):
        written = held[token.start : token.end]
        for sign, letter in STARS.items():
            written = written.replace(letter, sign)
        if token.is_word:
            nodes.append(Word(written))
        elif token.token == "'s":
            nodes.append(Passed("clitic"))
        elif written in QUOTES:
            nodes.append(Passed("quote"))
        elif not (written == "." and is_abbreviation(before)):
            nodes.append(Mark(written))
        before = token.token
    return tuple(nodes)


def is_one_word(text: str) -> bool:
    """Return whether a piece of a query is one word, for certain.

    >>> is_one_word("anti-*"), is_one_word("AT&T"), is_one_word("Kiev's")
    (True, False, False)
    """
    clitics = language().genitive_clitic_endings
    return PLAIN.fullmatch(text) is not None and not text.lower().endswith(clitics)


def is_abbreviation(form: str) -> bool:
    """Return whether a point behind a word belongs to it: "u.s", "j", "mr".

    >>> is_abbreviation("u.s"), is_abbreviation("mr"), is_abbreviation("war")
    (True, True, False)
    """
    return bool(INITIALS.fullmatch(form)) or form in language().words_with_points
