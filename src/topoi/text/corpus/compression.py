"""Files as streams of bytes, decompressed by their names, and how much one may unfold to."""

import io
import os
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, cast

from topoi.errors import InputError

COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
BUFFER = 1 << 18  # with the usual 8 kB, a thread at work beside is let in at every second line
LARGEST = "TOPOI_LARGEST_TEXT"
MEGABYTES = 64  # twelve times the Bible
MEGABYTE = 1_000_000
PIECE = 1 << 16
UNFOLDING = 250  # texts shrink to a fifth, tables that repeat themselves to a hundredth


def largest_text() -> int:
    """Return how many bytes one text, line or cell may have: 64 million, unless TOPOI_LARGEST_TEXT
    says how many megabytes. Raises InputError where that is no number of megabytes.
    """
    told = os.environ.get(LARGEST, "").strip() or str(MEGABYTES)
    if not (told.isascii() and told.isdigit() and 0 < int(told) <= 2_000):
        raise InputError(LARGEST, f"is {told!r}", "Set it to whole megabytes, at most 2000.")
    return int(told) * MEGABYTE


def too_large(place: str, what: str = "is") -> InputError:
    """Return the error for what has more bytes than a text, line or cell may have."""
    problem = f"{what} larger than {largest_text() // MEGABYTE:,} MB"
    return InputError(place, problem, f"Divide it, or set {LARGEST} to more megabytes.")


def most_unfolded(packed: int) -> int:
    """Return how many bytes a compressed file of so many may unfold to."""
    return max(largest_text(), UNFOLDING * packed)


def unfolds_too_far(path: Path, most: int) -> InputError:
    """Return the error for a compressed file that unfolds to more than it may."""
    problem = f"unfolds to more than {most / MEGABYTE:,.0f} MB from {path.stat().st_size:,} bytes"
    return InputError(str(path), problem, f"If it is sound, set {LARGEST} to more megabytes.")


def uncompressed(path: Path) -> str:
    """Return the name of a file without the endings of compression."""
    name = path.name
    while name.lower().endswith(COMPRESSED):
        name = name.rpartition(".")[0]
    return name


def is_compressed(path: Path) -> bool:
    """Return whether a file is compressed, by its name."""
    return path.name.lower().endswith(COMPRESSED)


def check_whole(path: Path) -> InputError | None:
    """Return what is wrong with a compressed file, None where nothing is or it is not one."""
    if not is_compressed(path):
        return None
    try:
        most, unfolded = most_unfolded(path.stat().st_size), 0
        with opened(path) as stream:
            while piece := stream.read(1 << 20):
                unfolded += len(piece)
                if unfolded > most:
                    return unfolds_too_far(path, most)
    except InputError:
        raise
    except Exception as error:
        # The decompressors raise errors of their own kinds; any of them means the same here.
        problem = f"cannot be decompressed ({reason(error)})"
        return InputError(str(path), problem, "Get the file again.")
    return None


def reason(error: Exception) -> str:
    """Return what an error says, on one line and not long."""
    return " ".join(str(error).split())[:120] or type(error).__name__


def opened(path: Path) -> IO[bytes]:
    """Return the bytes of a file as a stream, decompressed by what its name ends with."""
    name = path.name.lower()
    if name.endswith(".gz"):
        import gzip

        return cast(IO[bytes], gzip.open(path))
    if name.endswith(".bz2"):
        import bz2

        return cast(IO[bytes], bz2.open(path))
    if name.endswith(".xz"):
        import lzma

        return cast(IO[bytes], lzma.open(path))
    if name.endswith(".zst"):
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
        return cast(IO[bytes], io.BufferedReader(stream))
    return path.open("rb", buffering=BUFFER)


def whole_content(path: Path) -> bytes:
    """Return all bytes of a file of one text, decompressed.

    Raises InputError where it cannot be read, or is larger than a text may be.
    """
    try:
        with opened(path) as stream:
            # In pieces, since a reader that is told how much to read makes room for all of it.
            data = stream.read(PIECE)
            if len(data) == PIECE:
                most = largest_text()
                pieces = iter(partial(stream.read, PIECE), b"")
                data += b"".join(islice(pieces, most // PIECE + 1))
                if len(data) > most:
                    raise too_large(str(path))
    except InputError:
        raise
    except Exception as error:
        # The decompressors raise errors of their own kinds; any of them means the same here.
        problem = f"cannot be read ({reason(error)})"
        raise InputError(str(path), problem, "Get the file again.") from None
    return data
