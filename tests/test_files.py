"""Files are written whole or not at all; what can be made again costs no more than its keeping."""

import errno
import os
import subprocess
import sys

import pytest

from topoi.errors import InputError
from topoi.files import HASHES_KEPT, alone, keep, kept_under, write_whole, written_whole


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
