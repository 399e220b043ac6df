"""A codebook as a table, for the report's appendix and for readers who write no YAML."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Code, Codebook, Entry, Subtype
from topoi.text.query.described import described

EXPLAINED = 40  # queries of a code that are told in words; more are counted
QUERIES = ["number", "code", "subtype", "role", "query", "says", "line"]


def document(book: Codebook) -> pd.DataFrame:
    """Return one row a code with all the codebook says of it, as texts; lists are joined by "; ".

    Columns: `number, code, label, function, definition, source, subtypes, include, exclude,
    conditions, examples_yes, examples_no, known_false_positives, missed, needs, built_in, target,
    see_also`.
    """
    return pd.DataFrame([documented(code) for code in book.codes]).astype("str")


def documented(code: Code) -> dict[str, str]:
    """Return what the codebook says of one code, by column."""
    subtypes = code.subtypes
    conditions = (one for subtype in subtypes for one in conditions_of(subtype))
    return {
        "number": code.number,
        "code": code.id,
        "label": code.label,
        "function": code.function,
        "definition": code.definition,
        "source": code.source,
        "subtypes": listing(named_subtypes(code)),
        "include": listing(one.query.source for some in subtypes for one in some.include),
        "exclude": listing(one.query.source for some in subtypes for one in some.exclude),
        "conditions": listing(conditions),
        "examples_yes": listing(text for text, _ in code.yes),
        "examples_no": listing(text for text, _ in code.no),
        "known_false_positives": listing(code.known_false_positives),
        "missed": code.missed,
        "needs": code.needs,
        "built_in": code.built_in,
        "target": code.target.side,
        "see_also": listing(one.query.source for one in code.see_also),
    }


def named_subtypes(code: Code) -> list[str]:
    """Return the named subtypes of a code, each with its part and its label where it has them."""
    number = {name: f"{part.number} " for part in code.parts for name in part.subtypes}
    return [
        number.get(one.name, "") + one.name + (f" ({one.label})" if one.label else "")
        for one in code.subtypes
        if one.name
    ]


def conditions_of(subtype: Subtype) -> list[str]:
    """Return the conditions of a subtype in words."""
    told = []
    for near in subtype.near:
        verb = "needs" if near.wanted else "has none of"
        queries = listing(one.query.source for one in near.entries)
        told.append(f"{verb} in the {near.unit}: {queries}")
    told.extend(f"{key} is {' or '.join(values)}" for key, values in subtype.context)
    return [f"{subtype.name}: {one}" if subtype.name else one for one in told]


def listing(texts: Iterable[str]) -> str:
    """Return the different texts, joined by "; "."""
    return "; ".join(dict.fromkeys(texts))


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


def explained(book: Codebook) -> dict[str, dict[str, Any]]:
    """Return what each code means, by its id: `number, label, definition, source`, `finds` (its
    queries in English words, the first of them) and `more` (how many there are besides).
    """
    told: dict[str, dict[str, Any]] = {}
    for code in book.codes:
        says = [described(one.query) for some in code.subtypes for one in some.include]
        finds = list(dict.fromkeys(says))
        told[code.id] = {
            "number": code.number,
            "label": code.label,
            "definition": code.definition,
            "source": code.source,
            "finds": finds[:EXPLAINED],
            "more": len(finds[EXPLAINED:]),
        }
    return told


def roles_of(subtype: Subtype) -> list[tuple[str, tuple[Entry, ...]]]:
    """Return the queries of a subtype by what they are there for."""
    near = [
        (f"{'requires' if one.wanted else 'forbids'} in the {one.unit}", one.entries)
        for one in subtype.near
    ]
    return [("include", subtype.include), ("exclude", subtype.exclude), *near]
