import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.report.tiny_book import TABLE, code, markdown, shown, write_book, write_notebook

from topoi.errors import InputError
from topoi.report.publish.book import read_book
from topoi.report.publish.render import (
    MARK,
    MARK_SAYS,
    render_report,
    require_replaceable,
    restore_last,
    without_links,
)


def silent(line: str) -> None:
    pass


def render(root: Path) -> Path:
    return render_report(root, renderer="builtin", say=silent).site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(write_book(tmp_path_factory.mktemp("book")))


def text_of(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def test_every_chapter_becomes_a_page_and_the_book_a_pdf(site: Path) -> None:
    pages = sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))
    assert pages == [
        "index.html",
        "notebooks/01-text.html",
        "notebooks/02-frames.html",
        "notebooks/90-evidence.html",
        "references.html",
    ]
    assert (site / "tiny.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_references_are_numbered_and_linked_across_chapters(site: Path) -> None:
    frames = text_of(site, "notebooks/02-frames.html")
    assert '<a href="01-text.html#fig-strip" class="ref">Figure\u00a01.1</a>' in frames
    assert '<a href="01-text.html#sec-text-voices" class="ref">Section\u00a01.1</a>' in frames
    index = text_of(site, "index.html")
    assert '<a href="notebooks/01-text.html#sec-text" class="ref">Chapter\u00a01</a>' in index


def test_figures_and_tables_carry_their_number_and_caption(site: Path) -> None:
    page = text_of(site, "notebooks/01-text.html")
    assert re.search(
        r'<figure id="fig-strip".*?alt="A strip\.".*?Figure 1\.1\.</span> Who', page, re.S
    )
    assert re.search(r'<figure id="tbl-voices".*?Table 1\.1\.</span> Voices\..*?<table', page, re.S)


def test_a_wide_table_gets_widths_and_keeps_its_rows(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    wide = f"| a | b |\n|---|---|\n| 000_187c0d223700570b:12-40 | {'word ' * 60} |"
    cells = [
        markdown("# Frames {#sec-frames}"),
        shown(TABLE.replace("voices", "wide"), {"text/markdown": wide}),
    ]
    write_notebook(root / "notebooks/02-frames.ipynb", cells)
    (root / "index.qmd").write_text("# Summary {.unnumbered #sec-summary}\n\nSee @sec-text.\n")
    page = text_of(render(root), "notebooks/02-frames.html")
    assert page.count("<tr") == 2
    assert page.count("<col ") == 2
    assert "000_<wbr>187c0d223700570b:<wbr>12-<wbr>40" in page


def test_citations_lead_to_the_references_page(site: Path) -> None:
    assert 'href="../references.html#ref-entman1993"' in text_of(site, "notebooks/01-text.html")
    assert 'id="ref-entman1993"' in text_of(site, "references.html")


def test_links_to_sources_become_links_to_pages_also_where_embedded(site: Path) -> None:
    assert '<a href="90-evidence.html#ev-1">2</a>' in text_of(site, "notebooks/01-text.html")
    assert '<a href="notebooks/90-evidence.html#ev-1">2</a>' in text_of(site, "index.html")


def test_text_of_a_seed_stays_text(site: Path) -> None:
    assert "&lt;script&gt; $x$ #let |" in text_of(site, "notebooks/01-text.html")


def test_conditional_content_is_shown_in_its_format_only(site: Path) -> None:
    page = text_of(site, "notebooks/02-frames.html")
    assert "Web words." in page
    assert "Print words." not in page


def test_callouts_code_and_appendix_are_marked_up(site: Path) -> None:
    frames = text_of(site, "notebooks/02-frames.html")
    assert re.search(r'class="callout note".*?How to read', frames, re.S)
    assert '<details class="code"><summary>Code of this section</summary>' in text_of(
        site, "notebooks/01-text.html"
    )
    assert '<span class="number">Appendix A</span>' in text_of(site, "notebooks/90-evidence.html")


def test_the_code_of_a_section_is_one_fold_at_its_end_in_the_order_of_its_cells(
    site: Path,
) -> None:
    page = text_of(site, "notebooks/01-text.html")
    [fold] = re.findall(r'(?s)<details class="code">.*?</details>', page)
    assert re.sub(r"<[^>]+>", "", fold).split()[-2:] == ["draw()", "show()"]
    shown = [page.index('id="fig-strip"'), page.index('id="tbl-voices"'), page.index(fold)]
    assert shown == sorted(shown)
    assert '<button type="button" class="code-switch"' in page


def test_the_same_sources_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = render(write_book(tmp_path))
    for path in sorted(site.rglob("*")):
        if path.is_file():
            assert (again / path.relative_to(site)).read_bytes() == path.read_bytes(), path


WRONG = {
    "a figure nobody labelled": ("See @fig-nope.", "@fig-nope is not the label of anything"),
    "a section nobody labelled": ("See @sec-nope.", "@sec-nope"),
    "a source nobody listed": ("As [@nobody2000] says.", "[@nobody2000] is in no bibliography"),
    "an anchor nobody set": ("[x](90-evidence.ipynb#ev-9)", "90-evidence.ipynb#ev-9"),
    "a chapter nobody wrote": ("[x](91-none.ipynb#ev-9)", "91-none.ipynb#ev-9"),
    "a link without a place": ("[x](90-evidence.ipynb)", "without a place"),
    "an unknown shortcode": ("{{< video x.mp4 >}}", "the shortcode {{< video x.mp4 >}}"),
    "a shortcode in a line": ("The {{< meta title >}} is.", "within a line"),
    "an unknown callout": ("::: {.callout-danger}\nx\n:::", "unknown callout danger"),
    "an unknown division": ("::: {.panel-tabset}\nx\n:::", "panel-tabset"),
    "an unknown kind of reference": ("See @eq-one.", "@eq-one"),
    "an unknown format": ('::: {.content-visible when-format="pdf"}\nx\n:::', "the format pdf"),
    "an anchor without words": ("[]{#ev-7}", "the empty anchor ev-7"),
    "an id used twice": ("[x]{#ev-1}", "the id ev-1"),
    "a picture that is missing": ("![x](none.png)", "none.png"),
    "an accidental example list": ("as shown\n\n(@sec-text) here", "begins with (@"),
    "a second title": ("# Again {#sec-again}", "second top heading"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_resolved_stops_the_build(tmp_path: Path, text: str, message: str) -> None:
    root = write_book(tmp_path)
    chapter = root / "notebooks/02-frames.ipynb"
    write_notebook(chapter, [markdown("# Frames {#sec-frames}"), markdown(text)])
    with pytest.raises(InputError, match=re.escape(message)):
        render(root)


CELLS = {
    "an unknown option": (code("#| lable: fig-x\nx"), "the option 'lable'"),
    "no words for the blind": (
        shown("#| label: fig-x\n#| fig-cap: x\nx", {"image/png": "iVBORw0KGgo="}),
        "fig-x has no fig-alt",
    ),
    "a figure without a picture": (
        shown("#| label: fig-x\n#| fig-cap: x\n#| fig-alt: x\nx", {"text/plain": "x"}),
        "fig-x shows no picture",
    ),
    "an error": (
        code("x", {"output_type": "error", "ename": "E", "evalue": "e", "traceback": []}),
        "holds an error",
    ),
    "html": (shown("x", {"text/html": "<p>x</p>", "text/plain": "x"}), "shows text/html"),
    "an unlabelled caption": (
        shown("#| fig-cap: x\nx", {"text/markdown": "x"}),
        "has a caption and no label",
    ),
    "only an unknown kind": (shown("x", {"application/x": "x"}), "shows only application/x"),
}


@pytest.mark.parametrize(("cell", "message"), CELLS.values(), ids=CELLS.keys())
def test_a_cell_that_cannot_be_shown_stops_the_build(
    tmp_path: Path, cell: dict[str, object], message: str
) -> None:
    root = write_book(tmp_path)
    chapter = root / "notebooks/02-frames.ipynb"
    write_notebook(chapter, [markdown("# Frames {#sec-frames}"), cell])
    with pytest.raises(InputError, match=re.escape(message)):
        render(root)


def test_a_warning_that_a_notebook_holds_is_not_shown_and_stops_nothing(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    warning = {"output_type": "stream", "name": "stderr", "text": "careful"}
    said = {"output_type": "stream", "name": "stdout", "text": "hello"}
    cells = [markdown("# Frames {#sec-frames}"), code("x", warning, said)]
    write_notebook(root / "notebooks/02-frames.ipynb", cells)
    page = text_of(render(root), "notebooks/02-frames.html")
    assert "hello" in page
    assert "careful" not in page


def test_a_failed_build_leaves_the_last_report_alone(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    last = render(root)
    before = {path: path.read_bytes() for path in last.rglob("*") if path.is_file()}
    (root / "index.qmd").write_text("# Summary {.unnumbered #sec-summary}\n\n@fig-nope\n")
    with pytest.raises(InputError):
        render(root)
    assert {path: path.read_bytes() for path in last.rglob("*") if path.is_file()} == before
    assert [path.name for path in last.parent.iterdir()] == ["site"]


def held(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("mine", encoding="utf-8")
    return folder


def refused(root: Path, output: Path | None) -> None:
    with pytest.raises(InputError, match="something else than a report"):
        render_report(root, renderer="builtin", output=output, say=silent)


def test_a_folder_of_other_files_is_not_replaced(tmp_path: Path) -> None:
    mine = held(tmp_path / "web", "index.html", "notes.txt")
    refused(write_book(tmp_path), mine)
    refused(tmp_path, mine / "notes.txt")
    assert {path.read_text() for path in mine.iterdir()} == {"mine"}


def test_a_report_is_replaced_unless_other_files_lie_in_it(tmp_path: Path) -> None:
    output = held(tmp_path / "empty" / "site")
    done = render_report(write_book(tmp_path), renderer="builtin", output=output, say=silent)
    mine = output / "notebooks" / "notes.txt"
    (output / ".DS_Store").touch()
    require_replaceable(done.site)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"notebooks/notes\.txt would be lost"):
        require_replaceable(done.site)


def test_files_that_come_while_a_report_is_rendered_are_not_replaced(tmp_path: Path) -> None:
    root, output = write_book(tmp_path), tmp_path / "site"

    def meanwhile(building: Path) -> None:
        held(output, "notes.txt")

    with pytest.raises(InputError, match=r"notes\.txt would be lost"):
        render_report(root, renderer="builtin", output=output, finish=meanwhile, say=silent)
    assert [path.name for path in output.iterdir()] == ["notes.txt"]


def test_a_folder_without_our_mark_is_not_replaced_even_if_it_is_the_projects_own(
    tmp_path: Path,
) -> None:
    book = read_book(write_book(tmp_path))
    site = held(tmp_path / book.site, "index.html", "thesis.txt")
    with pytest.raises(InputError, match="would be lost"):
        render_report(tmp_path, renderer="builtin", say=silent)
    assert (site / "thesis.txt").exists()


def copied(site: Path, target: Path) -> Path:
    shutil.copytree(site, target)
    require_replaceable(target)
    return target


def change(site: Path) -> str:
    (site / "index.html").write_text("<p>My own page.</p>")
    return "index.html"


def link(site: Path) -> str:
    (site / "index.html").rename(site.parent / "elsewhere.html")
    (site / "index.html").symlink_to(site.parent / "elsewhere.html")
    return "index.html"


def link_to_a_folder(site: Path) -> str:
    (site / "thesis").symlink_to(site.parent)
    return "thesis"


def pipe(site: Path) -> str:
    os.mkfifo(site / "pipe")
    return "pipe"


def other_case(site: Path) -> str:
    (site / "Index.html").write_text((site / "index.html").read_text())
    return "Index.html"


def empty_mark(site: Path) -> str:
    (site / MARK).write_text("")
    return ""


def forged_mark(site: Path) -> str:
    (site / "thesis.txt").write_text("mine")
    (site / MARK).write_text(f"{MARK_SAYS}thesis.txt\nindex.html\n")
    return ""


def deep(site: Path) -> str:
    (site / "notebooks" / ".thesis").mkdir()
    (site / "notebooks" / ".thesis" / "a.txt").write_text("mine")
    return "notebooks/.thesis/a.txt"


@pytest.mark.parametrize(
    "harm", [change, link, link_to_a_folder, pipe, other_case, empty_mark, forged_mark, deep]
)
def test_what_a_report_did_not_write_as_it_is_keeps_the_folder(
    site: Path, tmp_path: Path, harm: Callable[[Path], str]
) -> None:
    mine = copied(site, tmp_path / "site")
    lost = harm(mine)
    with pytest.raises(InputError, match=f"{re.escape(lost)} would be lost"):
        require_replaceable(mine)


def test_a_mark_with_the_line_ends_of_windows_is_read(site: Path, tmp_path: Path) -> None:
    mine = copied(site, tmp_path / "site")
    mark = mine / MARK
    mark.write_bytes(mark.read_bytes().replace(b"\n", b"\r\n"))
    require_replaceable(mine)


def test_an_output_reached_by_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    mine = held(tmp_path / "www", "thesis.txt")
    (tmp_path / "link").symlink_to(mine)
    for name in ("book", "fresh"):
        (tmp_path / name).mkdir()
    refused(write_book(tmp_path / "book"), tmp_path / "link")
    (tmp_path / "other").symlink_to(tmp_path / "fresh")
    done = render_report(
        tmp_path / "book", renderer="builtin", output=tmp_path / "other", say=silent
    )
    assert done.site == tmp_path / "fresh"
    assert (tmp_path / "other").is_symlink()
    assert (tmp_path / "other" / "index.html").is_file()


KILLED_IN_THE_SWAP = """
import os, signal, sys
from pathlib import Path
from topoi.report.publish import render
from topoi.files import made_aside
site = Path(sys.argv[1])
with made_aside(site.parent, site.name) as aside:
    (aside / render.NEW).mkdir()
    (aside / render.NEW / "half.html").touch()
    if sys.argv[2] == "between":
        site.rename(aside / render.LAST)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["before", "between"])
def test_the_last_report_is_back_after_a_kill_between_the_two_renames(
    site: Path, tmp_path: Path, moment: str
) -> None:
    last = copied(site, tmp_path / "reports" / "site")
    command = [sys.executable, "-c", KILLED_IN_THE_SWAP, str(last), moment]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert last.exists() == (moment == "before")
    said: list[str] = []
    restore_last(last, said.append)
    require_replaceable(last)
    assert (last / "index.html").read_bytes() == (site / "index.html").read_bytes()
    assert len(said) == (moment == "between")
    render_report(write_book(tmp_path), renderer="builtin", say=silent)
    assert [path.name for path in last.parent.iterdir()] == ["site"]


def test_what_finish_adds_is_checked_too(tmp_path: Path) -> None:
    root = write_book(tmp_path)

    def dead_link(site: Path) -> None:
        (site / "more.html").write_text('<a href="nowhere.html">x</a>')

    with pytest.raises(InputError, match=r"nowhere\.html"):
        render_report(root, renderer="builtin", finish=dead_link, say=silent)


FAILS = {
    "Typst refuses the source": InputError("the PDF", "Typst says: no", ""),
    "the program is missing": FileNotFoundError("typst"),
    "it dies without a word": RuntimeError(),
}


@pytest.mark.parametrize("error", FAILS.values(), ids=FAILS.keys())
def test_where_the_pdf_alone_fails_the_pages_are_published_without_a_link_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    root = write_book(tmp_path)
    assert "tiny.pdf" in text_of(render(root), "index.html")

    def fails(source: str, folder: Path) -> bytes:
        raise error

    monkeypatch.setattr("topoi.report.publish.builtin_pdf.typeset", fails)
    done = render_report(root, renderer="builtin", say=silent)
    assert done.no_pdf == (str(error) or "RuntimeError")
    assert not done.pdf.exists()
    assert not [p for p in done.site.rglob("*.html") if "tiny.pdf" in p.read_text()]


QUARTO = """#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in --output-dir) out="$2";; --to) to="$2";; esac
  shift
done
cd {root} && mkdir -p "$out"
[ "$to" = html ] || {{ touch "$out/tiny.pdf"; echo "ERROR: error: {said}" >&2; exit 1; }}
[ "{said}" = "LaTeX Error" ] || {{ echo "ERROR: {said}"; exit 1; }}
echo '<a href="./tiny.pdf" title="Download PDF"><i class="pdf"></i></a> Words.' > "$out/index.html"
"""


def quarto_that_says(said: str, root: Path) -> str:
    program = root / "quarto.sh"
    program.write_text(QUARTO.format(root=root, said=said))
    program.chmod(0o755)
    return str(program)


def test_where_the_pdf_of_quarto_fails_its_pages_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = quarto_that_says("LaTeX Error", write_book(tmp_path))
    monkeypatch.setattr("topoi.report.publish.render.find_quarto", lambda: program)
    done = render_report(tmp_path, say=silent)
    assert done.no_pdf == "quarto: says: ERROR: error: LaTeX Error"
    assert text_of(done.site, "index.html") == " Words.\n"
    assert not done.pdf.exists()


def test_where_the_pages_of_quarto_fail_there_is_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = quarto_that_says("no such chapter", write_book(tmp_path))
    monkeypatch.setattr("topoi.report.publish.render.find_quarto", lambda: program)
    with pytest.raises(InputError, match="quarto: says: ERROR: no such chapter"):
        render_report(tmp_path, say=silent)


def test_an_interruption_while_the_pdf_is_set_ends_all_and_keeps_the_last_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_book(tmp_path)
    last = render(root)
    threads = []

    def interrupted(source: str, folder: Path) -> bytes:
        threads.append(threading.current_thread())  # the main one hears Ctrl-C
        raise KeyboardInterrupt

    monkeypatch.setattr("topoi.report.publish.builtin_pdf.typeset", interrupted)
    with pytest.raises(KeyboardInterrupt):
        render(root)
    assert threads == [threading.main_thread()]
    assert [path.name for path in last.parent.iterdir()] == ["site"]
    assert (last / "tiny.pdf").exists()


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("project: {type: website}", "is no book"),
        ("project: {type: book}\nbook: {chapters: [none.qmd]}", "chapter 'none.qmd' is no file"),
        ("project: [", "is no valid YAML"),
    ],
)
def test_a_wrong_configuration_is_one_clear_error(
    tmp_path: Path, config: str, message: str
) -> None:
    (tmp_path / "_quarto.yml").write_text(config)
    with pytest.raises(InputError, match=message):
        render(tmp_path)


@pytest.mark.quarto
@pytest.mark.skipif(not shutil.which("quarto"), reason="needs the quarto command")
def test_quarto_renders_the_same_sources_without_a_warning(tmp_path: Path) -> None:
    done = render_report(write_book(tmp_path), renderer="quarto", say=silent)
    assert (done.renderer, done.pdf.is_file()) == ("quarto", True)


def test_what_is_wrong_with_a_site_is_told_with_how_many_more_there_are(tmp_path: Path) -> None:
    root = write_book(tmp_path)

    def dead(*names: str) -> Callable[[Path], None]:
        links = "".join(f'<a href="{name}.html">x</a>' for name in names)
        return lambda site: (site / "more.html").write_text(links) and None

    for names, more in ((["a"], ""), (["a", "b"], " (and 1 more)"), ("abc", " (and 2 more)")):
        with pytest.raises(InputError) as raised:
            render_report(root, renderer="builtin", finish=dead(*names), say=silent)
        told = f"links to a.html, which is not in the site{more}"
        assert (raised.value.place, raised.value.problem) == ("more.html", told)


def test_steps_are_said_and_what_was_made_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    done = render_report(write_book(tmp_path), renderer="builtin", say=said.append)
    assert said == [
        "Rendering with the built-in renderer (pandoc and Typst)",
        "  5 chapters as HTML pages and as tiny.pdf",
        "Checking links",
    ]
    assert done == (
        *(tmp_path / "reports/site", tmp_path / "reports/site/tiny.pdf", "builtin", ""),
    )


def test_quarto_is_taken_where_it_is_and_needed_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = quarto_that_says("LaTeX Error", write_book(tmp_path))
    monkeypatch.setattr("topoi.report.publish.render.find_quarto", lambda: program)
    said: list[str] = []
    assert render_report(tmp_path, say=said.append).renderer == "quarto"
    assert said == [f"Rendering with Quarto ({program})", "Checking links"]
    assert render_report(tmp_path, renderer="builtin", say=silent).renderer == "builtin"
    monkeypatch.setattr("topoi.report.publish.render.find_quarto", lambda: None)
    with pytest.raises(InputError, match="quarto: is not installed"):
        render_report(tmp_path, renderer="quarto", say=silent)


def test_a_link_to_a_file_that_is_not_there_becomes_its_words() -> None:
    html = (
        '<a class="x" href="../a&amp;b.pdf">All <b>words</b></a> <a href="a&amp;b.pdf"><i></i> </a>'
        '|<p class="pdf"><a href="a&amp;b.pdf">The report</a></p>\n<a href="xa&amp;b.pdf">c</a>'
    )
    assert without_links(html, "a&b.pdf") == 'All <b>words</b> |<a href="xa&amp;b.pdf">c</a>'


def test_a_mark_lists_every_file_but_what_opening_a_folder_leaves(site: Path) -> None:
    lines = text_of(site, MARK).splitlines()
    assert lines[0] + "\n" == MARK_SAYS
    names = sorted(
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.name != MARK
    )
    assert [line.split("  ", 1)[-1] for line in lines[1:]] == names


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store"])
def test_what_opening_a_folder_leaves_in_it_is_no_file_of_anybody(
    site: Path, tmp_path: Path, name: str
) -> None:
    mine = copied(site, tmp_path / "site")
    (mine / "notebooks" / name).write_text("left")
    require_replaceable(mine)


def test_a_place_without_a_name_is_refused_and_one_that_is_not_there_is_free(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="cannot be a report's folder"):
        require_replaceable(Path("/"))
    require_replaceable(tmp_path / "new")
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(InputError) as raised:
        require_replaceable(tmp_path / "a.txt", told=Path("told"))
    assert raised.value.place == "told"
    assert "a.txt would be lost" in raised.value.problem
