"""Cited sets: the passages behind a published number, with an id that depends on them alone."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

Locus = tuple[str, int, int, str]
ID_LENGTH = 10


@dataclass(frozen=True)
class CitedPassages:
    """The spans one number was counted from: sorted (doc, start, end, code) rows and a label."""

    id: str
    label: str
    loci: tuple[Locus, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the set as plain JSON: codes once, spans grouped by document."""
        codes = sorted({code for *_, code in self.loci})
        number = {code: i for i, code in enumerate(codes)}
        docs: dict[str, list[list[int]]] = {}
        for doc, start, end, code in self.loci:
            docs.setdefault(doc, []).append([start, end, number[code]])
        return {"label": self.label, "codes": codes, "docs": docs}

    def packed(self) -> dict[str, Any]:
        """Return the set as JSON for a notebook: the spans of a document as one line of text.

        Each span is `start:end`, in a set of several codes `start:end:code`. Numbers of their own
        would each get a line in the notebook, which makes it ten times as long.
        """
        codes = sorted({code for *_, code in self.loci})
        last = {code: "" if len(codes) == 1 else f":{i}" for i, code in enumerate(codes)}
        docs: dict[str, list[str]] = {}
        for doc, start, end, code in self.loci:
            docs.setdefault(doc, []).append(f"{start}:{end}{last[code]}")
        return {
            "label": self.label,
            "codes": codes,
            "docs": {doc: " ".join(spans) for doc, spans in docs.items()},
        }


def passages_from_json(identifier: str, data: dict[str, Any]) -> CitedPassages:
    """Return the cited set that `CitedPassages.as_json` or `CitedPassages.packed` wrote."""
    codes = data["codes"]
    loci = [
        (doc, start, end, codes[code])
        for doc, rows in data["docs"].items()
        for start, end, code in (unpacked_spans(rows) if isinstance(rows, str) else rows)
    ]
    return CitedPassages(identifier, data["label"], tuple(sorted(loci)))


def unpacked_spans(line: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of the code of each span in a packed line.

    >>> list(unpacked_spans("3:7 9:12:1"))
    [(3, 7, 0), (9, 12, 1)]
    """
    for span in line.split():
        start, end, *code = map(int, span.split(":"))
        yield start, end, code[0] if code else 0


def code_names(spans: pd.DataFrame) -> list[str]:
    """Return for each row what it was counted as: `codebook/code`, `voice/mode`, `segment/kind`.

    Hits carry a code, voices and attributions a mode and a speaker, segments a kind, tokens are
    each a "word"; a bare span has the name "".
    """
    if "code" in spans:
        books = values_of(spans["codebook"]) if "codebook" in spans else [""] * len(spans)
        pairs = list(zip(books, values_of(spans["code"]), strict=True))
        names = {(book, code): f"{book}/{code}".strip("/") for book, code in set(pairs)}
        return [names[pair] for pair in pairs]  # of the few names, since the rows may be many
    if "token" in spans:
        return ["word"] * len(spans)
    if "mode" in spans and "speaker" in spans:
        return [f"voice/{mode}" for mode in values_of(spans["mode"])]
    if "kind" in spans:
        return [f"segment/{kind}" for kind in values_of(spans["kind"])]
    return [""] * len(spans)


def values_of(column: pd.Series) -> list[Any]:
    """Return the values of a column, taken all at once: text one by one is far slower."""
    return list(column.to_numpy(dtype=object))


def label_of(code: object, labels: Mapping[str, str] | None = None) -> str:
    """Return the printed name of a code.

    >>> label_of("root_causes"), label_of("must", {"must": "Must"})
    ('root causes', 'Must')
    """
    return (labels or {}).get(str(code), str(code).replace("_", " "))


def bare_code(code: str) -> str:
    """Return a code without its codebook.

    >>> bare_code("frames/root_causes")
    'root_causes'
    """
    return code.rsplit("/", maxsplit=1)[-1]


def loci_of(spans: pd.DataFrame) -> list[Locus]:
    """Return each row as (doc, start, end, what it was counted as), in the order of the rows."""
    places = (spans[name].tolist() for name in ("start", "end"))
    return list(zip(map(str, values_of(spans["doc"])), *places, code_names(spans), strict=True))


def cited_passages(spans: pd.DataFrame, *, label: str | None = None) -> CitedPassages:
    """Return the cited set of the rows of any span table (hits, voices, segments, tokens)."""
    return passages_at(loci_of(spans), label=label if label is not None else shared_label(spans))


def passages_at(loci: Iterable[Locus], *, label: str) -> CitedPassages:
    """Return the cited set of these loci.

    The id is `ev-` and ten hexadecimal digits of SHA-256 over the sorted rows; two numbers counted
    from the same passages share it. An empty set has no rows to tell it by, so its label is hashed.
    """
    rows = sorted(loci)
    return CitedPassages(_identifier(rows, label), label, tuple(rows))


def _identifier(rows: Sequence[Locus], label: str) -> str:
    lines = [f"{d}\t{s}\t{e}\t{c}" for d, s, e, c in rows] or ["no passages", label]
    return "ev-" + anchor_hash("\n".join(lines))


def anchor_hash(text: str) -> str:
    """Return the first ten hexadecimal digits of the text's SHA-256.

    >>> anchor_hash("a")
    'ca978112ca'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def shared_label(spans: pd.DataFrame) -> str:
    """Return a label for spans that were given none: what all of them share.

    >>> shared_label(pd.DataFrame({"code": ["root_causes"] * 2, "mode": ["direct"] * 2}))
    'root causes, direct'
    """
    parts = []
    for column in ("code", "kind", "subtype", "mode", "speaker"):
        if column in spans and not (column == "kind" and "mode" in spans):
            parts.append(_shared(spans[column]))
    return ", ".join(p for p in parts if p) or ("passages" if len(spans) else "no passages")


def _shared(values: pd.Series) -> str:
    distinct = {str(v) for v in values.unique()}
    return label_of(distinct.pop()) if len(distinct) == 1 else ""
