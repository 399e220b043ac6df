"""Check the project: texts against their hashes, codebooks by their own examples, whether chapters
are missing, notebooks against what they depend on and for numbers without evidence, and the
report's sources.

Prints one line for each part and exits with 1 where something is not in order. `--only` narrows
to some parts: seeds, codebook, chapters, notebooks, sources.
"""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from topoi.errors import InputError, Told
from topoi.project import codebook_files, project_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the choice of parts."""
    parser.add_argument(
        "--only", metavar="PARTS", default=",".join(PARTS), help=f"of {', '.join(PARTS)}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check the parts asked for; return 0 when all are in order, else 1."""
    wanted = [part.strip() for part in arguments.only.split(",") if part.strip()]
    for part in wanted:
        if part not in PARTS:
            raise InputError("--only", f"names no part: {part!r}", f"Known: {', '.join(PARTS)}.")
    root, failed = project_root(), False
    for part in wanted:
        found = seed_problems(root, arguments.told) if part == "seeds" else PARTS[part](root)
        problems = list(found)
        failed = failed or bool(problems)
        print(f"{part}: {'not in order' if problems else 'in order'}")
        for problem in problems:
            print(f"  {problem}")
    return int(failed)


def seed_problems(root: Path, told: Told | None = None) -> Iterable[str]:
    """Yield what is wrong with the texts; a changed one raises InputError.

    So do broken events beside them, and a text that cannot be read, unless the texts are many:
    then it is set aside, as a report does, and put into `told`.
    """
    from topoi.report.chapters.time import events_beside
    from topoi.report.project.missing import require_settings_met
    from topoi.text.corpus.corpus import read_corpus
    from topoi.text.corpus.hashes import read_hashes
    from topoi.text.corpus.seeds import seed_files

    folder = root / "seeds"
    corpus = read_corpus(folder, strict=False)
    if told is not None:
        told += (*corpus.aside, *corpus.notices)
    require_settings_met(root, corpus)
    events_beside(folder)
    known = read_hashes(folder)
    for file in seed_files(folder):
        name = file.relative_to(folder).as_posix()
        if name not in known:
            yield f"seeds/{name}: has no hash yet. Take it with `topoi seeds hash`."


def codebook_problems(root: Path) -> Iterable[str]:
    """Yield nothing; a codebook that cannot be read or fails its examples raises InputError."""
    from topoi.coding.loading import load_codebook

    for file in codebook_files(root / "codebook", needed=False):
        load_codebook(file)
    return ()


def chapter_problems(root: Path) -> Iterable[str]:
    """Yield what the chapters lack: a codebook without one, one without its file or codebook."""
    from topoi.report.project import missing

    return missing.chapter_problems(root)


def require_in_order(root: Path, told: Told) -> None:
    """Raise InputError for what is wrong with the project's texts, codebooks or chapters.

    That is for the first thing wrong, with the others that are known by then below it. `told` gets
    what is left out.
    """
    stop_at((*seed_problems(root, told), *codebook_problems(root), *chapter_problems(root)))


def stop_at(problems: Iterable[str]) -> None:
    """Raise InputError for the first problem, with the others below it; not where there is none."""
    first, *others = [*problems] or [""]
    if first:
        place, _, told = first.partition(": ")
        more = "".join(f"\n  {problem}" for problem in others)
        raise InputError(place, told.rstrip("."), f"Then run the command again.{more}")


def notebook_problems(root: Path) -> Iterable[str]:
    """Yield notebooks that are stale or publish a number without evidence."""
    from topoi.report.evidence.collecting import numbers_without_evidence
    from topoi.report.publish.execute import is_stale, notebooks_of

    for path in notebooks_of(root):
        if is_stale(path, root=root):
            yield f"{path.name}: is not up to date. Run `topoi execute`."
        for row in numbers_without_evidence(path).itertuples():
            yield f"{path.name}, {row.cell}: {row.number} comes from no passage ({row.context})"


def source_problems(root: Path) -> Iterable[str]:
    """Yield nothing, or raise InputError for the first reference or citation that is unresolved."""
    from topoi.report.publish.book import read_book
    from topoi.report.publish.builtin import build_document, read_sources

    book = read_book(root)
    sources = read_sources(book)
    for form in ("html", "typst"):
        build_document(book, sources, form=form)
    return ()


PARTS: dict[str, Callable[[Path], Iterable[str]]] = {
    "seeds": seed_problems,
    "codebook": codebook_problems,
    "chapters": chapter_problems,
    "notebooks": notebook_problems,
    "sources": source_problems,
}
