"""Dictionaries of other tools, in and out: quanteda YAML and LIWC .dic.

Such a dictionary knows phrases with `*` only. What a codebook says beyond that (expressions,
exclusions, conditions, examples) is left out on the way out, and named.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from topoi.coding.codebook import Code, Codebook, Subtype
from topoi.coding.patterns import Pattern, PatternError, compile_pattern
from topoi.coding.strict_yaml import Node, parse_yaml
from topoi.errors import InputError

PLAIN = re.compile(r"[^\W_][\w .*'’-]*")
ONE_LETTER = re.compile(r"\w\?|\?\w")
LIWC_LINE = re.compile(r"(?P<word>[^\t]+?)\t+(?P<categories>[\d\s]+)")


class Exported(NamedTuple):
    """A dictionary as text, and what of the codebook it could not hold, a line each."""

    text: str
    left_out: tuple[str, ...]


Entries = list[tuple[str, str, list[str]]]


def to_quanteda(*books: Codebook) -> Exported:
    """Return the codebooks as one quanteda dictionary in YAML: codes, their subtypes, phrases.

    Phrases of a code outside its subtypes stand under the code's own name again, those of a code
    without subtypes under the code alone.
    """
    told, left_out = phrases_of(books)
    codes: dict[str, list[tuple[str, str]]] = {}
    for code, subtype, phrases in told:
        here = f"[{', '.join(map(quoted, phrases))}]"
        codes.setdefault(code, []).append((subtype, here))
    lines = []
    for code, parts in codes.items():
        if [subtype for subtype, _ in parts] == [""]:
            lines.append(f"{quoted(code)}: {parts[0][1]}")
            continue
        lines.append(f"{quoted(code)}:")
        lines += [f"  {quoted(subtype or code)}: {phrases}" for subtype, phrases in parts]
    return Exported("\n".join(lines) + "\n" if lines else "{}\n", left_out)


def to_liwc(*books: Codebook) -> Exported:
    """Return the codebooks as one LIWC dictionary; a category is a code, or `code.subtype`."""
    told, left_out = phrases_of(books)
    names = [f"{code}.{subtype}" if subtype else code for code, subtype, _ in told]
    numbers: dict[str, list[int]] = {}
    for number, (_, _, phrases) in enumerate(told, start=1):
        for phrase in phrases:
            numbers.setdefault(phrase.lower(), []).append(number)
    head = [f"{number}\t{name}" for number, name in enumerate(names, start=1)]
    body = ["\t".join([phrase, *map(str, numbers[phrase])]) for phrase in sorted(numbers)]
    return Exported("\n".join(["%", *head, "%", *body]) + "\n", left_out)


def phrases_of(books: Sequence[Codebook]) -> tuple[Entries, tuple[str, ...]]:
    """Return code, subtype and phrases of each part of the codebooks, and what is left out.

    Raises InputError where two codebooks have a code of the same name.
    """
    told: Entries = []
    left_out: list[str] = []
    owner: dict[str, str] = {}
    for book in books:
        for code in book.codes:
            if owner.setdefault(code.id, book.id) != book.id:
                problem = f"has the code {code.id!r}, as {owner[code.id]} has"
                raise InputError(book.id, problem, "Export one codebook at a time.")
            for subtype in code.subtypes:
                phrases = [p.source for p in subtype.include if not p.source.startswith("/")]
                if phrases:
                    told.append((code.id, subtype.name, phrases))
                left_out.extend(f"{book.id}: {one}" for one in lost(code, subtype))
    return told, tuple(left_out)


def lost(code: Code, subtype: Subtype) -> Iterator[str]:
    """Yield what a dictionary of phrases cannot say of a subtype."""
    name = f"{code.id}.{subtype.name}" if subtype.name else code.id
    expressions = sum(p.source.startswith("/") for p in subtype.include)
    if code.built_in and not subtype.name:
        yield f"{name}: found from structure ({code.built_in})"
    for count, what in (
        (expressions, "regular expression(s)"),
        (len(subtype.exclude), "exclusion(s)"),
        (len(subtype.near) + len(subtype.context), "condition(s)"),
        (sum(p.case for p in subtype.include), "phrase(s) for which case counts"),
    ):
        if count:
            yield f"{name}: {count} {what}"


def from_quanteda(text: str, *, id: str, title: str, place: str = "dictionary") -> str:
    """Return a codebook in YAML for a quanteda dictionary in YAML.

    The keys of the first level become codes, deeper ones subtypes (joined by points). Raises
    InputError with the line of what is no key, list or phrase, and of a phrase with the `?` of
    quanteda (any one letter), which no phrase of a codebook can say.
    """
    root = parse_yaml(text, place=place)
    if root.kind != "mapping":
        raise InputError(f"{place}:{root.line}", "is no dictionary of keys", "Write `key: [...]`.")
    entries: Entries = []
    for key, node in root.fields.items():
        for path, phrases in entries_of(node, "", place):
            entries.append((key, "" if path == key else path, phrases))
    return codebook_text(entries, id=id, title=title, place=place)


def entries_of(node: Node, path: str, place: str) -> Iterator[tuple[str, list[str]]]:
    """Yield path and phrases of a key's value, the keys below included."""
    if node.kind == "mapping":
        for key, inner in node.fields.items():
            yield from entries_of(inner, f"{path}.{key}" if path else key, place)
        return
    items = node.items if node.kind == "list" else (node,)
    for item in items:
        if item.kind == "scalar" and ONE_LETTER.search(item.text):
            problem = f"has {item.text!r}, in which `?` stands for any letter"
            raise InputError(f"{place}:{item.line}", problem, "Write the forms out, or use `*`.")
    phrases = [item.text for item in items if item.kind == "scalar" and item.text.strip()]
    if phrases:
        yield path, phrases
    for item in items:
        if item.kind != "scalar":
            yield from entries_of(item, path, place)


def from_liwc(text: str, *, id: str, title: str, place: str = "dictionary") -> str:
    """Return a codebook in YAML for a LIWC dictionary; `a.b` becomes code a, subtype b.

    Raises InputError with the line of an unknown category, and of the conditional entries of LIWC
    2007 (such as `like (02 134)125/464`), which no codebook can hold.
    """
    parts = text.lstrip("\ufeff").split("%")
    if len(parts) < 3 or parts[0].strip():
        raise InputError(place, "has no head between two % signs", "Give a LIWC .dic file.")
    names: dict[str, str] = {}
    for line in parts[1].splitlines():
        if line.strip():
            category, _, name = line.strip().partition("\t")
            names[category.strip()] = name.split("(")[0].strip() or category
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    offset = len((parts[0] + parts[1]).splitlines()) + 1
    for number, line in enumerate("%".join(parts[2:]).splitlines(), start=offset):
        if not line.strip():
            continue
        entry = LIWC_LINE.fullmatch(line.strip())
        if not entry:
            raise InputError(
                f"{place}:{number}", f"{line.strip()!r} is no word with categories", "Remove it."
            )
        for known in entry["categories"].split():
            if known not in names:
                problem = f"names the unknown category {known}"
                raise InputError(f"{place}:{number}", problem, "Add it to the head.")
            found[names[known]].append(entry["word"].strip())
    entries = [(*split_name(name), phrases) for name, phrases in found.items() if phrases]
    return codebook_text(entries, id=id, title=title, place=place)


def split_name(name: str) -> tuple[str, str]:
    """Return code and subtype of a category's name."""
    code, _, subtype = name.partition(".")
    return code, subtype


def codebook_text(entries: Entries, *, id: str, title: str, place: str) -> str:
    """Return a codebook in YAML with these phrases."""
    codes: dict[str, dict[str, list[str]]] = {}
    for code, subtype, phrases in entries:
        codes.setdefault(code, {}).setdefault(subtype, []).extend(phrases)
    lines = [f"id: {quoted(id)}", 'version: "1"', f"title: {quoted(title)}", "codes:"]
    for code, parts in codes.items():
        lines += [f"  - id: {quoted(code)}", f"    label: {quoted(code)}"]
        own = parts.pop("", [])
        if own:
            lines.append(f"    include: [{listed(own, place)}]")
        if parts:
            lines.append("    subtypes:")
        for subtype, phrases in parts.items():
            lines.append(f"      {quoted(subtype)}: {{include: [{listed(phrases, place)}]}}")
    return "\n".join(lines) + "\n"


def listed(phrases: Iterable[str], place: str) -> str:
    """Return phrases as YAML, each checked to be a pattern."""
    for phrase in phrases:
        try:
            compile_pattern(Pattern(phrase))
        except PatternError as error:
            raise InputError(
                place, f"the phrase {phrase!r} {error.problem}", error.remedy
            ) from None
    return ", ".join(map(quoted, dict.fromkeys(phrases)))


def quoted(text: str) -> str:
    """Return a text for YAML, in quotation marks unless it is a plain word.

    >>> quoted("root cause*"), quoted("no"), quoted("war")
    ('"root cause*"', '"no"', '"war"')
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
