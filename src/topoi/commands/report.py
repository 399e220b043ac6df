"""Write the report: an HTML site with the PDF and the data beside it.

Quarto renders it where it is installed, else the built-in renderer, from the same sources. The
result is built in a temporary folder and replaces the last report only when everything succeeded.

  topoi report                                the project's own texts, from the stored notebooks
  topoi report --seeds TEXTS --output FOLDER  the same notebooks, run on other texts

FOLDER is new or empty, or holds an earlier report; one with any other file in it is left alone.

Long texts are first read part by part, two parts at a time; with `--engine dask --scheduler
ADDRESS` on a cluster. The report is the same to the last row.
"""

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from topoi.analysis.passes.engine import Engine
from topoi.commands.sources import add_engine_options, engine_of
from topoi.errors import InputError

if TYPE_CHECKING:
    from topoi.report.publish.working_copy import KeptChapters

READERS = "80"  # from this number on a notebook reads what those before it published
WORKERS = 2  # notebooks at a time; each holds the layers in memory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the renderer, other texts, and the folder of the result."""
    parser.add_argument("--renderer", choices=["auto", "quarto", "builtin"], default="auto")
    parser.add_argument("--output", metavar="FOLDER", help="default: the project's reports/site")
    parser.add_argument("--seeds", metavar="PATH", help="other texts: a file or folder")
    parser.add_argument("--codebook", metavar="PATH", help="another codebook folder")
    parser.add_argument("--by", metavar="COLUMN", help="the column to compare (default: source)")
    parser.add_argument("--strict", action="store_true", help="stop at the first broken text")
    add_engine_options(parser, purpose="where long texts are read (default: local)")


def run(arguments: argparse.Namespace) -> None:
    """Render the report of the project, or of other texts."""
    from topoi.files import alone
    from topoi.project import project_root
    from topoi.report.chapters.grouping import require_no_column
    from topoi.report.publish.book import read_book
    from topoi.report.publish.render import require_replaceable

    engine = engine_of(arguments)
    root = project_root()
    of_others = arguments.seeds or arguments.codebook
    if not of_others:
        if arguments.engine:
            raise InputError("--engine", "needs --seeds or --codebook", "Say which texts to read.")
        require_no_column(arguments.by)
    elif not arguments.output:
        raise InputError("--output", "is missing", "Say where the report of other texts goes.")
    output = Path(arguments.output or root / read_book(root).site).resolve()
    with alone(output, lock=output.with_name(f".{output.name}.lock")):
        require_replaceable(output)
        if of_others:
            report_on_others(root, arguments, engine, output)
        else:
            require_up_to_date(root)
            render(root, arguments.renderer, output)


def require_up_to_date(root: Path) -> None:
    """Raise InputError where texts or codebooks are not in order or the notebooks are stale.

    Before anything is rendered, so that old results are never published beside new data.
    """
    from topoi.commands.check import require_in_order
    from topoi.report.publish.execute import is_stale, notebooks_of

    require_in_order(root)
    for path in notebooks_of(root):
        if is_stale(path, root=root):
            raise InputError(str(path), "is not up to date", "Run `topoi execute` first.")


def read_into_layers(
    root: Path, seeds: Path, codebook: Path, engine: Engine, *, strict: bool, by: str
) -> bool:
    """Return whether there is more than one text; say what could not be read.

    The layers of long texts are kept where the notebooks will find them. Raises InputError where
    the texts have no column `by`.
    """
    from topoi.analysis.passes.engine import tell_notebooks
    from topoi.commands.sources import tell_aside
    from topoi.project import open_study
    from topoi.study import read_ahead
    from topoi.text.corpus.corpus import require_column

    study = open_study(root, seeds=seeds, codebook=codebook, strict=strict)
    tell_aside(study.corpus.aside)
    require_column(study.corpus.documents, by)
    if not read_ahead(study, **engine) and engine["engine"] != "local":
        print("topoi: the texts are short, and are read here, not on the cluster.", file=sys.stderr)
    tell_notebooks(engine)
    return len(study.corpus) > 1


def report_on_others(
    root: Path, arguments: argparse.Namespace, engine: Engine, output: Path
) -> None:
    """Run the notebooks on other texts in a copy of the project, and render that.

    The chapters that were run are kept until the report is done: after an interruption the next run
    goes on from there.
    """
    from topoi.project import source_paths
    from topoi.report.chapters.grouping import grouping
    from topoi.report.chapters.time import events_beside
    from topoi.report.publish.working_copy import kept_chapters, told_of_originals, working_copy

    seeds, codebook = source_paths(root, seeds=arguments.seeds, codebook=arguments.codebook)
    events_beside(seeds)  # broken ones are told of before the notebooks run, which takes minutes
    by = arguments.by or grouping(root)
    several = read_into_layers(root, seeds, codebook, engine, strict=arguments.strict, by=by)
    kept = kept_chapters(root, [seeds.resolve(), codebook.resolve(), by])
    with tempfile.TemporaryDirectory(prefix="topoi-") as folder:
        place = Path(folder) / "project"
        working_copy(root, place, seeds=seeds, codebook=codebook, collection=several, by=by)
        with told_of_originals(place, seeds=seeds, codebook=codebook, root=root):
            run_notebooks(place, kept)
            render(place, arguments.renderer, output)
    kept.forget()


def run_notebooks(project: Path, kept: "KeptChapters") -> None:
    """Run the first notebook, then the chapters two at a time, but for those that are kept.

    The first alone, since it makes the layers where they could not be kept. Those that read what
    the chapters published come after them.
    """
    from topoi.report.publish.execute import execute, notebooks_of

    every = notebooks_of(project)
    readers = [path for path in every if path.name >= READERS]
    done = kept.restore(project)
    if done:
        several = "s were" if len(done) > 1 else " was"
        print(f"topoi: {len(done)} notebook{several} run before and kept", file=sys.stderr)
    first, *chapters = [path for path in every if path not in readers]
    for paths, workers in (([first], 1), (chapters, WORKERS)):
        left = [path for path in paths if path not in done]
        execute(left, root=project, workers=workers, on_stored=kept.keep)
    execute(readers, root=project)


def render(root: Path, renderer: str, output: Path) -> None:
    """Render one project and say where the result is."""
    from topoi.report.publish.publish import publish
    from topoi.report.publish.render import render_report

    finish = partial(publish, root=root)
    done = render_report(root, renderer=renderer, output=output, finish=finish)
    print(f"report: {done.site}/index.html\nPDF:    {done.pdf}\nrendered by {done.renderer}")
