"""Cited sets: the passages behind a published number, with an id that depends on them alone."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Locus = tuple[str, int, int, str]
ID_LENGTH = 10


@dataclass(frozen=True)
class CitedPassages:
    """The spans one number was counted from: sorted (doc, start, end, code) rows and a label."""

    id: str
    label: str
    loci: tuple[Locus, ...]

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
    """Return the cited set that `CitedPassages.packed` wrote.

    In data packages of earlier versions each span is `[start, end, code]`; these are read, too.
    """
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


def every_passage(sets: Iterable[CitedPassages]) -> list[Locus]:
    """Return each passage of the sets once, by code, document and place.

    The passages of one code follow each other, so that most sets are few `runs` of this list.
    """
    loci = {locus for cited in sets for locus in cited.loci}
    return sorted(loci, key=lambda locus: (locus[3], *locus[:3]))


def runs(numbers: Iterable[int]) -> list[int]:
    """Return which members of a list these are: how many are left out, how many taken, in turn.

    The members are counted from 0. One that is there twice is gone back to (-1 left out).

    >>> runs([9, 3, 4, 5]), runs([0, 0]), runs([])
    ([3, 3, 3, 1], [0, 1, -1, 1], [])
    """
    found = np.sort(np.fromiter(numbers, dtype=np.int64))
    first = np.flatnonzero(np.diff(found, prepend=-2) != 1)
    taken = np.diff(first, append=len(found))
    left_out = np.diff(found[first] + taken, prepend=0) - taken
    return [int(count) for count in np.column_stack([left_out, taken]).ravel()]


def taken(loci: Sequence[Locus], counts: Sequence[int]) -> list[Locus]:
    """Return those of a list that `runs` tell; raises ValueError where there are none such.

    >>> taken("abcdef", [1, 2, 1, 1])
    ['b', 'c', 'e']
    """
    found: list[Locus] = []
    behind = 0
    for left_out, many in zip(counts[::2], counts[1::2], strict=True):
        if type(left_out) is not int or type(many) is not int:
            raise ValueError(left_out, many)
        first, behind = behind + left_out, behind + left_out + many
        if not 0 <= first < behind <= len(loci):
            raise ValueError(first, behind)
        found += loci[first:behind]
    return found


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
