"""Characters that no font of the PDF has: found by setting them, printed as their code points.

PDF/UA-1 forbids a glyph that stands for nothing, and Typst stops at the first. A text with emoji or
Chinese must still be printed, so each such character stands in the PDF as its code point; the web
page and the data have the character itself.
"""

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FONT = "Libertinus Serif"  # of book.typ; Typst looks in its other fonts for what this one lacks
_NEVER = "\U00050000"  # of a plane without characters, so no font has it
# A missing glyph is drawn as a box of one size; another glyph of exactly that size is improbable.
_PROBE = """
#let size(it) = {
  let drawn = text(font: FONT, size: 100pt, top-edge: "bounds", bottom-edge: "bounds", it)
  (measure(drawn).width.pt(), measure(drawn).height.pt())
}
#context [#metadata(json(bytes(CHARACTERS)).map(size)) <sizes>]
"""


def missing_glyphs(characters: Iterable[str]) -> frozenset[str]:
    """Return those characters that no font carried by Typst can show.

    >>> sorted(missing_glyphs("aé€\U0001f600漢"))
    ['漢', '😀']
    """
    import typst

    asked = sorted({c for c in characters if not c.isascii()})
    if not asked:
        return frozenset()
    listed = json.dumps(json.dumps([_NEVER, *asked], ensure_ascii=False), ensure_ascii=False)
    probe = _PROBE.replace("FONT", json.dumps(FONT)).replace("CHARACTERS", listed)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "probe.typ"
        source.write_text(probe, encoding="utf-8")
        found = typst.query(
            str(source), "<sizes>", field="value", one=True, ignore_system_fonts=True
        )
    box, *sizes = json.loads(found)
    return frozenset(c for c, size in zip(asked, sizes, strict=True) if size == box)


def with_placeholders(blocks: Any) -> Any:
    """Return pandoc's blocks with each run of characters that cannot be set as `[U+1F600]`."""
    missing = missing_glyphs("".join(set(_texts(blocks))))
    if not missing:
        return blocks
    run = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    return _replaced(blocks, run)


def code_points(text: str) -> str:
    """Return the code points of a text in brackets.

    >>> code_points("漢字")
    '[U+6F22 U+5B57]'
    """
    return "[" + " ".join(f"U+{ord(c):04X}" for c in text) + "]"


_SHOWN = {"Str", "Code", "CodeBlock"}


def _texts(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        if node.get("t") in _SHOWN:
            yield _text_of(node)
        elif "c" in node:
            yield from _texts(node["c"])
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


def _text_of(node: dict[str, Any]) -> str:
    return str(node["c"] if node["t"] == "Str" else node["c"][1])


def _replaced(node: Any, run: re.Pattern[str]) -> Any:
    if isinstance(node, list):
        return [_replaced(child, run) for child in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    if node["t"] in _SHOWN:
        text = run.sub(lambda found: code_points(found.group()), _text_of(node))
        return {**node, "c": text if node["t"] == "Str" else [node["c"][0], text]}
    return {**node, "c": _replaced(node["c"], run)}
