"""Small files that unfold to large ones, and what is no text: stopped in a line."""

import bz2
import gzip
import json
import lzma
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from topoi.errors import InputError
from topoi.text.corpus.collection import entries, sound
from topoi.text.corpus.compression import largest_text
from topoi.text.corpus.formats import Record, checked_date
from topoi.text.corpus.hashes import hash_line, read_hashes
from topoi.text.corpus.seeds import registered

ROW = b'{"text": "' + b"The talks go on. " * 3 + b'"}\n'


def read(file: Path) -> tuple[list[Record], list[InputError]]:
    aside: list[InputError] = []
    return list(sound(entries([file]), aside=aside)), aside


def zstd(data: bytes) -> bytes:
    return pa.compress(data, "zstd", asbytes=True)


def quick_bz2(data: bytes) -> bytes:
    return bz2.compress(data, compresslevel=1)


@pytest.mark.parametrize(
    ("ending", "compress"),
    [(".gz", gzip.compress), (".bz2", quick_bz2), (".xz", lzma.compress), (".zst", zstd)],
)
def test_a_file_that_unfolds_too_far_is_set_aside_whole(
    tmp_path: Path, monkeypatch, ending: str, compress
) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    file = tmp_path / f"a.jsonl{ending}"
    file.write_bytes(compress(ROW * 44_000))
    records, aside = read(file)
    assert records == []
    assert aside[0].problem.startswith("unfolds to more than ")
    assert "TOPOI_LARGEST_TEXT" in aside[0].remedy
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "3")
    assert len(read(file)[0]) == 44_000
    text = tmp_path / f"b.txt{ending}"
    text.write_bytes(compress(b"The talks go on. " * 200_000))
    assert read(text)[1][0].problem == "is larger than 3 MB"


def test_a_text_as_large_as_is_set_is_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    for size, read_whole in ((1_000_000, True), (1_000_001, False)):
        (tmp_path / "a.txt").write_bytes(b"x" * size)
        assert bool(read(tmp_path / "a.txt")[0]) is read_whole


@pytest.mark.parametrize("told", ["0", "-1", "64MB", "1e3", "99999", "²"])
def test_a_limit_that_is_no_number_of_megabytes_is_refused(monkeypatch, told: str) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", told)
    with pytest.raises(InputError, match="Set it to whole megabytes"):
        largest_text()


def test_a_parquet_with_a_gigantic_cell_is_set_aside(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["x" * 3_000_000]}), file, compression="zstd")
    assert read(file)[1][0].problem.startswith("unfolds to more than 1 MB")
    pq.write_table(pa.table({"text": ["x" * 3_000_000]}), file, compression="none")
    assert read(file)[1][0].problem == "has cells larger than 1 MB"
    rows = [*["One."] * 9, "x" * 3_000_000]
    pq.write_table(pa.table({"text": rows}), file, compression="none")
    records, aside = read(file)
    assert (len(records), str(aside[0].place)) == (9, f"{file}:10")


def test_a_column_twice_in_a_parquet_is_named(tmp_path: Path) -> None:
    table = pa.table([["a"], ["One."], ["Two."]], names=["id", "text", "text"])
    pq.write_table(table, tmp_path / "a.parquet")
    records, aside = read(tmp_path / "a.parquet")
    assert records == []
    assert "has the column `text` twice" in str(aside[0])


@pytest.mark.parametrize("text", ["", "\n\t", "\ufeff", "\u200b\u00ad", "* * *\n—", "(...)"])
def test_a_text_without_a_word_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    records, [error] = read(tmp_path / "a.txt")
    assert records == []
    assert error.problem.startswith("is empty")


@pytest.mark.parametrize("text", ["7", "é", "和"])
def test_a_text_of_one_letter_or_digit_is_none_without_a_word(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read(tmp_path / "a.txt")[0][0].text == text


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-05",
        " 2024-03-05 ",
        "2024-03-05T10:00:00Z",
        "2024-03-05 10:00",
        "2024-03-05T10:00:00.123456789+01:00",
        "2024-03-05 10:00:00 UTC",
        "2024-03-05T1000-0500",
    ],
)
def test_iso_dates_and_times_are_read(value: str) -> None:
    assert checked_date(value, "a.csv:2") == "2024-03-05"


@pytest.mark.parametrize(
    "value",
    ["2024-03-051", "2024-03-05 not sure", "2024-03-05?", "2024-03-05/06", "2024-03-05T",
     "2024-03-05T25", "2024-03-05 10:60", "2024-3-5", "2024-03-05 1", "2024-02-30", "0000-01-01",
     "٢٠٢٤-٠٣-٠٥", "2024-03-05\x00"],
)  # fmt: skip
def test_a_date_with_something_behind_it_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="a date that is no date"):
        checked_date(value, "a.csv:2")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("between", [" ", "\n", "\r\n\r\n"])
def test_date_and_agency_are_read_behind_a_mark_and_from_packed_texts(
    tmp_path: Path, mark: str, packed: bool, between: str
) -> None:
    data = f"{mark}date 2024-01-02{between}MINSK, January 2. /BelTA/. Rain fell.".encode()
    file = tmp_path / ("a.txt.gz" if packed else "a.txt")
    file.write_bytes(gzip.compress(data) if packed else data)
    [record] = read(file)[0]
    assert (record.doc, record.date, record.source) == ("a", "2024-01-02", "BelTA")
    assert record.text.encode() == data


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_text_in_utf16_or_utf32_is_read_without_its_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("date 2024-01-02\nWe stay – here.".encode(encoding))
    [record] = read(tmp_path / "a.txt")[0]
    assert (record.text, record.date) == ("date 2024-01-02\nWe stay – here.", "2024-01-02")


def test_a_text_in_windows_1252_is_refused_with_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("One.\nIt’s rain.".encode("cp1252"))
    [error] = read(tmp_path / "a.txt")[1]
    assert str(error) == (
        f"{tmp_path / 'a.txt'}:2: is not UTF-8 (byte 7 is 0x92). "
        "It seems to be Windows-1252: save the text as UTF-8."
    )


@pytest.mark.parametrize("path", ["a\x00b", "x" * 5000, ".", "loop"])
def test_a_row_that_names_no_file_of_text_is_set_aside(tmp_path: Path, path: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "a.jsonl").write_text(json.dumps({"path": path}))
    records, [error] = read(tmp_path / "a.jsonl")
    assert records == []
    assert "names " in error.problem


SUM = "0" * 64


def test_hashes_are_read_as_tools_of_every_system_write_them(tmp_path: Path) -> None:
    lines = [f"\ufeff{SUM}  a.txt\r\n", "\r\n", f"{SUM.replace('0', 'A')} *b c.txt\r\n"]
    lines += [f"\\{SUM}  c\\\\d\\ne.txt\n", f"{SUM}  f\\n.txt\n", f"{SUM}  g\u2028.txt"]
    (tmp_path / "SHA256SUMS").write_bytes("".join(lines).encode())
    assert read_hashes(tmp_path) == {
        "a.txt": SUM, "b c.txt": "a" * 64, "c\\d\ne.txt": SUM, "f\\n.txt": SUM, "g\u2028.txt": SUM,
    }  # fmt: skip
    names = ["a.txt", "c\\d\ne\r.txt", " x"]
    (tmp_path / "SHA256SUMS").write_text("".join(hash_line(name, SUM) for name in names))
    assert list(read_hashes(tmp_path)) == names


def test_two_hashes_of_a_file_and_lines_of_another_kind_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "SHA256SUMS"
    file.write_text(f"{SUM}  a.txt\n{'1' * 64}  a.txt\n")
    with pytest.raises(InputError, match=r"SHA256SUMS:2: gives a\.txt a second hash"):
        read_hashes(tmp_path)
    file.write_text(f"{SUM}  a.txt\n{'x' * 64}  b.txt\n")
    with pytest.raises(InputError, match="SHA256SUMS:2: is no line of sha256sum"):
        read_hashes(tmp_path)
    file.write_bytes(b"\x81\x8d")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_hashes(tmp_path)


FIELDS = {
    "name": "news", "root": "texts", "pattern": "**/*", "text_column": "text", "files": 1,
    "bytes": 8, "sha256": SUM,
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"root": 5}, "entry 1 has a 'root' that is no text but int"),
        ({"files": "many"}, "entry 1 has a 'files' that is no whole number but str"),
        ({"files": True}, "entry 1 has a 'files' that is no whole number but bool"),
        ({"pattern": None}, "entry 1 has a 'pattern' that is no text but NoneType"),
        ({"name": ["x"]}, "entry 1 has a 'name' that is no text but list"),
        ({"more": "x"}, "entry 1 has an unknown field 'more'"),
        ("- 7\n", "entry 1 has no fields"),
        ("- {name: x}\n", "entry 1 has no field 'root'"),
        ("root: 5\n", "it is no list"),
        ("[" * 20_000, "is no register"),
        ("- &a [x, x]\n- &b [*a, *a]\n- {<<: *b}\n", "is no register"),
        ("- {a: \t", "is no register"),
    ],
)
def test_a_register_that_is_not_as_written_is_refused_in_a_line(
    tmp_path: Path, content, said: str
) -> None:
    written = content if isinstance(content, str) else yaml.safe_dump([FIELDS | content])
    (tmp_path / "collections.yml").write_text(written)
    with pytest.raises(InputError, match="is no register of collections") as caught:
        registered(tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
