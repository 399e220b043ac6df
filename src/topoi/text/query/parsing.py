"""From what a reader writes to a query."""

import re
from collections.abc import Iterator, Sequence

from topoi.text.query.automaton import automaton_of
from topoi.text.query.lexemes import Lexeme, is_one_word, lexemes
from topoi.text.query.nodes import (
    Edge,
    Gap,
    Lists,
    Node,
    Not,
    OneOf,
    Optional,
    Query,
    QueryError,
    Sequent,
)
from topoi.text.words.vocabulary import Word

# What simple expressions say in the words of a query, in the order in which it is replaced.
TRANSLATIONS = (
    (r"\(\?P<hit>(.*)\)", r"/ \1 /"),
    (r"\(\?:\[\\w-\]\+ \)\{0,(\d+)\}\??", r"..\1 "),
    (r"\(\?:\\w\+ \)\{0,(\d+)\}\??", r"..\1 "),
    (r"\(\?:([^()]*?) \)\?", r"[\1] "),
    (r"\(\?:([^()]*)\)\?", r"[\1]"),
    (r"\[?\\w-?\]?[*+]", "*"),
    (r"\(\?:", "("),
    (r"[\^$\\]", ""),
)
EXAMPLE = '"root|underlying cause* [of ..2 {conflict}]"'
NOTHING: Lists = {}
DEEPEST = 50


def parse(source: str, *, lists: Lists = NOTHING, case: bool = False) -> Query:
    """Return the query that is written; `lists` are those that it may name.

    With `case`, all words must be written as in the query. Raises QueryError with the character and
    what to do for what is no query, could match nothing or has a gap at an end.

    >>> parse("root|underlying cause*").items[1]
    Word(text='cause*', inflected=False, exact=False)
    """
    query = read(source, lists=lists, case=case)
    automaton_of(query)
    return query


def read(source: str, *, lists: Lists = NOTHING, case: bool = False) -> Query:
    """Return what is written as a query or as a part of others, such as an item of a list."""
    if is_one_word(source) and source.strip("*?") and not case:
        return Query(source, (Word(source),), (0, 1))
    refuse_expressions(source)
    return Parser(list(lexemes(source, lists, case)), len(source) + 1).query(source)


class Parser:
    """The pieces of one query and how far they have been read."""

    def __init__(self, pieces: Sequence[Lexeme], end: int) -> None:
        self.pieces = [*pieces, Lexeme("end", "", end)]
        self.at = 0
        self.depth = 0

    def query(self, source: str) -> Query:
        """Return the whole query."""
        ways: list[Sequent] = []
        marks: list[tuple[int, Lexeme]] = []
        items: list[Node] = []
        while (piece := self.pieces[self.at]).kind != "end":
            if piece.kind == "hit":
                marks.append((len(items), piece))
                self.at += 1
            elif self.parts_ways():
                ways.append(self.way(items, piece))
                items = []
            elif node := self.element():
                items.append(node)
        if marks and (len(marks) != 2 or ways):
            raise QueryError(
                "has one / alone" if len(marks) == 1 else "has / ... / more than once",
                "Put one / before the words of the hit and one behind them.",
                marks[-1][1].column,
            )
        if marks and (marks[0][0], marks[1][0]) == (0, len(items)):
            raise QueryError(
                "has / ... / around all of it",
                "Leave them out, or write the words around the hit outside of them.",
                marks[0][1].column,
            )
        if ways:
            ways.append(self.way(items, piece))
            items = [OneOf(tuple(ways))]
        first, last = (marks[0][0], marks[1][0]) if marks else (0, len(items))
        check_edges(tuple(items))
        return Query(source, tuple(items), (first, last))

    def parts_ways(self) -> bool:
        """Return whether a | with spaces around it stands here; move behind it if so."""
        if self.pieces[self.at].kind != "space":
            return False
        piece = self.pieces[min(self.at + 1, len(self.pieces) - 1)]
        if not (piece.kind == "sign" and piece.text == "|"):
            return False
        if self.pieces[self.at + 2].kind != "space":
            raise QueryError(
                "has a | with a space on one side only",
                "Write a|b for one word or another, (a b | c d) for sequences.",
                piece.column,
            )
        self.at += 3
        return True

    def way(self, items: Sequence[Node], piece: Lexeme) -> Sequent:
        """Return one of several sequences; raise QueryError where it is empty."""
        if not items:
            raise QueryError(
                "has an empty alternative", "Write a word between the bars.", piece.column
            )
        return tuple(items)

    def element(self) -> Node | None:
        """Return the next part of a sequence, alternatives joined by | without spaces as one."""
        if self.pieces[self.at].kind == "space":
            self.at += 1
            return None
        column = self.pieces[self.at].column
        ways = [self.primary()]
        while self.pieces[self.at].text == "|" and self.pieces[self.at].kind == "sign":
            self.at += 1
            ways.append(self.primary())
        if len(ways) == 1:
            return ways[0][0] if len(ways[0]) == 1 else OneOf((ways[0],))
        for way in ways:
            if isinstance(way[0], Gap | Optional | Edge):
                raise QueryError(
                    "has a gap, [...] or an end of the sentence beside a |",
                    "Use words, lists and (...) there.",
                    column,
                )
        return OneOf(tuple(way for one in ways for way in unfolded(one)))

    def primary(self) -> Sequent:
        """Return one word, list, kind, mark or group, with what is written together with it."""
        piece = self.pieces[self.at]
        self.at += 1
        if piece.node is not None:
            return (piece.node, *self.joined())
        if piece.text in {"(", "["} and piece.kind == "sign":
            return self.grouped(piece)
        if piece.kind == "not":
            return (self.none_of(piece),)
        if piece.text in {")", "]"}:
            raise QueryError(
                f"has a {piece.text} that nothing opens", "Remove it, or open it.", piece.column
            )
        raise QueryError("has an empty alternative", "Write a word there.", piece.column)

    def grouped(self, opened: Lexeme) -> Sequent:
        """Return (...) or [...], with a final 's that is written together with it."""
        before = self.pieces[self.at - 2] if self.at > 1 else opened
        inner = self.group(")" if opened.text == "(" else "]", opened)
        node: Node = inner if opened.text == "(" else Optional(inner)
        if opened.text == "[" and [type(one) for way in inner.ways for one in way] == [Optional]:
            raise QueryError("has [[ ]]", "Write [a] for what may stand here.", opened.column)
        barred = "|" in {before.text, self.pieces[self.at].text}
        if node is inner and len(inner.ways) == 1 and len(inner.ways[0]) > 1 and not barred:
            raise QueryError(
                "has ( ) around one row of words",
                "Put spaces around the bar that parts rows, (a b | c d), or leave ( ) out.",
                opened.column,
            )
        return (node, *self.joined())

    def joined(self) -> Sequent:
        """Return what is written together with the part before it."""
        nodes: list[Node] = []
        while (piece := self.pieces[self.at]).kind == "joined" and piece.node is not None:
            nodes.append(piece.node)
            self.at += 1
        return tuple(nodes)

    def group(self, close: str, opened: Lexeme) -> OneOf:
        """Return what stands up to the closing bracket."""
        ways: list[Sequent] = []
        items: list[Node] = []
        self.depth += 1
        if self.depth > DEEPEST:
            problem = f"has brackets within brackets, more than {DEEPEST} deep"
            raise QueryError(problem, "Put the inner ones in a list.", opened.column)
        while True:
            piece = self.pieces[self.at]
            if piece.kind == "end":
                raise QueryError(
                    f"has a {opened.text} that is not closed",
                    f"Write {close} behind it.",
                    opened.column,
                )
            if piece.kind == "hit":
                raise QueryError("has a / inside brackets", "Put it outside.", piece.column)
            if piece.text == close and piece.kind == "sign":
                self.at += 1
                self.depth -= 1
                return OneOf((*ways, self.way(items, piece)))
            if self.parts_ways():
                ways.append(self.way(items, piece))
                items = []
            elif node := self.element():
                items.append(node)

    def none_of(self, piece: Lexeme) -> Not:
        """Return one word that is none of those written behind a !."""
        nodes = self.primary()
        inner = nodes[0] if isinstance(nodes[0], OneOf) and len(nodes) == 1 else OneOf((nodes,))
        words = tuple(single_words(inner))
        if None in words:
            raise QueryError(
                "has a ! before more than one word", "Write !(a|b) with single words.", piece.column
            )
        return Not(tuple(word for word in words if word), inner)


def single_words(node: OneOf) -> Iterator[Word | None]:
    """Yield the words of alternatives; None for what is no single word."""
    for way in node.ways:
        if len(way) == 1 and isinstance(way[0], Word):
            yield way[0]
        elif len(way) == 1 and isinstance(way[0], OneOf):
            yield from single_words(way[0])
        else:
            yield None


def unfolded(way: Sequent) -> tuple[Sequent, ...]:
    """Return alternatives without a name as they are, so that a|(b|c) is a|b|c."""
    node = way[0]
    return node.ways if len(way) == 1 and isinstance(node, OneOf) and not node.name else (way,)


def check_edges(items: Sequent) -> None:
    """Raise QueryError where ^ is not in the first or $ not in the last part of a query."""
    for at, node in enumerate(items):
        for sign in edges_in(node):
            if at != (0 if sign == "^" else len(items) - 1):
                raise QueryError(f"has a {sign} inside", "^ may stand first, $ last.")


def edges_in(node: Node) -> Iterator[str]:
    """Yield the signs for ends of the sentence in a part; lists have none."""
    inner = node.inner if isinstance(node, Optional) else node
    if isinstance(inner, Edge):
        yield inner.sign
    if isinstance(inner, OneOf) and not inner.name:
        for way in inner.ways:
            for part in way:
                yield from edges_in(part)


def refuse_expressions(source: str) -> None:
    """Raise QueryError for a /regular expression/, with the query that says the same."""
    if len(source) < 3 or source[0] != "/" or source[-1] != "/" or source[1].isspace():
        return
    told = as_query(source[1:-1])
    raise QueryError(
        "is a /regular expression/, which codebooks no longer hold",
        f"Write words, for example: {told}",
    )


def as_query(expression: str) -> str:
    """Return what a simple expression says as a query, or an example of one.

    >>> as_query(r"\\broot (?:[\\w-]+ ){0,2}?cause\\w*\\b")
    '"root ..2 cause*"'
    """
    told = re.sub(r"(\w+)s\?(?!\w)", r"\1|\1s", re.sub(r"\\[bAZ]", "", expression))
    for pattern, query in TRANSLATIONS:
        told = re.sub(pattern, query, told)

    try:
        parse(told)
    except QueryError:
        return EXAMPLE
    return EXAMPLE if "?" in told else f'"{told}"'
