import pytest

from topoi.report.chapters.changes import changes_since
from topoi.report.chapters.tables import Table
from topoi.report.evidence.changes import changes, diff, findings_of, findings_of_package
from topoi.report.evidence.citing import cite, sentence
from topoi.report.evidence.collecting import collect, numbers_without_evidence
from topoi.report.project.settings import chapters_in
from topoi.report.project.working_copy import working_copy
from topoi.report.publish.data_package import write_data_package
from topoi.report.publish.execute import inputs_hash


@pytest.fixture
def later(layers, write_notebook, tmp_path):
    """The chapter again, with one passage fewer in one of its numbers."""
    hits = layers[1]["hits"]

    def written(some, name):
        said = sentence("The text says so {n} times.", n=cite(some, label="So"))
        return collect([write_notebook(tmp_path / f"{name}/01-a.ipynb", ("", said))])

    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old = written(hits[hits["code"] == "must"], "old")
    write_data_package(
        tmp_path / "previous/data", corpus=layers[0], published=old, layers=layers[1]
    )
    return tmp_path / "previous", written(hits.iloc[[0, 2]], "new"), old


def test_a_published_chapter_has_the_findings_of_its_data_package(site, chapter):
    assert findings_of(collect([chapter])) == findings_of_package(site)
    assert changes(findings_of(collect([chapter])), findings_of_package(site)) == []


def test_a_number_that_stays_while_its_passages_change_is_a_change(later, layers, tmp_path):
    earlier, now, _ = later
    write_data_package(tmp_path / "now", corpus=layers[0], published=now, layers=layers[1])
    (row,) = diff(earlier, tmp_path / "now").to_dict("records")
    assert (row["old"], row["new"], row["came"], row["went"]) == ("2", "2", 1, 1)
    assert row["passages_came"] == "d:4-14 frames/root_causes"


def test_a_number_is_the_same_finding_when_its_neighbours_change(layers, write_notebook, tmp_path):
    hits = layers[1]["hits"]
    findings = []
    for most in (2, 3):
        said = sentence("Of {a} there are {n}.", a=cite(hits.head(most)), n=cite(hits.head(1)))
        findings.append(findings_of(collect([write_notebook(tmp_path / "01-a.ipynb", ("", said))])))
    (change,) = changes(*findings)
    assert (change.old.text, change.new.text) == ("2", "3")


def test_the_chapter_shows_findings_and_the_words_of_passages_new_and_gone(later, layers):
    earlier, now, _ = later
    said, findings, passages = changes_since(earlier, now, layers[0])
    assert "differ from the earlier report: [1]" in str(said)
    assert findings.frame()[["Before", "Now"]].values.tolist() == [["2", "2"]]
    assert sorted(passages.frame()["Passage"]) == ["must", "root cause"]
    assert sorted(passages.frame()["Change"]) == ["gone", "new"]


def test_every_number_of_the_chapter_has_its_evidence(later, layers, write_notebook, tmp_path):
    earlier, now, _ = later
    parts = changes_since(earlier, now, layers[0])
    notebook = write_notebook(tmp_path / "81-changes.ipynb", *(("", part) for part in parts))
    assert numbers_without_evidence(notebook).empty
    assert findings_of(collect([notebook])) == {}


def test_without_an_earlier_report_or_a_change_there_is_one_sentence(later, layers, tmp_path):
    earlier, now, old = later
    for parts in (
        changes_since(tmp_path / "nowhere", now, layers[0]),
        changes_since(earlier, old, layers[0]),
    ):
        assert len(parts) == 1
        assert not isinstance(parts[0], Table)


def test_a_copy_of_a_project_with_an_earlier_report_gets_the_chapter(later, tmp_path):
    root = tmp_path / "project"
    (root / "seeds").mkdir(parents=True)
    (root / "_quarto.yml").write_text("book: {chapters: [index.qmd]}\n", encoding="utf-8")
    made = working_copy(root, tmp_path / "without", seeds=root / "seeds")
    assert not list(made.glob("notebooks/*-changes.ipynb"))
    (root / "reports").mkdir()
    later[0].rename(root / "reports/previous")
    made = working_copy(root, tmp_path / "with", seeds=root / "seeds", several=True)
    assert chapters_in((made / "_quarto.yml").read_text(encoding="utf-8"))[-2:] == [
        *("notebooks/71-collection.ipynb", "notebooks/81-changes.ipynb")
    ]
    assert (made / "reports/previous/data/datapackage.json").is_file()


def test_another_earlier_report_makes_the_chapter_stale_and_no_other(later, tmp_path):
    from nbformat.v4 import new_code_cell, new_notebook

    books = [new_notebook(cells=[new_code_cell(s)]) for s in ("x", "x = '../reports/previous'")]
    before = [inputs_hash(book, root=tmp_path) for book in books]
    (tmp_path / "reports").mkdir()
    later[0].rename(tmp_path / "reports/previous")
    after = [inputs_hash(book, root=tmp_path) for book in books]
    assert before[0] == after[0]
    assert before[1] != after[1]
