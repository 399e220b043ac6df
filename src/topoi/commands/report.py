"""Write the report: an HTML site with the PDF and the data beside it.

Quarto renders it where it is installed, else the built-in renderer, from the same sources. The
result is built in a temporary folder and replaces the last report only when everything succeeded.
"""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the renderer and the folder of the result."""
    parser.add_argument("--renderer", choices=["auto", "quarto", "builtin"], default="auto")
    parser.add_argument("--output", metavar="FOLDER", help="default: the project's reports/site")


def run(arguments: argparse.Namespace) -> None:
    """Render the report of the project."""
    from pathlib import Path

    from topoi.report.render import render_report
    from topoi.study import project_root

    output = Path(arguments.output) if arguments.output else None
    done = render_report(project_root(), renderer=arguments.renderer, output=output)
    print(f"report: {done.site}/index.html\nPDF:    {done.pdf}\nrendered by {done.renderer}")
