"""Notebooks are results: executed, clean, short, and every number in them has its evidence."""

import re
from pathlib import Path

import nbformat
import pytest

from topoi.report.evidence.collecting import cell_options, numbers_without_evidence
from topoi.report.project.chapters import (
    chapters_for,
    filled,
    has_several,
    has_sources_of,
    is_edited,
    known_codebooks,
)
from topoi.report.publish.execute import is_stale

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 15

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def options(cell):
    return cell_options(cell.source)


def test_the_notebooks_are_those_that_the_project_should_have():
    several = has_several(ROOT / "seeds")
    wanted = chapters_for(ROOT, codebooks=known_codebooks(ROOT), several=several)
    assert {path.name for path in NOTEBOOKS} >= {chapter.file for chapter in wanted}


def test_the_chapters_of_the_article_are_as_written_from_their_sources(article):
    wanted = chapters_for(ROOT, codebooks=known_codebooks(ROOT), several=False)
    paths = {chapter: ROOT / "notebooks" / chapter.file for chapter in wanted}
    assert [
        path.name for chapter, path in paths.items() if not has_sources_of(path, filled(chapter))
    ] == []
    assert [path.name for path in paths.values() if is_edited(path)] == []


@every_notebook
def test_a_notebook_is_up_to_date_with_texts_codebook_and_code(path):
    assert not is_stale(path, root=ROOT)


@every_notebook
def test_cells_were_executed_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_nothing_was_written_to_stderr_and_nothing_failed(path):
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


@every_notebook
def test_cells_are_short_and_define_nothing(path):
    for cell in code_cells(path):
        lines = [line for line in cell.source.splitlines() if not line.startswith("#|")]
        assert len(lines) <= LONGEST_CELL, cell.id
        assert not re.search(r"^\s*(def|class) ", cell.source, re.MULTILINE), cell.id


@every_notebook
def test_metadata_hold_the_kernel_and_no_time(path):
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
    assert [cell.id for cell in notebook.cells] == [
        f"cell-{number:02d}" for number in range(1, len(notebook.cells) + 1)
    ]
    assert not [cell.id for cell in notebook.cells if "execution" in cell.metadata]


@every_notebook
def test_every_number_comes_from_passages_or_a_measure(path):
    found = numbers_without_evidence(path)
    assert found.to_dict("records") == []


@every_notebook
def test_a_figure_has_a_caption_an_alternative_text_and_a_table_beside_it(path):
    cells = code_cells(path)
    labels = [options(cell).get("label", "") for cell in cells]
    for number, cell in enumerate(cells):
        if labels[number].startswith("fig-"):
            assert {"fig-cap", "fig-alt"} <= set(options(cell)), labels[number]
            summary = path.stem.endswith("-summary")
            beside = labels[max(0, number - 2) : number + 3]
            assert summary or any(label.startswith("tbl-") for label in beside), labels[number]


def test_labels_are_unique_over_the_book():
    labels = [options(cell).get("label") for path in NOTEBOOKS for cell in code_cells(path)]
    named = [label for label in labels if label]
    assert len(named) == len(set(named))


def test_no_script_stands_beside_a_notebook():
    assert not list((ROOT / "notebooks").glob("*.py"))
