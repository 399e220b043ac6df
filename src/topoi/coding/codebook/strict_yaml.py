"""A strict, line-numbered reader for the small part of YAML that codebooks use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from topoi.errors import InputError
from topoi.files import text_in

# An item of a list that begins with a sign which YAML keeps for itself, or has one in it.
UNQUOTED = re.compile(r"\s*-\s+(\{\w+\}.*\S|[\[!*&@`%].*\S|\".*\"\s*\S.*)\s*$")
DEPTH = 12


@dataclass(frozen=True)
class Node:
    """A value of a YAML file with its line: a scalar, a list, or a mapping with its key lines.

    `text` is the scalar as written, so that the unquoted keys `yes` and `no` stay words;
    `is_string` tells whether YAML reads the scalar as text rather than as a number, date, truth
    value or nothing.
    """

    kind: str
    line: int
    text: str = ""
    is_string: bool = True
    items: tuple["Node", ...] = ()
    fields: dict[str, "Node"] = field(default_factory=dict)


def read_yaml(path: str | Path) -> Node:
    """Return the one document of a YAML file as nodes that know their lines.

    Raises InputError, with file and line, for a file that is missing, not UTF-8 or no YAML, and for
    tags, anchors, aliases, duplicate keys, keys that are not plain words and very deep nesting:
    none of them is needed in a codebook, and each can hide something from its reader.
    """
    return parse_yaml(text_in(Path(path)), place=str(path))


def parse_yaml(text: str, *, place: str) -> Node:
    """Return the nodes of a YAML text; `place` names it in error messages.

    >>> parse_yaml("examples: {yes: [a], no: [b]}", place="x").fields["examples"].fields["no"].line
    1
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(text, Loader=loader)
        root = root_of(iter(events), place)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{place}:{mark.line + 1}" if mark else place
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise InputError(line, f"is no valid YAML: {problem}", remedy_for(text, mark)) from None
    if root is None:
        raise InputError(place, "is empty", "Write the codebook into it.")
    return root


def remedy_for(text: str, mark: yaml.Mark | None) -> str:
    """Return what to do about a line that YAML cannot read: mostly a query wants its quotes."""
    lines = text.splitlines()
    for number in (mark.line, mark.line - 1) if mark else ():
        if 0 <= number < len(lines) and (found := UNQUOTED.match(lines[number])):
            query = found[1].replace('"', '\\"')
            return f'Put the whole query of line {number + 1} in double quotes: - "{query}"'
    return "Mend the line; a query with signs in it stands in double quotes."


def root_of(events: Iterator[yaml.Event], place: str) -> Node | None:
    """Return the root of the only document in the stream, or None if there is none."""
    root = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise refusal(place, event, "holds a second document", "Keep one document a file.")
            root = node_from(next(events), events, place, 0)
    return root


def node_from(event: yaml.Event, events: Iterator[yaml.Event], place: str, depth: int) -> Node:
    """Return the node that begins with this event."""
    line = line_of(event)
    refuse_unneeded(event, place, depth)
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", line, text=event.value, is_string=reads_as_string(event))
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(entry := next(events), yaml.SequenceEndEvent):
            items.append(node_from(entry, events, place, depth + 1))
        return Node("list", line, items=tuple(items))
    fields: dict[str, Node] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise refusal(place, key, "has a key that is no plain word", "Write a simple key.")
        refuse_unneeded(key, place, depth)
        if key.value in fields:
            first = fields[key.value].line
            raise refusal(
                place, key, f"repeats the key {key.value!r} of line {first}", "Keep one of them."
            )
        fields[key.value] = node_from(next(events), events, place, depth + 1)
    return Node("mapping", line, fields=fields)


def refuse_unneeded(event: yaml.Event, place: str, depth: int) -> None:
    """Raise InputError for what a codebook may not contain."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        mark = "an alias (*)" if isinstance(event, yaml.AliasEvent) else "an anchor (&)"
        raise refusal(
            place, event, f"uses {mark}", "Put a query that begins with * or & in double quotes."
        )
    if tag := getattr(event, "tag", None):
        raise refusal(
            place,
            event,
            f"uses the YAML tag {tag!r}",
            "Put a query that begins with ! in double quotes.",
        )
    if depth > DEPTH:
        raise refusal(place, event, f"is nested deeper than {DEPTH} levels", "Flatten it.")


def reads_as_string(event: yaml.ScalarEvent) -> bool:
    """Return whether YAML takes the scalar for text."""
    if not event.implicit[0]:
        return True
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = resolvers.get(event.value[:1], []) + resolvers.get(None, [])
    return not any(pattern.match(event.value) for _, pattern in candidates)


def refusal(place: str, event: yaml.Event, problem: str, remedy: str) -> InputError:
    """Return the error for an event, with its line."""
    return InputError(f"{place}:{line_of(event)}", problem, remedy)


def line_of(event: yaml.Event) -> int:
    """Return the line on which an event stands, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0
