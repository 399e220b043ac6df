"""The PDF of Quarto, from what Quarto writes for Typst to the page."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
import typst

from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.builtin import run_pandoc

META = "---\ntitle: Who says\nlang: en\nby-author: [{name: {literal: Nobody}}]\n---\n"
# as Quarto 1.9 writes a book with an appendix
BODY = """
#heading(level: 1, numbering: none)[Front]
#figure([x], kind: "quarto-float-fig", supplement: "Figure", caption: figure.caption([One]))
= Text <sec-text>
See #ref(<sec-text>, supplement: [Chapter]).
#figure([#table(columns: 2, [a], [b])], kind: "quarto-float-tbl", supplement: "Table",
  caption: figure.caption(position: top, [Two]))
#callout(body: [Told.], title: [Note], background_color: luma(200), icon_color: luma(9), icon: [],
  body_background_color: white)
#heading(level: 1, numbering: none)[References]
#pagebreak() Books.
#show: appendices.with("Appendices", hide-parent: true)
#heading(level: 1, numbering: none)[Appendices]
= Evidence <sec-evidence>
See #ref(<sec-evidence>, supplement: [Appendix]).
#figure([#table(columns: 2, [a], [b])], kind: "quarto-float-tbl", supplement: "Table",
  caption: figure.caption(position: top, [Three]))
"""


pytestmark = pytest.mark.skipif(not which("pdftotext"), reason="needs pdftotext")


def printed(folder: Path, body: str) -> list[list[str]]:
    """Return the lines of each page that a body becomes, as Quarto has it set."""
    show = str(TEMPLATES / "typst-show.typ")
    head = run_pandoc(META, "-f", "markdown", "-t", "typst", "--template", show, place="the PDF")
    book = (TEMPLATES / "book.typ").read_text(encoding="utf-8")
    (folder / "index.typ").write_text(f"{book}\n{head}\n{body}", encoding="utf-8")
    typst.compile(str(folder / "index.typ"), output=str(folder / "index.pdf"))
    asked = ["pdftotext", "-layout", str(folder / "index.pdf"), "-"]
    said = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    return [
        [line.strip() for line in page.splitlines() if line.strip()] for page in said.split("\f")
    ]


def test_a_picture_as_high_as_a_page_stands_under_its_heading(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"></svg>'
    )
    figure = '#figure(box(image("a.svg")), kind: "quarto-float-fig", supplement: "Figure",'
    figure += " caption: figure.caption([Tall]))"
    pages = printed(tmp_path, f"= One\n#pagebreak()\n== Two\n{figure}\n")
    assert [lines[1:] for lines in pages if "1.1 Two" in lines] == [
        ["1.1 Two", "Figure 1.1. Tall"],
    ]


def test_a_picture_a_little_too_high_for_what_an_opening_leaves_of_its_page_is_set_smaller(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="450pt"></svg>'
    )
    figure = '#figure(box(image("a.svg")), kind: "quarto-float-fig", supplement: "Figure",'
    figure += " caption: figure.caption([Tall]))"
    pages = printed(tmp_path, f"= One\n#v(5cm)\n== Two\n{figure}\n")
    assert [lines for lines in pages if "1.1 Two" in lines] == [
        ["Chapter 1", "One", "1.1 Two", "Figure 1.1. Tall", "1"],
    ]


def test_no_row_of_a_table_is_broken_over_pages(tmp_path: Path) -> None:
    lines = [[f"row{n} line{k}" for k in range(n % 6 + 1)] for n in range(120)]
    rows = ", ".join("[" + "\\ ".join(row) + "]" for row in lines)
    pages = printed(tmp_path, f"= One\n#table(columns: 1, {rows})\n")
    whole = [[line.split()[0] for line in page if line.startswith("row")] for page in pages]
    assert sum(map(bool, whole)) > 5
    assert [row for page in whole for row in dict.fromkeys(page)] == [f"row{n}" for n in range(120)]


def test_quarto_sets_the_book_as_the_built_in_renderer_does(tmp_path: Path) -> None:
    pages = printed(tmp_path, BODY)
    title, contents, front, text, references, books, appendix, end = pages
    assert title == ["Who says", "Nobody"]
    assert [line.split(" .")[0] for line in contents] == [
        *("Contents", "Front", "1 Text", "References", "A Evidence"),
    ]
    assert front == ["Front", "x", "Figure 1. One", "1"]  # no chapter 0
    assert text[:4] == ["Chapter 1", "Text", "See Chapter 1.", "Table 1.1. Two"]
    assert text[5:7] == ["Note", "Told."]
    assert references[0] == "References"
    assert books[0].split()[0] == "References"  # the running head, without a number
    assert appendix[:4] == ["Appendix A", "Evidence", "See Appendix A.", "Table A.1. Three"]
    assert end == []
