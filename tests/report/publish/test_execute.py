import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.report.tiny_book import code, markdown, write_notebook

from topoi.errors import InputError
from topoi.report.publish.execute import execute, inputs_hash, is_stale, read_notebook

SOURCES = [
    markdown("# A title {#sec-a}   "),
    code("import sys\nprint('first')\nprint('second')"),
    code("   "),
    code("from pathlib import Path\nPath.cwd().name, sys.executable.endswith('python3') or 1"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("a text")
    write_notebook(tmp_path / "notebooks/01-a.ipynb", SOURCES)
    return tmp_path


def stored(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_second_run_changes_nothing_and_the_stored_form_is_bare(project: Path) -> None:
    path = project / "notebooks/01-a.ipynb"
    assert execute([path], root=project) == [path]
    before = path.read_bytes()
    assert execute([path], root=project) == []
    assert path.read_bytes() == before

    notebook = stored(path)
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "topoi": {"inputs": inputs_hash(read_notebook(path), root=project)},
    }
    assert [cell["id"] for cell in notebook["cells"]] == ["cell-01", "cell-02", "cell-03"]
    assert [cell.get("execution_count") for cell in notebook["cells"]] == [None, 1, 2]
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    assert notebook["cells"][1]["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["first\n", "second\n"]}
    ]
    assert "'notebooks'" in notebook["cells"][2]["outputs"][0]["data"]["text/plain"][0]


def test_what_changes_results_makes_a_notebook_stale(project: Path) -> None:
    path = project / "notebooks/01-a.ipynb"
    assert is_stale(path, root=project)
    execute([path], root=project)
    assert not is_stale(path, root=project)

    (project / "seeds/a.txt").write_text("another text")
    assert is_stale(path, root=project)
    (project / "seeds/a.txt").write_text("a text")
    assert not is_stale(path, root=project)

    path.write_text(path.read_text().replace("print('first')", "print('third')"))
    assert is_stale(path, root=project)


def test_a_notebook_saved_by_an_editor_is_stale_until_it_is_in_form_again(project: Path) -> None:
    path = project / "notebooks/01-a.ipynb"
    execute([path], root=project)
    notebook = stored(path)
    notebook["cells"][1]["metadata"] = {"collapsed": True}
    path.write_text(json.dumps(notebook))
    assert is_stale(path, root=project)


def test_a_cell_that_fails_is_named_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "notebooks/01-a.ipynb"
    write_notebook(path, [code("1"), code("1 / 0")])
    before = path.read_bytes()
    with pytest.raises(InputError, match="cell 2: fails with ZeroDivisionError: division by zero"):
        execute([path], root=tmp_path)
    assert path.read_bytes() == before


def test_a_text_that_changes_while_a_notebook_is_run_leaves_it_stale(project: Path) -> None:
    path = project / "notebooks/01-a.ipynb"
    write_notebook(
        path, [code("from pathlib import Path\nPath('../seeds/a.txt').write_text('more')")]
    )
    execute([path], root=project)
    assert (project / "seeds/a.txt").read_text() == "more"
    assert is_stale(path, root=project)


SAVED = """
from pathlib import Path
path = Path("01-a.ipynb")
path.write_bytes(path.read_bytes() + b" ")
"""


def test_a_notebook_that_somebody_saves_while_it_is_run_keeps_what_was_saved(
    project: Path,
) -> None:
    path = project / "notebooks/01-a.ipynb"
    write_notebook(path, [code(SAVED)])
    before = path.read_bytes()
    with pytest.raises(InputError, match="was saved while it was run"):
        execute([path], root=project)
    assert path.read_bytes() == before + b" "


def test_a_warning_is_said_and_is_not_stored(tmp_path: Path) -> None:
    path = tmp_path / "notebooks/01-a.ipynb"
    warns = "import warnings\nwarnings.warn('of careful work')\nprint('done')"
    write_notebook(path, [markdown("# A"), code("   "), code(warns), code("1")])
    said: list[str] = []
    assert execute([path], root=tmp_path, say=said.append) == [path]
    outputs = [cell.get("outputs") for cell in stored(path)["cells"]]
    assert [len(some) for some in outputs if some is not None] == [1, 1]
    assert outputs[1][0]["text"] == ["done\n"]
    (line,) = said
    assert line.startswith("topoi: 01-a.ipynb, cell 2 warns: ")
    assert "UserWarning: of careful work" in line
    assert not is_stale(path, root=tmp_path)


def test_a_file_that_is_no_notebook_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("{")
    with pytest.raises(InputError, match="is not a notebook"):
        is_stale(path, root=tmp_path)


def test_an_interruption_ends_the_kernels_and_leaves_the_notebooks(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    slow = code(
        "import os, time\nopen('pid', 'a').write(f'{os.getpid()} ')\nfor _ in range(600):\n"
        "    time.sleep(0.1)"
    )
    for number in (1, 2, 3):  # the third waits for one of two kernels
        write_notebook(tmp_path / f"notebooks/0{number}-a.ipynb", [slow])
    before = (tmp_path / "notebooks/01-a.ipynb").read_bytes()
    program = (
        "import sys\nfrom pathlib import Path\nfrom topoi.report.publish.execute import execute\n"
        "root = Path(sys.argv[1])\ntry:\n"
        "    execute(sorted(root.glob('notebooks/*.ipynb')), root=root, workers=2)\n"
        "except KeyboardInterrupt:\n    sys.exit(130)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stderr=subprocess.PIPE, text=True
    )
    kernels: list[str] = []
    for _ in range(600):
        pids = tmp_path / "notebooks/pid"
        kernels = pids.read_text().split() if pids.exists() else []
        if len(kernels) == 2:
            break
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    assert len(kernels) == 2
    for number in kernels:
        with pytest.raises(ProcessLookupError):
            os.kill(int(number), 0)
    assert (tmp_path / "notebooks/01-a.ipynb").read_bytes() == before
