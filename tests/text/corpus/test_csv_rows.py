"""CSV as people save it: read where there is no doubt how, with a notice, else named."""

from functools import partial
from pathlib import Path

import pytest

from topoi.errors import InputError, Notice
from topoi.text.corpus.collection import entries, sound
from topoi.text.corpus.columns import require_texts
from topoi.text.corpus.csv_rows import separator_of
from topoi.text.corpus.formats import Record


def read(file: Path, content: str | bytes, encoding: str = "utf-8"):
    """Return the texts, what is set aside and the notices of a CSV of this content."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    aside: list[InputError] = []
    notices: list[Notice] = []
    records = list(sound(entries([file]), aside=aside, notices=notices))
    return records, [str(one) for one in aside], [str(one) for one in notices]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def texts(records: list[Record]) -> dict[str, str]:
    return {record.doc: record.text for record in records}


@pytest.mark.parametrize(
    ("sign", "said"),
    [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")],
)
def test_other_separators_are_read_and_told(file, sign, said) -> None:
    rows = [["id", "text", "date"], ["x", "Rain, then snow.", "2024-01-02"]]
    records, aside, notices = read(file, "\n".join(map(sign.join, rows)) + "\n")
    assert (texts(records), records[0].date, aside) == (
        {"x": "Rain, then snow."},
        "2024-01-02",
        [],
    )
    assert [said in one for one in notices] == [True]


def test_commas_need_no_notice(file) -> None:
    assert read(file, 'id,text\nx,"One; two."\n') == (
        [Record("x", "One; two.", f"{file}:2")],
        [],
        [],
    )


def test_a_line_that_declares_the_separator_is_no_row(file) -> None:
    records, _, notices = read(file, "\ufeffsep=;\r\nid;text\r\nx;Snow.\r\n")
    assert (texts(records), records[0].place) == ({"x": "Snow."}, f"{file}:3")
    assert "as its first line says" in notices[0]
    records, _, notices = read(file, "sep=,\nid,text\nx,Snow.\n")
    assert (texts(records), notices) == ({"x": "Snow."}, [])


def test_a_table_saved_as_unicode_text_says_both_how_it_is_parted_and_encoded(file) -> None:
    records, _, notices = read(file, "id\ttext\nx\tWe stay – for now.\n", "utf-16")
    assert texts(records) == {"x": "We stay – for now."}
    assert [("tabs" in one, "UTF-16" in one) for one in notices] == [(True, False), (False, True)]


def test_without_the_column_the_columns_are_shown_as_they_are_parted(file) -> None:
    _, aside, _ = read(file, "id;body\nx;Snow.\n")
    assert aside == [
        f"{file}: has no `text` column (its columns, with semicolons between them: id, body). "
        "Rename one to `text`."
    ]
    _, aside, _ = read(file, "Text,no\nx,Snow.\n")
    assert aside[0].endswith("Rename `Text` to `text`.")


@pytest.mark.parametrize("header", ["id,text,text", "id,text, text ", "id,note,text,note"])
def test_a_column_name_twice_is_named(file, header) -> None:
    records, aside, _ = read(file, f"{header}\nx,One.,Two.,Three.\n")
    name = "note" if "note" in header else "text"
    assert records == []
    assert aside == [f"{file}:1: has the column `{name}` twice. Rename or remove all but one."]


def test_several_columns_without_a_name_are_kept_apart(file) -> None:
    records, aside, _ = read(file, "id,text,,\nx,Snow.,a,b\n")
    assert aside == []
    assert records[0].metadata == {"column 3": "a", "column 4": "b"}


def test_places_are_the_lines_where_rows_begin(file) -> None:
    content = 'id,text,date\n\na,"One\ntwo\nthree.",2024-01-02\n\n\nb,Four.,soon\nc,Five.,\n'
    records, aside, _ = read(file, content)
    assert [record.place for record in records] == [f"{file}:3", f"{file}:9"]
    assert aside[0].startswith(f"{file}:8: has a date that is no date: 'soon'")


def test_windows_1252_is_read_where_there_is_no_doubt(file) -> None:
    content = "id,text\na,Sound.\nb,“It’s Zürich,\u00a0of course” – he said.\n"
    records, aside, notices = read(file, content.replace(",\u00a0", " "), "cp1252")
    assert texts(records) == {"a": "Sound.", "b": "“It’s Zürich of course” – he said."}
    assert aside == []
    assert "is read as Windows-1252" in notices[0]
    assert "line 3 has '“It’s'" in notices[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Правда writes.", "cp1251"),
        ("“We go,” he said.", "mac_roman"),
        ("Erdoğan left.", "cp1254"),
        ("Wałęsa left.", "cp1250"),
        ("The café closed.", "cp437"),
    ],
)
def test_other_encodings_are_named_with_line_and_byte(file, text, encoding) -> None:
    rows = f'id,text\na,Sound.\nb,"{text}"\nc,Last.\n'
    records, aside, notices = read(file, rows, encoding)
    assert (records, notices) == ([], [])
    assert aside[0].startswith(f"{file}:3: is not UTF-8 (byte ")
    assert "as `CSV UTF-8`" in aside[0]


def test_a_mixture_of_utf8_and_windows_1252_is_in_doubt(file) -> None:
    rows = "".join(f"d{number},Sentence number {number} is of Köln.\n" for number in range(5000))
    records, aside, _ = read(file, f"id,text\n{rows}".encode() + "b,Köln.\n".encode("cp1252"))
    assert "breaks off after" in aside[0]
    assert aside[0].startswith(f"{file}:5002: ")
    assert f"after {len(records):,} rows, which are kept" in aside[0]


def test_rows_read_before_a_sign_of_windows_1252_come_once(file) -> None:
    rows = "".join(f"d{number},Sentence number {number} is here.\n" for number in range(5000))
    records, aside, _ = read(file, f"id,text\n{rows}last,Café.\n", "cp1252")
    assert len(records) == 5001
    assert aside == []
    assert records[-1].text == "Café."


def test_backslashes_before_marks_are_read_where_there_is_no_doubt(file) -> None:
    content = 'id,text\na,Plain.\nb,"She said \\"no\\", twice."\nc,Last.\n'
    records, aside, notices = read(file, content)
    assert texts(records) == {"a": "Plain.", "b": 'She said "no", twice.', "c": "Last."}
    assert aside == []
    assert 'written as \\"' in notices[0]
    records, aside, notices = read(file, content + "d,C:\\temp is a folder.\n")
    assert (texts(records), notices) == ({"a": "Plain."}, [])
    assert f"{file}:3: breaks off after 1 rows" in aside[0]


def test_a_mark_alone_in_a_cell_is_named_with_its_line_and_remedy(file) -> None:
    records, aside, _ = read(file, 'id,text\na,Plain.\nb,"She said "no" twice."\nc,Last.\n')
    assert texts(records) == {"a": "Plain."}
    assert aside[0].startswith(f"{file}:3: breaks off after 1 rows, which are kept")
    assert aside[0].endswith('Write each mark inside a cell twice: "".')


def test_a_blank_behind_each_separator_is_left_out_and_told(file) -> None:
    records, aside, notices = read(file, 'id, date, text\nx, 2024-01-02, "Rain, snow."\n')
    assert (texts(records), records[0].date, aside) == ({"x": "Rain, snow."}, "2024-01-02", [])
    assert "blank behind each separator" in notices[0]


def test_rows_with_fewer_cells_are_counted_in_one_notice(file) -> None:
    rows = "".join(f"d{number},Snow.\n" for number in range(10_000))
    records, aside, notices = read(file, f"id,text,source\nx,Snow.,AP\n{rows}")
    assert (len(records), aside, len(notices)) == (10_001, [], 1)
    assert notices[0].startswith(f"{file}:3: has 10,000 rows with fewer cells than columns")


def test_empty_cells_beyond_the_columns_lose_nothing_and_full_ones_do(file) -> None:
    records, aside, _ = read(file, "id,text\na,Snow.,,\nb,Rain, too.\n")
    assert texts(records) == {"a": "Snow."}
    assert aside == [
        f"{file}:3: has more cells than there are columns. Put a text with commas in quotes."
    ]


def test_columns_known_but_for_capitals_are_told(file) -> None:
    records, _, notices = read(file, "id,text,Date\na,Snow.,2024-01-02\n")
    assert (records[0].date, records[0].metadata) == (None, {"Date": "2024-01-02"})
    assert "has the column `Date`, which is not read as `date`" in notices[0]


def test_a_cell_may_be_as_large_as_is_set_and_no_larger(file, monkeypatch) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    fitting, large = "x" * 999_000, "x" * 1_000_001
    assert len(read(file, f'id,text\na,"{fitting}"\n')[0]) == 1
    records, aside, _ = read(file, f'id,text\na,One.\nb,"{large}"\n')
    assert texts(records) == {"a": "One."}
    assert "larger than 1 MB" in aside[0]
    assert "TOPOI_LARGEST_TEXT" in aside[0]


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ("id,text", ","),
        ("id;text", ";"),
        ("text,x;text;y;z", ","),  # commas first, though others would do
        ("text;x|text|y", "|"),  # of two others that would do the one of more cells
        ("id;body|x|y", "|"),  # where none does, too
        ("body", ","),
    ],
)
def test_commas_part_a_header_or_else_the_only_sign_that_gives_its_columns(header, sign) -> None:
    assert separator_of(header, partial(require_texts, "text")) == sign
