"""The data beside the report: tables, hits, cited sets and texts as a Frictionless data package."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.exchange import to_web_annotations
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.escaping import csv_cell
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.hashes import file_hash

CODE_LICENCE = {"name": "MIT", "path": "https://opensource.org/license/mit"}
DATA_LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
GUARD = (
    "Text cells that a spreadsheet would run as a formula (first character = + - @, tab or carriage"
    " return, also after apostrophes) have one apostrophe put before them. A reader that takes one"
    " apostrophe off such cells has the original characters. Parquet, JSON and JSON-LD hold them"
    " unguarded."
)
MANY = 20_000  # hits from which on their annotations, a kilobyte each, are compressed
OFFSETS = "start and end count Unicode code points from 0; end is not included."


def write_data_package(
    folder: Path,
    *,
    corpus: Corpus,
    published: Published,
    layers: Mapping[str, pd.DataFrame],
    codebooks: Sequence[Path] = (),
    title: str = "Data of the report",
) -> dict[str, str]:
    """Return table id -> CSV file (relative to the site), after writing the package into `folder`.

    `layers` are the tables of the analysis by name; `hits` among them is also written as Parquet
    and as W3C Web Annotations. Nothing written depends on the day or the machine.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    resources = [_csv(folder, "documents", corpus.documents, "One row a document")]
    for name, frame in layers.items():
        resources.append(_csv(folder, name, frame, f"The {name} table. {OFFSETS}"))
    resources.append(_csv(folder, "numbers", published.numbers, "Every number the report prints"))
    files: dict[str, str] = {}
    for table in published.tables:
        path = f"tables/{table.label}.csv"
        resources.append(_csv(folder, f"tables/{table.label}", table.frame, table.caption))
        files[table.id] = f"{folder.name}/{path}"
    resources += _other_files(folder, corpus, published, layers, codebooks)
    package = {
        "name": "topoi-report",
        "title": title,
        "profile": "data-package",
        "description": f"{GUARD} {OFFSETS}",
        "licenses": [DATA_LICENCE],
        "resources": [_hashed(folder, r) for r in resources],
    }
    _json(folder / "datapackage.json", package)
    return files


def _csv(folder: Path, name: str, frame: pd.DataFrame, description: str) -> dict[str, Any]:
    guarded = frame.copy()
    for column in guarded.columns[guarded.dtypes.map(pd.api.types.is_string_dtype)]:
        guarded[column] = [csv_cell(value) for value in guarded[column]]
    guarded.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
    return {
        "name": name.removeprefix("tables/"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(frame, c) for c in frame.columns], "missingValues": [""]},
    }


def _field(frame: pd.DataFrame, column: str) -> dict[str, str]:
    kind = frame[column].dtype
    types = pd.api.types
    if types.is_bool_dtype(kind):
        name = "boolean"
    elif types.is_integer_dtype(kind):
        name = "integer"
    elif types.is_float_dtype(kind):
        name = "number"
    elif types.is_datetime64_any_dtype(kind):
        name = "date"
    else:
        name = "string"
    return {"name": str(column), "type": name}


def _other_files(
    folder: Path,
    corpus: Corpus,
    published: Published,
    layers: Mapping[str, pd.DataFrame],
    codebooks: Sequence[Path],
) -> list[dict[str, Any]]:
    with (folder / "texts.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for doc, text in corpus:
            stream.write(json.dumps({"doc": doc, "text": text}) + "\n")
    with (folder / "cited_sets.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for identifier, cited in published.sets.items():
            stream.write(json.dumps({"id": identifier, **cited.as_json()}) + "\n")
    rights = [{"name": "other", "title": "The rights in the texts stay with their publishers"}]
    found = [
        _file("texts", "texts.jsonl", "The texts, unchanged", licenses=rights),
        _file("cited-sets", "cited_sets.jsonl", "The passages behind each number, by id"),
    ]
    if "hits" in layers:
        layers["hits"].to_parquet(folder / "hits.parquet", index=False)
        annotations = to_web_annotations(layers["hits"], corpus)
        file = _written(folder / "hits.jsonld", annotations, packed=len(layers["hits"]) > MANY)
        found.append(_file("hits-parquet", "hits.parquet", "The hits, as Parquet"))
        found.append(_file("hits-annotations", file, "The hits, as W3C Web Annotations"))
    for codebook in codebooks:
        (folder / "codebook").mkdir(exist_ok=True)
        (folder / "codebook" / codebook.name).write_bytes(codebook.read_bytes())
        path = f"codebook/{codebook.name}"
        found.append(_file(f"codebook-{codebook.stem}", path, "Analysis decisions"))
    return found


def _written(path: Path, text: str, *, packed: bool) -> str:
    """Return the name of the file the text was written to, compressed where that was asked."""
    if not packed:
        path.write_text(text, encoding="utf-8", newline="\n")
        return path.name
    path = path.with_name(f"{path.name}.gz")
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path.name


def _file(name: str, path: str, description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "path": path, "description": description, **more}


def _hashed(folder: Path, resource: dict[str, Any]) -> dict[str, Any]:
    place = folder / resource["path"]
    return {**resource, "bytes": place.stat().st_size, "hash": f"sha256:{file_hash(place)}"}


def _json(path: Path, value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False)
    path.write_text(text + "\n", encoding="utf-8")
