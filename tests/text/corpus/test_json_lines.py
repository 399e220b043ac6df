"""JSON Lines: each line an object of its own, each name in it once, and bounds to both."""

import json
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.text.corpus.collection import entries, sound
from topoi.text.corpus.json_lines import DEPTH


def read(file: Path, content: str, encoding: str = "utf-8") -> tuple[dict, list[str], list[str]]:
    file.write_bytes(content.encode(encoding))
    aside: list[InputError] = []
    notices: list[Notice] = []
    records = list(sound(entries([file]), aside=aside, notices=notices))
    texts = {record.doc: record.text for record in records}
    return texts, [str(one) for one in aside], [str(one) for one in notices]


def test_a_name_twice_in_an_object_is_named_at_any_depth(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = ['{"id": "a", "text": "One."}', '{"id": "b", "text": "Two.", "text": "Three."}']
    rows += ['{"id": "c", "text": "x", " text": "y"}', '{"text": "x", "m": {"n": 1, "n": 2}}']
    texts, aside, _ = read(file, "\n".join(rows))
    assert texts == {"a": "One."}
    assert aside == [
        f"{file}:{line}: has the column `{name}` twice. Rename or remove all but one."
        for line, name in ((2, "text"), (3, "text"), (4, "n"))
    ]


def test_blanks_and_marks_around_names_are_taken_off(tmp_path: Path) -> None:
    content = '{" id": "a", "text\\ufeff": "One."}\n{"id": "b", "text": "Two."}\n'
    assert read(tmp_path / "a.jsonl", content) == ({"a": "One.", "b": "Two."}, [], [])


def test_deep_nesting_sets_the_line_aside(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        return '{"text": "x", "m": ' + "[" * levels + "]" * levels + "}"

    file = tmp_path / "a.jsonl"
    rows = [nested(DEPTH - 1), nested(DEPTH), nested(200_000), '{"id": "b", "text": "Two."}']
    texts, aside, _ = read(file, "\n".join(rows))
    assert list(texts) == ["a-1", "b"]
    problem = f"is nested deeper than {DEPTH} levels. Flatten it."
    assert aside == [f"{file}:2: {problem}", f"{file}:3: {problem}"]


def test_a_line_larger_than_is_set_is_passed_over_and_the_next_ones_read(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    file = tmp_path / "a.jsonl"
    rows = [{"id": "a", "text": "One."}, {"id": "b", "text": "x" * 3_500_000}]
    rows += [{"id": "c", "text": "Three."}]
    texts, aside, _ = read(file, "\n".join(map(json.dumps, rows)))
    assert texts == {"a": "One.", "c": "Three."}
    assert aside == [
        f"{file}:2: is larger than 1 MB. Divide it, or set TOPOI_LARGEST_TEXT to more megabytes."
    ]


def test_utf16_with_its_mark_is_read_and_told_and_without_is_named(tmp_path: Path) -> None:
    content = '{"id": "a", "text": "We stay – here."}\n{"id": "b", "text": "Two."}\n'
    texts, aside, notices = read(tmp_path / "a.jsonl", content, "utf-16")
    assert (texts, aside) == ({"a": "We stay – here.", "b": "Two."}, [])
    assert "is read as UTF-16, by its byte order mark" in notices[0]
    texts, aside, _ = read(tmp_path / "b.jsonl", content, "utf-16-le")
    assert texts == {}
    assert "as in UTF-16 without its mark" in aside[0]


def test_one_value_over_many_lines_is_one_error(tmp_path: Path) -> None:
    content = json.dumps([{"id": str(n), "text": "One."} for n in range(100)], indent=1)
    texts, aside, _ = read(tmp_path / "a.jsonl", content)
    assert (texts, len(aside)) == ({}, 1)
    assert "goes over several lines. Write one object a line." in aside[0]


def test_carriage_returns_between_objects_are_named(tmp_path: Path) -> None:
    _, aside, _ = read(tmp_path / "a.jsonl", '{"text": "One."}\r{"text": "Two."}\r')
    assert aside[0].endswith("End each line with a line feed, not with a carriage return alone.")


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    content = '{"id": "a", "text": "One.\u2028Two.\x85"}\n\n{"id": "b", "text": 7}\n'
    texts, aside, _ = read(tmp_path / "a.jsonl", content)
    assert texts == {"a": "One.\u2028Two.\x85"}
    assert f"{tmp_path / 'a.jsonl'}:3: " in aside[0]
