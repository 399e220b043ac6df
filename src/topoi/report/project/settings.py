"""`_quarto.yml` changed in single places; all else in it stays as it was written."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_TOPOI = re.compile(r"^topoi:.*\n?(?:[ \t]+\S.*\n?|[ \t]*#.*\n?|[ \t]*\n)*", re.MULTILINE)


def with_settings(text: str, **values: str | None) -> str:
    """Return `_quarto.yml` with these settings under `topoi:`; None takes one out.

    >>> with_settings("lang: en\\ntopoi: {by: party, licence: CC0}\\n", by="country")
    'lang: en\\ntopoi: {"by": "country", "licence": "CC0"}\\n'
    """
    held = (yaml.safe_load(text) or {}).get("topoi") or {}
    told = {key: value for key, value in {**held, **values}.items() if value is not None}
    others = _TOPOI.sub("", text)
    if not told:
        return others
    return f"{others.rstrip()}\ntopoi: {json.dumps(told, ensure_ascii=False)}\n"


def with_book(text: str, **values: str | list[str]) -> str:
    """Return `_quarto.yml` with these values under `book:`, such as its title.

    >>> with_book("book:\\n  title: A  # mine\\n  chapters: [a.qmd]\\n", title="B", subtitle="C")
    'book:\\n  subtitle: "C"\\n  title: "B"  # mine\\n  chapters: [a.qmd]\\n'
    """
    for key, value in values.items():
        written = json.dumps(value, ensure_ascii=False)
        old = node_at(text, "book", key)
        if old is not None:
            text = text[: old.start_mark.index] + written + text[old.end_mark.index :]
            continue
        book = node_at(text, "book")
        if isinstance(book, yaml.MappingNode):
            at = book.start_mark.index + int(book.flow_style)
            after = ", " if book.flow_style else "\n" + " " * book.start_mark.column
            text = f"{text[:at]}{key}: {written}{after}{text[at:]}"
    return text


def chapters_in(text: str) -> list[str]:
    """Return the chapters that `_quarto.yml` lists, none where it lists none."""
    node = node_at(text, "book", "chapters")
    return [item.value for item in node.value] if isinstance(node, yaml.SequenceNode) else []


def with_chapters(text: str, chapters: Sequence[str], *, renamed: Mapping[str, str]) -> str:
    """Return `_quarto.yml` with these chapters; the lines of those that stay are kept as they are.

    `renamed` maps the address of a chapter to its new one.

    >>> with_chapters("book:\\n  chapters:\\n  - a  # 1\\n  - b\\n", ["a", "c"], renamed={})
    'book:\\n  chapters:\\n  - a  # 1\\n  - c\\n'
    """
    node = node_at(text, "book", "chapters")
    if not isinstance(node, yaml.SequenceNode) or chapters_in(text) == list(chapters):
        return text
    if node.flow_style:
        listed = json.dumps(list(chapters), ensure_ascii=False)
        return text[: node.start_mark.index] + listed + text[node.end_mark.index :]
    starts = [text.rfind("\n", 0, item.start_mark.index) + 1 for item in node.value]
    last = text.find("\n", node.value[-1].end_mark.index) + 1 or len(text)
    dash = text[starts[0] : node.value[0].start_mark.index]
    lines = {}
    for item, start, end in zip(node.value, starts, [*starts[1:], last], strict=True):
        now = renamed.get(item.value, item.value)
        lines[now] = text[start:end].replace(item.value, now)
    written = [lines.get(one, f"{dash}{one}\n") for one in chapters]
    return text[: starts[0]] + "".join(written) + text[last:]


def node_at(text: str, *keys: str) -> Any:
    """Return the YAML node that stands under these keys, None where there is none."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in pairs if name.value == key), None)
    return node
