"""What a project lacks is told with its place before anything runs."""

import nbformat
import pytest

from topoi.errors import InputError
from topoi.report.project.chapters import known_codebooks, write_chapters
from topoi.report.project.layout import write_study
from topoi.report.project.missing import (
    chapter_problems,
    labels_in,
    remedy,
    require_settings_met,
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
    corpus = corpus_of({"a": "One."})
    with pytest.raises(InputError, match=r"_quarto\.yml:3: .*party"):
        require_settings_met(tmp_path, corpus)
    require_settings_met(tmp_path, corpus.with_rows(corpus.documents.assign(party="L")))


def test_a_transcript_that_is_none_of_the_texts_is_named_with_the_line_that_asks_for_it(tmp_path):
    (tmp_path / "_quarto.yml").write_text("lang: en\ntopoi:\n  transcript: talk\n")
    with pytest.raises(InputError, match=r"_quarto\.yml:3: .*'talk'.* There are: a\."):
        require_settings_met(tmp_path, corpus_of({"a": "One."}))
    require_settings_met(tmp_path, corpus_of({"talk": "One."}))
    (tmp_path / "_quarto.yml").write_text("topoi: {transcript: [a]}\n")
    with pytest.raises(InputError, match="names no text"):
        require_settings_met(tmp_path, corpus_of({"a": "One."}))


@pytest.fixture
def study(tmp_path):
    """A study of one text without codebooks, with all its chapters."""
    write_study(tmp_path, title="T", coded=False)
    (tmp_path / "seeds" / "a.txt").write_text("One text.")
    write_chapters(tmp_path, codebooks=[], several=False)
    return tmp_path


def test_a_study_with_all_its_chapters_lacks_nothing(study):
    assert list(chapter_problems(study)) == []


def test_a_chapter_that_texts_or_codebooks_ask_for_is_missing_by_its_file(study):
    (study / "seeds" / "b.txt").write_text("Another.")
    (study / "codebook" / "own.yml").write_text(
        "id: own\ncodes:\n  - {id: c, label: C, include: [cause]}\n"
    )
    (study / "notebooks" / "80-summary.ipynb").unlink()
    without = "Run `topoi chapters`, or write `topoi: {without: [%s]}` into _quarto.yml."
    told = list(chapter_problems(study))
    assert told[:6] == [
        f"notebooks/03-own.ipynb: is missing. {without % 'own'}",
        f"notebooks/66-contrasts.ipynb: is missing. {without % 'contrasts'}",
        f"notebooks/67-networks.ipynb: is missing. {without % 'networks'}",
        f"notebooks/70-robustness.ipynb: is missing. {without % 'robustness'}",
        f"notebooks/71-collection.ipynb: is missing. {without % 'collection'}",
        "notebooks/80-summary.ipynb: is missing. Run `topoi chapters`.",
    ]
    gone = "embeds notebooks/80-summary.ipynb, which is missing. Mend or remove the line."
    assert len(told) > 6
    assert {line.partition(": ")[2] for line in told[6:]} == {gone}
    assert [codebook.id for codebook in known_codebooks(study)] == ["own"]


def test_a_chapter_that_the_book_does_not_list_is_named_with_the_line_of_its_list(study):
    settings = study / "_quarto.yml"
    lines = settings.read_text().splitlines(keepends=True)
    kept = [line for line in lines if "02-topics" not in line]
    settings.write_text("".join(kept))
    (line,) = chapter_problems(study)
    number = next(n for n, text in enumerate(kept, start=1) if "chapters" in text)
    assert line.startswith(f"{settings}:{number}: does not list notebooks/02-topics.ipynb. Run ")
    # the notebook that the front page embeds is in no list
    assert "80-summary" not in settings.read_text()


def test_a_notebook_outside_of_the_book_is_asked_for_its_codebooks_too(study):
    path = notebook(study / "notebooks/50-own.ipynb", 'study.hits_of("moral")')
    (line,) = chapter_problems(study)
    assert line.startswith(f"{path}, cell 2: asks for the codebook 'moral', and there is none.")
