"""The data package of a published report, read: its tables, texts and cited passages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.report.evidence.escaping import from_csv_cell
from topoi.report.evidence.passages import CitedPassages, passages_from_json
from topoi.text.corpus.corpus import Corpus

TEXTS = "texts.jsonl"


def package_folder(place: Path) -> Path | None:
    """Return where the data package of a site or folder is; None where there is none."""
    for folder in (place / "data", place):
        if (folder / "datapackage.json").is_file():
            return folder
    return None


def read_guarded(path: Path) -> pd.DataFrame:
    """Return a CSV of the data package with its formula guards taken off."""
    frame = pd.read_csv(path, keep_default_na=False, dtype={"doc": str, "text": str})
    for column in frame.columns[frame.dtypes.map(pd.api.types.is_string_dtype)]:
        frame[column] = [from_csv_cell(str(v)) for v in frame[column]]
    return frame


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
