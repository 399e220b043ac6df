"""The built-in renderer: problems told, footnotes of one name, pages and the source of the PDF."""

import json
import re

import pytest
from tests.report.browser import CHROMIUM, browser
from tests.report.tiny_book import markdown, shown, write_book, write_notebook

from topoi.errors import InputError
from topoi.report.publish.book import TEMPLATES, line_of, read_book
from topoi.report.publish.builtin import build_document, read_sources, run_pandoc, write_site
from topoi.report.publish.builtin_pdf import UnsetError, _named, _source, strings


@pytest.fixture
def root(tmp_path):
    return write_book(tmp_path)


def chapter(root, *texts):
    cells = [markdown("# Frames {#sec-frames}"), *map(markdown, texts)]
    write_notebook(root / "notebooks/02-frames.ipynb", cells)
    return read_book(root)


@pytest.mark.parametrize("many", [1, 4, 5, 6])
def test_four_problems_are_told_and_how_many_more_there_are(root, many):
    listed = "".join(f"See @fig-{n}.\n\n" for n in range(many))
    (root / "index.qmd").write_text(f"# S {{.unnumbered #sec-summary}}\n\n{listed}Again @fig-0.\n")
    book = read_book(root)
    with pytest.raises(InputError) as raised:
        build_document(book, read_sources(book), form="html")
    told = raised.value.problem.split("; ")
    assert [re.findall(r"@fig-\d", one) for one in told[:4]] == [
        [f"@fig-{n}"] for n in range(min(many, 4))
    ]
    assert told[4:] == ([f"and {many - 4} more"] if many > 4 else [])


def test_the_same_footnote_of_two_chapters_is_told_with_both(root):
    note = "A word.[^one]\n\n[^one]: Told below."
    cells = [markdown(f"# Evidence {{#sec-evidence}}\n\n{note}\n\n[root causes]{{#ev-1}}")]
    write_notebook(root / "notebooks/90-evidence.ipynb", cells)
    read_sources(chapter(root, note.replace("one", "two")))
    with pytest.raises(InputError) as raised:
        read_sources(chapter(root, note))
    assert raised.value.place == "notebooks/90-evidence.ipynb"
    assert raised.value.problem == ("names a footnote [^one], as notebooks/02-frames.ipynb does")


def test_pandoc_s_warnings_and_failures_are_errors_with_their_place(root):
    assert run_pandoc("*a*", "-t", "plain", "--wrap=none", place="p") == "a\n"
    with pytest.raises(InputError, match=r"p: pandoc says: Unknown input format"):
        run_pandoc("a", "-f", "no-such-format", place="p")


def page_of(root, name):
    return (root / "out" / name).read_text(encoding="utf-8")


def test_a_page_has_its_title_neighbours_style_and_place_in_the_site(root):
    (root / "own.css").write_text("p {}")
    (root / "data").mkdir()
    (root / "data/a.txt").write_text("a")
    book = chapter(root, "Words.")._replace(
        title="On <a> & b", subtitle="S & T", authors=("Ann", "Bo"), date="2025-01-01",
        css=("own.css",), resources=("/data/*.txt",),
    )  # fmt: skip
    write_site(book, read_sources(book), root / "out")
    first, inner = page_of(root, "index.html"), page_of(root, "notebooks/02-frames.html")
    assert "<title>Summary – On &lt;a&gt; &amp; b</title>" in first
    assert "<title>Frames – On &lt;a&gt; &amp; b</title>" in inner
    assert first.count('<p class="byline">Ann, Bo, 2025-01-01</p>') == 1
    assert '<p class="byline">' not in inner
    assert "<footer>Ann, Bo, 2025-01-01</footer>" in inner
    assert '<p class="subtitle">S &amp; T</p>' in inner
    assert '<link rel="stylesheet" href="own.css">' in first
    assert '<link rel="stylesheet" href="../own.css">' in inner
    assert '<a href="../tiny.pdf">' in inner
    assert '<a rel="prev" class="prev" href="../notebooks/01-text.html">' in inner
    assert '<a rel="next" class="next" href="../references.html">' in inner
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in page_of(root, "notebooks/90-evidence.html")
    for name in ("own.css", "data/a.txt", "assets/page.css", "assets/page.js"):
        assert (root / "out" / name).is_file()


def test_a_chapter_called_as_its_book_is_not_named_twice(root):
    book = chapter(root, "Words.")._replace(title="Frames", authors=(), date="")
    write_site(book, read_sources(book), root / "out")
    assert "<title>Frames</title>" in page_of(root, "notebooks/02-frames.html")
    assert '<p class="byline"></p>' in page_of(root, "index.html")


def test_a_document_has_its_pages_in_order_and_the_pictures_that_they_show(root):
    (root / "own.png").write_bytes(b"own")
    book = chapter(root, "## One {#sec-one}\n\n![x](../own.png)")
    sources = read_sources(book)
    document = build_document(book, sources, form="html")
    assert [(page.path, page.title, page.number, page.appendix) for page in document.pages] == [
        ("index.qmd", "Summary", "", False),
        ("notebooks/01-text.ipynb", "The text", "1", False),
        ("notebooks/02-frames.ipynb", "Frames", "2", False),
        ("references.qmd", "References", "", False),
        ("notebooks/90-evidence.ipynb", "Evidence", "A", True),
    ]
    frames = document.pages[2]
    assert [(one["level"], one["id"], one["number"]) for one in frames.toc if one["level"] > 1] == [
        (2, "sec-one", "2.1")
    ]
    assert document.pictures == {**sources.pictures, "own.png": b"own"}
    assert list(sources.pictures) == ["notebooks/01-text_files/fig-strip.png"]


def typst(root, book, unshown=frozenset()):
    document = build_document(book, read_sources(book), form="typst")
    blocks = [block for page in document.pages for block in page.document["blocks"]]
    whole = {**document.pages[0].document, "blocks": blocks}
    return _source(book, whole, unshown)


def test_the_source_of_the_pdf_begins_with_what_the_book_is_called(root):
    book = chapter(root, "Caf\u00e9 \u6f22.")._replace(
        title='A "b"\nc \u6f22', subtitle="S", authors=("Ann", "B\u00f6"), date="2025", lang="de"
    )
    first, second, *rest = typst(root, book, frozenset({"\u6f22"})).splitlines()
    assert first == '#import "book.typ": *'
    assert second == (
        '#show: book.with(title: "A \\"b\\" c [U+6F22]", subtitle: "S", '
        'authors: ("Ann", "B\u00f6", ), date: "2025", lang: "de")'
    )
    text = "\n".join(rest)
    assert "Caf\u00e9 \\[U+6F22\\]." in text
    assert "align(center)[#table(" not in text
    assert "align(left)[#table(" in text


@pytest.mark.parametrize("shown_in_pdf", [True, False])
def test_code_is_printed_where_the_book_says_so(root, shown_in_pdf):
    book = chapter(root, "Words.")._replace(code_in_pdf=shown_in_pdf)
    assert ("draw()" in typst(root, book)) == shown_in_pdf
    page = build_document(book, read_sources(book), form="html").pages[1]
    assert any("draw()" in text for text in strings(page.document["blocks"]))


def unset(*texts):
    lines = [
        f'the text `"{text}"` could not be displayed\n  at report.typ:{line}:3'
        for text, line in texts
    ]
    return UnsetError("no font", "\n".join(lines))


def test_a_sign_that_typst_names_is_looked_for_in_its_line_and_then_in_all():
    used = frozenset({"\u6f22", "\u5b57", "e\u1ab0", "e"})
    assert unset(("a\\u{6f22}", 7)).unshown == [("a\u6f22", 7)]
    source = "x\u6f22\ny e\u1ab0\u2028z\u5b57"
    assert _named(unset(("\u6f22", 1)), source, used) == {"\u6f22"}
    assert _named(unset(("\u5b57", 3)), source, used) == {"\u5b57"}
    # a mark alone is that of a sign of the line
    assert _named(unset(("\u1ab0", 2)), source, used) == {"e\u1ab0"}
    # Typst may name letter and mark as one
    assert _named(unset(("\u00e9", 1)), "e\u0301 x", frozenset({"e\u0301", "x"})) == {"e\u0301"}
    # of a block of code the first line is named, which need not have the sign
    code = "x\ny \u5b57\u6f22\n"
    assert _named(unset(("\u5b57", 1)), code, used) == {"\u5b57"}
    assert _named(unset(("\u5b57", 1), ("\u6f22", 2)), code, used) == {"\u5b57", "\u6f22"}


def test_strings_are_the_words_and_the_code_of_a_page():
    code_node = {"t": "CodeBlock", "c": [["", [], []], "x = 1"]}
    inline = {"t": "Code", "c": [["", [], []], "y"]}
    tree = [{"t": "Para", "c": [{"t": "Str", "c": "a"}, {"t": "Space"}, inline]}, code_node]
    raw = {"t": "RawBlock", "c": ["html", "<p>"]}
    assert sorted(strings([*tree, raw])) == ["a", "x = 1", "y"]


CONFIG = {
    "project": {"type": "book"},
    "book": {"chapters": ["index.qmd"], "appendices": ["notebooks/90-evidence.ipynb"]},
}


def configured(root, **changes):
    (root / "_quarto.yml").write_text(json.dumps({**CONFIG, **changes}, indent=1))
    return read_book(root)


def test_what_a_book_does_not_say_has_a_value(root):
    book = configured(root)
    assert (book.title, book.pdf_name, book.site, book.lang) == (
        *("Report", "Report.pdf", "reports/site", "en"),
    )
    assert (book.subtitle, book.authors, book.date, book.bibliography) == ("", (), "", ())
    assert book.code_in_pdf is True
    assert book.sources == ("index.qmd", "notebooks/90-evidence.ipynb")


def test_a_long_title_is_shortened_in_the_name_of_the_file(root):
    named = {**CONFIG["book"], "title": "w" * 70}
    assert configured(root, book=named).pdf_name == "w" * 60 + ".pdf"
    named["output-file"] = "own"
    assert configured(root, book=named).pdf_name == "own.pdf"


@pytest.mark.parametrize(
    ("changes", "word", "told"),
    [
        ({"bibliography": ["references.bib", "none.bib"]}, "none.bib", "bibliography 'none.bib'"),
        (
            {"book": {**CONFIG["book"], "appendices": ["no.ipynb"]}},
            "no.ipynb",
            "chapter 'no.ipynb'",
        ),
        ({"book": {"chapters": ["index.qmd", {"part": "P"}]}}, "", "chapter {'part': 'P'}"),
        (
            {"book": {**CONFIG["book"], "references": "r.qmd"}},
            "r.qmd",
            "chapter 'r.qmd' is no file",
        ),
    ],
)
def test_a_file_that_a_book_names_and_that_is_not_there_is_told_with_its_line(
    root, changes, word, told
):
    with pytest.raises(InputError, match=re.escape(told)) as raised:
        configured(root, **changes)
    line = line_of(root / "_quarto.yml", word) if word else 1
    assert raised.value.place == f"{root / '_quarto.yml'}:{line}"


@pytest.mark.parametrize(
    "changes", [{"book": {"title": "T"}}, {"project": {"type": "website"}}, {"project": {}}]
)
def test_what_is_no_book_is_refused(root, changes):
    with pytest.raises(InputError, match="is no book"):
        configured(root, **changes)


def test_a_word_is_on_the_first_line_that_has_it(tmp_path):
    (tmp_path / "a").write_text("one\ntwo\ntwo\n")
    assert [line_of(tmp_path / "a", word) for word in ("one", "two", "none")] == [1, 2, 1]


def test_a_problem_is_told_with_the_place_of_its_own_cell_or_page(root):
    cell = shown("x", {"text/markdown": "See @fig-one."})
    prose = [markdown("# Frames {#sec-frames}"), cell, markdown("See @fig-two.")]
    write_notebook(root / "notebooks/02-frames.ipynb", prose)
    (root / "index.qmd").write_text("# S {.unnumbered #sec-summary}\n\nSee @fig-three.\n")
    with pytest.raises(InputError) as raised:
        build_document(read_book(root), read_sources(read_book(root)), form="html")
    told = str(raised.value)
    assert re.search(r"index\.qmd: @fig-three", told)
    assert re.search(r"02-frames\.ipynb, cell \d+: @fig-one", told)
    assert re.search(r"02-frames\.ipynb: @fig-two", told)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
@pytest.mark.parametrize("nested", [False, True])  # Quarto's sections are elements
def test_the_lists_of_the_appendix_are_laid_out_when_a_reader_comes_to_them(tmp_path, nested):
    style = (TEMPLATES / "content.scss").read_text(encoding="utf-8")
    lists = [f"<ul><li>{'one ' * 9000}</li></ul>" for _ in range(9)]
    lists += [f"<div class='evidence'><p id='p{n}'>{'two ' * 9000}</p></div>" for n in range(9)]
    lists.append("<ul><li id='last'>three</li></ul>")
    first, rest = "".join(lists[:9]), "".join(lists[9:])
    parts = f"<h2 id='sec-evidence-sets'>Q</h2>{first}{rest}"
    if nested:
        parts = f"<section id='sec-evidence-sets'>{first}</section><section>{rest}</section>"
    before = f"<div class='evidence'><p id='marked'><mark>two</mark>{' one' * 9000}</p></div>"
    body = f"<main>{before}{parts}</main>"
    (tmp_path / "a.html").write_text(f"<style>{style}</style>{body}", encoding="utf-8")
    seen = "document.getElementById('{}').checkVisibility({{contentVisibilityAuto: true}})"
    with browser(tmp_path) as page:
        page.open((tmp_path / "a.html").as_uri(), ready="document.readyState === 'complete'")
        page.until(f"!{seen.format('p4')} && !{seen.format('last')}")
        assert page.value(seen.format("marked"))  # its tint would seem to lie elsewhere
        page.value("document.getElementById('p4').scrollIntoView({behavior: 'instant'})")
        page.until(f"{seen.format('p4')} && !{seen.format('last')}")
        page.value("document.getElementById('last').scrollIntoView({behavior: 'instant'})")
        page.until(seen.format("last"))
