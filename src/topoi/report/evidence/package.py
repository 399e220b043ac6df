"""The data package of a published report, read: its tables, texts and cited passages.

It may come from anywhere, so that all of it is checked while it is read: an InputError names the
file that is not there, is spoilt, or holds something else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from topoi.coding.exchange.annotations import expecting, parsed_json
from topoi.csv_files import from_csv_cell, read_csv
from topoi.errors import InputError
from topoi.files import bytes_in, text_in
from topoi.report.evidence.passages import CitedPassages, Locus, passages_from_json, taken
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.json_lines import json_row

TEXTS, SETS, DESCRIPTION = "texts.jsonl", "cited_sets.jsonl", "datapackage.json"
PASSAGES = "cited_passages"  # a table; a set names its rows
ANEW = "Get the report anew, or render it again."
TEXT, NUMBER, INTEGER = "string", "number", "integer"  # types of columns, as they are described
LARGEST = 2**53  # beyond it, a whole number may have been rounded


class Field(NamedTuple):
    """A column of a table as it is described; `missing` stands for a missing text, if any is."""

    name: str
    type: str
    missing: str | None


@dataclass(frozen=True)
class Description:
    """What a data package says of itself.

    `tables` are the columns of each table, `hashes` the SHA-256 of each file ("" where none is
    given), both by the path of the file. `by`, `version`, `chapters` (name -> hash of its cells)
    and `transcript` say how the report was made; they are empty where that was not published.
    """

    tables: Mapping[str, list[Field]]
    hashes: Mapping[str, str]
    by: str
    version: str
    chapters: Mapping[str, str]
    transcript: str = ""


def package_folder(place: Path) -> Path | None:
    """Return where the data package of a site or folder is; None where there is none."""
    for folder in (place / "data", place):
        if (folder / DESCRIPTION).is_file():
            return folder
    return None


def described(package: Path) -> Description:
    """Return what a data package says of itself; raise InputError where it is none of ours."""
    file = package / DESCRIPTION
    told = parsed_json(text_in(file), str(file), remedy=ANEW)
    with expecting(str(file), "does not describe the data of a report", ANEW):
        files = {plain_text(one["path"]): one for one in told["resources"]}
        made = told.get("topoi") or {"by": "", "version": "", "chapters": {}}
        return Description(
            {path: fields_of(one["schema"]) for path, one in files.items() if "schema" in one},
            {path: plain_text(one.get("hash", "")) for path, one in files.items()},
            plain_text(made["by"]),
            plain_text(made["version"]),
            {name: plain_text(digest) for name, digest in made["chapters"].items()},
            plain_text(made.get("transcript", "")),
        )


def fields_of(schema: Mapping[str, Any]) -> list[Field]:
    """Return the columns that the schema of a table names."""
    missing = (next(iter(one.get("missingValues", ())), None) for one in schema["fields"])
    return [
        Field(
            plain_text(one["name"]),
            plain_text(one["type"]),
            mark if mark is None else plain_text(mark),
        )
        for one, mark in zip(schema["fields"], missing, strict=True)
    ]


def plain_text(value: object) -> str:
    """Return a text as it is; raises TypeError for others."""
    if not isinstance(value, str):
        raise TypeError
    return value


def read_table(
    package: Path, name: str, *, needed: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return a table of a data package by the name of its file, as it was published.

    Raises InputError where the package does not describe it, where it has other columns than are
    described, or where a `needed` one (name -> type, "" for any) is not there or of another type.
    """
    file, description = package / f"{name}.csv", package / DESCRIPTION
    own = described(package).tables.get(f"{name}.csv")
    if own is None:
        raise InputError(str(description), f"does not describe the table {name}.csv", ANEW)
    table = read_csv(file, {one.name: one.missing for one in own if one.type == TEXT})
    if list(table.columns) != [from_csv_cell(one.name) for one in own]:
        raise InputError(str(file), f"has other columns than {DESCRIPTION} says", ANEW)
    types = {one.name: one.type for one in own}
    for column, kind in (needed or {}).items():
        if column not in types or (kind == TEXT and types[column] != TEXT):
            what = "has no column" if column not in types else "has no text in its column"
            raise InputError(str(file), f"{what} {column!r}", ANEW)
        if kind in (NUMBER, INTEGER):
            table[column] = numbers_of(table[column], kind, str(file))
    return table


def numbers_of(column: "pd.Series[Any]", kind: str, place: str) -> "pd.Series[Any]":
    """Return a column of numbers; raise InputError, with the row, for what is none in it."""
    found = pd.to_numeric(column.astype(str), errors="coerce")  # of any number of digits
    wrong = found.isna()
    if kind == INTEGER:
        wrong |= (found % 1 != 0) | (found.abs() > LARGEST)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        problem = f"has {str(column.iloc[row])[:60]!r} in row {row + 1} of {column.name!r}"
        raise InputError(place, f"{problem}, which is no {kind}", ANEW)
    return found.astype("int64") if kind == INTEGER else found


def records_of(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield each text with what is known of it, so that reading these gives the same corpus."""
    known = corpus.documents.drop(columns=["sha256", "n_chars"]).rename(columns={"doc": "id"})
    known["date"] = known["date"].dt.strftime("%Y-%m-%d")
    for row in known.astype(object).where(known.notna(), None).to_dict("records"):
        told = {str(name): value for name, value in row.items()}
        yield {**told, "text": corpus.texts[str(row["id"])]}


def published_texts(package: Path) -> dict[str, str]:
    """Return the texts of a data package by document; in older packages their id is called doc.

    Raises InputError, with the line, for what is no text with an id of its own.
    """
    texts: dict[str, str] = {}
    for place, row in rows_of(package / TEXTS):
        with expecting(place, "is no text with an id", ANEW):
            doc, content = plain_text(row["id" if "id" in row else "doc"]), plain_text(row["text"])
        if doc in texts:
            raise InputError(place, f"repeats the id {doc!r}", ANEW)
        texts[doc] = content
    return texts


def read_cited(package: Path) -> dict[str, CitedPassages]:
    """Return the cited passages of a data package by their id.

    Raises InputError, with the line, for what is no set of passages. The packages of earlier
    versions, in which each set has its passages itself, are read, too.
    """
    listed = f"{PASSAGES}.csv" in described(package).tables
    loci = _every_passage(package) if listed else []
    problem = f"is no set of passages{f' of {PASSAGES}.csv' if listed else ''}"
    sets = {}
    for place, row in rows_of(package / SETS):
        with expecting(place, problem, ANEW):
            identifier, label = plain_text(row["id"]), plain_text(row["label"])
            if listed:
                own = tuple(sorted(taken(loci, row["rows"])))
                sets[identifier] = CitedPassages(identifier, label, own)
            else:
                sets[identifier] = _earlier_set(identifier, row)
    return sets


def _every_passage(package: Path) -> list[Locus]:
    needed = {"doc": TEXT, "start": INTEGER, "end": INTEGER, "code": TEXT}
    table = read_table(package, PASSAGES, needed=needed)
    return list(zip(*(table[name].tolist() for name in needed), strict=True))


def _earlier_set(identifier: str, row: dict[str, Any]) -> CitedPassages:
    cited = passages_from_json(identifier, row)
    for code in row["codes"]:
        plain_text(code)
    if any(type(edge) is not int for _, *edges, _ in cited.loci for edge in edges):
        raise TypeError
    return cited


def rows_of(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the place and the object of each line of a published file; InputError for another."""
    for number, line in enumerate(bytes_in(file).splitlines(), start=1):
        row = json_row(line, file, number)
        if isinstance(row, InputError):
            raise InputError(row.place, row.problem, ANEW)
        yield f"{file}:{number}", row
