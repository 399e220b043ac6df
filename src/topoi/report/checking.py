"""The check behind the promise: no number in prose or table without passages or a measure."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.report.citing import MIME

COLUMNS = ["cell", "where", "number", "context"]
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*%?")
# What is syntax in the writer's Markdown, not prose: code, link targets, citation and reference
# keys, attributes, raw blocks. Removed by its own delimiters, never by what a number looks like.
_SYNTAX = re.compile(
    r"<span class=\"name\">[^<]*</span>|\[[^\]]*\]\{\.name\}"
    r"|```.*?```|`[^`\n]*`|(?<=\])\([^()\s]*\)|(?<!\\)-?@[\w:./-]*\w|\{[#.=][^{}\n]*\}|<[a-z/!][^<>]*>"
    r"|\{\{<.*?>\}\}",
    re.DOTALL,
)


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
    """
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


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
