"""Pages of the built-in renderer: who comes before and after, what is on a page, and its names."""

import json

import pytest
from tests.report.tiny_book import write_book

from topoi.errors import InputError
from topoi.report.publish import builtin, builtin_pdf, render
from topoi.report.publish.book import line_of, read_book
from topoi.report.publish.builtin import (
    Document,
    Page,
    _contents,
    _label,
    _navigation,
    _neighbour,
    copy_matching,
)
from topoi.report.publish.site_check import check_site


def page(path, *, number="", appendix=False, toc=()):
    href = f"{path}.html"
    return Page(path, href, f"On <{path}>", number, appendix, tuple(toc), {})


PAGES = (page("index"), page("notebooks/a", number="1"), page("b", appendix=True, number="A"))
PAGES += (page("c", appendix=True),)
DOCUMENT = Document(PAGES, {})


def test_the_list_of_chapters_parts_the_appendices_once_and_marks_where_one_is():
    lines = _navigation(DOCUMENT, PAGES[1], "../").splitlines()
    assert [line.startswith('<li class="part">') for line in lines] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert lines[0] == '<li><a href="../index.html"><span>On &lt;index&gt;</span></a></li>'
    assert lines[1].startswith('<li><a href="../notebooks/a.html" aria-current="page"><span class=')
    assert sum("aria-current" in line for line in lines) == 1
    assert _label(PAGES[1]) == ('<span class="number">1</span> <span>On &lt;notebooks/a&gt;</span>')


@pytest.mark.parametrize(("index", "href"), [(-1, ""), (0, "index"), (3, "c"), (4, "")])
def test_a_page_leads_to_its_neighbours_where_there_are_any(index, href):
    found = _neighbour(DOCUMENT, index, "../", "next", "After")
    assert found.startswith(f'<a rel="next" class="next" href="../{href}.html">') == bool(href)
    assert bool(found) == bool(href)


def test_sections_of_the_second_and_third_level_are_on_the_page():
    toc = [
        {"level": level, "id": f"s{level}", "title": "A & b", "number": number}
        for level, number in ((1, "1"), (2, "1.1"), (3, ""), (4, "1.1.1"))
    ]
    html = _contents(page("a", toc=toc))
    assert html.count("<li") == 2
    assert (
        '<li class="level-2"><a href="#s2"><span class="number">1.1</span> A &amp; b</a></li>'
        in (html)
    )
    assert '<li class="level-3"><a href="#s3">A &amp; b</a></li>' in html
    assert _contents(page("a", toc=toc[:1])) == ""


def test_files_that_a_pattern_names_are_copied_and_one_that_names_none_is_told(tmp_path):
    (tmp_path / "root/css").mkdir(parents=True)
    (tmp_path / "root/css/a.css").write_text("a")
    copy_matching(tmp_path / "root", "/css/*.css", tmp_path / "site")
    assert (tmp_path / "site/css/a.css").read_text() == "a"
    with pytest.raises(InputError, match="css matches no file"):
        copy_matching(tmp_path / "root", "css", tmp_path / "site")


def test_a_book_is_what_its_file_says(tmp_path):
    root = write_book(tmp_path)
    book = read_book(root)
    assert book.sources == book.chapters + book.appendices
    (root / "_quarto.yml").write_text(
        json.dumps(
            {"project": {"type": "book"}, "lang": "fr", "bibliography": "references.bib",
             "book": {"title": "A  b/c", "chapters": ["index.qmd"], "date": 2025,
                      "author": [{"name": "Ann"}, "Bo"], "references": "references.qmd"},
             "format": {"typst": {"echo": False}, "html": {"css": "x.css"}}}
        )
    )  # fmt: skip
    book = read_book(root)
    assert (book.title, book.pdf_name, book.date, book.lang) == (
        "A  b/c",
        "A-b-c.pdf",
        "2025",
        "fr",
    )
    assert (book.authors, book.css, book.resources) == (("Ann", "Bo"), ("x.css",), ())
    assert (book.chapters, book.appendices) == (("index.qmd", "references.qmd"), ())
    assert (book.code_in_pdf, book.site, book.csl) == (False, "reports/site", "")
    assert line_of(root / "_quarto.yml", "none of it") == 1


def test_a_site_is_checked_page_by_page(tmp_path):
    assert check_site(tmp_path) == [f"{tmp_path.resolve()}: has no index.html"]
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/index.html").write_text('<a name="old">x</a><b>fine?</b><code>@fig-a</code>')
    (tmp_path / "index.html").write_text(
        '<a href="sub/#old">x</a> <a href="/sub">y</a> <a href="#top">z</a> <a href="#">n</a>'
        '<a href="sub/index.html#doc=0&amp;at=3-7">w</a> <img src="data:image/png;base64,AA">'
        '<a href="">e</a> <p class="quarto-unresolved-ref" id="sec-x"></p>'
        '<p style="background: url(https://a.b/c.png)">@sec-b</p>'
    )
    assert check_site(tmp_path) == [
        "index.html: @sec-b is unresolved",
        "index.html: fetches https://a.b/c.png",
        "index.html: sec-x is unresolved",
        "sub/index.html: fine? is unresolved",
    ]


@pytest.mark.parametrize(("date", "told"), [("", "2025-01-01"), ("May 2024", "May 2024")])
def test_a_report_is_of_the_date_of_its_book_or_else_of_the_day_it_was_made(
    tmp_path, monkeypatch, date, told
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    dated = []
    monkeypatch.setattr(builtin, "read_sources", lambda book: dated.append(book.date))
    monkeypatch.setattr(builtin, "write_site", lambda book, *_: dated.append(book.date))
    monkeypatch.setattr(builtin_pdf, "write_pdf", lambda book, *_: dated.append(book.date))
    book = read_book(write_book(tmp_path))._replace(date=date)
    render._builtin(book, tmp_path / "site", lambda line: None)
    assert dated == [told] * 3
