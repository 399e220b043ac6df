"""Parts of a code: kinds of one frame that are counted in rows of their own."""

from collections.abc import Mapping, Sequence

import pandas as pd

from topoi.coding.codebook import Code, Codebook, Part, Subtype
from topoi.coding.fields import Reader
from topoi.coding.strict_yaml import Node

PART_KEYS = ("label", "subtypes")


def parts_from(
    node: Node | None, subtypes: Sequence[Subtype], own: Subtype, reader: Reader
) -> tuple[Part, ...]:
    """Return the parts of a code; raises InputError unless each subtype stands in exactly one."""
    if node is None:
        return ()
    if node.kind != "mapping":
        raise reader.error(node, "`parts` is no mapping", "Write `F02a: {subtypes: [...]}` lines.")
    known, parts = [one.name for one in subtypes], []
    for number, inner in node.fields.items():
        fields = reader.mapping(inner, PART_KEYS, f"the part {number!r}")
        label = reader.text(fields, "label", needed=True)
        names = tuple(name for name, _ in reader.strings(fields, "subtypes"))
        for name in names:
            if name not in known:
                remedy = f"Left are: {', '.join(known) or 'none'}."
                raise reader.error(
                    inner, f"the part {number!r} has {name!r}, no subtype left to place", remedy
                )
            known.remove(name)
        parts.append(Part(number, label, names))
    if known or own.include:
        what = f"the subtype {known[0]!r} stands" if known else "queries of the code itself stand"
        raise reader.error(node, f"{what} in no part", "Put every query into one part.")
    return tuple(parts)


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


def told(code: Code) -> list[str]:
    """Return the named subtypes of a code, each with its part and its label where it has them."""
    number = {name: f"{part.number} " for part in code.parts for name in part.subtypes}
    return [
        number.get(one.name, "") + one.name + (f" ({one.label})" if one.label else "")
        for one in code.subtypes
        if one.name
    ]
