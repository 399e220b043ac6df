"""Files are written whole or not at all; what can be made again costs no more than its keeping."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from topoi.errors import InputError
from topoi.files import (
    HASHES_KEPT,
    HELD,
    alone,
    keep,
    kept_under,
    left_behind,
    made_aside,
    text_in,
    write_all_whole,
    write_whole,
    written_whole,
)


def test_a_file_is_replaced_when_all_is_written_and_stays_where_that_fails(tmp_path):
    file = tmp_path / "a.txt"
    write_whole(file, "one\r\n")

    def interrupted():
        with written_whole(file) as aside:
            aside.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.read_bytes() == b"one\r\n"
    write_whole(file, b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_bytes() == b"two"


def test_a_full_disk_costs_only_the_keeping(tmp_path):
    def full(aside):
        aside.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(tmp_path / "hash" / "a", lambda aside: aside.write_text("one"))
    keep(tmp_path / "hash" / "a", full)
    assert [path.read_text() for path in (tmp_path / "hash").iterdir()] == ["one"]
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_the_last_few_hashes_are_kept(tmp_path):
    for number in range(HASHES_KEPT + 2):
        folder = kept_under(tmp_path, str(number))
        keep(folder / "a", lambda aside: aside.write_text("one"))
        os.utime(folder, (number, number))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["2", "3", "4"]


def test_a_place_is_held_by_one_process_and_free_when_that_is_killed(tmp_path):
    place, lock = tmp_path / "site", tmp_path / "lock"
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom topoi.files import alone\n"
        "with alone(Path('site'), lock=Path(sys.argv[1])):\n    print('held', flush=True)\n"
        "    time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="another process"), alone(place, lock=lock):
            pass
        other.kill()
    assert lock.exists()
    with alone(place, lock=lock):
        pass
    assert not lock.exists()


HOLDS = """
import sys, time
from pathlib import Path
from topoi.files import made_aside, written_whole
with made_aside(Path(sys.argv[1]), "site") as aside, written_whole(Path(sys.argv[1]) / "a") as file:
    (aside / "half").write_text("half")
    file.write_text("half")
    print("held", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_cleared_by_the_next_and_what_a_living_one_holds_is_not(
    tmp_path,
):
    mine = tmp_path / ".site.00000000.aside"  # our form of a name, but not our folder
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    (tmp_path / ".site-1234").mkdir()
    kept = {mine.name, ".site-1234", "a"}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with made_aside(tmp_path, "site"):
            write_whole(tmp_path / "a", "one")
        held = {path.name for path in tmp_path.iterdir()} - kept
        assert len(held) == 2
        other.kill()
    assert len(left_behind(tmp_path, "site")) == len(left_behind(tmp_path, "a")) == 1
    with made_aside(tmp_path, "site"):
        write_whole(tmp_path / "a", "two")
    assert {path.name for path in tmp_path.iterdir()} == kept
    assert (mine / "thesis.txt").read_text() == "mine"


def test_links_are_not_taken_for_what_was_left(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / HELD).touch()
    (tmp_path / ".site.00000000.aside").symlink_to(tmp_path / "thesis")
    assert left_behind(tmp_path, "site") == []


def test_of_several_files_none_is_written_before_all_are(tmp_path):
    one, two = tmp_path / "one", tmp_path / "x" / "two"
    one.write_text("mine")
    with pytest.raises(UnicodeEncodeError):
        write_all_whole({one: "1", two: "\ud800"})
    assert one.read_text() == "mine"
    write_all_whole({one: "1\r\n", two: "2"})
    assert (one.read_bytes(), two.read_bytes()) == (b"1\r\n", b"2")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["one", "two", "x"]


def test_a_file_reached_by_a_link_is_written_where_it_lies_and_a_pipe_is_written_to(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_all_whole({tmp_path / "link": "1", Path(os.devnull): "nothing"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "1"


def test_a_text_is_read_without_its_mark_and_with_line_feeds_or_as_it_stands(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert text_in(tmp_path / "a") == "one\ntwo\nthree\n"
    assert text_in(tmp_path / "a", line_ends=True) == "one\r\ntwo\rthree\n"


def test_what_is_no_text_is_told_with_its_line(tmp_path):
    (tmp_path / "a").write_bytes(b"one\ntw\xff")
    with pytest.raises(InputError, match=r"a:2: is not UTF-8 \(byte 6\)\. Save"):
        text_in(tmp_path / "a")
    with pytest.raises(InputError, match="is a folder"):
        text_in(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        text_in(tmp_path / "none")
    with pytest.raises(InputError, match="cannot be read"):
        text_in(tmp_path / "a" / "b")
