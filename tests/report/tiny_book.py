"""A book of four chapters, small enough to render in a second, for tests of the renderers."""

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import nbformat

from topoi.report.publish.book import TEMPLATES


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG_START = b"\x89PNG\r\n\x1a\n"
# A black square of one pixel.
PIXEL = base64.b64encode(
    PNG_START
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + png_chunk(b"IDAT", zlib.compress(bytes(4)))
    + png_chunk(b"IEND", b"")
).decode()

CONFIG = """
project: {type: book, output-dir: reports/site}
lang: en
book:
  title: A tiny book
  subtitle: for tests
  author: Nobody
  output-file: tiny
  chapters: [index.qmd, notebooks/01-text.ipynb, notebooks/02-frames.ipynb]
  references: references.qmd
  appendices: [notebooks/90-evidence.ipynb]
bibliography: references.bib
citeproc: true
execute: {enabled: false}
filters: [quarto.lua]
link-citations: true
format:
  html: {code-fold: true, html-math-method: mathml}
  typst: {echo: false}
"""

BIBLIOGRAPHY = """
@article{entman1993, author={Entman, Robert M.}, title={Framing}, journal={Journal of
Communication}, year={1993}}
"""


def markdown(text: str) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def shown(source: str, *data: dict[str, str]) -> dict[str, Any]:
    """Return a code cell that displays these data, each as an output."""
    outputs = [{"output_type": "display_data", "data": one, "metadata": {}} for one in data]
    return code(source, *outputs)


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    """Return a code cell with these outputs."""
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "source": source}
    return {**cell, "execution_count": 1, "outputs": list(outputs)}


def write_notebook(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write the cells as a notebook."""
    numbered = [{**cell, "id": f"cell-{i:02d}"} for i, cell in enumerate(cells, start=1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel}
    whole = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.from_dict(whole), path)


FIGURE = "#| label: fig-strip\n#| fig-cap: Who *speaks*.\n#| fig-alt: A strip.\ndraw()"
TABLE = "#| label: tbl-voices\n#| tbl-cap: Voices.\nshow()"


def write_book(root: Path) -> Path:
    """Write the book into `root` and return it."""
    (root / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
    for name in ("quarto.lua", "columns.lua"):
        (root / name).write_bytes((TEMPLATES / name).read_bytes())
    (root / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (root / "references.qmd").write_text(
        "# References {.unnumbered}\n\n::: {#refs}\n:::\n", encoding="utf-8"
    )
    (root / "index.qmd").write_text(
        "# Summary {.unnumbered #sec-summary}\n\nSee @sec-text and @fig-strip.\n\n"
        "{{< embed notebooks/01-text.ipynb#summary >}}\n",
        encoding="utf-8",
    )
    write_notebook(
        root / "notebooks/01-text.ipynb",
        [
            markdown("# The text {#sec-text}\n\nSee @tbl-voices, @sec-frames and [@entman1993]."),
            markdown("## Voices {#sec-text-voices}\n\nHere."),
            shown(FIGURE, {"image/png": PIXEL, "text/plain": "<Figure>"}),
            shown(
                TABLE,
                {
                    "text/markdown": "| a | b |\n|---|---|\n"
                    "| [2](90-evidence.ipynb#ev-1) | \\<script\\> \\$x\\$ \\#let \\| |"
                },
            ),
            shown(
                "#| label: summary\n#| echo: false\nsay()",
                {"text/markdown": "There are [2](90-evidence.ipynb#ev-1) hits."},
            ),
        ],
    )
    write_notebook(
        root / "notebooks/02-frames.ipynb",
        [
            markdown(
                "# Frames {#sec-frames}\n\nBack to @fig-strip and @sec-text-voices.\n\n"
                "::: {.callout-note}\n## How to read\nA note.\n:::\n\n"
                '::: {.content-visible when-format="html"}\nWeb words.\n:::\n\n'
                '::: {.content-visible when-format="typst"}\nPrint words.\n:::\n\n'
                "Gain is $G^2$."
            )
        ],
    )
    write_notebook(
        root / "notebooks/90-evidence.ipynb",
        [markdown("# Evidence {#sec-evidence}\n\nThe [root causes]{#ev-1 .mark} stand here.")],
    )
    return root
