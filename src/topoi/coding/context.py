"""The words around a hit on which rules of polarity and target rest."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from topoi.coding.candidates import Spans
from topoi.coding.fields import Reader
from topoi.coding.reading import lists_from
from topoi.coding.strict_yaml import read_yaml
from topoi.text.query.language import Query

WORDS = Path(__file__).parents[1] / "text" / "lang" / "en" / "context.yml"


class Cues(NamedTuple):
    """Queries for the words around a hit, and the kind of each, such as negation."""

    queries: tuple[Query, ...]
    kinds: tuple[str, ...]

    def apart(self, found: Spans) -> Mapping[str, Spans]:
        """Return the spans of each kind."""
        names = list(dict.fromkeys(self.kinds))
        kind = np.array([names.index(one) for one in self.kinds], dtype=np.int64)[found.key]
        return {name: found.take(kind == number) for number, name in enumerate(names)}


@cache
def cues() -> Cues:
    """Return the cues of the language."""
    fields = dict(read_yaml(WORDS).fields)
    reader = Reader(WORDS.name, lists_from(fields.pop("lists", None), WORDS.name))
    found = {kind: reader.queries(fields, kind, case=False) for kind in fields}
    return Cues(
        tuple(entry.query for entries in found.values() for entry in entries),
        tuple(kind for kind, entries in found.items() for _ in entries),
    )
