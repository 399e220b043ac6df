"""What all formats share: annotations as they are read, their check against the texts, UTF-16."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pandas as pd

from topoi.coding.quality.judgements import quoted_words
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

COLUMNS = ["doc", "start", "end", "code", "subtype", "text"]


class Annotation(NamedTuple):
    """A span as a file has it, the words it quotes (None where they are checked already), and where
    in the file it stands."""

    doc: str
    start: int
    end: int
    code: str
    subtype: str
    quoted: str | None
    place: str


def annotation_table(found: Iterable[Annotation], corpus: Corpus) -> pd.DataFrame:
    """Return the table of annotations in order of the corpus, start and end; raises InputError for
    the first whose words do not stand at its place."""
    order = {doc: number for number, doc in enumerate(corpus.texts)}
    rows = [
        (*one[:5], quoted_words(corpus, one.doc, one[1:3], one.quoted, one.place)) for one in found
    ]
    rows.sort(key=lambda row: (order[row[0]], *row[1:]))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({name: "str" for name in COLUMNS if name not in {"start", "end"}})


def spans_by_document(
    hits: pd.DataFrame, corpus: Corpus
) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return start, end, code and subtype of the hits of every document of the corpus."""
    spans: dict[str, list[tuple[int, int, str, str]]] = {doc: [] for doc in corpus.texts}
    rows = hits.reindex(columns=COLUMNS[:5], fill_value="")
    for doc, *span in rows.itertuples(index=False, name=None):
        spans[doc].append(tuple(span))
    return spans


def annotation_label(code: str, subtype: str) -> str:
    """Return code and subtype as one label, which `label.partition("/")` takes apart again.

    >>> annotation_label("labels", "actor"), annotation_label("labels", "")
    ('labels/actor', 'labels')
    """
    return f"{code}/{subtype}" if subtype else code


@contextmanager
def expecting(place: str, problem: str, remedy: str) -> Iterator[None]:
    """Raise InputError where what is read lacks a key or has a value of another kind."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        raise InputError(place, problem, remedy) from None


def parsed_json(text: str, place: str) -> object:
    """Return the value of a JSON text; raises InputError at `place`."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{place}:{error.lineno}", f"is no JSON: {error.msg}", "Export it anew."
        ) from None


def document_meant(corpus: Corpus, name: str, text: str, place: str) -> str:
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


def places_from_utf16(text: str) -> dict[int, int]:
    """Return place in UTF-16 units -> place in characters, of all places that are one."""
    return {unit: place for place, unit in enumerate(utf16_places(text))}
