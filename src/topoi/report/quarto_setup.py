"""Try once to put Quarto into the environment: `python -m topoi.report.quarto_setup .venv`."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from topoi.report.render import find_quarto

SECONDS = 180
PACKAGE = "quarto-cli"


def quarto_line(environment: Path, *, python: str = sys.executable, seconds: int = SECONDS) -> str:
    """Return one line saying which renderer reports get, after at most one try to install Quarto.

    The package's set-up downloads the program from GitHub, which many networks do not allow; the
    try is recorded in `environment`/.quarto-tried and not repeated. Never raises.
    """
    found = find_quarto()
    if found:
        return f"Quarto found: {found}"
    marker = environment / ".quarto-tried"
    if marker.exists():
        return f"Quarto is not installed; reports use the built-in renderer (to retry: rm {marker})"
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    installed = _runs([*pip, "install", "--no-deps", PACKAGE], seconds=seconds)
    found = find_quarto() if installed else None
    if installed and not found:
        _runs([*pip, "uninstall", "--yes", PACKAGE], seconds=seconds)
    with suppress(OSError):
        marker.write_text("found\n" if found else "not found\n", encoding="utf-8")
    if found:
        return f"Quarto installed: {found}"
    return "Quarto could not be installed from here; reports use the built-in renderer"


def _runs(command: list[str], *, seconds: int) -> bool:
    """Return True where the command ended well in time; it and what it started end with it."""
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return started.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        return False


if __name__ == "__main__":
    print(quarto_line(Path(sys.argv[1] if len(sys.argv) > 1 else sys.prefix)))
