"""Codebooks from and to dictionaries of other tools: quanteda YAML, LIWC .dic and .dicx.

Such a dictionary knows phrases with wildcards only (`phrases.py`). What is left out, either way, is
named.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.phrases import Entries, phrases_of, query_for
from topoi.coding.codebook.strict_yaml import Node, parse_yaml
from topoi.errors import InputError, Notice
from topoi.files import text_in

BELOW = " > "  # between a code and its subtype in the names of LIWC's categories
COLUMNS_APART = re.compile(r"\t\s*|\s{2,}")
# What JSON writes is YAML, too: texts in double quotes, lists in brackets.
as_yaml = partial(json.dumps, ensure_ascii=False)
LINE_END = re.compile(r"\r\n|\r|\n")


class Converted(NamedTuple):
    """A dictionary or codebook as text, what it could not hold of the other, a line each, and what
    was read otherwise than it stands."""

    text: str
    left_out: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


def read_dictionary(path: Path) -> Converted:
    """Return a codebook in YAML for the file of a dictionary: LIWC's .dic or .dicx, else quanteda's
    YAML.

    Raises InputError for a file that is missing or not UTF-8, too.
    """
    text = text_in(path, line_ends=True)
    readers = {".dic": from_liwc, ".dicx": from_dicx}
    return readers.get(path.suffix.lower(), from_quanteda)(
        text, id=path.stem.lower(), title=path.stem, place=str(path)
    )


def from_quanteda(text: str, *, id: str, title: str, place: str = "dictionary") -> Converted:
    """Return a codebook in YAML for a quanteda dictionary in YAML.

    The keys of the first level become codes, deeper ones subtypes (joined by points, by ` > ` where
    points would make one of two). Raises InputError with the line of what is no key, list or
    phrase.
    """
    root = parse_yaml(text, place=place)
    if root.kind != "mapping":
        raise InputError(f"{place}:{root.line}", "is no dictionary of keys", "Write `key: [...]`.")
    entries: Entries = []
    for key, node in root.fields.items():
        met: dict[str, tuple[str, ...]] = {}
        for path, phrases in phrases_below(node, (), place):
            name = ".".join(path)
            if met.setdefault(name, path) != path:
                name = BELOW.join(path)
            entries.append((key, "" if path == (key,) else name, phrases))
    return codebook_text(entries, id=id, title=title)


def phrases_below(
    node: Node, path: tuple[str, ...], place: str
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield path and phrases of a key's value, the keys below included."""
    if node.kind == "mapping":
        for key, inner in node.fields.items():
            yield from phrases_below(inner, (*path, key), place)
        return
    items = node.items if node.kind == "list" else (node,)
    phrases = [item.text for item in items if item.kind == "scalar" and item.text.strip()]
    if phrases or not items:
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
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        raise InputError(place, "has no head between two % signs", "Give a LIWC .dic file.")
    told: dict[str, str] = {}
    for number, line in enumerate(lines[marks[0] + 1 : marks[1]], start=marks[0] + 2):
        if line.strip():
            category, *name = line.split(maxsplit=1)
            if plain(category) in told:
                problem = f"has the category {category} again"
                raise InputError(f"{place}:{number}", problem, "Give each a number of its own.")
            told[plain(category)] = (name or [category])[0].strip()
    names, notices = names_apart(told, place)
    found: dict[str, list[str]] = {category: [] for category in told}
    for number, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        if not line.strip():
            continue
        phrase, categories = liwc_entry(line.strip(), names)
        if not phrase or not categories:
            raise InputError(
                f"{place}:{number}",
                f"{line.strip()!r} is no word with the numbers of its categories",
                "Write the word, a tab, and the numbers.",
            )
        for category in categories:
            if category not in names:
                problem = f"names the unknown category {category}"
                raise InputError(f"{place}:{number}", problem, "Add it to the head.")
            found[category].append(phrase)
    entries = [(*split_name(names[category]), phrases) for category, phrases in found.items()]
    return codebook_text(entries, id=id, title=title)._replace(notices=notices)


def plain(category: str) -> str:
    """Return the number of a category without the zeros before it, which a line may leave out."""
    return category.lstrip("0") or category


def names_apart(told: Mapping[str, str], place: str) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """Return category -> its name without what stands in brackets behind it; names that are the
    same then are told apart, by the brackets or by the category, which the notices say.

    >>> names_apart({"1": "posemo (Good)", "2": "War", "3": "War"}, "d.dic")[0]
    {'1': 'posemo', '2': 'War (2)', '3': 'War (3)'}
    """
    short = {category: name.partition("(")[0].strip() or name for category, name in told.items()}
    many, whole = Counter(short.values()), Counter(told.values())
    names = {
        category: name
        if many[name] == 1
        else told[category]
        if whole[told[category]] == 1
        else f"{told[category]} ({category})"
        for category, name in short.items()
    }
    notices = [
        Notice(place, f"has {number} categories called {name!r}", "They are codes of their own.")
        for name, number in many.items()
        if number > 1
    ]
    return names, tuple(notices)


def liwc_entry(line: str, names: Collection[str]) -> tuple[str, list[str]]:
    """Return phrase and categories of a line, "" and none where it has another form.

    Columns stand behind a tab or several blanks; else the numbers at the end are categories, as far
    as these are known.

    >>> liwc_entry("kind of 1 2", {"1", "2"}), liwc_entry("9 11 1", {"1"})
    (('kind of', ['1', '2']), ('9 11', ['1']))
    """
    phrase, *columns = COLUMNS_APART.split(line)
    numbers = " ".join(columns).split()
    if columns and not all(map(str.isdecimal, numbers)):
        phrase, _, rest = line.partition("\t")
        numbers = rest.split()
    elif not columns:
        words = line.split()
        first = len(words)
        while first > 1 and plain(words[first - 1]) in names:
            first -= 1
        first = min(first, len(words) - 1)
        phrase, numbers = " ".join(words[:first]), words[first:]
    if not all(map(str.isdecimal, numbers)):
        return "", []
    return phrase.strip(), [plain(number) for number in numbers]


def from_dicx(text: str, *, id: str, title: str, place: str = "dictionary") -> Converted:
    """Return a codebook in YAML for a dictionary of LIWC-22: a CSV table of terms and categories.

    Weights are not kept: a term is of each category in whose column it has something. Raises
    InputError for a table that is not of this form.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise InputError(place, f"is no CSV ({error})", "Export it anew.") from None
    if not rows or rows[0][:1] != ["DicTerm"] or len(rows[0]) < 2:
        raise InputError(f"{place}:1", "has no column `DicTerm` with categories", "Export anew.")
    told = {str(number): name.strip() for number, name in enumerate(rows[0]) if number}
    names, notices = names_apart(told, place)
    entries: Entries = [
        (
            *split_name(names[category]),
            [
                row[0]
                for row in rows[1:]
                if row[int(category) : int(category) + 1] not in ([], [""])
            ],
        )
        for category in told
    ]
    weighted = sum(cell.strip() not in {"", "X", "x"} for row in rows[1:] for cell in row[1:])
    if weighted:
        said = f"has {weighted:,} terms with a weight"
        notices += (Notice(place, said, "They count like the others."),)
    return codebook_text(entries, id=id, title=title)._replace(notices=notices)


def split_name(name: str) -> tuple[str, str]:
    """Return code and subtype of a category's name.

    >>> split_name("U.S. policy"), split_name("roots > near")
    (('U.S. policy', ''), ('roots', 'near'))
    """
    code, _, subtype = name.partition(BELOW)
    return code, subtype


def codebook_text(
    entries: Entries, *, id: str, title: str, remarks: Mapping[str, Sequence[str]] | None = None
) -> Converted:
    """Return a codebook in YAML with these phrases, and the phrases that no query says.

    `remarks` are the lines of comment above each code; its label is its name with blanks for "_".
    """
    codes: dict[str, dict[str, list[str]]] = {}
    left_out: list[str] = []
    for code, subtype, phrases in entries:
        told = {phrase: query_for(phrase) for phrase in phrases}
        name = f"{code}.{subtype}" if subtype else code
        left_out += [f"{name}: {phrase!r}" for phrase, query in told.items() if query is None]
        left_out += [] if phrases else [f"{name}: it has no phrase"]
        queries = [query for query in told.values() if query]
        if queries:
            codes.setdefault(code, {}).setdefault(subtype, []).extend(queries)
    lines = [f"id: {as_yaml(id)}", 'version: "1"', f"title: {as_yaml(title)}", "codes:"]
    for code, parts in codes.items():
        lines += [f"  # {printable(line)}" for line in (remarks or {}).get(code, ())]
        lines += [f"  - id: {as_yaml(code)}", f"    label: {as_yaml(code.replace('_', ' '))}"]
        told = {name: as_yaml(list(dict.fromkeys(queries))) for name, queries in parts.items()}
        if "" in told:
            lines.append(f"    include: {told.pop('')}")
        if told:
            lines.append("    subtypes:")
        lines += [f"      {as_yaml(name)}: {{include: {some}}}" for name, some in told.items()]
    return Converted("\n".join(lines) + "\n", tuple(left_out))


def printable(line: str) -> str:
    """Return a line with a blank for each sign that is none to read, which YAML refuses, too."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


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
