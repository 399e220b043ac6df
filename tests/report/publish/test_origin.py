"""Whose a report is, of which day, and how it is made again: what the project says."""

import subprocess

import pytest

from topoi.errors import InputError
from topoi.report.project.layout import BOOK, write_study
from topoi.report.publish.execute import inputs_hash
from topoi.report.publish.origin import cited, day_made, origin_of
from topoi.report.publish.provenance import colophon
from topoi.text.corpus.corpus import corpus_of

NEW_YEAR = "1735689600"


@pytest.fixture
def study(tmp_path):
    write_study(tmp_path, title="T", authors=["Ann Lee"], licence="CC0-1.0", files=BOOK)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "90-evidence.ipynb").write_text("{}")
    return tmp_path


def git(folder, *words, day="2024-05-06T12:00:00Z"):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    environment = {"GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": day, "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", *who, *words], cwd=folder, check=True, env=environment)


def test_a_report_is_its_authors_under_the_licence_that_the_study_states(study):
    origin = origin_of(study)
    assert origin == ("T", ("Ann Lee",), "CC0-1.0", "topoi report", "Ann Lee. T.")
    (study / "CITATION.cff").write_text(
        "type: dataset\ntitle: T\nauthors: [{name: Bo}]\nversion: 2\n"
    )
    (study / "Makefile").write_text("test:\n\ttrue\nreport: x\n")
    assert origin_of(study)[3:] == ("make report", "Bo. T. Version 2.")


def test_the_citation_of_software_is_not_that_of_a_report_made_in_its_repository(study):
    told = "title: A program\nauthors: [{name: Bo}]\nversion: 2\ndate-released: 2025-08-01\n"
    (study / "CITATION.cff").write_text(told)
    assert origin_of(study).citation == "Ann Lee (2025). T. Version 2."


def test_what_is_not_stated_is_said_so(study):
    settings = study / "_quarto.yml"
    settings.write_text(settings.read_text().replace('  licence: "CC0-1.0"\n', "  by: source\n"))
    assert origin_of(study).licence == "not stated"


def test_a_broken_citation_is_an_error_with_its_place(study):
    (study / "CITATION.cff").write_text("authors: []\n")
    with pytest.raises(InputError, match=r"CITATION\.cff: names no title"):
        origin_of(study)


def test_the_day_is_that_of_the_epoch_else_of_the_last_commit_else_today(study, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("topoi.report.publish.origin.today", lambda: "today")
    assert day_made(study) == "today"
    git(study, "init", "-q")
    git(study, "add", "-A")
    git(study, "commit", "-q", "-m", "all")
    assert day_made(study) == "2024-05-06"


def test_an_epoch_stands_for_the_day_and_has_to_be_a_number(study, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NEW_YEAR)
    assert day_made(study) == "2025-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(InputError, match="is no number"):
        day_made(study)


def test_a_citation_has_persons_and_a_doi_where_they_are_told():
    person = {"given-names": "Ann", "family-names": "Lee"}
    told = {"title": "T?", "authors": [person, {"name": "An agency"}], "doi": "10.1/x"}
    assert cited(told) == "Ann Lee; An agency. T?. https://doi.org/10.1/x."


def test_the_colophon_says_how_to_cite_and_to_make_again(study, monkeypatch):
    monkeypatch.chdir(study / "notebooks")
    rows = colophon(corpus_of({"a": "One."}), []).frame()
    told = {(row.What, row.Name): row.Which for row in rows.itertuples()}
    assert told["citation", "of this report"] == "Ann Lee. T."
    assert told["licence", "of the texts"] == "CC0-1.0"
    assert told["command", "to run again"] == "topoi report"
    assert told["citation", "of the software"].startswith("The Topoi authors. Topoi:")


def test_only_a_chapter_with_the_colophon_is_stale_when_the_title_changes(study):
    from nbformat.v4 import new_code_cell, new_notebook

    books = [new_notebook(cells=[new_code_cell(s)]) for s in ("x", "tp.colophon(1)")]
    before = [inputs_hash(book, root=study) for book in books]
    settings = study / "_quarto.yml"
    settings.write_text(settings.read_text().replace('"T"', '"U"'))
    assert [
        inputs_hash(book, root=study) == old for book, old in zip(books, before, strict=True)
    ] == [
        True,
        False,
    ]
