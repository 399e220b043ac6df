"""A codebook as a table, for the report's appendix and for readers who write no YAML."""

from collections.abc import Iterable

import pandas as pd

from topoi.coding.codebook.codebook import Code, Codebook, Entry, Subtype, told
from topoi.text.query.described import described

COLUMNS = [
    "number", "code", "label", "function", "definition", "source", "subtypes", "include",
    "exclude", "conditions", "examples_yes", "examples_no", "known_false_positives", "missed",
    "needs", "built_in", "target",
]  # fmt: skip
QUERIES = ["number", "code", "subtype", "role", "query", "says", "line"]


def document(book: Codebook) -> pd.DataFrame:
    """Return one row a code with all the codebook says of it, as texts; lists are joined by "; ".

    Columns: `number, code, label, function, definition, source, subtypes, include, exclude,
    conditions, examples_yes, examples_no, known_false_positives, missed, needs, built_in, target`.
    """
    return pd.DataFrame([row(code) for code in book.codes], columns=COLUMNS).astype("str")


def row(code: Code) -> tuple[str, ...]:
    """Return the row of one code."""
    include = [one.query.source for subtype in code.subtypes for one in subtype.include]
    exclude = [one.query.source for subtype in code.subtypes for one in subtype.exclude]
    conditions = [told for subtype in code.subtypes for told in conditions_of(subtype)]
    return (
        code.number,
        code.id,
        code.label,
        code.function,
        code.definition,
        code.source,
        joined(told(code)),
        joined(dict.fromkeys(include)),
        joined(dict.fromkeys(exclude)),
        joined(dict.fromkeys(conditions)),
        joined(text for text, _ in code.yes),
        joined(text for text, _ in code.no),
        joined(code.known_false_positives),
        code.missed,
        code.needs,
        code.built_in,
        code.target.side,
    )


def conditions_of(subtype: Subtype) -> list[str]:
    """Return the conditions of a subtype in words."""
    told = []
    for near in subtype.near:
        verb = "needs" if near.wanted else "has none of"
        queries = joined(one.query.source for one in near.entries)
        told.append(f"{verb} in the {near.unit}: {queries}")
    told.extend(f"{key} is {' or '.join(values)}" for key, values in subtype.context)
    return [f"{subtype.name}: {one}" if subtype.name else one for one in told]


def joined(texts: Iterable[object]) -> str:
    """Return texts joined by "; "."""
    return "; ".join(map(str, texts))


def queries_of(book: Codebook) -> pd.DataFrame:
    """Return one row a query: `number, code, subtype, role, query, says, line`.

    `role` is include, exclude, or a condition such as "requires in the paragraph"; `says` is the
    query in English words. Exclusions and conditions of a code stand with each of its subtypes.
    """
    rows = [
        (code.number, code.id, subtype.name, role, one.query.source, described(one.query), one.line)
        for code in book.codes
        for subtype in code.subtypes
        for role, entries in roles_of(subtype)
        for one in entries
    ]
    return pd.DataFrame(rows, columns=QUERIES)


def roles_of(subtype: Subtype) -> list[tuple[str, tuple[Entry, ...]]]:
    """Return the queries of a subtype by what they are there for."""
    near = [
        (f"{'requires' if one.wanted else 'forbids'} in the {one.unit}", one.entries)
        for one in subtype.near
    ]
    return [("include", subtype.include), ("exclude", subtype.exclude), *near]
