"""The chapters of a report on other texts, kept until it is done, so that the next run goes on."""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from topoi.report.execute import is_stale

FOLDER = Path(".topoi") / "chapters"
RUNS_KEPT = 3


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
    folder = root / FOLDER / whole.hexdigest()[:32]
    others = [path for path in folder.parent.glob("*") if path.is_dir() and path != folder]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[: -(RUNS_KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)
    return KeptChapters(folder)
