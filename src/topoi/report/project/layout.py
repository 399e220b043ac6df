"""The files of a study, written from those in `files/`."""

import json
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from string import Template
from typing import Any

from topoi import __version__
from topoi.files import write_whole
from topoi.project import MARKER
from topoi.report.evidence.escaping import markdown_text
from topoi.report.project.settings import with_book
from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.origin import NOT_STATED, today

SOURCES = Path(__file__).parent / "files"
SHARED = "_topoi"  # what a study is rendered with
RENDERED_WITH = (
    *("quarto.lua", "print.lua", "columns.lua", "references.bib"),
    *("quarto-light.scss", "quarto-dark.scss", "content.scss"),
    *("book.typ", "typst-show.typ", "book.tex", "environment.ts"),
)
CODES = """\
- **What a code is.** A code is found by words or by the structure of the text, or marked by a
  coder; its definition, inclusions and exclusions are written down (@sec-evidence-codebooks). One
  marked † needs a tagger, a parser or a reader to be found well.
"""  # on the front page
BOOK = {MARKER: "quarto.yml"} | {
    name: name for name in ("index.qmd", "references.qmd", "references.bib")
}
STUDY = {
    **BOOK,
    "README.md": "README.md",
    "CITATION.cff": "CITATION.cff",
    "LICENSE": "licence.txt",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
    ".github/workflows/report.yml": "report.yml",
    "seeds/README.md": "seeds.md",
    "codebook/README.md": "codebook.md",
    "tests/test_study.py": "test_study.txt",
}


def write_study(
    folder: Path,
    *,
    title: str,
    authors: Sequence[str] = (),
    licence: str = NOT_STATED,
    coded: bool = True,
    files: Iterable[str] = tuple(STUDY),
) -> None:
    """Write the files of a study into a folder, with what its report is rendered with.

    `licence` is that of the texts; `coded` says whether there are codebooks. `files` are names
    among those of STUDY.
    """
    named = [f"\n  - name: {quoted(author)}" for author in authors]
    values = {
        "title": markdown_text(title),
        "title_quoted": quoted(title),
        "codes": CODES if coded else "",
        "licence": licence,
        "licence_quoted": quoted(licence),
        "authors_cff": "".join(named) or "\n  - name: Anonymous",
        "date": today(),
        "version": __version__,
        "topoi": requirement(),
    }
    for name in files:
        template = Template((SOURCES / STUDY[name]).read_text(encoding="utf-8"))
        text = template.substitute(values)
        if name == MARKER and authors:
            text = with_book(text, author=list(authors))
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text)
    write_shared(folder)


def write_shared(folder: Path) -> list[str]:
    """Return which of the files that a study is rendered with were not up to date, written now."""
    written = []
    (folder / SHARED).mkdir(exist_ok=True)
    for name in RENDERED_WITH:
        target, content = folder / SHARED / name, (TEMPLATES / name).read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            write_whole(target, content)
            written.append(f"{SHARED}/{name}")
    return written


def quoted(value: Any) -> str:
    """Return a value as it may stand in YAML, on one line."""
    return json.dumps(value, ensure_ascii=False)


def requirement() -> str:
    """Return the line by which pip finds this Topoi again, a remark where only this machine knows.

    That is known of one that was installed from a repository.
    """
    try:
        told = metadata.distribution("topoi").read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        told = "{}"
    origin = json.loads(told)
    version = origin.get("vcs_info", {})
    if not version:
        return (
            "# Topoi itself: write the address of its repository or of its wheel here, such as\n"
            "# topoi @ git+https://HOST/OWNER/topoi@COMMIT"
        )
    return f"topoi @ {version['vcs']}+{origin['url']}@{version['commit_id']}"
