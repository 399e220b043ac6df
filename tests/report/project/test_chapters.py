"""Chapters are written from one source, brought up to date, and never over an edit."""

import json

import nbformat
import pytest
import yaml

from topoi.coding.codebook.codebook import Codebook
from topoi.errors import InputError
from topoi.report.project import chapters
from topoi.report.project.chapters import (
    chapters_of,
    has_several,
    is_empty,
    leave_out_empty,
    name_of,
    sources_hash,
    write_chapters,
)
from topoi.report.publish.execute import execute, notebooks_of, read_notebook

SETTINGS = """# mine
project: {type: book}
book:
  chapters:
    - index.qmd
    - own.qmd  # by hand
  appendices: [notebooks/90-evidence.ipynb]
"""
SOURCES = {
    **{name: f"# {name}\n" for name in chapters.OWN_NAMES},
    "codebook": "# TITLE {#sec-CODEBOOK}\n",
}


def book(name, title=""):
    return Codebook(id=name, version="1", title=title or name, codes=(), path=f"{name}.yml")


def write_sources(folder, **sources):
    """Write the sources of all chapters, each with one heading and one finding."""
    folder.mkdir(exist_ok=True)
    for name, heading in {**SOURCES, **sources}.items():
        label = "CODEBOOK" if name == "codebook" else name
        code = f'#| label: finding-{label}\n#| tbl-cap: "On TITLE"\n"{label}"'
        cells = [nbformat.v4.new_markdown_cell(heading), nbformat.v4.new_code_cell(code)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A project without chapters, and short sources of them in place of those of the package."""
    monkeypatch.setattr(chapters, "SOURCES", tmp_path / "sources")
    write_sources(tmp_path / "sources")
    root = tmp_path / "study"
    root.mkdir()
    (root / "_quarto.yml").write_text(SETTINGS)
    return root


def names(root):
    return [path.name for path in notebooks_of(root)]


def listed(root):
    return yaml.safe_load((root / "_quarto.yml").read_text())["book"]["chapters"]


def edit(path):
    notebook = read_notebook(path)
    notebook.cells[0].source += "\nMine."
    nbformat.write(notebook, path)


def test_a_study_has_a_chapter_for_each_codebook_and_what_its_texts_ask_for():
    found = chapters_of([book("moral"), book("frames")], several=True, earlier=True)
    assert [chapter.file for chapter in found] == [
        *("01-text.ipynb", "02-topics.ipynb", "03-moral.ipynb", "04-frames.ipynb"),
        *("66-contrasts.ipynb", "67-networks.ipynb", "70-robustness.ipynb"),
        *("71-collection.ipynb", "80-summary.ipynb", "81-changes.ipynb", "90-evidence.ipynb"),
    ]
    alone = [chapter.name for chapter in chapters_of([], several=False)]
    assert alone == ["text", "topics", "summary", "evidence"]
    beside = [chapter.file for chapter in chapters_of([], several=False, compared=True)]
    assert beside[2:] == ["68-comparison.ipynb", "80-summary.ipynb", "90-evidence.ipynb"]


def test_a_transcript_that_is_set_has_its_chapter(study):
    settings = (study / "_quarto.yml").read_text()
    (study / "_quarto.yml").write_text(settings + "topoi: {transcript: talk}\n")
    assert "68-comparison.ipynb" in write_chapters(study, codebooks=[], several=False).new
    (study / "_quarto.yml").write_text(settings)
    assert "68-comparison.ipynb" in write_chapters(study, codebooks=[], several=False).removed


def test_where_drawn_sentences_were_judged_there_is_a_chapter_on_it(study):
    folder = study / "codebook" / "judgements"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ann.jsonl").write_text('{"pattern": "F01", "start": 0, "end": 3}\n')
    done = write_chapters(study, codebooks=[book("moral")], several=False)
    assert "69-quality.ipynb" not in done.new
    (folder / "ben.jsonl").write_text('{"code": "moral/x", "drawn_from": 12, "machine": "yes"}\n')
    done = write_chapters(study, codebooks=[book("moral")], several=False)
    assert done.new == ("69-quality.ipynb",)
    (folder / "ben.jsonl").unlink()
    done = write_chapters(study, codebooks=[book("moral")], several=False)
    assert done.removed == ("69-quality.ipynb",)


@pytest.mark.parametrize("name", ["topics", "a b", "../x", "1st"])
def test_an_id_that_cannot_name_a_chapter_is_refused(name):
    with pytest.raises(InputError, match="no name for a chapter"):
        chapters_of([book(name)], several=False)


def test_two_codebooks_of_one_id_are_refused():
    with pytest.raises(InputError, match=r"has the id 'a', as a\.yml has"):
        chapters_of([book("a"), book("a")], several=False)


def test_new_chapters_are_written_and_listed(study):
    done = write_chapters(study, codebooks=[book("moral")], several=False)
    assert names(study) == list(done.new)
    assert listed(study) == [
        *("index.qmd", "notebooks/01-text.ipynb", "notebooks/02-topics.ipynb"),
        *("notebooks/03-moral.ipynb", "notebooks/66-contrasts.ipynb"),
        *("notebooks/67-networks.ipynb", "notebooks/70-robustness.ipynb", "own.qmd"),
    ]
    assert "# by hand" in (study / "_quarto.yml").read_text()


def test_a_second_time_nothing_is_done(study):
    write_chapters(study, codebooks=[book("moral")], several=True)
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    done = write_chapters(study, codebooks=[book("moral")], several=True)
    assert not any(done)
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before


def test_the_title_of_a_codebook_is_written_so_that_it_breaks_nothing(study):
    write_chapters(study, codebooks=[book("m", 'The "2024" *line*')], several=False)
    first, second = read_notebook(study / "notebooks" / "03-m.ipynb").cells
    assert first.source == '# [The \\"2024\\" \\*line\\*]{.name} {#sec-m}'
    caption = yaml.safe_load(second.source.splitlines()[1][2:])
    assert caption == {"tbl-cap": 'On [The \\"2024\\" \\*line\\*]{.name}'}


def test_an_edited_chapter_stays_and_is_named_and_the_others_follow_their_source(study, tmp_path):
    write_chapters(study, codebooks=[book("m")], several=False)
    edit(study / "notebooks" / "03-m.ipynb")
    mine = (study / "notebooks" / "03-m.ipynb").read_bytes()
    write_sources(tmp_path / "sources", text="# Better\n", codebook="# Better\n")
    done = write_chapters(study, codebooks=[book("m")], several=False)
    assert (done.updated, done.edited, done.stranded) == (("01-text.ipynb",), ("03-m.ipynb",), ())
    assert (study / "notebooks" / "03-m.ipynb").read_bytes() == mine
    assert "Better" in (study / "notebooks" / "01-text.ipynb").read_text()


def test_chapters_move_with_their_place_and_keep_their_results(study):
    write_chapters(study, codebooks=[book("m")], several=False)
    execute([study / "notebooks" / "03-m.ipynb"], root=study)
    before = (study / "notebooks" / "03-m.ipynb").read_bytes()
    done = write_chapters(study, codebooks=[book("k"), book("m")], several=False)
    assert (done.new, done.updated, done.removed) == (("03-k.ipynb",), ("80-summary.ipynb",), ())
    assert (study / "notebooks" / "04-m.ipynb").read_bytes() == before
    assert listed(study)[3:5] == ["notebooks/03-k.ipynb", "notebooks/04-m.ipynb"]
    assert len(listed(study)) == 9


def test_a_chapter_that_was_written_by_hand_as_its_source_says_is_not_an_edited_one(
    study, tmp_path
):
    write_chapters(study, codebooks=[], several=False)
    path = study / "notebooks" / "01-text.ipynb"
    execute([path], root=study)
    notebook = read_notebook(path)
    del notebook.metadata["topoi"]["chapter"]
    nbformat.write(notebook, path)
    shown = notebook.cells[1].outputs
    assert not any(write_chapters(study, codebooks=[], several=False))
    assert read_notebook(path).cells[1].outputs == shown
    write_sources(tmp_path / "sources", text="# Better\n")
    assert write_chapters(study, codebooks=[], several=False).updated == ("01-text.ipynb",)


def test_chapters_of_codebooks_that_are_gone_go_but_for_those_edited(study):
    write_chapters(study, codebooks=[book("m"), book("n")], several=True)
    edit(study / "notebooks" / "03-m.ipynb")
    done = write_chapters(study, codebooks=[], several=False)
    gone = (
        *("04-n.ipynb", "66-contrasts.ipynb", "67-networks.ipynb"),
        *("70-robustness.ipynb", "71-collection.ipynb"),
    )
    assert (done.removed, done.stranded) == (gone, ("03-m.ipynb",))
    assert names(study)[2] == "03-m.ipynb"
    assert "notebooks/04-n.ipynb" not in listed(study)


def test_a_chapter_whose_file_was_removed_by_hand_is_listed_no_longer(study):
    write_chapters(study, codebooks=[book("m")], several=False)
    (study / "notebooks" / "03-m.ipynb").unlink()
    assert write_chapters(study, codebooks=[], several=False).removed == (
        *("66-contrasts.ipynb", "67-networks.ipynb", "70-robustness.ipynb", "03-m.ipynb"),
    )
    assert listed(study) == [
        *("index.qmd", "notebooks/01-text.ipynb", "notebooks/02-topics.ipynb", "own.qmd")
    ]


def test_a_notebook_of_the_scholars_own_is_left_alone(study):
    (study / "notebooks").mkdir()
    own = study / "notebooks" / "10-own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), own)
    before = own.read_bytes()
    done = write_chapters(study, codebooks=[], several=False)
    assert own.read_bytes() == before
    assert "10-own.ipynb" not in [*done.new, *done.removed, *done.edited]


def test_chapters_that_are_not_wanted_are_not_written(study):
    with (study / "_quarto.yml").open("a") as settings:
        settings.write("topoi: {without: [topics]}\n")
    write_chapters(study, codebooks=[book("m")], several=False)
    assert names(study)[:2] == ["01-text.ipynb", "03-m.ipynb"]


def test_running_a_chapter_keeps_what_it_was_written_from(study):
    write_chapters(study, codebooks=[], several=False)
    path = study / "notebooks" / "01-text.ipynb"
    written = json.loads(path.read_text())["metadata"]["topoi"]
    execute([path], root=study)
    stored = json.loads(path.read_text())["metadata"]["topoi"]
    assert stored["chapter"] == written["chapter"] == sources_hash(read_notebook(path))
    assert set(stored) == {"chapter", "inputs"}


def test_texts_are_counted_no_further_than_two(tmp_path):
    assert not has_several(tmp_path / "none")
    assert not has_several(tmp_path)
    (tmp_path / "a.csv").write_text("text\nOne.\n")
    assert not has_several(tmp_path)
    (tmp_path / "a.csv").write_text("text\nOne.\nTwo.\n")
    assert has_several(tmp_path)


def test_the_sources_are_all_there_and_named_as_chapters():
    there = {path.stem for path in chapters.SOURCES.glob("*.ipynb")}
    assert there == {*chapters.OWN_NAMES, "codebook"}
    assert name_of(chapters.SOURCES / "text.ipynb") == ""


def test_more_codebooks_than_there_are_numbers_are_refused():
    with pytest.raises(InputError, match="one more than 63 codebooks"):
        chapters_of([book(f"b{n}") for n in range(64)], several=False)


def test_an_appendix_of_a_study_without_codebooks_ends_before_them(study, tmp_path):
    path = tmp_path / "sources" / "evidence.ipynb"
    notebook = read_notebook(path)
    heading = nbformat.v4.new_markdown_cell(f"## Codes {chapters.CODEBOOKS}")
    notebook.cells += [heading, nbformat.v4.new_code_cell("codes()")]
    nbformat.write(notebook, path)
    found = {
        bool(books): chapters.filled(chapters_of(books, several=False)[-1]).cells
        for books in ([], [book("m")])
    }
    assert [len(found[coded]) for coded in (True, False)] == [4, 2]
    assert all("codes()" not in cell.source for cell in found[False])


TABLE = "import pandas as pd, topoi as tp\ntp.table(pd.DataFrame({'a': ['x']}))"


def shows(path, code):
    """Let the first code cell of a source be this code."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = code
    nbformat.write(notebook, path)


def test_a_chapter_that_was_run_and_has_nothing_to_show_is_not_in_the_book(study, tmp_path):
    sources = tmp_path / "sources"
    shows(sources / "contrasts.ipynb", TABLE)
    write_chapters(study, codebooks=[book("m")], several=False)
    whole = listed(study)
    networks, contrasts = (
        study / "notebooks" / f"{n}.ipynb" for n in ("67-networks", "66-contrasts")
    )
    assert leave_out_empty(study) == []  # neither was run
    execute([networks, contrasts], root=study)
    assert [is_empty(networks), is_empty(contrasts)] == [True, False]
    assert leave_out_empty(study) == [
        "67-networks.ipynb has nothing to show, and the book is without it"
    ]
    assert listed(study) == [one for one in whole if one != "notebooks/67-networks.ipynb"]
    assert not any(write_chapters(study, codebooks=[book("m")], several=False))
    assert "notebooks/67-networks.ipynb" not in listed(study)
    shows(sources / "networks.ipynb", TABLE)
    write_chapters(study, codebooks=[book("m")], several=False)
    assert listed(study) == whole  # it is another chapter now, and was not run
    execute([networks], root=study)
    assert leave_out_empty(study) == []
    assert listed(study) == whole


def test_a_chapter_that_has_something_again_comes_back_to_its_place(study):
    write_chapters(study, codebooks=[book("m")], several=False)
    whole = listed(study)
    path = study / "notebooks" / "67-networks.ipynb"
    execute([path], root=study)
    leave_out_empty(study)
    record = {"application/vnd.topoi.evidence+json": {"figure": {}, "pieces": [], "sets": {}}}
    notebook = read_notebook(path)
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", data=record)]
    nbformat.write(notebook, path)
    assert leave_out_empty(study) == []
    assert listed(study) == whole


def test_an_edited_chapter_is_the_scholar_s_to_list_whatever_it_shows(study):
    write_chapters(study, codebooks=[book("m")], several=False)
    path = study / "notebooks" / "67-networks.ipynb"
    edit(path)
    execute([path], root=study)
    before = listed(study)
    assert leave_out_empty(study) == []
    assert listed(study) == before
    settings = (study / "_quarto.yml").read_text()
    without = [line for line in settings.splitlines() if "67-networks" not in line]
    (study / "_quarto.yml").write_text("\n".join(without))
    leave_out_empty(study)
    assert "notebooks/67-networks.ipynb" not in listed(study)
