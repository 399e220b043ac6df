import sys
from pathlib import Path

import pytest
from tests.report.tiny_book import code, markdown, write_book, write_notebook

from topoi.errors import InputError
from topoi.report.publish.book import read_book
from topoi.report.publish.quarto import (
    changed_pages,
    find_quarto,
    mend_quarto_pages,
    mended,
    render_with_quarto,
)

PAGE = (
    '<script src="site_libs/quarto-html/quarto.js" type="module"></script>\n'
    '<script src="site_libs/quarto-html/tabsets/tabsets.js" type="module"></script>\n'
    '<nav id="quarto-sidebar" class="sidebar"></nav>'
    '<nav id="TOC" role="doc-toc"><h2 id="toc-title">T</h2></nav>'
    '<nav class="page-navigation"></nav>'
    '<a class="sidebar-item-text" role="navigation">Appendices</a>'
    '<a href="b.html" class="pagination-link" aria-label="B">1 B</a>'
)


def quarto_site(folder: Path) -> Path:
    scripts = folder / "site_libs/quarto-html/tabsets"
    scripts.mkdir(parents=True)
    (scripts / "tabsets.js").write_text("export function init() {}\n")
    script = 'import * as tabsets from "./tabsets/tabsets.js";\ntabsets.init();\n'
    (scripts.parent / "quarto.js").write_text(script)
    (folder / "index.html").write_text(PAGE)
    return folder


def test_no_script_is_a_module_afterwards(tmp_path: Path) -> None:
    site = quarto_site(tmp_path)
    mend_quarto_pages(site)
    page = (site / "index.html").read_text()
    assert 'type="module"' not in page
    assert 'quarto.js" defer>' in page
    script = (site / "site_libs/quarto-html/quarto.js").read_text()
    assert "import" not in script
    assert "export" not in script


def test_links_are_named_as_they_read_and_navigations_are_named(tmp_path: Path) -> None:
    mend_quarto_pages(quarto_site(tmp_path))
    page = (tmp_path / "index.html").read_text()
    assert 'aria-label="B"' not in page
    assert 'role="navigation"' not in page
    assert '<nav id="quarto-sidebar" aria-label="Chapters"' in page
    assert '<nav id="TOC" aria-labelledby="toc-title"' in page
    assert '<nav class="page-navigation" aria-label="Before and after"' in page


def test_the_front_page_has_its_title_once(tmp_path: Path) -> None:
    title = '<header><h1 class="title">Who says what</h1><p>A subtitle</p></header>'
    section = '<section id="sec-a" class="level1 unnumbered">\n{}<p>Words.</p></section>'
    own = '<h1 class="unnumbered">Who <span class="name">says what</span></h1>'
    assert mended(title + section.format(own)) == title + section.format("")
    other = title + section.format("<h1>Summary</h1>")
    assert mended(other) == other


def test_links_to_the_front_page_open_a_page_from_disk_too() -> None:
    page = '<a href="./">A</a><a href="../">B</a><a href="../c.html">C</a>'
    assert mended(page) == (
        '<a href="./index.html">A</a><a href="../index.html">B</a><a href="../c.html">C</a>'
    )


def test_tables_that_move_are_reached_by_keyboard_and_ranges_of_pages_are_whole(
    tmp_path: Path,
) -> None:
    table = '<div aria-describedby="tbl-a-caption-1">'
    entry = '<div id="ref-a" class="csl-entry" role="listitem">\nA. 1–2, 2019–20.\n</div>'
    page = f"{table}<p>3–4</p></div>{entry}"
    once = mended(page)
    assert once == (
        f'{table[:-1]} tabindex="0"><p>3–4</p></div>'
        '<div id="ref-a" class="csl-entry" role="listitem">\nA. <span class="unbroken">1–2</span>, '
        '<span class="unbroken">2019–20</span>.\n</div>'
    )
    assert mended(once) == once


def test_what_a_failed_quarto_leaves_beside_the_sources_goes_and_nothing_else(
    tmp_path: Path,
) -> None:
    book = read_book(write_book(tmp_path))
    kept = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    leaves = (
        "mkdir index_files notebooks/01-text_files; touch index_files/a.svg index.typ index.log"
    )
    quarto = program(tmp_path / "quarto", f'cd "$2"; {leaves}; echo "ERROR: no Typst"; exit 1')
    with pytest.raises(InputError, match="no Typst"):
        render_with_quarto(book, quarto, tmp_path / "site")
    left = {path for path in tmp_path.rglob("*") if path.is_file()} - {tmp_path / "quarto"}
    assert sorted(left) == kept
    assert not (tmp_path / "notebooks/01-text_files").exists()


def test_a_second_run_and_other_sites_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    assert mend_quarto_pages(tmp_path) == []
    site = quarto_site(tmp_path / "q")
    assert mend_quarto_pages(site) != []
    assert mend_quarto_pages(site) == []


def test_a_script_of_another_make_is_left_as_a_module(tmp_path: Path) -> None:
    site = quarto_site(tmp_path)
    script = site / "site_libs/quarto-html/quarto.js"
    for text in ("tabsets.init();\n", script.read_text() + 'import x from "./x.js";\n'):
        script.write_text(text)
        (site / "index.html").write_text(PAGE)
        assert mend_quarto_pages(site) == [site / "index.html"]
        assert (site / "index.html").read_text().count('type="module"') == 2
        assert script.read_text() == text


def test_a_mended_script_is_named_before_the_pages(tmp_path: Path) -> None:
    site = quarto_site(tmp_path)
    (site / "a.html").write_text("<p>Nothing of Quarto's.</p>")
    script = site / "site_libs/quarto-html/quarto.js"
    assert mend_quarto_pages(site) == [script, site / "index.html"]
    text = script.read_text()
    assert text.startswith('(() => {\n"use strict";\nconst tabsets = (() => {\nfunction init() {}')
    assert "return { init };" in text
    assert mended(PAGE, classic=False).count('type="module"') == 2


SEARCH = """async function readSearchData() {
    if (window.location.protocol === "file:" && !shownWarning) {
      window.alert("Search requires a server");
      shownWarning = true;
      return;
    }
    const response = await fetch(offsetURL("search.json"));
"""


def test_the_search_of_quarto_loads_its_index_as_a_script(tmp_path: Path) -> None:
    search = quarto_site(tmp_path) / "site_libs/quarto-search/quarto-search.js"
    search.parent.mkdir()
    search.write_text(SEARCH)
    assert search in mend_quarto_pages(tmp_path)
    text = search.read_text()
    assert "alert" not in text
    assert "fetch(" not in text
    assert 'script.src = offsetURL("search-index.js");' in text
    assert mend_quarto_pages(tmp_path) == []
    search.write_text("of another make")
    assert mend_quarto_pages(tmp_path) == []
    assert search.read_text() == "of another make"


def test_pages_that_a_change_makes_others_are_written_and_named_in_order(tmp_path: Path) -> None:
    for name, text in (("b", "old"), ("a", "old"), ("c", "new")):
        (tmp_path / f"{name}.html").write_text(text)
    (tmp_path / "d.txt").write_text("old")
    seen = []

    def change(page: Path, html: str) -> str:
        seen.append(page.stem)
        return html.replace("old", "new")

    assert [page.stem for page in changed_pages(tmp_path, change)] == ["a", "b"]
    assert seen == ["a", "b", "c"]
    assert {page.read_text() for page in tmp_path.glob("*.html")} == {"new"}
    assert (tmp_path / "d.txt").read_text() == "old"


def program(path: Path, body: str) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_quarto_is_the_one_beside_python_or_else_on_the_path_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    assert find_quarto() is None
    other = program(tmp_path / "path/quarto", '[ "$1" = --version ]')
    assert find_quarto() == other
    beside = program(tmp_path / "bin/quarto", "exit 0")
    assert find_quarto() == beside
    program(tmp_path / "bin/quarto", "exit 1")
    assert find_quarto() == other
    (tmp_path / "bin/quarto").write_bytes(b"\x7fELF no program")
    assert find_quarto() == other
    program(tmp_path / "path/quarto", "exit 3")
    assert find_quarto() is None
    told = program(tmp_path / "told/quarto", "exit 0")
    monkeypatch.setenv("QUARTO_PATH", told)
    assert find_quarto() == told


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("exit 0", ""),
        ("echo rendering; echo done >&2", ""),
        (
            "echo '\\033[33mWARNING: a\\033[39m'; echo 'WARNING: a'; echo 'WARNING: b' >&2",
            "WARNING: a; WARNING: b",
        ),
        ("echo 'Unresolved @fig-x'", "Unresolved @fig-x"),
        ("echo first; echo 'ERROR: bad'; echo last; exit 1", "ERROR: bad"),
        ("echo 'WARN: w'; echo 'ERROR: bad'; exit 1", "WARN: w"),
        ("echo first; echo last; exit 1", "last"),
        ("exit 1", ""),
    ],
)  # fmt: skip
def test_whatever_quarto_warns_of_or_fails_with_is_told_once(
    tmp_path: Path, body: str, problem: str
) -> None:
    book = read_book(write_book(tmp_path))
    quarto = program(tmp_path / "quarto", body)
    fails = bool(problem) or body == "exit 1"
    if not fails:
        assert render_with_quarto(book, quarto, tmp_path / "site") == ""
        return
    with pytest.raises(InputError) as raised:
        render_with_quarto(book, quarto, tmp_path / "site")
    assert raised.value.problem == f"says: {problem}"


def test_quarto_renders_the_book_into_the_folder_and_runs_nothing(tmp_path: Path) -> None:
    book = read_book(write_book(tmp_path))
    quarto = program(
        tmp_path / "quarto", 'echo "$@" > "$2/told"; echo "$TOPOI_PUBLISHES $PATH" > "$2/knows"'
    )
    assert render_with_quarto(book, quarto, tmp_path / "out/site") == ""
    # the steps of _quarto.yml, which call `python`, do nothing
    assert (tmp_path / "knows").read_text().startswith(f"1 {Path(sys.executable).parent}")
    assert (tmp_path / "told").read_text().split() == [
        *("render", str(tmp_path), "--output-dir", "out/site", "--no-execute"),
    ]


def test_where_all_fails_what_is_half_made_goes_before_the_pages_are_rendered(
    tmp_path: Path,
) -> None:
    book = read_book(write_book(tmp_path))
    body = (
        'cd "$2"; mkdir -p "$4"; echo x > "$4/page$7"\n'
        '[ "$6 $7" = "--to html" ] || { echo "ERROR: no Typst"; exit 1; }'
    )
    site = tmp_path / "site"
    said = render_with_quarto(book, program(tmp_path / "quarto", body), site)
    assert said == "quarto: says: ERROR: no Typst"
    assert [path.name for path in site.iterdir()] == ["pagehtml"]


@pytest.mark.parametrize("quoted", [True, False])
def test_three_colons_that_a_text_says_are_no_broken_division(tmp_path: Path, quoted: bool) -> None:
    root = write_book(tmp_path)
    said = {"output_type": "stream", "name": "stdout", "text": "a \\:\\:\\: b" if quoted else "a"}
    write_notebook(
        root / "notebooks/02-frames.ipynb", [markdown("# F {#sec-frames}"), code("x", said)]
    )
    warns = "echo 'WARNING (/opt/filters/astpipeline.lua:9) stray :::'"
    quarto = program(tmp_path / "quarto", warns)
    if quoted:
        assert render_with_quarto(read_book(root), quarto, tmp_path / "site") == ""
        quarto = program(tmp_path / "quarto", f"{warns}; echo 'WARNING: other'")
        with pytest.raises(InputError, match="says: WARNING: other"):
            render_with_quarto(read_book(root), quarto, tmp_path / "site")
    else:
        with pytest.raises(InputError, match="astpipeline"):
            render_with_quarto(read_book(root), quarto, tmp_path / "site")
