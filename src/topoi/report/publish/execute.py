"""Run notebooks and store their results so that a second run gives the same bytes."""

import atexit
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any

from topoi.errors import InputError
from topoi.files import made_aside, write_whole
from topoi.progress import counter
from topoi.project import MARKER, transcript_in
from topoi.report.chapters.grouping import SOURCE, column_in
from topoi.report.publish.notebook_form import normal_form, plain_source, warned
from topoi.text.corpus.hashes import code_hash, hash_of

SECONDS_A_CELL = 600
SECONDS_BETWEEN_LOOKS = 0.2
KEPT = ("chapter",)  # of a notebook's metadata: the sources it was written with
EARLIER = "reports/previous"  # the data of an earlier report, to compare this one with
# Code that makes pages of results or answers commands: a change in it changes no result.
_NO_RESULTS = (
    "cli.py", "__main__.py", "commands/", "files.py", "progress.py", "report/publish/book.py",
    "report/publish/builtin", "report/publish/evidence_pages.py", "report/publish/execute.py",
    "report/publish/notebook_form.py", "report/publish/number_pages.py",
    "report/publish/publish.py", "report/publish/quarto.py", "report/publish/render.py",
    "report/publish/site_check.py", "report/publish/sources.py", "report/project/",
    "report/templates/",
)  # fmt: skip


def execute(
    paths: Iterable[Path],
    *,
    root: Path,
    workers: int = 1,
    on_stored: Callable[[Path], object] = lambda _: None,
    say: Callable[[str], object] = lambda line: print(line, file=sys.stderr),
) -> list[Path]:
    """Return the notebooks that changed after each of `paths` was run in its own folder.

    Run by the interpreter that runs this, whatever kernels the user has, `workers` at a time.
    Stored are the results in `normal_form` and, in the metadata, the hash that `is_stale` compares;
    a file is written only if its bytes change. `on_stored` is told of each as soon as it is stored,
    by the thread that ran it. What a cell writes to stderr is said and not stored: a warning is no
    result. Raises InputError naming the cell where one fails, and for a notebook that somebody
    saved while it was run. When it is interrupted, its kernels end at once and no notebook is half
    written.
    """
    read = {path: path.read_bytes() for path in paths if path.is_file()}
    notebooks = {path: read_notebook(path) for path in paths}
    cells = sum(len(code_cells(notebook)) for notebook in notebooks.values())

    def stored(path: Path) -> bool:
        inputs = inputs_hash(notebooks[path], root=root)  # as they are before they are read
        run_notebook(notebooks[path], path, kernels=kernels, on_cell=step)
        if path.read_bytes() != read[path]:
            raise InputError(str(path), "was saved while it was run", "Run it again.")
        for number, text in warned(notebooks[path]).items():
            say(f"topoi: {path.name}, cell {number} warns: {text}")
        changed = store(notebooks[path], path, inputs=inputs)
        on_stored(path)
        return changed

    kernels: list[Any] = []
    runs: list[Future[bool]] = []
    # In threads of their own, so that an interruption reaches this one.
    with (
        counter(label="notebooks", total=cells, unit="cell") as step,
        ThreadPoolExecutor(workers) as pool,
    ):
        try:
            for path in notebooks:
                runs.append(pool.submit(stored, path))
            changed = [run.result() for run in runs]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # Not `concurrent.futures.wait`, which waits for ever for a run that was cancelled.
            while not all(run.done() for run in runs):
                end(kernels)
                sleep(SECONDS_BETWEEN_LOOKS)
            raise
    return [path for path, wrote in zip(notebooks, changed, strict=True) if wrote]


def notebooks_of(root: Path) -> list[Path]:
    """Return the notebooks of a project, in the order of their names."""
    return sorted((root / "notebooks").glob("*.ipynb"))


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of a notebook that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def store(notebook: Any, path: Path, *, inputs: str) -> bool:
    """Write the results of a notebook and return True, or False where its bytes are the same.

    `inputs` is the hash of what it was run on.
    """
    known = notebook.metadata.get("topoi", {})
    kept = {key: known[key] for key in KEPT if key in known}
    metadata = {"topoi": {**kept, "inputs": inputs}}
    text = normal_form(notebook, place=str(path), metadata=metadata)
    if text.encode() == path.read_bytes():
        return False
    write_whole(path, text)
    return True


def is_stale(path: Path, *, root: Path) -> bool:
    """Return True where the stored results may no longer be what the notebook would show.

    That is where the texts, the codebook, the code behind results, the locked versions or the
    notebook's own code differ from when it was run, or the file is not as `execute` writes it.
    """
    notebook = read_notebook(path)
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
    cells = [plain_source(cell.source) for cell in code_cells(notebook)]
    about: list[tuple[str, str | bytes]] = [("cell", cell) for cell in cells]
    if any(EARLIER in cell for cell in cells):  # its description holds the hash of every file
        earlier = sorted((root / EARLIER).rglob("datapackage.json"))
        about += [(EARLIER, path.read_bytes()) for path in earlier]
    if any("colophon(" in cell for cell in cells):  # it says whose report this is
        told = (root / name for name in (MARKER, "CITATION.cff"))
        about += [(path.name, path.read_bytes()) for path in told if path.is_file()]
    return hash_of([*_inputs(root), *about])


def project_hash(root: Path) -> str:
    """Return the SHA-256 over what all results of a project depend on: texts, codebooks, code."""
    return hash_of(_inputs(root))


def read_notebook(path: Path) -> Any:
    """Return the notebook at `path` (an nbformat node). Raises InputError where it is none."""
    # Where Jupyter is installed, jsonschema would build 38 grammars of addresses, which no notebook
    # is checked for: 1.5 s of the 1.7 s that importing nbformat takes. It does without.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever its parsers raise
        raise InputError(str(path), "is not a notebook", "Open and save it in Jupyter") from error


def _inputs(root: Path) -> Iterable[tuple[str, str | bytes]]:
    yield "code", code_hash(but=_NO_RESULTS)
    for folder in ("seeds", "codebook"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                yield name.as_posix(), path.read_bytes()
    by = column_in(root / MARKER)
    if by != SOURCE:
        yield "by", by
    if transcript := transcript_in(root / MARKER):
        yield "transcript", transcript
    lock = root / "requirements.lock"
    if lock.is_file():
        yield lock.name, lock.read_bytes()


def end(kernels: list[Any]) -> None:
    """End every kernel that has started."""
    for kernel in list(kernels):
        number = getattr(kernel.provisioner, "pid", None)
        if number:
            with suppress(ProcessLookupError):
                os.kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))


def run_notebook(
    notebook: Any,
    path: Path,
    *,
    kernels: list[Any],
    on_cell: Callable[[int], object] = lambda _: None,
) -> None:
    """Run a notebook in its folder, its results put into it; the kernel is added to `kernels`.

    Raises InputError naming the cell that fails.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    with made_aside(Path(tempfile.gettempdir()), "topoi") as own:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=SECONDS_A_CELL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
            # A cell's result is stored in the notebook; the kernel need not remember it as well.
            extra_arguments=["--InteractiveShell.cache_size=0"],
            on_cell_executed=lambda **_: on_cell(1),
        )
        kernel = client.create_kernel_manager()
        # An empty folder of kernels leaves the native one: the running interpreter.
        kernel.kernel_spec_manager = KernelSpecManager(
            kernel_dirs=[str(own)], ensure_native_kernel=True
        )
        kernels.append(kernel)
        kernel.connection_file = f"{own}/kernel.json"
        if os.name == "posix":  # sockets in this folder, which no other user can read
            kernel.transport, kernel.ip = "ipc", f"{own}/kernel"
        # The user's own IPython settings and start-up files are not part of the result.
        environment = {**os.environ, "IPYTHONDIR": str(own), "PYTHONWARNINGS": "default"}
        environment.pop("MPLBACKEND", None)
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            number = failed(notebook)
            if error.ename == InputError.__name__:
                raise InputError(f"{path}, cell {number}", error.evalue.rstrip("."), "") from error
            problem = f"fails with {error.ename}: {error.evalue}"
            raise InputError(f"{path}, cell {number}", problem, "Mend the cell") from error
        except (CellTimeoutError, DeadKernelError) as error:
            problem = f"ended after {SECONDS_A_CELL} s or with its kernel dead"
            raise InputError(str(path), problem, "Make the slow cell smaller") from error
        finally:
            kernels.remove(kernel)
            # Where the kernel ended before it had begun, nbclient would end it again at our exit.
            atexit.unregister(client._cleanup_kernel)


def failed(notebook: Any) -> int:
    """Return the number of the cell that failed, 0 where none did."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return number
    return 0
