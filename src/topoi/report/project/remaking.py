"""A published report made again from what it publishes: its texts, codebooks and judgements."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from topoi.errors import InputError
from topoi.project import codebook_files, companions
from topoi.report.evidence.collecting import Published, collect
from topoi.report.evidence.package import TEXTS, described, package_folder
from topoi.report.project.chapters import EVIDENCE, READERS, has_several, name_of
from topoi.report.project.working_copy import run_chapters, told_of_originals, working_copy
from topoi.report.publish.execute import notebooks_of, read_notebook
from topoi.report.publish.notebook_form import sources_hash

CODEBOOKS = "codebook"


class Remade(NamedTuple):
    """What the chapters publish when they are run again, which were not, and by which Topoi.

    `other` names the chapters whose cells are not those of this Topoi: edited, or of another
    version. `version` is the one that the report was made with.
    """

    published: Published
    other: tuple[str, ...]
    version: str


def made_again(site: Path, folder: Path) -> Remade:
    """Return what the report of a site publishes when it is made again in `folder`.

    Only what the site publishes is read: texts, codebooks, speakers, judgements, events, topics
    made elsewhere. Run are the chapters that this Topoi writes, never code that came with the site,
    so that a chapter whose cells differ is not made again, and the summary only where all others
    are. Raises InputError where there is no data package, or one that does not say how it was made.
    """
    data = package_folder(site)
    if data is None:
        raise InputError(str(site), "holds no data package", "Render the report first.")
    told = described(data)
    if not told.version:
        problem = "was made by a Topoi that did not publish all that its numbers rest on"
        raise InputError(str(site), problem, "Use --passages, or render it again.")
    books = data / CODEBOOKS
    coded = [books] if codebook_files(books, needed=False) else []
    seeds = data / TEXTS
    several, by, said = has_several(seeds), told.by, told.transcript
    with told_of_originals(folder, seeds=seeds, codebooks=coded, root=None):
        working_copy(None, folder, seeds=seeds, codebooks=coded, several=several, by=by,
                     transcript=said)  # fmt: skip
        for path in () if coded else companions(books):
            (folder / CODEBOOKS / path.name).symlink_to(path.resolve())
        other = _without_others(folder, told.chapters)
        run_chapters(folder)
    return Remade(collect(notebooks_of(folder)), other, told.version)


def _without_others(folder: Path, chapters: Mapping[str, str]) -> tuple[str, ...]:
    """Return the published chapters that are not made again, after removing what is not run."""
    there = {path.stem: path for path in notebooks_of(folder)}
    same = {
        name
        for name, path in there.items()
        if chapters.get(name) == sources_hash(read_notebook(path))
    }
    own = {name for name in chapters if _name(name) not in READERS}
    if not own <= same:
        same = {name for name in same if _name(name) not in READERS}
    for name, path in there.items():
        if name not in same or _name(name) == EVIDENCE:
            path.unlink()
    return tuple(name for name in chapters if name not in same and _name(name) != EVIDENCE)


def _name(stem: str) -> str:
    return name_of(Path(f"{stem}.ipynb"))
