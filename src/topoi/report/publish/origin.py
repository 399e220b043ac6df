"""Whose a report is: title, authors, licence of the texts, day, command, and how it is cited."""

import os
import re
import subprocess
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.project import MARKER, settings_of
from topoi.report.publish.book import read_book
from topoi.yaml_files import yaml_in

CITATION = "CITATION.cff"
NOT_STATED = "not stated"
TOPOI = "Topoi: reproducible text analysis of political and diplomatic language"
_IDENTIFIER = re.compile(r"[A-Za-z][\w.+-]*")


class Origin(NamedTuple):
    """What a report says of itself; `licence` is that of the texts, `command` makes it again."""

    title: str
    authors: tuple[str, ...] = ()
    licence: str = NOT_STATED
    command: str = "topoi report"
    citation: str = ""


def origin_of(root: Path) -> Origin:
    """Return whose the report of the project at `root` is.

    From its `_quarto.yml` (`book:` and `topoi: {licence: ...}`) and its `CITATION.cff`. One that is
    of software, as is that of Topoi, is no citation of a report made there.
    """
    book = read_book(root)
    settings = settings_of(root / MARKER)
    told = citation_in(root / CITATION)
    if told.get("type", "software") == "software":
        authors = [{"name": name} for name in book.authors]
        told = {**told, "title": book.title, "authors": authors}
    return Origin(
        title=book.title,
        authors=book.authors,
        licence=str(settings.get("licence") or NOT_STATED),
        command=str(settings.get("command") or made_by(root)),
        citation=cited(told),
    )


def made_by(root: Path) -> str:
    """Return the command by which a project makes its report."""
    makefile = root / "Makefile"
    if makefile.is_file() and re.search(r"^report:", makefile.read_text("utf-8"), re.MULTILINE):
        return "make report"
    return "topoi report"


def citation_in(file: Path) -> dict[str, Any]:
    """Return what a `CITATION.cff` says, nothing where there is none."""
    if not file.is_file():
        return {}
    found = yaml_in(file)
    if not isinstance(found, dict) or not found.get("title"):
        raise InputError(str(file), "names no title", "Write `title:` and `authors:`.")
    return found


def cited(told: dict[str, Any]) -> str:
    """Return a citation as it is printed, of what a `CITATION.cff` says.

    >>> cited({"title": "T", "authors": [{"given-names": "Ann", "family-names": "Lee"}]})
    'Ann Lee. T.'
    >>> cited({"title": "T", "authors": [{"name": "A"}], "date-released": "2025-08-01"})
    'A (2025). T.'
    """
    names = [
        author.get("name")
        or " ".join(filter(None, (author.get("given-names"), author.get("family-names"))))
        for author in told.get("authors") or []
    ]
    year = str(told.get("date-released") or "")[:4]
    by = f"{'; '.join(names)}{f' ({year})' if year else ''}".strip()
    version = f"Version {told['version']}" if told.get("version") else ""
    place = f"https://doi.org/{told['doi']}" if told.get("doi") else told.get("url")
    parts = [by, str(told["title"]), version, place]
    return " ".join(f"{str(part).rstrip('.')}." for part in parts if part)


def software() -> str:
    """Return how Topoi is cited, as installed."""
    told = {"title": TOPOI, "authors": [{"name": "The Topoi authors"}], "version": version("topoi")}
    return cited(told)


def version(package: str) -> str:
    """Return the installed version of a package, or "not installed"."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def licence_entry(licence: str) -> dict[str, str]:
    """Return a licence as a data package names it: by its identifier, or in words.

    >>> licence_entry("CC-BY-4.0"), licence_entry("all rights reserved")
    ({'name': 'CC-BY-4.0'}, {'name': 'other', 'title': 'all rights reserved'})
    """
    known = _IDENTIFIER.fullmatch(licence)
    return {"name": licence} if known else {"name": "other", "title": licence}


def commit(root: Path) -> str:
    """Return the project's commit, "+ changes" where files differ from it, "" outside git."""
    return asked_of_git(
        root, "describe", "--always", "--exclude=*", "--abbrev=40", "--dirty= + changes"
    )


def day_made(root: Path) -> str:
    """Return the day a report is of: SOURCE_DATE_EPOCH, else the last commit, else today."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return today()
    return asked_of_git(root, "log", "-1", "--format=%cs", "--", ".") or today()


def today() -> str:
    """Return this day as YYYY-MM-DD, or that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return f"{date.today():%Y-%m-%d}"
    if not epoch.isdigit():
        raise InputError("SOURCE_DATE_EPOCH", f"is no number: {epoch!r}", "Give seconds.")
    return f"{datetime.fromtimestamp(int(epoch), tz=UTC):%Y-%m-%d}"


def asked_of_git(root: Path, *question: str) -> str:
    """Return what git says of a folder, "" where there is no git or no repository."""
    own = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    asked = ["git", *question]
    try:
        done = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False, env=own)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
