"""Write the chapters that the study lacks, and bring those up to date that nobody has edited.

A study has a chapter for each codebook, one on the collection where it has several texts, and one
on what changed where an earlier report lies in reports/previous. A chapter that you edited is
yours: it is left as it is, and named. A chapter on contrasts or networks that was run and has
nothing to show is not in the book. Chapters you do not want are named in _quarto.yml:
`topoi: {without: [topics]}`.
"""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: a project knows what it should have."""


def run(arguments: argparse.Namespace) -> None:
    """Write the chapters and say what was done."""
    from topoi.project import project_root
    from topoi.report.project.chapters import has_several, known_codebooks, write_chapters
    from topoi.report.project.layout import SHARED, write_shared

    root = project_root()
    several = has_several(root / "seeds")
    done = write_chapters(root, codebooks=known_codebooks(root), several=several)
    shared = write_shared(root) if (root / SHARED).is_dir() else []
    told = {
        "written": done.new,
        "brought up to date": (*done.updated, *shared),
        "removed": done.removed,
        "left as you edited them": done.edited,
    }
    for what, names in told.items():
        if names:
            print(f"{what}: {', '.join(names)}")
    for name in done.stranded:
        print(
            f"notebooks/{name} is about a codebook or texts that are not there: edit or remove it"
        )
    if not (done.new or done.updated or done.removed or shared):
        print("chapters: nothing to write")
    else:
        print("Run `topoi execute`, then `topoi report`.")
