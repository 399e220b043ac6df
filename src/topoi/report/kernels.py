"""The kernels that run notebooks: some at a time, and ended at once when the run is interrupted."""

import atexit
import os
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import sleep
from types import TracebackType
from typing import Any

from topoi.errors import InputError

SECONDS_A_CELL = 600
SECONDS_BETWEEN_LOOKS = 0.2


class Kernels:
    """Runs notebooks in threads of their own, so that an interruption reaches this one.

    Left by an error, it ends the kernels that still run and starts no other.
    """

    def __init__(self, workers: int) -> None:
        self.pool = ThreadPoolExecutor(workers)
        self.running: list[Any] = []
        self.runs: list[Future[bool]] = []

    def run(
        self,
        notebook: Any,
        path: Path,
        *,
        on_cell: Callable[[int], object],
        then: Callable[[Any, Path], bool],
    ) -> "Future[bool]":
        """Return what `then` will return of the notebook when it has been run."""

        def whole() -> bool:
            run(notebook, path, kernels=self.running, on_cell=on_cell)
            return then(notebook, path)

        self.runs.append(self.pool.submit(whole))
        return self.runs[-1]

    def __enter__(self) -> "Kernels":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        if error is not None:
            # Not `concurrent.futures.wait`, which waits for ever for a run that was cancelled.
            while not all(run.done() for run in self.runs):
                self.end()
                sleep(SECONDS_BETWEEN_LOOKS)
        self.pool.shutdown()

    def end(self) -> None:
        """End every kernel that has started."""
        for kernel in list(self.running):
            number = getattr(kernel.provisioner, "pid", None)
            if number:
                with suppress(ProcessLookupError):
                    os.kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))


def run(
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
            on_cell_executed=lambda **_: on_cell(1),
        )
        kernel = client.create_kernel_manager()
        # An empty folder of kernels leaves the native one: the running interpreter.
        kernel.kernel_spec_manager = KernelSpecManager(kernel_dirs=[own], ensure_native_kernel=True)
        kernels.append(kernel)
        kernel.connection_file = f"{own}/kernel.json"
        if os.name == "posix":  # sockets in this folder, which no other user can read
            kernel.transport, kernel.ip = "ipc", f"{own}/kernel"
        # The user's own IPython settings and start-up files are not part of the result.
        environment = {**os.environ, "IPYTHONDIR": own, "PYTHONWARNINGS": "default"}
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
