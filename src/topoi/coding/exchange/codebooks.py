"""Annotations as codebooks: what coders marked elsewhere becomes a codebook that a study keeps."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from topoi.coding.codebook.annotated import COLUMNS, FOLDER, codebook_of, passages_in
from topoi.coding.exchange.annotations import ONE_CODER
from topoi.coding.exchange.readers import named
from topoi.csv_files import write_csv
from topoi.errors import InputError, Notice

UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


def write_codebooks(
    annotations: pd.DataFrame,
    folder: Path,
    *,
    name: str,
    coders: Sequence[str] = (),
    listed: Sequence[str] = (),
    taken: Collection[str] = (),
    told: Sequence[Notice] = (),
) -> list[Path]:
    """Return the codebooks written into a folder, one a coder, each with its file of passages.

    `annotations` is what `read_annotations` gives, `name` that of its file, `listed` are the
    codes as `codes_listed` gives them, `taken` are ids that no codebook may have, `told` is what
    the description tells of the reading, such as what was left out. Raises InputError where there
    is no annotation, where a coder asked for made none, and where there are several coders and none
    is asked for.
    """
    known = list(dict.fromkeys(annotations["coder"]))
    if not known:
        remedy = "Give the texts that were annotated, and look whether this is the right export."
        raise InputError(name, "holds no annotation that fits the texts", remedy)
    there = f"There are: {', '.join(known)}."
    for coder in coders:
        if coder not in known:
            raise InputError("--coder", f"names nobody who marked anything: {coder!r}", there)
    if len(known) > 1 and not coders:
        remedy = f"Choose with --coder, once or more; each gets a chapter. {there}"
        raise InputError(name, f"holds the annotations of {len(known)} coders", remedy)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    stem = name.partition(".")[0]
    used = set(taken)
    files = []
    for coder in dict.fromkeys(coders or known):
        own = annotations[annotations["coder"] == coder]
        by = "by hand" if coder == ONE_CODER else f"by {coder}"
        id = free_id(stem if coder == ONE_CODER else f"{stem}-{coder}", used)
        used.add(id)
        table = folder / FOLDER / f"{id}.csv"
        write_csv(own[list(COLUMNS)], table)
        files.append(folder / f"{id}.yml")
        text = codebook_of(
            list(passages_in(table, [])),
            id=id,
            title=f"{stem}, coded {by}",
            description=f"Passages coded {by}, from {name}.{of_reading(told)}",
            source=f"Coded {by}, in {name}.",
            file=table.name,
            listed=listed,
        )
        files[-1].write_text(text, encoding="utf-8")
    return files


def of_reading(told: Sequence[Notice]) -> str:
    """Return what is told of the reading of annotations as a sentence, "" where nothing is."""
    said = named((f"{Path(one.place).name}: {one.said}" for one in told), apart="; ")
    return f" When they were read: {said}." if said else ""


def free_id(name: str, taken: Collection[str]) -> str:
    """Return a name as the id of a codebook, which begins with a letter, and is not taken.

    >>> free_id("my coding (2)", {"my-coding-2"}), free_id("2024", ())
    ('my-coding-2-by-hand', 'coding-2024')
    """
    id = UNFIT.sub("-", name).strip("-") or "coding"
    id = id if id[0].isalpha() else f"coding-{id}"
    while id in taken:
        id += "-by-hand"
    return id
