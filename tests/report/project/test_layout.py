"""The files of a new study: what is filled into them, and what they are rendered with."""

import json

import pytest
import yaml

from topoi.project import settings_of
from topoi.report.project import layout
from topoi.report.project.layout import RENDERED_WITH, requirement, write_shared, write_study
from topoi.report.publish.book import TEMPLATES, read_book


def test_a_study_is_its_authors_under_the_title_and_licence_given(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1754006400")
    title = 'On "war" & *peace*: $1'
    write_study(tmp_path, title=title, authors=["Ann Lee", "Bo: B"], licence="CC0-1.0")
    cited = yaml.safe_load((tmp_path / "CITATION.cff").read_text())
    assert cited["title"] == title
    assert cited["authors"] == [{"name": "Ann Lee"}, {"name": "Bo: B"}]
    assert cited["date-released"].isoformat() == "2025-08-01"
    assert settings_of(tmp_path / "_quarto.yml") == {"licence": "CC0-1.0"}
    book = yaml.safe_load((tmp_path / "_quarto.yml").read_text())["book"]
    assert (book["title"], book["author"]) == (title, ["Ann Lee", "Bo: B"])
    assert "Their licence: CC0-1.0." in (tmp_path / "LICENSE").read_text()
    heading = (tmp_path / "index.qmd").read_text().splitlines()[0]
    assert heading == r"# On \"war\" \& \*peace\*\: \$1 {.unnumbered #sec-summary}"


def test_without_authors_a_study_is_anonymous_and_its_book_names_none(tmp_path):
    write_study(tmp_path, title="T")
    assert yaml.safe_load((tmp_path / "CITATION.cff").read_text())["authors"] == [
        {"name": "Anonymous"}
    ]
    assert "author" not in yaml.safe_load((tmp_path / "_quarto.yml").read_text())["book"]
    assert settings_of(tmp_path / "_quarto.yml") == {"licence": "not stated"}


@pytest.mark.parametrize("coded", [True, False])
def test_the_front_page_speaks_of_codes_where_there_are_codebooks(tmp_path, coded):
    write_study(tmp_path, title="T", coded=coded, files=["index.qmd"])
    text = (tmp_path / "index.qmd").read_text()
    assert ("What a code is" in text) == coded
    assert "What is not claimed" in text
    assert not (tmp_path / "_quarto.yml").exists()


def test_what_a_study_is_rendered_with_is_brought_up_to_date_and_named(tmp_path):
    every = [f"_topoi/{name}" for name in RENDERED_WITH]
    assert write_shared(tmp_path) == every
    assert write_shared(tmp_path) == []
    (tmp_path / "_topoi" / "print.lua").write_text("-- old")
    (tmp_path / "_topoi" / "references.bib").unlink()
    assert write_shared(tmp_path) == ["_topoi/print.lua", "_topoi/references.bib"]
    for name in RENDERED_WITH:
        assert (tmp_path / "_topoi" / name).read_bytes() == (TEMPLATES / name).read_bytes()


class Installed:
    def __init__(self, told):
        self.told = told

    def read_text(self, name):
        assert name == "direct_url.json"
        return self.told


def test_a_study_asks_for_the_topoi_that_it_was_begun_with_where_that_is_known(monkeypatch):
    def installed(told):
        monkeypatch.setattr(layout.metadata, "distribution", lambda name: Installed(told))
        return requirement()

    origin = {"url": "https://example.org/t", "vcs_info": {"vcs": "git", "commit_id": "abc"}}
    assert installed(json.dumps(origin)) == "topoi @ git+https://example.org/t@abc"
    assert installed(json.dumps({"url": "file:///home/x", "dir_info": {}})).startswith("# Topoi")
    assert all(line.startswith("#") for line in installed(None).splitlines())

    def missing(name):
        raise layout.metadata.PackageNotFoundError

    monkeypatch.setattr(layout.metadata, "distribution", missing)
    assert requirement() == installed(None)


def test_a_study_is_a_book_with_its_references(tmp_path):
    write_study(tmp_path, title="T")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/90-evidence.ipynb").write_text("{}")
    book = read_book(tmp_path)
    assert (book.title, book.pdf_name, book.site) == ("T", "report.pdf", "reports/site")
    assert book.chapters == ("index.qmd", "references.qmd")
    assert book.bibliography == ("_topoi/references.bib", "references.bib")
