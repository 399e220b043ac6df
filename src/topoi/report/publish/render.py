"""The one way a report is published: built aside, checked, and only then put in place."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import NamedTuple

from topoi.errors import InputError
from topoi.files import left_behind, made_aside
from topoi.report.publish.book import Book, read_book
from topoi.report.publish.quarto import changed_pages, find_quarto, render_with_quarto
from topoi.report.publish.site_check import check_site
from topoi.text.corpus.hashes import file_hash, hash_line, read_hashes
from topoi.text.corpus.own_outputs import REPORT_MARK

MARK = REPORT_MARK  # the list of a report's files and their hashes, which lies among them
MARK_SAYS = "# Made by `topoi report`. When it writes here again, it replaces these files:\n"
NEW, LAST = "new", "last"  # in the folder aside: what is being made, and what it replaces
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

    Built in a folder aside, next to `output` (by default `Book.site`), checked, and swapped in only
    when everything succeeded: until then the last report stays as it was.
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
    with _replacing(site, say) as building:
        if quarto:
            say(f"Rendering with Quarto ({quarto})")
            no_pdf = render_with_quarto(book, quarto, building)
        else:
            say("Rendering with the built-in renderer (pandoc and Typst)")
            no_pdf = _builtin(book, building, say)
        if no_pdf:
            (building / book.pdf_name).unlink(missing_ok=True)
        complete(book, building, finish=finish, say=say)
    return Rendered(site, site / book.pdf_name, "quarto" if quarto else "builtin", no_pdf)


def copy_report(made: Path, site: Path, *, say: Callable[[str], None]) -> None:
    """Put a copy of a whole report in the place of an earlier one, as `render_report` does."""
    with _replacing(site, say) as building:
        shutil.copytree(made, building)


@contextmanager
def _replacing(site: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """Yield a folder to make in what replaces `site`, where nothing raises until it is made."""
    restore_last(site, say)
    require_replaceable(site)
    with made_aside(site.parent, site.name) as aside:
        yield aside / NEW
        _swap(aside / NEW, site, aside / LAST)


def complete(
    book: Book,
    site: Path,
    *,
    finish: Callable[[Path], None],
    say: Callable[[str], None],
) -> None:
    """Finish the rendered pages, check them, and mark their folder as a report's.

    Links to a PDF that is not there become words. Raises InputError on unresolved references,
    citations and links.
    """
    unlink_missing_pdf(book, site)
    finish(site)
    say("Checking links")
    problems = check_site(site)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        place, _, problem = problems[0].partition(": ")
        raise InputError(place, problem + more, "Mend the source and render again")
    write_mark(site)


def unlink_missing_pdf(book: Book, site: Path) -> None:
    """Make the links to the PDF words where there is none."""
    if not (site / book.pdf_name).is_file():
        changed_pages(site, lambda _, html: without_links(html, book.pdf_name))


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


def restore_last(site: Path, say: Callable[[str], None]) -> None:
    """Put the last report back that a run was about to replace when it was killed."""
    for aside in left_behind(site.parent, site.name):
        if (aside / LAST).is_dir() and not site.exists():
            (aside / LAST).rename(site)
            say(f"The last report is back in {site}; a run that was to replace it was killed")


def require_replaceable(site: Path, *, told: Path | None = None) -> None:
    """Raise InputError for a place that holds something else than a report: it would be lost.

    That is every file which is not in the list that a report carries as its mark, with the content
    that it had. `told` is what the place is called.
    """
    if not site.name:
        raise InputError(str(site), "cannot be a report's folder", "Give one within it.")
    lost = _first_foreign(site)
    if lost:
        raise InputError(
            str(told or site),
            f"holds something else than a report: {lost} would be lost, as no {MARK} lists it as "
            "it is",
            "Give a new or an empty folder, or move the files away (a report made by an older "
            "version of Topoi, too)",
        )


def write_mark(site: Path) -> None:
    """Write into a new report the list of its files, by which a later one may replace them."""
    named = sorted((path.relative_to(site).as_posix(), path) for path in _files(site))
    lines = [hash_line(name, file_hash(path)) for name, path in named]
    (site / MARK).write_text("".join([MARK_SAYS, *lines]), encoding="utf-8", newline="")


def _first_foreign(site: Path) -> str:
    """Return the name of a file that no report brought to `site`, "" where all is a report's."""
    if site.exists() and not site.is_dir():
        return site.name
    known: dict[str, str] = {}
    with suppress(InputError):  # what is no list of ours lists nothing
        known = read_hashes(site, listing=MARK)
    for path in _files(site):
        name = path.relative_to(site).as_posix()
        plain = path.is_file() and not path.is_symlink()
        if not plain or (name != MARK and known.get(name) != file_hash(path)):
            return name
    return ""


def _files(site: Path) -> Iterator[Path]:
    """Yield all in a folder but the folders in it; one that cannot be looked into raises."""
    for folder, folders, files in os.walk(site, onerror=_refuse):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in [*files, *links] if name not in LITTER)


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


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


def _swap(building: Path, site: Path, last: Path) -> None:
    """Put `building` in the place of `site`; the last report is put back where that fails."""
    try:
        if site.exists():
            site.rename(last)
            require_replaceable(last, told=site)  # again, as rendering may have taken minutes
        building.rename(site)
    except BaseException:  # an interruption, too
        if last.exists() and not site.exists():
            last.rename(site)
        raise
