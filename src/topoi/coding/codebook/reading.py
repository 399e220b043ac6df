"""From the nodes of a YAML file to a codebook."""

import re
from collections.abc import Mapping, Sequence

from topoi.coding.codebook.codebook import (
    POLARITIES,
    TARGET_SIDES,
    UNITS,
    VOICE_MODES,
    Code,
    Codebook,
    Entry,
    Near,
    Part,
    Subtype,
    Target,
)
from topoi.coding.codebook.strict_yaml import Node, Reader
from topoi.coding.structures.structures import STRUCTURES
from topoi.errors import InputError
from topoi.text.query.language import Edge, OneOf

BOOK_KEYS = ("id", "version", "title", "description", "lists", "actors", "codes")
FINDING_KEYS = ("label", "include", "exclude", "requires", "forbids", "case", "context")
CODE_KEYS = (
    "id",
    "number",
    "function",
    "definition",
    "source",
    *FINDING_KEYS,
    "subtypes",
    "parts",
    "examples",
    "known_false_positives",
    "missed",
    "needs",
    "built_in",
    "target",
)
PART_KEYS = ("label", "subtypes")
CONTEXT_KEYS = ("mode", "stance", "speaker", "polarity")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
NAMED = re.compile(r"\{\s*([^{}]*?)\s*\}")
DEEPEST = 50  # lists within lists


def codebook_from(root: Node, *, place: str) -> Codebook:
    """Return the codebook that the nodes describe; raises InputError with file and line."""
    fields = Reader(place).mapping(root, BOOK_KEYS, "the codebook")
    reader = Reader(place, lists_from(fields.get("lists"), place))
    node = fields.get("codes")
    if node is None or node.kind != "list" or not node.items:
        raise reader.error(node or root, "`codes` is no list of codes", "Add at least one code.")
    codes: list[Code] = []
    for item in node.items:
        code = code_from(item, reader)
        for other in codes:
            if code.id == other.id or (code.number and code.number == other.number):
                raise reader.error(
                    item,
                    f"the id or number of code {code.id!r} stands in line {other.line} already",
                    "Give every code its own.",
                )
        codes.append(code)
    name = reader.text(fields, "id", needed=True)
    return Codebook(
        id=name,
        version=reader.text(fields, "version") or "1",
        title=reader.text(fields, "title") or name,
        description=reader.text(fields, "description"),
        codes=tuple(codes),
        path=place,
        actors=actors_from(fields.get("actors"), reader),
        lists=tuple(
            (one, tuple(item.text for item in told.items))
            for one, told in (fields["lists"].fields if "lists" in fields else {}).items()
        ),
    )


def lists_from(node: Node | None, place: str) -> dict[str, OneOf]:
    """Return the lists that queries can name as `{name}`; a list may name others."""
    reader = Reader(place)
    if node is None:
        return {}
    if node.kind != "mapping":
        raise reader.error(node, "`lists` is no mapping", "Write `name: [words]` lines.")
    lists: dict[str, OneOf] = {}
    for name in node.fields:
        add_list(name, node.fields, Reader(place, lists), lists, ())
    return lists


def add_list(
    name: str,
    nodes: Mapping[str, Node],
    reader: Reader,
    lists: dict[str, OneOf],
    within: tuple[str, ...],
) -> None:
    """Add a list after those that it names; raise InputError for one that uses itself."""
    node = nodes[name]
    if not NAME.fullmatch(name):
        raise reader.error(node, f"the list has the name {name!r}", "Use small letters and _.")
    if name in within:
        ring = " -> ".join(f"{{{one}}}" for one in (*within[within.index(name) :], name))
        raise reader.error(node, f"the list {name!r} uses itself: {ring}", "Take one name out.")
    if name in lists:
        return
    if len(within) > DEEPEST:
        problem = f"the list {name!r} stands in lists within lists, more than {DEEPEST} deep"
        raise reader.error(node, problem, "Write the words out.")
    if node.kind != "list" or not node.items:
        raise reader.error(node, f"the list {name!r} is no list of words", "Write `[a, b]`.")
    for item in node.items:
        for other in NAMED.findall(item.text) if item.kind == "scalar" else ():
            if other in nodes:
                add_list(other, nodes, reader, lists, (*within, name))
    ways = [reader.query(item, f"the list `{name}`", case=False, part=True) for item in node.items]
    for item, way in zip(node.items, ways, strict=True):
        if way.hit != (0, len(way.items)) or any(isinstance(one, Edge) for one in way.items):
            problem = f"the list {name!r} holds a query with /, ^ or $"
            raise reader.error(item, problem, "Write these in the query that names the list.")
    lists[name] = OneOf(tuple(way.items for way in ways), name)


def actors_from(node: Node | None, reader: Reader) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the actors, by name, with the queries that find them."""
    if node is None:
        return ()
    if node.kind != "mapping":
        raise reader.error(node, "`actors` is no mapping", "Write `Name: [queries]` lines.")
    return tuple((name, reader.queries(node.fields, name, case=False)) for name in node.fields)


def code_from(node: Node, reader: Reader) -> Code:
    """Return one code."""
    fields = reader.mapping(node, CODE_KEYS, "the code")
    name = reader.text(fields, "id", needed=True)
    case = reader.truth(fields, "case")
    own = subtype_from("", node, fields, reader, case=case)
    subtypes = tuple(
        inherit(
            subtype_from(kind, inner, reader.mapping(inner, FINDING_KEYS, kind), reader, case=case),
            own,
        )
        for kind, inner in subtype_nodes(fields.get("subtypes"), reader)
    )
    built_in = reader.text(fields, "built_in")
    if built_in and built_in not in STRUCTURES:
        raise reader.error(
            fields["built_in"],
            f"`built_in: {built_in}` is unknown",
            f"Known: {', '.join(STRUCTURES)}.",
        )
    if not (built_in or own.include or any(subtype.include for subtype in subtypes)):
        raise reader.error(node, f"the code {name!r} has no `include`", "Add a query.")
    examples = reader.mapping(
        fields.get("examples", Node("mapping", node.line)), ("yes", "no"), "`examples`"
    )
    return Code(
        id=name,
        label=reader.text(fields, "label", needed=True),
        number=reader.text(fields, "number"),
        function=reader.text(fields, "function"),
        definition=reader.text(fields, "definition"),
        source=reader.text(fields, "source"),
        subtypes=(*subtypes, own),
        parts=parts_from(fields.get("parts"), subtypes, own, reader),
        yes=reader.strings(examples, "yes"),
        no=reader.strings(examples, "no"),
        known_false_positives=tuple(t for t, _ in reader.strings(fields, "known_false_positives")),
        missed=reader.text(fields, "missed"),
        needs=reader.text(fields, "needs"),
        built_in=built_in,
        target=target_from(fields.get("target"), reader),
        line=node.line,
    )


def subtype_nodes(node: Node | None, reader: Reader) -> list[tuple[str, Node]]:
    """Return the named subtypes of a code."""
    if node is None:
        return []
    if node.kind != "mapping":
        raise reader.error(
            node, "`subtypes` is no mapping", "Write `name: {include: [...]}` lines."
        )
    return list(node.fields.items())


def subtype_from(
    name: str, node: Node, fields: Mapping[str, Node], reader: Reader, *, case: bool
) -> Subtype:
    """Return the queries and conditions of a subtype, or of the code itself (name "")."""
    case = reader.truth(fields, "case", otherwise=case)
    if name and not fields.get("include"):
        raise reader.error(node, f"the subtype {name!r} has no `include`", "Add a query.")
    return Subtype(
        name=name,
        label=reader.text(fields, "label"),
        include=reader.queries(fields, "include", case=case),
        exclude=reader.queries(fields, "exclude", case=case),
        near=(
            *near_from(fields.get("requires"), reader, wanted=True),
            *near_from(fields.get("forbids"), reader, wanted=False),
        ),
        context=context_from(fields.get("context"), reader),
    )


def inherit(subtype: Subtype, own: Subtype) -> Subtype:
    """Return the subtype with the exclusions and conditions of its code added to its own."""
    return Subtype(
        subtype.name,
        subtype.label,
        subtype.include,
        (*subtype.exclude, *own.exclude),
        (*subtype.near, *own.near),
        (*subtype.context, *own.context),
    )


def near_from(node: Node | None, reader: Reader, *, wanted: bool) -> tuple[Near, ...]:
    """Return the queries required (or forbidden) in the same sentence, paragraph or document."""
    if node is None:
        return ()
    key = "requires" if wanted else "forbids"
    fields = reader.mapping(node, UNITS, f"`{key}`")
    found = tuple(Near(unit, reader.queries(fields, unit, case=False), wanted) for unit in fields)
    for one in found:
        if not one.entries:
            remedy = "Add a query, or take the line out."
            raise reader.error(fields[one.unit], f"`{key}: {one.unit}` has no query", remedy)
    return found


def context_from(node: Node | None, reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the voices or polarities to which hits are restricted."""
    if node is None:
        return ()
    fields = reader.mapping(node, CONTEXT_KEYS, "`context`")
    allowed = {"mode": VOICE_MODES, "polarity": POLARITIES}
    for key, known in allowed.items():
        for value, line in reader.strings(fields, key):
            if value not in known:
                raise InputError(
                    f"{reader.place}:{line}",
                    f"`{key}: {value}` is unknown",
                    f"Known: {', '.join(known)}.",
                )
    return tuple((key, tuple(t for t, _ in reader.strings(fields, key))) for key in fields)


def target_from(node: Node | None, reader: Reader) -> Target:
    """Return where the target of a hit is looked for."""
    if node is None:
        return Target()
    if node.kind == "scalar":
        fields: Mapping[str, Node] = {"side": node}
    else:
        fields = reader.mapping(node, ("side", "other_than"), "`target`")
    side = reader.text(fields, "side") or "nearest"
    if side not in TARGET_SIDES:
        raise reader.error(
            node, f"`target: {side}` is unknown", f"Known: {', '.join(TARGET_SIDES)}."
        )
    return Target(side, tuple(text for text, _ in reader.strings(fields, "other_than")))


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
