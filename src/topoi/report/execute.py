"""Run notebooks and store their results so that a second run gives the same bytes."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.progress import counter
from topoi.report.grouping import SETTINGS, SOURCE, column_in
from topoi.report.kernels import Kernels
from topoi.report.notebook_form import normal_form, plain_source

EARLIER = "reports/previous"  # the data of an earlier report, to compare this one with
# Code that makes pages of results or answers commands: a change in it changes no result.
_NO_RESULTS = (
    "cli.py", "__main__.py", "commands/", "progress.py", "report/book.py", "report/builtin",
    "report/execute.py", "report/kept_chapters.py", "report/kernels.py",
    "report/notebook_form.py", "report/quarto_setup.py", "report/render.py",
    "report/site_check.py", "report/sources.py", "report/typesetting.py",
)  # fmt: skip


def execute(
    paths: Iterable[Path],
    *,
    root: Path,
    workers: int = 1,
    on_stored: Callable[[Path], object] = lambda _: None,
) -> list[Path]:
    """Return the notebooks that changed after each of `paths` was run in its own folder.

    Run by the interpreter that runs this, whatever kernels the user has, `workers` at a time.
    Stored are the results in `normal_form` and, in the metadata, the hash that `is_stale` compares;
    a file is written only if its bytes change. `on_stored` is told of each as soon as it is stored,
    by the thread that ran it. Raises InputError naming the cell where one fails or
    writes to stderr. When it is interrupted, its kernels end at once and no notebook is half
    written.
    """
    notebooks = {path: read(path) for path in paths}
    cells = sum(len(code_cells(notebook)) for notebook in notebooks.values())

    def kept(notebook: Any, path: Path) -> bool:
        changed = store(notebook, path, root=root)
        on_stored(path)
        return changed

    with counter(label="notebooks", total=cells, unit="cell") as step, Kernels(workers) as kernels:
        runs = [
            kernels.run(notebook, path, on_cell=step, then=kept)
            for path, notebook in notebooks.items()
        ]
        changed = [run.result() for run in runs]
    return [path for path, wrote in zip(notebooks, changed, strict=True) if wrote]


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of a notebook that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def store(notebook: Any, path: Path, *, root: Path) -> bool:
    """Write the results of a notebook and return True, or False where its bytes are the same."""
    metadata = {"topoi": {"inputs": inputs_hash(notebook, root=root)}}
    text = normal_form(notebook, place=str(path), metadata=metadata)
    if text.encode() == path.read_bytes():
        return False
    aside = path.with_name(f".{path.name}.aside")
    aside.write_bytes(text.encode())
    aside.replace(path)
    return True


def is_stale(path: Path, *, root: Path) -> bool:
    """Return True where the stored results may no longer be what the notebook would show.

    That is where the texts, the codebook, the code behind results, the locked versions or the
    notebook's own code differ from when it was run, or the file is not as `execute` writes it.
    """
    notebook = read(path)
    stored = notebook.metadata.get("topoi", {})
    if stored.get("inputs") != inputs_hash(notebook, root=root):
        return True
    try:
        text = normal_form(notebook, place=str(path), metadata={"topoi": dict(stored)})
    except InputError:
        return True
    return text.encode() != path.read_bytes()


def inputs_hash(notebook: Any, *, root: Path) -> str:
    """Return the SHA-256 over all that the notebook's results depend on.

    Comment lines and blank lines of code do not count.
    """
    digest = hashlib.sha256()
    for name, content in _inputs(root):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    for cell in code_cells(notebook):
        digest.update(plain_source(cell.source).encode() + b"\0")
        if EARLIER in cell.source:  # its description holds the hash of every file
            for path in sorted((root / EARLIER).rglob("datapackage.json")):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def read(path: Path) -> Any:
    """Return the notebook at `path` (an nbformat node). Raises InputError where it is none."""
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever its parsers raise
        raise InputError(str(path), "is not a notebook", "Open and save it in Jupyter") from error


def _inputs(root: Path) -> Iterable[tuple[str, bytes]]:
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(_NO_RESULTS):
            lines = (line.rstrip() for line in path.read_text(encoding="utf-8").splitlines())
            kept = [line for line in lines if line and not line.lstrip().startswith("#")]
            yield name, "\n".join(kept).encode()
    for folder in ("seeds", "codebook"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(root).as_posix(), path.read_bytes()
    by = column_in(root / SETTINGS)
    if by != SOURCE:
        yield "by", by.encode()
    lock = root / "requirements.lock"
    if lock.is_file():
        yield lock.name, lock.read_bytes()
