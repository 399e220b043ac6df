"""A copy of the project for other texts: the same notebooks, another seeds folder."""

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from topoi.errors import InputError
from topoi.layers import FOLDER
from topoi.report.chapters.grouping import SOURCE, name_column, with_grouping
from topoi.report.chapters.time import EVENTS
from topoi.report.evidence.package import package_folder
from topoi.report.publish.execute import EARLIER, is_stale

COPIED = ("notebooks", "index.qmd", "references.qmd", "references.bib", "tests/gold", EARLIER)
LINKED = ("src", "requirements.lock")
COLLECTION = "notebooks/06-collection.ipynb"
CHANGES = "notebooks/07-changes.ipynb"
BEFORE = "notebooks/05-robustness.ipynb"
KEPT_IN = Path(".topoi") / "chapters"
RUNS_KEPT = 3


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
    settings = (root / "_quarto.yml").read_text(encoding="utf-8")
    if collection:
        settings = with_collection(settings)
    if package_folder(root / EARLIER):
        settings = with_changes(settings)
    (folder / "_quarto.yml").write_text(with_grouping(settings, by), encoding="utf-8")
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
    texts = folder / "seeds"
    known = {
        str(texts / seeds.name): str(seeds),
        str(texts): str(seeds if seeds.is_dir() else seeds.parent),
        str(folder / "codebook"): str(codebook),
        str(folder): str(root),
    }
    if seeds.is_dir():
        del known[str(texts / seeds.name)]
    try:
        yield
    except InputError as error:
        raise InputError(
            *(originals(part, known) for part in (error.place, error.problem, error.remedy))
        ) from error


def originals(text: str, known: dict[str, str]) -> str:
    """Return the text with each path of a copy as its original; the longer ones come first.

    >>> originals("/tmp/t/seeds/a.txt: is empty", {"/tmp/t/seeds": "texts", "/tmp/t": "."})
    'texts/a.txt: is empty'
    """
    for copied, original in known.items():
        text = text.replace(copied, original)
    return text


def with_collection(settings: str) -> str:
    """Return `_quarto.yml` with the chapter on collections after the one on robustness.

    >>> print(with_collection("    - notebooks/05-robustness.ipynb"))
        - notebooks/05-robustness.ipynb
        - notebooks/06-collection.ipynb
    """
    if COLLECTION in settings:
        return settings
    return re.sub(rf"^( *- ){BEFORE}$", rf"\g<0>\n\g<1>{COLLECTION}", settings, flags=re.MULTILINE)


def with_changes(settings: str) -> str:
    """Return `_quarto.yml` with the chapter on changes as the last one before the appendices.

    >>> print(with_changes("    - notebooks/05-robustness.ipynb"))
        - notebooks/05-robustness.ipynb
        - notebooks/07-changes.ipynb
    """
    if CHANGES in settings:
        return settings
    last = COLLECTION if COLLECTION in settings else BEFORE
    return re.sub(rf"^( *- ){last}$", rf"\g<0>\n\g<1>{CHANGES}", settings, flags=re.MULTILINE)


@dataclass(frozen=True)
class KeptChapters:
    """The folder in which the notebooks are kept that one report has run so far."""

    folder: Path

    def keep(self, path: Path) -> None:
        """Keep a notebook that was run; a disk that cannot be written to costs only the keeping."""
        aside = self.folder / f".{path.name}.aside"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            shutil.copyfile(path, aside)
            aside.replace(self.folder / path.name)

    def restore(self, project: Path) -> list[Path]:
        """Return the notebooks of a project that need not be run, put in place from here.

        Only those count whose texts, codebook and code are what they were.
        """
        done = []
        for path in sorted((project / "notebooks").glob("*.ipynb")):
            if (self.folder / path.name).is_file():
                fresh = path.read_bytes()
                shutil.copyfile(self.folder / path.name, path)
                if is_stale(path, root=project):
                    path.write_bytes(fresh)
                else:
                    done.append(path)
        return done

    def forget(self) -> None:
        """Remove what is kept, since the report is done."""
        shutil.rmtree(self.folder, ignore_errors=True)


def kept_chapters(root: Path, about: Iterable[object]) -> KeptChapters:
    """Return where the chapters of a report are kept; `about` tells one report from others.

    Those of all but the last few reports that were interrupted are removed.
    """
    whole = hashlib.sha256(repr([str(part) for part in about]).encode())
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    folder = root / KEPT_IN / whole.hexdigest()[:32]
    others = [path for path in folder.parent.glob("*") if path.is_dir() and path != folder]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[: -(RUNS_KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)
    return KeptChapters(folder)
