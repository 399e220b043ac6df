"""Building the token store: only what changed, never leaving a half store behind."""

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import IO

from topoi.analysis.store.files import (
    Forms,
    clean,
    is_built,
    read_partition,
    replace,
    write_partition,
)
from topoi.analysis.store.store import (
    DOCUMENTS,
    FORMAT,
    MANIFEST,
    RUNS,
    TOKENS,
    Partition,
    Store,
    open_store,
    rules,
)
from topoi.errors import InputError
from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.segments import segments_of
from topoi.text.words.tokenised import Tokenised, pieces, tokenised

LOCK = ".building"
AHEAD = 2  # partitions that wait to be written, so that one of more than the usual size stops none
REMEDY = "Remove the folder and build the store again."


def build_store(
    partitions: Iterable[Corpus],
    folder: str | Path,
    *,
    total: int | None = None,
) -> Store:
    """Return the store of these partitions, built or brought up to date in a folder.

    A partition whose ids, texts and metadata have not changed is kept as it is. Every file is
    written aside and renamed, and the manifest last: until then the old store stays as it was, and
    after an interruption the next run keeps the partitions that were finished. Memory holds a few
    partitions at a time. `total` is the expected number of partitions, for the progress shown.
    Raises InputError when another process is building in the folder.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    with alone(place):
        forms = Forms(place)
        rows = list(pipeline(partitions, place, forms, total=total))
        forms.put_together()
        manifest = {"format": FORMAT, "rules": rules(), "partitions": [asdict(row) for row in rows]}
        text = json.dumps(manifest, indent=1)
        replace(place / MANIFEST, lambda aside: aside.write_text(text, encoding="utf-8"))
        clean(place, {row.key for row in rows})
    return open_store(place)


def pipeline(
    partitions: Iterable[Corpus], folder: Path, forms: Forms, *, total: int | None
) -> Iterator[Partition]:
    """Yield what was built, in order; a few partitions are under way at any time.

    A thread beside tells the forms apart, numbers them in the order of the partitions and writes.
    The many short steps of finding tokens stay in one thread: two would wait for each other.
    """
    version = rules()
    writing: deque[Future[Partition]] = deque()
    with ThreadPoolExecutor(1) as beside:
        for corpus in track(partitions, label="token store", total=total, unit="part"):
            writing.append(begin(corpus, beside, folder, version, forms))
            if len(writing) > AHEAD:
                yield writing.popleft().result()
        while writing:
            yield writing.popleft().result()


def begin(
    corpus: Corpus, beside: ThreadPoolExecutor, folder: Path, version: str, forms: Forms
) -> "Future[Partition]":
    """Find the tokens of a partition that is not on disk and give the rest of the work away."""
    key = key_of(corpus, version)
    if is_built(folder, key):
        return beside.submit(read_partition, folder, key)
    texts = list(corpus.texts.values())
    futures = [beside.submit(tokenised, piece) for piece in pieces(texts, segments_of(texts))]
    return beside.submit(finish, futures, folder, key, corpus, forms)


def finish(
    futures: "list[Future[Tokenised]]", folder: Path, key: str, corpus: Corpus, forms: Forms
) -> Partition:
    """Number the forms, on disk before the tokens that use them, and write the partition."""
    found = [future.result() for future in futures]
    numbers = [forms.number(piece.written) for piece in found]
    forms.save()
    return write_partition(folder, key, corpus, found, numbers)


def key_of(corpus: Corpus, version: str) -> str:
    """Return the key of a partition: a hash of its ids, texts, metadata and of the rules."""
    rows = corpus.documents.to_json(orient="values", date_format="iso", default_handler=str)
    names = json.dumps([version, *map(str, corpus.documents.columns)])
    return hashlib.sha256((names + rows).encode()).hexdigest()[:24]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder against a second build; the hold ends with the process, however it ends."""
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows has no such lock; two builds at once are not kept apart
        yield
        return
    with (folder / LOCK).open("w") as stream:
        lock(stream, fcntl, folder)
        yield


def lock(stream: IO[str], fcntl: ModuleType, folder: Path) -> None:
    """Take the lock or raise InputError."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(
            str(folder), "is being built by another process", "Wait until that has ended."
        ) from None


def require_whole(store: Store) -> None:
    """Raise InputError where a file of the store is missing or holds another number of rows.

    Only the ends of the files are read, so that it is quick for any size.
    """
    import pyarrow.parquet as pq

    with told_as_damage(store.folder):
        for part in store.partitions:
            held = {TOKENS: part.tokens, DOCUMENTS: part.documents, RUNS: None}
            for name, rows in held.items():
                file = store.folder / name.format(key=part.key)
                found = pq.read_metadata(file).num_rows
                if rows not in (None, found):
                    problem = f"is damaged ({found:,} rows instead of {rows:,})"
                    raise InputError(str(file), problem, REMEDY)
        if not store.vocabulary and store.words:
            raise InputError(str(store.folder), "is damaged (no vocabulary)", REMEDY)


@contextmanager
def told_as_damage(folder: Path) -> Iterator[None]:
    """Raise InputError in place of what reading damaged files raises.

    A disk that is full or cannot be read or written is no damage: its error passes.
    """
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        named = re.search(r"[\w.-]+\.parquet", str(error))
        missing = named[0] if named else "a file"
        raise InputError(str(folder), f"is damaged ({missing} is missing)", REMEDY) from error
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        told = " ".join(str(error).split())[:100].rstrip(".")
        raise InputError(str(folder), f"is damaged ({told})", REMEDY) from error
