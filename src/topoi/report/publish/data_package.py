"""The data beside the report: tables, hits, cited sets and texts as a Frictionless data package."""

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.exchange.web_annotation import web_annotation_lines
from topoi.csv_files import GUARD, missing_texts, names_of, write_csv
from topoi.report.chapters.grouping import SOURCE
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.package import PASSAGES, SETS, TEXTS, records_of
from topoi.report.evidence.passages import Locus, every_passage, runs
from topoi.report.publish.origin import NOT_STATED, Origin, licence_entry, version
from topoi.text.corpus.corpus import By, Corpus
from topoi.text.corpus.hashes import file_hash

UNGUARDED = "Parquet, JSON and JSON-LD hold them unguarded."
QUICK = 5  # of nine: a third of the time of the last, for a file a few per cent larger
MANY = 20_000  # hits from which on their annotations, a kilobyte each, are compressed
PLACE = ["doc", "start", "end", "code"]
KINDS = {"datetime": "date", "any": "string"}  # of columns, where pandas says otherwise
UNNAMED = Origin("Report")
ROWS = (
    f"The passages behind each number, by id: which rows of {PASSAGES}.csv they are, as how many"
    " rows are left out, how many taken, and so on in turn from the first"
)
OFFSETS = "start and end count Unicode code points from 0; end is not included."


def write_data_package(
    folder: Path,
    *,
    corpus: Corpus,
    published: Published,
    layers: Mapping[str, pd.DataFrame],
    codebooks: Sequence[Path] = (),
    beside_texts: Sequence[Path] = (),
    chapters: Mapping[str, str] | None = None,
    by: By = SOURCE,
    transcript: str = "",
    origin: Origin = UNNAMED,
) -> dict[str, str]:
    """Return id of a table or label of a figure -> CSV file (relative to the site), all written.

    `layers` are the tables of the analysis by name; `hits` among them is also written as Parquet
    and as W3C Web Annotations. `codebooks` are these and what is read with them, files or folders,
    `beside_texts` files such as the events. With them, the hashes of the `chapters`, the column
    `by` that they compare and the `transcript` beside which they set the texts, the report can be
    made again. `origin` says whose report it is; tables hold passages of the texts, so their
    licence is that of all, and none is named where none is stated. Nothing written depends on the
    day or the machine.
    """
    for kind in ("tables", "figures"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    cited = every_passage(published.sets.values())
    tables = {
        "documents": (corpus.documents, "One row a document"),
        **{name: (frame, f"The {name} table. {OFFSETS}") for name, frame in layers.items()},
        "numbers": (published.numbers, "Every number the report prints"),
        PASSAGES: (pd.DataFrame(cited, columns=PLACE), f"Every cited passage once. {OFFSETS}"),
        **{f"tables/{table.label}": (table.frame, table.caption) for table in published.tables},
        **{f"figures/{one.label}": (one.frame, one.caption) for one in published.figures},
    }
    resources = [_csv(folder, name, *described) for name, described in tables.items()]
    licences = [licence_entry(origin.licence)]
    resources.append(_cited_sets(folder, published, cited))
    resources += _other_files(folder, corpus, layers)
    resources += _copies(folder, codebooks, beside_texts)
    by_name = {resource["name"]: resource for resource in resources}
    by_name["texts"]["licenses"] = licences
    package = {
        "name": "topoi-report",
        "title": f"{origin.title}: data of the report",
        "profile": "data-package",
        "description": f"{GUARD} {UNGUARDED} {OFFSETS}",
        **({"licenses": licences} if origin.licence != NOT_STATED else {}),
        "contributors": [{"title": name, "role": "author"} for name in origin.authors],
        "topoi": {
            "version": version("topoi"),
            "by": by,
            **({"transcript": transcript} if transcript else {}),
            "chapters": dict(chapters or {}),
        },
        "resources": [_hashed(folder, r) for r in resources],
    }
    write_json(folder / "datapackage.json", package)
    files = {table.id: f"tables/{table.label}" for table in published.tables}
    files |= {figure.label: f"figures/{figure.label}" for figure in published.figures}
    return {name: f"{folder.name}/{file}.csv" for name, file in files.items()}


def _csv(folder: Path, name: str, frame: pd.DataFrame, description: str) -> dict[str, Any]:
    write_csv(frame, folder / f"{name}.csv")
    return {
        "name": name.rpartition("/")[2],
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": _fields(frame), "missingValues": [""]},
    }


def _fields(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return name and type of each column; of text, too, what stands for a missing value."""
    described = pd.io.json.build_table_schema(frame, index=False)["fields"]
    missing = missing_texts(frame)
    fields = []
    for place, (field, name) in enumerate(zip(described, names_of(frame), strict=True)):
        fields.append({"name": name, "type": KINDS.get(field["type"], field["type"])})
        if place in missing:
            some = frame.iloc[:, place].isna().any()
            fields[-1] |= {"type": "string", "missingValues": [missing[place]] if some else []}
    return fields


def _cited_sets(folder: Path, published: Published, cited: Sequence[Locus]) -> dict[str, Any]:
    """Return what describes the file of the cited sets, after writing it."""
    number = {locus: row for row, locus in enumerate(cited)}
    sets = (
        {"id": name, "label": one.label, "rows": runs(number[locus] for locus in one.loci)}
        for name, one in published.sets.items()
    )
    _lines(folder / SETS, sets)
    return _file("cited-sets", SETS, ROWS)


def _other_files(
    folder: Path,
    corpus: Corpus,
    layers: Mapping[str, pd.DataFrame],
) -> Iterator[dict[str, Any]]:
    """Yield what describes each file that is no table, after writing it."""
    _lines(folder / TEXTS, records_of(corpus))
    yield _file("texts", TEXTS, "The texts, unchanged, with what is known of each")
    if "hits" in layers:
        layers["hits"].to_parquet(folder / "hits.parquet", index=False)
        yield _file("hits-parquet", "hits.parquet", "The hits, as Parquet")
        many = len(layers["hits"]) > MANY
        name = "hits.jsonld.gz" if many else "hits.jsonld"
        with ExitStack() as opened:
            stream: Any = opened.enter_context((folder / name).open("wb"))
            if many:
                packed = gzip.GzipFile("", "wb", QUICK, stream, mtime=0)
                stream = opened.enter_context(packed)
            lines = web_annotation_lines(layers["hits"], corpus)
            stream.writelines(line.encode() for line in lines)
        yield _file("hits-annotations", name, "The hits, as W3C Web Annotations")


def _copies(
    folder: Path, codebooks: Sequence[Path], beside_texts: Sequence[Path]
) -> Iterator[dict[str, Any]]:
    """Yield what describes each file that the report was made with, after copying it."""
    for path in beside_texts:
        shutil.copyfile(path, folder / path.name)
        yield _file(path.stem, path.name, "What the report marks beside the texts")
    for given in codebooks:
        files = sorted(given.rglob("*")) if given.is_dir() else [given]
        for file in (one for one in files if one.is_file()):
            name = f"codebook/{file.relative_to(given.parent).as_posix()}"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / name)
            known = name.replace("/", "-").rpartition(".")[0]
            yield _file(known, name, "Analysis decisions")


def _lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


def _file(name: str, path: str, description: str) -> dict[str, Any]:
    return {"name": name, "path": path, "type": "file", "description": description}


def _hashed(folder: Path, resource: dict[str, Any]) -> dict[str, Any]:
    place = folder / resource["path"]
    return {**resource, "bytes": place.stat().st_size, "hash": f"sha256:{file_hash(place)}"}


def write_json(path: Path, value: object) -> Path:
    """Return the file that the value was written to."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
