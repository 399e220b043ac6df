"""Where a report is from: the commit with what differs from it, and the crate of its files."""

import json
import shutil
import subprocess

import pytest

from topoi.report.publish.origin import Origin, asked_of_git, citation_in, cited, commit, made_by
from topoi.report.publish.provenance import CRATE, site_colophon, text_rows, write_ro_crate
from topoi.text.corpus.corpus import corpus_of
from topoi.text.corpus.hashes import file_hash

ORIGIN = Origin("T", ("Ann Lee", "Bo"), licence="CC0-1.0", command="make <it>", citation="A & B.")


@pytest.fixture
def repository(tmp_path):
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        (tmp_path / "a.txt").write_text("One.")
        git(tmp_path, *words)
    return tmp_path


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_a_commit_is_named_whole_and_changed_files_are_told(repository):
    whole = asked_of_git(repository, "rev-parse", "HEAD")
    assert len(whole) == 40
    assert commit(repository) == whole
    git(repository, "tag", "-a", "v1", "-m", "one")
    assert commit(repository) == whole  # no name of a tag
    (repository / "new.txt").write_text("not of the commit")
    assert commit(repository) == whole
    (repository / "a.txt").write_text("Two.")
    assert commit(repository) == f"{whole} + changes"


def test_outside_of_a_repository_there_is_no_commit(tmp_path, monkeypatch):
    assert commit(tmp_path) == ""
    assert asked_of_git(tmp_path / "none", "status") == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit(tmp_path) == ""


def test_the_command_is_that_of_a_makefile_with_a_report(tmp_path):
    assert made_by(tmp_path) == "topoi report"
    (tmp_path / "Makefile").write_text("test:\n\ttrue # report:\n")
    assert made_by(tmp_path) == "topoi report"
    (tmp_path / "Makefile").write_text("test:\n\ttrue\nreport: test\n")
    assert made_by(tmp_path) == "make report"


def test_a_citation_says_what_is_told_and_no_more(tmp_path):
    assert citation_in(tmp_path / "none.cff") == {}
    assert cited({"title": "T.", "authors": None}) == "T."
    assert cited({"title": "T", "authors": [{"family-names": "Lee"}], "url": "https://a.b"}) == (
        "Lee. T. https://a.b."
    )
    assert cited({"title": "T", "date-released": "2025-08-01"}) == "(2025). T."
    assert cited({"title": "T", "doi": "10.1/x", "url": "https://a.b", "version": "2."}) == (
        "T. Version 2. https://doi.org/10.1/x."
    )


def test_a_colophon_is_escaped_and_names_the_commit_where_there_is_one():
    versioned = site_colophon(ORIGIN, revision="abc + changes")
    assert "Cite as: A &amp; B. Made with Topoi" in versioned
    assert ", commit <code>abc + changes</code>. Run again: <code>make &lt;it&gt;</code>. " in (
        versioned
    )
    assert ", not versioned. Run again: " in site_colophon(ORIGIN, revision="")


def test_of_forty_texts_each_has_its_hash_and_of_more_all_have_one():
    documents = corpus_of({f"d{n}": "x" for n in range(41)}).documents
    assert text_rows(documents[:40])[39] == ("text", "d39", f"sha256 {documents['sha256'][39]}")
    [(kind, many, told)] = text_rows(documents)
    assert (kind, many, told[:32]) == ("texts", "41", "sha256 over the lines `HASH  TEX")
    assert text_rows(documents[:2], most=1)[0][1] == "2"


@pytest.fixture
def crate(tmp_path):
    for name in ("index.html", "data/a.csv", "evidence/data/p0.js", "evidence/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x" * 3)
    for name in ("site_libs/a.css", "assets/page.js", "data/b.bin"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("y")
    return tmp_path


def written(site, **more):
    told = {"revision": "abc", "inputs": {"d": "0" * 64}, "date": "2025-08-01"} | more
    crate = json.loads(write_ro_crate(site, ORIGIN, **told).read_text())
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    return {entity["@id"]: entity for entity in crate["@graph"]}


def test_a_crate_ties_the_files_of_a_report_to_its_texts_its_authors_and_its_code(crate):
    entities = written(crate)
    root = entities["./"]
    assert [part["@id"] for part in root["hasPart"]] == [
        "data/a.csv", "data/b.bin", "evidence/index.html", "index.html",
    ]  # fmt: skip
    assert root["author"] == [{"@id": "#author-Ann%20Lee"}, {"@id": "#author-Bo"}]
    assert (root["name"], root["datePublished"], root["creditText"]) == (
        "T", "2025-08-01", "A & B.",
    )  # fmt: skip
    assert root["license"] == {"@id": "#licence"}
    assert entities["#licence"]["name"] == "CC0-1.0"
    assert entities["data/a.csv"] == {
        "@id": "data/a.csv", "@type": "File", "encodingFormat": "text/csv", "contentSize": "3",
        "sha256": file_hash(crate / "data/a.csv"),
    }  # fmt: skip
    assert entities["data/b.bin"]["encodingFormat"] == "application/octet-stream"
    run = entities["#run"]
    assert run["instrument"][0] == {"@id": "#code"}
    assert "#topoi" not in entities
    assert {"@id": "#pandas"} in run["instrument"]
    assert (run["object"], run["identifier"]) == ([{"@id": "#text-d"}], "commit abc")
    assert entities["#text-d"]["sha256"] == "0" * 64
    assert CRATE in entities


def test_a_crate_does_not_describe_itself_and_has_no_commit_outside_of_git(crate):
    first = written(crate)
    again = written(crate, revision="")
    assert [part["@id"] for part in again["./"]["hasPart"]] == [
        part["@id"] for part in first["./"]["hasPart"]
    ]
    assert "identifier" not in again["#run"]
