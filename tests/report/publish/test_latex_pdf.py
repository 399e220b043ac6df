"""The PDF by LaTeX: how its tables are cut (columns.lua), what is marked in it (print.lua)."""

import json
from pathlib import Path
from typing import Any

import pytest

from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.builtin import run_pandoc

FILTER = """
package.path = '{}/?.lua;' .. package.path
local columns = require 'columns'
return {{ {{ Table = function(el) {} end }} }}
"""


def table(folder: Path, body: str, *rows: tuple[str, str]) -> dict[str, Any]:
    """Return the one table that Markdown rows become after a filter did `body` to it."""
    filtering = folder / "filter.lua"
    filtering.write_text(FILTER.format(TEMPLATES, body), encoding="utf-8")
    lines = "\n".join(f"| {a} | {b} |" for a, b in (("A", "B"), ("--", "--"), *rows))
    told = run_pandoc(
        lines, *("-f", "markdown", "-t", "json"), "--lua-filter", str(filtering), place="the table"
    )
    return json.loads(told)["blocks"][0]["c"]


def words(node: Any) -> str:
    """Return what a node of pandoc's tree says."""
    if isinstance(node, dict):
        if node.get("t") == "Span":
            return words(node["c"][1])
        return {"Str": node.get("c"), "Space": " "}.get(node.get("t", "")) or words(node.get("c"))
    return "".join(words(one) for one in node) if isinstance(node, list) else ""


def cells(found: dict[str, Any]) -> list[list[str]]:
    """Return the words of each cell of the body."""
    rows = found[4][0][3]
    return [[words(cell[4]) for cell in row[1]] for row in rows]


def test_a_row_of_more_lines_than_a_page_may_have_goes_on_in_the_next_and_loses_no_word(
    tmp_path: Path,
) -> None:
    long = " ".join(f"word{n}" for n in range(100))
    cut = "return columns.with_short_rows(el, { 0.5, 0.25 }, 4)"
    rows = cells(table(tmp_path, cut, ("x", long), ("y", "short")))
    assert [row[0] for row in rows] == ["x", *[""] * (len(rows) - 2), "y"]
    assert len(rows) > 3
    assert " ".join(row[1] for row in rows[:-1]) == long
    assert max(len(row[1]) for row in rows) <= 4 * 106 * 0.25 + len("word99 ") * 8
    assert cells(table(tmp_path, cut, ("x", f"[{long}]{{.name}}"), ("y", "short"))) == rows
    assert cells(table(tmp_path, cut, ("x", "one"))) == [["x", "one"]]


@pytest.mark.parametrize(("length", "wide"), [(20, False), (200, True)])
def test_only_a_table_too_wide_for_a_line_gets_widths_which_fill_it(
    tmp_path: Path, length: int, wide: bool
) -> None:
    body = (
        "for i, share in ipairs(columns.widths(el)) do el.colspecs[i] = { 'AlignLeft', share } end;"
    )
    found = table(tmp_path, f"{body} return el", ("x", "word " * (length // 5)))
    shares = [width["c"] for _, width in found[2] if width["t"] == "ColWidth"]
    assert bool(shares) is wide
    assert not wide or sum(shares) == pytest.approx(1)
    assert not wide or shares[0] < shares[1]


def test_what_is_marked_is_set_by_commands_that_the_header_defines() -> None:
    marked = "[must]{.hit} [d:1-2]{.locus}\n\n::: evidence\nClose.\n:::\n\n## All {.two-columns}\n"
    filtering = str(TEMPLATES / "print.lua")
    asked = ("-f", "markdown", "-t", "latex", "--lua-filter", filtering)
    told = run_pandoc(marked, *asked, place="the page")
    header = (TEMPLATES / "book.tex").read_text(encoding="utf-8")
    for name, shown in (("topoihit", "must"), ("topoilocus", "d:1-2")):
        assert f"\\{name}{{{shown}}}" in told
        assert f"\\newcommand\\{name}[1]" in header
    begin = told.index("\\begin{topoievidence}")
    assert begin < told.index("Close.") < told.index("\\end{topoievidence}")
    assert "\\newenvironment{topoievidence}" in header
    assert told.index("\\twocolumn") < told.index("\\subsection{All}")
