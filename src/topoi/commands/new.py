"""Make a study of your own: a folder with texts, codebooks, chapters, tests, and how to cite it.

  topoi new STUDY --title "Party manifestos" --author "Ann Lee" --texts manifestos.csv \\
    --codebook frames.yml --licence CC0-1.0

Texts and codebooks can be added later, too: `topoi seeds add FILE ...`, and a codebook into
codebook/, then `topoi chapters`. The folder is new or empty.
"""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topoi.commands.outputs import require_folder
from topoi.errors import InputError, Notice, Told
from topoi.files import clear_left, made_aside

NEW = "new"  # in the folder aside


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, and what is known of the study."""
    parser.add_argument("folder", metavar="FOLDER", help="new or empty")
    parser.add_argument("--title", help="default: the name of the folder")
    parser.add_argument("--author", action="append", default=[], help="again for each author")
    parser.add_argument("--licence", help='of the texts (default: "not stated")')
    parser.add_argument(
        "--texts", nargs="+", default=[], metavar="FILE", help="or folders; copied into seeds/"
    )
    parser.add_argument(
        "--codebook", nargs="+", default=[], metavar="FILE", help="copied into codebook/"
    )


def run(arguments: argparse.Namespace) -> None:
    """Make the study, and say what to do next."""
    from topoi.coding.loading import load_codebook
    from topoi.commands.seeds import add_files, addable
    from topoi.project import codebook_files, codebook_parts
    from topoi.report.project.chapters import (
        chapters_of,
        has_several,
        known_codebooks,
        write_chapters,
    )
    from topoi.report.project.layout import write_study
    from topoi.report.publish.origin import NOT_STATED

    folder = Path(arguments.folder)
    require_empty(folder)
    texts = [file for name in arguments.texts for file in files_of(Path(name), arguments.told)]
    addable(texts, folder / "seeds", told=[])  # told when they are added
    given = [Path(name) for name in arguments.codebook]
    books = [load_codebook(file) for path in given for file in codebook_files(path)]
    chapters_of(books, several=False)  # refuses, before anything is written, what cannot be used
    parts = codebook_parts(given)
    with put_in_place(folder) as study:
        write_study(
            study,
            title=arguments.title or folder.resolve().name,
            authors=arguments.author,
            licence=arguments.licence or NOT_STATED,
            coded=bool(books),
        )
        for name, path in parts.items():
            copied = shutil.copytree if path.is_dir() else shutil.copyfile
            copied(path, study / "codebook" / name)
        if texts:
            add_files(texts, study / "seeds", told=arguments.told)
        several = has_several(study / "seeds")
        write_chapters(study, codebooks=known_codebooks(study), several=several)
    print(f"{folder}: a new study")
    if not arguments.licence:
        print("  licence of the texts: not stated (write it under `topoi:` in _quarto.yml)")
    for step in next_steps(folder, texts=bool(texts), codebooks=bool(parts)):
        print(f"  {step}")


@contextmanager
def put_in_place(folder: Path) -> Iterator[Path]:
    """Give a folder aside, whose content is put into a new or empty folder when it is complete."""
    there, name = folder.is_dir(), folder.resolve().name
    with made_aside(folder if there else folder.parent, name) as aside:
        whole = aside / NEW
        whole.mkdir()
        yield whole
        if not there:
            whole.rename(folder)
            return
        require_empty(folder, but=aside)  # again, as making it took its time
        for path in whole.iterdir():
            path.rename(folder / path.name)


def files_of(place: Path, told: Told) -> list[str]:
    """Return the texts of a folder, or the one file given; `told` gets what is passed over."""
    from topoi.text.corpus.seeds import seed_files

    notices: list[Notice] = []
    found = seed_files(place, notices=notices) if place.is_dir() else [place]
    told += notices
    if not found:
        raise InputError(str(place), "holds no texts", "Give files, or a folder with some.")
    return [str(file) for file in found]


def require_empty(folder: Path, *, but: Path | None = None) -> None:
    """Raise InputError for a place that holds something, but for what lies aside in it."""
    require_folder(folder)
    if not folder.is_dir():
        return
    clear_left(folder, folder.resolve().name)
    found = next((path for path in folder.iterdir() if path != but), None)
    if found:
        problem = f"is not empty: it holds {found.name}"
        raise InputError(str(folder), problem, "Give a new or an empty folder.")


def next_steps(folder: Path, *, texts: bool, codebooks: bool) -> list[str]:
    """Return the commands that lead from a new study to its report."""
    steps = [f"cd {folder}"]
    if not texts:
        steps.append("topoi seeds add FILE ...     # your texts")
    if not codebooks:
        steps.append("codebook/README.md           # how to write a codebook, if you want one")
    if not (texts and codebooks):
        steps.append("topoi chapters               # then: the chapters that they ask for")
    return [
        *steps,
        "topoi execute                # runs the chapters",
        "topoi report                 # writes reports/site/index.html",
    ]
