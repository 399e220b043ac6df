"""`topoi seeds`: what is added, registered, refused and told."""

import gzip
import json
import signal
import subprocess
import sys

import pytest

from topoi.cli import main
from topoi.errors import InputError
from topoi.files import alone
from topoi.text.corpus.corpus import read_corpus
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


def test_what_is_odd_in_a_text_to_add_is_told_with_the_remedy(seeds, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Peace &amp; work.")
    assert main(["seeds", "add", str(tmp_path / "a.txt")]) == 0
    assert "notices: 1, the first:" in (told := capsys.readouterr().err)
    assert "entities of HTML" in told
    assert "topoi seeds add --decode" in told
    assert (seeds / "a.txt").read_text() == "Peace &amp; work."


def test_decoded_and_joined_on_request_a_text_is_copied_so(seeds, tmp_path, capsys):
    text = "date 2024-03-05\r\nPeace &amp; a settle-\r\nment. It\x92s so.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert main(["seeds", "add", str(tmp_path / "a.txt"), "--decode", "--join"]) == 0
    told = capsys.readouterr()
    assert "1 text changed by --decode and --join" in told.out
    assert not told.err
    kept = (seeds / "a.txt").read_bytes().decode()
    assert kept == "date 2024-03-05\r\nPeace & a settle\u00ad\r\nment. It’s so.\r\n"
    assert main(["kwic", "settlement", "--csv"]) == 0
    assert "notices:" not in (said := capsys.readouterr()).err
    assert len(said.out.splitlines()) > 1


def test_a_table_is_decoded_into_a_jsonl_with_all_that_is_known(seeds, tmp_path):
    rows = "id,text,source,party\nx,A &amp; b.,Ex,Left\ny,So.,,Right\n"
    (tmp_path / "a.csv").write_text(rows)
    assert main(["seeds", "add", str(tmp_path / "a.csv"), "--decode"]) == 0
    assert names(seeds) == ["SHA256SUMS", "a.jsonl"]
    first, second = map(json.loads, (seeds / "a.jsonl").read_text().splitlines())
    assert first == {"id": "x", "source": "Ex", "party": "Left", "text": "A & b."}
    assert second == {"id": "y", "party": "Right", "text": "So."}


def test_what_is_registered_is_not_mended(seeds, tmp_path, capsys):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("One.")
    asked = ["seeds", "add", str(tmp_path / "texts"), "--register", "n", "--decode"]
    assert main(asked) == 2
    assert "copies nothing to mend" in capsys.readouterr().err


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
    (news / "b.pdf").write_text("x")
    assert main(["seeds", "add", str(news), "--register", "news"]) == 0
    told = capsys.readouterr()
    assert "registered news: 1 files of" in told.out
    assert "1 file of other kinds not read: .pdf 1" in told.err
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
    assert "set aside: 1, the first" in told.err


def add(*files):
    return main(["seeds", "add", *map(str, files)])


def test_the_same_file_may_be_added_again_but_not_another_of_its_name(seeds, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.txt").write_text("Two.")
    assert add(tmp_path / "a.txt") == add(tmp_path / "a.txt", tmp_path / "b.txt") == 0
    assert "1 copied into" in capsys.readouterr().out
    (tmp_path / "a.txt").write_text("One, changed.")
    assert add(tmp_path / "a.txt") == 2
    assert "a.txt: is there already, with other content" in capsys.readouterr().err
    assert (seeds / "a.txt").read_text() == "One."


def test_adding_takes_no_hash_of_what_was_changed_before(seeds, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.txt").write_text("Two.")
    add(tmp_path / "a.txt")
    (seeds / "a.txt").write_text("One, by mistake.")
    assert add(tmp_path / "b.txt") == 0
    assert main(["voices"]) == 2
    assert "a.txt: has changed since its hash was taken" in capsys.readouterr().err


def test_a_file_without_a_hash_is_told_by_every_command_and_stops_the_check(
    seeds, tmp_path, capsys
):
    (tmp_path / "a.txt").write_text("One.")
    add(tmp_path / "a.txt")
    (seeds / "b.txt").write_text("Two, put in by hand.")
    for command in (["voices"], ["kwic", "two"], ["seeds", "describe"]):
        assert main(command) == 0
        told = capsys.readouterr().err
        assert "topoi: notices: 1, the first: " in told
        assert "b.txt: is read without a hash, as SHA256SUMS does not name it" in told
    assert main(["check", "--only", "seeds"]) == 1
    assert "seeds/b.txt: has no hash yet" in capsys.readouterr().out
    assert main(["seeds", "hash"]) == 0
    assert "2 hashes taken\n" in capsys.readouterr().out
    assert main(["voices"]) == 0
    assert capsys.readouterr().err == ""


def test_hashes_taken_anew_name_what_is_gone(seeds, tmp_path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("One.")
    add(tmp_path / "a.txt", tmp_path / "b.txt")
    (seeds / "b.txt").unlink()
    assert main(["seeds", "hash"]) == 0
    assert "1 hashes taken; no longer named: b.txt" in capsys.readouterr().out


def test_one_process_at_a_time_adds_texts(seeds, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("One.")
    (seeds / "b.txt").write_text("Two.")
    with alone(seeds):
        for command in (
            ["seeds", "add", str(tmp_path / "a.txt")],
            ["seeds", "add", str(tmp_path / "a.txt"), "--register", "n"],
            ["seeds", "hash"],
        ):
            assert main(command) == 2
            assert "is being written by another process" in capsys.readouterr().err
    assert names(seeds) == ["b.txt"]


KILLED = """
import os, signal, sys
from topoi.cli import main
left = int(sys.argv[1])
def audit(event, arguments):
    global left
    if event in ("open", "os.rename", "shutil.copyfile", "os.remove", "os.mkdir"):
        if "seeds" in str(arguments[0]) or "seeds" in str(arguments[-1]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(audit)
sys.exit(main(["seeds", "add", *sys.argv[2:]]))
"""


def read_or_refused(seeds):
    try:
        read = read_corpus(seeds)
    except InputError as error:
        return set(), [str(error)]
    return set(read.texts), [str(notice) for notice in read.notices]


@pytest.mark.parametrize("moment", [1, 4, 6, 9, 12, 14, 15, 16, 17, 18])
def test_adding_killed_at_any_moment_is_all_or_none_or_refused_and_is_done_by_a_rerun(
    seeds, tmp_path, moment, capsys
):
    (seeds / "old.txt").write_text("Old.")
    main(["seeds", "hash"])
    files = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for file in files:
        file.write_text(f"Text {file.name}.")
    command = [sys.executable, "-c", KILLED, str(moment), *map(str, files)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    texts, told = read_or_refused(seeds)
    assert texts in (set(), {"old"}, {"old", "a", "b", "c"})
    if texts:
        assert all("was not completed by Topoi" in said for said in told)
    else:
        assert "is named in SHA256SUMS but is gone" in told[0]
        assert "run that again" in told[0]
    assert add(*files) == 0
    read = read_corpus(seeds)
    assert (set(read.texts), read.notices) == ({"old", "a", "b", "c"}, ())
    assert [name for name in names(seeds) if name.startswith(".")] == []


def test_a_table_of_hits_among_the_texts_is_noticed(seeds, tmp_path, capsys):
    rows = {"text": "root causes", "doc": "a", "start": 4, "end": 15}
    (seeds / "hits.jsonl").write_text(json.dumps(rows) + "\n" + json.dumps(rows) + "\n")
    labelled = {"text": "He left.", "label": [[0, 2, "who"]], "doc": "a"}
    (seeds / "labels.jsonl").write_text(json.dumps(labelled) + "\n")
    plain = {"text": "He left.", "label": ["news", "war"], "start": "2024"}
    (seeds / "texts.jsonl").write_text(json.dumps(plain) + "\n")
    assert main(["voices"]) == 0
    told = capsys.readouterr().err
    assert "notices: 2, the first: " in told
    assert "hits.jsonl: is read as texts, though its rows look like passages" in told
