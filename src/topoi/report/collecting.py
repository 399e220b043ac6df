"""What the executed chapters published: every number, every cited set, every table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.report.checking import cells_of, is_hidden
from topoi.report.citing import MIME
from topoi.report.sets import CitedSet, set_from_json

NUMBER_COLUMNS = ["chapter", "cell", "place", "text", "value", "how", "ref", "base", "source"]
_OPTION = re.compile(r"^#\|\s*([\w-]+):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class PublishedTable:
    """A table as a chapter shows it: its id, label, caption and plain values."""

    id: str
    label: str
    caption: str
    chapter: str
    how: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Published:
    """All that the chapters published, in the order of their reading."""

    numbers: pd.DataFrame
    sets: dict[str, CitedSet]
    tables: tuple[PublishedTable, ...]

    def measures(self) -> pd.DataFrame:
        """Return the measures behind numbers without passages: ref, how, source, numbers."""
        rows = self.numbers[self.numbers["ref"].str.startswith("me-")]
        grouped = rows.groupby(["ref", "how", "source"], sort=False).size()
        return grouped.rename("numbers").reset_index()


def collect(notebooks: Sequence[Path]) -> Published:
    """Return what these executed notebooks published; reads no text and runs no code.

    `numbers` has one row a published number: chapter (file stem), cell (id), place (label of the
    table with row and column, or the words around it), text, value, how, ref, base, source.
    A set cited under several labels keeps the first; hidden cells are left out.
    """
    numbers: list[tuple[Any, ...]] = []
    sets: dict[str, CitedSet] = {}
    tables: list[PublishedTable] = []
    for path in notebooks:
        for cell, record in records(path):
            for identifier, data in record["sets"].items():
                sets.setdefault(identifier, set_from_json(identifier, data))
            options = cell_options(cell["source"])
            if "rows" in record:
                found = _published_table(record, options, path.stem, len(tables) + 1)
                tables.append(found)
                numbers += _in_table(record, path.stem, cell["id"], found.label)
            pieces = record.get("pieces", record.get("note", []))
            numbers += _in_prose(pieces, path.stem, cell["id"])
    frame = pd.DataFrame(numbers, columns=NUMBER_COLUMNS)
    return Published(frame, {k: sets[k] for k in sorted(sets)}, tuple(_apart(tables)))


def records(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each shown cell of an executed notebook with each evidence record among its outputs."""
    for cell in cells_of(path):
        if cell["cell_type"] == "code" and not is_hidden(cell["source"]):
            for output in cell["outputs"]:
                if MIME in output.get("data", {}):
                    yield cell, output["data"][MIME]


def cell_options(source: str) -> dict[str, str]:
    """Return the one-line Quarto options of a cell, quotes taken off.

    >>> cell_options('#| label: tbl-a\\n#| tbl-cap: "Words: all"\\nx = 1')
    {'label': 'tbl-a', 'tbl-cap': 'Words: all'}
    """
    return {key: value.strip("\"'") for key, value in _OPTION.findall(source)}


def _published_table(
    record: dict[str, Any], options: dict[str, str], chapter: str, number: int
) -> PublishedTable:
    label = options.get("label", "")
    if not label.startswith("tbl-"):
        label = f"tbl-{chapter}-{number}"
    caption = record["caption"] or options.get("tbl-cap", "")
    values = [[_value(cell) for cell in row] for row in record["rows"]]
    values += record.get("rest", [])
    frame = pd.DataFrame(values, columns=record["columns"])
    return PublishedTable(record["table"], label, caption, chapter, record["how"], frame)


def _value(cell: list[Any]) -> object:
    return cell[2]["value"] if cell[0] == "number" else cell[1]


def _apart(tables: list[PublishedTable]) -> Iterator[PublishedTable]:
    # several tables of one cell share its label; their files must not
    seen: dict[str, int] = {}
    for table in tables:
        seen[table.label] = seen.get(table.label, 0) + 1
        again = seen[table.label]
        yield replace(table, label=f"{table.label}-{again}") if again > 1 else table


def _in_table(
    record: dict[str, Any], chapter: str, cell: str, label: str
) -> Iterator[tuple[Any, ...]]:
    for row in record["rows"]:
        for column, piece in zip(record["columns"], row, strict=True):
            if piece[0] == "number":
                place = f"{label}: {row[0][1]}, {column}"
                yield chapter, cell, place, piece[1], *_origin(piece[2], default=label)


def _in_prose(pieces: list[Any], chapter: str, cell: str) -> Iterator[tuple[Any, ...]]:
    for i, piece in enumerate(pieces):
        if piece[0] == "number":
            before = "".join(p[1] for p in pieces[max(0, i - 3) : i])[-40:]
            after = "".join(p[1] for p in pieces[i + 1 : i + 4])[:40]
            place = " ".join(f"{before}[{piece[1]}]{after}".split())
            yield chapter, cell, place, piece[1], *_origin(piece[2], default="")


def _origin(about: dict[str, Any], *, default: str) -> tuple[Any, ...]:
    source = about.get("source", "") or default
    return about["value"], about["how"], about["ref"], about.get("base", ""), source
