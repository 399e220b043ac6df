"""INCEpTION and WebAnno TSV 3: a line a token, with offsets in UTF-16 units."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    NOWHERE,
    Export,
    Piece,
    Span,
    annotation_table,
    placed,
    spans_by_document,
    tell_passed,
    utf16_places,
)
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.blocks import Block, blocks_of, metadata_end
from topoi.text.words.tokens import words_of

HEADER = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Topoi|code|subtype\n\n"
NONE = "_"  # no annotation
BETWEEN = re.compile(r"[^\s\ufeff](?:.*[^\s\ufeff])?", re.DOTALL)  # words or signs, no blanks
NULL = "*"  # an annotation without a value
OWN = ("code", "subtype")
ESCAPED = re.compile(r"[\\\[\]|_;*]|->|[\t\n\r]")
LAYER = re.compile(r"#T_(SP|CH|RL)=(.+)")
TOKEN = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,9})-(\d{1,9})\t([^\t]*)", re.ASCII)
MARK = re.compile(r"((?:\\.|[^\[|\\])+)(?:\[(\d+)\])?(?:\||$)")
WRITTEN = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def to_webanno(hits: pd.DataFrame, corpus: Corpus) -> dict[str, str]:
    """Return the TSV 3.3 text of every document, with a layer of codes and subtypes.

    Paragraphs stand as the format's sentences; tokens are split where a hit begins or ends, so that
    every hit consists of whole tokens. A hit over several paragraphs is refused.
    """
    spans = spans_by_document(hits, corpus)
    return {doc: HEADER + "".join(token_lines(doc, text, spans[doc])) for doc, text in corpus}


def written_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text, and what stands between them, such as a line of signs alone."""
    head = Block(0, metadata_end(text), "metadata", 0, 0)
    at = 0
    for block in [*([head] if head.end else []), *blocks_of(text), Block(len(text), 0, "", 0, 0)]:
        if between := BETWEEN.search(text, at, block.start):
            yield Block(*between.span(), "paragraph", 0, 0)
        if block.kind:
            yield block
        at = max(at, block.end)


def token_lines(doc: str, text: str, spans: list[tuple[int, int, str, str]]) -> Iterator[str]:
    """Yield the lines of one document."""
    units = utf16_places(text)
    done = 0
    for number, block in enumerate(written_blocks(text), start=1):
        inner = text[block.start : block.end]
        mine = [
            (nth, span)
            for nth, span in enumerate(spans, start=1)
            if block.start <= span[0] < block.end
        ]
        for nth, (_, end, *_) in mine:
            if end > block.end:
                raise InputError(doc, f"hit {nth} runs over several paragraphs", "Leave it out.")
        done += len(mine)
        yield f"\n#Text={escaped(inner)}\n"
        cuts = {edge for _, span in mine for edge in span[:2]}
        for token, (start, end) in enumerate(cut_tokens(inner, block.start, cuts), start=1):
            over = [(nth, span) for nth, span in mine if span[0] <= start and end <= span[1]]
            codes = "|".join(f"{escaped(span[2])}[{nth}]" for nth, span in over) or NONE
            kinds = "|".join(f"{escaped(span[3]) or '*'}[{nth}]" for nth, span in over) or NONE
            place = f"{number}-{token}\t{units[start]}-{units[end]}"
            yield f"{place}\t{escaped(text[start:end])}\t{codes}\t{kinds}\t\n"
    if done < len(spans):
        raise InputError(doc, "has a hit outside its paragraphs", "Leave it out.")


def cut_tokens(inner: str, offset: int, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of a paragraph, split at the cuts."""
    for token in words_of(inner):
        start, end = token.start + offset, token.end + offset
        edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        yield from pairwise(edges)


def escaped(text: str) -> str:
    """Return a text as a field of the format.

    >>> escaped("root_causes")
    'root\\\\_causes'
    """
    return ESCAPED.sub(lambda found: WRITTEN.get(found[0], "\\" + found[0]), text)


def unescaped(text: str) -> str:
    """Return what a field of the format says."""
    back = {"t": "\t", "n": "\n", "r": "\r"}
    return re.sub(r"\\(.)", lambda found: back.get(found[1], found[1]), text)


def from_webanno(
    files: Mapping[str, str],
    corpus: Corpus,
    *,
    layer: str = "",
    features: Sequence[str] = (),
    notices: list[Notice] | None = None,
) -> pd.DataFrame:
    """Return the spans of TSV 3 texts by document, of one layer: its feature `code` is the code,
    its feature `subtype` (if any) the subtype.

    `layer` and `features` (code, subtype) choose others; a layer may be named without its prefix.
    They need not where there is one layer of spans with one feature that has values. `notices` gets
    to know what is passed over. Raises InputError, with the layers and features that there are,
    where they have to be chosen, and for the first token whose words are not at its place.
    """
    exports = [Export(text, f"{doc}.tsv", doc) for doc, text in files.items()]
    told = [] if notices is None else notices
    found = webanno_annotations(exports, corpus, told, layer=layer, features=features)
    return annotation_table(found, corpus)


class Column(NamedTuple):
    """A column behind the words: kind of layer (SP, CH, RL), layer, feature ("" for none)."""

    kind: str
    layer: str
    feature: str

    @property
    def plain(self) -> bool:
        """Whether it holds the values of a span, rather than links to other annotations."""
        return self.kind == "SP" and not self.linked

    @property
    def linked(self) -> bool:
        """Whether it names roles, or the layer that a role or a relation leads to."""
        return self.feature.startswith(("ROLE_", "BT_")) or "." in self.feature


class Line(NamedTuple):
    """The line of a token: its number, its place, and the values of each column with their marks.

    A mark is what all tokens of one annotation share: its number, or the line if it has none.
    """

    piece: Piece
    cells: list[dict[str, str]]


def webanno_annotations(
    exports: Sequence[Export],
    corpus: Corpus,
    notices: list[Notice],
    *,
    layer: str = "",
    features: Sequence[str] = (),
) -> Iterator[Annotation]:
    """Yield the annotations of TSV 3 texts: tokens that share a number belong together."""
    read = [(export, *columns_and_lines(export)) for export in exports]
    used = Counter(
        column
        for _, columns, lines in read
        for line in lines
        for column, cell in zip(columns, line.cells, strict=False)
        for value in cell.values()
        if value != NULL
    )
    known = list(dict.fromkeys(column for _, columns, _ in read for column in columns))
    place = exports[0].place if exports else ""
    wanted = chosen(known, used, layer, features, place) if exports else []
    for export, columns, lines in read:
        tokens = [line.piece for line in lines]
        spans = placed(corpus, export.doc, tokens, notices, utf16=True, strict=export.strict)
        passed: Counter[str] = Counter()
        for name, marks in marks_by_layer(columns, lines).items():
            if name != wanted[0].layer:
                passed[name] += len(marks)
        code, *rest = [columns.index(one) if one in columns else -1 for one in wanted]
        found: dict[str, list[Span]] = {}
        values: dict[str, tuple[str, str]] = {}
        for line, span in zip(lines, spans, strict=True):
            for mark, value in line.cells[code].items() if code >= 0 else ():
                told = [line.cells[one].get(mark, NULL) for one in rest if one >= 0]
                found.setdefault(mark, []).append(span)
                values[mark] = value, next((one for one in told if one != NULL), "")
        for mark, (value, subtype) in values.items():
            if value == NULL:
                passed[f"no value of {wanted[0].feature}"] += 1
                continue
            whole = min(a for a, _ in found[mark]), max(b for _, b in found[mark])
            if NOWHERE in found[mark]:
                whole = NOWHERE
            yield Annotation(export.doc, *whole, unescaped(value), unescaped(subtype), export.coder)
        tell_passed(passed, export.place, notices)


def columns_and_lines(export: Export) -> tuple[list[Column], list[Line]]:
    """Return the columns that the head of a text declares, and its lines of tokens."""
    if not export.text.startswith("#FORMAT=WebAnno TSV 3"):
        raise InputError(f"{export.place}:1", "is no WebAnno TSV 3", "Export as WebAnno TSV v3.")
    columns: list[Column] = []
    lines: list[Line] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", export.text), start=1):
        if (head := LAYER.fullmatch(line)) and not lines:
            named = head[2].split("|")
            columns += [Column(head[1], named[0], one) for one in named[1:] or [""]]
        if not line or line.startswith("#"):
            continue
        place = f"{export.place}:{number}"
        token = TOKEN.match(line)
        if not token:
            raise InputError(place, "is no token line", "Export it anew.")
        span = int(token[2]), int(token[3])
        cells = [marked(cell, token[1]) for cell in line.removesuffix("\t").split("\t")[3:]]
        if len(cells) < len(columns):
            raise InputError(place, "has fewer cells than its head has features", "Export it anew.")
        lines.append(Line(Piece((span,), unescaped(token[4]), place), cells))
    return columns, lines


def marked(cell: str, line: str) -> dict[str, str]:
    """Return mark -> value of the annotations in a cell; one without a number is the line's own."""
    if cell in {NONE, ""}:
        return {}
    found = MARK.finditer(cell)
    return {(one[2] or f"{line} {nth}"): one[1] for nth, one in enumerate(found)}


def marks_by_layer(columns: Sequence[Column], lines: Sequence[Line]) -> dict[str, set[str]]:
    """Return the marks of the annotations of each layer, and of the roles in each."""
    first: dict[str, int] = {}
    for number, column in enumerate(columns):
        roles = column.kind == "SP" and column.feature.startswith("ROLE_")
        if roles or not column.linked:
            first.setdefault(f"{column.layer}, roles" if roles else column.layer, number)
    marks = {name: {one for line in lines for one in line.cells[at]} for name, at in first.items()}
    return {name: found for name, found in marks.items() if found}


def chosen(
    columns: Sequence[Column],
    used: Counter[Column],
    layer: str,
    features: Sequence[str],
    place: str,
) -> list[Column]:
    """Return the column of the codes and, if there is one, that of the subtypes.

    Raises InputError, with `place`, where they have to be chosen or there is none.
    """
    plain = [one for one in columns if one.plain]
    listing = "; ".join(
        f"{name} ({', '.join(one.feature for one in plain if one.layer == name) or 'no feature'})"
        for name in dict.fromkeys(one.layer for one in plain)
    )
    remedy = f"Choose with --layer and --feature. There are: {listing or 'no layers of spans'}."
    of_layer = [one for one in plain if not layer or layer in {one.layer, short(one.layer)}]
    if layer and len({one.layer for one in of_layer}) != 1:
        raise InputError("--layer", f"names no layer, or several: {layer!r}", remedy)
    for names in [features] if features else [OWN, OWN[:1]]:
        found = [[one for one in of_layer if one.feature == name] for name in names]
        if all(len(some) == 1 for some in found) and len({some[0].layer for some in found}) == 1:
            return [some[0] for some in found]
    if features:
        raise InputError("--feature", f"names none, or several: {', '.join(features)}", remedy)
    valued = [one for one in of_layer if used[one]]
    if len(valued) == 1:
        return valued
    if not columns or not plain:
        raise InputError(place, "has no layer of spans with a feature", remedy)
    problem = "has several features that may be the code" if valued else "has no value of a feature"
    raise InputError(place, problem, remedy)


def short(layer: str) -> str:
    """Return the name of a layer without its prefix.

    >>> short("webanno.custom.Topoi")
    'Topoi'
    """
    return layer.rpartition(".")[2]
