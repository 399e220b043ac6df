"""The one form in which a notebook is stored: results, and nothing of when or where they came."""

import base64
import json
import re
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.text.corpus.hashes import hash_of

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
RECORDS = "application/vnd.topoi."  # kinds of output that no notebook shows
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"sRGB", b"gAMA", b"IDAT", b"IEND"}


def normal_form(
    notebook: Any, *, place: str, metadata: dict[str, Any] | None = None, ran: bool = True
) -> str:
    """Return the notebook as text: cell ids cell-01.., counts 1..N, bare metadata, plain pictures.

    `metadata` is added to that of the notebook (kernel and language only). Empty cells go, and so
    does what was written to stderr (`warned`), which is no result. The cells of one that was not
    `ran` have no counts. Raises InputError where a cell holds an error or shows an address in
    memory, which would differ on every run.
    """
    import nbformat

    cells: list[dict[str, Any]] = []
    count = 0
    for cell in (cell for cell in notebook.cells if cell.source.strip()):
        number = len(cells) + 1
        plain: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": f"cell-{number:02d}",
            "metadata": {"tags": cell.metadata.tags} if cell.metadata.get("tags") else {},
            "source": plain_source(cell.source),
        }
        if cell.cell_type == "code":
            count += 1
            where = f"{place}, cell {number}"
            plain["execution_count"] = count if ran else None
            results = [output for output in cell.outputs if not is_warning(output)]
            plain["outputs"] = [_plain_output(output, count, where) for output in results]
        cells.append(plain)
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}, **(metadata or {})},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return str(nbformat.writes(nbformat.from_dict(whole))) + "\n"


def readable_form(notebook: Path) -> str:
    """Return an executed notebook for readers: with what is seen, without the records of it."""
    whole = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in whole["cells"]:
        for output in cell.get("outputs", []):
            for some in (output.get("data", {}), output.get("metadata", {})):
                for kind in [kind for kind in some if kind.startswith(RECORDS)]:
                    del some[kind]
    whole["metadata"].pop("topoi", None)
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def is_warning(output: Any) -> bool:
    """Return whether an output is what a cell wrote to stderr: warnings of the libraries."""
    return output["output_type"] == "stream" and output["name"] == "stderr"


def warned(notebook: Any) -> dict[int, str]:
    """Return what each cell wrote to stderr, by its number in `normal_form`."""
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    said = {
        number: "".join(output.text for output in cell.get("outputs", []) if is_warning(output))
        for number, cell in enumerate(cells, start=1)
    }
    return {number: text.strip() for number, text in said.items() if text.strip()}


def sources_hash(notebook: Any) -> str:
    """Return one SHA-256 over the cells as they are written, whatever they have shown."""
    cells = ((cell.cell_type, plain_source(cell.source)) for cell in notebook.cells)
    return hash_of((kind, source) for kind, source in cells if source)


def plain_source(source: str) -> str:
    r"""Return a cell's text without blank lines around it and blanks at the ends of its lines.

    >>> plain_source("\n  a = 1  \nb\n\n")
    '  a = 1\nb'
    """
    lines = [line.rstrip() for line in source.splitlines()]
    return "\n".join(lines).strip("\n")


def plain_png(data: bytes) -> bytes:
    """Return a PNG without the chunks that name its maker or its hour."""
    if not data.startswith(_PNG_START):
        return data
    kept, place = [_PNG_START], len(_PNG_START)
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] in _PNG_KEPT:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)


def plain_svg(text: str) -> str:
    """Return an SVG without its metadata element, which holds the hour it was drawn.

    >>> plain_svg("<svg><metadata><date>1</date></metadata><g/></svg>")
    '<svg><g/></svg>'
    """
    return re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)


def _plain_output(output: Any, count: int, where: str) -> dict[str, Any]:
    kind = output.output_type
    if kind == "error":
        raise InputError(where, "holds an error", "Mend the cell and run `topoi execute`")
    shown = output.text if kind == "stream" else output.data.get("text/plain", "")
    if _ADDRESS.search(shown):
        raise InputError(where, "shows an address in memory", "End the cell in what is to be seen")
    if kind == "stream":
        return {"output_type": kind, "name": "stdout", "text": output.text}
    sizes = {mime: dict(value) for mime, value in output.metadata.items() if mime in output.data}
    plain = {"output_type": kind, "data": _plain_data(output.data), "metadata": sizes}
    return plain | ({"execution_count": count} if kind == "execute_result" else {})


def _plain_data(data: Any) -> dict[str, Any]:
    plain = dict(sorted(data.items()))
    if "image/png" in plain:
        picture = plain_png(base64.b64decode(plain["image/png"]))
        plain["image/png"] = base64.b64encode(picture).decode()
    if "image/svg+xml" in plain:
        plain["image/svg+xml"] = plain_svg(plain["image/svg+xml"])
    return plain
