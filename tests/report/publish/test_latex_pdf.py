"""The PDF by LaTeX: how its tables are cut (columns.lua), what is marked in it (print.lua)."""

import json
import os
import re
import subprocess
from itertools import count
from pathlib import Path
from shutil import which
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
    marked = (
        "[must]{.hit} [d:1-2]{.locus}\n\n::: evidence\nClose.\n:::\n\n## All {.two-columns}\n\n"
        "Noted. []{.table-data}\n\nA text.\n\n[]{.table-data}\n"
    )
    filtering = str(TEMPLATES / "print.lua")
    asked = ("-f", "markdown", "-t", "latex", "--lua-filter", filtering)
    told = run_pandoc(marked, *asked, place="the page")
    header = (TEMPLATES / "book.tex").read_text(encoding="utf-8")
    for name, shown in (("topoihit", "must"), ("topoilocus", "d:1-2"), ("topoinote", "Noted.")):
        assert f"\\{name}{{{shown}}}" in told.replace(" }", "}")
        assert f"\\newcommand\\{name}[1]" in header
    begin = told.index("\\begin{topoievidence}")
    assert begin < told.index("Close.") < told.index("\\end{topoievidence}")
    assert "\\newenvironment{topoievidence}" in header
    assert told.index("\\topoicolumns") < told.index("\\subsection{All}")
    assert "\\newcommand\\topoicolumns" in header
    assert told.endswith("A text.\n")  # of a table without a note nothing is left


def test_a_width_asked_for_gives_way_where_the_longest_word_of_a_column_needs_more(
    tmp_path: Path,
) -> None:
    body = (
        "local shares = columns.fitted(el, { GIVEN });"
        "for i, share in ipairs(shares) do el.colspecs[i] = { 'AlignLeft', share } end; return el"
    )

    def shares(given: str) -> list[float]:
        found = table(tmp_path, body.replace("GIVEN", given), ("Transliteration", "x y z"))
        return [width["c"] for _, width in found[2]]

    assert shares("0.5, 0.5") == pytest.approx([0.5, 0.5])
    first, second = shares("0.05, 0.95")
    assert first == pytest.approx((len("Transliteration") + 2.5) / 106)
    assert first + second == pytest.approx(1)


# Sections whose headings come to stand at any height of a page, each with a table under it.
SECTIONS = "".join(
    f"## Heading {n}\n\n| Column | Of words |\n|---|---|\n"
    + "".join(f"| row {n}.{k} | “café” † … 7 ÷ 2 − 1 |\n" for k in range(n % 7 + 1))
    + f"\n[Data {n}.]{{}} []{{.table-data}}\n\n"
    for n in range(60)
)
LONG = "## Heading of a long table\n\n| Column | Of words |\n|---|---|\n" + "| a | b |\n" * 90
REFERENCE = (
    'Words<span class="hit"> are</span><span class="locus"> apart</span>; '
    r"see Table \ref{tbl-59}, \pageref{tbl-59}."
)
BODY = f"# One\n\n{REFERENCE}\n\n{SECTIONS}{LONG}\n\n## Columns {{.two-columns}}\n\nEnd.\n"


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[list[str]]]:
    """Return the log of LuaLaTeX on a book as Quarto writes it, and the lines of its pages."""
    folder = tmp_path_factory.mktemp("tex")
    asked = (
        *("-f", "markdown", "-t", "latex", "-s", "-V", "documentclass=scrreprt"),
        *("--top-level-division=chapter", "-N", "--toc", "-V", "colorlinks"),
        *("-H", str(TEMPLATES / "book.tex"), "--lua-filter", str(TEMPLATES / "print.lua")),
    )
    written = run_pandoc(BODY, *asked, place="the book")
    number = count()
    # Quarto puts the caption before all that the head of a table has.
    captioned = re.sub(
        r"\\toprule\\noalign{}\n(?=(?:(?!\\toprule)[\s\S])*?\\endhead)",
        lambda found: (
            f"\\caption{{\\label{{tbl-{(n := next(number))}}}Caption {n}.}}\n\n\\tabularnewline\n\n"
            + found[0]
        ),
        written,
    ).replace("{\\def\\LTcaptype{none} % do not increment counter", "{")
    (folder / "book.tex").write_text(captioned, encoding="utf-8")
    run = ("lualatex", "-interaction=nonstopmode", "-halt-on-error", "book.tex")
    long_lines = {**os.environ, "max_print_line": "1000"}
    for _ in range(3):
        subprocess.run(run, cwd=folder, env=long_lines, capture_output=True, check=False)
    log = (folder / "book.log").read_text(encoding="utf-8", errors="replace")
    told = subprocess.run(
        ("pdftotext", "-layout", "book.pdf", "-"), cwd=folder, capture_output=True, check=False
    )
    pages = told.stdout.decode("utf-8").split("\f")[:-1]
    return log, [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]


@pytest.mark.tex
@pytest.mark.skipif(not (which("lualatex") and which("pdftotext")), reason="needs TeX")
class TestTheBookIsSet:
    """What LuaLaTeX makes of it by book.tex."""

    def test_without_a_missing_sign_a_label_set_twice_or_a_line_over_the_margin(
        self, typeset: tuple[str, list[list[str]]]
    ) -> None:
        log, pages = typeset
        assert "Output written on book.pdf" in log
        for fault in ("Missing character", "multiply", "undefined", "Rerun to", "\n! "):
            assert fault not in log
        wide = [float(points) for points in re.findall(r"Overfull \\.box \(([\d.]+)pt", log)]
        assert max(wide, default=0) < 20
        assert "??" not in str(pages)

    def test_with_no_heading_alone_at_the_foot_of_a_page(
        self, typeset: tuple[str, list[list[str]]]
    ) -> None:
        _, pages = typeset
        contents = next(i for i, lines in enumerate(pages) if "1 One" in lines and i > 1)
        body = pages[contents:]
        assert len(body) > 10
        assert not [lines for lines in body if "Heading" in lines[-1] or len(lines) < 3]

    def test_with_each_caption_once_and_the_names_of_columns_on_every_page_of_a_table(
        self, typeset: tuple[str, list[list[str]]]
    ) -> None:
        _, pages = typeset
        lines = [line for page in pages for line in page]
        assert [line for line in lines if line.startswith("Table 1.")] == [
            f"Table 1.{n + 1}: Caption {n}." for n in range(61)
        ]
        rows = [[line.split() for line in page] for page in pages]
        long = [page for page in rows if ["a", "b"] in page]
        assert len(long) > 1
        assert all(["Column", "Of", "words"] in page for page in long)

    def test_with_the_chapter_at_the_head_of_its_pages_and_the_pages_of_the_contents_right(
        self, typeset: tuple[str, list[list[str]]]
    ) -> None:
        _, pages = typeset
        last = next(i for i, page in enumerate(pages) if any("Caption 59." in x for x in page))
        assert pages[last][0].split() == ["1", "One", str(last + 1)]
        assert f"Words are apart; see Table 1.60, {last + 1}." in str(pages)
