"""A codebook as a table, for the report's appendix and for readers who write no YAML."""

from collections.abc import Iterable

import pandas as pd

from topoi.coding.codebook import Code, Codebook, Subtype
from topoi.coding.parts import told
from topoi.coding.patterns import Expression, Pattern, compile_pattern

COLUMNS = [
    "number", "code", "label", "function", "definition", "source", "subtypes", "include",
    "exclude", "conditions", "examples_yes", "examples_no", "known_false_positives", "missed",
    "needs", "built_in", "target",
]  # fmt: skip
PATTERNS = ["number", "code", "subtype", "role", "pattern", "case", "line", "kind", "searched"]


def document(book: Codebook) -> pd.DataFrame:
    """Return one row a code with all the codebook says of it, as texts; lists are joined by "; ".

    Columns: `number, code, label, function, definition, source, subtypes, include, exclude,
    conditions, examples_yes, examples_no, known_false_positives, missed, needs, built_in, target`.
    """
    return pd.DataFrame([row(code) for code in book.codes], columns=COLUMNS).astype("str")


def row(code: Code) -> tuple[str, ...]:
    """Return the row of one code."""
    include = [p.source for subtype in code.subtypes for p in subtype.include]
    exclude = [p.source for subtype in code.subtypes for p in subtype.exclude]
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
        told.append(f"{verb} in the {near.unit}: {joined(p.source for p in near.patterns)}")
    told.extend(f"{key} is {' or '.join(values)}" for key, values in subtype.context)
    return [f"{subtype.name}: {one}" if subtype.name else one for one in told]


def joined(texts: Iterable[object]) -> str:
    """Return texts joined by "; "."""
    return "; ".join(map(str, texts))


def patterns_of(book: Codebook) -> pd.DataFrame:
    """Return one row a pattern: `number, code, subtype, role, pattern, case, line, kind, searched`.

    `role` is include, exclude, requires or forbids; `searched` says how an expression is found:
    "at literals", "near literals", or "everywhere", which is slow in large collections.
    """
    rows = []
    for code in book.codes:
        for subtype in code.subtypes:
            groups = [("include", subtype.include), ("exclude", subtype.exclude)]
            groups += [("requires" if n.wanted else "forbids", n.patterns) for n in subtype.near]
            for role, patterns in groups:
                for one in patterns:
                    kind, searched = way(one)
                    rows.append(
                        (code.number, code.id, subtype.name, role, one.source, one.case, one.line,
                         kind, searched)
                    )  # fmt: skip
    return pd.DataFrame(rows, columns=PATTERNS)


def way(pattern: Pattern) -> tuple[str, str]:
    """Return the kind of a pattern and how it is searched."""
    item = compile_pattern(pattern)
    if not isinstance(item, Expression):
        return "phrase", "at literals"
    near = "near literals" if item.anchors.groups else "everywhere"
    return "expression", "at literals" if item.anchors.heads else near
