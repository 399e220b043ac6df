"""Texts of a folder: its own files, compressed or not, and the collections it registers."""

import gzip
import re

import pytest

from topoi.errors import InputError
from topoi.text.corpus.corpus import read_corpus
from topoi.text.corpus.hashes import file_hash, hash_line, read_hashes
from topoi.text.corpus.seeds import records_in, register, seed_files


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "seeds"
    place.mkdir()
    (place / "a.txt").write_text("One.")
    return place


def test_compressed_files_are_read_as_they_would_be_uncompressed(folder):
    rows = '{"id": "x", "text": "Two.", "country": "FI"}\n'
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    (folder / "c.csv.gz").write_bytes(gzip.compress(b"id,text\ny,Three.\n"))
    assert dict(read_corpus(folder)) == {"a": "One.", "x": "Two.", "y": "Three."}


def test_the_first_line_of_a_compressed_text_says_date_and_agency_too(folder):
    (folder / "b.txt.gz").write_bytes(gzip.compress(b"date 2025-08-01 MOSCOW /TASS/. Two."))
    row = read_corpus(folder).documents.iloc[1]
    assert (row["doc"], str(row["date"].date()), row["source"]) == ("b", "2025-08-01", "TASS")


def test_a_registered_collection_is_read_from_where_it_is(folder, tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "n.csv").write_text("id,body\nz,Four.\n")
    register(folder, "news", tmp_path / "news", text_column="body")
    assert dict(read_corpus(folder)) == {"a": "One.", "z": "Four."}


def test_a_folder_may_hold_nothing_but_the_register(folder, tmp_path):
    (tmp_path / "n.csv").write_text("id,text\nz,Four.\n")
    (folder / "a.txt").unlink()
    register(folder, "news", tmp_path / "n.csv")
    assert list(read_corpus(folder).texts) == ["z"]


def test_a_registered_collection_that_changed_is_refused(folder, tmp_path):
    (tmp_path / "n.csv").write_text("id,text\nz,Four.\n")
    register(folder, "news", tmp_path / "n.csv")
    (tmp_path / "n.csv").write_text("id,text\nz,Five.\n")
    with pytest.raises(InputError, match="has changed since its hash was taken"):
        read_corpus(folder)


def test_broken_texts_are_set_aside_and_named_or_stop(folder, monkeypatch):
    monkeypatch.setattr("topoi.text.corpus.corpus.COLLECTION", 1)
    (folder / "b.txt").write_bytes(b"Caf\xe9")
    (folder / "c.jsonl").write_text('{"text": "Two."}\n{"text": ""}\nno json\n')
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Six."}\n')[:-9])
    corpus = read_corpus(folder, strict=False)
    assert list(corpus.texts) == ["a", "c-1"]
    assert [error.place.rsplit("/", 1)[-1] for error in corpus.aside] == [
        *("b.txt:1", "c.jsonl:2", "c.jsonl:3", "d.jsonl.gz")
    ]
    with pytest.raises(InputError, match=r"b\.txt:1: is not UTF-8"):
        read_corpus(folder)


def test_an_id_used_again_in_a_collection_is_set_aside(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("topoi.text.corpus.corpus.COLLECTION", 1)
    (tmp_path / "n.csv").write_text("id,text\na,Other.\nz,Four.\n")
    register(folder, "news", tmp_path / "n.csv")
    corpus = read_corpus(folder, strict=False)
    assert dict(corpus) == {"a": "One.", "z": "Four."}
    assert "repeats the document id 'a'" in str(corpus.aside[0])


def test_an_id_is_unique_over_all_collections(folder, tmp_path):
    (tmp_path / "n.csv").write_text("id,text\na,Other.\n")
    register(folder, "news", tmp_path / "n.csv")
    aside: list[InputError] = []
    assert [record.text for record in records_in(folder, aside=aside)] == ["One."]
    assert "repeats the document id 'a'" in str(aside[0])
    with pytest.raises(InputError, match="repeats the document id 'a'"):
        list(records_in(folder))


def test_strict_reading_reads_what_other_reading_does(folder):
    (folder / "b.jsonl").write_bytes(b'\xef\xbb\xbf{"id": "b", "text": "Two."}\n')
    (folder / "c.jsonl").write_text('{"id": "c", "path": "c.text"}\n')
    (folder / "c.text").write_text("Three.")
    strictly = [(record.doc, record.text) for record in records_in(folder)]
    assert strictly == [("a", "One."), ("b", "Two."), ("c", "Three.")]
    assert strictly == [(record.doc, record.text) for record in records_in(folder, aside=[])]


def test_where_texts_are_few_a_broken_one_stops_though_others_are_sound(folder):
    (folder / "b.txt").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match=r"b\.txt:1: is not UTF-8.*Among 100 sound texts"):
        read_corpus(folder, strict=False)


@pytest.mark.parametrize("text", ["", "\n\t", "\ufeff", "\u200b\u00ad", "* * *\n—"])
def test_an_empty_text_is_set_aside_however_few_there_are(folder, text):
    (folder / "b.txt").write_text(text, encoding="utf-8")
    corpus = read_corpus(folder, strict=False)
    assert "b" not in corpus.texts
    assert [error.place for error in corpus.aside] == [str(folder / "b.txt")]
    assert corpus.aside[0].problem.startswith("is empty")
    with pytest.raises(InputError, match=r"b\.txt: is empty"):
        read_corpus(folder, strict=True)


def test_an_empty_text_hides_no_broken_one(folder):
    (folder / "a.txt").write_text("")
    (folder / "b.txt").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match=r"b\.txt:1: is not UTF-8"):
        read_corpus(folder, strict=False)


def test_where_no_text_is_sound_the_first_error_stops(folder):
    (folder / "a.txt").write_text("")
    with pytest.raises(InputError, match="is empty"):
        read_corpus(folder, strict=False)


def pinned(folder):
    files = seed_files(folder)
    lines = [hash_line(file.name, file_hash(file)) for file in files]
    (folder / "SHA256SUMS").write_text("".join(lines), newline="")


def test_a_text_changed_between_its_hash_and_its_reading_is_refused(folder):
    (folder / "b.txt").write_text("Two.")
    pinned(folder)
    records = records_in(folder)
    assert next(records).doc == "a"
    (folder / "b.txt").write_text("Six.")
    with pytest.raises(InputError, match=r"b\.txt: was changed while it was read"):
        list(records)


def test_so_is_one_of_a_registered_collection_also_if_it_has_been_read(folder, tmp_path):
    (tmp_path / "n.csv").write_text("id,text\nz,Four.\n")
    register(folder, "news", tmp_path / "n.csv")
    records = records_in(folder)
    assert [next(records).doc for _ in range(2)] == ["a", "z"]
    (tmp_path / "n.csv").write_text("id,text\nz,Five.\n")
    with pytest.raises(InputError, match=r"n\.csv: was changed while it was read"):
        list(records)


def test_a_text_that_vanishes_meanwhile_is_refused(folder):
    (folder / "b.txt").write_text("Two.")
    pinned(folder)
    records = records_in(folder)
    next(records)
    (folder / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt: was changed while it was read"):
        list(records)


@pytest.mark.parametrize(
    "name", ["a b.txt", " a.txt", "*a.txt", "a\nb.txt", "a\\n.txt", "ä\u2028.txt"]
)
def test_any_name_of_a_file_is_kept_with_its_hash(folder, name):
    (folder / name).write_text("Two.")
    pinned(folder)
    assert read_hashes(folder).keys() == {"a.txt", name}
    assert read_corpus(folder).notices == ()
    (folder / name).write_text("Six.")
    with pytest.raises(InputError, match="has changed since its hash was taken"):
        read_corpus(folder)


@pytest.mark.parametrize(
    "form",
    [
        lambda value, name: f"{value}  {name}\r\n",
        lambda value, name: f"{value} *{name}\n",
        lambda value, name: f"{value.upper()}  ./{name}",
        lambda value, name: f"\ufeff# hashes\n\n{value} {name}\n",
    ],
)
def test_hashes_are_read_as_other_tools_write_them(folder, form):
    value = file_hash(folder / "a.txt")
    (folder / "SHA256SUMS").write_text(form(value, "a.txt"), encoding="utf-8", newline="")
    assert read_hashes(folder) == {"a.txt": value}
    assert read_corpus(folder).notices == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"abc  a.txt\n", "SHA256SUMS:1: is no line of sha256sum"),
        (b"\xff\xfea", "SHA256SUMS:1: is not UTF-16"),
        (b"0" * 64 + b"  a.txt\n" + b"1" * 64 + b"  a.txt\n", "SHA256SUMS:2: gives a.txt a second"),
    ],
)
def test_a_damaged_list_of_hashes_is_named(folder, content, told):
    (folder / "SHA256SUMS").write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_corpus(folder)


def test_where_nothing_is_left_to_read_it_is_said_what_is_passed_over(folder, tmp_path):
    (folder / "a.txt").rename(tmp_path / "a.txt")
    (folder / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(
        InputError, match=r"holds no text but what is passed over: .*a\.txt is a link"
    ):
        read_corpus(folder)


def test_a_register_with_a_root_that_is_no_text_is_named(folder, tmp_path):
    (tmp_path / "n.csv").write_text("id,text\nz,Four.\n")
    register(folder, "news", tmp_path / "n.csv")
    file = folder / "collections.yml"
    file.write_text(re.sub("root: .*", "root: 5", file.read_text()))
    with pytest.raises(InputError, match=r"collections\.yml: is no register of collections"):
        read_corpus(folder)
