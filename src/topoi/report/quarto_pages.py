"""What Quarto's pages need to open from a folder and to meet WCAG 2.2 AA; other pages stay as is.

Quarto 1.9 loads its own script as a module, which a browser refuses to a page opened from disk; and
it names some links otherwise than they read, and one of its navigations not at all.
"""

import re
from pathlib import Path

_MODULE = re.compile(r'(<script src="[^"]*/quarto-html/quarto\.js") type="module">')
_TABSETS = re.compile(r'\n?<script src="[^"]*/tabsets/tabsets\.js" type="module"></script>')
_TURNING = re.compile(r'(<a [^>]*class="pagination-link[^"]*") aria-label="[^"]*"')
_SIDEBAR = re.compile(r'<nav id="quarto-sidebar"(?! aria-label)')
_SECTION = re.compile(r'(<a class="sidebar-item-text[^>]*) role="navigation"')
_IMPORT = re.compile(r'import \* as tabsets from "\./tabsets/tabsets\.js";')


def mend_quarto_pages(site: Path) -> list[Path]:
    """Return the files changed; a second run, or a site that Quarto did not make, changes none."""
    scripts = site / "site_libs" / "quarto-html"
    if not scripts.is_dir():
        return []
    changed = []
    script, tabsets = scripts / "quarto.js", scripts / "tabsets" / "tabsets.js"
    classic = script.is_file() and tabsets.is_file() and _made_classic(script, tabsets)
    if classic:
        changed.append(script)
    for page in sorted(site.rglob("*.html")):
        before = page.read_text(encoding="utf-8")
        after = mended(before, classic=bool(classic))
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
    return _SIDEBAR.sub(r'\g<0> aria-label="Chapters"', _TURNING.sub(r"\1", html))


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
