"""What a rendered site gets besides its pages: evidence, data, links, provenance, its search.

`topoi report` calls it for either renderer, `quarto_steps` after a plain `quarto render`.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from topoi.coding.codebook.codebook import ids_of
from topoi.errors import InputError
from topoi.project import (
    MARKER,
    codebook_files,
    companions,
    open_study,
    speakers_file,
    transcript_in,
)
from topoi.report.chapters.grouping import column_in
from topoi.report.chapters.time import EVENTS
from topoi.report.evidence.collecting import Published, chapter_notebooks, collect
from topoi.report.evidence.escaping import html_text, visible
from topoi.report.figures.overlays import Layout, drawn_figures, overlaid
from topoi.report.publish.book import read_book
from topoi.report.publish.data_package import write_data_package
from topoi.report.publish.evidence_pages import PAGES, write_pages
from topoi.report.publish.execute import read_notebook
from topoi.report.publish.notebook_form import readable_form, sources_hash
from topoi.report.publish.origin import commit, day_made, origin_of
from topoi.report.publish.provenance import site_colophon, write_ro_crate
from topoi.report.publish.quarto import changed_pages, mend_quarto_pages
from topoi.report.publish.search_index import Entry, sections_of, write_search_index
from topoi.report.publish.stacked_tables import stacked
from topoi.study import Study
from topoi.text.corpus.corpus import Corpus, plain

NOTEBOOK = 'class="chapter-notebook"'
COLOPHON = 'class="topoi-colophon"'
EVIDENCE = 'class="evidence-pages"'
_NUMBER = re.compile(r'href="[^"]*?90-evidence\.(?:html|ipynb)#((ev|n|me)-[0-9a-f]{10})"')
_OPENED = {"ev": "index", "n": "numbers", "me": "numbers"}  # the page of what a number links to
_CHAPTERS = re.compile(r'(<nav\b[^>]*aria-label="Chapters"[^>]*>.*?)(</nav>)', re.DOTALL)
# Quarto's title has its menu beside it, in a header
_TITLE = re.compile(r'<header id="title-block-header".*?</header>|</h1>', re.DOTALL)
_TABLE = re.compile(r'<span class="table-data" data-table="(t-[0-9a-f]{10})">\s*</span>')
_PLACE = re.compile(
    r'<span class="place-link" data-place="(\d+):(\d+-\d+)">(.*?)</span>', re.DOTALL
)
_SET = re.compile(r'<span class="set-link" data-set="(ev-[0-9a-f]{10})">\s*</span>')


def publish(site: Path, root: Path) -> None:
    """Write evidence pages, data package, RO-Crate and colophon into a rendered site, and link it.

    Numbers come from the executed notebooks of the book, passages from the texts. Running it twice
    on one site gives the same files.
    """
    book, study, codebooks = read_book(root), open_study(root), root / "codebook"
    origin = origin_of(root)
    tables = {"segments": study.segments, "voices": study.voices, "hits": study.hits}
    judged = {"judgements": study.judgements} if len(study.judgements) else {}
    corpus, notebooks = study.corpus, chapter_notebooks(root)
    published = collect(notebooks)
    files = write_data_package(
        site / "data",
        corpus=corpus,
        published=published,
        layers=tables | judged,
        codebooks=analysis_decisions(codebooks, root),
        beside_texts=[file for file in [root / "seeds" / EVENTS] if file.is_file()],
        chapters={path.stem: sources_hash(read_notebook(path)) for path in notebooks},
        by=column_in(root / MARKER),
        transcript=transcript_in(root / MARKER),
        origin=origin,
    )
    mend_quarto_pages(site)  # first, as it names the list of chapters that pages of evidence show
    write_pages(
        site,
        corpus=corpus,
        published=published,
        codebooks=study.codebooks,
        title=book.title,
        order=next_to_read(study),
        **tables,
    )
    for path in notebooks:
        if (page := site / path.relative_to(root).with_suffix(".html")).is_file():
            page.with_suffix(".ipynb").write_text(readable_form(path), encoding="utf-8")
    revision = commit(root)
    numbers = {str(doc): i for i, doc in enumerate(corpus.documents["doc"])}
    link_numbers(
        site,
        files,
        figures=drawn_figures(notebooks, numbers),
        colophon=site_colophon(origin, revision=revision),
    )
    write_search_index(site, beside=evidence_entries(site, published, corpus))
    write_ro_crate(
        site,
        origin,
        revision=revision,
        inputs=corpus.documents.set_index("doc")["sha256"].to_dict(),
        date=day_made(root),
    )


def next_to_read(study: Study) -> pd.DataFrame | None:
    """Return the reading order with the full names of codes; None where too little was judged."""
    if study.judgements.empty:
        return None
    full = (f"{book.id}/{code.id}" for book in study.codebooks for code in book.codes)
    names = dict(zip(ids_of(study.codebooks), full, strict=True))
    try:
        order = study.reading_order()
    except InputError:
        return None
    return order.assign(code=order["code"].map(names))


def evidence_entries(site: Path, published: Published, corpus: Corpus) -> list[Entry]:
    """Return what the search finds of the evidence pages: each page, cited set with a passage, and
    text."""
    pages = [
        Entry(f"evidence/{name}.html", heading, "", _opening(site / "evidence" / f"{name}.html"))
        for name, heading in PAGES.items()
    ]
    held = (cited for cited in published.sets.values() if cited.loci)
    sets = sorted(held, key=lambda cited: (cited.label, cited.id))
    documents = corpus.documents[["doc", "title"]].itertuples(index=False)
    return [
        *pages,
        *(Entry(f"evidence/index.html#{s.id}", PAGES["index"], s.label, "") for s in sets),
        *(
            Entry(
                f"evidence/text.html#doc={i}",
                PAGES["text"],
                visible(f"{doc} {plain(title)}".strip()),
                "",
            )
            for i, (doc, title) in enumerate(documents)
        ),
    ]


def _opening(page: Path) -> str:
    return sections_of(page.read_text(encoding="utf-8"))[0][2]


def analysis_decisions(codebooks: Path, root: Path) -> list[Path]:
    """Return the files and folders that the coding rests on: codebooks, speakers, judgements."""
    parts = (*codebook_files(codebooks, needed=False), *companions(codebooks))
    return list({path.name: path for path in (*parts, speakers_file(codebooks, root))}.values())


def link_numbers(
    site: Path,
    tables: Mapping[str, str],
    *,
    figures: Mapping[str, Mapping[str, Layout]] | None = None,
    colophon: str = "",
) -> list[Path]:
    """Return the pages changed: counts open the concordance, measured
    numbers how they were made, places the full text, tables and figures a CSV, the list of chapters
    the pages of evidence. Rows of wide tables are cards on a phone.

    `tables` maps a table's id or a figure's label to its file, relative to the site, `figures` the
    label of a figure to its layouts. Pages of `evidence/` and `data/` are left alone; a second run
    changes nothing. `colophon` (HTML) goes before the end of `main`.
    """
    pages = {
        f"evidence/{name}.html": heading
        for name, heading in PAGES.items()
        if (site / "evidence" / f"{name}.html").is_file()
    }

    def with_links(page: Path, html: str) -> str:
        folders = page.relative_to(site).parts[:-1]
        if folders and folders[0] in ("evidence", "data", "site_libs"):
            return html
        up = "../" * len(folders) or "./"
        html = stacked(linked(html, up=up, tables=tables))
        html = overlaid(html, figures or {}, up=up, data=tables)
        if pages and EVIDENCE not in html:
            html = _CHAPTERS.sub(rf"\1{_evidence_links(pages, up)}\2", html)
        if page.with_suffix(".ipynb").is_file() and NOTEBOOK not in html:
            html = _TITLE.sub(rf"\g<0>{_notebook_link(page)}", html, count=1)
        head, end, rest = html.rpartition("</main>")
        return f"{head}{colophon}{end}{rest}" if end and COLOPHON not in html else html

    return changed_pages(site, with_links)


def _evidence_links(pages: Mapping[str, str], up: str) -> str:
    listed = "".join(f'<li><a href="{up}{href}">{name}</a></li>' for href, name in pages.items())
    return f"<div {EVIDENCE}><p>Passages and numbers</p><ul>{listed}</ul></div>"


def _notebook_link(page: Path) -> str:
    file = html_text(page.with_suffix(".ipynb").name)
    return (
        f'<small {NOTEBOOK}>Notebook: <a href="{file}" download>{file}</a>, with its results, for '
        "Jupyter</small>"
    )


def linked(html: str, *, up: str, tables: Mapping[str, str]) -> str:
    """Return a page with its numbers, places and tables linked; `up` leads from it to the site.

    >>> linked('<a href="90-evidence.html#ev-0123456789">2</a>', up="../", tables={})
    '<a class="evidence" href="../evidence/index.html#ev-0123456789">2</a>'
    """

    def opened(found: re.Match[str]) -> str:
        return f'class="evidence" href="{up}evidence/{_OPENED[found[2]]}.html#{found[1]}"'

    html = _NUMBER.sub(opened, html)
    html = _PLACE.sub(rf'<a href="{up}evidence/text.html#doc=\1&amp;at=\2">\3</a>', html)
    html = _SET.sub(rf' (<a href="{up}evidence/index.html#\1">concordance</a>)', html)

    def download(found: re.Match[str]) -> str:
        file = tables.get(found.group(1))
        if file is None:
            return found.group()
        name = html_text(Path(file).name)
        return f'<small class="table-data">Data: <a href="{up}{file}" download>{name}</a></small>'

    return _TABLE.sub(download, html)
