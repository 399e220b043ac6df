"""Whatever of a published report is spoilt, an error names the file, or a difference is found."""

import json
import random
from pathlib import Path

import pandas as pd
import pytest

from topoi.errors import InputError
from topoi.report.evidence.changes import diff
from topoi.report.evidence.package import described, published_texts, read_cited, read_table
from topoi.report.evidence.verify import not_holding, recomputed

SET = '{"id": "ev-1", "label": "must", "codes": ["a/b"], "docs": {"d": [[0, 3, 0]]}}'
DESCRIBED = {
    "topoi": {"version": "1", "by": "source", "chapters": {"01-a": "abc"}},
    "resources": [
        {"path": "a.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}},
        {"path": "b.txt", "hash": "sha256:00"},
    ],
}  # fmt: skip


def other(**change: object) -> str:
    return json.dumps({**DESCRIBED, **change})


def files(folder: Path, **content: str) -> Path:
    for name, text in {"datapackage.json": json.dumps(DESCRIBED), **content}.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder


def test_a_package_says_what_its_files_are_and_how_it_was_made(tmp_path: Path) -> None:
    told = described(files(tmp_path))
    assert [(field.name, field.type, field.missing) for field in told.tables["a.csv"]] == [
        ("n", "integer", None)
    ]
    assert (told.hashes, told.by, told.version) == (
        {"a.csv": "", "b.txt": "sha256:00"}, "source", "1",
    )  # fmt: skip
    older = described(files(tmp_path, **{"datapackage.json": '{"resources": []}'}))
    assert (older.by, older.version, older.chapters) == ("", "", {})


@pytest.mark.parametrize(
    "content",
    [
        "[]", "null", '"a"', "{}", other(resources={"a": 1}), other(resources=None),
        other(resources=[1]), other(resources=[{"path": 5}]), other(resources=[{"path": None}]),
        other(resources=[{"path": "a.csv", "schema": []}]),
        other(resources=[{"path": "a.csv", "schema": {"fields": {"n": 1}}}]),
        other(resources=[{"path": "a.csv", "schema": {"fields": [{"name": "n"}]}}]),
        other(resources=[{"path": "a.csv", "hash": 5}]),
        other(topoi=[1]), other(topoi={"version": 1, "by": "a", "chapters": {}}),
        other(topoi={"version": "1", "by": None, "chapters": {}}),
        other(topoi={"version": "1", "by": "a", "chapters": {"01-a": 1}}),
        other(topoi={"version": "1", "by": "a", "chapters": []}),
    ],
)  # fmt: skip
def test_json_of_another_shape_is_no_description(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"datapackage\.json: does not describe the data"):
        described(files(tmp_path, **{"datapackage.json": content}))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"resources": [', r"datapackage\.json:1: is no JSON"),
        ("", r"datapackage\.json:1: is no JSON"),
        ('{"resources":\n[}', r"datapackage\.json:2: is no JSON"),
        ("[" * 300_000, r"datapackage\.json:1: is nested too deep"),
        ('{"resources": [], "resources": []}', r"the key 'resources' twice"),
        ('{"a":\n"\udcff"}', r"datapackage\.json:2: is not UTF-8 \(byte 7\)"),
    ],
)
def test_what_is_no_json_is_named_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        described(files(tmp_path, **{"datapackage.json": content}))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"id": "a"}\n', ":1: is no text with an id"),
        ('{"id": "a", "text": "x"}\n{"text": "x"}\n', ":2: is no text with an id"),
        ('{"id": 1, "text": "x"}\n', ":1: is no text with an id"),
        ('{"id": "a", "text": ["x"]}\n', ":1: is no text with an id"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n', ":2: repeats the id 'a'"),
        ('{"id": "a", "text": "x"}\n[]\n', ":2: is no JSON object"),
        ('{"id": "a", "text": "x"}\n\n', ":2: is no JSON"),
        ('{"id": "a", "text": "x\udcff"}\n', ":1: is not UTF-8"),
        ('{"id": "a", "text": "\\ud800"}\n', ":1: has a lone surrogate"),
    ],
)
def test_what_is_no_published_text_is_named_with_its_line(
    tmp_path: Path, content: str, told: str
) -> None:
    with pytest.raises(InputError, match=rf"texts\.jsonl{told}"):
        published_texts(files(tmp_path, **{"texts.jsonl": content}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ev-1"', "1"), ('"must"', "null"), ('["a/b"]', "[1]"), ('["a/b"]', "[]"),
        ('["a/b"]', "null"), ('{"d": [[0, 3, 0]]}', "[]"), ("[[0, 3, 0]]", "null"),
        ("[0, 3, 0]", "[0, 3]"), ("[0, 3, 0]", '["0", 3, 0]'), ("[0, 3, 0]", "[0, 3.5, 0]"),
        ("[0, 3, 0]", "[0, true, 0]"), ("[0, 3, 0]", "[0, 3, 1]"), ("[0, 3, 0]", '[0, 3, "0"]'),
        ("[[0, 3, 0]]", '"0:x"'), ('"docs"', '"texts"'),
    ],
)  # fmt: skip
def test_json_of_another_shape_is_no_set_of_an_earlier_package(
    tmp_path: Path, old: str, new: str
) -> None:
    sound = files(tmp_path, **{"cited_sets.jsonl": f"{SET}\n"})
    assert read_cited(sound)["ev-1"].loci == (("d", 0, 3, "a/b"),)
    assert old in SET
    files(tmp_path, **{"cited_sets.jsonl": f"{SET}\n{SET.replace(old, new)}\n"})
    with pytest.raises(InputError, match=r"cited_sets\.jsonl:2: is no set of passages"):
        read_cited(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ev-1"', "1"), ('"must"', "null"), ("[1, 1]", "[2, 1]"), ("[1, 1]", "[1]"),
        ("[1, 1]", "null"), ("[1, 1]", '"11"'), ("[1, 1]", '{"1": 1}'), ("[1, 1]", "[true, 1]"),
        ("[1, 1]", "[1.0, 1]"), ("[1, 1]", "[1, 99999999999999]"), ('"rows"', '"docs"'),
    ],
)  # fmt: skip
def test_json_of_another_shape_is_no_set_of_passages(tmp_path: Path, old: str, new: str) -> None:
    row = '{"id": "ev-1", "label": "must", "rows": [1, 1]}'
    types = {"doc": "string", "start": "integer", "end": "integer", "code": "string"}
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    table = {"path": "cited_passages.csv", "schema": {"fields": fields}}
    written = {
        "datapackage.json": json.dumps({"resources": [table]}),
        "cited_passages.csv": "doc,start,end,code\nc,2,4,a/b\nd,0,3,a/b\n",
    }
    sound = files(tmp_path, **written, **{"cited_sets.jsonl": f"{row}\n"})
    assert read_cited(sound)["ev-1"].loci == (("d", 0, 3, "a/b"),)
    assert old in row
    files(tmp_path, **written, **{"cited_sets.jsonl": f"{row}\n{row.replace(old, new)}\n"})
    with pytest.raises(InputError, match=r"cited_sets\.jsonl:2: is no set of passages"):
        read_cited(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("n\n1\n2,3\n", r"a\.csv:3: has 2 cells, and its head has 1"),
        ("", r"a\.csv: is empty"),
        ("m\n1\n", r"a\.csv: has other columns than datapackage\.json says"),
        ("n\n1\nx\n", r"a\.csv: has 'x' in row 2 of 'n', which is no integer"),
        ("n\n1.5\n", r"a\.csv: has '1\.5' in row 1 of 'n', which is no integer"),
        ("n\n1\n\"\"\n", r"a\.csv: has '.*' in row 2 of 'n', which is no integer"),
        (f"n\n{'9' * 30}\n", r"which is no integer"),
        (f"n\n{'9' * 400}\n", r"which is no integer"),
        ("n\n\udcff\n", r"a\.csv:2: is not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_published_table_is_named(tmp_path: Path, content: str, told: str) -> None:
    files(tmp_path, **{"a.csv": "n\n1\n2\n"})
    assert read_table(tmp_path, "a", needed={"n": "integer"})["n"].tolist() == [1, 2]
    with pytest.raises(InputError, match=told):
        read_table(files(tmp_path, **{"a.csv": content}), "a", needed={"n": "integer"})


def test_a_table_needs_the_columns_that_are_read_of_it(tmp_path: Path) -> None:
    files(tmp_path, **{"a.csv": "n\n1\n"})
    with pytest.raises(InputError, match=r"a\.csv: has no column 'm'"):
        read_table(tmp_path, "a", needed={"m": ""})
    with pytest.raises(InputError, match=r"a\.csv: has no text in its column 'n'"):
        read_table(tmp_path, "a", needed={"n": "string"})
    with pytest.raises(InputError, match=r"datapackage\.json: does not describe the table b\.csv"):
        read_table(tmp_path, "b")


def test_a_cell_may_be_longer_than_the_reader_of_csv_expects(tmp_path: Path) -> None:
    files(tmp_path, **{"a.csv": f"n\n{'x' * 200_000}\n"})
    assert read_table(tmp_path, "a")["n"].str.len().tolist() == [200_000]


FILES = (
    *("datapackage.json", "texts.jsonl", "cited_sets.jsonl", "cited_passages.csv"),
    *("numbers.csv", "segments.csv"),
)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_is_named(site: Path, name: str) -> None:
    (site / "data" / name).unlink()
    with pytest.raises(InputError, match="no data package" if "package" in name else name):
        recomputed(site)


@pytest.mark.parametrize("name", FILES)
def test_no_spoilt_file_of_a_report_gives_a_traceback_or_passes(site: Path, name: str) -> None:
    file = site / "data" / name
    sound, draw = file.read_bytes(), random.Random(name)
    for _ in range(12):
        first, last = sorted(draw.sample(range(len(sound)), 2))
        changed = bytearray(sound)
        changed[first] ^= draw.randint(1, 255)
        pieces = (sound[:last], sound[:first] + sound[last:], sound[:last] + sound[first:])
        file.write_bytes(draw.choice([*pieces, bytes(changed)]))
        try:
            told = " ".join(not_holding(recomputed(site))["place"])
        except InputError as error:
            told = str(error)
        # What the description says besides, such as its title, is no part of any number.
        assert name in told or name == "datapackage.json"


def test_each_file_of_the_package_must_be_the_one_whose_hash_it_gives(site: Path) -> None:
    data = site / "data"
    (data / "hits.parquet").write_bytes(b"x")
    (data / "hits.jsonld").unlink()
    wrong = not_holding(recomputed(site))
    assert wrong[["place", "status"]].values.tolist() == [
        ["data/hits.parquet", "is not the file that was published"],
        ["data/hits.jsonld", "is missing"],
    ]


def test_a_number_whose_base_is_not_published_does_not_hold(site: Path) -> None:
    file = site / "data" / "numbers.csv"
    numbers = pd.read_csv(file, dtype=str, keep_default_na=False)
    row = numbers.index[numbers["how"] == "share of words"][0]
    numbers.loc[row, "base"] = "ev-0000000000"
    numbers.to_csv(file, index=False)
    told = recomputed(site)["status"]
    assert told[told == "the cited passages are missing"].index.tolist() == [row]


def test_a_page_that_is_not_utf8_is_named(site: Path) -> None:
    (site / "notebooks").mkdir()
    (site / "notebooks" / "01-a.html").write_bytes(b"<p>\n\xff")
    with pytest.raises(InputError, match=r"01-a\.html:2: is not UTF-8"):
        recomputed(site)


def test_reports_with_a_spoilt_table_are_not_compared(site: Path) -> None:
    (site / "data" / "numbers.csv").write_text("chapter,place\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"numbers\.csv: has other columns"):
        diff(site, site)
