"""A copy of the project for other texts: the same notebooks, another seeds folder."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from topoi.errors import InputError
from topoi.files import keep, kept_under, write_whole
from topoi.layers import FOLDER
from topoi.project import MARKER
from topoi.report.chapters.grouping import SOURCE, name_column, with_grouping
from topoi.report.chapters.time import EVENTS
from topoi.report.evidence.package import package_folder
from topoi.report.publish.execute import EARLIER, is_stale, notebooks_of
from topoi.text.corpus.hashes import hash_of

COPIED = ("notebooks", "index.qmd", "references.qmd", "references.bib", "tests/gold", EARLIER)
LINKED = ("src", "requirements.lock")
COLLECTION = "notebooks/06-collection.ipynb"
CHANGES = "notebooks/07-changes.ipynb"
OPTIONAL = (COLLECTION, CHANGES)
BEFORE = "notebooks/05-robustness.ipynb"
KEPT_IN = Path(".topoi") / "chapters"


def working_copy(
    root: Path,
    folder: Path,
    *,
    seeds: Path,
    codebook: Path | None = None,
    collection: bool = False,
    by: str = SOURCE,
) -> Path:
    """Return `folder`, made into a project whose texts and codebook are those given.

    Sources are copied, since running the notebooks rewrites them; texts, codebook and code are
    linked, since nothing writes to them. With `collection` the chapter on collections is added;
    where `reports/previous` holds the data of an earlier report, the one on what changed since.
    `by` is the column of the texts that the chapters compare, named in headings and captions.
    Raises InputError where the texts are not a folder or file that can be linked.
    """
    if not seeds.exists():
        raise InputError(str(seeds), "does not exist", "Give a file or folder of texts.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        copy(root / name, folder / name)
    for name in LINKED:
        (folder / name).symlink_to((root / name).resolve())
    link_texts(seeds.resolve(), folder / "seeds")
    (folder / "codebook").symlink_to((codebook or root / "codebook").resolve())
    share_layers(root, folder)
    settings = (root / MARKER).read_text(encoding="utf-8")
    wanted = {COLLECTION: collection, CHANGES: package_folder(root / EARLIER)}
    settings = with_chapters(settings, *filter(wanted.get, OPTIONAL))
    (folder / MARKER).write_text(with_grouping(settings, by), encoding="utf-8")
    name_column(folder / "notebooks", by)
    return folder


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
    """Link a folder of texts, or put links to one file and the events beside it into a folder."""
    if seeds.is_dir():
        target.symlink_to(seeds)
    else:
        target.mkdir()
        (target / seeds.name).symlink_to(seeds)
        events = seeds.parent / EVENTS
        if events.is_file():
            (target / EVENTS).symlink_to(events)


@contextmanager
def told_of_originals(folder: Path, *, seeds: Path, codebook: Path, root: Path) -> Iterator[None]:
    """Raise the InputErrors of a working copy with the paths that its user knows."""
    single = {} if seeds.is_dir() else {folder / "seeds" / seeds.name: seeds}
    texts = {folder / "seeds": seeds if seeds.is_dir() else seeds.parent}
    known = {**single, **texts, folder / "codebook": codebook, folder: root}
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


def with_chapters(settings: str, *added: str) -> str:
    """Return `_quarto.yml` with these of the OPTIONAL chapters, in their order, behind the others.

    >>> print(with_chapters("    - notebooks/05-robustness.ipynb", "notebooks/07-changes.ipynb"))
        - notebooks/05-robustness.ipynb
        - notebooks/07-changes.ipynb
    """
    last = BEFORE
    for chapter in OPTIONAL:
        if chapter in added and chapter not in settings:
            line = re.compile(rf"^( *- ){last}$", re.MULTILINE)
            settings = line.sub(rf"\g<0>\n\g<1>{chapter}", settings)
        last = chapter if chapter in settings else last
    return settings


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


def kept_chapters(root: Path, about: Iterable[object]) -> KeptChapters:
    """Return where the chapters of a report are kept; `about` tells one report from others."""
    notebooks = ((path.name, path.read_bytes()) for path in notebooks_of(root))
    key = hash_of([("about", repr([str(part) for part in about])), *notebooks])
    return KeptChapters(kept_under(root / KEPT_IN, key[:32]))
