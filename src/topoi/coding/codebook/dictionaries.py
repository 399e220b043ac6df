"""Codebooks made of dictionaries of other tools: quanteda YAML and LIWC .dic.

Such a dictionary knows phrases with wildcards only. A phrase whose signs mean something else in a
query, such as ":)", is left out, and named. `dictionary_export` goes the other way.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from topoi.coding.codebook.strict_yaml import Node, parse_yaml
from topoi.errors import InputError
from topoi.text.query.language import Kind, OneOf, QueryError
from topoi.text.query.language import Node as Part
from topoi.text.query.lexemes import cut
from topoi.text.query.parsing import parse

BELOW = " > "  # between a code and its subtype in the names of LIWC's categories
# With a tab, all behind the first one are categories; without, the numbers at the end.
LIWC_LINE = re.compile(
    r"(?P<word>[^\t]+)\t\s*(?P<categories>[\d\s]+)|(?P<words>[^\t]+?)\s+(?P<numbers>\d+(?:\s+\d+)*)"
)
LIWC_NAME = re.compile(r"(?P<category>\S+)\s+(?P<name>[^(]+)")


class Converted(NamedTuple):
    """A dictionary or codebook as text, and what it could not hold of the other, a line each."""

    text: str
    left_out: tuple[str, ...]


Entries = list[tuple[str, str, list[str]]]


def from_quanteda(text: str, *, id: str, title: str, place: str = "dictionary") -> Converted:
    """Return a codebook in YAML for a quanteda dictionary in YAML.

    The keys of the first level become codes, deeper ones subtypes (joined by points). Raises
    InputError with the line of what is no key, list or phrase.
    """
    root = parse_yaml(text, place=place)
    if root.kind != "mapping":
        raise InputError(f"{place}:{root.line}", "is no dictionary of keys", "Write `key: [...]`.")
    entries: Entries = []
    for key, node in root.fields.items():
        for path, phrases in entries_of(node, "", place):
            entries.append((key, "" if path == key else path, phrases))
    return codebook_text(entries, id=id, title=title)


def entries_of(node: Node, path: str, place: str) -> Iterator[tuple[str, list[str]]]:
    """Yield path and phrases of a key's value, the keys below included."""
    if node.kind == "mapping":
        for key, inner in node.fields.items():
            yield from entries_of(inner, f"{path}.{key}" if path else key, place)
        return
    items = node.items if node.kind == "list" else (node,)
    phrases = [item.text for item in items if item.kind == "scalar" and item.text.strip()]
    if phrases:
        yield path, phrases
    for item in items:
        if item.kind != "scalar":
            yield from entries_of(item, path, place)


def from_liwc(text: str, *, id: str, title: str, place: str = "dictionary") -> Converted:
    """Return a codebook in YAML for a LIWC dictionary; `a > b` becomes code a, subtype b.

    Columns may be parted by tabs or spaces. Raises InputError with the line of an unknown category,
    and of the conditional entries of LIWC 2007 (such as `like (02 134)125/464`), which no codebook
    can hold.
    """
    parts = text.lstrip("\ufeff").split("%")
    if len(parts) < 3 or parts[0].strip():
        raise InputError(place, "has no head between two % signs", "Give a LIWC .dic file.")
    names: dict[str, str] = {}
    for line in parts[1].splitlines():
        if told := LIWC_NAME.match(line.strip()):
            names[told["category"]] = told["name"].strip()
        elif line.strip():
            names[line.strip()] = line.strip()
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    offset = len((parts[0] + parts[1]).splitlines()) + 1
    for number, line in enumerate("%".join(parts[2:]).splitlines(), start=offset):
        if not line.strip():
            continue
        entry = LIWC_LINE.fullmatch(line.strip())
        if not entry:
            raise InputError(
                f"{place}:{number}",
                f"{line.strip()!r} is no word with the numbers of its categories",
                "Write the word, a tab, and the numbers.",
            )
        phrase = (entry["word"] or entry["words"]).strip()
        for known in (entry["categories"] or entry["numbers"]).split():
            if known not in names:
                problem = f"names the unknown category {known}"
                raise InputError(f"{place}:{number}", problem, "Add it to the head.")
            found[names[known]].append(phrase)
    entries = [(*split_name(name), phrases) for name, phrases in found.items() if phrases]
    return codebook_text(entries, id=id, title=title)


def split_name(name: str) -> tuple[str, str]:
    """Return code and subtype of a category's name.

    >>> split_name("U.S. policy"), split_name("roots > near")
    (('U.S. policy', ''), ('roots', 'near'))
    """
    code, _, subtype = name.partition(BELOW)
    return code, subtype


def codebook_text(entries: Entries, *, id: str, title: str) -> Converted:
    """Return a codebook in YAML with these phrases, and the phrases that no query says."""
    codes: dict[str, dict[str, list[str]]] = {}
    left_out: list[str] = []
    for code, subtype, phrases in entries:
        told = {phrase: query_for(phrase) for phrase in phrases}
        name = f"{code}.{subtype}" if subtype else code
        left_out += [f"{name}: {phrase!r}" for phrase, query in told.items() if query is None]
        queries = [query for query in told.values() if query]
        if queries:
            codes.setdefault(code, {}).setdefault(subtype, []).extend(queries)
    lines = [f"id: {quoted(id)}", 'version: "1"', f"title: {quoted(title)}", "codes:"]
    for code, parts in codes.items():
        lines += [f"  - id: {quoted(code)}", f"    label: {quoted(code)}"]
        own = parts.pop("", [])
        if own:
            lines.append(f"    include: [{', '.join(map(quoted, dict.fromkeys(own)))}]")
        if parts:
            lines.append("    subtypes:")
        for subtype, queries in parts.items():
            listed = ", ".join(map(quoted, dict.fromkeys(queries)))
            lines.append(f"      {quoted(subtype)}: {{include: [{listed}]}}")
    return Converted("\n".join(lines) + "\n", tuple(left_out))


def query_for(phrase: str) -> str | None:
    """Return the query that says what a phrase says, None where its signs would say something else.

    >>> query_for("root  cause*"), query_for("war on *"), query_for("!x"), query_for(":)")
    ('root cause*', 'war on <word>', None, None)
    """
    pieces = ["<word>" if piece == "*" else piece for piece in phrase.split()]
    parts = [(Kind("word"),) if piece == "<word>" else cut(piece) for piece in pieces]
    try:
        query = parse(" ".join(pieces))
    except QueryError:
        return None
    return query.source if [*in_a_row(query.items)] == [*chain(*parts)] else None


def in_a_row(items: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts of a query with those that are written together one by one."""
    for item in items:
        if isinstance(item, OneOf) and len(item.ways) == 1:
            yield from item.ways[0]
        else:
            yield item


def quoted(text: str) -> str:
    """Return a text for YAML, in quotation marks unless it is a plain word.

    >>> quoted("root cause*"), quoted("no"), quoted("war")
    ('"root cause*"', '"no"', '"war"')
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
