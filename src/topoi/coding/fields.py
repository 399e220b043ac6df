"""Fields of the nodes of a YAML file, with errors that name file and line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from topoi.coding.codebook import Entry
from topoi.coding.strict_yaml import Node
from topoi.errors import InputError
from topoi.text.query.language import OneOf, Query, QueryError, shown
from topoi.text.query.parsing import parse, read


@dataclass(frozen=True)
class Reader:
    """What is known while reading: the file, for messages, the named lists, and queries met before.

    A query that several codes have is one query, so that it is looked for once.
    """

    place: str
    lists: Mapping[str, OneOf] = field(default_factory=dict)
    met: dict[tuple[str, bool], Query] = field(default_factory=dict)

    def error(self, node: Node, problem: str, remedy: str) -> InputError:
        """Return the error for a node, with its line."""
        return InputError(f"{self.place}:{node.line}", problem, remedy)

    def mapping(self, node: Node, keys: tuple[str, ...], what: str) -> dict[str, Node]:
        """Return the fields of a mapping whose keys are all known."""
        if node.kind != "mapping":
            raise self.error(node, f"{what} is no mapping", "Write `key: value` lines.")
        for key, value in node.fields.items():
            if key not in keys:
                close = get_close_matches(key, keys, n=1)
                remedy = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(keys)}."
                raise self.error(value, f"{what} has an unknown key {key!r}", remedy)
        return node.fields

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
                problem = f"the query {shown(source)} {error.problem}"
                raise self.error(node, problem, error.remedy) from None
            self.met[source, case] = query
        return self.met[source, case]

    def truth(self, fields: Mapping[str, Node], key: str, *, otherwise: bool = False) -> bool:
        """Return a true/false field."""
        if (node := fields.get(key)) is None:
            return otherwise
        if node.text.lower() not in {"true", "false"}:
            raise self.error(
                node, f"`{key}: {node.text}` is neither true nor false", "Write `true`."
            )
        return node.text.lower() == "true"
