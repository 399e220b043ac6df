"""A report on other texts: the column it compares by, its events, the paths in its errors."""

import json

import pytest

from topoi.cli import main
from topoi.errors import InputError
from topoi.report.chapters.grouping import grouping, name_column, require_no_column, with_grouping
from topoi.report.chapters.time import events_beside
from topoi.report.publish.execute import inputs_hash, read_notebook
from topoi.report.publish.working_copy import told_of_originals, working_copy


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.csv").write_text("id,text,press_office 2\nx,Peace.,here\n")
    (folder / "events.yml").write_text("- {date: 2024-02-01, label: Talks}\n")
    return folder


def test_a_copy_keeps_the_column_and_names_it(root, texts, tmp_path):
    copy = working_copy(root, tmp_path / "copy", seeds=texts, collection=True, by="press_office 2")
    assert grouping(copy) == "press_office 2"
    cells = json.loads((copy / "notebooks" / "06-collection.ipynb").read_text())["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert "typical of a [press\\_office 2]{.name} {#sec" in "\n".join(sources)
    assert any('#| tbl-cap: "Lexical diversity of each [press\\\\_office 2]' in s for s in sources)
    code = [s for s in sources if "keyness_table" in s]
    assert 'source="tbl-collection-keyness"' in code[0]


def test_the_projects_own_column_gives_way_and_source_is_the_default(root, texts, tmp_path):
    settings = with_grouping("a: 1\ntopoi:\n  by: x\nb: 2\n", "country")
    assert settings == 'a: 1\nb: 2\ntopoi: {"by": "country"}\n'
    assert with_grouping(settings, "source") == "a: 1\nb: 2\n"
    copy = working_copy(root, tmp_path / "copy", seeds=texts)
    before = (root / "notebooks" / "06-collection.ipynb").read_bytes()
    assert (grouping(copy), (copy / "notebooks" / "06-collection.ipynb").read_bytes()) == (
        *("source", before),
    )
    name_column(tmp_path, "country")  # a project without these chapters


def test_two_columns_are_named_in_words(root, texts, tmp_path):
    copy = working_copy(root, tmp_path / "copy", seeds=texts, collection=True, by="party,year")
    text = (copy / "notebooks" / "06-collection.ipynb").read_text()
    assert "Texts, words and dates of each party and year." in text
    assert grouping(copy) == "party,year"
    (copy / "_quarto.yml").write_text("topoi: {by: [party, year]}\n")
    assert grouping(copy) == "party,year"


def test_another_column_makes_stored_results_stale(root, texts, tmp_path):
    copies = [working_copy(root, tmp_path / by, seeds=texts, by=by) for by in ("source", "country")]
    notebook = read_notebook(root / "notebooks" / "01-text.ipynb")
    assert inputs_hash(notebook, root=copies[0]) != inputs_hash(notebook, root=copies[1])


def test_a_column_that_is_no_name_is_an_error(tmp_path):
    (tmp_path / "_quarto.yml").write_text("topoi: [by]\n")
    with pytest.raises(InputError, match="names no column"):
        grouping(tmp_path)
    with pytest.raises(InputError, match="needs --seeds"):
        require_no_column("country")


def test_events_beside_a_single_file_are_read_too(root, texts, tmp_path):
    copy = working_copy(root, tmp_path / "copy", seeds=texts / "a.csv")
    for place in (texts, texts / "a.csv", copy / "seeds"):
        assert events_beside(place)["label"].tolist() == ["Talks"]


@pytest.mark.parametrize("name", ["", "a.csv"])
def test_broken_events_are_found_before_anything_runs(texts, root, monkeypatch, capsys, name):
    monkeypatch.chdir(root)
    monkeypatch.setattr("topoi.commands.report.run_notebooks", pytest.fail)
    (texts / "events.yml").write_text("- {date: soon, label: Talks}\n")
    assert main(["report", "--seeds", str(texts / name), "--output", str(texts / "out")]) == 2
    said = capsys.readouterr().err
    assert "mine/events.yml, event 1: has a date that is no date" in said


def test_a_broken_codebook_is_found_before_anything_runs(
    texts, root, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(root)
    monkeypatch.setattr("topoi.commands.report.run_notebooks", pytest.fail)
    (tmp_path / "book.yml").write_text("id: book\n")
    where = ["--seeds", str(texts), "--codebook", str(tmp_path / "book.yml")]
    assert main(["report", *where, "--output", str(tmp_path / "out")]) == 2
    assert "book.yml" in capsys.readouterr().err


@pytest.mark.parametrize("single", [True, False])
def test_errors_name_the_users_paths(root, texts, tmp_path, single):
    copy, books = tmp_path / "copy", tmp_path / "books"
    seeds = texts / "a.csv" if single else texts
    problem = f"{copy}/seeds/a.csv:2: is empty; {copy}/codebook/x.yml: is too"
    error = InputError(f"{copy}/notebooks/06-collection.ipynb, cell 3", problem, "")

    def failing():
        with told_of_originals(copy, seeds=seeds, codebook=books, root=root):
            raise error

    with pytest.raises(InputError) as raised:
        failing()
    told = str(raised.value)
    assert f"{texts}/a.csv:2: is empty; {books}/x.yml" in told
    assert f"{root}/notebooks/06" in told
    assert str(copy) not in told
