"""Codebooks from and to dictionaries of other tools: quanteda YAML and LIWC .dic.

Such a dictionary knows phrases with wildcards only. A phrase whose signs mean something else in a
query, such as ":)", is left out on the way in. A query goes out as all the phrases that it stands
for; what phrases cannot say (gaps, kinds of words, exclusions, conditions) is left out. What is
left out is named.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice, product
from pathlib import Path
from typing import NamedTuple

from topoi.coding.codebook.codebook import Code, Codebook, Subtype
from topoi.coding.codebook.strict_yaml import Node, parse_yaml
from topoi.errors import InputError
from topoi.text.query.automaton import automaton_of
from topoi.text.query.lexemes import cut
from topoi.text.query.machine import is_exact
from topoi.text.query.nodes import Kind, OneOf, Optional, Passed, Query, QueryError
from topoi.text.query.nodes import Node as Part
from topoi.text.query.parsing import parse
from topoi.text.words.vocabulary import Word, inflected

MOST_PHRASES = 1000
BELOW = " > "  # between a code and its subtype in the names of LIWC's categories
# With a tab, all behind the first one are categories; without, the numbers at the end.
LIWC_LINE = re.compile(
    r"(?P<word>[^\t]+)\t\s*(?P<categories>[\d\s]+)|(?P<words>[^\t]+?)\s+(?P<numbers>\d+(?:\s+\d+)*)"
)
# What JSON writes is YAML, too: texts in double quotes, lists in brackets.
as_yaml = partial(json.dumps, ensure_ascii=False)
LIWC_NAME = re.compile(r"(?P<category>\S+)\s+(?P<name>[^(]+)")


class Converted(NamedTuple):
    """A dictionary or codebook as text, and what it could not hold of the other, a line each."""

    text: str
    left_out: tuple[str, ...]


Entries = list[tuple[str, str, list[str]]]


def read_dictionary(path: Path) -> Converted:
    """Return a codebook in YAML for the file of a dictionary: LIWC's .dic, else quanteda's YAML.

    Raises InputError for a file that is missing or not UTF-8, too.
    """
    if not path.is_file():
        raise InputError(str(path), "does not exist", "Give a .yml or .dic dictionary.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 (byte {error.start})"
        raise InputError(str(path), problem, "Save the file as UTF-8.") from None
    reader = from_liwc if path.suffix.lower() == ".dic" else from_quanteda
    return reader(text, id=path.stem.lower(), title=path.stem, place=str(path))


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
        for path, phrases in phrases_below(node, "", place):
            entries.append((key, "" if path == key else path, phrases))
    return codebook_text(entries, id=id, title=title)


def phrases_below(node: Node, path: str, place: str) -> Iterator[tuple[str, list[str]]]:
    """Yield path and phrases of a key's value, the keys below included."""
    if node.kind == "mapping":
        for key, inner in node.fields.items():
            yield from phrases_below(inner, f"{path}.{key}" if path else key, place)
        return
    items = node.items if node.kind == "list" else (node,)
    phrases = [item.text for item in items if item.kind == "scalar" and item.text.strip()]
    if phrases:
        yield path, phrases
    for item in items:
        if item.kind != "scalar":
            yield from phrases_below(item, path, place)


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
    lines = [f"id: {as_yaml(id)}", 'version: "1"', f"title: {as_yaml(title)}", "codes:"]
    for code, parts in codes.items():
        lines += [f"  - id: {as_yaml(code)}", f"    label: {as_yaml(code)}"]
        told = {name: as_yaml(list(dict.fromkeys(queries))) for name, queries in parts.items()}
        if "" in told:
            lines.append(f"    include: {told.pop('')}")
        if told:
            lines.append("    subtypes:")
        lines += [f"      {as_yaml(name)}: {{include: {some}}}" for name, some in told.items()]
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


def to_quanteda(*books: Codebook) -> Converted:
    """Return the codebooks as one quanteda dictionary in YAML: codes, their subtypes, phrases.

    Phrases of a code outside its subtypes stand under the code's own name again, those of a code
    without subtypes under the code alone.
    """
    told, left_out = phrases_of(books)
    codes: dict[str, dict[str, str]] = {}
    for code, subtype, phrases in told:
        codes.setdefault(code, {})[subtype] = as_yaml(phrases)
    lines = []
    for code, parts in codes.items():
        if list(parts) == [""]:
            lines.append(f"{as_yaml(code)}: {parts['']}")
            continue
        lines.append(f"{as_yaml(code)}:")
        lines += [f"  {as_yaml(subtype or code)}: {some}" for subtype, some in parts.items()]
    return Converted("\n".join(lines) + "\n" if lines else "{}\n", left_out)


def to_liwc(*books: Codebook) -> Converted:
    """Return the codebooks as one LIWC dictionary; a category is a code, or `code > subtype`.

    LIWC knows `*` at the end of a word only; other phrases are left out.
    """
    told, left_out = phrases_of(books, liwc=True)
    names = [f"{code}{BELOW}{subtype}" if subtype else code for code, subtype, _ in told]
    numbers: dict[str, list[int]] = {}
    for number, (_, _, phrases) in enumerate(told, start=1):
        for phrase in phrases:
            numbers.setdefault(phrase.lower(), []).append(number)
    head = [f"{number}\t{name}" for number, name in enumerate(names, start=1)]
    body = ["\t".join([phrase, *map(str, numbers[phrase])]) for phrase in sorted(numbers)]
    return Converted("\n".join(["%", *head, "%", *body]) + "\n", left_out)


def phrases_of(books: Sequence[Codebook], *, liwc: bool = False) -> tuple[Entries, tuple[str, ...]]:
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
                found = [phrases_for(one.query, liwc=liwc) for one in subtype.include]
                phrases = list(dict.fromkeys(phrase for some in found for phrase in some))
                if phrases:
                    told.append((code.id, subtype.name, phrases))
                silent = sum(not some for some in found)
                left_out.extend(f"{book.id}: {one}" for one in lost(code, subtype, silent))
    return told, tuple(left_out)


def phrases_for(query: Query, *, liwc: bool = False) -> list[str]:
    """Return the phrases that a query stands for, none if phrases cannot say it.

    >>> from topoi.text.query.parsing import parse
    >>> phrases_for(parse("root|deep cause [of war]"))
    ['root cause', 'root cause of war', 'deep cause', 'deep cause of war']
    """
    if query.hit != (0, len(query.items)):
        return []
    found = ways_of(query.items)
    phrases = [] if found is None else list(islice(found, MOST_PHRASES + 1))
    if len(phrases) > MOST_PHRASES:
        return []
    if liwc:
        phrases = [one for one in phrases if not re.search(r"\?|\*\S", one)]
    return list(dict.fromkeys(phrases))


def ways_of(items: Sequence[Part]) -> Iterator[str] | None:
    """Return the phrases of parts in a row, None where one of them is no phrase."""
    parts = [told_by(item) for item in items]
    if None in parts:
        return None
    ways = product(*filter(None, parts))
    return (" ".join(word for word in way if word).replace(" 's", "'s") for way in ways)


def told_by(item: Part) -> list[str] | None:
    """Return the phrases of one part of a query, None where no phrase can say it."""
    if isinstance(item, Word):
        return list(inflected(item.text)) if item.inflected else [item.text]
    if isinstance(item, Passed) and item.kind == "clitic":
        return ["'s"]
    if isinstance(item, Optional):
        inner = told_by(item.inner)
        return None if inner is None else ["", *inner]
    if isinstance(item, OneOf):
        found = [ways_of(way) for way in item.ways]
        told = [list(islice(some, MOST_PHRASES + 1)) for some in found if some is not None]
        if len(told) < len(found) or any(len(some) > MOST_PHRASES for some in told):
            return None
        return [phrase for some in told for phrase in some]
    return None


def lost(code: Code, subtype: Subtype, silent: int) -> Iterator[str]:
    """Yield what a dictionary of phrases cannot say of a subtype."""
    name = f"{code.id}.{subtype.name}" if subtype.name else code.id
    capitals = sum(any(map(is_exact, automaton_of(one.query).asked)) for one in subtype.include)
    if code.built_in and not subtype.name:
        yield f"{name}: found from structure ({code.built_in})"
    for count, what in (
        (silent, "query(ies) with gaps, marks, kinds of words, context or too many phrases"),
        (capitals, "query(ies) whose capitals count go out without them"),
        (len(subtype.exclude), "exclusion(s)"),
        (len(subtype.near) + len(subtype.context), "condition(s)"),
    ):
        if count:
            yield f"{name}: {count} {what}"
