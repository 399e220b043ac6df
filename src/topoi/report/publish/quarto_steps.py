"""What _quarto.yml has Quarto run before and after it renders, so that its pages are whole.

`quarto render` and `quarto preview` then give what `topoi report` gives:
`python -m topoi.report.publish.quarto_steps before` and `... after`. Under `topoi report`, which
does the same by itself, they do nothing.

Quarto empties the folder it writes to before anything can stop it, so that this is one of its own
(`OWN`); a report that is whole is copied from there.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from topoi.errors import InputError
from topoi.project import project_root
from topoi.report.publish.book import read_book
from topoi.report.publish.publish import publish
from topoi.report.publish.quarto import PUBLISHES, clear_half_made, find_quarto
from topoi.report.publish.render import complete, copy_report, unlink_missing_pdf

OUTPUT_DIR, WHOLE = "QUARTO_PROJECT_OUTPUT_DIR", "QUARTO_PROJECT_RENDER_ALL"  # told by Quarto
OWN = "_book"  # where Quarto writes a book that names no other folder
REFERENCES = Path(".quarto/xref/INDEX")  # what it knows of the other chapters


def before(root: Path, *, whole: bool) -> None:
    """Have the whole book rendered once before a chapter alone, whose references lead to others.

    Raises InputError where that fails.
    """
    if whole or (root / REFERENCES).is_file():
        return
    command = [find_quarto() or "quarto", "render", str(root), "--to", "html"]
    if subprocess.run(command, check=False).returncode:
        raise InputError("quarto", "could not render the whole book", "Mend what it names above")


def after(root: Path, site: Path, *, whole: bool) -> None:
    """Publish the pages that Quarto rendered into `site`; where it holds none, leave it as it is.

    A whole book is checked and marked as by `topoi report`, and from Quarto's own folder put where
    that writes, if it has its PDF. Raises InputError as that does.
    """
    if not any(site.rglob("*.html")):
        return  # a PDF alone
    book, finish = read_book(root), partial(publish, root=root)
    if whole:
        complete(book, site, finish=finish, say=print)
        if site == root / OWN and (site / book.pdf_name).is_file():
            copy_report(site, root / book.site, say=print)
            print(f"Report: {book.site}/index.html")
    else:
        unlink_missing_pdf(book, site)
        finish(site)


def main(step: str) -> int:
    """Do one step, "before" or "after"; return 2 where something is wrong, and say it."""
    if os.environ.get(PUBLISHES):
        return 0
    root, whole = project_root(), bool(os.environ.get(WHOLE))
    try:
        if step == "before":
            clear_half_made(read_book(root))
            before(root, whole=whole)
        else:
            site = os.environ.get(OUTPUT_DIR) or root / read_book(root).site
            after(root, Path(site).resolve(), whole=whole)
    except InputError as error:
        print(f"topoi: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
