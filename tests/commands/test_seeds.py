"""`topoi seeds`: what is added, registered, refused and told."""

import gzip
import json

import pytest

from topoi.cli import main
from topoi.text.corpus.seeds import registered


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    place = tmp_path / "project" / "seeds"
    place.mkdir(parents=True)
    (place.parent / "_quarto.yml").write_text("project: {}\n")
    monkeypatch.chdir(place.parent)
    return place


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_copied_compressed_ones_too_and_hashed(seeds, tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Two."}\n'))
    assert main(["seeds", "add", str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl.gz")]) == 0
    assert names(seeds) == ["SHA256SUMS", "a.txt", "b.jsonl.gz"]
    assert len((seeds / "SHA256SUMS").read_text().splitlines()) == 2


def test_where_one_file_is_broken_none_is_copied(seeds, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    assert main(["seeds", "add", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 2
    assert "b.txt:1: is not UTF-8" in capsys.readouterr().err
    assert names(seeds) == []


def test_what_could_not_be_read_again_is_not_added(seeds, tmp_path, capsys):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("id,body\n1,One.\n")
    one, other = str(tmp_path / "x" / "a.csv"), str(tmp_path / "y" / "a.csv")
    assert main(["seeds", "add", one, "--text-column", "body"]) == 2
    assert "with --register only" in capsys.readouterr().err
    assert main(["seeds", "add", one, other]) == 2
    assert "two files of one name" in capsys.readouterr().err
    assert main(["seeds", "add", one, other, "--register", "news"]) == 2
    assert "takes one file or folder" in capsys.readouterr().err
    assert names(seeds) == []


def test_a_registered_folder_is_told_with_what_is_not_read(seeds, tmp_path, capsys):
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("One.")
    (news / "b.docx").write_text("x")
    assert main(["seeds", "add", str(news), "--register", "news"]) == 0
    told = capsys.readouterr()
    assert "registered news: 1 files of" in told.out
    assert "1 file of other kinds not read: .docx 1" in told.err
    assert [entry.name for entry in registered(seeds)] == ["news"]


def test_days_are_printed_as_days(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "One.", "date": "2024-01-05T10:00:00Z"}))
    assert main(["seeds", "describe", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "2024-01-05" in told
    assert "00:00" not in told


def test_a_full_disk_is_one_line(seeds, tmp_path, capsys, monkeypatch):
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.txt").write_text("One.")
    monkeypatch.setattr("topoi.commands.seeds.shutil.copyfile", full)
    assert main(["seeds", "add", str(tmp_path / "a.txt")]) == 2
    told = capsys.readouterr().err
    assert "No space left on device. Free some room" in told
    assert told.count("\n") == 1


def test_check_sets_aside_what_is_broken_among_many(seeds, capsys, monkeypatch):
    monkeypatch.setattr("topoi.text.corpus.corpus.COLLECTION", 1)
    (seeds / "a.jsonl").write_text('{"text": "One."}\n{"text": ""}\n')
    main(["seeds", "hash"])
    assert main(["check", "--only", "seeds"]) == 0
    told = capsys.readouterr()
    assert "seeds: in order" in told.out
    assert "1 text set aside" in told.err
