"""Codebooks whose passages were marked by hand: the file of the passages, and their codes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from topoi.coding.codebook.codebook import POLARITIES, Annotation, Codebook, Subtype
from topoi.coding.codebook.dictionaries import as_yaml
from topoi.csv_files import from_csv_cell
from topoi.errors import InputError, Notice
from topoi.text.corpus.csv_rows import csv_rows

FOLDER = "annotations"  # beside the codebooks
NEEDED = ("doc", "start", "end", "code")
COLUMNS = (*NEEDED, "subtype", "label", "polarity", "text", "coder")


def passages_in(file: Path, notices: list[Notice]) -> Iterator[Annotation]:
    """Yield the passages of a CSV file with the columns `doc, start, end, code`, in its order.

    Offsets count characters (code points), `end` is the first one after the passage. Read where
    they are given are `subtype`, `label` (of the code), `polarity` (default: asserted), `text` and
    `coder`; `notices` gets to know other columns. Raises InputError, with file and line, for a file
    or row that cannot be read so.
    """
    if not file.is_file():
        raise InputError(str(file), "does not exist", "Put the file of the annotations there.")
    if not file.read_bytes().strip(b"\xef\xbb\xbf\xff\xfe\r\n\x00 "):
        raise InputError(str(file), "is empty", "Name the columns doc, start, end, code.")
    others: dict[str, None] = {}
    for entry in csv_rows(file, require_columns):
        if isinstance(entry, InputError):
            raise entry
        if isinstance(entry, Notice):
            notices.append(entry)
            continue
        line, row = entry
        others |= dict.fromkeys(name for name in row if name not in COLUMNS)
        yield passage_of(
            {name: from_csv_cell(str(row.get(name) or "")) for name in COLUMNS},
            f"{file}:{line}",
            line,
        )
    if others:
        said = f"has columns that are passed over: {', '.join(others)}"
        notices.append(Notice(str(file), said, f"Read are {', '.join(COLUMNS)}."))


def require_columns(place: str, names: Sequence[str], parted: str) -> None:
    """Raise InputError where a table of passages lacks a column."""
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        apart = f", apart by {parted}" if parted else ""
        problem = f"has no column {lacking[0]!r} (columns{apart}: {', '.join(names)})"
        raise InputError(place, problem, "Name the columns doc, start, end, code.")


def passage_of(row: dict[str, str], place: str, line: int) -> Annotation:
    """Return the passage of one row; raises InputError at `place`."""
    if not (row["start"].strip().isdecimal() and row["end"].strip().isdecimal()):
        problem = f"has no span ({row['start']!r} to {row['end']!r})"
        raise InputError(place, problem, "Give two whole numbers, counted in characters from 0.")
    if not row["doc"] or not row["code"]:
        problem = f"lacks its {'code' if row['doc'] else 'doc'}"
        raise InputError(place, problem, "Fill the cell, or take the row out.")
    if row["polarity"] not in ("", *POLARITIES):
        problem = f"has the polarity {row['polarity']!r}"
        raise InputError(place, problem, f"Known: {', '.join(POLARITIES)}.")
    return Annotation(
        row["doc"],
        int(row["start"]),
        int(row["end"]),
        row["code"],
        row["subtype"],
        row["coder"] or "1",
        row["label"],
        row["polarity"] or POLARITIES[0],
        row["text"] or None,
        line,
    )


def annotation_file(book: Codebook) -> Path:
    """Return the file that holds the passages of a codebook coded by hand."""
    return Path(book.path).parent / FOLDER / book.annotations


def with_passages(book: Codebook) -> Codebook:
    """Return a codebook with the passages of its file of annotations, kinds as subtypes of codes.

    Raises InputError for a passage whose code the codebook does not have.
    """
    file = annotation_file(book)
    passages = tuple(passages_in(file, []))
    kinds: dict[str, set[str]] = {code.id: set() for code in book.codes}
    for one in passages:
        if one.code not in kinds:
            problem = f"has the code {one.code!r}, which {book.path} has not"
            raise InputError(f"{file}:{one.line}", problem, "Add the code, or correct the row.")
        kinds[one.code].add(one.subtype)
    codes = tuple(replace(code, subtypes=subtypes_of(kinds[code.id])) for code in book.codes)
    return replace(book, codes=codes, passages=passages)


def subtypes_of(kinds: Iterable[str]) -> tuple[Subtype, ...]:
    """Return the named kinds in alphabetical order, then the unnamed one that each code has."""
    return (*(Subtype(name) for name in alphabetical(kinds) if name), Subtype(""))


def alphabetical(names: Iterable[str]) -> list[str]:
    """Return names in alphabetical order, whether they begin with a capital or not.

    >>> alphabetical({"war", "Peace", "peace"})
    ['Peace', 'peace', 'war']
    """
    return sorted(names, key=lambda name: (name.casefold(), name))


def codebook_of(
    passages: Sequence[Annotation],
    *,
    id: str,
    title: str,
    description: str,
    source: str,
    file: str,
    listed: Sequence[str] = (),
) -> str:
    """Return a codebook in YAML whose codes are those of the passages.

    They stand in the order of `listed`, a list of codes that the annotations came with, those not
    in it in alphabetical order behind: whatever was marked, the order is the same. `source` says of
    each code where it comes from, `file` names the file of the passages. Codes are called by the
    first label given, else by their ids.
    """
    labels: dict[str, str] = {}
    for one in passages:
        if one.label:
            labels.setdefault(one.code, one.label)
    marked = alphabetical({one.code for one in passages})
    codes = [one for one in dict.fromkeys([*listed, *marked]) if one in marked]
    lines = [
        f"id: {as_yaml(id)}", 'version: "1"', f"title: {as_yaml(title)}",
        f"description: {as_yaml(description)}", f"annotations: {as_yaml(file)}", "codes:",
    ]  # fmt: skip
    for code in codes:
        label = labels.get(code) or code.replace("_", " ")
        lines += [
            f"  - id: {as_yaml(code)}",
            f"    label: {as_yaml(label)}",
            f"    source: {as_yaml(source)}",
        ]
    return "\n".join(lines) + "\n"
