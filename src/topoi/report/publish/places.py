"""Where the numbers of a rendered site stand, and lists of what belongs to them in that order."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from topoi.report.evidence.collecting import Published
from topoi.report.evidence.escaping import html_text
from topoi.report.evidence.making import MeasuredNumber

_ID = re.compile(r'\bid="(tbl-[^"]+)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FRONT = "index"  # carries what chapters without a page of their own say


class Places(NamedTuple):
    """Where in a rendered site the tables and the chapters are, and what they are called."""

    tables: dict[str, str]
    captions: dict[str, str]
    chapters: dict[str, tuple[str, str]]

    def of(self, chapter: str) -> tuple[str, str]:
        """Return the address and the title of the page that a chapter stands on; "" for none."""
        return self.chapters.get(chapter, self.chapters.get(FRONT, ("", "")))


class Home(NamedTuple):
    """Where something is listed: a chapter, and a table in it ("" for its words)."""

    chapter: str
    table: str = ""


def places_in(site: Path, published: Published) -> Places:
    """Return the addresses of tables and chapters in a rendered site, from its top."""
    tables: dict[str, str] = {}
    chapters: dict[str, tuple[str, str]] = {}
    for page in sorted([*site.glob("*.html"), *site.glob("notebooks/*.html")]):
        html, address = page.read_text(encoding="utf-8"), page.relative_to(site).as_posix()
        for label in _ID.findall(html):
            tables.setdefault(label, f"{address}#{label}")
        title = _TITLE.search(html)
        chapters[page.stem] = (address, unescape(title[1]).partition(" – ")[0] if title else "")
    captions = {table.label: table.caption for table in published.tables}
    return Places(tables, captions, chapters)


def home_among(printed: Iterable[tuple[str, str]], places: Places) -> Home:
    """Return where a number is listed that stands in these chapters and tables: its first table."""
    stands = list(printed)
    for chapter, table in stands:
        if table in places.captions:
            page = places.tables.get(table, "").partition("#")[0]
            return Home(Path(page).stem if page else chapter, table)
    return Home(stands[0][0] if stands else "")


def homes_of_sets(
    published: Published, numbers: Iterable[tuple[MeasuredNumber, Iterable[str]]], places: Places
) -> dict[str, Home]:
    """Return the id of each set that a number was counted from -> where the number is listed.

    `numbers` are the measured ones, each with the ids of the sets that are counted for it.
    """
    homes: dict[str, Home] = {}
    for key in ("ref", "base"):
        for identifier, rows in published.numbers.groupby(key, sort=False):
            stands = zip(rows["chapter"], rows["table"], strict=True)
            homes.setdefault(str(identifier), home_among(stands, places))
    for number, counted in numbers:
        printed = ((one.chapter, one.table) for one in number.printed)
        home = home_among(printed, places)
        homes.update((identifier, home) for identifier in counted if identifier not in homes)
    return homes


def by_place(items: Iterable[tuple[Home, str]], places: Places, *, sets: bool = False) -> str:
    """Return the HTML of what is listed, under the titles of chapters and the captions of tables.

    The HTML of a `sets` item is one of a list.
    """
    chapters: dict[str, dict[str, list[str]]] = {}
    for home, html in items:
        chapters.setdefault(home.chapter, {}).setdefault(home.table, []).append(html)
    return "\n".join(
        line
        for chapter, tables in chapters.items()
        for line in _of_chapter(chapter, tables, places, sets=sets)
    )


def _of_chapter(
    chapter: str, tables: dict[str, list[str]], places: Places, *, sets: bool
) -> Iterator[str]:
    address, title = places.of(chapter) if chapter else ("", "Figures")
    named = html_text(title or chapter)
    linked = f'<a href="../{address}">{named}</a>' if address else named
    yield f'<section class="of-chapter">\n<h2>{linked}</h2>'
    for table in sorted(tables, key=lambda one: one != ""):  # the words of the chapter first
        words = IN_WORDS if chapter else IN_FIGURES
        caption = places.captions.get(table, "") or table or words
        yield f'<section class="of-table">\n<h3>{html_text(caption)}</h3>'
        yield from ['<ul class="sets">', *tables[table], "</ul>"] if sets else tables[table]
        yield "</section>"
    yield "</section>"


IN_WORDS, IN_FIGURES = "In the words of the chapter", "Marks that no number counts alone"
