"""Set every character that Unicode assigns into a PDF, and say how many of them no font has.

  python benchmarks/signs.py [LAST]      up to this code point (hexadecimal; default: ffff)

Each block of 2,048 code points becomes a chapter, as words of ten characters, in bold, and as code.
A block that cannot be set ends the script with what Typst says. Takes two minutes for the BMP.
"""

import sys
import tempfile
import unicodedata
from pathlib import Path

import topoi.report.publish.builtin_pdf as pdf
from topoi.report.evidence.escaping import markdown_text, visible
from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources

BLOCK = 2048
CONFIG = """
project: {type: book}
book: {title: Signs, chapters: [index.qmd]}
"""


def main() -> None:
    """Print a line a block: signs, how many as code points, how often the book was set."""
    last = int(sys.argv[1], 16) if len(sys.argv) > 1 else 0xFFFF
    for first in range(0x80, last, BLOCK):
        codes = range(first, min(first + BLOCK, last + 1))
        assigned = [chr(c) for c in codes if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
        if not assigned:
            continue
        words = ["".join(assigned[i : i + 10]) for i in range(0, len(assigned), 10)]
        unshown, times = set_in_pdf(words)
        print(
            f"{first:06X}  {len(assigned):5} signs, {unshown:5} as code points, set {times} times"
        )


def set_in_pdf(words: list[str]) -> tuple[int, int]:
    """Return how many signs of these words no font has, and how often they were set."""
    told = [0, 0]
    typeset, unshown_signs = pdf.typeset, pdf.unshown_signs

    def counted(source: str, folder: Path) -> bytes:
        told[1] += 1
        return typeset(source, folder)

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
        text = " ".join(markdown_text(word) for word in words)
        bold = " ".join(f"**{markdown_text(word)}**" for word in words)
        code = "\n".join(visible(word).replace("`", "") for word in words)
        chapter = f"# Signs {{#sec-signs}}\n\n{text}\n\n{bold}\n\n```\n{code}\n```\n"
        (root / "index.qmd").write_text(chapter, encoding="utf-8")
        book = read_book(root)
        sources = read_sources(book)
        told[0] = len(unshown_signs(pdf.used_signs(pdf.strings([*sources.trees]))))
        pdf.typeset = counted
        pdf.write_pdf(book, sources, root / "signs.pdf")
        pdf.typeset = typeset
    return told[0], told[1] - 1


if __name__ == "__main__":
    main()
