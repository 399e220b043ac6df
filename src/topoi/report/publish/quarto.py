"""Quarto: found, installed, run, and its pages mended where it made them.

They are to open from a folder and to meet WCAG 2.2 AA. Quarto 1.9 loads its own script as a module,
which a browser refuses to a page opened from disk, as it refuses to fetch the index of the search;
and it names some links otherwise than they read, and some of its navigations not at all.

The Python package `quarto` finds the program. Its `render` says neither what Quarto printed nor how
it ended, and gives no place for the result, so the program it finds is called here.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from topoi.errors import InputError
from topoi.files import text_in
from topoi.report.publish.book import Book

_MODULE = re.compile(r'(<script src="[^"]*/quarto-html/quarto\.js") type="module">')
_TABSETS = re.compile(r'\n?<script src="[^"]*/tabsets/tabsets\.js" type="module"></script>')
_TURNING = re.compile(r'(<a [^>]*class="pagination-link[^"]*") aria-label="[^"]*"')
_UNNAMED = {  # navigations that Quarto gives no name, and the name of each
    re.compile(rf"<nav {nav}(?! aria-label)"): name
    for nav, name in (
        ('id="quarto-sidebar"', 'aria-label="Chapters"'),
        ('id="TOC"', 'aria-labelledby="toc-title"'),
        ('class="page-navigation"', 'aria-label="Before and after"'),
    )
}
_SECTION = re.compile(r'(<a class="sidebar-item-text[^>]*) role="navigation"')
_FOLDER = re.compile(r'\bhref="\.\.?/(?=")')
_TABLE = re.compile(r'(<div aria-describedby="tbl-[^"]*")>')  # moves on a narrow screen
# The front page's own heading, under the title of the book
_OPENING = re.compile(
    r'<h1 class="title">(.*?)</h1>.*?'
    r'<section\b[^>]* class="level1\b[^>]*>\s*(<h1\b[^>]*>(.*?)</h1>)',
    re.DOTALL,
)
_ENTRY = re.compile(r'<div id="ref-[^"]*" class="csl-entry".*?</div>', re.DOTALL)
_PAGES = re.compile(r'(?<!class="unbroken">)\b\d+\u2013\d+\b')
_IMPORT = re.compile(r'import \* as tabsets from "\./tabsets/tabsets\.js";')
_ALERT = re.compile(
    r'if \(window\.location\.protocol === "file:" && !shownWarning\) \{.*?return;\s*\}\s*',
    re.DOTALL,
)
_FETCHED = 'await fetch(offsetURL("search.json"))'
_LOADED = """await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = offsetURL("search-index.js");
      const safe = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      const entry = ([href, ...words]) => {
        const [title, section, text] = words.map(safe);
        return { objectID: href, href, crumbs: [title], title, section, text };
      };
      script.onload = () => done({ status: 200, json: async () => window.topoiSearch.map(entry) });
      script.onerror = failed;
      document.head.append(script);
    })"""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Quarto warns of three colons left in a page as of a broken division. Where a text of the report
# says them, they stand escaped in a notebook's output (in JSON each backslash is two).
_STRAY_COLONS = re.compile(r"WARN.*astpipeline\.lua")
_QUOTED_COLONS = r"\\:\\:\\:"
SECONDS = 180
PACKAGE = "quarto-cli"
# What Quarto writes beside the first source on the way to a PDF, and leaves there where that fails.
_HALF_MADE = (".typ", ".tex", ".log", ".aux", ".toc", ".out", ".lof", ".lot")
PUBLISHES = "TOPOI_PUBLISHES"  # set where the steps of _quarto.yml are done by `topoi report`


def find_quarto() -> str | None:
    """Return the path of a Quarto command that runs, if any.

    Looked for beside this Python, then where the package `quarto` finds it: the environment
    variable QUARTO_PATH, or PATH.
    """
    import quarto

    beside = shutil.which("quarto", path=str(Path(sys.executable).parent))
    for path in filter(None, (beside, quarto.path())):
        try:
            done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return path
    return None


def render_with_quarto(book: Book, quarto: str, building: Path) -> str:
    """Render the book into a folder and return why there is no PDF in it, "" where there is one.

    Where the whole fails, the pages are rendered alone. Raises InputError on any warning or failure
    of Quarto in these, too.
    """
    problem = _problem_of_quarto(book, quarto, building)
    if problem:
        shutil.rmtree(building, ignore_errors=True)
        of_pages = _problem_of_quarto(book, quarto, building, "--to", "html")
        if of_pages:
            raise InputError("quarto", of_pages, "Mend the source it names")
    return f"quarto: {problem}" if problem else ""


def _problem_of_quarto(book: Book, quarto: str, building: Path, *options: str) -> str:
    """Return what Quarto says is wrong after it rendered the book, "" where nothing is."""
    relative = os.path.relpath(building, book.root)
    command = [quarto, "render", str(book.root), "--output-dir", relative, "--no-execute", *options]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, PUBLISHES: "1", "PATH": _with_this_python()},
    )
    said = [_COLOUR.sub("", line).strip() for line in (done.stdout + done.stderr).splitlines()]
    warnings = [line for line in said if "WARN" in line or "unresolved" in line.lower()]
    sources = (book.root / path for path in book.sources)
    if any(_QUOTED_COLONS in text_in(source) for source in sources):
        warnings = [line for line in warnings if not _STRAY_COLONS.search(line)]
    if not (done.returncode or warnings):
        return ""
    clear_half_made(book)
    errors = warnings or [line for line in said if "ERROR" in line] or said[-1:]
    return f"says: {'; '.join(dict.fromkeys(errors))}"


def clear_half_made(book: Book) -> None:
    """Delete what a Quarto that failed or was killed left beside the sources of the book.

    It writes these files and folders itself, over what has their names, and moves or deletes them
    where it ends well.
    """
    first = book.root / book.sources[0]
    for suffix in _HALF_MADE:
        first.with_suffix(suffix).unlink(missing_ok=True)
    for source in book.sources:
        path = book.root / source
        shutil.rmtree(path.with_name(f"{path.stem}_files"), ignore_errors=True)


def _with_this_python() -> str:
    """Return a PATH on which `python`, which the steps of _quarto.yml call, is this one."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def mend_quarto_pages(site: Path) -> list[Path]:
    """Return the files changed; a second run, or a site that Quarto did not make, changes none."""
    scripts = site / "site_libs" / "quarto-html"
    if not scripts.is_dir():
        return []
    script, tabsets = scripts / "quarto.js", scripts / "tabsets" / "tabsets.js"
    classic = script.is_file() and tabsets.is_file() and _made_classic(script, tabsets)
    pages = changed_pages(site, lambda _, html: mended(html, classic=classic))
    search = site / "site_libs" / "quarto-search" / "quarto-search.js"
    searching = [search] if search.is_file() and _made_searchable(search) else []
    return [*([script] if classic else []), *searching, *pages]


def changed_pages(site: Path, change: Callable[[Path, str], str]) -> list[Path]:
    """Return the pages of a site that a function of page and HTML makes others, written anew."""
    changed = []
    for page in sorted(site.rglob("*.html")):
        before = page.read_text(encoding="utf-8")
        after = change(page, before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed


def mended(html: str, *, classic: bool = True) -> str:
    """Return a page with its links named as they read, and Quarto's script loaded as a classic one.

    >>> mended('<a href="b.html" class="pagination-link" aria-label="B">1 B</a>')
    '<a href="b.html" class="pagination-link">1 B</a>'
    """
    if classic:
        html = _TABSETS.sub("", _MODULE.sub(r"\1 defer>", html))
    html = _SECTION.sub(r'\1 role="button"', html)  # it opens and closes a part of the list
    for nav, name in _UNNAMED.items():
        html = nav.sub(rf"\g<0> {name}", html)
    html = _TABLE.sub(r'\1 tabindex="0">', html)
    html = _FOLDER.sub(r"\g<0>index.html", html)  # from disk a folder is listed
    html = _ENTRY.sub(
        lambda entry: _PAGES.sub(r'<span class="unbroken">\g<0></span>', entry[0]), html
    )
    if (opening := _OPENING.search(html)) and _words(opening[1]) == _words(opening[3]):
        html = html[: opening.start(2)] + html[opening.end(2) :]
    return _TURNING.sub(r"\1", html)


def _words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def _made_classic(script: Path, tabsets: Path) -> bool:
    """Write the module and the one it imports into one function; say whether that was possible."""
    text = script.read_text(encoding="utf-8")
    if not _IMPORT.search(text) or len(re.findall(r"^import\b", text, re.MULTILINE)) != 1:
        return False
    imported = re.sub(r"^export ", "", tabsets.read_text(encoding="utf-8"), flags=re.MULTILINE)
    inner = f"const tabsets = (() => {{\n{imported}\nreturn {{ init }};\n}})();"
    body = _IMPORT.sub(lambda _: inner, text)
    script.write_text(f'(() => {{\n"use strict";\n{body}\n}})();\n', encoding="utf-8")
    return True


def _made_searchable(search: Path) -> bool:
    """Let Quarto's search load its index as a script; say whether that was possible.

    It shows the index's words as HTML, where those that it fetched are escaped.
    """
    text = search.read_text(encoding="utf-8")
    if not _ALERT.search(text) or _FETCHED not in text:
        return False
    search.write_text(_ALERT.sub("", text).replace(_FETCHED, _LOADED), encoding="utf-8")
    return True


def quarto_line(environment: Path, *, python: str = sys.executable, seconds: int = SECONDS) -> str:
    """Return one line saying which renderer reports get, after at most one try to install Quarto.

    The package's set-up downloads the program from GitHub, which many networks do not allow; the
    try is recorded in `environment`/.quarto-tried and not repeated. Never raises.
    """
    found = find_quarto()
    if found:
        return f"Quarto found: {found}"
    marker = environment / ".quarto-tried"
    if marker.exists():
        return f"Quarto is not installed; reports use the built-in renderer (to retry: rm {marker})"
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    installed = _runs([*pip, "install", "--no-deps", PACKAGE], seconds=seconds)
    found = find_quarto() if installed else None
    if installed and not found:
        _runs([*pip, "uninstall", "--yes", PACKAGE], seconds=seconds)
    with suppress(OSError):
        marker.write_text("found\n" if found else "not found\n", encoding="utf-8")
    if found:
        return f"Quarto installed: {found}"
    return "Quarto could not be installed from here; reports use the built-in renderer"


def _runs(command: list[str], *, seconds: int) -> bool:
    """Return True where the command ended well in time; it and what it started end with it."""
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return started.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        return False


if __name__ == "__main__":
    print(quarto_line(Path(sys.argv[1] if len(sys.argv) > 1 else sys.prefix)))
