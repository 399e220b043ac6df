"""What was written held against its checksums, so that a byte that flipped gives no answer.

A checksum is a CRC-32 (ISO 3309), which notices every single change of up to 32 bits in a row. A
Parquet file has one of its footer and one of each column, so that only what is read is checked. Of
a column it is that of the sums of its blocks (modulo 2 to the 64), which are quicker to take: they
notice such a change as well, but not that two words of one block have changed places.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from topoi.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import FileMetaData, ParquetFile

TAIL = 8  # the length of the footer and the sign of Parquet, behind it
BLOCK = 512  # words of eight bytes
CHECKSUM = "checksum"
REMEDY = "Build the store again."


@dataclass(frozen=True)
class Checksums:
    """The size of a Parquet file, the checksum of its footer and those of its columns."""

    bytes: int
    footer: int
    columns: Mapping[str, int]


def damaged(file: Path, told: str) -> InputError:
    """Return the error for a file that is not as it was written."""
    return InputError(str(file), f"is damaged ({told})", REMEDY)


def checksums_of(file: Path) -> Checksums:
    """Return the checksums of a Parquet file as it is now."""
    from pyarrow.parquet import ParquetFile

    data = mapped(file)
    opened = ParquetFile(data)
    columns = column_checksums(data, opened.metadata, opened.schema_arrow.names)
    return Checksums(data.size, footer_checksum(data), columns)


def read_checked(
    file: Path, checksums: Checksums, *, columns: Sequence[str] | None = None
) -> "pa.Table":
    """Return columns of a Parquet file, by default all; raise InputError where they are damaged."""
    wanted = list(checksums.columns if columns is None else columns)
    return opened_checked(file, checksums, wanted).read(columns=wanted, use_threads=False)


def opened_checked(file: Path, checksums: Checksums, columns: Sequence[str]) -> "ParquetFile":
    """Return a Parquet file ready to read these columns from.

    Raises InputError where it is missing, or where its footer or a column is damaged.
    """
    from pyarrow.parquet import ParquetFile

    require_size(file, checksums)
    data = mapped(file)
    if footer_checksum(data) != checksums.footer:
        raise damaged(file, "its footer is not as it was written")
    opened = ParquetFile(data)
    for name, found in column_checksums(data, opened.metadata, columns).items():
        if found != checksums.columns[name]:
            raise damaged(file, f"{name} is not as it was written")
    return opened


def require_size(file: Path, checksums: Checksums) -> None:
    """Raise InputError where a file is missing or has another size than when it was written."""
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        raise damaged(file, "it is missing") from None
    if size != checksums.bytes:
        raise damaged(file, f"{size:,} bytes instead of {checksums.bytes:,}")


def mapped(file: Path) -> "pa.Buffer":
    """Return the bytes of a file that are read from the disk when they are looked at."""
    import pyarrow as pa

    return pa.memory_map(str(file)).read_buffer()


def footer_checksum(data: "pa.Buffer") -> int:
    """Return the checksum of all that stands behind the columns of a Parquet file."""
    view = memoryview(data)
    length = int.from_bytes(view[-TAIL:][:4], "little")
    return crc32(view[max(0, len(view) - TAIL - length) :])


def column_checksums(
    data: "pa.Buffer", metadata: "FileMetaData", columns: Sequence[str]
) -> dict[str, int]:
    """Return the checksum of each of these columns, over the row groups in turn."""
    view, found = memoryview(data), dict.fromkeys(columns, 0)
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for part in map(group.column, range(group.num_columns)):
            # A column of lists is stored under names of its own, such as tags.list.element.
            path = part.path_in_schema
            for name in columns:
                if path == name or path.startswith(f"{name}."):
                    begin = part.data_page_offset
                    if part.has_dictionary_page:
                        begin = min(begin, part.dictionary_page_offset)
                    size = part.total_compressed_size
                    found[name] = block_checksum(view[begin : begin + size], found[name])
    return found


def block_checksum(data: memoryview, before: int) -> int:
    """Return the checksum of the sums of all whole blocks and of the rest, after one before."""
    blocks = len(data) // (8 * BLOCK)
    words = np.frombuffer(data, dtype="<u8", count=blocks * BLOCK).reshape(blocks, BLOCK)
    return crc32(data[blocks * BLOCK * 8 :], crc32(words.sum(axis=1), before))


def sealed(content: dict[str, Any]) -> str:
    """Return content as JSON that carries its own checksum.

    >>> sealed({"words": 2})
    '{"words": 2, "checksum": 2761359314}'
    """
    return json.dumps(content | {CHECKSUM: crc32(json.dumps(content).encode())})


def unsealed(file: Path, content: Any) -> dict[str, Any]:
    """Return JSON without the checksum that it carries; raise InputError where this is not its own.

    `file` is where it was read from.
    """
    if isinstance(content, dict) and CHECKSUM in content:
        told = content.pop(CHECKSUM)
        if crc32(json.dumps(content).encode()) == told:
            return content
    raise damaged(file, "it is not as it was written")


def json_in(file: Path) -> Any:
    """Return what a file of JSON says; raise InputError where it is none."""
    try:
        return json.loads(file.read_bytes().decode())
    except ValueError:
        raise damaged(file, "it is no JSON") from None
