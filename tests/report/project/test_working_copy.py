"""A report on other texts: its chapters, its column, its events, the paths in its errors."""

import nbformat
import pytest
import yaml

from topoi.analysis.topics.given_tables import read_given
from topoi.cli import main
from topoi.errors import InputError
from topoi.project import open_study, settings_of
from topoi.report.chapters.grouping import grouping, require_no_column
from topoi.report.chapters.time import events_beside
from topoi.report.project.chapters import known_codebooks, write_chapters
from topoi.report.project.layout import write_study
from topoi.report.project.settings import chapters_in
from topoi.report.project.working_copy import told_of_originals, working_copy
from topoi.report.publish.execute import inputs_hash, notebooks_of, project_hash, read_notebook

ALWAYS = ("contrasts", "networks", "robustness", "summary", "evidence")  # with a codebook
CODEBOOK = "id: {0}\ncodes:\n  - {{id: c_{0}, label: C, include: [cause]}}\n"


def codebook_at(folder, name):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(CODEBOOK.format(name))
    return folder / f"{name}.yml"


@pytest.fixture
def study(tmp_path):
    """A study with the codebook `own`, whose chapter on the text was edited."""
    root = tmp_path / "study"
    write_study(root, title="Mine", authors=["Ann Lee"], licence="CC0-1.0")
    codebook_at(root / "codebook", "own")
    (root / "seeds" / "a.txt").write_text("A cause.")
    write_chapters(root, codebooks=known_codebooks(root), several=False)
    edit(root / "notebooks" / "01-text.ipynb")
    return root


def edit(path):
    notebook = read_notebook(path)
    notebook.cells[0].source += "\nEdited."
    nbformat.write(notebook, path)


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.csv").write_text("id,text,press_office 2\nx,Peace.,here\n")
    (folder / "events.yml").write_text("- {date: 2024-02-01, label: Talks}\n")
    return folder


def names(root):
    return [path.name[3:-6] for path in notebooks_of(root)]


def test_a_copy_has_the_chapters_of_its_project_and_is_of_other_texts(study, texts, tmp_path):
    copy = working_copy(
        study, tmp_path / "copy", seeds=texts, by="press_office 2", title="Theirs", command="again"
    )
    assert names(copy) == ["text", "topics", "own", *ALWAYS]
    assert "Edited." in read_notebook(copy / "notebooks" / "01-text.ipynb").cells[0].source
    assert grouping(copy) == "press_office 2"
    assert settings_of(copy / "_quarto.yml") == {"by": "press_office 2", "command": "again"}
    book = yaml.safe_load((copy / "_quarto.yml").read_text())["book"]
    assert (book["title"], book["author"]) == ("Theirs", [])
    assert (study / "_quarto.yml").read_text().count("Theirs") == 0


def test_a_transcript_that_is_given_has_its_chapter_and_that_of_the_project_stays_there(
    study, texts, tmp_path
):
    copy = working_copy(study, tmp_path / "copy", seeds=texts, transcript="x")
    assert settings_of(copy / "_quarto.yml")["transcript"] == "x"
    assert "comparison" in names(copy)
    settings = (study / "_quarto.yml").read_text()
    (study / "_quarto.yml").write_text(
        f"{settings.rpartition('topoi:')[0]}topoi: {{transcript: a}}\n"
    )
    own = working_copy(study, tmp_path / "own", seeds=study / "seeds")
    assert "comparison" in names(own)
    others = working_copy(study, tmp_path / "others", seeds=texts)
    assert "transcript" not in settings_of(others / "_quarto.yml")
    assert "comparison" not in names(others)


def test_the_licence_of_the_projects_own_texts_stays_theirs(study, tmp_path):
    copy = working_copy(study, tmp_path / "copy", seeds=study / "seeds")
    assert settings_of(copy / "_quarto.yml") == {"licence": "CC0-1.0"}


def test_other_codebooks_have_chapters_and_a_front_page_of_their_own(study, texts, tmp_path):
    edit(study / "notebooks" / "03-own.ipynb")
    page = study / "index.qmd"
    page.write_text("# Mine\n\nSee @sec-own.\n")
    other = codebook_at(tmp_path / "books", "other")
    copy = working_copy(study, tmp_path / "copy", seeds=texts, codebooks=[other])
    assert names(copy) == ["text", "topics", "other", *ALWAYS]
    assert "notebooks/03-own.ipynb" not in chapters_in((copy / "_quarto.yml").read_text())
    assert "@sec-own" not in (copy / "index.qmd").read_text()
    same = working_copy(study, tmp_path / "same", seeds=study / "seeds")
    assert "@sec-own" in (same / "index.qmd").read_text()


@pytest.mark.parametrize(
    ("other_texts", "other_book"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_the_front_page_of_a_project_speaks_of_its_own_texts_and_codebooks_alone(
    study, texts, tmp_path, other_texts, other_book
):
    (study / "index.qmd").write_text("# Mine\n\nHers alone.\n")
    books = [codebook_at(tmp_path / "books", "other")] if other_book else []
    seeds = texts if other_texts else study / "seeds"
    copy = working_copy(study, tmp_path / "copy", seeds=seeds, codebooks=books)
    is_kept = "Hers alone." in (copy / "index.qmd").read_text()
    assert is_kept != (other_texts or other_book)
    author = yaml.safe_load((copy / "_quarto.yml").read_text())["book"]["author"]
    assert author == ([] if other_texts else ["Ann Lee"])


def test_without_a_project_all_comes_from_topoi(texts, tmp_path):
    copy = working_copy(None, tmp_path / "copy", seeds=texts / "a.csv", several=True, title="T: 1")
    assert names(copy) == ["text", "topics", "collection", "summary", "evidence"]
    assert yaml.safe_load((copy / "_quarto.yml").read_text())["book"]["title"] == "T: 1"


def test_what_lies_beside_a_codebook_comes_with_it_and_the_projects_own_otherwise(
    study, texts, tmp_path
):
    (study / "codebook" / "speakers.yml").write_text("people: []\n")
    (study / "codebook" / "stopwords.txt").write_text("own\n")
    other = codebook_at(tmp_path / "books", "other")
    (tmp_path / "books" / "stopwords.txt").write_text("theirs\n")
    copy = working_copy(study, tmp_path / "copy", seeds=texts, codebooks=[other]) / "codebook"
    assert sorted(path.name for path in copy.iterdir()) == [
        *("other.yml", "speakers.yml", "stopwords.txt")
    ]
    assert (copy / "stopwords.txt").read_text() == "theirs\n"


def test_another_column_makes_stored_results_stale(study, texts, tmp_path):
    copies = [working_copy(study, tmp_path / by, seeds=texts, by=by) for by in ("source", "land")]
    notebook = read_notebook(study / "notebooks" / "01-text.ipynb")
    assert inputs_hash(notebook, root=copies[0]) != inputs_hash(notebook, root=copies[1])


def test_a_column_that_is_no_name_is_an_error(tmp_path):
    (tmp_path / "_quarto.yml").write_text("topoi: {by: 3}\n")
    with pytest.raises(InputError, match="names no column"):
        grouping(tmp_path)
    (tmp_path / "_quarto.yml").write_text("topoi: [by]\n")
    with pytest.raises(InputError, match="is no mapping"):
        grouping(tmp_path)
    with pytest.raises(InputError, match="needs --seeds"):
        require_no_column("country")


def test_events_beside_a_single_file_are_read_too(study, texts, tmp_path):
    copy = working_copy(study, tmp_path / "copy", seeds=texts / "a.csv")
    for place in (texts, texts / "a.csv", copy / "seeds"):
        assert events_beside(place)["label"].tolist() == ["Talks"]


@pytest.fixture
def nothing_runs(study, monkeypatch):
    monkeypatch.chdir(study)
    monkeypatch.setattr("topoi.report.project.working_copy.run_chapters", pytest.fail)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", ["", "a.csv"])
def test_broken_events_are_found_before_anything_runs(texts, capsys, name):
    (texts / "events.yml").write_text("- {date: soon, label: Talks}\n")
    assert main(["report", "--seeds", str(texts / name), "--output", str(texts / "out")]) == 2
    said = capsys.readouterr().err
    assert "mine/events.yml, event 1: has a date that is no date" in said


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--seeds", "TEXTS", "--codebook", "TEXTS/book.yml"], "mine/book.yml"),
        (["--seeds", "TEXTS", "--by", "country"], "column 'country': is no column of the texts"),
        (["--seeds", "TEXTS/none"], "mine/none: does not exist"),
        (
            [
                "--seeds",
                "TEXTS",
                "--topic-words",
                "TEXTS/w.csv",
                "--document-topics",
                "TEXTS/w.csv",
            ],
            "mine/w.csv: does not exist",
        ),
    ],
)
def test_what_cannot_be_used_is_found_before_anything_runs(texts, tmp_path, capsys, options, told):
    (texts / "book.yml").write_text("id: book\n")
    words = [word.replace("TEXTS", str(texts)) for word in options]
    assert main(["report", *words, "--output", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("single", [True, False])
def test_errors_name_the_users_paths(study, texts, tmp_path, single):
    copy, books = tmp_path / "copy", tmp_path / "books"
    codebook_at(books, "x")
    seeds = texts / "a.csv" if single else texts
    problem = f"{copy}/seeds/a.csv:2: is empty; {copy}/codebook/x.yml: is too"
    error = InputError(f"{copy}/notebooks/06-collection.ipynb, cell 3", problem, "")

    def failing():
        with told_of_originals(copy, seeds=seeds, codebooks=[books], root=study):
            raise error

    with pytest.raises(InputError) as raised:
        failing()
    told = str(raised.value)
    assert f"{texts}/a.csv:2: is empty; {books}/x.yml" in told
    assert f"{study}/notebooks/06" in told
    assert str(copy) not in told


def tables_of_topics(folder, doc="x"):
    """Write the words and the documents of two topics into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.csv").write_text("topic,word,weight\n1,must,1\n2,may,1\n")
    (folder / "documents.csv").write_text(f"doc,topic,weight\n{doc},1,1\n{doc},2,1\n")
    return [folder / "words.csv", folder / "documents.csv"]


def test_topics_beside_the_codebooks_come_with_them_and_those_given_take_their_place(
    study, texts, tmp_path
):
    own = tables_of_topics(study / "codebook" / "topics")
    before = project_hash(study)
    copy = working_copy(study, tmp_path / "copy", seeds=texts)
    linked = open_study(copy).topic_files
    assert [file.resolve() for file in linked] == [file.resolve() for file in own]
    own[0].write_text("topic,word,weight\n1,must,2\n2,may,1\n")
    assert project_hash(study) != before
    given = tables_of_topics(tmp_path / "given")
    given[0] = given[0].rename(tmp_path / "given" / "lda of v2.csv")
    other = working_copy(study, tmp_path / "other", seeds=texts, topics=given)
    linked = open_study(other).topic_files
    assert [file.name for file in linked] == ["words.csv", "documents.csv"]
    assert [file.resolve() for file in linked] == given


def test_topics_of_mallet_keep_their_ending_and_are_read_where_they_are_linked(
    study, texts, tmp_path
):
    given = [tmp_path / "weights.v2.txt", tmp_path / "composition.txt"]
    given[0].write_text("0\tmust\t2.01\n1\tmay\t1.01\n")
    given[1].write_text("0\tfile:/x.txt\t0.75\t0.25\n")
    copy = working_copy(study, tmp_path / "copy", seeds=texts, topics=given)
    linked = open_study(copy).topic_files
    assert [file.name for file in linked] == ["words.txt", "documents.txt"]
    assert read_given(*linked).documents["weight"].tolist() == [0.75, 0.25]


@pytest.mark.parametrize(
    ("gone", "more", "told"),
    [("words.csv", "", "holds 0 tables of words"), ("", "words.jsonl", "holds 2 tables of words")],
)
def test_one_table_of_topics_alone_or_three_of_them_are_refused(study, gone, more, told):
    folder = study / "codebook" / "topics"
    tables_of_topics(folder)
    if gone:
        (folder / gone).unlink()
    if more:
        (folder / more).write_text("{}")
    with pytest.raises(InputError, match=told):
        open_study(study)


def test_topics_given_of_other_texts_are_refused_before_anything_runs(
    study, texts, tmp_path, capsys, nothing_runs
):
    words, documents = map(str, tables_of_topics(tmp_path / "given", doc="nobody"))
    options = ["--topic-words", words, "--document-topics", documents]
    options += ["--seeds", str(texts), "--output", str(tmp_path / "out")]
    assert main(["report", *options]) == 2
    assert f"{documents}: names none of the texts" in capsys.readouterr().err
