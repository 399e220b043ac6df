import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.report.tiny_book import code, markdown, write_notebook

from topoi.errors import InputError
from topoi.report.publish.execute import (
    execute,
    failed,
    inputs_hash,
    is_stale,
    notebooks_of,
    read_notebook,
    store,
)

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
    _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    assert len(kernels) == 2
    for number in kernels:
        with pytest.raises(ProcessLookupError):
            os.kill(int(number), 0)
    assert (tmp_path / "notebooks/01-a.ipynb").read_bytes() == before


def test_notebooks_are_run_by_name_and_each_is_told_when_it_is_stored(project: Path) -> None:
    write_notebook(project / "notebooks/00-b.ipynb", [code("2")])
    (project / "notebooks/notes.txt").write_text("x")
    paths = notebooks_of(project)
    assert [path.name for path in paths] == ["00-b.ipynb", "01-a.ipynb"]
    told: list[tuple[str, bool]] = []
    execute(
        paths, root=project, on_stored=lambda p: told.append((p.name, is_stale(p, root=project)))
    )
    assert told == [("00-b.ipynb", False), ("01-a.ipynb", False)]
    (project / "notebooks/00-b.ipynb").write_text(
        (project / "notebooks/00-b.ipynb").read_text().replace('"2"', '"3"')
    )
    assert execute(paths, root=project) == paths[:1]


def test_an_input_error_in_a_cell_is_told_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notebooks/01-a.ipynb"
    raises = (
        "from topoi.errors import InputError\nraise InputError('a.csv', 'is empty', 'Fill it.')"
    )
    write_notebook(path, [markdown("# A"), code("1"), code(raises)])
    with pytest.raises(InputError) as raised:
        execute([path], root=tmp_path)
    assert str(raised.value).startswith(f"{path}, cell 3: a.csv: is empty")
    assert "fails with" not in str(raised.value)


def book(*sources: str) -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])


def change_column(root: Path) -> None:
    (root / "_quarto.yml").write_text("topoi: {by: party}\n")


def change_lock(root: Path) -> None:
    (root / "requirements.lock").write_text("numpy==2.0\n")


def change_codebook(root: Path) -> None:
    (root / "codebook").mkdir()
    (root / "codebook/a.yml").write_text("id: a\n")


def add_text(root: Path) -> None:
    (root / "seeds/deep").mkdir()
    (root / "seeds/deep/b.txt").write_text("b")


def hide_text(root: Path) -> None:
    (root / "seeds/.cache").mkdir()
    (root / "seeds/.cache/b.txt").write_text("b")
    (root / "seeds/.DS_Store").write_text("b")


def name_the_usual_column(root: Path) -> None:
    (root / "_quarto.yml").write_text("lang: en\ntopoi: {by: source}\n")


@pytest.mark.parametrize(
    ("change", "matters"),
    [
        (change_column, True), (change_lock, True), (change_codebook, True), (add_text, True),
        (hide_text, False), (name_the_usual_column, False),
    ],
)  # fmt: skip
def test_results_depend_on_texts_codebooks_versions_and_the_column(
    project: Path, change: Any, matters: bool
) -> None:
    before = inputs_hash(book("x"), root=project)
    change(project)
    assert (inputs_hash(book("x"), root=project) != before) == matters


def test_results_depend_on_the_code_that_is_run_and_not_on_blank_lines(project: Path) -> None:
    one = inputs_hash(book("x = 1", "y"), root=project)
    assert inputs_hash(book("\nx = 1  \n", "  ", "y\n"), root=project) == one
    assert inputs_hash(book("y", "x = 1"), root=project) != one
    words = nbformat.v4.new_markdown_cell("# Words")
    with_words = nbformat.v4.new_notebook(cells=[words, *book("x = 1", "y").cells])
    assert inputs_hash(with_words, root=project) == one


def test_only_a_colophon_depends_on_whose_report_it_is(project: Path) -> None:
    plain, told = book("x"), book("x", "colophon(study)")
    before = [inputs_hash(one, root=project) for one in (plain, told)]
    (project / "CITATION.cff").write_text("title: T\n")
    after = [inputs_hash(one, root=project) for one in (plain, told)]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False]


def test_what_a_notebook_was_written_from_stays_in_its_metadata_and_nothing_else(
    project: Path,
) -> None:
    path = project / "notebooks/01-a.ipynb"
    notebook = read_notebook(path)
    notebook.metadata["topoi"] = {"chapter": "abc", "inputs": "old", "other": 1}
    assert store(notebook, path, inputs="new") is True
    assert stored(path)["metadata"]["topoi"] == {"chapter": "abc", "inputs": "new"}
    assert store(read_notebook(path), path, inputs="new") is False
    assert store(read_notebook(path), path, inputs="newer") is True


def test_the_cell_that_failed_is_the_first_with_an_error() -> None:
    error = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
    notebook = book("a", "b", "c")
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# A"))
    assert failed(notebook) == 0
    for number in (3, 4):
        notebook.cells[number - 1].outputs = [
            nbformat.v4.new_output("stream", name="stdout", text="x"), error,
        ]  # fmt: skip
    assert failed(notebook) == 3
