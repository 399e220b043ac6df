"""Layers kept on disk, so that the notebooks of one run make each of them once.

Kept are tables of long corpora only; a short text is read anew faster than from disk. A table is
found by the hash of all that it depends on, so that a stale one is never found.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from topoi.text.corpus import Corpus

FOLDER = Path(".topoi") / "layers"
LEAST_CHARACTERS = 200_000
RUNS_KEPT = 3
FLOORS = ("text", "coding", "analysis")


@dataclass(frozen=True)
class KeptLayers:
    """The folder of one corpus read with one set of codebooks and one state of the code."""

    folder: Path

    def table(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the table kept under a name, or made now and kept; `attrs` are kept too.

        A file that cannot be read counts as missing, and a disk that cannot be written to costs
        only the time of making the table again.
        """
        file = self.file(name)
        found = read(file)
        if found is None:
            found = make()
            write(found, file)
        return found

    def file(self, name: str) -> Path:
        """Return where the table of a name is kept."""
        return self.folder / f"{name}.parquet"

    def hold(self, names: Iterable[str]) -> bool:
        """Return whether all tables of these names are kept."""
        return all(self.file(name).is_file() for name in names)


def kept_layers(root: Path, corpus: Corpus, sources: Iterable[Path]) -> KeptLayers | None:
    """Return where the layers of a corpus are kept, None for a short one.

    `sources` are the codebooks and the gazetteer.
    """
    if int(corpus.documents["n_chars"].sum()) < LEAST_CHARACTERS:
        return None
    folder = root / FOLDER / key(corpus, sources)
    forget_others(folder)
    return KeptLayers(folder)


def key(corpus: Corpus, sources: Iterable[Path]) -> str:
    """Return a hash of the texts, in their order, the codebooks, and the code that reads them."""
    whole = hashlib.sha256(pd.__version__.encode())
    about = corpus.documents[["doc", "source", "sha256"]]
    whole.update(json.dumps(about.to_numpy().tolist()).encode())
    package = Path(__file__).parent
    code = [file for floor in FLOORS for file in sorted((package / floor).glob("*.py"))]
    for file in [*code, *sources]:
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:32]


def read(file: Path) -> pd.DataFrame | None:
    """Return a kept table, None where there is none or it cannot be read."""
    import pyarrow

    try:
        return pd.read_parquet(file)
    except (OSError, ValueError, pyarrow.ArrowException):
        return None


def write(table: pd.DataFrame, file: Path) -> None:
    """Keep a table, whole or not at all."""
    aside = make_room(file)
    try:
        table.to_parquet(aside, compression="zstd", index=False)
        aside.replace(file)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def make_room(file: Path) -> Path:
    """Return a place beside a file to write it to; make the folder, if the disk lets us."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return file.with_suffix(f".{os.getpid()}.aside")


def forget_others(folder: Path) -> None:
    """Remove the layers of all but the last few corpora and codebooks."""
    others = [path for path in folder.parent.glob("*") if path.is_dir() and path != folder]
    by_age = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[RUNS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
