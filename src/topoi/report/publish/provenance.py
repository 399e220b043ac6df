"""Where a report comes from: inputs, codebooks, packages, code, and the command to run again."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.project import project_around
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import Marked
from topoi.report.evidence.escaping import html_text
from topoi.report.publish.data_package import write_json
from topoi.report.publish.origin import Origin, origin_of, software, version
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.hashes import file_hash

PACKAGES = ("topoi", "pandas", "numpy", "scipy", "scikit-learn", "gensim", "nltk", "matplotlib")
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
CRATE = "ro-crate-metadata.json"
MIT = "https://opensource.org/license/mit"
LICENCE = "#licence"
LICENCE_SAYS = "The licence of the texts, and so of the tables that hold passages of them"
_ENDINGS = {".html": "text/html", ".pdf": "application/pdf", ".csv": "text/csv"}
_ENDINGS |= {".json": "application/json", ".jsonld": "application/ld+json"}


def colophon(corpus: Corpus, codebooks: Sequence[Codebook]) -> Table:
    """Return what the numbers rest on: input hashes, codebook versions, package versions, command;
    with the licence of the texts and how report and software are cited.

    The code's commit is not in it: a notebook that held it would change with every commit. It is
    printed in the finished site (`site_colophon`).
    """
    rows = text_rows(corpus.documents)
    rows += [("codebook", book.id, f"version {book.version}") for book in codebooks]
    rows += [("package", name, f"version {version(name)}") for name in PACKAGES]
    root = project_around()
    if root:
        origin = origin_of(root)
        rows += [
            ("command", "to run again", origin.command),
            ("licence", "of the texts", origin.licence),
            ("citation", "of this report", origin.citation),
        ]
    rows.append(("citation", "of the software", software()))
    shown = [[Marked("name", str(cell)) for cell in row] for row in rows]
    return table(pd.DataFrame(shown, columns=["What", "Name", "Which"]))


def text_rows(documents: pd.DataFrame, *, most: int = 40) -> list[tuple[str, str, str]]:
    """Return name and hash of each text; of many texts one hash over theirs, in their order."""
    if len(documents) <= most:
        return [("text", row.doc, f"sha256 {row.sha256}") for row in documents.itertuples()]
    lines = "".join(f"{row.sha256}  {row.doc}\n" for row in documents.itertuples())
    whole = hashlib.sha256(lines.encode()).hexdigest()
    return [("texts", f"{len(documents):,}", f"sha256 over the lines `HASH  TEXT`: {whole}")]


def site_colophon(origin: Origin, *, revision: str) -> str:
    """Return the HTML line that a finished site ends each page with."""
    code = f"commit <code>{html_text(revision)}</code>" if revision else "not versioned"
    return (
        f'<p class="topoi-colophon">Cite as: {html_text(origin.citation)} '
        f"Made with Topoi {html_text(version('topoi'))}, {code}. "
        f"Run again: <code>{html_text(origin.command)}</code>. "
        "Check every number: <code>topoi verify SITE</code>.</p>"
    )


def write_ro_crate(
    site: Path, origin: Origin, *, revision: str, inputs: Mapping[str, str], date: str
) -> Path:
    """Return `site/ro-crate-metadata.json` (RO-Crate 1.1), which ties all files of the report.

    Report, data, authors, licence of the texts, code, environment (package versions) and the hashes
    of the input texts. `date` is the day of publication. Identifiers hold names as an IRI may (RFC
    3987), percent-encoded.
    """
    files = [p for p in sorted(site.rglob("*")) if p.is_file() and _is_described(p, site)]
    described = [_file_entity(site, path) for path in files]
    packages = [
        _entity(f"#{name}", "SoftwareApplication", name=name, version=version(name))
        for name in PACKAGES[1:]
    ]
    texts = [
        _entity(
            f"#text-{quote(doc)}", "CreativeWork", name=doc, sha256=digest, license={"@id": LICENCE}
        )
        for doc, digest in inputs.items()
    ]
    authors = [_entity(f"#author-{quote(name)}", "Person", name=name) for name in origin.authors]
    entities = [
        _entity(CRATE, "CreativeWork", conformsTo={"@id": SPECIFICATION}, about={"@id": "./"}),
        _entity(
            "./",
            "Dataset",
            name=origin.title,
            description="A text analysis whose numbers open onto the passages they count",
            author=_references(authors),
            datePublished=date,
            creditText=origin.citation,
            license={"@id": LICENCE},
            hasPart=_references(described),
            mentions=[{"@id": "#run"}],
        ),
        _entity(LICENCE, "CreativeWork", name=origin.licence, description=LICENCE_SAYS),
        _entity(MIT, "CreativeWork", name="MIT"),
        _entity(
            "#run",
            "CreateAction",
            name=origin.command,
            instrument=[{"@id": "#code"}, *_references(packages)],
            object=_references(texts),
            result={"@id": "./"},
            **({"identifier": f"commit {revision}"} if revision else {}),
        ),
        _entity(
            "#code",
            "SoftwareSourceCode",
            name="topoi",
            version=version("topoi"),
            license={"@id": MIT},
        ),
    ]
    graph = [*entities, *authors, *packages, *texts, *described]
    return write_json(site / CRATE, {"@context": f"{SPECIFICATION}/context", "@graph": graph})


def _entity(identifier: str, kind: str, /, **about: Any) -> dict[str, Any]:
    return {"@id": identifier, "@type": kind, **about}


def _references(entities: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": entity["@id"]} for entity in entities]


def _is_described(path: Path, site: Path) -> bool:
    parts = path.relative_to(site).parts
    served = parts[0] in (CRATE, "site_libs") or parts[:2] == ("evidence", "data")
    return not served and path.suffix != ".js"


def _file_entity(site: Path, path: Path) -> dict[str, Any]:
    return _entity(
        quote(path.relative_to(site).as_posix()),
        "File",
        encodingFormat=_ENDINGS.get(path.suffix, "application/octet-stream"),
        contentSize=str(path.stat().st_size),
        sha256=file_hash(path),
    )
