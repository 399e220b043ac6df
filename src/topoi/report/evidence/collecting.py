"""What the executed chapters published: every number, every cited set, every table."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from topoi.errors import InputError
from topoi.project import MARKER, project_root
from topoi.report.evidence.citing import APPENDIX, MIME
from topoi.report.evidence.passages import CitedPassages, passages_from_json
from topoi.text.words.context import around, flat

COLUMNS = ["cell", "where", "number", "context"]
WIDTH = 40  # characters on each side of a number in prose
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*%?")
# What is syntax in the writer's Markdown, not prose: code, link targets, citation and reference
# keys, attributes, raw blocks. Removed by its own delimiters, never by what a number looks like.
_SYNTAX = re.compile(
    r"<span class=\"name\">[^<]*</span>|\[[^\]]*\]\{\.name\}"
    r"|```.*?```|`[^`\n]*`|(?<=\])\([^()\s]*\)|(?<!\\)-?@[\w:./-]*\w|\{[#.=][^{}\n]*\}|<[a-z/!][^<>]*>"
    r"|\{\{<.*?>\}\}",
    re.DOTALL,
)
NUMBER_COLUMNS = [
    *("chapter", "cell", "place", "text", "value", "how", "ref", "base", "source"),
    *("table", "row", "column"),
]
_NOTEBOOK = re.compile(r"[\w./-]+\.ipynb")
_OPTION = re.compile(r"^#\|\s*([\w-]+):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class PublishedTable:
    """A table as a chapter shows it: its id, label, caption and plain values.

    `numbered` says whether the label is one that the chapter gives it, so that it has a number.
    """

    id: str
    label: str
    caption: str
    chapter: str
    how: str
    frame: pd.DataFrame
    numbered: bool


class PublishedFigure(NamedTuple):
    """A figure as a chapter shows it: its label, its caption, and the table that it draws."""

    label: str
    caption: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Published:
    """All that the chapters published, in the order of their reading."""

    numbers: pd.DataFrame
    sets: dict[str, CitedPassages]
    tables: tuple[PublishedTable, ...]
    figures: tuple[PublishedFigure, ...] = ()


def collect(notebooks: str | Sequence[Path] | None = None) -> Published:
    """Return what these executed notebooks published; reads no text and runs no code.

    They are given as paths or as a pattern of names in this folder, such as "0*.ipynb"; without,
    they are the chapters of the project around this folder, but for the appendix of evidence.
    `numbers` has one row a published number: chapter (file stem), cell (id), place (label of the
    table with row and column, or the words around it), text, value, how, ref, base, source; of
    a cell of a table also `table` (the name of its file), `row` (counted from 0) and `column`.
    A set cited under several labels keeps the first; hidden cells are left out.
    """
    numbers: list[tuple[Any, ...]] = []
    sets: dict[str, CitedPassages] = {}
    tables: list[PublishedTable] = []
    figures: dict[str, PublishedFigure] = {}
    seen: Counter[str] = Counter()
    if notebooks is None:
        notebooks = [path for path in chapter_notebooks(project_root()) if path.name != APPENDIX]
    paths = sorted(Path().glob(notebooks)) if isinstance(notebooks, str) else notebooks
    for path in paths:
        for cell, record in records(path):
            for identifier, data in record["sets"].items():
                sets.setdefault(identifier, passages_from_json(identifier, data))
            options = cell_options(cell["source"])
            if "rows" in record:
                found = _published_table(record, options, path.stem, len(tables) + 1)
                seen[found.label] += 1
                own = _apart(found, seen[found.label])
                tables.append(own)
                told = _numbers_of_table(record, path.stem, cell["id"], found.label)
                numbers += [(*number, own.label, *at) for number, at in told]
            if "figure" in record and options.get("label"):
                frame = pd.DataFrame(record["figure"]["data"], columns=record["figure"]["columns"])
                drawn = PublishedFigure(options["label"], options.get("fig-cap", ""), frame)
                figures.setdefault(drawn.label, drawn)
            pieces = record.get("pieces", record.get("note", []))
            said = _numbers_of_prose(pieces, path.stem, cell["id"])
            numbers += [(*number, "", "", "") for number in said]
    numbered = pd.DataFrame(numbers, columns=NUMBER_COLUMNS)
    in_order = {name: sets[name] for name in sorted(sets)}
    return Published(numbered, in_order, tuple(tables), tuple(figures.values()))


def chapter_notebooks(root: Path) -> list[Path]:
    """Return the notebooks of a project that its book names, and those that its pages embed from.

    Others may lie beside them, as the chapter on collections does in a report on one text.
    """
    sources = [root / MARKER, *sorted(root.glob("*.qmd"))]
    lines = (source.read_text(encoding="utf-8").splitlines() for source in sources)
    told = (line for line in chain.from_iterable(lines) if not line.lstrip().startswith("#"))
    named = map(_NOTEBOOK.findall, told)
    paths = (root / name for name in dict.fromkeys(chain.from_iterable(named)))
    return [path for path in paths if path.is_file()]


def records(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each shown cell of an executed notebook with each evidence record among its outputs."""
    for cell, output in shown_outputs(path):
        if MIME in output.get("data", {}):
            yield cell, output["data"][MIME]


def shown_outputs(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each shown cell of an executed notebook with each of its outputs."""
    for cell in cells_of(path):
        if cell["cell_type"] == "code" and not is_hidden(cell["source"]):
            for output in cell["outputs"]:
                yield cell, output


def cell_options(source: str) -> dict[str, str]:
    """Return the one-line Quarto options of a cell, quotes taken off.

    >>> cell_options('#| label: tbl-a\\n#| tbl-cap: "Words: all"\\nx = 1')
    {'label': 'tbl-a', 'tbl-cap': 'Words: all'}
    """
    return {key: value.strip("\"'") for key, value in _OPTION.findall(source)}


def _published_table(
    record: dict[str, Any], options: dict[str, str], chapter: str, number: int
) -> PublishedTable:
    label = record.get("label") or options.get("label", "")
    numbered = label.startswith("tbl-")
    if not numbered:
        label = f"tbl-{chapter}-{number}"
    caption = record["caption"] or options.get("tbl-cap", "")
    values = [[_value(cell) for cell in row] for row in record["rows"]]
    values += record.get("rest", [])
    frame = pd.DataFrame(values, columns=record["columns"])
    return PublishedTable(record["table"], label, caption, chapter, record["how"], frame, numbered)


def _value(cell: list[Any]) -> object:
    return cell[2]["value"] if cell[0] == "number" else cell[1]


def _apart(table: PublishedTable, nth: int) -> PublishedTable:
    # several tables of one cell share its label; their files must not
    return replace(table, label=f"{table.label}-{nth}", numbered=False) if nth > 1 else table


def _numbers_of_table(
    record: dict[str, Any], chapter: str, cell: str, label: str
) -> Iterator[tuple[tuple[Any, ...], tuple[str, str]]]:
    """Yield each number of a table, with the number of its row and the head of its column."""
    for number, row in enumerate(record["rows"]):
        for column, piece in zip(record["columns"], row, strict=True):
            if piece[0] == "number":
                place = f"{label}: {row[0][1]}, {column}"
                origin = _origin(piece[2], default=label)
                yield (chapter, cell, place, piece[1], *origin), (str(number), column)


def _numbers_of_prose(pieces: list[Any], chapter: str, cell: str) -> Iterator[tuple[Any, ...]]:
    for i, piece in enumerate(pieces):
        if piece[0] == "number":
            before, after = ("".join(p[1] for p in some) for some in (pieces[:i], pieces[i + 1 :]))
            near = around(before + after, len(before), len(before), width=WIDTH)
            cut = ["… " * (near[0] != before), " …" * (near[1] != after)]
            place = flat(f"{cut[0]}{near[0]}[{piece[1]}]{near[1]}{cut[1]}")
            yield chapter, cell, place, piece[1], *_origin(piece[2], default="")


def _origin(about: dict[str, Any], *, default: str) -> tuple[Any, ...]:
    source = about.get("source", "") or default
    return about["value"], about["how"], about["ref"], about.get("base", ""), source


def numbers_without_evidence(notebook: Path) -> pd.DataFrame:
    """Return the numbers of a notebook that came from no hits and no measure; none is good.

    Columns: cell (its id), where (markdown, prose, table, output), number, context. Markdown cells
    may hold no digits outside code, link targets, citation keys and `[95%]{.name}`. An output of
    `sentence`, `table` and their kin is judged by its record: digits only in cited numbers and in
    marked text (quoted passages, loci, names). Any other text output may hold no digits at all;
    pictures are not read, nor are hidden cells (`output: false`, `include: false`).
    """
    rows = [
        (cell.get("id", str(i)), where, match.group(), _around(text, match.start()))
        for i, cell in enumerate(cells_of(notebook))
        for where, text in _unmarked(cell)
        for match in _DIGITS.finditer(text)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook file as plain JSON, their lines joined.

    Read without nbformat, whose schema check costs more time than all else that is done here.
    Raises InputError where it is no notebook.
    """
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = "is not a notebook"
        raise InputError(str(notebook), problem, "Open and save it in Jupyter") from error


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 30) : at + 30].split())


def _unmarked(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if cell["cell_type"] == "markdown":
        yield "markdown", without_syntax(cell["source"])
    if cell["cell_type"] != "code" or is_hidden(cell["source"]):
        return
    for output in cell["outputs"]:
        data = output.get("data", {})
        if MIME in data:
            yield from _prose_of(data[MIME])
        elif output["output_type"] == "stream":
            yield "output", "".join(output["text"])
        elif not any(kind.startswith("image/") for kind in data):
            shown = data.get("text/markdown") or data.get("text/html") or data.get("text/plain", "")
            yield "output", without_syntax("".join(shown))


def is_hidden(source: str) -> bool:
    """Return whether a cell's options keep its output out of the report.

    >>> is_hidden("#| output: false\\nprint(1)")
    True
    """
    options = [line for line in source.splitlines() if line.startswith("#|")]
    return any(re.match(r"#\|\s*(output|include):\s*false\b", line) for line in options)


def _prose_of(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "rows" in record:
        for row in record["rows"]:
            for kind, text, *_ in row:
                if kind == "prose":
                    yield "table", text
    for kind, text, *_ in record.get("pieces", record.get("note", [])):
        if kind == "prose":
            yield "prose", without_syntax(text)


def without_syntax(markdown: str) -> str:
    """Return the writer's Markdown without code, link targets, attributes and citation keys.

    >>> without_syntax("As [@entman1993] says, `x = 1` ([more](a1.html#b2)).")
    'As [] says,  ([more]).'
    """
    return _SYNTAX.sub("", markdown)
