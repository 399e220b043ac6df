"""A report that was interrupted goes on with the chapters that it had not run."""

import nbformat
import pytest

from topoi.errors import InputError
from topoi.files import HASHES_KEPT
from topoi.report.project.working_copy import KEPT_IN, kept_chapters, run_chapters

PATH = "__import__('pathlib').Path"


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


@pytest.fixture
def project(tmp_path):
    for name in ("notebooks", "seeds", "codebook"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("He left. She stayed.")
    first = notebook("with open('../runs', 'a') as runs:\n    runs.write('x')")
    (tmp_path / "notebooks" / "01-first.ipynb").write_text(first)
    (tmp_path / "notebooks" / "02-second.ipynb").write_text(
        notebook(f"{PATH}('../late').read_text()")
    )
    return tmp_path


def test_the_next_run_goes_on_after_the_chapters_that_were_run(project, capsys):
    kept = kept_chapters(project, project, ["texts"])
    unrun = (project / "notebooks" / "01-first.ipynb").read_bytes()
    with pytest.raises(InputError, match="02-second"):
        run_chapters(project, kept)
    (project / "late").write_text("here")
    (project / "notebooks" / "01-first.ipynb").write_bytes(unrun)
    run_chapters(project, kept)
    assert (project / "runs").read_text() == "x"
    assert "1 notebook was run before" in capsys.readouterr().err
    assert kept.restore(project) == sorted((project / "notebooks").glob("*.ipynb"))
    kept.forget()
    assert not kept.restore(project)


def test_a_chapter_on_texts_that_have_changed_is_run_again(project):
    kept = kept_chapters(project, project, ["texts"])
    with pytest.raises(InputError):
        run_chapters(project, kept)
    (project / "seeds" / "a.txt").write_text("He stayed.")
    before = (project / "notebooks" / "01-first.ipynb").read_bytes()
    assert not kept.restore(project)
    assert (project / "notebooks" / "01-first.ipynb").read_bytes() == before


def test_only_the_last_interrupted_reports_are_kept(project):
    for number in range(HASHES_KEPT + 2):
        kept = kept_chapters(project, project, [number])
        kept.keep(project / "notebooks" / "01-first.ipynb")
    assert len([path for path in (project / KEPT_IN).iterdir() if path.is_dir()]) == HASHES_KEPT


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"cells": [{}]}', "\x00\xff"])
def test_a_broken_notebook_among_those_kept_is_run_again(project, content):
    kept = kept_chapters(project, project, ["texts"])
    with pytest.raises(InputError):
        run_chapters(project, kept)
    (kept.folder / "01-first.ipynb").write_text(content, encoding="latin-1")
    before = (project / "notebooks" / "01-first.ipynb").read_bytes()
    assert kept.restore(project) == []
    assert (project / "notebooks" / "01-first.ipynb").read_bytes() == before
