"""A project for other texts: the chapters of the one around it, or those of a new study."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from topoi.errors import InputError
from topoi.files import keep, kept_under, text_in, write_whole
from topoi.layers import FOLDER
from topoi.project import (
    MARKER,
    TABLES,
    TOPICS,
    codebook_files,
    codebook_parts,
    companions,
)
from topoi.report.chapters.grouping import SOURCE
from topoi.report.chapters.time import EVENTS
from topoi.report.project.chapters import (
    READERS,
    known_codebooks,
    leave_out_empty,
    name_of,
    write_chapters,
)
from topoi.report.project.layout import BOOK, SHARED, write_study
from topoi.report.project.settings import (
    chapters_in,
    node_at,
    with_book,
    with_chapters,
    with_settings,
)
from topoi.report.publish.execute import EARLIER, execute, is_stale, notebooks_of
from topoi.text.corpus.compression import uncompressed
from topoi.text.corpus.hashes import hash_of
from topoi.text.corpus.seeds import register

COPIED = ("notebooks", *BOOK, SHARED, EARLIER)
LINKED = ("src", "requirements.lock")
WORKERS = 2  # notebooks at a time; each holds the layers in memory
KEPT_IN = Path(".topoi") / "chapters"


def working_copy(
    root: Path | None,
    folder: Path,
    *,
    seeds: Path,
    codebooks: Sequence[Path] = (),
    several: bool = False,
    by: str = SOURCE,
    title: str = "",
    command: str = "",
    transcript: str = "",
    topics: Sequence[Path] = (),
) -> Path:
    """Return `folder`, made into a project whose texts and codebooks are those given.

    The chapters are those of the project at `root` as far as its codebooks are among those given,
    else as in a new study; without `root` they all are. What running the notebooks rewrites is
    copied; texts, codebooks and code are linked. With `several` texts there is the chapter on the
    collection; where `reports/previous` holds the data of an earlier report, the one on what
    changed. `by` is the column of the texts that the chapters compare, `transcript` the text that
    the others are compared with, `topics` are two tables of topics made elsewhere, of their words
    and of their documents, `command` makes the report again. Without `codebooks` they are those of
    the project, if it has any. Raises InputError where the texts are not there.
    """
    if not seeds.exists():
        raise InputError(str(seeds), "does not exist", "Give a file or folder of texts.")
    folder.mkdir(parents=True, exist_ok=True)
    if root is None:
        write_study(folder, title=title, coded=bool(codebooks), files=BOOK)
    else:
        copy_project(root, folder)
    link_texts(seeds.resolve(), folder / "seeds")
    link_codebooks(
        codebooks_for(root, codebooks), folder / "codebook", default=root and root / "codebook"
    )
    if topics:
        link_topics(topics, folder / "codebook" / TOPICS)
    books = known_codebooks(folder)
    others = root is None or seeds.resolve() != (root / "seeds").resolve()
    own_books = {book.id for book in known_codebooks(root)} if root else set()
    if root and (others or {book.id for book in books} != own_books):
        # The front page of the project speaks of its own texts and codebooks.
        own = title or book_in(folder, "title")
        write_study(folder, title=own, coded=bool(books), files=["index.qmd"])
    if others or transcript:
        settings = text_in(folder / MARKER)
        write_whole(folder / MARKER, with_settings(settings, transcript=transcript or None))
    done = write_chapters(folder, codebooks=books, several=several)
    for name in done.stranded:
        (folder / "notebooks" / name).unlink()
    settings = text_in(folder / MARKER)
    left_out = {f"notebooks/{name}" for name in done.stranded}
    listed = [one for one in chapters_in(settings) if one not in left_out]
    settings = with_chapters(settings, listed, renamed={})
    if title:
        told = {"title": title} | ({"subtitle": ""} if book_in(folder, "subtitle") else {})
        settings = with_book(settings, **told)
    if root and others:
        settings = with_book(settings, author=[])
    licence = {"licence": None} if others else {}
    settings = with_settings(
        settings, by=None if by == SOURCE else by, command=command or None, **licence
    )
    write_whole(folder / MARKER, settings)
    return folder


def copy_project(root: Path, folder: Path) -> None:
    """Copy what of a project running it rewrites, link its code, and share its layers."""
    for name in COPIED:
        copy(root / name, folder / name)
    for name in LINKED:
        if (root / name).exists():
            (folder / name).symlink_to((root / name).resolve())
    share_layers(root, folder)


def codebooks_for(root: Path | None, given: Sequence[Path]) -> list[Path]:
    """Return the codebooks given, else the folder of those that the project has, if any."""
    own = root / "codebook" if root else None
    return list(given) or ([own] if own and codebook_files(own, needed=False) else [])


def book_in(folder: Path, key: str) -> str:
    """Return what `_quarto.yml` says of the book, such as its title; "" where it does not."""
    node = node_at(text_in(folder / MARKER), "book", key)
    return str(node.value) if node is not None else ""


def link_codebooks(given: Sequence[Path], folder: Path, *, default: Path | None) -> None:
    """Link codebooks, and what lies beside them and is read with them, into a folder.

    What does not lie beside them, such as speakers, is taken from the folder `default`.
    """
    folder.mkdir()
    others = {path.name: path for path in companions(default)} if default else {}
    for name, path in {**others, **codebook_parts(given)}.items():
        link(path.resolve(), folder / name)


def link_topics(given: Sequence[Path], folder: Path) -> None:
    """Link the tables of topics made elsewhere into a folder, in place of those there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, file in zip(TABLES, given, strict=True):
        ending = file.name.removeprefix(Path(uncompressed(file)).stem)
        (folder / f"{name}{ending}").symlink_to(file.resolve())


def link(source: Path, target: Path) -> None:
    """Link a file, or each file of a folder: links to folders are not followed by what hashes."""
    if not source.is_dir():
        target.symlink_to(source)
        return
    target.mkdir()
    for path in sorted(source.iterdir()):
        link(path, target / path.name)


def share_layers(root: Path, folder: Path) -> None:
    """Let the copy keep its layers where the project does, if the project can be written to."""
    kept = root.resolve() / FOLDER.parent
    try:
        kept.mkdir(exist_ok=True)
    except OSError:
        return
    (folder / FOLDER.parent).symlink_to(kept)


def copy(source: Path, target: Path) -> None:
    """Copy a file or folder, if it is there."""
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def link_texts(seeds: Path, target: Path) -> None:
    """Link a folder of texts, or register one file in a folder, with a link to the events beside.

    So a file stays where it is, pinned by its hash: links out of a folder are not followed.
    """
    if seeds.is_dir():
        target.symlink_to(seeds)
    else:
        target.mkdir()
        register(target, seeds.name, seeds)
        events = seeds.parent / EVENTS
        if events.is_file():
            (target / EVENTS).symlink_to(events)


@contextmanager
def told_of_originals(
    folder: Path, *, seeds: Path, codebooks: Sequence[Path], root: Path | None
) -> Iterator[None]:
    """Raise the InputErrors of a working copy with the paths that its user knows."""
    single = {} if seeds.is_dir() else {seeds.resolve(): seeds}
    texts = {folder / "seeds": seeds if seeds.is_dir() else seeds.parent}
    parts = codebook_parts(codebooks_for(root, codebooks)).items()
    books = {folder / "codebook" / name: path for name, path in parts}
    known = {**single, **texts, **books, folder: root or Path("chapters of Topoi")}
    try:
        yield
    except InputError as error:
        told = [originals(part, known) for part in (error.place, error.problem, error.remedy)]
        raise InputError(*told) from error


def originals(text: str, known: Mapping[Path, Path]) -> str:
    """Return the text with each path of a copy as its original; the longer ones come first.

    >>> originals("/t/seeds/a.txt: is empty", {Path("/t/seeds"): Path("texts")})
    'texts/a.txt: is empty'
    """
    for copied, original in known.items():
        text = text.replace(str(copied), str(original))
    return text


@dataclass(frozen=True)
class KeptChapters:
    """The folder in which the notebooks are kept that one report has run so far."""

    folder: Path

    def keep(self, path: Path) -> None:
        """Keep a notebook that was run."""
        keep(self.folder / path.name, partial(shutil.copyfile, path))

    def restore(self, project: Path) -> list[Path]:
        """Return the notebooks of a project that need not be run, put in place from here.

        Only those count whose texts, codebook and code are what they were; a broken one does not.
        """
        done = []
        for path in notebooks_of(project):
            kept = self.folder / path.name
            with suppress(OSError, InputError):
                if kept.is_file() and not is_stale(kept, root=project):
                    write_whole(path, kept.read_bytes())
                    done.append(path)
        return done

    def forget(self) -> None:
        """Remove what is kept, since the report is done."""
        shutil.rmtree(self.folder, ignore_errors=True)


def run_chapters(project: Path, kept: KeptChapters | None = None) -> None:
    """Run the first notebook, then the chapters two at a time, but for those that are kept.

    The first alone, since it makes the layers where they could not be kept. Those that read what
    the chapters published come after them, when those with nothing to show are left out.
    """
    every = notebooks_of(project)
    readers = [path for path in every if name_of(path) in READERS]
    others = [path for path in every if path not in readers]
    done = kept.restore(project) if kept else []
    if done:
        several = "s were" if len(done) > 1 else " was"
        print(f"topoi: {len(done)} notebook{several} run before and kept", file=sys.stderr)
    for paths, workers in ((others[:1], 1), (others[1:], WORKERS)):
        left = [path for path in paths if path not in done]
        stored = kept.keep if kept else lambda _: None
        execute(left, root=project, workers=workers, on_stored=stored)
    for line in leave_out_empty(project):
        print(f"topoi: {line}", file=sys.stderr)
    execute(readers, root=project)


def kept_chapters(root: Path, project: Path, about: Iterable[object]) -> KeptChapters:
    """Return where the project at `root` keeps the chapters of a report on other texts.

    `project` is the one made for these texts, `about` tells one report from others.
    """
    notebooks = ((path.name, path.read_bytes()) for path in notebooks_of(project))
    key = hash_of([("about", repr([str(part) for part in about])), *notebooks])
    return KeptChapters(kept_under(root / KEPT_IN, key[:32]))
