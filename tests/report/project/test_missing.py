"""What a project lacks is told with its place before anything runs."""

import nbformat
import pytest

from topoi.errors import InputError
from topoi.report.project.missing import (
    labels_in,
    remedy,
    require_column_set,
    unknown_cells,
    unknown_codebooks,
)
from topoi.text.corpus.corpus import corpus_of


def notebook(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells.insert(0, nbformat.v4.new_markdown_cell('study.hits_of("gone")\n#| label: fig-no'))
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_chapter_that_is_missing_is_written_or_declined():
    assert remedy("summary") == "Run `topoi chapters`."
    assert remedy("topics") == (
        "Run `topoi chapters`, or write `topoi: {without: [topics]}` into _quarto.yml."
    )


def test_a_codebook_that_is_asked_for_and_not_there_is_named_with_its_cell(tmp_path):
    path = notebook(
        tmp_path / "n.ipynb", "x = 1", 'study.hits_of("b"); study.labels("a"); study.kinds("b")'
    )
    assert list(unknown_codebooks(path, {"a", "b"})) == []
    assert list(unknown_codebooks(path, {"c", "a"})) == [
        f"{path}, cell 3: asks for the codebook 'b', and there is a, c. Add the codebook, edit the "
        "cell, or remove the chapter."
    ]
    first, second = unknown_codebooks(path, set())
    assert "'b', and there is none." in first
    assert "'a', and there is none." in second


def test_a_cell_that_is_embedded_and_not_there_is_named_with_its_line(tmp_path):
    path = notebook(tmp_path / "notebooks/n.ipynb", "#| label: fig-a\nx", "y")
    assert labels_in(path) == {"fig-a", ""}
    page = tmp_path / "index.qmd"
    page.write_text(
        "# T\n{{< embed notebooks/n.ipynb#fig-a >}}\n{{< embed notebooks/n.ipynb#fig-no >}}\n"
        "{{<embed none.ipynb#fig-a>}}\n"
    )
    assert list(unknown_cells(page)) == [
        f"{page}:3: embeds notebooks/n.ipynb#fig-no, and no cell has that label. Mend the label.",
        f"{page}:4: embeds none.ipynb, which is missing. Mend or remove the line.",
    ]


def test_a_column_that_texts_do_not_have_is_named_with_the_line_that_asks_for_it(tmp_path):
    (tmp_path / "_quarto.yml").write_text("lang: en\ntopoi:\n  by: party\n")
    documents = corpus_of({"a": "One."}).documents
    with pytest.raises(InputError, match=r"_quarto\.yml:3: .*party"):
        require_column_set(tmp_path, documents)
    require_column_set(tmp_path, documents.assign(party="L"))
