"""Folders that Topoi made itself: known by what lies in them, and read by nobody as texts."""

import re
from contextlib import suppress
from pathlib import Path

REPORT_MARK, STORE_MARK = ".topoi-report", ".topoi-store"  # lie in the folders that Topoi makes
MADE = {REPORT_MARK: "a report that Topoi made", STORE_MARK: "a token store that Topoi made"}
KEPT = ".topoi"  # the folder of what can be made again
BEGINS = {  # files by which a folder is known, too: of an older store, of a report's data alone
    "manifest.json": (re.compile(rb'\{\s*"format": \d+,\s*"rules": "'), MADE[STORE_MARK]),
    "datapackage.json": (
        re.compile(rb'\{\s*"name": "topoi-report"'),
        "the data of a report that Topoi made",
    ),
}


def own_output(folder: Path) -> str:
    """Return what a folder is that Topoi made, such as "a report that Topoi made", else "".

    A mark lies in it, or a file that begins as ours do; what is kept to be quick has its own name.
    """
    if folder.name == KEPT:
        return "what Topoi keeps to be quick"
    for mark, made in MADE.items():
        if (folder / mark).is_file():
            return made
    for name, (begins, made) in BEGINS.items():
        with suppress(OSError), (folder / name).open("rb") as stream:
            if begins.match(stream.read(100)):
                return made
    return ""
