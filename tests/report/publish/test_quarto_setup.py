import stat
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
