"""Progress is drawn on a terminal, by the command itself and by none of its workers."""

import io
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from topoi.progress import counter, is_drawn, track


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    # Not sys.stderr itself, which pytest sets anew between a fixture and its test.
    screen = Terminal()
    monkeypatch.setattr("topoi.progress.sys", SimpleNamespace(stderr=screen))
    return screen


def test_nothing_is_drawn_where_there_is_no_terminal(capsys):
    assert not is_drawn()
    assert list(track([1, 2], label="counting")) == [1, 2]
    assert not capsys.readouterr().err


def test_a_terminal_shows_rate_and_time_left(terminal, monkeypatch):
    monkeypatch.setattr("topoi.progress.SILENT_SECONDS", 0.0)
    assert list(track(range(5), label="counting", total=5)) == [0, 1, 2, 3, 4]
    with counter(label="texts", total=2) as step:
        step(1)
    told = terminal.getvalue()
    assert "counting" in told
    assert "texts" in told
    assert "it/s" in told


def test_a_thread_or_process_that_works_on_a_part_draws_nothing(terminal, monkeypatch):
    assert is_drawn()
    with ThreadPoolExecutor(1) as pool:
        assert not pool.submit(is_drawn).result()
    monkeypatch.setattr(multiprocessing, "parent_process", object)
    assert not is_drawn()
