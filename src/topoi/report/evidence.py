"""The evidence pages: a concordance that every number opens, and the full text with all marks.

Plain files written into a rendered site, whichever renderer made it; they open from a folder,
without a server and without another host. Sorting and searching is DataTables, from the package
itables that ships it.
"""

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pandas as pd

from topoi.report.collecting import Published
from topoi.report.escaping import html_text
from topoi.report.evidence_data import all_passages, write_data
from topoi.text.corpus import Corpus

SCRIPTS = {"concordance": ["datatables.js", "page.js", "concordance.js"]}
SCRIPTS["text"] = ["page.js", "text.js"]


def write_pages(
    site: Path,
    *,
    corpus: Corpus,
    published: Published,
    hits: pd.DataFrame,
    voices: pd.DataFrame,
    segments: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    title: str = "Report",
) -> Path:
    """Return the folder `site/evidence`, written anew: two pages, their data, and one library.

    `labels` are the printed names of codes by id. Call it after rendering, then `link_numbers`.
    """
    folder = site / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    write_data(
        folder / "data",
        corpus=corpus,
        published=published,
        passages=all_passages(published, hits, voices),
        voices=voices,
        segments=segments,
        labels=labels or {},
    )
    (folder / "datatables.js").write_text(_classic_datatables(), encoding="utf-8")
    (folder / "datatables.css").write_bytes(_library("dt_bundle.css"))
    for name in ("theme.js", "page.js", "concordance.js", "text.js", "evidence.css"):
        (folder / name).write_text(_template(name), encoding="utf-8")
    sets = "\n".join(
        f'<li><a id="{s.id}" href="#{s.id}">{html_text(s.label)}</a> ({len(s.loci):,})</li>'
        for s in sorted(published.sets.values(), key=lambda s: (s.label, s.id))
    )
    concordance = _template("concordance.html").replace("@sets@", sets)
    _write_page(folder / "index.html", "Concordance", concordance, title=title)
    _write_page(folder / "text.html", "Full text", _template("text.html"), title=title)
    return folder


def _write_page(path: Path, heading: str, body: str, *, title: str) -> None:
    kind = "text" if path.stem == "text" else "concordance"
    here = ' aria-current="page"'
    styles = '<link rel="stylesheet" href="datatables.css">' if kind == "concordance" else ""
    values = {
        "title": heading,
        "report": html_text(title),
        "styles": styles,
        "concordance": here if kind == "concordance" else "",
        "text": here if kind == "text" else "",
        "scripts": "\n".join(f'<script src="{name}"></script>' for name in SCRIPTS[kind]),
        "body": body,
    }
    page = re.sub(r"@(\w+)@", lambda m: values[m.group(1)], _template("page.html"))
    path.write_text(page, encoding="utf-8")


def _template(name: str) -> str:
    place = resources.files("topoi.report") / "templates" / "evidence" / name
    return place.read_text(encoding="utf-8")


def _library(name: str) -> bytes:
    return (resources.files("itables") / "html" / name).read_bytes()


def _classic_datatables() -> str:
    """Return itables' DataTables bundle as a classic script that defines `DataTable`.

    The bundle is one ES module without imports. A page opened from disk may not load a module, so
    its last statement, the export, becomes an assignment inside a function.
    """
    bundle = _library("dt_bundle.js").decode("utf-8")
    exports = re.search(r"export\s*\{([^}]*)\};?", bundle)
    found = exports and re.search(r"([\w$]+) as default", exports.group(1))
    if not exports or not found:
        raise ValueError("itables' bundle no longer ends in an export of DataTables as default")
    body = (
        bundle[: exports.start()] + f"window.DataTable={found.group(1)};" + bundle[exports.end() :]
    )
    return f"(function () {{\n{body}\n}})();\n"
