"""Where a report comes from: inputs, codebooks, packages, code, and the command to run again."""

import hashlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import Marked
from topoi.report.evidence.escaping import html_text
from topoi.report.publish.data_package import CODE_LICENCE, DATA_LICENCE, write_json
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.hashes import file_hash

PACKAGES = ("topoi", "pandas", "numpy", "scipy", "scikit-learn", "gensim", "nltk", "matplotlib")
RERUN = "make report"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
CRATE = "ro-crate-metadata.json"
_ENDINGS = {".html": "text/html", ".pdf": "application/pdf", ".csv": "text/csv"}
_ENDINGS |= {".json": "application/json", ".jsonld": "application/ld+json"}


def colophon(corpus: Corpus, codebooks: Sequence[Codebook]) -> Table:
    """Return what the numbers rest on: input hashes, codebook versions, package versions, command.

    The code's commit is not in it: a notebook that held it would change with every commit. It is
    printed in the finished site (`site_colophon`).
    """
    rows = text_rows(corpus.documents)
    rows += [("codebook", book.id, f"version {book.version}") for book in codebooks]
    rows += [("package", name, f"version {version(name)}") for name in PACKAGES]
    rows.append(("command", "to run again", RERUN))
    shown = [[Marked("name", str(cell)) for cell in row] for row in rows]
    return table(pd.DataFrame(shown, columns=["What", "Name", "Which"]))


def text_rows(documents: pd.DataFrame, *, most: int = 40) -> list[tuple[str, str, str]]:
    """Return name and hash of each text; of many texts one hash over theirs, in their order."""
    if len(documents) <= most:
        return [("text", row.doc, f"sha256 {row.sha256}") for row in documents.itertuples()]
    lines = "".join(f"{row.sha256}  {row.doc}\n" for row in documents.itertuples())
    whole = hashlib.sha256(lines.encode()).hexdigest()
    return [("texts", f"{len(documents):,}", f"sha256 over the lines `HASH  TEXT`: {whole}")]


def version(package: str) -> str:
    """Return the installed version of a package, or "not installed"."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def commit(root: Path) -> str:
    """Return the commit of the code, "+ changes" where files differ from it, "" outside git."""
    asked = ["git", "describe", "--always", "--exclude=*", "--abbrev=40", "--dirty= + changes"]
    own = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False, env=own)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def site_colophon(revision: str) -> str:
    """Return the HTML line that a finished site ends each page with."""
    code = f"code commit <code>{html_text(revision)}</code>" if revision else "code not versioned"
    return (
        f'<p class="topoi-colophon">Made with Topoi {html_text(version("topoi"))}, {code}. '
        f"Run again: <code>{RERUN}</code>. Check every number: <code>topoi verify SITE</code>.</p>"
    )


def write_ro_crate(
    site: Path, *, title: str, revision: str, inputs: Mapping[str, str], date: str = ""
) -> Path:
    """Return `site/ro-crate-metadata.json` (RO-Crate 1.1), which ties all files of the report.

    Report, data, code, environment (package versions) and the hashes of the input texts. `date` is
    the publication date, by default that of the youngest input, so that a second run is the same.
    """
    files = [p for p in sorted(site.rglob("*")) if p.is_file() and _is_described(p, site)]
    described = [_file_entity(site, path) for path in files]
    packages = [
        _entity(f"#{name}", "SoftwareApplication", name=name, version=version(name))
        for name in PACKAGES[1:]
    ]
    texts = [
        _entity(f"#text-{doc}", "CreativeWork", name=doc, sha256=digest)
        for doc, digest in inputs.items()
    ]
    entities = [
        _entity(CRATE, "CreativeWork", conformsTo={"@id": SPECIFICATION}, about={"@id": "./"}),
        _entity(
            "./",
            "Dataset",
            name=title,
            description="A text analysis whose numbers open onto the passages they count",
            datePublished=date,
            license={"@id": DATA_LICENCE["path"]},
            hasPart=_references(described),
            mentions=[{"@id": "#run"}],
        ),
        *(
            _entity(one["path"], "CreativeWork", name=one["name"])
            for one in (DATA_LICENCE, CODE_LICENCE)
        ),
        _entity(
            "#run",
            "CreateAction",
            name=RERUN,
            instrument=[{"@id": "#code"}, *_references(packages)],
            object=_references(texts),
            result={"@id": "./"},
        ),
        _entity(
            "#code",
            "SoftwareSourceCode",
            name="topoi",
            version=revision or version("topoi"),
            license={"@id": CODE_LICENCE["path"]},
        ),
    ]
    graph = [*entities, *packages, *texts, *described]
    return write_json(site / CRATE, {"@context": f"{SPECIFICATION}/context", "@graph": graph})


def _entity(identifier: str, kind: str, **about: Any) -> dict[str, Any]:
    return {"@id": identifier, "@type": kind, **about}


def _references(entities: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": entity["@id"]} for entity in entities]


def _is_described(path: Path, site: Path) -> bool:
    parts = path.relative_to(site).parts
    served = parts[0] in (CRATE, "site_libs") or parts[:2] == ("evidence", "data")
    return not served and path.suffix != ".js"


def _file_entity(site: Path, path: Path) -> dict[str, Any]:
    return _entity(
        path.relative_to(site).as_posix(),
        "File",
        encodingFormat=_ENDINGS.get(path.suffix, "application/octet-stream"),
        contentSize=str(path.stat().st_size),
        sha256=file_hash(path),
    )
