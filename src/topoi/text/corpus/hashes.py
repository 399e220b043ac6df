"""Hashes that pin the bytes of the texts and the code that reads them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from topoi.errors import InputError
from topoi.text.corpus.encodings import decoded_text

HASHES = "SHA256SUMS"
PACKAGE = Path(__file__).parents[2]
HASH_LINE = re.compile(r"(\\?)([0-9a-fA-F]{64}) [ *]?(.+?)\r?", re.DOTALL)
ESCAPED = re.compile(r"\\(.)")
GONE = "Restore it or remove its line; after an interrupted `topoi seeds add`, run that again."
State = tuple[int, int, int, int]


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal.

    >>> text_hash("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_of(named: Iterable[tuple[str, str | bytes]]) -> str:
    """Return one SHA-256 over names and contents, in their order.

    >>> hash_of([("a", "b")]) == hash_of([("a", b"b")])
    True
    """
    whole = hashlib.sha256()
    for name, content in named:
        data = content.encode() if isinstance(content, str) else content
        whole.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return whole.hexdigest()


def code_hash(*rooms: str, but: tuple[str, ...] = ()) -> str:
    """Return one SHA-256 over the code and the data in rooms of this package, or in all.

    What it is kept with is stale when it differs. `but` names the beginnings of paths that do not
    count; nor do comments and blank lines of code.

    >>> code_hash("text/words") == code_hash("text/words", but=("text/query",))
    True
    """
    files = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*"))}
    inside = tuple(f"{room}/" for room in rooms) or ""
    return hash_of(
        (name, without_comments(path))
        for name, path in files.items()
        if name.startswith(inside) and not name.startswith(but)
        if path.is_file() and path.suffix != ".pyc"
    )


def without_comments(path: Path) -> bytes:
    """Return the bytes of a file, those of code without comments and blank lines."""
    content = path.read_bytes()
    if path.suffix != ".py":
        return content
    lines = (line.rstrip() for line in content.splitlines())
    return b"\n".join(line for line in lines if line and not line.lstrip().startswith(b"#"))


def hash_line(name: str, value: str) -> str:
    """Return a line as `sha256sum` writes it, who escapes the signs that would break it.

    >>> hash_line("a.txt", "00")
    '00  a.txt\\n'
    """
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{chr(92) if escaped != name else ''}{value}  {escaped}\n"


def read_hashes(folder: Path, *, listing: str = HASHES) -> dict[str, str]:
    """Return file name -> hash from the folder's SHA256SUMS, empty where there is none.

    `listing` is another file of that form. Raises InputError for a line that is none of sha256sum,
    and for two hashes of one file.
    """
    place = folder / listing
    if not place.exists():
        return {}
    lines = decoded_text(place)[0].removeprefix("\ufeff").split("\n")
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = HASH_LINE.fullmatch(line)
        if not found:
            raise InputError(f"{place}:{number}", "is no line of sha256sum", "Write `HASH  FILE`.")
        escaped, value, name = found.groups()
        if escaped:
            name = ESCAPED.sub(lambda sign: {"n": "\n", "r": "\r"}.get(sign[1], sign[1]), name)
        name = PurePosixPath(name).as_posix()
        if hashes.setdefault(name, value.lower()) != value.lower():
            raise InputError(
                f"{place}:{number}", f"gives {name} a second hash", "Remove the one that is old."
            )
    return hashes


def state_of(file: Path) -> State:
    """Return what changes when a file is written to: its number, size and times."""
    told = file.stat()
    return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


def require_unchanged(states: Mapping[Path, State]) -> None:
    """Raise InputError for the first file that is not as it was when its hash was taken.

    Asked after reading, so that what was read is what was hashed.
    """
    for file, state in states.items():
        if not file.is_file() or state_of(file) != state:
            raise InputError(str(file), "was changed while it was read", "Run the command again.")


def check_hashes(folder: Path, *, states: dict[Path, State] | None = None) -> None:
    """Raise InputError for the first file that is gone or changed after its hash was taken.

    `states` gets the files with the state that each had when it was hashed.
    """
    known = {} if states is None else states
    for name, expected in read_hashes(folder).items():
        file = folder / name
        if not file.is_file():
            raise InputError(str(file), f"is named in {HASHES} but is gone", GONE)
        known[file] = state_of(file)
        if file_hash(file) != expected:
            raise InputError(
                str(file),
                f"has changed since its hash was taken into {HASHES}",
                "Restore the text, or take the hash anew with `topoi seeds hash` if it was meant.",
            )
