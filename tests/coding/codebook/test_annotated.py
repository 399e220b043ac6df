"""Codebooks that were coded by hand: their file of passages, and what is wrong with one."""

from pathlib import Path

import pytest

from topoi.coding.codebook.annotated import codebook_of, passages_in
from topoi.coding.codebook.codebook import Annotation
from topoi.coding.codebook.dictionaries import to_quanteda
from topoi.coding.loading import load_codebook
from topoi.errors import InputError, Notice

BOOK = "id: ann\nannotations: ann.csv\ncodes:\n  - {id: claim, label: Claim}\n"


def written(folder: Path, rows: str, book: str = BOOK) -> Path:
    (folder / "annotations").mkdir()
    (folder / "annotations" / "ann.csv").write_text(rows, encoding="utf-8")
    (folder / "ann.yml").write_text(book, encoding="utf-8")
    return folder / "ann.yml"


def test_a_codebook_coded_by_hand_has_its_passages_and_their_kinds_as_subtypes(tmp_path):
    rows = "doc,start,end,code,subtype\na,0,3,claim,\na,4,9,claim,strong\nb,1,2,claim,\n"
    book = load_codebook(written(tmp_path, rows))
    assert [one[:5] for one in book.passages] == [
        ("a", 0, 3, "claim", ""),
        ("a", 4, 9, "claim", "strong"),
        ("b", 1, 2, "claim", ""),
    ]
    assert [one.line for one in book.passages] == [2, 3, 4]
    assert [one.name for one in book.code("claim").subtypes] == ["strong", ""]


@pytest.mark.parametrize("kinds", [("weak", "Open", "strong"), ("strong", "weak", "Open")])
def test_kinds_stand_in_alphabetical_order_whatever_was_marked_first(tmp_path, kinds):
    rows = "".join(f"a,{place},{place + 1},claim,{kind}\n" for place, kind in enumerate(kinds))
    book = load_codebook(written(tmp_path, f"doc,start,end,code,subtype\n{rows}"))
    assert [one.name for one in book.code("claim").subtypes] == ["Open", "strong", "weak", ""]


def test_passages_that_changed_are_read_anew(tmp_path):
    path = written(tmp_path, "doc,start,end,code\na,0,3,claim\n")
    assert len(load_codebook(path).passages) == 1
    (tmp_path / "annotations" / "ann.csv").write_text("doc,start,end,code\n")
    assert load_codebook(path).passages == ()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "ann.csv: is empty"),
        ("doc,start,end\na,0,3\n", "ann.csv: has no column 'code' (columns: doc, start, end)"),
        ("doc;start;end\na;0;3\n", "has no column 'code' (columns, apart by semicolons: doc"),
        ("doc,start,end,code\na,0,3,claim\na,x,3,claim\n", "ann.csv:3: has no span ('x' to '3')"),
        ("doc,start,end,code\na,-1,3,claim\n", "ann.csv:2: has no span ('-1' to '3')"),
        ("doc,start,end,code\n,0,3,claim\n", "ann.csv:2: lacks its doc"),
        ("doc,start,end,code\na,0,3,\n", "ann.csv:2: lacks its code"),
        ("doc,start,end,code,polarity\na,0,3,claim,no\n", "ann.csv:2: has the polarity 'no'"),
        ("doc,start,end,code\na,0,3,other\n", "ann.csv:2: has the code 'other', which "),
    ],
)
def test_a_file_of_passages_that_cannot_be_read_is_refused_with_its_line(tmp_path, rows, told):
    with pytest.raises(InputError) as caught:
        load_codebook(written(tmp_path, rows))
    assert told in str(caught.value)


@pytest.mark.parametrize("key", ["include: [x]", "examples: {yes: [x]}", "built_in: lists"])
def test_a_code_whose_passages_were_marked_has_no_queries(tmp_path, key):
    book = BOOK.replace("label: Claim", f"label: Claim, {key}")
    with pytest.raises(InputError) as caught:
        load_codebook(written(tmp_path, "doc,start,end,code\n", book))
    assert f"ann.yml:4: the code 'claim' has `{key.partition(':')[0]}`" in str(caught.value)


@pytest.mark.parametrize("name", ["../ann.csv", "/etc/passwd", ".hidden", "a\\b", '""'])
def test_annotations_name_a_file_in_their_folder_and_no_path(tmp_path, name):
    book = BOOK.replace("ann.csv", name)
    with pytest.raises(InputError, match="is no name of a file"):
        load_codebook(written(tmp_path, "doc,start,end,code\n", book))


def test_what_was_marked_by_hand_is_told_where_a_dictionary_is_written(tmp_path):
    book = load_codebook(written(tmp_path, "doc,start,end,code,subtype\na,0,3,claim,strong\n"))
    assert to_quanteda(book).left_out == (
        "ann: claim: found by no query (its passages were marked by hand)",
    )


def test_other_columns_are_told_and_cells_a_spreadsheet_would_run_are_as_they_were(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("doc,start,end,code,text,mood\na,0,3,claim,'=1+1,glad\n", encoding="utf-8")
    notices: list[Notice] = []
    (one,) = passages_in(file, notices)
    assert one == Annotation("a", 0, 3, "claim", "", "1", text="=1+1", line=2)
    assert [one.said for one in notices] == ["has columns that are passed over: mood"]


def test_tables_of_spreadsheets_with_semicolons_are_read(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("doc;start;end;code;coder\na;0;3;claim;Ann\n", encoding="utf-8")
    assert [one[:6] for one in passages_in(file, [])] == [("a", 0, 3, "claim", "", "Ann")]


def test_a_codebook_is_written_with_its_codes_by_how_often_they_were_marked(tmp_path):
    marked = [("b: c", "B #1"), ("a_1", ""), ("a_1", "")]
    passages = [Annotation("d", 0, 1, code, "", "1", label) for code, label in marked]
    about = {"id": "x", "title": "X: y", "description": "d", "source": "s", "file": "ann.csv"}
    rows = 'doc,start,end,code\nd,0,1,"b: c"\nd,0,1,a_1\nd,1,2,a_1\n'
    book = load_codebook(written(tmp_path, rows, codebook_of(passages, **about)))
    assert [(code.id, code.label) for code in book.codes] == [("a_1", "a 1"), ("b: c", "B #1")]
    assert (book.title, book.annotations) == ("X: y", "ann.csv")
