"""What changed between two reports: the findings, and the passages behind each change."""

import json
from pathlib import Path

import pandas as pd

from topoi.errors import InputError
from topoi.report.verify import read_guarded

COLUMNS = ["chapter", "place", "old", "new", "came", "went", "passages_came", "passages_went"]


def diff(old: Path, new: Path) -> pd.DataFrame:
    """Return the findings that changed from one data package to another; empty if none did.

    A finding is a published number, known by chapter and place (table, row and column; or the
    words around it). Columns: chapter, place, old, new (as printed, "" where it is absent), came,
    went (how many cited passages are new or gone), passages_came, passages_went (their loci,
    first ten). A number that stayed while its passages changed is listed, too.
    `old` and `new` are sites or their `data` folders.
    """
    before, after = _findings(old), _findings(new)
    rows = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, ("", set())), after.get(key, ("", set()))
        if was != now:
            came, went = sorted(now[1] - was[1]), sorted(was[1] - now[1])
            counts = (len(came), len(went))
            rows.append((*key, was[0], now[0], *counts, _listed(came), _listed(went)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _findings(package: Path) -> dict[tuple[str, str], tuple[str, set[str]]]:
    data = package / "data" if (package / "data").is_dir() else package
    if not (data / "datapackage.json").exists():
        raise InputError(str(package), "is no data package of a report", "Give a site or its data.")
    lines = (data / "cited_sets.jsonl").read_text(encoding="utf-8").splitlines()
    sets = {r["id"]: r for r in map(json.loads, lines)}
    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for row in read_guarded(data / "numbers.csv").itertuples():
        key = (str(row.chapter), _place(str(row.place), str(row.text)))
        again = 1
        while key in found:  # the same words twice in a chapter are told apart by their order
            again += 1
            key = (key[0], f"{_place(str(row.place), str(row.text))} ({again})")
        found[key] = (str(row.text), _loci(sets.get(str(row.ref))))
    return found


def _place(place: str, text: str) -> str:
    return place.replace(f"[{text}]", "[…]")


def _loci(cited: dict[str, object] | None) -> set[str]:
    docs = cited["docs"] if cited else {}
    assert isinstance(docs, dict)
    codes = cited["codes"] if cited else []
    assert isinstance(codes, list)
    return {f"{d}:{s}-{e} {codes[c]}".strip() for d, rows in docs.items() for s, e, c in rows}


def _listed(loci: list[str], most: int = 10) -> str:
    return "; ".join(loci[:most]) + ("; …" if len(loci) > most else "")
