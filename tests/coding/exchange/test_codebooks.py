"""Annotations of every format as codebooks, and those that do not fit the texts left out."""

from pathlib import Path

import pandas as pd
import pytest

from topoi.coding.exchange.codebooks import free_id, write_codebooks
from topoi.coding.exchange.files import (
    FORMS,
    codes_listed,
    form_of,
    read_annotations,
    write_annotations,
)
from topoi.coding.loading import load_codebook, load_codebooks
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import corpus_of

ROW = ["doc", "start", "end", "code", "subtype"]
ROWS = [["a", 0, 3, "x", ""], ["a", 4, 9, "root_causes", "s"], ["b", 0, 7, "x", ""]]
OLD = corpus_of({"a": "Old roots.", "b": "Another.", "c": "Gone."})


def annotations(*rows: tuple[str, int, int, str, str]) -> pd.DataFrame:
    columns = ["doc", "start", "end", "code", "coder"]
    told = pd.DataFrame(rows, columns=columns).astype({"doc": "str"})
    return told.assign(subtype="", text="", label="", polarity="asserted")


def written(folder: Path, form: str, rows: list[list[object]] = ROWS) -> Path:
    place = folder if FORMS[form].by_document else folder / f"all{FORMS[form].ending}"
    hits = pd.DataFrame(rows, columns=ROW).astype({"doc": "str"})
    write_annotations(hits, OLD, form, place)
    return place


@pytest.mark.parametrize("form", FORMS)
def test_the_format_is_known_by_the_ending(form, tmp_path):
    assert form_of(written(tmp_path, form)) == form


def test_a_folder_of_no_format_or_of_two_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds no annotations.*\.ann \(brat\)"):
        form_of(tmp_path)
    (tmp_path / "a.ann").write_text("")
    (tmp_path / "a.qdpx").write_bytes(b"")
    with pytest.raises(InputError, match="holds files of brat and refi-qda"):
        form_of(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        form_of(tmp_path / "none")


@pytest.mark.parametrize("form", FORMS)
def test_annotations_of_a_text_that_is_not_here_are_left_out_and_counted(form, tmp_path):
    place = written(tmp_path, form, [*ROWS, ["c", 0, 4, "x", ""], ["c", 0, 4, "y", ""]])
    here = corpus_of({"a": "Old roots.", "b": "Another."})
    with pytest.raises(InputError, match="not among the texts"):
        read_annotations(place, here, form)
    notices: list[Notice] = []
    found = read_annotations(place, here, form, notices=notices, strict=False)
    assert found[ROW].to_numpy().tolist() == ROWS
    (said,) = [one.said for one in notices]
    assert "so 2 of 2 annotations of this text are left out" in said
    assert said.startswith("names the document '")


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"doccano", "refi-qda"}))
def test_annotations_whose_words_are_not_there_are_left_out_and_counted(form, tmp_path):
    place = written(tmp_path, form)
    here = corpus_of({"a": "Old rods, no roots.", "b": "Another.", "c": "Gone."})
    with pytest.raises(InputError):
        read_annotations(place, here, form)
    notices: list[Notice] = []
    found = read_annotations(place, here, form, notices=notices, strict=False)
    assert found[ROW].to_numpy().tolist() == [ROWS[0], ROWS[2]]
    (said,) = [one.said for one in notices]
    assert "'roots'" in said
    assert "annotations of this text are left out" in said


@pytest.mark.parametrize("form", ["doccano", "refi-qda"])  # which hold the texts themselves
def test_a_text_that_has_changed_since_has_what_still_stands_there(form, tmp_path):
    place = written(tmp_path, form)
    here = corpus_of({"a": "Old rods, no roots.", "b": "Another.", "c": "Gone."})
    notices: list[Notice] = []
    found = read_annotations(place, here, form, notices=notices, strict=False)
    assert found[ROW].to_numpy().tolist() == [ROWS[0], ROWS[2]]
    assert "quotes 'roots', but 'a' has 'rods,'" in notices[0].said


def test_each_coder_asked_for_has_a_codebook(tmp_path):
    table = annotations(("a", 0, 3, "x", "Ann"), ("a", 4, 9, "y", "Ben"), ("b", 0, 7, "y", "Ben"))
    files = write_codebooks(table, tmp_path, name="team.csv", coders=["Ben", "Ann"])
    ben, ann = load_codebooks(files)
    assert [(book.id, book.title) for book in (ben, ann)] == [
        ("team-Ben", "team, coded by Ben"),
        ("team-Ann", "team, coded by Ann"),
    ]
    assert [one[:4] for one in ben.passages] == [("a", 4, 9, "y"), ("b", 0, 7, "y")]
    assert ben.code("y").source == "Coded by Ben, in team.csv."


def test_of_several_coders_some_are_to_be_chosen(tmp_path):
    table = annotations(("a", 0, 3, "x", "Ann"), ("a", 4, 9, "y", "Ben"))
    with pytest.raises(InputError, match=r"of 2 coders.*There are: Ann, Ben"):
        write_codebooks(table, tmp_path, name="team.csv")
    with pytest.raises(InputError, match="--coder: names nobody who marked anything: 'Cy'"):
        write_codebooks(table, tmp_path, name="team.csv", coders=["Ann", "Cy"])
    with pytest.raises(InputError, match="holds no annotation that fits the texts"):
        write_codebooks(table.iloc[:0], tmp_path, name="team.csv")


def test_the_description_tells_of_what_was_left_out(tmp_path):
    told = [Notice("/home/ann/team.csv:7", "one is left out", "Mend it.")]
    table = annotations(("a", 0, 3, "x", "1"))
    (file,) = write_codebooks(table, tmp_path, name="team.csv", told=told)
    assert load_codebook(file).description == (
        "Passages coded by hand, from team.csv. When they were read: team.csv:7: one is left out."
    )


def test_a_codebook_has_the_first_label_given_and_an_id_of_its_own(tmp_path):
    table = annotations(("a", 0, 3, "x", "1"), ("b", 0, 3, "x", "1"))
    table["label"] = ["An X", "Another"]
    (file,) = write_codebooks(table, tmp_path, name="topics.csv", taken={"topics"})
    book = load_codebook(file)
    assert (book.id, book.codes[0].label) == ("topics-by-hand", "An X")
    assert free_id("Übung", ()) == "bung"
    assert free_id("ü", {"coding"}) == "coding-by-hand"


def codes_of(table: pd.DataFrame, folder: Path, **about: object) -> list[str]:
    (file,) = write_codebooks(table, folder, name="team.csv", **about)  # type: ignore[arg-type]
    return [code.id for code in load_codebook(file).codes]


def test_codes_stand_in_one_order_whatever_was_marked(tmp_path):
    marks = [("a", 0, 3, "war", "1"), ("a", 4, 9, "Aid", "1"), ("b", 0, 3, "peace", "1")]
    more = [*marks, ("b", 4, 7, "peace", "1"), ("c", 0, 3, "war", "1")]
    assert codes_of(annotations(*marks), tmp_path / "1") == ["Aid", "peace", "war"]
    assert codes_of(annotations(*more[::-1]), tmp_path / "2") == ["Aid", "peace", "war"]


def test_codes_that_the_annotations_list_stand_as_listed_and_others_behind(tmp_path):
    table = annotations(*((doc, 0, 3, code, "1") for doc, code in zip("abcd", "wxyz", strict=True)))
    assert codes_of(table, tmp_path, listed=["z", "unused", "x"]) == ["z", "x", "w", "y"]


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"brat", "refi-qda"}))
def test_formats_without_a_list_of_codes_list_none(form, tmp_path):
    assert codes_listed(written(tmp_path, form), form) == []
