"""Hand annotations as JSON Lines: every line of the file counts, and each name stands once."""

import pytest

from topoi.coding.quality.judgements import read_gold
from topoi.errors import InputError

ROW = '{"doc": "a", "pattern": "1", "start": 0, "end": 3'


def test_lines_end_at_line_feeds_alone_and_blank_ones_count(tmp_path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f'\ufeff{ROW}, "note": "One.\u2028Two.\x85"}}\n\n{ROW}, "start": 1}}\n')
    with pytest.raises(InputError, match=r"gold\.jsonl:3: has the column `start` twice"):
        read_gold(file)
    file.write_text(f'\ufeff{ROW}, "note": "One.\u2028Two.\x85"}}\r\n\r\n')
    assert read_gold(file)["note"].tolist() == ["One.\u2028Two.\x85"]


@pytest.mark.parametrize("start", ["true", "0.0", '"0"', "null", "-1", "3"])
def test_a_span_is_of_whole_numbers(tmp_path, start: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f'{{"pattern": "1", "start": {start}, "end": 3}}\n')
    with pytest.raises(InputError, match=r"gold\.jsonl:1: has no span"):
        read_gold(file)


def test_a_file_that_is_none_is_named(tmp_path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_gold(tmp_path / "gold.jsonl")


def test_a_file_in_utf16_that_breaks_off_is_told(tmp_path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes('{"pattern": "F01", "start": 0, "end": 4}\n'.encode("utf-16")[:-1])
    with pytest.raises(InputError, match=r"gold\.jsonl: is not UTF-16"):
        read_gold(file, doc="a")
