"""What a rendered site gets besides its pages: evidence, data, links, provenance.

`topoi report` calls it for either renderer. After a plain `quarto render` it can be run by hand or
as a post-render script: `python -m topoi.report.publish reports/site`.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from topoi.coding.codebook import Codebook
from topoi.report.book import Book, read_book
from topoi.report.collecting import collect
from topoi.report.data_package import write_data_package
from topoi.report.evidence import write_pages
from topoi.report.linking import link_numbers
from topoi.report.overlays import links_of_figures
from topoi.report.provenance import commit, site_colophon, write_ro_crate
from topoi.report.quarto_pages import mend_quarto_pages
from topoi.study import codebook_files, open_study, source_paths, speakers_file
from topoi.text.corpus import Corpus


@dataclass(frozen=True)
class Layers:
    """The texts of a report, the codebook files, and the tables read from them."""

    corpus: Corpus
    codebooks: tuple[Codebook, ...]
    files: tuple[Path, ...]
    tables: Mapping[str, pd.DataFrame]


def layers_of(root: Path) -> Layers:
    """Return the project's texts with segments, voices and hits, those kept by the notebooks."""
    study = open_study(root)
    _, books = source_paths(root)
    tables = {"segments": study.segments, "voices": study.voices, "hits": study.hits}
    files = (*codebook_files(books), speakers_file(books, root))
    return Layers(study.corpus, study.codebooks, files, tables)


def publish(site: Path, root: Path, *, layers: Layers | None = None) -> None:
    """Write evidence pages, data package, RO-Crate and colophon into a rendered site, and link it.

    Numbers come from the executed notebooks of the book, passages from the texts. Running it twice
    on one site gives the same files.
    """
    book = read_book(root)
    read = layers or layers_of(root)
    notebooks = _notebooks(book)
    published = collect(notebooks)
    files = write_data_package(
        site / "data",
        corpus=read.corpus,
        published=published,
        layers=read.tables,
        codebooks=read.files,
        title=f"{book.title}: data of the report",
    )
    write_pages(
        site,
        corpus=read.corpus,
        published=published,
        hits=read.tables["hits"],
        voices=read.tables["voices"],
        segments=read.tables["segments"],
        labels={code.id: code.label for b in read.codebooks for code in b.codes},
        title=book.title,
    )
    mend_quarto_pages(site)
    revision = commit(root)
    numbers = {str(doc): i for i, doc in enumerate(read.corpus.documents["doc"])}
    link_numbers(
        site,
        files,
        figures=links_of_figures(notebooks, numbers),
        colophon=site_colophon(revision),
    )
    write_ro_crate(
        site,
        title=book.title,
        revision=revision,
        inputs=dict(
            zip(read.corpus.documents["doc"], read.corpus.documents["sha256"], strict=True)
        ),
        date=_youngest(read.corpus),
    )


def _notebooks(book: Book) -> Sequence[Path]:
    """Return the executed notebooks: chapters in order, then those that a chapter embeds from."""
    chapters = [book.root / s for s in book.sources if s.endswith(".ipynb")]
    beside = [p for c in chapters for p in c.parent.glob("*.ipynb")]
    return [*chapters, *sorted(set(beside) - set(chapters))]


def _youngest(corpus: Corpus) -> str:
    dates = pd.to_datetime(corpus.documents["date"]).dropna()
    return f"{dates.max():%Y-%m-%d}" if len(dates) else ""


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "reports/site").resolve()
    start = next(f for f in (Path.cwd(), *Path.cwd().parents) if (f / "_quarto.yml").is_file())
    publish(place, start)
