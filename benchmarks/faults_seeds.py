"""Faults of adding texts: killed, a full disk, two at once, texts changed while they are read."""

import random
import subprocess
import sys
import threading
from pathlib import Path

from faults import Fault, in_one_line, topoi

FILES = 40
FULL = """
import errno, sys
from topoi.cli import main
left = int(sys.argv[1])
def audit(event, arguments):
    global left
    if event == "open" and "seeds" in str(arguments[0]) and "w" in str(arguments[1]):
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))
sys.addaudithook(audit)
sys.exit(main(["seeds", "add", *sys.argv[2:]]))
"""


def study(folder: Path) -> tuple[Path, list[str]]:
    """Make a project with a text, and files to add to it; return it and their names."""
    project = folder / "project"
    (project / "seeds").mkdir(parents=True)
    (project / "_quarto.yml").write_text("project: {}\n")
    (project / "seeds" / "old.txt").write_text("An old text.")
    topoi("seeds", "hash", cwd=project)
    (folder / "new").mkdir()
    files = [folder / "new" / f"{number}.txt" for number in range(FILES)]
    for file in files:
        file.write_text(f"A new text, {file.name}. " * 2000)
    return project, [str(file) for file in files]


def texts_read(project: Path) -> str:
    """Return how many texts a command reads, or the one line by which it refuses."""
    ran = topoi("seeds", "describe", "--csv", cwd=project)
    if ran.code:
        return in_one_line(ran) or ran.err
    without = "read without a hash" in ran.err
    return f"{ran.out.split('documents,')[1].split()[0]}{' without a hash' if without else ''}"


def is_whole(project: Path, files: list[str]) -> str:
    """Return what is wrong after a harmed run and the next one, "" for nothing."""
    now = texts_read(project)
    if now not in ("1", str(FILES + 1)) and "run that again" not in now:
        return f"read: {now[-200:]}"
    again = topoi("seeds", "add", *files, cwd=project)
    left = [path.name for path in (project / "seeds").glob(".*")]
    read = texts_read(project)
    return (
        "" if (again.code, read, left) == (0, str(FILES + 1), []) else f"{again.err} {read} {left}"
    )


def killed(folder: Path, draw: random.Random) -> str:
    """Kill adding at a moment, and add again."""
    project, files = study(folder)
    whole = topoi("seeds", "add", *files, cwd=study(folder / "timed")[0])
    topoi("seeds", "add", *files, cwd=project, kill_after=draw.uniform(0.3, 1) * whole.seconds)
    return is_whole(project, files)


def full(folder: Path, draw: random.Random) -> str:
    """Let the disk be full from the nth file on that is written under seeds."""
    project, files = study(folder)
    moment = str(draw.randrange(FILES + 3))
    command = [sys.executable, "-c", FULL, moment, *files]
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    told = [line for line in ran.stderr.splitlines() if "No space left" in line]
    if ran.returncode == 2 and len(told) != 1:
        return f"told: {ran.stderr[-200:]}"
    return is_whole(project, files)


def two_at_once(folder: Path, draw: random.Random) -> str:
    """Add halves of the files by two processes at once; one may be told to wait."""
    project, files = study(folder)
    halves = [files[: FILES // 2], files[FILES // 2 :]]
    ended: list[str] = []

    def add(half: list[str]) -> None:
        ran = topoi("seeds", "add", *half, cwd=project)
        if ran.code:
            ended.append(in_one_line(ran) or ("" if "another process" in ran.err else ran.err))

    threads = [threading.Thread(target=add, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = next(filter(None, ended), "")
    if wrong:
        return wrong
    read = texts_read(project)
    if read not in (str(FILES + 1), str(FILES // 2 + 1)):
        return f"read: {read}"
    return is_whole(project, files) if read == str(FILES + 1) else ""


def changed(folder: Path, draw: random.Random) -> str:
    """Change a text while all are read; what is read is what was hashed, or it is refused."""
    project, files = study(folder)
    topoi("seeds", "add", *files, cwd=project)
    whole = topoi("seeds", "describe", "--csv", cwd=project)
    target = project / "seeds" / f"{draw.randrange(FILES)}.txt"
    timer = threading.Timer(draw.uniform(0.2, 1) * whole.seconds, target.write_text, ["Other."])
    timer.start()
    ran = topoi("seeds", "describe", "--csv", cwd=project)
    timer.join()
    refused = "was changed while it was read" in ran.err or "has changed since" in ran.err
    return "" if ran.out == whole.out or (refused and not in_one_line(ran)) else ran.err[-200:]


FAULTS = [
    Fault("seeds add killed at a moment", "all, none or refused; the next run ends it", killed, 10),
    Fault("seeds add on a full disk", "one line, none added; the next run ends it", full, 5),
    Fault("two seeds add at once", "both, or one told to wait", two_at_once, 5),
    Fault("a text changed while read", "what was hashed is read, or refused", changed, 10),
]
