"""The data package of a published report, read: its tables, texts and cited passages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.csv_files import read_csv
from topoi.report.evidence.passages import CitedPassages, passages_from_json
from topoi.text.corpus.corpus import Corpus

TEXTS = "texts.jsonl"


def package_folder(place: Path) -> Path | None:
    """Return where the data package of a site or folder is; None where there is none."""
    for folder in (place / "data", place):
        if (folder / "datapackage.json").is_file():
            return folder
    return None


def read_table(package: Path, name: str) -> pd.DataFrame:
    """Return a table of a data package by the name of its file, as it was published.

    Raises KeyError where the package does not describe it.
    """
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {one["path"]: one["schema"] for one in described["resources"] if "schema" in one}
    texts = [f for f in schemas[f"{name}.csv"]["fields"] if f["type"] == "string"]
    missing = {f["name"]: next(iter(f.get("missingValues", ())), None) for f in texts}
    return read_csv(package / f"{name}.csv", missing)


def records_of(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield each text with what is known of it, so that reading these gives the same corpus."""
    known = corpus.documents.drop(columns=["sha256", "n_chars"]).rename(columns={"doc": "id"})
    known["date"] = known["date"].dt.strftime("%Y-%m-%d")
    for row in known.astype(object).where(known.notna(), None).to_dict("records"):
        told = {str(name): value for name, value in row.items()}
        yield {**told, "text": corpus.texts[str(row["id"])]}


def published_texts(package: Path) -> dict[str, str]:
    """Return the texts of a data package by document; in older packages their id is called doc."""
    with (package / TEXTS).open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return {str(r["id"] if "id" in r else r["doc"]): str(r["text"]) for r in rows}


def read_cited(package: Path) -> dict[str, CitedPassages]:
    """Return the cited passages of a data package by their id."""
    with (package / "cited_sets.jsonl").open(encoding="utf-8") as lines:
        return {r["id"]: passages_from_json(r["id"], r) for r in map(json.loads, lines)}
