"""Files read as text, or written whole or not at all; what is kept because it can be made again.

What is not done yet lies aside, under a hidden name of one form, and is held by a lock, which the
system gives back however the process ends. So what a process left that was killed is known, and is
cleared by the next that writes there.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from topoi.errors import InputError

ASIDE = ".aside"
HELD = ".topoi-aside"  # lies in a folder aside, and says that it is one of ours
HASHES_KEPT = 3


def bytes_in(file: Path) -> bytes:
    """Return what a file holds; raise InputError for one that is missing, a folder, or not ours to
    read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise InputError(str(file), "does not exist", "Give the path of a file.") from None
    except IsADirectoryError:
        raise InputError(str(file), "is a folder", "Give the path of one file.") from None
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError(str(file), problem, "Mend the path or its rights.") from None


def text_in(file: Path, *, line_ends: bool = False) -> str:
    """Return the text of a file in UTF-8 without a byte order mark; each line end is a line feed,
    with `line_ends` what stands there.

    Raises InputError as `bytes_in` does, and with the line for a file that is not UTF-8.
    """
    content = bytes_in(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8 (byte {error.start})"
        raise InputError(f"{file}:{line}", problem, "Save the file as UTF-8.") from None
    return text if line_ends else text.replace("\r\n", "\n").replace("\r", "\n")


def aside_of(file: Path) -> Path:
    """Return a new name beside a file under which it is made."""
    return file.with_name(f".{file.name}.{token_hex(4)}{ASIDE}")


def left_behind(folder: Path, name: str) -> list[Path]:
    """Return what lies half-made in a folder under a name, and is held by no process any more.

    Only what has our form of a name; a folder has our file in it, too. A system that has no locks
    cannot tell, and there is none.
    """
    ours = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{8}}{re.escape(ASIDE)}")
    named = (path for path in folder.glob(f".*{ASIDE}") if ours.fullmatch(path.name))
    found = (path for path in named if not path.is_symlink())
    return [path for path in found if is_left(path / HELD if path.is_dir() else path)]


def clear_left(folder: Path, name: str) -> None:
    """Remove what `left_behind` finds."""
    for path in left_behind(folder, name):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def is_left(file: Path) -> bool:
    """Return whether there is such a file and no process holds it."""
    try:
        import fcntl

        with file.open("r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ModuleNotFoundError, OSError):
        return False
    return True


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Give a place beside a file to write to, which replaces the file once all is written.

    An error or an interruption leaves the file as it was.
    """
    clear_left(file.parent, file.name)
    aside = aside_of(file)
    try:
        with aside.open("wb") as stream:
            locked(stream, aside)
            yield aside
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file (text as UTF-8, its line ends as they are), whole or not at all."""
    with written_whole(file) as aside:
        aside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def made_aside(folder: Path, name: str) -> Iterator[Path]:
    """Give a new hidden folder within another, to make in it what is put in place when it is done.

    No other user can look into it. In the end it is removed, with what is still in it, and so are
    those that killed processes left. `name` tells one use of a folder from another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clear_left(folder, name)
    aside = aside_of(folder / name)
    free = aside / f"{HELD}-"
    try:
        aside.mkdir(mode=0o700)
        with free.open("w", encoding="utf-8") as stream:
            locked(stream, free)
            free.rename(aside / HELD)  # only now, as it is held
            yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_all_whole(files: Mapping[Path, str | bytes]) -> None:
    """Write files, texts as UTF-8, their line ends as they are: none before all are on the disk.

    Other files beside them stay as they are. What is no plain file, such as a pipe, is written to.
    """
    places = {
        file.resolve(): told.encode() if isinstance(told, str) else told
        for file, told in files.items()
    }
    with ExitStack() as opened:
        asides: dict[Path, Path] = {}
        made: dict[Path, Path] = {}
        for number, (place, content) in enumerate(places.items()):
            if is_special(place):
                place.write_bytes(content)
                continue
            if place.parent not in asides:
                asides[place.parent] = opened.enter_context(made_aside(place.parent, "files"))
            made[place] = asides[place.parent] / str(number)
            made[place].write_bytes(content)
        for place, aside in made.items():
            aside.replace(place)


def is_special(place: Path) -> bool:
    """Return whether a place is there, but as neither file nor folder: a pipe, a terminal."""
    return place.exists() and not (place.is_file() or place.is_dir())


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
def alone(place: Path, *, lock: Path | None = None) -> Iterator[None]:
    """Hold a place against other processes by a lock file; raise InputError where one holds it.

    The file lies beside the place, unless another is given.
    The system gives the lock back however its process ends, so that none is left behind.
    """
    lock = lock or place.with_name(f".{place.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        opened = lock.open("a")
    except (FileExistsError, NotADirectoryError, FileNotFoundError) as error:
        folder, why = str(lock.parent), (error.strerror or "").lower()
        remedy = "Name a place within a folder of yours."
        raise InputError(folder, f"cannot be written to ({why})", remedy) from None
    with opened as stream:
        if not locked(stream, lock):
            raise InputError(
                str(place), "is being written by another process", "Wait until that has ended."
            )
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def locked(stream: IO[str] | IO[bytes], lock: Path) -> bool:
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
