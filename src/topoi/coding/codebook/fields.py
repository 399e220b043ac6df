"""The fields of codebooks and of other files of queries, each with the error that it can give."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from topoi.coding.codebook.codebook import Entry
from topoi.coding.codebook.strict_yaml import Node
from topoi.errors import InputError
from topoi.text.query.nodes import Edge, OneOf, Query, QueryError, as_quoted
from topoi.text.query.parsing import parse, read

SCHEMA = Path(__file__).with_name("codebook.schema.json")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
NAMED = re.compile(r"\{\s*([^{}]*?)\s*\}")
DEEPEST = 50  # lists within lists


@cache
def definition(name: str) -> dict[str, Any]:
    """Return what the JSON Schema of codebooks says of one kind of value, such as "code"."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"][name]
    return found


@dataclass(frozen=True)
class FieldReader:
    """What is known while reading: the file, for messages, the named lists, and queries met before.

    A query that several codes have is one query, so that it is looked for once.
    """

    place: str
    lists: Mapping[str, OneOf] = field(default_factory=dict)
    met: dict[tuple[str, bool], Query] = field(default_factory=dict)

    def error(self, node: Node, problem: str, remedy: str) -> InputError:
        """Return the error for a node, with its line."""
        return InputError(f"{self.place}:{node.line}", problem, remedy)

    def mapping(self, node: Node, kind: str, what: str) -> dict[str, Node]:
        """Return the fields of a mapping whose keys the schema knows for this kind of value."""
        if node.kind != "mapping":
            raise self.error(node, f"{what} is no mapping", "Write `key: value` lines.")
        keys = definition(kind)["properties"]
        for key, value in node.fields.items():
            if key not in keys:
                close = get_close_matches(key, keys, n=1)
                remedy = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(keys)}."
                raise self.error(value, f"{what} has an unknown key {key!r}", remedy)
        return node.fields

    def named(self, fields: Mapping[str, Node], key: str, remedy: str) -> dict[str, Node]:
        """Return the values of a mapping from names, none where it is absent."""
        node = fields.get(key, Node("mapping", 0))
        if node.kind != "mapping":
            raise self.error(node, f"`{key}` is no mapping", remedy)
        return node.fields

    def known(self, node: Node, key: str, allowed: Iterable[str]) -> None:
        """Raise InputError for a value, or one of several, that is none of those allowed."""
        for item in node.items if node.kind == "list" else (node,):
            if item.kind == "scalar" and item.text not in allowed:
                problem = f"`{key}: {item.text}` is unknown"
                raise self.error(item, problem, f"Known: {', '.join(allowed)}.")

    def text(self, fields: Mapping[str, Node], key: str, *, needed: bool = False) -> str:
        """Return a text field, or "" where it may be absent."""
        node = fields.get(key)
        value = "" if node is None else self.scalar(node, f"`{key}`")
        if needed and not value:
            where = node or next(iter(fields.values()), Node("scalar", 1))
            raise self.error(where, f"`{key}` is missing or empty", f"Add `{key}: ...`.")
        return value

    def scalar(self, node: Node, what: str) -> str:
        """Return the text of a scalar as written."""
        if node.kind != "scalar":
            raise self.error(node, f"{what} is no single value", "Write one text.")
        return "" if node.text in {"~", "null"} and not node.is_string else node.text.strip()

    def strings(self, fields: Mapping[str, Node], key: str) -> tuple[tuple[str, int], ...]:
        """Return the texts of a list (or of a single value) with their lines."""
        if (node := fields.get(key)) is None:
            return ()
        items = node.items if node.kind == "list" else (node,)
        return tuple((self.string(item, f"`{key}`"), item.line) for item in items)

    def string(self, node: Node, what: str) -> str:
        """Return a text that YAML also takes for text."""
        if node.kind != "scalar":
            raise self.error(
                node,
                f"{what} holds something that is no text",
                "Write a text; a query that begins with { or [ in double quotes.",
            )
        if not node.is_string:
            raise self.error(
                node,
                f"{what} holds {node.text!r}, which YAML reads as no text",
                "Put it in quotes.",
            )
        if not node.text.strip():
            raise self.error(node, f"{what} holds an empty text", "Remove it.")
        return node.text

    def queries(self, fields: Mapping[str, Node], key: str, *, case: bool) -> tuple[Entry, ...]:
        """Return the queries of a list, or of a single value."""
        if (node := fields.get(key)) is None:
            return ()
        items = node.items if node.kind == "list" else (node,)
        return tuple(Entry(self.query(item, f"`{key}`", case=case), item.line) for item in items)

    def query(self, node: Node, what: str, *, case: bool, part: bool = False) -> Query:
        """Return the query, or the part of others, that is written; raise InputError with its line
        and character."""
        source = self.string(node, what)
        if (source, case) not in self.met:
            try:
                query = (read if part else parse)(source, lists=self.lists, case=case)
            except QueryError as error:
                problem = f"the query {as_quoted(source)} {error.problem}"
                raise self.error(node, problem, error.remedy) from None
            self.met[source, case] = query
        return self.met[source, case]

    def number(self, fields: Mapping[str, Node], key: str) -> int:
        """Return a field with a whole number, 0 where it is absent."""
        if (node := fields.get(key)) is None:
            return 0
        if not node.text.isdecimal():
            raise self.error(node, f"`{key}: {node.text}` is no whole number", "Write `3`.")
        return int(node.text)

    def truth(self, fields: Mapping[str, Node], key: str, *, otherwise: bool = False) -> bool:
        """Return a true/false field."""
        if (node := fields.get(key)) is None:
            return otherwise
        if node.text.lower() not in {"true", "false"}:
            raise self.error(
                node, f"`{key}: {node.text}` is neither true nor false", "Write `true`."
            )
        return node.text.lower() == "true"


def lists_in(fields: Mapping[str, Node], reader: FieldReader) -> dict[str, Node]:
    """Return the lists as they are written, by name."""
    return reader.named(fields, "lists", "Write `name: [words]` lines.")


def lists_from(fields: Mapping[str, Node], place: str) -> dict[str, OneOf]:
    """Return the lists that queries can name as `{name}`; a list may name others."""
    lists: dict[str, OneOf] = {}
    reader = FieldReader(place, lists)
    nodes = lists_in(fields, reader)
    for name in nodes:
        add_list(name, nodes, reader, lists, ())
    return lists


def add_list(
    name: str,
    nodes: Mapping[str, Node],
    reader: FieldReader,
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
