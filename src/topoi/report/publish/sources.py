"""The report's sources as Quarto reads them: .qmd files and executed notebooks, as markdown."""

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.files import text_in
from topoi.report.evidence.collecting import cell_options, cells_of
from topoi.report.publish.book import Book
from topoi.report.publish.notebook_form import is_warning

# What is shown of an output that comes in several kinds: Quarto's order. text/html is not among
# them: for any such output Quarto loads scripts from another host. Web-only pieces are markdown
# with a raw html block.
_SHOWN = ("text/markdown", "image/svg+xml", "image/png", "image/jpeg")
_OPTIONS = {
    "label", "fig-cap", "fig-alt", "tbl-cap", "tbl-colwidths", "echo", "include", "output",
    "code-summary",
}  # fmt: skip
_PASSED_ON = ("fig-alt", "tbl-colwidths")  # options that the book filter reads
_SHORTCODE = re.compile(r"^\{\{<\s*(.*?)\s*>\}\}[ \t]*$", re.MULTILINE)
_FENCE = ":" * 12
_OPENED = re.compile(r"^:{3,}[ \t]*(?:\{|\w)", re.MULTILINE)
_CLOSED = re.compile(r"^:{3,}[ \t]*$", re.MULTILINE)
PART = 60_000  # characters from which on a part ends with its cell


class Chapter(NamedTuple):
    """One source as pandoc's markdown, with the pictures it shows (path in the site: bytes).

    The markdown is in parts that can be read one by one: no division goes from one to the next.
    """

    path: str
    parts: tuple[str, ...]
    pictures: dict[str, bytes]

    @property
    def markdown(self) -> str:
        """All of it."""
        return "\n\n".join(self.parts)


def read_chapter(book: Book, path: str) -> Chapter:
    """Return the source at `path` as one markdown text.

    Notebook cells become fenced divisions, outputs their richest kind, pictures separate files;
    `include` and `embed` are carried out. Raises InputError on a shortcode or cell
    option that no source of this project uses, and on an output that is an error. What was written
    to stderr is not shown.
    """
    pictures: dict[str, bytes] = {}
    return Chapter(path, tuple(_whole(_markdown(book, path, pictures))), pictures)


def _whole(cells: Iterable[str]) -> Iterator[str]:
    """Yield cells joined to parts of a moderate size, none of which leaves a division open.

    The time and memory that pandoc takes grow faster than what it reads.
    """
    part: list[str] = []
    size = depth = 0
    for cell in cells:
        part.append(cell)
        size += len(cell)
        depth += len(_OPENED.findall(cell)) - len(_CLOSED.findall(cell))
        if size > PART and depth == 0:
            yield "\n\n".join(part) + "\n"
            part, size = [], 0
    if part:
        yield "\n\n".join(part) + "\n"


def _markdown(book: Book, path: str, pictures: dict[str, bytes]) -> Iterator[str]:
    """Yield the cells of a notebook as markdown; the text of another source is one."""
    if not path.endswith(".ipynb"):
        text = text_in(book.root / path)
        yield _expanded(book, path, text, pictures)
        return
    for number, cell in enumerate(cells_of(book.root / path), start=1):
        if cell["cell_type"] == "markdown":
            yield _expanded(book, path, cell["source"], pictures)
        elif cell["cell_type"] == "code":
            yield from _divided(path, number, cell, pictures)


def _divided(
    path: str, number: int, cell: dict[str, Any], pictures: dict[str, bytes]
) -> Iterator[str]:
    """Yield a code cell; one that shows several things under no label, thing by thing."""
    prose = all("text/markdown" in output.get("data", {}) for output in cell["outputs"])
    several = prose and len(cell["outputs"]) > 1 and "label" not in cell_options(cell["source"])
    outputs = [[output] for output in cell["outputs"]] if several else [cell["outputs"]]
    for place, some in enumerate(outputs):
        shown = {**cell, "outputs": some}
        yield _shown_cell(path, number, shown, pictures, embedded=False, again=place > 0)


def options_and_code(source: str, *, place: str) -> tuple[dict[str, Any], str]:
    """Return the `#| key: value` options at the head of a code cell, and the code below them.

    >>> options_and_code("#| label: fig-a\\n#| echo: false\\nprint(1)", place="cell 1")
    ({'label': 'fig-a', 'echo': False}, 'print(1)')
    """
    import yaml

    lines = source.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#|")), len(lines))
    try:
        options = yaml.safe_load("\n".join(line[2:] for line in lines[:count])) or {}
    except yaml.YAMLError as error:
        raise InputError(
            place, "has options that are no YAML", "Quote values with colons"
        ) from error
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise InputError(
            place, f"has the option {unknown[0]!r}", f"Use {', '.join(sorted(_OPTIONS))}"
        )
    return options, "\n".join(lines[count:]).strip("\n")


def _shown_cell(
    path: str, number: int, cell: dict[str, Any], pictures: dict[str, bytes],
    *, embedded: bool = False, again: bool = False,
) -> str:  # fmt: skip
    """Return one code cell as a fenced division of class `cell`; empty where nothing is shown.

    One that is shown `again`, with its next output, stands without its code.
    """
    place = f"{path}, cell {number}"
    options, code = options_and_code(cell["source"], place=place)
    label = str(options.get("label", ""))
    if options.get("include") is False or (label and not cell["outputs"]):
        return ""  # a labelled cell that shows nothing: a table or figure with nothing in it
    parts = []
    if options.get("echo", True) and code and not embedded and not again:
        summary = _attribute(options.get("code-summary", "Code"))
        parts.append(_fenced(code, f'.python .cell-code summary="{summary}"'))
    if options.get("output", True):
        stem = f"{Path(path).with_suffix('')}_files/{label or f'cell-{number:02d}'}"
        for index, output in enumerate(cell["outputs"]):
            name = f"{stem}-{index + 1}" if len(cell["outputs"]) > 1 else stem
            parts.append(_output(place, output, name, pictures))
    for kind in ("fig", "tbl"):
        if f"{kind}-cap" in options:
            parts.append(_division(str(options[f"{kind}-cap"]), f".cell-caption .{kind}"))
    told: dict[str, Any] = {key: options[key] for key in _PASSED_ON if key in options}
    told |= {"base": path, "place": place} if embedded else {"place": place}
    attributes = "".join(f' {key}="{_attribute(value)}"' for key, value in told.items())
    name = f" #{label}" if label else ""
    return _division("\n\n".join(filter(None, parts)), f".cell{name}{attributes}")


def _output(place: str, output: dict[str, Any], name: str, pictures: dict[str, bytes]) -> str:
    kind = output["output_type"]
    if kind == "error":
        raise InputError(place, "holds an error", "Mend the cell and run `topoi execute`")
    if is_warning(output):
        return ""
    if kind == "stream":
        return _fenced("".join(output["text"]).rstrip("\n"), ".cell-stdout")
    data = {mime: "".join(value) for mime, value in output["data"].items()}
    if "text/html" in data:
        remedy = "Show Markdown(...); a web-only piece goes into a raw html block in it"
        raise InputError(place, "shows text/html, which would load scripts from afar", remedy)
    shown = next((mime for mime in _SHOWN if mime in data), "")
    if shown == "text/markdown":
        return _division(data[shown], ".cell-output")
    if shown:
        suffix = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}[shown]
        raw = data[shown]
        pictures[name + suffix] = raw.encode() if suffix == ".svg" else base64.b64decode(raw)
        width = output.get("metadata", {}).get(shown, {}).get("width")
        return f"![](/{name}{suffix}){{{f'width={width}px' if width else '.natural'}}}"
    if "text/plain" in data:
        return _fenced(data["text/plain"], ".cell-stdout")
    raise InputError(place, f"shows only {', '.join(sorted(data))}", "Show markdown or a picture")


def _expanded(book: Book, path: str, text: str, pictures: dict[str, bytes]) -> str:
    """Return `text` with its include, embed and pagebreak shortcodes carried out."""

    def replaced(match: re.Match[str]) -> str:
        name, _, argument = match[1].partition(" ")
        target = (Path(path).parent / argument.strip()).as_posix()
        if name == "pagebreak":
            return _fenced("#pagebreak(weak: true)", "=typst")
        if name == "include":
            if not (book.root / target).is_file():
                raise InputError(path, f"includes {target}, which is missing", "Mend the path")
            return "\n\n".join(_markdown(book, target, pictures))
        if name == "embed":
            return _embedded(book, path, target, pictures)
        raise InputError(
            path, f"uses the shortcode {match[0].strip()}", "Use include, embed or pagebreak"
        )

    rest = _SHORTCODE.sub("", text)
    if "{{<" in rest:
        left = rest[rest.index("{{<") :].splitlines()[0]
        raise InputError(path, f"uses {left} within a line", "Give the shortcode its own line")
    return _SHORTCODE.sub(replaced, text)


def _embedded(book: Book, path: str, target: str, pictures: dict[str, bytes]) -> str:
    source, _, label = target.partition("#")
    for number, cell in enumerate(cells_of(book.root / source), start=1):
        if cell["cell_type"] == "code":
            options, _ = options_and_code(cell["source"], place=f"{source}, cell {number}")
            if label and options.get("label") == label:
                return _shown_cell(source, number, cell, pictures, embedded=True)
    raise InputError(path, f"embeds {target}, and no cell has that label", "Mend the label")


def _attribute(value: Any) -> str:
    """Return `value` as it may stand between the quotes of a pandoc attribute."""
    text = " ".join(str(value).split())
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', "&quot;")


def _fenced(text: str, attributes: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence} {{{attributes}}}\n{text}\n{fence}"


def _division(text: str, attributes: str) -> str:
    return f"{_FENCE} {{{attributes}}}\n\n{text}\n\n{_FENCE}"
