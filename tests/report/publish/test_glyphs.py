from pathlib import Path
from typing import Any

import pytest
from tests.report.tiny_book import markdown, write_book, write_notebook

from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources
from topoi.report.publish.builtin_pdf import missing_glyphs, with_placeholders, write_pdf

EMOJI, CHINESE, THAI = "\U0001f600", "\u6f22\u5b57", "\u0e01"


def words(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def test_only_what_no_font_has_is_missing() -> None:
    assert missing_glyphs("a\u00e9\u0416\u2014\u2026\ufffd\u200b\u202e") == frozenset()
    assert missing_glyphs(f"a{EMOJI}{CHINESE}{THAI}") == {EMOJI, *CHINESE, THAI}


def test_a_run_of_them_is_printed_as_code_points() -> None:
    code = {"t": "Code", "c": [["", [], []], f"x{EMOJI}"]}
    blocks = [{"t": "Para", "c": [words(f"a{CHINESE}b"), {"t": "Space"}, code]}]
    shown = with_placeholders(blocks)[0]["c"]
    assert shown[0]["c"] == "a[U+6F22 U+5B57]b"
    assert shown[2]["c"][1] == "x[U+1F600]"


def test_text_that_can_be_set_is_left_alone() -> None:
    blocks = [{"t": "Para", "c": [words("caf\u00e9")]}]
    assert with_placeholders(blocks) is blocks


@pytest.mark.parametrize("text", [f"Smile {EMOJI} and `{CHINESE}` and *{THAI}*."])
def test_a_book_with_such_text_has_a_pdf(tmp_path: Path, text: str) -> None:
    root = write_book(tmp_path)
    cells = [markdown(f"# Evidence {{#sec-evidence}}\n\nThe [root causes]{{#ev-1}}. {text}")]
    write_notebook(root / "notebooks/90-evidence.ipynb", cells)
    book = read_book(root)
    write_pdf(book, read_sources(book), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
