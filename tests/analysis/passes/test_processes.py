"""How workers are started: as copies of one process where that can be, else each alone."""

import sys

import pytest

from topoi.analysis.passes import processes as worker_processes
from topoi.analysis.passes.processes import fresh_processes


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are never copied")
def test_workers_are_copies_of_a_process_that_made_their_imports() -> None:
    assert fresh_processes().get_start_method() == "forkserver"


def test_where_a_socket_finds_no_place_each_worker_is_started_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_processes, "gettempdir", lambda: "/" + "ж" * 40)
    assert fresh_processes().get_start_method() == "spawn"


def test_no_process_of_another_system_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert fresh_processes().get_start_method() == "spawn"
