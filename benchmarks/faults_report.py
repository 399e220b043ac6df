"""Faults of the report and of running notebooks: killed, two at once, texts changed meanwhile."""

import random
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from shutil import copytree

from faults import Fault, Ran, in_one_line, topoi

SITE = Path("reports/site")
FULL = """
import errno, sys
from topoi.cli import main
left = int(sys.argv[1])
def audit(event, arguments):
    global left
    if event == "open" and ".aside" in str(arguments[0]) and "w" in str(arguments[1]):
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))
sys.addaudithook(audit)
sys.exit(main(["report", "--renderer", "builtin"]))
"""
TEXT = """date 2025-08-01 MOSCOW /TASS/. "The root causes have to be settled," the minister said.

He added that the talks go on, and that they will be long. """
BOOK = "id: b\ncodes:\n  - {id: causes, label: Causes, include: [root cause*]}\n"


@cache
def made() -> tuple[Path, float, float]:
    """Return a small study that has been run and reported, and how long both took."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.yml").write_text(BOOK)
    words = ("--texts", "a.txt", "--codebook", "b.yml")
    topoi("new", "study", *words, cwd=folder)
    study = folder / "study"
    ran = topoi("execute", cwd=study)
    done = report(study)
    assert (ran.code, done.code) == (0, 0), ran.err + done.err
    return study, ran.seconds, done.seconds


def report(study: Path, kill_after: float | None = None) -> Ran:
    """Make the report of a study."""
    return topoi("report", "--renderer", "builtin", cwd=study, kill_after=kill_after)


def files_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    found = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def copied(folder: Path) -> Path:
    """Return a copy of the study, report and all."""
    return Path(copytree(made()[0], folder / "study"))


def report_killed(folder: Path, draw: random.Random) -> str:
    """Kill the report at a moment; the last one stands or is put back, and the next run ends it."""
    study = copied(folder)
    before = files_of(study / SITE)
    report(study, kill_after=draw.uniform(0.2, 1.05) * made()[2])
    if (study / SITE).exists() and files_of(study / SITE).keys() != before.keys():
        return "a half-made report stands"
    again = report(study)
    names = sorted(path.name for path in (study / "reports").iterdir() if path.name[0] == ".")
    if again.code or names or files_of(study / SITE).keys() != before.keys():
        return f"again: {again.code} {again.err[-100:]} {names}"
    return ""


def report_on_a_full_disk(folder: Path, draw: random.Random) -> str:
    """Let the disk be full from the nth file on that the report writes."""
    study = copied(folder)
    before = files_of(study / SITE)
    command = [sys.executable, "-c", FULL, str(draw.randrange(len(before)))]
    ran = subprocess.run(command, cwd=study, capture_output=True, text=True, check=False)
    told = ran.stderr.strip().splitlines()[-1:]
    if ran.returncode != 2 or "No space left" not in "".join(told) or "Traceback" in ran.stderr:
        return f"code {ran.returncode}: {ran.stderr[-200:]}"
    left = [path.name for path in (study / "reports").glob(".*")]
    return "" if files_of(study / SITE) == before and not left else f"harmed; left: {left}"


def two_reports(folder: Path, draw: random.Random) -> str:
    """Make the report by two processes at once: one is told to wait, or both end well."""
    study = copied(folder)
    before = files_of(study / SITE)
    ended: list[Ran] = []
    threads = [threading.Thread(target=lambda: ended.append(report(study))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [in_one_line(ran) for ran in ended if ran.code]
    if any(wrong) or all(ran.code for ran in ended):
        return f"{wrong}"
    return "" if files_of(study / SITE).keys() == before.keys() else "the report is not whole"


def changed_meanwhile(folder: Path, draw: random.Random) -> str:
    """Change a text while the report is made: refused, and the last report stands."""
    study = copied(folder)
    before = files_of(study / SITE)
    text = study / "seeds" / "a.txt"
    moment = draw.uniform(0.2, 0.9) * made()[2]
    timer = threading.Timer(moment, text.write_text, [TEXT.replace("root causes", "reasons")])
    timer.start()
    ran = report(study)
    timer.join()
    if not ran.code:
        data = (study / SITE / "data" / "texts.jsonl").read_text()
        return "" if "root causes" in data else "other texts than those of the numbers"
    last = ran.err.strip().splitlines()[-1]
    known = any(words in last for words in ("has changed since", "was changed", "were changed"))
    return "" if known and files_of(study / SITE) == before else last[-200:]


def execute_killed(folder: Path, draw: random.Random) -> str:
    """Kill the running of notebooks: each is whole; the next run gives the same bytes."""
    study = copied(folder)
    before = files_of(study / "notebooks")
    for path in (study / "notebooks").glob("*.ipynb"):
        path.write_bytes(path.read_bytes().replace(b'"inputs": "', b'"inputs": "0', 1))
    stale = files_of(study / "notebooks")
    topoi("execute", cwd=study, kill_after=draw.uniform(0.1, 1) * made()[1])
    now = files_of(study / "notebooks")
    half = [name for name in before if now.get(name) not in (before[name], stale[name])]
    again = topoi("execute", "--if-stale", cwd=study)
    left = [path.name for path in (study / "notebooks").glob(".*.aside")]
    same = files_of(study / "notebooks") == before
    return "" if not half and same and not again.code else f"{half} {left} {again.err[-200:]}"


FAULTS = [
    Fault(
        "report killed at a moment", "the last stands or is put back; then made", report_killed, 10
    ),
    Fault(
        "report on a full disk", "one line; the last stands, nothing left", report_on_a_full_disk, 5
    ),
    Fault("two reports at once", "one is told to wait, one is whole", two_reports, 2),
    Fault(
        "a text changed while reported", "refused, or the texts are the old", changed_meanwhile, 5
    ),
    Fault(
        "execute killed at a moment", "each notebook old or new; then the same", execute_killed, 10
    ),
]
