"""What is written as CSV is read back, by `csv` and by us, and no spreadsheet runs any of it."""

import csv
import io
import random
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.csv_files import csv_cell, from_csv_cell, missing_texts, names_of, read_csv, write_csv

NASTY = "\r\n\t\x00\x85\u2028\u2029\"',;= +-@＝＋－＠|\ufeffa0NA漢\U0001f600"
RUN = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u3000＝1", "＋1",
    "－1", "＠a", "=cmd|' /C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"a\")", "'=1", "''-1", "' =1",
]  # fmt: skip


def both(table: pd.DataFrame, path) -> tuple[list[list[str]], pd.DataFrame]:
    """Return the rows that `csv` reads, and the table that we read."""
    write_csv(table, path)
    some = {place for place in range(table.shape[1]) if table.iloc[:, place].isna().any()}
    marks = missing_texts(table)
    missing = {names_of(table)[p]: mark if p in some else None for p, mark in marks.items()}
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream)), read_csv(path, missing)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_guarded_in_cells_and_names(text, tmp_path):
    rows, read = both(pd.DataFrame({text: [text, "plain"]}), tmp_path / "a.csv")
    assert rows == [[f"'{text}"], [f"'{text}"], ["plain"]]
    assert read.to_dict("list") == {text: [text, "plain"]}


def test_numbers_may_be_negative_and_words_may_hold_any_sign():
    assert [csv_cell(value) for value in (-3, -0.5, "a=b", "x -1", "'a'")] == [
        -3, -0.5, "a=b", "x -1", "'a'",
    ]  # fmt: skip


@given(st.text(NASTY, max_size=8))
def test_a_guarded_cell_gives_its_characters_back_and_is_never_run(text):
    assert from_csv_cell(str(csv_cell(text))) == text
    assert not RUN.match(str(csv_cell(text)))


@pytest.mark.parametrize("seed", range(20))
def test_any_table_is_read_back_as_it_was(seed, tmp_path):
    draw = random.Random(seed)

    def text() -> str:
        return "".join(draw.choices(NASTY, k=draw.randrange(6)))

    names = list({text() + str(number): None for number in range(4)})
    table = pd.DataFrame({name: [text() for _ in range(9)] for name in names}, dtype=object)
    table.iloc[draw.randrange(9), 1] = None
    table["n"] = [draw.choice([-1.5, 2.0, None]) for _ in range(9)]
    rows, read = both(table, tmp_path / "a.csv")
    assert {len(row) for row in rows} == {5}
    assert len(rows) == 10
    assert not [cell for row in rows for cell in row[:4] if RUN.match(cell)]
    pd.testing.assert_frame_equal(read, table, check_dtype=False)


def test_lists_are_written_as_words_and_spans_and_their_text_is_guarded():
    stream = io.StringIO()
    spans = [[(0, 5), (7, 9)], [(0, 5, 20, 25), (7, 9, 1, 3)], [(4, 6, False)], []]
    words = [["a", "b c"], ["=1", "x"], [], ["d"]]
    write_csv(pd.DataFrame({"spans": spans, "words": words}), stream)
    assert list(csv.reader(io.StringIO(stream.getvalue())))[1:] == [
        ["0-5; 7-9", "a | b c"],
        ["0-5 20-25; 7-9 1-3", "'=1 | x"],
        ["4-6 False", ""],
        ["", "d"],
    ]


def test_missing_and_empty_and_the_words_na_and_nan_are_told_apart(tmp_path):
    cells = ["", "NA", "NaN", "None", None, "null"]
    rows, read = both(pd.DataFrame({"a": cells, "b": ["x"] * 6}), tmp_path / "a.csv")
    assert [row[0] for row in rows[1:]] == ["", "NA", "NaN", "None", "NA2", "null"]
    assert read["a"].tolist() == cells


def test_a_missing_text_is_an_empty_cell_where_no_text_is_empty():
    stream = io.StringIO()
    table = pd.DataFrame({"a": ["x", None], "c": pd.Categorical(["=1", "b"]), "n": [1, None]})
    write_csv(table, stream)
    assert stream.getvalue() == "a,c,n\nx,'=1,1.0\n,b,\n"


def test_two_columns_of_one_name_are_both_written():
    stream = io.StringIO()
    write_csv(pd.DataFrame([["=1", "b"]], columns=["a", "a"]), stream)
    assert stream.getvalue() == "a,a\n'=1,b\n"


def test_a_bare_carriage_return_is_quoted_and_nothing_is_where_there_is_none():
    stream = io.StringIO()
    write_csv(pd.DataFrame({"a": ["x\ry"], "n": [1]}), stream)
    assert stream.getvalue() == '"a","n"\n"x\ry",1\n'
