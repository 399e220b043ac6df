"""Fields of the nodes of a YAML file, with errors that name file and line."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from topoi.coding.patterns import Pattern, PatternError, compile_pattern
from topoi.coding.strict_yaml import Node
from topoi.errors import InputError


class Reader(NamedTuple):
    """What is known while reading: the file, for messages, and the named lists."""

    place: str
    lists: Mapping[str, tuple[Node, ...]]

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
            raise self.error(node, f"{what} holds something that is no text", "Write a text.")
        if not node.is_string:
            raise self.error(
                node,
                f"{what} holds {node.text!r}, which YAML reads as no text",
                "Put it in quotes.",
            )
        if not node.text.strip():
            raise self.error(node, f"{what} holds an empty text", "Remove it.")
        return node.text

    def patterns(self, fields: Mapping[str, Node], key: str, *, case: bool) -> tuple[Pattern, ...]:
        """Return the patterns of a list, with `$name` replaced by the list of that name."""
        if (node := fields.get(key)) is None:
            return ()
        found: list[Pattern] = []
        for item in self.expanded(node, f"`{key}`"):
            pattern = Pattern(self.string(item, f"`{key}`"), case, item.line)
            try:
                ready = compile_pattern(pattern)
            except PatternError as error:
                problem = f"the pattern {pattern.source!r} {error.problem}"
                raise self.error(item, problem, error.remedy) from None
            found.append(replace(pattern, ready=ready))
        return tuple(found)

    def expanded(self, node: Node, what: str) -> list[Node]:
        """Return the entries of a list of patterns, named lists written out."""
        entries: list[Node] = []
        for item in node.items if node.kind == "list" else (node,):
            if item.kind == "scalar" and item.text.startswith("$") and item.text[1:].isidentifier():
                if item.text[1:] not in self.lists:
                    raise self.error(
                        item, f"{what} names the unknown list {item.text!r}", "Add it to `lists:`."
                    )
                entries.extend(self.lists[item.text[1:]])
            else:
                entries.append(item)
        return entries

    def truth(self, fields: Mapping[str, Node], key: str, *, otherwise: bool = False) -> bool:
        """Return a true/false field."""
        if (node := fields.get(key)) is None:
            return otherwise
        if node.text.lower() not in {"true", "false"}:
            raise self.error(
                node, f"`{key}: {node.text}` is neither true nor false", "Write `true`."
            )
        return node.text.lower() == "true"
