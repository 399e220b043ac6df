"""Links of a rendered site: numbers to the concordance, places to the text, tables to their CSV.

The Markdown of the chapters links into the appendix, which is right in print and without scripts.
In the finished site the same links are sent on to the concordance of exactly these passages.
"""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from topoi.report.escaping import html_text
from topoi.report.overlays import Link, overlaid

COLOPHON = 'class="topoi-colophon"'
_NUMBER = re.compile(r'href="[^"]*?90-evidence\.(?:html|ipynb)#(ev-[0-9a-f]{10})"')
_TABLE = re.compile(r'<span class="table-data" data-table="(t-[0-9a-f]{10})">\s*</span>')
_PLACE = re.compile(
    r'<span class="place-link" data-place="(\d+):(\d+-\d+)">(.*?)</span>', re.DOTALL
)
_SET = re.compile(r'<span class="set-link" data-set="(ev-[0-9a-f]{10})">\s*</span>')


def link_numbers(
    site: Path,
    tables: Mapping[str, str],
    *,
    figures: Mapping[str, Sequence[Link]] | None = None,
    colophon: str = "",
) -> list[Path]:
    """Return the pages changed: numbers open the concordance, places the full text, tables a CSV.

    `tables` maps a table's id to its file, relative to the site, `figures` the label of a figure
    to the links over its picture. Pages of `evidence/` and `data/`
    are left alone; a second run changes nothing. `colophon` (HTML) goes before the end of `main`.
    """
    changed = []
    for page in sorted(site.rglob("*.html")):
        if page.relative_to(site).parts[0] in ("evidence", "data", "site_libs"):
            continue
        before = page.read_text(encoding="utf-8")
        up = _way_up(site, page)
        after = overlaid(linked(before, up=up, tables=tables), figures or {}, up=up)
        if colophon and COLOPHON not in after:
            head, end, rest = after.rpartition("</main>")
            after = head + colophon + end + rest if end else after
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed


def _way_up(site: Path, page: Path) -> str:
    return Path(os.path.relpath(site, page.parent)).as_posix() + "/"


def linked(html: str, *, up: str, tables: Mapping[str, str]) -> str:
    """Return a page with its numbers, places and tables linked; `up` leads from it to the site.

    >>> linked('<a href="90-evidence.html#ev-0123456789">2</a>', up="../", tables={})
    '<a class="evidence" href="../evidence/index.html#ev-0123456789">2</a>'
    """
    html = _NUMBER.sub(rf'class="evidence" href="{up}evidence/index.html#\1"', html)
    html = _PLACE.sub(rf'<a href="{up}evidence/text.html#doc=\1&amp;at=\2">\3</a>', html)
    html = _SET.sub(rf' (<a href="{up}evidence/index.html#\1">concordance</a>)', html)

    def download(found: re.Match[str]) -> str:
        file = tables.get(found.group(1))
        if file is None:
            return found.group()
        name = html_text(Path(file).name)
        return f'<small class="table-data">Data: <a href="{up}{file}" download>{name}</a></small>'

    return _TABLE.sub(download, html)
