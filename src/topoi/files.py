"""Files written whole or not at all, and what is kept on disk because it can be made again."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from topoi.errors import InputError

ASIDE = ".aside"
HASHES_KEPT = 3


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Give a place beside a file to write to, which replaces the file once all is written.

    An error or an interruption leaves the file as it was.
    """
    aside = file.with_name(f".{file.name}.{os.getpid()}{ASIDE}")
    try:
        yield aside
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file (text as UTF-8, its line ends as they are), whole or not at all."""
    with written_whole(file) as aside:
        aside.write_bytes(content.encode() if isinstance(content, str) else content)


def keep(file: Path, write: Callable[[Path], object]) -> None:
    """Write what can be made again; a disk that cannot be written to costs only the keeping."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        with written_whole(file) as aside:
            write(aside)


def kept_under(folder: Path, key: str) -> Path:
    """Return the folder of what is kept under a hash; all but the last few others are removed."""
    others = [path for path in folder.glob("*") if path.is_dir() and path.name != key]
    with suppress(OSError):  # another process may remove them, too
        for path in sorted(others, key=lambda path: path.stat().st_mtime)[: -(HASHES_KEPT - 1)]:
            shutil.rmtree(path, ignore_errors=True)
    return folder / key


@contextmanager
def alone(place: Path, *, lock: Path) -> Iterator[None]:
    """Hold a place against other processes by a lock file; raise InputError where one holds it.

    The system gives the lock back however its process ends, so that none is left behind.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as stream:
        if not locked(stream, lock):
            raise InputError(
                str(place), "is being written by another process", "Wait until that has ended."
            )
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def locked(stream: IO[str], lock: Path) -> bool:
    """Return whether the lock is ours now; a system without locks gives it to everyone."""
    try:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever held it may have removed the file after we opened it.
        return os.path.samestat(os.fstat(stream.fileno()), lock.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
    except (ModuleNotFoundError, OSError):  # Windows; some disks of other machines
        return True
