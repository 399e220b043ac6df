"""Annotations of other tools as files: where each tool keeps its own, read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.exchange.brat import from_brat, to_brat
from topoi.coding.exchange.json_formats import (
    from_doccano,
    from_label_studio,
    from_web_annotations,
    to_doccano,
    to_label_studio,
    to_web_annotations,
)
from topoi.coding.exchange.webanno import from_webanno, to_webanno
from topoi.errors import InputError
from topoi.files import write_all_whole
from topoi.text.corpus.corpus import Corpus


@dataclass(frozen=True)
class Form:
    """One format: the ending of its files, one a document or one for all, and both ways."""

    ending: str
    by_document: bool
    write: Callable[[pd.DataFrame, Corpus], Any]
    read: Callable[[Any, Corpus], pd.DataFrame]


FORMS = {
    "brat": Form(".ann", True, to_brat, from_brat),
    "webanno": Form(".tsv", True, to_webanno, from_webanno),
    "doccano": Form(".jsonl", False, to_doccano, from_doccano),
    "label-studio": Form(".json", False, to_label_studio, from_label_studio),
    "web-annotation": Form(".jsonld", False, to_web_annotations, from_web_annotations),
}


def annotation_files(corpus: Corpus, form: str, place: Path) -> list[Path]:
    """Return the files that `write_annotations` writes: `place`, or one a document in that folder.

    brat's `.ann` files get their texts beside them. Raises InputError where a document's name
    cannot be that of a file.
    """
    way = FORMS[form]
    if not way.by_document:
        return [place]
    for doc in corpus.texts:
        if (place / doc).parent != place:
            raise InputError(
                Path(doc).stem, "is no name for a file", "Give the document another id."
            )
    endings = (way.ending, ".txt") if form == "brat" else (way.ending,)
    return [place / f"{doc}{ending}" for ending in endings for doc in corpus.texts]


def write_annotations(hits: pd.DataFrame, corpus: Corpus, form: str, place: Path) -> list[Path]:
    """Return the files written, which are those of `annotation_files`: all of them or none."""
    files = annotation_files(corpus, form, place)
    told = FORMS[form].write(hits, corpus)
    texts = [told[doc] for doc in corpus.texts] if FORMS[form].by_document else [told]
    if form == "brat":
        texts += corpus.texts.values()
    write_all_whole(dict(zip(files, texts, strict=True)))
    return files


def read_annotations(place: Path, corpus: Corpus, form: str) -> pd.DataFrame:
    """Return the annotations of a file, or of all files of the format in a folder.

    Raises InputError for what cannot be read and, with the first mismatch, for annotations of
    another text.
    """
    way = FORMS[form]
    if not place.exists():
        raise InputError(str(place), "does not exist", "Give a file or folder of annotations.")
    if not way.by_document:
        return way.read(file_text(place), corpus)
    files = sorted(place.glob(f"*{way.ending}")) if place.is_dir() else [place]
    if not files:
        raise InputError(str(place), f"holds no {way.ending} file", "Export the annotations there.")
    return way.read({file.stem: file_text(file) for file in files}, corpus)


def file_text(file: Path) -> str:
    """Return the text of a file with the line ends it has."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(file), f"cannot be read ({error})", "Give a UTF-8 file.") from None
