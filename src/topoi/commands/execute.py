"""Run the notebooks and store their results in them.

A second run gives byte-identical files. `--if-stale` runs only notebooks whose texts, codebook or
code changed since they were last run. Of contrasts and networks the list of chapters in _quarto.yml
has what has something to show.
"""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the notebooks and the choice to skip those up to date."""
    parser.add_argument("notebooks", nargs="*", help="notebook files (default: all of notebooks/)")
    parser.add_argument(
        "--if-stale", action="store_true", help="skip notebooks that are up to date"
    )


def run(arguments: argparse.Namespace) -> None:
    """Execute the notebooks, in the order of their names."""
    from topoi.commands.check import require_in_order
    from topoi.project import project_root
    from topoi.report.project.chapters import READERS, leave_out_empty, name_of
    from topoi.report.publish.execute import execute, is_stale, notebooks_of

    root = project_root()
    paths = [Path(name) for name in arguments.notebooks] or notebooks_of(root)
    if arguments.if_stale:
        stale = [path for path in paths if is_stale(path, root=root)]
        # The appendix collects what the chapters cite, so it follows any of them.
        paths = paths[paths.index(stale[0]) :] if stale else []
    if not paths:
        print("notebooks: up to date")
        return
    require_in_order(root, arguments.told)
    readers = [path for path in paths if name_of(path) in READERS]
    changed = execute([path for path in paths if path not in readers], root=root)
    for line in leave_out_empty(root):
        print(f"topoi: {line}", file=sys.stderr)
    changed += execute(readers, root=root)
    print(f"notebooks: {len(paths)} run, {len(changed)} changed")
