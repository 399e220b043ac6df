"""Run notebooks and store their results so that a second run gives the same bytes."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.progress import track
from topoi.report.notebook_form import normal_form, plain_source

SECONDS_A_CELL = 600
EARLIER = "reports/previous"  # the data of an earlier report, to compare this one with
# Code that makes pages of results or answers commands: a change in it changes no result.
_NO_RESULTS = (
    "cli.py", "__main__.py", "commands/", "progress.py", "report/book.py", "report/builtin",
    "report/execute.py", "report/notebook_form.py", "report/quarto_setup.py", "report/render.py",
    "report/site_check.py", "report/sources.py", "report/typesetting.py",
)  # fmt: skip


def execute(paths: Iterable[Path], *, root: Path) -> list[Path]:
    """Return the notebooks that changed after each of `paths` was run in its own folder.

    Run by the interpreter that runs this, whatever kernels the user has. Stored are the results in
    `normal_form` and, in the metadata, the hash that `is_stale` compares; a file is written only if
    its bytes change. Raises InputError naming the cell where one fails or writes to stderr.
    """
    changed = []
    for path in track(list(paths), label="notebooks", unit="notebook"):
        notebook = read(path)
        _run(notebook, path)
        metadata = {"topoi": {"inputs": inputs_hash(notebook, root=root)}}
        text = normal_form(notebook, place=str(path), metadata=metadata)
        if text.encode() != path.read_bytes():
            path.write_bytes(text.encode())
            changed.append(path)
    return changed


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
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.strip():
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
    lock = root / "requirements.lock"
    if lock.is_file():
        yield lock.name, lock.read_bytes()


def _run(notebook: Any, path: Path) -> None:
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory() as own:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=SECONDS_A_CELL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
            # A cell's result is stored in the notebook; the kernel need not remember it as well.
            extra_arguments=["--InteractiveShell.cache_size=0"],
        )
        kernel = client.create_kernel_manager()
        # An empty folder of kernels leaves the native one: the running interpreter.
        kernel.kernel_spec_manager = KernelSpecManager(kernel_dirs=[own], ensure_native_kernel=True)
        kernel.connection_file = f"{own}/kernel.json"
        if os.name == "posix":  # sockets in this folder, which no other user can read
            kernel.transport, kernel.ip = "ipc", f"{own}/kernel"
        # The user's own IPython settings and start-up files are not part of the result.
        environment = {**os.environ, "IPYTHONDIR": own, "PYTHONWARNINGS": "default"}
        environment.pop("MPLBACKEND", None)
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            number = _failed(notebook)
            if error.ename == InputError.__name__:
                raise InputError(f"{path}, cell {number}", error.evalue.rstrip("."), "") from error
            problem = f"fails with {error.ename}: {error.evalue}"
            raise InputError(f"{path}, cell {number}", problem, "Mend the cell") from error
        except (CellTimeoutError, DeadKernelError) as error:
            problem = f"ended after {SECONDS_A_CELL} s or with its kernel dead"
            raise InputError(str(path), problem, "Make the slow cell smaller") from error


def _failed(notebook: Any) -> int:
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return number
    return 0
