"""What a project lacks, said before anything runs: chapters, codebooks, columns, embedded cells."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from topoi.errors import InputError
from topoi.files import text_in
from topoi.project import MARKER, transcript_in
from topoi.report.chapters.grouping import column_in
from topoi.report.evidence.collecting import cell_options, cells_of
from topoi.report.project.chapters import (
    BESIDE,
    address,
    chapters_for,
    has_several,
    is_empty,
    known_codebooks,
    name_of,
)
from topoi.report.publish.book import line_of, read_book
from topoi.report.publish.execute import notebooks_of
from topoi.text.corpus.corpus import Corpus, require_column, require_text

_ASKED = re.compile(r"\.(?:codebook|hits_of|labels|parts|kinds)\(\s*[\"']([^\"']+)[\"']")
_EMBEDDED = re.compile(r"\{\{<\s*embed\s+(\S+?)#(\S+)\s*>\}\}")


def chapter_problems(root: Path) -> Iterator[str]:
    """Yield what the chapters of a project lack, each with its place and what to do.

    Raises InputError where `_quarto.yml` or a notebook cannot be read, or a file it names is gone.
    """
    book = read_book(root)
    codebooks = known_codebooks(root)
    here = {name_of(path): path for path in notebooks_of(root)}
    listed = {*book.sources}
    several = has_several(root / "seeds")
    for chapter in chapters_for(root, codebooks=codebooks, several=several):
        path = here.get(chapter.name)
        if path is None:
            yield f"notebooks/{chapter.file}: is missing. {remedy(chapter.name)}"
        elif not (chapter.name in BESIDE or address(path) in listed or is_empty(path)):
            place = f"{root / MARKER}:{line_of(root / MARKER, 'chapters')}"
            yield f"{place}: does not list {address(path)}. {remedy(chapter.name)}"
    known = {codebook.id for codebook in codebooks}
    for path in notebooks_of(root):
        yield from unknown_codebooks(path, known)
    for source in book.sources:
        if source.endswith(".qmd"):
            yield from unknown_cells(root / source)


def remedy(name: str) -> str:
    """Return what to do where a chapter is missing."""
    if name in BESIDE:
        return "Run `topoi chapters`."
    without = f"`topoi: {{without: [{name}]}}`"
    return f"Run `topoi chapters`, or write {without} into {MARKER}."


def unknown_codebooks(notebook: Path, known: set[str]) -> Iterator[str]:
    """Yield where a notebook asks for a codebook that is not there."""
    for number, cell in enumerate(cells_of(notebook), start=1):
        asked = _ASKED.findall(cell["source"]) if cell["cell_type"] == "code" else ()
        for name in dict.fromkeys(asked):
            if name not in known:
                there = ", ".join(sorted(known)) or "none"
                yield (
                    f"{notebook}, cell {number}: asks for the codebook {name!r}, and there is "
                    f"{there}. Add the codebook, edit the cell, or remove the chapter."
                )


def unknown_cells(page: Path) -> Iterator[str]:
    """Yield where a page embeds a cell that no notebook has."""
    for number, line in enumerate(text_in(page).splitlines(), start=1):
        for file, label in _EMBEDDED.findall(line):
            source = page.parent / file
            place = f"{page}:{number}"
            if not source.is_file():
                yield f"{place}: embeds {file}, which is missing. Mend or remove the line."
            elif label not in labels_in(source):
                yield f"{place}: embeds {file}#{label}, and no cell has that label. Mend the label."


def labels_in(notebook: Path) -> set[str]:
    """Return the labels of the cells of a notebook."""
    code = (cell["source"] for cell in cells_of(notebook) if cell["cell_type"] == "code")
    return {cell_options(source).get("label", "") for source in code}


def require_settings_met(root: Path, corpus: Corpus) -> None:
    """Raise InputError where the settings name a column or a transcript that the texts have not."""
    file = root / MARKER
    asked = {
        "by": partial(require_column, corpus.documents, column_in(file)),
        "transcript": partial(require_text, corpus, transcript_in(file)),
    }
    for key, require in asked.items():
        try:
            require()
        except InputError as error:
            place = f"{file}:{line_of(file, key)}"
            raise InputError(place, f"{error.place} {error.problem}", error.remedy) from error
