"""From the nodes of a YAML file to a codebook."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from topoi.coding.codebook.codebook import (
    Code,
    Codebook,
    Entry,
    Near,
    Part,
    Subtype,
    Target,
)
from topoi.coding.codebook.fields import FieldReader, definition, lists_from, lists_in
from topoi.coding.codebook.strict_yaml import Node
from topoi.coding.structures.structures import STRUCTURES

# What finds or tests a code, which passages that somebody marked leave nothing to do.
FINDING = (
    "include", "exclude", "requires", "forbids", "case", "context", "subtypes", "parts",
    "built_in", "target", "examples",
)  # fmt: skip


def codebook_from(root: Node, *, place: str) -> Codebook:
    """Return the codebook that the nodes describe; raises InputError with file and line."""
    fields = FieldReader(place).mapping(root, "codebook", "the codebook")
    reader = FieldReader(place, lists_from(fields, place))
    node = fields.get("codes")
    if node is None or node.kind != "list" or not node.items:
        raise reader.error(node or root, "`codes` is no list of codes", "Add at least one code.")
    by_hand = "annotations" in fields
    codes: list[Code] = []
    lines: dict[tuple[str, str], int] = {}
    for item in node.items:
        code = code_from(item, reader, by_hand=by_hand)
        for name in filter(all, (("id", code.id), ("number", code.number))):
            if name in lines:
                raise reader.error(
                    item,
                    f"the id or number of code {code.id!r} stands in line {lines[name]} already",
                    "Give every code its own.",
                )
            lines[name] = code.line
        codes.append(code)
    return replace(
        without_codes(root, place=place),
        codes=tuple(codes),
        actors=actors_from(fields, reader),
        lists=tuple(
            (one, tuple(item.text for item in told.items))
            for one, told in lists_in(fields, reader).items()
        ),
    )


def without_codes(root: Node, *, place: str) -> Codebook:
    """Return what a codebook says of itself, its codes left out, which take longer to read."""
    reader = FieldReader(place)
    fields = reader.mapping(root, "codebook", "the codebook")
    name = reader.text(fields, "id", needed=True)
    return Codebook(
        id=name,
        version=reader.text(fields, "version") or "1",
        title=reader.text(fields, "title") or name,
        description=reader.text(fields, "description"),
        join=reader.number(fields, "join"),
        annotations=file_name(reader, fields, "annotations"),
        codes=(),
        path=place,
    )


def file_name(reader: FieldReader, fields: Mapping[str, Node], key: str) -> str:
    """Return the name of a file, "" where none is given; raises InputError for a path."""
    name = reader.text(fields, key)
    if key in fields and (not name or name.startswith(".") or set(name) & {"/", "\\", ":"}):
        raise reader.error(fields[key], f"`{key}: {name}` is no name of a file", "Write `a.csv`.")
    return name


def actors_from(
    fields: Mapping[str, Node], reader: FieldReader
) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the actors, by name, with the queries that find them."""
    nodes = reader.named(fields, "actors", "Write `Name: [queries]` lines.")
    return tuple((name, reader.queries(nodes, name, case=False)) for name in nodes)


def code_from(node: Node, reader: FieldReader, *, by_hand: bool) -> Code:
    """Return one code; `by_hand` says that its passages stand in a file of annotations."""
    fields = reader.mapping(node, "code", "the code")
    name = reader.text(fields, "id", needed=True)
    for key in FINDING if by_hand else ():
        if key in fields:
            problem = f"the code {name!r} has `{key}`, and its codebook has `annotations`"
            raise reader.error(fields[key], problem, "Take one of them out.")
    case = reader.truth(fields, "case")
    own = subtype_from("", fields, reader, case=case)
    built_in = reader.text(fields, "built_in")
    if built_in:
        reader.known(fields["built_in"], "built_in", STRUCTURES)
    given = STRUCTURES[built_in].labels if built_in else ()
    nodes = reader.named(fields, "subtypes", "Write `name: {include: [...]}` lines.")
    subtypes = []
    for kind, inner in nodes.items():
        inner_fields = reader.mapping(inner, "subtype", kind)
        if kind not in given and not inner_fields.get("include"):
            raise reader.error(inner, f"the subtype {kind!r} has no `include`", "Add a query.")
        subtypes.append(inherit(subtype_from(kind, inner_fields, reader, case=case), own))
    if not (by_hand or built_in or own.include or any(subtype.include for subtype in subtypes)):
        raise reader.error(node, f"the code {name!r} has no `include`", "Add a query.")
    examples = reader.mapping(
        fields.get("examples", Node("mapping", node.line)), "examples", "`examples`"
    )
    return Code(
        id=name,
        label=reader.text(fields, "label", needed=True),
        number=reader.text(fields, "number"),
        function=reader.text(fields, "function"),
        definition=reader.text(fields, "definition"),
        source=reader.text(fields, "source"),
        subtypes=(*subtypes, own),
        parts=parts_from(fields, subtypes, own, reader),
        yes=reader.strings(examples, "yes"),
        no=reader.strings(examples, "no"),
        known_false_positives=unlined_texts(reader, fields, "known_false_positives"),
        missed=reader.text(fields, "missed"),
        needs=reader.text(fields, "needs"),
        built_in=built_in,
        target=target_from(fields.get("target"), reader),
        headline=reader.truth(fields, "headline"),
        see_also=reader.queries(fields, "see_also", case=False),
        line=node.line,
    )


def subtype_from(
    name: str, fields: Mapping[str, Node], reader: FieldReader, *, case: bool
) -> Subtype:
    """Return the queries and conditions of a subtype, or of the code itself (name "")."""
    case = reader.truth(fields, "case", otherwise=case)
    return Subtype(
        name=name,
        label=reader.text(fields, "label"),
        include=reader.queries(fields, "include", case=case),
        exclude=reader.queries(fields, "exclude", case=case),
        near=(
            *near_from(fields, "requires", reader, wanted=True),
            *near_from(fields, "forbids", reader, wanted=False),
        ),
        context=context_from(fields, reader),
    )


def inherit(subtype: Subtype, own: Subtype) -> Subtype:
    """Return the subtype with the exclusions and conditions of its code added to its own."""
    return replace(
        subtype,
        exclude=(*subtype.exclude, *own.exclude),
        near=(*subtype.near, *own.near),
        context=(*subtype.context, *own.context),
    )


def near_from(
    fields: Mapping[str, Node], key: str, reader: FieldReader, *, wanted: bool
) -> tuple[Near, ...]:
    """Return the queries required (or forbidden) in the same sentence, paragraph or document."""
    if key not in fields:
        return ()
    units = reader.mapping(fields[key], "near", f"`{key}`")
    found = tuple(Near(unit, reader.queries(units, unit, case=False), wanted) for unit in units)
    for one in found:
        if not one.entries:
            remedy = "Add a query, or take the line out."
            raise reader.error(units[one.unit], f"`{key}: {one.unit}` has no query", remedy)
    return found


def context_from(
    fields: Mapping[str, Node], reader: FieldReader
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the voices or polarities to which hits are restricted."""
    if "context" not in fields:
        return ()
    asked = reader.mapping(fields["context"], "context", "`context`")
    for key in ("mode", "polarity"):
        reader.known(asked.get(key, Node("list", 0)), key, definition(key)["enum"])
    return tuple((key, unlined_texts(reader, asked, key)) for key in asked)


def unlined_texts(reader: FieldReader, fields: Mapping[str, Node], key: str) -> tuple[str, ...]:
    """Return the texts of a list, or of a single value, without their lines."""
    return tuple(text for text, _ in reader.strings(fields, key))


def target_from(node: Node | None, reader: FieldReader) -> Target:
    """Return where the target of a hit is looked for."""
    if node is None:
        return Target()
    short = node.kind == "scalar"
    fields = {"side": node} if short else reader.mapping(node, "target", "`target`")
    side = reader.text(fields, "side") or Target().side
    reader.known(Node("scalar", node.line, text=side), "target", definition("side")["enum"])
    return Target(side, unlined_texts(reader, fields, "other_than"))


def parts_from(
    fields: Mapping[str, Node], subtypes: Sequence[Subtype], own: Subtype, reader: FieldReader
) -> tuple[Part, ...]:
    """Return the parts of a code; raises InputError unless each subtype stands in exactly one."""
    if "parts" not in fields:
        return ()
    nodes = reader.named(fields, "parts", "Write `F02a: {subtypes: [...]}` lines.")
    known, parts = [one.name for one in subtypes], []
    for number, inner in nodes.items():
        told = reader.mapping(inner, "part", f"the part {number!r}")
        label = reader.text(told, "label", needed=True)
        names = unlined_texts(reader, told, "subtypes")
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
        raise reader.error(fields["parts"], f"{what} in no part", "Put every query into one part.")
    return tuple(parts)
