"""What stands where a person lets a command write is theirs: it is not overwritten unasked."""

import io

import pytest

from topoi.cli import main

TEXT = "The root causes of the crisis matter."
BOOK = "id: b\ncodes:\n  - {id: causes, label: Causes, include: [root cause*]}\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT)
    (tmp_path / "book.yml").write_text(BOOK)
    return tmp_path


WHERE = ["--seeds", "texts", "--codebook", "book.yml"]


def hits(form, output, *more):
    return main(["hits", "--to", form, "--output", output, *WHERE, *more])


def test_a_file_that_is_there_is_replaced_only_with_overwrite(place, capsys):
    (place / "mine.jsonl").write_text("mine")
    assert hits("doccano", "mine.jsonl") == 2
    told = capsys.readouterr().err
    assert told == "topoi: mine.jsonl: is there already. Give another place, or --overwrite.\n"
    assert (place / "mine.jsonl").read_text() == "mine"
    assert hits("doccano", "mine.jsonl", "--overwrite") == 0
    assert "causes" in (place / "mine.jsonl").read_text()


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("YES\n", 0), ("\n", 2), ("no\n", 2), ("", 2)]
)
def test_at_a_terminal_the_person_is_asked(place, monkeypatch, answer, code):
    (place / "mine.jsonl").write_text("mine")
    said = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", said)
    assert hits("doccano", "mine.jsonl") == code
    assert said.getvalue().startswith("Replace mine.jsonl? [y/N] ")
    assert ((place / "mine.jsonl").read_text() == "mine") == bool(code)


def test_a_new_or_empty_file_is_written_unasked(place):
    (place / "empty.jsonl").touch()
    assert hits("doccano", "empty.jsonl") == 0
    assert hits("doccano", "new/hits.jsonl") == 0
    assert (place / "empty.jsonl").read_text() == (place / "new" / "hits.jsonl").read_text()


def test_a_folder_of_annotations_keeps_the_other_files_in_it(place, capsys):
    (place / "out").mkdir()
    for name in ("notes.txt", "a.ann"):
        (place / "out" / name).write_text("mine")
    assert hits("brat", "out") == 2
    assert "out/a.ann: is there already" in capsys.readouterr().err
    assert {path.read_text() for path in (place / "out").iterdir()} == {"mine"}
    assert hits("brat", "out", "--overwrite") == 0
    names = {path.name: path.read_text() for path in (place / "out").iterdir()}
    assert names.keys() == {"notes.txt", "a.ann", "a.txt"}
    assert (names["notes.txt"], names["a.txt"]) == ("mine", TEXT)


@pytest.mark.parametrize(
    ("form", "output", "told"),
    [
        ("doccano", "texts/a.txt", "lies in texts, whose files are read"),
        ("doccano", "texts/more/hits.jsonl", "lies in texts, whose files are read"),
        ("brat", "texts", "lies in texts, whose files are read"),
        ("brat", "texts/brat", "lies in texts, whose files are read"),
        ("doccano", "book.yml", "is read itself"),
        ("doccano", "link/hits.jsonl", "lies in texts, whose files are read"),
        ("doccano", "texts", "is a folder"),
        ("brat", "book.yml", "is a file"),
        ("doccano", "book.yml/x.jsonl", "is a file"),
    ],
)
def test_nothing_is_written_over_or_among_what_is_read(place, capsys, form, output, told):
    (place / "link").symlink_to(place / "texts")
    assert hits(form, output, "--overwrite") == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in (place / "texts").iterdir()] == ["a.txt"]
    assert (place / "texts" / "a.txt").read_text() == TEXT
    assert (place / "book.yml").read_text() == BOOK


def test_what_is_never_read_as_a_text_may_lie_beside_the_texts(place):
    assert hits("web-annotation", "texts/hits.jsonld") == 0


def sample(sheet, key, *more):
    return main(["sample", "--sheet", sheet, "--key", key, *WHERE, *more])


def test_a_filled_sheet_is_not_overwritten(place, capsys):
    (place / "sheet.csv").write_text("filled")
    assert sample("sheet.csv", "key.csv") == 2
    assert "sheet.csv: is there already" in capsys.readouterr().err
    assert not (place / "key.csv").exists()
    assert sample("sheet.csv", "./sheet.csv", "--overwrite") == 2
    assert "is named for two files" in capsys.readouterr().err
    assert (place / "sheet.csv").read_text() == "filled"
    assert sample("sheet.csv", "key.csv", "--overwrite") == 0
    assert (place / "sheet.csv").read_text().startswith("item,code,question")


def test_a_written_file_leaves_no_room_for_rows_as_json(place, capsys):
    assert hits("csv", "out.csv", "--json") == 2
    assert "--to: writes a file, and does not go with --json or --csv" in capsys.readouterr().err
    assert not (place / "out.csv").exists()
