"""The codebook: analysis decisions as data, and its loader."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from topoi.text.query.language import Query

VOICE_MODES = ("outlet", "indirect", "direct", "mixed", "nested")
POLARITIES = ("asserted", "negated", "mentioned")
UNITS = ("sentence", "paragraph", "document")
TARGET_SIDES = ("nearest", "inside", "before", "after", "none")


class Entry(NamedTuple):
    """A query of a codebook and the line in which it stands."""

    query: Query
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
    line: int = 0


@dataclass(frozen=True, eq=False)
class Codebook:
    """A loaded, self-tested codebook.

    `actors` are the names among which targets are looked for, each with its queries; `lists` are
    the named lists as they are written.
    """

    id: str
    version: str
    title: str
    codes: tuple[Code, ...]
    path: str = ""
    description: str = ""
    actors: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def code(self, name: str) -> Code:
        """Return the code with this id or number."""
        for code in self.codes:
            if name in {code.id, code.number}:
                return code
        raise KeyError(name)


def load_codebook(path: str | Path) -> Codebook:
    """Return the codebook of a YAML file, self-tested.

    Raises InputError with file and line for unknown or duplicate keys, duplicate ids, queries
    that cannot be read or can match nothing, and for an example that is not coded as its codebook
    says.
    """
    from topoi.coding.reading import codebook_from
    from topoi.coding.selftest import check_examples
    from topoi.coding.strict_yaml import read_yaml

    return check_examples(codebook_from(read_yaml(path), place=str(path)))
