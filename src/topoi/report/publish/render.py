"""The one way a report is published: built aside, checked, and only then put in place."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from typing import NamedTuple

from topoi.errors import InputError
from topoi.report.publish.book import Book, read_book
from topoi.report.publish.quarto import changed_pages, find_quarto, render_with_quarto
from topoi.report.publish.site_check import check_site

MARK = ".topoi-report"  # the list of a report's files, which lies among them
MARK_SAYS = "# Made by `topoi report`. When it writes here again, it replaces these files:"
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # what opening a folder may leave in it


class Rendered(NamedTuple):
    """Where the published report lies and which renderer made it ("quarto" or "builtin").

    `no_pdf` says why there is no PDF in it, "" where there is one.
    """

    site: Path
    pdf: Path
    renderer: str
    no_pdf: str = ""


def render_report(
    root: Path,
    *,
    renderer: str = "auto",
    output: Path | None = None,
    finish: Callable[[Path], None] = lambda site: None,
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
) -> Rendered:
    """Return the report made from the project at `root`: HTML site and PDF in one folder.

    Built in a temporary folder beside `output` (by default the output-dir of _quarto.yml), checked,
    and swapped in only when everything succeeded: until then the last report stays as it was.
    A folder that holds anything but an earlier report is not replaced (`require_replaceable`).
    `renderer` "auto" takes Quarto where it is found. `finish` gets the rendered folder before it is
    checked, to add pages and data to it. `say` gets one line a step. Where the PDF fails and the
    pages do not, the report is made without it.
    Raises InputError on unresolved references, citations and links, and on any Quarto warning.
    """
    book = read_book(root.resolve())
    quarto = None if renderer == "builtin" else find_quarto()
    if renderer == "quarto" and not quarto:
        raise InputError("quarto", "is not installed", "Install it or use --renderer builtin")
    site = (output or book.root / book.site).resolve()
    require_replaceable(site)
    building = site.parent / f".{site.name}-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.parent.mkdir(parents=True, exist_ok=True)
    try:
        if quarto:
            say(f"Rendering with Quarto ({quarto})")
            no_pdf = render_with_quarto(book, quarto, building)
        else:
            say("Rendering with the built-in renderer (pandoc and Typst)")
            no_pdf = _builtin(book, building, say)
        if no_pdf:
            (building / book.pdf_name).unlink(missing_ok=True)
            changed_pages(building, lambda _, html: without_links(html, book.pdf_name))
        finish(building)
        say("Checking links")
        problems = check_site(building)
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            place, _, problem = problems[0].partition(": ")
            raise InputError(place, problem + more, "Mend the source and render again")
        write_mark(building)
        require_replaceable(site)  # again, as rendering may have taken minutes
        _swap(building, site)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Rendered(site, site / book.pdf_name, "quarto" if quarto else "builtin", no_pdf)


def without_links(html: str, name: str) -> str:
    """Return a page in which what linked to a file that is not there reads as plain words.

    A link of the page's frame, or one without words (a sign of Quarto's), goes whole.

    >>> without_links('<p class="pdf"><a href="../a.pdf">x</a></p><a href="a.pdf">b</a>', "a.pdf")
    'b'
    """
    link = rf'<a\b[^>]*href="(?:[^"]*/)?{re.escape(escape(name))}"[^>]*>(.*?)</a>'

    def words(found: re.Match[str]) -> str:
        return found[1] if re.sub(r"<[^>]*>|\s", "", found[1]) else ""

    html = re.sub(rf'<p class="pdf">{link}</p>\n?', "", html, flags=re.DOTALL)
    return re.sub(link, words, html, flags=re.DOTALL)


def require_replaceable(site: Path) -> None:
    """Raise InputError for a place that holds something else than a report: it would be lost.

    That is every file which is not in the list that a report carries as its mark.
    """
    lost = _first_foreign(site)
    if lost:
        raise InputError(
            str(site),
            f"holds something else than a report: {lost} would be lost, as no {MARK} lists it",
            "Give a new or an empty folder, or move the files away (a report made by an older "
            "version of Topoi, too)",
        )


def write_mark(site: Path) -> None:
    """Write into a new report the list of its files, by which a later one may replace them."""
    lines = sorted(path.relative_to(site).as_posix() for path in _files(site))
    (site / MARK).write_text("\n".join([MARK_SAYS, *lines, ""]), encoding="utf-8")


def _first_foreign(site: Path) -> str:
    """Return the name of a file that no report brought to `site`, "" where all is a report's."""
    if site.is_file():
        return site.name
    mark = site / MARK
    known = {MARK}
    if mark.is_file():
        known.update(mark.read_text(encoding="utf-8", errors="replace").splitlines())
    names = (path.relative_to(site).as_posix() for path in _files(site))
    return next((name for name in names if name not in known), "")


def _files(site: Path) -> Iterator[Path]:
    found = (path for path in site.rglob("*") if path.is_symlink() or not path.is_dir())
    return (path for path in found if path.name not in LITTER)


def _builtin(book: Book, building: Path, say: Callable[[str], None]) -> str:
    """Write pages and PDF; return why there is no PDF, "" where there is one."""
    from topoi.report.publish.builtin import read_sources, write_site
    from topoi.report.publish.builtin_pdf import write_pdf
    from topoi.report.publish.origin import day_made

    book = book._replace(date=book.date or day_made(book.root))
    sources = read_sources(book)
    say(f"  {len(book.sources)} chapters as HTML pages and as {book.pdf_name}")
    no_pdf = ""
    with ThreadPoolExecutor(1) as pool:
        site = pool.submit(write_site, book, sources, building)
        try:  # in this thread, so that an interruption ends Typst
            write_pdf(book, sources, building / book.pdf_name)
        except Exception as error:  # whatever it is, the pages can be read without the PDF
            no_pdf = str(error) or type(error).__name__
        site.result()  # where both fail, the words are those of the web page
    return no_pdf


def _swap(building: Path, site: Path) -> None:
    """Put `building` in the place of `site`; the old one is put back where that fails."""
    old = site.parent / f".{site.name}-old-{os.getpid()}"
    if site.exists():
        site.rename(old)
    try:
        building.rename(site)
    except BaseException:  # an interruption, too
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)
