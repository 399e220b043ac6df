"""Files of annotations: their encodings, the folders of several coders, names that are none."""

import json
from pathlib import Path

import pandas as pd
import pytest

from topoi.coding.exchange.files import FORMS, annotation_files, read_annotations, write_annotations
from topoi.coding.exchange.names import file_names
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus, corpus_of

CORPUS = corpus_of({"a": "Old 😀 causes\r\nand roots.\r\n\r\nNew.", "b": "Another."})
ROW = ["doc", "start", "end", "code", "subtype"]
ROWS = [["a", 4, 5, "x", ""], ["a", 6, 12, "root_causes", "s"], ["b", 0, 7, "x", ""]]


def hits_of(*rows: list[object]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ROW).astype({"doc": "str"})


def written(place: Path, form: str, corpus: Corpus = CORPUS, rows: list = ROWS) -> Path:
    place = place if FORMS[form].by_document else place / f"all{FORMS[form].ending}"
    assert write_annotations(hits_of(*rows), corpus, form, place) == annotation_files(
        corpus, form, place
    )
    return place


def files_of(place: Path, form: str) -> list[Path]:
    return sorted(place.glob(f"*{FORMS[form].ending}")) if place.is_dir() else [place]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", sorted(set(FORMS) - {"refi-qda"}))  # an archive, not a text
def test_files_saved_anew_on_other_systems_are_read(
    form: str, end: str, encoding: str, tmp_path: Path
) -> None:
    place = written(tmp_path, form)
    for file in files_of(place, form):
        text = file.read_bytes().decode()
        file.write_bytes(text.replace("\n", end).encode(encoding))
    notices: list[Notice] = []
    table = read_annotations(place, CORPUS, form, notices=notices)
    assert table[ROW].to_numpy().tolist() == ROWS
    wide = encoding == "utf-16"
    assert {notice.said for notice in notices} == (
        {"is read as UTF-16, by its byte order mark"} if wide else set()
    )


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\x00\xd8", b"PK\x03\x04\x00\x00\x9c"])
@pytest.mark.parametrize("form", FORMS)
def test_binary_files_are_refused_by_name(form: str, content: bytes, tmp_path: Path) -> None:
    (file,) = files_of(written(tmp_path, form, corpus_of({"a": "Old."}), []), form)
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_annotations(file, CORPUS, form)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n"])
@pytest.mark.parametrize("form", FORMS)
def test_empty_files_are_refused_where_the_tool_writes_none(
    form: str, content: bytes, tmp_path: Path
) -> None:
    (file,) = files_of(written(tmp_path, form, corpus_of({"a": "Old."}), []), form)
    file.write_bytes(content)
    notices: list[Notice] = []
    if form == "brat":  # which has such a file for a text in which nothing is marked
        assert read_annotations(file, CORPUS, form, notices=notices).empty
        assert notices[0].said == "holds no annotation with a code"
        return
    with pytest.raises(InputError) as caught:
        read_annotations(file, CORPUS, form)
    assert str(caught.value).startswith(str(file))


def test_each_folder_of_brat_is_a_coder(tmp_path: Path) -> None:
    written(tmp_path / "ann", "brat")
    written(tmp_path / "ben", "brat", rows=[])
    notices: list[Notice] = []
    table = read_annotations(tmp_path, CORPUS, "brat", notices=notices)
    assert table["coder"].tolist() == ["ann"] * 3
    assert [notice.said for notice in notices] == ["has coders who marked nothing: ben"]


def test_inception_keeps_a_folder_for_each_document(tmp_path: Path) -> None:
    flat = written(tmp_path / "flat", "webanno")
    for doc, coder in (("a.txt", "ann"), ("a.txt", "ben"), ("b", "ann")):
        file = tmp_path / "annotation" / doc / f"{coder}.tsv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((flat / f"{doc[0]}.tsv").read_bytes())
    table = read_annotations(tmp_path / "annotation", CORPUS, "webanno")
    assert table.groupby("coder")["doc"].agg(list).to_dict() == {
        "ann": ["a", "a", "b"],
        "ben": ["a", "a"],
    }


def test_a_file_may_be_named_with_the_ending_of_its_text(tmp_path: Path) -> None:
    flat = written(tmp_path, "webanno", rows=ROWS[:1])
    named = (flat / "a.tsv").rename(flat / "a.txt.tsv")
    assert read_annotations(named, CORPUS, "webanno")["doc"].tolist() == ["a"]
    (flat / "a.tsv").write_bytes(named.read_bytes())
    with pytest.raises(InputError, match="is of the document 'a', as "):
        read_annotations(flat, CORPUS, "webanno")


def test_each_of_several_files_of_doccano_is_a_coder(tmp_path: Path) -> None:
    first = written(tmp_path, "doccano").rename(tmp_path / "ann.jsonl")
    (tmp_path / "ben.jsonl").write_bytes(first.read_bytes())
    table = read_annotations(tmp_path, CORPUS, "doccano")
    assert table["coder"].value_counts().to_dict() == {"ann": 3, "ben": 3}
    assert set(read_annotations(first, CORPUS, "doccano")["coder"]) == {"1"}


def test_layers_are_asked_for_in_inception_alone(tmp_path: Path) -> None:
    place = written(tmp_path, "brat")
    with pytest.raises(InputError, match="are for INCEpTION"):
        read_annotations(place, CORPUS, "brat", layer="POS")


IDS = ["un/2024/5", "../up", "a", "A", "con", "NUL.txt", "end. ", ".hidden", 'q"*?<>|:\\', "é",
       "e\u0301", "x" * 300, "x" * 299 + "y", "tab\there", "Überblick №5", "a_b", "a/b", "a\\b",
       "documents"]  # fmt: skip


def test_names_of_files_are_fit_for_every_system_and_each_its_own() -> None:
    names = file_names(IDS)
    assert sorted(names) == sorted(IDS)
    assert {doc for doc in IDS if names[doc] == doc} == {
        "a",
        "é",
        "Überblick №5",
        "a_b",
        "documents",
    }
    assert len({name.casefold() for name in names.values()}) == len(IDS)
    assert not [name for name in names.values() if len(name.encode()) > 160 or name[-1] in ". "]
    assert [names[doc] for doc in ("un/2024/5", "../up", "A", "con", "NUL.txt", "a/b", "a\\b")] == [
        "un_2024_5", "_._up", "A-2", "con_", "NUL.txt_", "a_b-2", "a_b-3",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_ids_that_are_no_names_of_files_come_back(form: str, tmp_path: Path) -> None:
    corpus = corpus_of({name: f"Text {number}." for number, name in enumerate(IDS)})
    rows = [[name, 0, 4, "x", ""] for name in IDS]
    place = written(tmp_path / "out", form, corpus, rows)
    assert read_annotations(place, corpus, form)[ROW].to_numpy().tolist() == rows
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"out"}


def test_a_table_of_names_stands_beside_only_where_it_is_needed(tmp_path: Path) -> None:
    assert not (written(tmp_path / "plain", "brat") / "documents.json").exists()
    place = written(tmp_path / "odd", "brat", corpus_of({"a/b": "Old.", "c": "New."}), [])
    table = place / "documents.json"
    assert json.loads(table.read_text(encoding="utf-8")) == {"a_b": "a/b"}
    table.write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match="is no table of names and documents"):
        read_annotations(place, CORPUS, "brat")
