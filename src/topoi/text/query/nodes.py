"""The query language: the parts of which a query is made."""

from collections.abc import Mapping
from dataclasses import dataclass

from topoi.text.words.vocabulary import Word

KINDS = ("Name", "number", "year", "word")
SHOWN = 200  # characters of a query in a message


class QueryError(ValueError):
    """A query that cannot be used: what is wrong, at which character, and what to do about it."""

    def __init__(self, problem: str, remedy: str, column: int = 0) -> None:
        super().__init__(problem)
        self.problem = f"{problem} (character {column})" if column else problem
        self.remedy = remedy


def as_quoted(source: str) -> str:
    """Return a query as messages quote it, the end of a very long one left out."""
    return repr(source if len(source) <= SHOWN else f"{source[:SHOWN]}…")


@dataclass(frozen=True)
class Mark:
    """One punctuation mark."""

    text: str


@dataclass(frozen=True)
class Passed:
    """A token that is passed over unless it is written: a quotation mark or a final 's."""

    kind: str


@dataclass(frozen=True)
class Kind:
    """Any word of a kind: a capitalised one, a number, a year, any word."""

    name: str


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of the sentence."""

    sign: str


@dataclass(frozen=True)
class Gap:
    """Some words, at least so many and at most so many, perhaps with commas or dashes."""

    least: int
    most: int
    commas: bool = False


@dataclass(frozen=True, eq=False)
class OneOf:
    """One of several sequences; the name of the list they come from, where they have one."""

    ways: tuple["Sequent", ...]
    name: str = ""


@dataclass(frozen=True)
class Optional:
    """What may stand here or not."""

    inner: OneOf


@dataclass(frozen=True)
class Not:
    """One word that is none of these."""

    words: tuple[Word, ...]
    inner: OneOf


Node = Word | Mark | Passed | Kind | Edge | Gap | OneOf | Optional | Not


Sequent = tuple[Node, ...]


Lists = Mapping[str, OneOf]


@dataclass(frozen=True, eq=False)
class Query:
    """A parsed query: its parts in order; those from `hit[0]` up to `hit[1]` are the hit."""

    source: str
    items: Sequent
    hit: tuple[int, int]
