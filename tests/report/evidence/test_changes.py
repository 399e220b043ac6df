import pytest

from topoi.errors import InputError
from topoi.report.chapters.changes import changes_since
from topoi.report.chapters.tables import Table
from topoi.report.evidence.changes import (
    COLUMNS,
    PublishedNumber,
    changes,
    diff,
    findings_of,
    findings_of_package,
    known_by,
)
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


def number(text, *starts, place=""):
    return PublishedNumber(text, frozenset(("d", at, at + 3, "x") for at in starts), place)


def test_findings_that_differ_stand_in_the_order_of_the_earlier_report_and_new_ones_last():
    before = {("a", "1"): number("2", 0, 9), ("a", "2"): number("1", 0), ("b", "3"): number("5")}
    after = {("c", "4"): number("7", 1), ("a", "2"): number("1", 4), ("a", "1"): number("2", 0, 9)}
    found = changes(before, after)
    assert [(one.chapter, one.old.text, one.new.text) for one in found] == [
        ("a", "1", "1"), ("b", "5", ""), ("c", "", "7"),
    ]  # fmt: skip
    assert [([at for _, at, *_ in one.came], [at for _, at, *_ in one.went]) for one in found] == [
        ([4], [0]), ([], []), ([1], []),
    ]  # fmt: skip


def test_another_place_alone_is_no_change_and_the_place_shown_is_the_new_one():
    key = ("a", "k")
    assert changes({key: number("2", 1, place="x")}, {key: number("2", 1, place="y")}) == []
    (both,) = changes({key: number("2", place="x")}, {key: number("3", place="y")})
    (gone,) = changes({key: number("2", place="x")}, {})
    assert (both.place, gone.place) == ("y", "x")


def test_passages_that_came_and_went_are_counted_and_the_first_ten_named(
    layers, write_notebook, tmp_path
):
    spans = layers[1]["hits"].iloc[[1] * 23].assign(start=range(23), end=range(1, 24))
    for name, some in (("old", spans[:10]), ("new", spans[10:21])):
        (tmp_path / name).mkdir()
        said = sentence("The text says so {n} times.", n=cite(some, label="So"))
        chapter = collect([write_notebook(tmp_path / f"{name}/01-a.ipynb", ("", said))])
        write_data_package(
            tmp_path / name / "data", corpus=layers[0], published=chapter, layers=layers[1]
        )
    found = diff(tmp_path / "old", tmp_path / "new")
    assert list(found) == COLUMNS
    (row,) = found.to_dict("records")
    assert (row["chapter"], row["place"]) == ("01-a", "The text says so […] times.")
    assert (row["old"], row["new"], row["came"], row["went"]) == ("10", "11", 11, 10)
    went = [f"d:{at}-{at + 1} frames/must" for at in range(10)]
    assert row["passages_went"].split("; ") == went
    came = [f"d:{at}-{at + 1} frames/must" for at in range(10, 20)]
    assert row["passages_came"].split("; ") == [*came, "…"]
    with pytest.raises(InputError, match="is no data package of a report"):
        diff(tmp_path, tmp_path / "new")


def test_the_same_words_twice_are_two_findings_by_their_order(layers, write_notebook, tmp_path):
    hits = layers[1]["hits"]
    said = [("", sentence("It says so {n} times.", n=cite(hits.head(most)))) for most in (1, 2, 3)]
    found = findings_of(collect([write_notebook(tmp_path / "01-a.ipynb", *said)]))
    places = ["It says so […] times.", "It says so […] times. (2)", "It says so […] times. (3)"]
    assert [(key, one.text, len(one.loci)) for key, one in found.items()] == [
        (("01-a", place), str(n), n) for n, place in enumerate(places, start=1)
    ]


def test_a_number_is_known_by_twenty_characters_on_either_side_without_their_numbers():
    before, after = "a" * 25, "b" * 25
    assert known_by(f"{before}[…]{after}") == f"{'a' * 20}[…]{'b' * 20}"
    assert known_by("1,234.5% of 12 […] in 3.") == "# of # […] in #"
    assert known_by("tbl-a: row 12, column 3") == "tbl-a: row 12, column 3"
