"""The codebook: analysis decisions as data."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from topoi.coding.structures.structures import STRUCTURES
from topoi.text.query.nodes import Query

POLARITIES = ("asserted", "negated", "mentioned")


class Entry(NamedTuple):
    """A query of a codebook and the line in which it stands."""

    query: Query
    line: int = 0


class Annotation(NamedTuple):
    """A passage that somebody marked with a code, in characters, and who did; the label of the
    code, the polarity, the words (None: not said) and the line of the file where it says them."""

    doc: str
    start: int
    end: int
    code: str
    subtype: str
    coder: str
    label: str = ""
    polarity: str = "asserted"
    text: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Near:
    """Queries of which at least one must (or may not) match in the same unit as the hit."""

    unit: str
    entries: tuple[Entry, ...]
    wanted: bool = True


@dataclass(frozen=True)
class Subtype:
    """One way in which a code is found. The unnamed subtype holds the code's own queries."""

    name: str
    label: str = ""
    include: tuple[Entry, ...] = ()
    exclude: tuple[Entry, ...] = ()
    near: tuple[Near, ...] = ()
    context: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Target:
    """Where the target of a hit is looked for among the actors of its sentence."""

    side: str = "nearest"
    other_than: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Some subtypes of a code that are counted in a row of their own, such as F02b."""

    number: str
    label: str
    subtypes: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """One code with its definition, its queries and its examples."""

    id: str
    label: str
    number: str = ""
    function: str = ""
    definition: str = ""
    source: str = ""
    subtypes: tuple[Subtype, ...] = ()
    parts: tuple[Part, ...] = ()
    yes: tuple[tuple[str, int], ...] = ()
    no: tuple[tuple[str, int], ...] = ()
    known_false_positives: tuple[str, ...] = ()
    missed: str = ""
    needs: str = ""
    built_in: str = ""
    target: Target = Target()
    headline: bool = False
    see_also: tuple[Entry, ...] = ()
    line: int = 0


@dataclass(frozen=True, eq=False)
class Codebook:
    """A loaded, self-tested codebook.

    `actors` are the names among which targets are looked for, each with its queries; `lists` are
    the named lists as they are written. Hits of one code with at most `join` words between, and
    neither a mark nor "and" or "or", are one hit (0: none are). Where the passages were marked by
    hand, `annotations` is the name of their file, and `passages` holds them.
    """

    id: str
    version: str
    title: str
    codes: tuple[Code, ...]
    path: str = ""
    description: str = ""
    actors: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    join: int = 0
    annotations: str = ""
    passages: tuple[Annotation, ...] = ()

    def code(self, name: str) -> Code:
        """Return the code with this id or number."""
        for code in self.codes:
            if name in {code.id, code.number}:
                return code
        raise KeyError(name)


def ids_of(books: Iterable[Codebook]) -> list[str]:
    """Return the ids of all codes, book by book; of one that several have, `book.code`."""
    named = [(book.id, code.id) for book in books for code in book.codes]
    counts = Counter(code for _, code in named)
    return [code if counts[code] == 1 else f"{book}.{code}" for book, code in named]


def codes_by_id(books: Iterable[Codebook]) -> list[tuple[str, Code]]:
    """Return the codes of all codebooks, each behind its id of `ids_of`."""
    shelf = list(books)
    every = (code for book in shelf for code in book.codes)
    return list(zip(ids_of(shelf), every, strict=True))


def found_by_structure(books: Iterable[Codebook]) -> list[str]:
    """Return the ids of the codes that a structure finds and no query."""
    return [name for name, code in codes_by_id(books) if code.built_in]


def defined_by_voice(books: Iterable[Codebook]) -> list[str]:
    """Return the ids of the codes that only some voices can have: their definition names voices.

    Such a code is found by what the voices show, or in a context of modes or speakers. To compare
    voices by it would repeat the definition.
    """
    return [
        name
        for name, code in codes_by_id(books)
        if (code.built_in and STRUCTURES[code.built_in].from_voices)
        or any(about != "polarity" for one in code.subtypes for about, _ in one.context)
    ]


def told_apart(hits: pd.DataFrame, books: Iterable[Codebook]) -> pd.DataFrame:
    """Return the hits with the ids of `ids_of` in their column `code`."""
    known = set(ids_of(books))
    full = hits["codebook"] + "." + hits["code"]
    return hits.assign(code=full.where(full.isin(known), hits["code"]))


def in_parts(hits: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return the hits of a codebook with a column `part`: number of the part, or else the code."""
    part = {
        (code.id, name): part.number
        for code in book.codes
        for part in code.parts
        for name in part.subtypes
    }
    pairs = zip(hits["code"], hits["subtype"], strict=True)
    rows = [part.get((code, subtype), code) for code, subtype in pairs]
    return hits.assign(part=pd.Series(rows, index=hits.index, dtype="str"))


def part_labels(book: Codebook, labels: Mapping[str, str]) -> dict[str, str]:
    """Return part or code -> printed label, in the codebook's order; a part tells its number.

    What `labels` adds to the label of a code, its parts are told by, too.
    """
    found: dict[str, str] = {}
    for code in book.codes:
        added = labels[code.id].removeprefix(code.label)
        for part in code.parts:
            found[part.number] = f"{part.label}, {part.number}{added}"
        if not code.parts:
            found[code.id] = labels[code.id]
    return found
