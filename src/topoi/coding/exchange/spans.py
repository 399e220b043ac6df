"""What all formats share: the table of spans, its check against the texts, UTF-16 offsets."""

import json
from collections.abc import Iterable, Iterator

import pandas as pd

from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

COLUMNS = ["doc", "start", "end", "code", "subtype", "text"]
SPACES = str.maketrans("\n\r\t\u2028\u2029", "     ")
Span = tuple[str, int, int, str, str, str]


def table(rows: Iterable[Span], corpus: Corpus) -> pd.DataFrame:
    """Return the table of spans in order of the corpus, start and end."""
    order = {doc: number for number, doc in enumerate(corpus.texts)}
    ordered = sorted(rows, key=lambda row: (order.get(row[0], -1), *row[1:]))
    frame = pd.DataFrame(ordered, columns=COLUMNS)
    return frame.astype({name: "str" for name in COLUMNS if name not in {"start", "end"}})


def spans_of(hits: pd.DataFrame) -> Iterator[tuple[str, int, int, str, str]]:
    """Yield document, start, end, code and subtype of each row."""
    subtypes = hits["subtype"] if "subtype" in hits else [""] * len(hits)
    columns = (hits["doc"], hits["start"].tolist(), hits["end"].tolist(), hits["code"], subtypes)
    yield from zip(*columns, strict=True)


def checked(corpus: Corpus, doc: str, span: tuple[int, int], quoted: str, place: str) -> str:
    """Return the words at a span; raises InputError where they are not the quoted ones.

    White space is compared as spaces, since several formats cannot write line ends.
    """
    if doc not in corpus.texts:
        raise InputError(place, f"names the document {doc!r}", "It is not among the texts.")
    start, end = span
    found = corpus.texts[doc][start:end] if 0 <= start < end else ""
    if not found or found.translate(SPACES) != quoted.translate(SPACES):
        raise InputError(
            place,
            f"quotes {quoted!r}, but {doc!r} has {found!r} at {start}-{end}",
            "Annotate this very text, and export offsets in characters.",
        )
    return found


def label(code: str, subtype: str) -> str:
    """Return code and subtype as one label.

    >>> label("labels", "actor"), label("labels", "")
    ('labels/actor', 'labels')
    """
    return f"{code}/{subtype}" if subtype else code


def parted(text: str) -> tuple[str, str]:
    """Return the code and subtype of a label.

    >>> parted("labels/actor")
    ('labels', 'actor')
    """
    code, _, subtype = text.partition("/")
    return code, subtype


def parsed(text: str, place: str) -> object:
    """Return the value of a JSON text; raises InputError at `place`."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{place}:{error.lineno}", f"is no JSON: {error.msg}", "Export it anew."
        ) from None


def doc_of(corpus: Corpus, name: str, text: str, place: str) -> str:
    """Return the document that is meant: by its name, else the only one with this text."""
    if name in corpus.texts:
        return name
    same = [doc for doc, other in corpus if other == text]
    if len(same) != 1:
        told = f"names the document {name!r}" if name else "names no document"
        raise InputError(place, told, "It is not among the texts, and no text is the same.")
    return same[0]


def utf16_places(text: str) -> list[int]:
    """Return for each place of a text, its end included, the same place in UTF-16 units.

    >>> utf16_places("a😀b")
    [0, 1, 3, 4]
    """
    places = [0]
    for letter in text:
        places.append(places[-1] + 1 + (letter > "\uffff"))
    return places


def from_utf16(text: str, places: Iterable[int]) -> list[int]:
    """Return places in characters for places in UTF-16 units; inside a character counts as -1."""
    known = {unit: place for place, unit in enumerate(utf16_places(text))}
    return [known.get(place, -1) for place in places]
