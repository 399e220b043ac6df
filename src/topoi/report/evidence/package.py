"""The data package of a published report, read: its tables, texts and cited passages."""

import json
from pathlib import Path

import pandas as pd

from topoi.report.evidence.escaping import from_csv_cell
from topoi.report.evidence.passages import CitedPassages, passages_from_json


def package_folder(place: Path) -> Path | None:
    """Return where the data package of a site or folder is; None where there is none."""
    for folder in (place / "data", place):
        if (folder / "datapackage.json").is_file():
            return folder
    return None


def read_guarded(path: Path) -> pd.DataFrame:
    """Return a CSV of the data package with its formula guards taken off."""
    frame = pd.read_csv(path, keep_default_na=False, dtype={"doc": str})
    for column in frame.columns[frame.dtypes.map(pd.api.types.is_string_dtype)]:
        frame[column] = [from_csv_cell(str(v)) for v in frame[column]]
    return frame


def published_texts(package: Path) -> dict[str, str]:
    """Return the texts of a data package by document."""
    with (package / "texts.jsonl").open(encoding="utf-8") as lines:
        return {str(r["doc"]): str(r["text"]) for r in map(json.loads, lines)}


def read_cited(package: Path) -> dict[str, CitedPassages]:
    """Return the cited passages of a data package by their id."""
    with (package / "cited_sets.jsonl").open(encoding="utf-8") as lines:
        return {r["id"]: passages_from_json(r["id"], r) for r in map(json.loads, lines)}
