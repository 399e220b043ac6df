import stat
import time
from pathlib import Path

import pytest

from topoi.report.publish import quarto as quarto_setup


@pytest.fixture
def no_quarto(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarto_setup, "find_quarto", lambda: None)


def command(folder: Path, body: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\necho called >> {folder}/calls\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


@pytest.mark.usefixtures("no_quarto")
@pytest.mark.parametrize("body", ["exit 1", "sleep 60"])
def test_a_failed_try_is_one_line_and_not_repeated(tmp_path: Path, body: str) -> None:
    python = command(tmp_path, body)
    line = quarto_setup.quarto_line(tmp_path, python=python, seconds=1)
    assert line == "Quarto could not be installed from here; reports use the built-in renderer"
    again = quarto_setup.quarto_line(tmp_path, python=python, seconds=1)
    assert "built-in renderer" in again
    assert "\n" not in again
    assert (tmp_path / "calls").read_text() == "called\n"


@pytest.mark.usefixtures("no_quarto")
def test_a_missing_installer_is_no_stack_trace(tmp_path: Path) -> None:
    line = quarto_setup.quarto_line(tmp_path, python=str(tmp_path / "none"))
    assert "built-in renderer" in line


def test_quarto_that_is_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(quarto_setup, "find_quarto", lambda: "/opt/quarto")
    assert quarto_setup.quarto_line(tmp_path) == "Quarto found: /opt/quarto"


def test_quarto_is_installed_and_named_and_the_try_is_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = iter([None, "/opt/quarto"])
    monkeypatch.setattr(quarto_setup, "find_quarto", lambda: next(found))
    python = command(tmp_path, f'echo "$@" >> {tmp_path}/told')
    line = quarto_setup.quarto_line(tmp_path, python=python)
    assert line == "Quarto installed: /opt/quarto"
    (told,) = (tmp_path / "told").read_text().splitlines()
    assert told.startswith("-m pip ")
    assert told.endswith("install --no-deps quarto-cli")
    assert (tmp_path / ".quarto-tried").read_text() == "found\n"


@pytest.mark.usefixtures("no_quarto")
def test_a_package_without_its_program_is_taken_out_again(tmp_path: Path) -> None:
    python = command(tmp_path, f'echo "$@" >> {tmp_path}/told')
    line = quarto_setup.quarto_line(tmp_path, python=python)
    assert "could not be installed" in line
    first, second = (tmp_path / "told").read_text().splitlines()
    assert first.endswith("install --no-deps quarto-cli")
    assert second.endswith("uninstall --yes quarto-cli")
    assert (tmp_path / ".quarto-tried").read_text() == "not found\n"
    again = quarto_setup.quarto_line(tmp_path, python=python)
    assert f"rm {tmp_path}/.quarto-tried" in again


def test_a_command_that_takes_too_long_ends_with_what_it_started(tmp_path: Path) -> None:
    python = command(tmp_path, f"(sleep 2; touch {tmp_path}/late) & sleep 60")
    assert quarto_setup._runs([python], seconds=1) is False
    assert quarto_setup._runs([command(tmp_path, "exit 0")], seconds=5) is True
    assert quarto_setup._runs([command(tmp_path, "exit 1")], seconds=5) is False
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()
