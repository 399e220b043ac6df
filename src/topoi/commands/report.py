"""Write the report: an HTML site with the PDF and the data beside it.

Quarto renders it where it is installed, else the built-in renderer, from the same sources. The
result is built in a temporary folder and replaces the last report only when everything succeeded.

  topoi report                                the project's own texts, from the stored notebooks
  topoi report --seeds TEXTS --output FOLDER  the same notebooks, run on other texts
"""

import argparse
import tempfile
from pathlib import Path

from topoi.errors import InputError

READERS = "07"  # from this number on a notebook reads what those before it published
WORKERS = 2  # notebooks at a time; each holds the layers in memory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the renderer, other texts, and the folder of the result."""
    parser.add_argument("--renderer", choices=["auto", "quarto", "builtin"], default="auto")
    parser.add_argument("--output", metavar="FOLDER", help="default: the project's reports/site")
    parser.add_argument("--seeds", metavar="PATH", help="other texts: a file or folder")
    parser.add_argument("--codebook", metavar="PATH", help="another codebook folder")
    parser.add_argument("--by", metavar="COLUMN", help="the column to compare (default: source)")
    parser.add_argument("--strict", action="store_true", help="stop at the first broken text")


def run(arguments: argparse.Namespace) -> None:
    """Render the report of the project, or of other texts."""
    from topoi.commands.beforehand import require_no_column, require_readable
    from topoi.report.grouping import grouping
    from topoi.report.render import require_replaceable
    from topoi.study import project_root

    root = project_root()
    output = Path(arguments.output).resolve() if arguments.output else None
    if not arguments.seeds and not arguments.codebook:
        require_no_column(arguments.by)
        require_up_to_date(root)
        render(root, arguments.renderer, output)
        return
    if output is None:
        raise InputError("--output", "is missing", "Say where the report of other texts goes.")
    seeds = Path(arguments.seeds) if arguments.seeds else root / "seeds"
    books = Path(arguments.codebook) if arguments.codebook else None
    require_replaceable(output)
    by = arguments.by or grouping(root)
    several = is_collection(seeds, strict=arguments.strict, by=by)
    require_readable(seeds, books)
    report_on(root, seeds, books, arguments.renderer, output, collection=several, by=by)


def require_up_to_date(root: Path) -> None:
    """Raise InputError where texts or codebooks are not in order or the notebooks are stale.

    Before anything is rendered, so that old results are never published beside new data.
    """
    from topoi.commands.check import require_in_order
    from topoi.report.execute import is_stale

    require_in_order(root)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        if is_stale(path, root=root):
            raise InputError(str(path), "is not up to date", "Run `topoi execute` first.")


def is_collection(seeds: Path, *, strict: bool, by: str) -> bool:
    """Return whether there is more than one text; say what could not be read.

    Raises InputError where the texts have no column `by`.
    """
    from topoi.commands.sources import tell_aside
    from topoi.text.corpus import read_corpus
    from topoi.text.groups import require_column

    corpus = read_corpus(seeds, strict=strict)
    tell_aside(corpus.aside)
    require_column(corpus.documents, by)
    return len(corpus) > 1


def report_on(
    root: Path,
    seeds: Path,
    codebook: Path | None,
    renderer: str,
    output: Path,
    *,
    collection: bool,
    by: str,
) -> None:
    """Run the notebooks on other texts in a copy of the project, and render that."""
    from topoi.report.working_copy import told_of_originals, working_copy

    with tempfile.TemporaryDirectory(prefix="topoi-") as folder:
        copy = working_copy(
            root,
            Path(folder) / "project",
            seeds=seeds,
            codebook=codebook,
            collection=collection,
            by=by,
        )
        with told_of_originals(
            copy, seeds=seeds, codebook=codebook or root / "codebook", root=root
        ):
            run_notebooks(copy)
            render(copy, renderer, output)


def run_notebooks(project: Path) -> None:
    """Run the first notebook, which makes the layers, then the chapters two at a time.

    Those that read what the chapters published come after them.
    """
    from concurrent.futures import ThreadPoolExecutor

    from topoi.report.execute import execute

    every = sorted((project / "notebooks").glob("*.ipynb"))
    readers = [path for path in every if path.name >= READERS]
    first, *chapters = [path for path in every if path not in readers]
    execute([first], root=project)
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda path: execute([path], root=project), chapters))
    execute(readers, root=project)


def render(root: Path, renderer: str, output: Path | None) -> None:
    """Render one project and say where the result is."""
    from topoi.commands.sources import tell_stopped
    from topoi.report.publish import layers_of, publish
    from topoi.report.render import render_report

    layers = layers_of(root)
    tell_stopped(layers.stopped)
    done = render_report(
        root,
        renderer=renderer,
        output=output,
        finish=lambda site: publish(site, root, layers=layers),
    )
    print(f"report: {done.site}/index.html\nPDF:    {done.pdf}\nrendered by {done.renderer}")
