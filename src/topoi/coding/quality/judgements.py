"""Hand annotations kept as one JSON object a line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.json_lines import json_lines

COLUMNS = ["doc", "start", "end", "pattern", "subtype", "text", "note", "verdict", "coder"]
VERDICTS = ("yes", "no", "borderline")
SPACES = str.maketrans("\n\r\t\u2028\u2029", "     ")
BY_SUBTYPE = {"NEGATIVE": "no", "borderline": "borderline"}


def read_gold(
    path: str | Path, *, corpus: Corpus | None = None, doc: str = "", coder: str = "1"
) -> pd.DataFrame:
    """Return hand annotations: `doc, start, end, pattern, subtype, text, note, verdict, coder`.

    Each line of the file has `pattern` (the number of a code), `start`, `end` and, if wanted,
    `text`, `doc`, `subtype`, `note`, `verdict` (yes, no, borderline) and `coder`. Without a
    verdict, the subtypes NEGATIVE and borderline give it, and anything else is a yes. Rows without
    `doc` belong to `doc`, or to the only document of the corpus. Raises InputError with the line of
    the first row that is incomplete or, given the corpus, whose text is not at its place.
    """
    if not Path(path).is_file():
        remedy = "Give a JSON Lines file of annotations."
        raise InputError(str(path), "does not exist", remedy)
    if not doc and corpus is not None and len(corpus) == 1:
        doc = next(iter(corpus.texts))
    rows = [
        row_of(row, f"{path}:{number}", doc=doc, coder=coder, corpus=corpus)
        for number, row in sound_rows(Path(path))
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({name: "str" for name in COLUMNS if name not in {"start", "end"}})


def sound_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line and object of each row; raise InputError for the first that cannot be read."""
    for entry in json_lines(path):
        if isinstance(entry, InputError):
            raise entry
        if not isinstance(entry, Notice):
            yield entry


def row_of(
    row: Mapping[str, Any], place: str, *, doc: str, coder: str, corpus: Corpus | None
) -> tuple[str | int, ...]:
    """Return one row of the table; raises InputError at `place`."""
    if not {"pattern", "start", "end"} <= set(row):
        raise InputError(place, "lacks `pattern`, `start` or `end`", "Add what is missing.")
    start, end = row["start"], row["end"]
    if not (type(start) is type(end) is int and 0 <= start < end):
        raise InputError(place, f"has no span ({start!r} to {end!r})", "Give two whole numbers.")
    name = str(row.get("doc") or doc)
    text = row.get("text")
    if corpus is not None:
        text = quoted_words(corpus, name, (start, end), text, place)
    return (
        name,
        start,
        end,
        str(row["pattern"]),
        str(row.get("subtype") or ""),
        str(text or ""),
        str(row.get("note") or ""),
        verdict_of(row, place),
        str(row.get("coder") or coder),
    )


def as_judgements(annotations: pd.DataFrame) -> pd.DataFrame:
    """Return annotations as the judgements of a coder who marked these passages with yes."""
    renamed = annotations.rename(columns={"code": "pattern"})
    return renamed.assign(note="", verdict="yes", coder="1")


def verdict_of(row: Mapping[str, object], place: str) -> str:
    """Return the verdict of a row: its own, or the one its subtype gives."""
    verdict = row.get("verdict") or BY_SUBTYPE.get(str(row.get("subtype")), "yes")
    if verdict not in VERDICTS:
        raise InputError(place, f"has the verdict {verdict!r}", f"Known: {', '.join(VERDICTS)}.")
    return str(verdict)


def quoted_words(
    corpus: Corpus, doc: str, span: tuple[int, int], quoted: object, place: str
) -> str:
    """Return the words at a span; raises InputError where they are not the quoted ones, if any are.

    White space is compared as spaces, since several formats of annotations cannot write line ends.
    """
    if doc not in corpus.texts:
        raise InputError(place, f"names the document {doc!r}", "It is not among the texts.")
    start, end = span
    if end > len(corpus.texts[doc]):
        problem = f"ends at {end}, after the end of {doc!r}"
        raise InputError(place, problem, "Annotate this very text.")
    found = corpus.passage(doc, start, end) if 0 <= start < end else ""
    same = quoted is None or found.translate(SPACES) == str(quoted).translate(SPACES)
    if not (found and same):
        raise InputError(
            place,
            f"quotes {quoted!r}, but {doc!r} has {found!r} at {start}-{end}",
            "Annotate this very text, and export offsets in characters.",
        )
    return found
