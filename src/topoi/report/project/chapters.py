"""The chapters of a study: each written from one source, brought up to date, never over an edit."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.reading import without_codes
from topoi.coding.codebook.strict_yaml import read_yaml
from topoi.coding.quality.judgements import of_drawn_units
from topoi.errors import InputError
from topoi.files import text_in, write_whole
from topoi.project import (
    MARKER,
    codebook_files,
    judgements_beside,
    settings_of,
    transcript_in,
)
from topoi.report.chapters.grouping import as_markdown
from topoi.report.evidence.collecting import records
from topoi.report.evidence.package import package_folder
from topoi.report.project.settings import chapters_in, with_chapters
from topoi.report.publish.execute import EARLIER, notebooks_of, read_notebook
from topoi.report.publish.notebook_form import normal_form, sources_hash
from topoi.text.corpus.seeds import records_in, registered, seed_files

SOURCES = Path(__file__).parent / "notebooks"
FIRST = ("text", "topics")
EVIDENCE = "evidence"
NUMBERS = {
    "contrasts": 66,
    "networks": 67,
    "comparison": 68,
    "quality": 69,
    "robustness": 70,
    "collection": 71,
    "summary": 80,
    "changes": 81,
    EVIDENCE: 90,
}
READERS = ("summary", "changes", EVIDENCE)  # they read what the other chapters published
BESIDE = ("summary", EVIDENCE)  # the front page embeds one, the appendix is the other
MAY_BE_EMPTY = ("contrasts", "networks")  # no other chapter refers to them
OWN_NAMES = (*FIRST, *NUMBERS)
MOST_CODEBOOKS = min(NUMBERS.values()) - len(FIRST) - 1
CAPTION = "{title}: passages of each code per thousand words, with confidence intervals."
CAPTION_OF_VOICES = "The share of the words in each mode of speech."
CODEBOOKS = "{#sec-evidence-codebooks}"  # the heading of what the appendix ends with
_FILE = re.compile(r"\d\d-(.+)\.ipynb")
_NAME = re.compile(r"[A-Za-z][\w-]*")


class Chapter(NamedTuple):
    """A chapter that a study has: its name, its place, and what stands in it for TITLE.

    That is the title of the codebook that it is about, or the caption of the front page's figure;
    the appendix of a study without codebooks has none, and ends before them.
    """

    name: str
    number: int
    title: str = ""

    @property
    def file(self) -> str:
        """The name of its notebook."""
        return f"{self.number:02d}-{self.name}.ipynb"

    @property
    def source(self) -> Path:
        """The notebook that it is written from."""
        return SOURCES / f"{self.name if self.name in OWN_NAMES else 'codebook'}.ipynb"


class Written(NamedTuple):
    """What `write_chapters` did: names of notebooks.

    `edited` are the scholar's own now, and left as they are; of these `stranded` are about
    something that the study no longer has.
    """

    new: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    stranded: tuple[str, ...]


def chapters_of(
    codebooks: Iterable[Codebook],
    *,
    several: bool,
    earlier: bool = False,
    judged: bool = False,
    compared: bool = False,
    without: Sequence[str] = (),
) -> list[Chapter]:
    """Return the chapters that a study should have, in their order.

    With `several` texts there is one on the collection, with an `earlier` report one on what
    changed, where readers `judged` drawn sentences one on the quality of the coding, where texts
    are `compared` with a transcript one on that. `without` names chapters that the scholar does not
    want. Raises InputError for a codebook whose id cannot name a chapter.
    """
    books = list(codebooks)
    for number, book in enumerate(books):
        if not _NAME.fullmatch(book.id) or book.id in OWN_NAMES:
            remedy = f"Take letters, figures, - and _, and none of {', '.join(OWN_NAMES)}."
            raise InputError(book.path, f"has the id {book.id!r}, no name for a chapter", remedy)
        for other in books[:number]:
            if other.id == book.id:
                problem = f"has the id {book.id!r}, as {other.path} has"
                raise InputError(book.path, problem, "Give each codebook an id of its own.")
    if len(books) > MOST_CODEBOOKS:
        place, problem = books[MOST_CODEBOOKS].path, f"is one more than {MOST_CODEBOOKS} codebooks"
        raise InputError(place, problem, "Make two studies of them.")
    first = [(name, "") for name in FIRST] + [(book.id, book.title) for book in books]
    chapters = [Chapter(name, number, title) for number, (name, title) in enumerate(first, 1)]
    caption = CAPTION.format(title=books[0].title) if books else CAPTION_OF_VOICES
    titles = {"summary": caption, EVIDENCE: "codebooks" if books else ""}
    coded = dict.fromkeys(("contrasts", "networks", "robustness"), bool(books))
    there = {**coded, "collection": several, "changes": earlier}
    there |= {"quality": judged, "comparison": compared}
    chapters += [
        Chapter(name, number, titles.get(name, ""))
        for name, number in NUMBERS.items()
        if there.get(name, True)
    ]
    return [one for one in chapters if one.name in BESIDE or one.name not in without]


def chapters_for(folder: Path, *, codebooks: Iterable[Codebook], several: bool) -> list[Chapter]:
    """Return the chapters that the project in a folder should have, by its settings, too."""
    without = settings_of(folder / MARKER).get("without") or []
    if not isinstance(without, list) or not all(isinstance(one, str) for one in without):
        place, remedy = f"{folder / MARKER}: topoi: without", "Write `without: [topics]`."
        raise InputError(place, "is no list of names", remedy)
    books = list(codebooks)
    names = (*OWN_NAMES, *(book.id for book in books))
    if unknown := [one for one in without if one not in names]:
        place, known = f"{folder / MARKER}: topoi: without", f"Known: {', '.join(names)}."
        raise InputError(place, f"names no chapter: {unknown[0]!r}", known)
    earlier = package_folder(folder / EARLIER) is not None
    judged = of_drawn_units(judgements_beside([folder / "codebook"]))
    compared = bool(transcript_in(folder / MARKER))
    told = {"several": several, "earlier": earlier, "judged": judged, "compared": compared}
    return chapters_of(books, **told, without=without)


def write_chapters(folder: Path, *, codebooks: Iterable[Codebook], several: bool) -> Written:
    """Return what was done so that the project in a folder has the chapters it should have.

    Those it lacks are written, those unchanged since they were written are brought up to date,
    unchanged ones about what is gone are removed; one that the scholar edited is left as it is. The
    list of chapters in `_quarto.yml` follows.
    """
    chapters = chapters_for(folder, codebooks=codebooks, several=several)
    there = {name: path for path in notebooks_of(folder) if (name := name_of(path))}
    new, updated, removed, edited, renamed = [], [], [], [], {}
    paths: list[Path] = []
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    for chapter in chapters:
        fresh, target = filled(chapter), folder / "notebooks" / chapter.file
        path = there.pop(chapter.name, None)
        if path is None:
            new.append(target.name)
            store(fresh, target)
        elif has_sources_of(path, fresh):
            mark(path, fresh)
        elif is_edited(path):
            edited.append(path.name)
            target = path
        else:
            updated.append(target.name)
            store(fresh, path)
        if path is not None and path != target:
            renamed[address(path)] = address(target)
            path.rename(target)
        paths.append(target)
    stranded = [path.name for path in there.values() if is_written(path) and is_edited(path)]
    for path in there.values():
        if is_written(path) and path.name not in stranded:
            path.unlink()
            removed.append(path.name)
    empty = [address(p) for p in paths if is_empty(p)]
    in_book = [address(p) for p in paths if name_of(p) not in BESIDE and address(p) not in empty]
    settings = text_in(folder / MARKER)
    listed = [renamed.get(one, one) for one in chapters_in(settings)]
    gone = [one for one in listed if one.endswith(".ipynb") and not (folder / one).is_file()]
    removed += [Path(one).name for one in gone if Path(one).name not in removed]
    listed = arranged([one for one in listed if one not in (*gone, *empty)], in_book)
    write_changed(folder / MARKER, with_chapters(settings, listed, renamed=renamed))
    told = (new, updated, removed, [*edited, *stranded], stranded)
    return Written(*(tuple(names) for names in told))


def leave_out_empty(folder: Path) -> list[str]:
    """Return a line on each notebook that the book is without, as it has nothing to show.

    `_quarto.yml` then lists of the chapters that may have nothing those that have something; it is
    to be called when they have been run, and before those that read them.
    """
    may = [path for path in notebooks_of(folder) if name_of(path) in MAY_BE_EMPTY]
    if not may:
        return []
    empty = {address(path): path.name for path in may if is_empty(path)}
    settings = text_in(folder / MARKER)
    listed = [one for one in chapters_in(settings) if one not in empty]
    shown = {address(path) for path in may if is_written(path) and not is_edited(path)} - {*empty}
    known = [address(path) for path in notebooks_of(folder)]
    wanted = [one for one in known if one in listed or one in shown]
    listed = arranged(listed, wanted)
    write_changed(folder / MARKER, with_chapters(settings, listed, renamed={}))
    return [f"{name} has nothing to show, and the book is without it" for name in empty.values()]


def is_empty(path: Path) -> bool:
    """Return whether a chapter was run and has neither a table nor a figure to show.

    Its finding, which says why, is on the front page.
    """
    if name_of(path) not in MAY_BE_EMPTY or is_edited(path):
        return False
    ran = "inputs" in topoi_of(read_notebook(path))
    return ran and not any("rows" in one or "figure" in one for _, one in records(path))


def arranged(listed: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the chapters of a book, each that is missing behind the one it follows.

    >>> arranged(["index.qmd", "a", "mine", "c"], ["a", "b", "c"])
    ['index.qmd', 'a', 'b', 'mine', 'c']
    """
    found = list(listed)
    for before, one in pairwise(["", *wanted]):
        if one not in found:
            start = int(found[:1] == ["index.qmd"])
            found.insert(found.index(before) + 1 if before in found else start, one)
    return found


def filled(chapter: Chapter) -> Any:
    """Return the notebook of a chapter, not run, with the hash of its sources.

    In that of a codebook stand its id and title for CODEBOOK and TITLE.
    """
    notebook = read_notebook(chapter.source)
    if chapter.name == EVIDENCE and not chapter.title:
        about = (number for number, cell in enumerate(notebook.cells) if CODEBOOKS in cell.source)
        del notebook.cells[next(about, len(notebook.cells)) :]
    for cell in notebook.cells:
        if chapter.title:
            cell.source = named_in(cell.source, chapter, code=cell.cell_type == "code")
        cell.outputs = []
    notebook.metadata["topoi"] = {"chapter": sources_hash(notebook)}
    return notebook


def store(notebook: Any, path: Path, *, ran: bool = False) -> None:
    """Write a notebook in the form in which they are kept."""
    metadata = {"topoi": topoi_of(notebook)}
    write_whole(path, normal_form(notebook, place=str(path), metadata=metadata, ran=ran))


def mark(path: Path, fresh: Any) -> None:
    """Record in a notebook that has the cells of its source that it was not edited."""
    notebook = read_notebook(path)
    told = {**topoi_of(notebook), **topoi_of(fresh)}
    if told != topoi_of(notebook):
        notebook.metadata["topoi"] = told
        store(notebook, path, ran="inputs" in told)


def named_in(source: str, chapter: Chapter, *, code: bool) -> str:
    """Return the source of a cell with the id and the title of the codebook in it."""
    markdown = as_markdown(chapter.title)
    lines = []
    for line in source.split("\n"):
        plain = code and (not line.startswith("#|") or line.startswith("#| fig-alt"))
        title = " ".join(chapter.title.split()) if plain else markdown
        title = json.dumps(title, ensure_ascii=False)[1:-1] if code else title
        lines.append(line.replace("CODEBOOK", chapter.name).replace("TITLE", title))
    return "\n".join(lines)


def name_of(path: Path) -> str:
    """Return which chapter a notebook is by its name: `text` for `01-text.ipynb`, "" for none."""
    found = _FILE.fullmatch(path.name)
    return found[1] if found else ""


def address(path: Path) -> str:
    """Return how `_quarto.yml` names a notebook."""
    return f"notebooks/{path.name}"


def is_written(path: Path) -> bool:
    """Return whether a notebook was written by `write_chapters`."""
    return "chapter" in topoi_of(read_notebook(path))


def is_edited(path: Path) -> bool:
    """Return whether a notebook differs from what `write_chapters` wrote, if it ever did."""
    notebook = read_notebook(path)
    return bool(topoi_of(notebook).get("chapter") != sources_hash(notebook))


def has_sources_of(path: Path, fresh: Any) -> bool:
    """Return whether a notebook has the cells of this one."""
    return bool(sources_hash(read_notebook(path)) == topoi_of(fresh)["chapter"])


def topoi_of(notebook: Any) -> dict[str, Any]:
    """Return what the metadata of a notebook hold of ours."""
    return dict(notebook.metadata.get("topoi", {}))


def write_changed(file: Path, text: str) -> None:
    """Write a text file where its text has changed."""
    if file.read_text(encoding="utf-8") != text:
        write_whole(file, text)


def known_codebooks(folder: Path) -> list[Codebook]:
    """Return the codebooks of a project without their codes, none where it has none."""
    files = codebook_files(folder / "codebook", needed=False)
    return [without_codes(read_yaml(file), place=str(file)) for file in files]


def has_texts(seeds: Path) -> bool:
    """Return whether there is a file of texts, or a collection that is registered."""
    return seeds.exists() and bool(seed_files(seeds) or (seeds.is_dir() and registered(seeds)))


def has_several(seeds: Path) -> bool:
    """Return whether there is more than one text; False where there is none yet.

    A file that cannot be read is none here; it is told of where the texts are read.
    """
    return has_texts(seeds) and len(list(islice(records_in(seeds, aside=[]), 2))) > 1
