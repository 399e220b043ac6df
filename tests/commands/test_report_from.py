"""Annotations in place of a codebook: from every format the counts are those that were written."""

import argparse
import json
from pathlib import Path

import pytest
from tests.report.whole_report import published

from topoi.cli import main
from topoi.coding.exchange.files import FORMS
from topoi.coding.hits.hits import find_hits
from topoi.commands.report import add_arguments, annotated, read_into_layers, seeds_of
from topoi.errors import InputError
from topoi.project import codebook_parts, open_study
from topoi.report.project.remaking import made_again
from topoi.report.project.working_copy import working_copy

TEXTS = {
    "a": "The crisis has root causes. “We must see the root causes,” Mr Orban said. No threat.",
    "b": "A threat 😀 was made.\r\n\r\nNo threats, he said.",
}
OURS = """\
id: ours
codes:
  - {id: root_causes, label: Root causes, include: root cause*}
  - {id: threat, label: Threat, subtypes: {plural: {include: threats}}, include: threat}
"""
KEY = ["doc", "start", "end", "code", "subtype", "text", "sentence", "mode", "speaker"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_bytes(text.encode())
    (tmp_path / "ours.yml").write_text(OURS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked_for(*options: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    asked = parser.parse_args([*options, "--output", "site"])
    asked.told = []
    return asked


def books_of(place: Path, *options: str) -> list[Path]:
    asked = asked_for(*options, "--seeds", "texts")
    given = [Path(one) for one in asked.codebook or ()]
    return annotated(asked, Path("texts"), given, place / "made")


@pytest.mark.parametrize("form", FORMS)
def test_hits_written_for_another_tool_come_back_as_the_same_hits(form, place):
    target = "out" if FORMS[form].by_document else f"out{FORMS[form].ending}"
    sources = ["--seeds", "texts", "--codebook", "ours.yml"]
    assert main(["hits", *sources, "--to", form, "--output", target]) == 0
    (book,) = books_of(place, "--from", target)
    there = open_study(seeds="texts", codebook=book).hits
    here = open_study(seeds="texts", codebook="ours.yml").hits
    assert len(here) == 5
    assert there[KEY].to_numpy().tolist() == here[KEY].to_numpy().tolist()
    assert set(there["codebook"]) == {"out"}


def test_a_project_of_refi_qda_brings_its_own_texts_where_there_are_no_others(place):
    sources = ["--seeds", "texts", "--codebook", "ours.yml"]
    assert main(["hits", *sources, "--to", "refi-qda", "--output", "p.qdpx"]) == 0
    asked = asked_for("--from", "p.qdpx")
    texts = seeds_of(asked, None, place / "own")
    (book,) = annotated(asked, texts, [], place / "made")
    study = open_study(seeds=texts, codebook=book)
    assert dict(study.corpus.texts) == TEXTS
    assert len(study.hits) == 5
    assert seeds_of(asked, place, place / "none") == place / "seeds"
    assert seeds_of(asked_for("--from", "p.qdpx", "--seeds", "x"), place, place) == Path("x")
    (place / "x.csv").write_text("doc,start,end,code\n")
    with pytest.raises(InputError, match="--seeds: is missing"):
        seeds_of(asked_for("--from", "x.csv"), None, place / "none")


def test_a_table_of_all_hits_is_read_with_their_polarity(place, capsys):
    assert main(["hits", "--seeds", "texts", "--codebook", "ours.yml", "--csv"]) == 0
    (place / "hits.csv").write_text(capsys.readouterr().out)
    (book,) = books_of(place, "--from", "hits.csv")
    there = open_study(seeds="texts", codebook=book).hits
    here = open_study(seeds="texts", codebook="ours.yml").hits
    assert "negated" in set(here["polarity"])
    columns = [*KEY, "polarity"]
    assert there[columns].to_numpy().tolist() == here[columns].to_numpy().tolist()


def test_the_codebook_of_annotations_has_an_id_that_neither_chapter_nor_codebook_has(place):
    for name in ("topics.csv", "ours.csv"):
        (place / name).write_text("doc,start,end,code\na,0,3,x\n")
        (book,) = books_of(place, "--from", name, "--codebook", "ours.yml")
        assert book.stem == f"{Path(name).stem}-by-hand"


def test_a_working_copy_has_the_annotations_as_files_so_that_a_change_is_seen(place):
    (place / "x.csv").write_text("doc,start,end,code\na,0,3,x\n")
    (book,) = books_of(place, "--from", "x.csv")
    copy = working_copy(None, place / "copy", seeds=place / "texts", codebooks=[book])
    marked = copy / "codebook" / "annotations" / "x.csv"
    assert not marked.parent.is_symlink()
    assert marked.is_file()
    assert (copy / "notebooks" / "03-x.ipynb").is_file()
    assert set(codebook_parts([book])) == {"x.yml", "annotations"}


def test_a_published_report_has_the_passages_and_verifies(place, tmp_path_factory, capsys):
    (place / "x.csv").write_text("doc,start,end,code\na,15,26,cause\nb,2,8,menace\n")
    (book,) = books_of(place, "--from", "x.csv")
    table = book.parent / "annotations" / "x.csv"
    folder = tmp_path_factory.mktemp("root")
    files = {"x.yml": book.read_text(), "annotations/x.csv": table.read_text()}
    site = published(folder, TEXTS, {**files, "ours.yml": OURS})
    assert main(["verify", str(site), "--passages"]) == 0
    assert "0 that do not hold" in capsys.readouterr().out
    again = tmp_path_factory.mktemp("again")
    made_again(site, again / "copy")
    first, second = open_study(folder), open_study(again / "copy")
    assert first.hits.equals(second.hits)
    assert first.hits_of("x")["text"].tolist() == ["root causes", "threat"]


def test_two_reports_on_annotations_differ_by_the_passages_that_came_and_went(
    place, tmp_path_factory, capsys
):
    sites = []
    kept = "a,15,26,cause\nb,2,8,menace\n"
    for number, marks in enumerate([f"{kept}a,0,3,cause\n", f"{kept}b,27,34,cause\n"]):
        folder = place / f"coded{number}"
        folder.mkdir()
        (folder / "x.csv").write_text(f"doc,start,end,code\n{marks}")
        (book,) = annotated(asked_for("--from", str(folder / "x.csv")), Path("texts"), [], folder)
        table = book.parent / "annotations" / "x.csv"
        files = {"x.yml": book.read_text(), "annotations/x.csv": table.read_text()}
        sites.append(published(tmp_path_factory.mktemp("root"), TEXTS, files))
    assert main(["diff", *map(str, sites), "--json"]) == 0
    changed = json.loads(capsys.readouterr().out)
    told = {(row["passages_came"], row["passages_went"]) for row in changed}
    assert ("b:27-34 x/cause", "a:0-3 x/cause") in told
    assert not [
        row for row in changed if "menace" in f"{row['passages_came']}{row['passages_went']}"
    ]


def test_passages_of_texts_that_are_not_here_are_told_when_a_study_is_opened(place):
    (place / "x.csv").write_text("doc,start,end,code\na,0,3,x\nb,0,1,x\n")
    (book,) = books_of(place, "--from", "x.csv")
    (place / "texts" / "b.txt").unlink()
    study = open_study(seeds="texts", codebook=book)
    (told,) = study.corpus.notices
    assert told.said == "passages of texts that are not here: 1 (b)"
    assert len(study.hits) == 1


def test_annotations_without_a_code_of_ours_are_told_with_the_remedy(place):
    for code, expected in (("cause", 1), ("threat", 0)):
        (place / "x.csv").write_text(f"doc,start,end,code\na,15,26,{code}\n")
        books = [*books_of(place, "--from", "x.csv", "--codebook", "ours.yml"), Path("ours.yml")]
        copy = working_copy(None, place / code, seeds=place / "texts", codebooks=books)
        told = read_into_layers(copy, {"engine": "local"}, strict=True, by="source")
        assert len(told) == expected
        if told:
            assert told[0].place == "x"
            assert "number: ID" in told[0].remedy


@pytest.mark.parametrize("option", ["--coder", "--layer", "--feature"])
def test_options_of_annotations_need_them(option, place, capsys):
    assert main(["report", "--seeds", "texts", "--output", "site", option, "x"]) == 2
    assert f"{option}: needs --from" in capsys.readouterr().err


def test_judgements_of_a_code_by_its_bare_name_are_of_the_codebook_with_queries(place):
    (place / "x.csv").write_text("doc,start,end,code\na,15,26,root_causes\n")
    (book,) = books_of(place, "--from", "x.csv", "--codebook", "ours.yml")
    (place / "judgements").mkdir()
    (place / "judgements" / "ann.jsonl").write_text(
        '{"doc": "a", "pattern": "root_causes", "start": 15, "end": 26}\n'
        '{"doc": "a", "pattern": "x/root_causes", "start": 15, "end": 26}\n'
    )
    study = open_study(seeds="texts", codebook=[book, place / "ours.yml"])
    assert study.judgements[["codebook", "code"]].to_numpy().tolist() == [
        ["x", "root_causes"], ["ours", "root_causes"],
    ]  # fmt: skip
    assert len(find_hits(study.corpus, study.codebooks)) == 6
