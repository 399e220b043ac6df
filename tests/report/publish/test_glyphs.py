import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from tests.report.tiny_book import code, markdown, shown, write_book, write_notebook

from topoi.report.evidence.escaping import markdown_text, visible
from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources
from topoi.report.publish.builtin_pdf import (
    typeset,
    unshown_signs,
    used_signs,
    with_code_points,
    write_pdf,
)

EMOJI, CHINESE, THAI = "\U0001f980", "\u6f22\u5b57", "\u0e01"
# Of two dozen signs of Chinese punctuation the box of a missing sign is as wide as no other box.
PUNCTUATION = (
    "\u3001\u3002\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015"
    + ("\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d")
)
NASTY = {
    "emoji with modifiers": "\U0001f469\U0001f3fd\u200d\U0001f680 \u2764\ufe0f 1\ufe0f\u20e3",
    "marks of other fonts": "a\u1ab0 b\u0651 \u05d0\u0591\u05b8 \u0416\u0487 x\u0334\u0335",
    "marks on nothing": "\u0301 \u1ab0\u1ab0 \u20dd",
    "from right to left": "\u0627\u0644\u0633\u0644\u0627 \u202eabc\u202c \u05e9\u05dc \u061c",
    "Indic and Hangul": "\u0928\u092e\u0938\u094d\u0924\u0947 \u1112\u1161\u11ab \ud55c\uae00",
    "private use": "\ue000\uf163\uf8ff\U000f0000\U0010fffd",
    "noncharacters and lone surrogates": "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff\ud800 \udfff",
    "controls, line and paragraph ends": "\x00\x01\x1c\x7f\x85\u2028\u2029\ufeff\ufff9\ufffb",
    "tags and selectors": "\U000e0001\U000e0041\U000e0100 a\ufe0e",
    "no characters yet": "\u0378\u2fe0\U0003ffff\U00050000\U000e0fff",
}


def words(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def printed(root: Path, texts: list[str]) -> None:
    """Make the PDF of a book with these texts as words, as code, in headings and as its title."""
    cells = [markdown("# Evidence {#sec-evidence}\n\nThe [root causes]{#ev-1}.")]
    for number, text in enumerate(texts):
        told = markdown_text(text)
        words = f"## a {told} b {{#sec-{number}}}\n\n{told} *{told}* **{told}**"
        cells.append(shown("x", {"text/markdown": words}))
        lines = {"output_type": "stream", "name": "stdout", "text": visible(text)}
        cells.append(code("x", lines))
    write_notebook(root / "notebooks/90-evidence.ipynb", cells)
    book = read_book(root)._replace(title=" ".join(texts))
    write_pdf(book, read_sources(book), root / "a.pdf")
    assert (root / "a.pdf").read_bytes().startswith(b"%PDF")


def test_only_what_no_font_has_is_unshown() -> None:
    assert unshown_signs("a\u00e9\u0416\u2014\u2026\ufffd\u200b\u202e") == frozenset()
    assert (
        unshown_signs("\u05d0\u0627\U0001f600") == frozenset()
    )  # the font of the figures has them
    assert unshown_signs([EMOJI, *CHINESE, THAI, *PUNCTUATION]) == {
        EMOJI, *CHINESE, THAI, *PUNCTUATION,
    }  # fmt: skip


def test_a_mark_is_shown_on_a_letter_of_its_own_font_only() -> None:
    assert unshown_signs({"e\u0301", "e\u1ab0", "\u1ab0"}) == {"e\u1ab0"}


def test_a_run_of_them_is_printed_as_code_points() -> None:
    code = {"t": "Code", "c": [["", [], []], f"x{EMOJI}"]}
    blocks = [{"t": "Para", "c": [words(f"a{CHINESE}b e\u1ab0"), {"t": "Space"}, code]}]
    unshown = frozenset({*CHINESE, EMOJI, "e\u1ab0"})
    shown = with_code_points(blocks, unshown)[0]["c"]
    assert shown[0]["c"] == "a[U+6F22 U+5B57]b e[U+1AB0]"
    assert shown[2]["c"][1] == "x[U+1F980]"


def test_text_that_can_be_set_is_left_alone() -> None:
    assert used_signs(["plain", "caf\u00e9"]) == {"\u00e9"}
    blocks = [{"t": "Para", "c": [words("caf\u00e9")]}]
    assert with_code_points(blocks, frozenset()) is blocks


def test_a_book_with_any_text_has_a_pdf(tmp_path: Path) -> None:
    printed(write_book(tmp_path), [PUNCTUATION, *NASTY.values()])


def test_any_characters_together_have_a_pdf(tmp_path: Path) -> None:
    """Drawn from all that Unicode assigns, in words of ten; `benchmarks/signs.py` sets them all."""
    draw = random.Random(18)
    every = [chr(c) for c in range(0x20, 0x30000) if unicodedata.category(chr(c)) != "Cn"]
    drawn = draw.sample(every, 400)
    words = ["".join(drawn[i : i + 10]) for i in range(0, len(drawn), 10)]
    printed(write_book(tmp_path), [" ".join(words)])


def test_what_only_stands_badly_beside_others_is_found_when_the_book_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the probe took every sign for printable."""
    sources = []

    def kept(source: str, folder: Path) -> bytes:
        sources.append(source)
        return typeset(source, folder)

    monkeypatch.setattr("topoi.report.publish.builtin_pdf.unshown_signs", lambda _: frozenset())
    monkeypatch.setattr("topoi.report.publish.builtin_pdf.typeset", kept)
    printed(write_book(tmp_path), [f"a\uff1a{CHINESE} caf\u00e9 e\u1ab0x"])
    assert len(sources) > 1
    last = re.sub(r"\\", "", sources[-1])
    assert "a[U+FF1A U+6F22 U+5B57] caf\u00e9 e[U+1AB0]x" in last
