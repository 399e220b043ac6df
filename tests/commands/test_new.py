"""`topoi new`: what it writes, what it refuses, and what a new study then says it lacks."""

import json
from pathlib import Path

import nbformat
import pytest
import yaml

from topoi.cli import main
from topoi.project import settings_of
from topoi.report.project.layout import STUDY, requirement
from topoi.report.publish.book import read_book

BOOK = (
    "id: causes\ntitle: Causes\ncodes:\n  - {id: root, label: Root, include: ['root cause*'],"
    " examples: {'yes': ['a root cause'], 'no': ['a cause']}}\n"
)


@pytest.fixture
def given(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("The root cause is old.")
    (tmp_path / "b.txt").write_text("It was said twice.")
    (tmp_path / "causes.yml").write_text(BOOK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1754006400")
    return tmp_path


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def problems(capsys, *parts):
    main(["check", "--only", ",".join(parts)])
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line[:1] == " "]


def test_a_study_of_nothing_yet_says_what_to_put_where(given, capsys, monkeypatch):
    assert main(["new", "mine"]) == 0
    said = capsys.readouterr().out
    steps = ("topoi seeds add", "codebook/README.md", "topoi chapters", "topoi execute")
    assert [step for step in steps if step not in said] == []
    assert files(given / "mine") >= {*STUDY, "_topoi/quarto.lua", "notebooks/90-evidence.ipynb"}
    assert read_book(given / "mine").title == "mine"
    assert settings_of(given / "mine" / "_quarto.yml") == {"licence": "not stated"}
    monkeypatch.chdir(given / "mine")
    for command in ("execute", "report"):
        assert main([command]) == 2
        assert f"{given}/mine/seeds: holds no text" in capsys.readouterr().err


def test_a_study_has_its_texts_codebooks_and_chapters_and_is_cited_as_its_authors(given, capsys):
    words = ["--texts", "a.txt", "b.txt", "--codebook", "causes.yml", "--licence", "CC0-1.0"]
    names = ["--title", 'A "study": #1', "--author", "Ann Lee", "--author", "Bo"]
    assert main(["new", "mine", *words, *names]) == 0
    mine = given / "mine"
    assert {"seeds/a.txt", "seeds/SHA256SUMS", "codebook/causes.yml"} <= files(mine)
    assert read_book(mine).chapters == (
        *("index.qmd", "notebooks/01-text.ipynb", "notebooks/02-topics.ipynb"),
        *("notebooks/03-causes.ipynb", "notebooks/66-contrasts.ipynb"),
        *("notebooks/67-networks.ipynb", "notebooks/70-robustness.ipynb"),
        *("notebooks/71-collection.ipynb", "references.qmd"),
    )
    cited = yaml.safe_load((mine / "CITATION.cff").read_text())
    assert (cited["title"], str(cited["date-released"])) == ('A "study": #1', "2025-08-01")
    assert cited["authors"] == [{"name": "Ann Lee"}, {"name": "Bo"}]
    assert cited["references"][0]["type"] == "software"
    assert read_book(mine).authors == ("Ann Lee", "Bo")
    assert "CC0-1.0" in (mine / "LICENSE").read_text()
    yaml.safe_load((mine / ".github/workflows/report.yml").read_text())
    assert "CC-BY" not in "".join((mine / name).read_text() for name in STUDY)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["full"], "full: is not empty: it holds x"),
        (["a.txt"], "a.txt: is a file"),
        (["mine", "--texts", "none.txt"], "none.txt: is no file"),
        (["mine", "--codebook", "none.yml"], "none.yml: does not exist"),
        (["mine", "--codebook", "topics.yml"], "no name for a chapter"),
        (["mine", "--codebook", "wrong.yml"], "wrong.yml:"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_written(given, capsys, words, told):
    (given / "full").mkdir()
    (given / "full" / "x").write_text("")
    (given / "topics.yml").write_text(BOOK.replace("id: causes", "id: topics"))
    (given / "wrong.yml").write_text(BOOK.replace("a root cause", "a cause"))
    before = files(given)
    assert main(["new", *words]) == 2
    assert told in capsys.readouterr().err
    assert files(given) == before
    assert not (given / "mine").exists()


def test_what_a_study_lacks_is_said_by_name_and_line_before_anything_runs(
    given, capsys, monkeypatch
):
    main(["new", "mine", "--texts", "a.txt", "--codebook", "causes.yml"])
    mine = given / "mine"
    monkeypatch.chdir(mine)
    capsys.readouterr()
    assert problems(capsys, "seeds", "codebook", "chapters") == []
    (mine / "codebook" / "more.yml").write_text(BOOK.replace("id: causes", "id: more"))
    (mine / "codebook" / "causes.yml").unlink()
    with (mine / "index.qmd").open("a") as page:
        page.write("{{< embed notebooks/80-summary.ipynb#none >}}\n")
    main(["seeds", "add", "../b.txt"])
    capsys.readouterr()
    line = len((mine / "index.qmd").read_text().splitlines())
    found = problems(capsys, "chapters")
    assert [problem.partition(". ")[0] for problem in found] == [
        "notebooks/03-more.ipynb: is missing",
        "notebooks/71-collection.ipynb: is missing",
        f"{mine}/notebooks/03-causes.ipynb, cell 2: asks for the codebook 'causes', and there is"
        " more",
        f"{mine}/index.qmd:{line}: embeds notebooks/80-summary.ipynb#none, and no cell has that"
        " label",
    ]
    assert main(["execute"]) == 2
    said = capsys.readouterr().err
    assert all(problem in said for problem in found[1:])
    assert "topoi: notebooks/03-more.ipynb: is missing. Run `topoi chapters`" in said


def test_chapters_follow_texts_and_codebooks_and_name_the_edited(given, capsys, monkeypatch):
    main(["new", "mine", "--texts", "a.txt", "--codebook", "causes.yml"])
    mine = given / "mine"
    monkeypatch.chdir(mine)
    path = mine / "notebooks" / "03-causes.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\nMine."
    nbformat.write(notebook, path)
    (mine / "codebook" / "causes.yml").unlink()
    main(["seeds", "add", "../b.txt"])
    (mine / "_topoi" / "quarto.lua").write_text("old")
    capsys.readouterr()
    assert main(["chapters"]) == 0
    said = capsys.readouterr().out
    assert "written: 71-collection.ipynb\n" in said
    gone = "66-contrasts.ipynb, 67-networks.ipynb, 70-robustness.ipynb"
    assert f"removed: {gone}\n" in said
    assert "_topoi/quarto.lua" in said
    assert "left as you edited them: 03-causes.ipynb\n" in said
    assert "notebooks/03-causes.ipynb is about a codebook or texts that are not there" in said


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    - index.qmd\n", "    - index.qmd\n    - none.qmd\n", ":17: chapter 'none.qmd' is no"),
        ("licence:", "by: country\n  licence:", "column 'country' is no column of the texts"),
        ("references.bib]", "none.bib]", "bibliography 'none.bib' is no file"),
        ("title:", "title: [", "is no valid YAML"),
    ],
)
@pytest.mark.usefixtures("given")
def test_a_mistake_in_the_settings_is_told_with_its_line(capsys, monkeypatch, before, after, told):
    main(["new", "mine", "--texts", "a.txt"])
    monkeypatch.chdir("mine")
    settings = Path.cwd() / "_quarto.yml"
    settings.write_text(settings.read_text().replace(before, after, 1))
    capsys.readouterr()
    assert main(["execute"]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert f"topoi: {settings}:" in said


def test_a_command_that_needs_codes_says_that_a_study_has_none(given, capsys, monkeypatch):
    main(["new", "mine", "--texts", "a.txt"])
    monkeypatch.chdir(given / "mine")
    assert main(["count"]) == 2
    assert "mine/codebook: holds no codebook" in capsys.readouterr().err
    assert main(["kwic", "root cause*", "--json"]) == 0


def test_where_topoi_comes_from_is_told_to_pip_only_where_that_is_a_repository(monkeypatch):
    class Installed:
        said = "{}"

        def read_text(self, name):
            return self.said

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Installed())
    assert all(line.startswith("#") for line in requirement().splitlines())
    told = {"url": "https://host/topoi", "vcs_info": {"vcs": "git", "commit_id": "abc"}}
    Installed.said = json.dumps(told)
    assert requirement() == "topoi @ git+https://host/topoi@abc"
