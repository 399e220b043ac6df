"""Saying in one line that a token store is damaged, whatever the library says that read it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topoi.errors import InputError
from topoi.text.store import DOCUMENTS, RUNS, TOKENS, Store

REMEDY = "Remove the folder and build the store again."


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
