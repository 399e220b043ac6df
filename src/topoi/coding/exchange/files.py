"""Annotations of other tools as files: where each tool keeps its own, read and written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    ONE_CODER,
    Export,
    annotation_table,
    parsed_json,
    tell_silent,
)
from topoi.coding.exchange.brat import brat_annotations, brat_codes, to_brat
from topoi.coding.exchange.json_formats import (
    doccano_annotations,
    label_studio_annotations,
    to_doccano,
    to_label_studio,
)
from topoi.coding.exchange.names import TABLE, file_names, table_of_names
from topoi.coding.exchange.refi_qda import refi_annotations, refi_codes, to_refi
from topoi.coding.exchange.tables import csv_annotations, to_csv
from topoi.coding.exchange.web_annotation import to_web_annotations, web_annotations_read
from topoi.coding.exchange.webanno import to_webanno, webanno_annotations
from topoi.errors import InputError, Notice
from topoi.files import bytes_in, write_all_whole
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.encodings import decoded


@dataclass(frozen=True)
class Form:
    """One format: the ending of its files, one a document or one for all, and both ways.

    Where the files are no `text`, the reader opens them itself. `codes` gives those that a file or
    folder lists beside what is marked with them, where the format has such a list.
    """

    ending: str
    by_document: bool
    write: Callable[[pd.DataFrame, Corpus], Any]
    read: Callable[..., Iterator[Annotation]]
    text: bool = True
    codes: Callable[[Path], list[str]] | None = None


FORMS = {
    "brat": Form(".ann", True, to_brat, brat_annotations, codes=brat_codes),
    "webanno": Form(".tsv", True, to_webanno, webanno_annotations),
    "doccano": Form(".jsonl", False, to_doccano, doccano_annotations),
    "label-studio": Form(".json", False, to_label_studio, label_studio_annotations),
    "web-annotation": Form(".jsonld", False, to_web_annotations, web_annotations_read),
    "csv": Form(".csv", False, to_csv, csv_annotations, text=False),
    "refi-qda": Form(".qdpx", False, to_refi, refi_annotations, text=False, codes=refi_codes),
}


def form_of(place: Path) -> str:
    """Return the format of a file of annotations, or of those in a folder, by their endings.

    Raises InputError where there are none, or those of several formats.
    """
    if not place.exists():
        raise InputError(str(place), "does not exist", "Give a file or folder of annotations.")
    files = place.rglob("*") if place.is_dir() else [place]
    endings = {file.suffix for file in files if not file.name.startswith(".")}
    found = [name for name, form in FORMS.items() if form.ending in endings]
    if len(found) != 1:
        known = ", ".join(f"{form.ending} ({name})" for name, form in FORMS.items())
        problem = f"holds files of {' and '.join(found)}" if found else "holds no annotations"
        raise InputError(str(place), problem, f"Give a file. By their endings: {known}.")
    return found[0]


def annotation_files(corpus: Corpus, form: str, place: Path) -> list[Path]:
    """Return the files that `write_annotations` writes: `place`, or one a document in that folder.

    brat's `.ann` files get their texts beside them. A document whose id can be no name of a file
    has another there, and a table in the folder says which.
    """
    if not FORMS[form].by_document:
        return [place]
    names = file_names(corpus.texts)
    endings = (FORMS[form].ending, ".txt") if form == "brat" else (FORMS[form].ending,)
    files = [place / f"{names[doc]}{ending}" for ending in endings for doc in corpus.texts]
    return [*files, place / TABLE] if table_of_names(names) else files


def write_annotations(hits: pd.DataFrame, corpus: Corpus, form: str, place: Path) -> list[Path]:
    """Return the files written, which are those of `annotation_files`: all of them or none."""
    files = annotation_files(corpus, form, place)
    told = FORMS[form].write(hits, corpus)
    texts = [told[doc] for doc in corpus.texts] if FORMS[form].by_document else [told]
    if form == "brat":
        texts += corpus.texts.values()
    if len(files) > len(texts):
        texts.append(table_of_names(file_names(corpus.texts)))
    write_all_whole(dict(zip(files, texts, strict=True)))
    return files


def read_annotations(
    place: Path,
    corpus: Corpus,
    form: str,
    *,
    layer: str = "",
    features: Sequence[str] = (),
    notices: list[Notice] | None = None,
    strict: bool = True,
) -> pd.DataFrame:
    """Return the annotations of a file, or of all files of the format in a folder.

    Several coders are told apart by the column `coder`: as the format says, else by the folders
    below, or by the files where each holds all documents. `layer` and `features` choose among those
    of INCEpTION; `notices` gets to know what is passed over. Raises InputError for what cannot be
    read and, with the first mismatch, for annotations of another text; unless `strict`, these are
    left out, and counted in `notices`.
    """
    way = FORMS[form]
    if not place.exists():
        raise InputError(str(place), "does not exist", "Give a file or folder of annotations.")
    told = [] if notices is None else notices
    asked = {"layer": layer, "features": features} if form == "webanno" else {}
    if not asked and (layer or features):
        raise InputError("--layer and --feature", "are for INCEpTION", "Leave them out.")
    exports = [one._replace(strict=strict) for one in exports_in(place, way, corpus, told)]
    table = annotation_table(way.read(exports, corpus, told, **asked), corpus)
    if way.by_document:
        marks = {one.coder: int((table["coder"] == one.coder).sum()) for one in exports}
        tell_silent(marks, str(place), told)
    if table.empty:
        said = "holds no annotation with a code"
        told.append(Notice(str(place), said, "Look whether this is the right export."))
    return table


def codes_listed(place: Path, form: str) -> list[str]:
    """Return the codes that a file or folder of annotations lists, in its order.

    So do the codebook of a REFI-QDA project and the settings of brat; other formats have none.
    """
    codes = FORMS[form].codes
    return codes(place) if codes else []


def exports_in(place: Path, way: Form, corpus: Corpus, notices: list[Notice]) -> list[Export]:
    """Return the exports of a file or folder, each with its document and coder.

    Raises InputError for a second one of the same document and coder.
    """
    folder = place if place.is_dir() else place.parent
    files = [place]
    if place.is_dir():
        below = place.rglob(f"*{way.ending}") if way.by_document else place.glob(f"*{way.ending}")
        files = sorted(file for file in below if not file.name.startswith("."))
    if not files:
        raise InputError(str(place), f"holds no {way.ending} file", "Export the annotations there.")
    if not way.by_document:
        coders = [file.stem if len(files) > 1 else ONE_CODER for file in files]
        texts = [file_text(one, notices) if way.text else "" for one in files]
        return [
            Export(text, str(one), "", coder)
            for text, one, coder in zip(texts, files, coders, strict=True)
        ]
    tables = {one: names_in(one, notices) for one in {file.parent for file in files}}
    met: dict[tuple[str, str], Path] = {}
    exports = []
    for file in files:
        known = tables[file.parent].get(file.stem)
        of = document_of(file.relative_to(folder), known, corpus)
        if met.setdefault(of, file) is not file:
            problem = f"is of the document {of[0]!r}, as {met[of]} is"
            raise InputError(str(file), problem, "Keep one of them, or a folder for each coder.")
        exports.append(Export(file_text(file, notices), str(file), *of))
    return exports


def document_of(file: Path, known: str | None, corpus: Corpus) -> tuple[str, str]:
    """Return document and coder of a file in a folder of exports.

    INCEpTION keeps a folder for each document, in it a file for each coder; elsewhere coders have
    folders. A document may be named with the ending of its text.
    """
    whole = file.with_suffix("").as_posix()
    above = file.parent.as_posix() if file.parent.name else ONE_CODER
    for doc, coder in (
        (known, above),
        (whole, ONE_CODER),
        (file.stem, above),
        (file.stem.removesuffix(".txt"), above),
        (file.parent.name, file.stem),
        (file.parent.name.removesuffix(".txt"), file.stem),
    ):
        if doc is not None and doc in corpus.texts:
            return doc, coder
    return known or file.stem, above


def names_in(folder: Path, notices: list[Notice]) -> Mapping[str, str]:
    """Return the table of names of a folder, name of a file -> document, empty without one."""
    table = folder / TABLE
    if not table.is_file():
        return {}
    names = parsed_json(file_text(table, notices), str(table))
    if not isinstance(names, dict) or not all(isinstance(doc, str) for doc in names.values()):
        problem = "is no table of names and documents"
        raise InputError(str(table), problem, "Mend it, or write the annotations anew.")
    return names


def file_text(file: Path, notices: list[Notice]) -> str:
    """Return the text of a file with the line ends it has, without a byte order mark."""
    text, told = decoded(bytes_in(file), file)
    notices += told
    if "\x00" in text:
        raise InputError(str(file), "is no text (it has a zero byte)", "Give a UTF-8 file.")
    return text.removeprefix("\ufeff")
