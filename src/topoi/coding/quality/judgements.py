"""What readers say of passages, and hand annotations kept as one JSON object a line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.json_lines import json_lines

COLUMNS = ["doc", "start", "end", "pattern", "subtype", "text", "note", "verdict", "coder"]
VERDICTS = ("yes", "no", "borderline")
SPACE = re.compile(r"\s+")
SPACES = str.maketrans("\n\r\t\u2028\u2029", "     ")
BY_SUBTYPE = {"NEGATIVE": "no", "borderline": "borderline"}
# What a place was drawn from: units with a hit of the code, units without, or nothing, since the
# reader read the whole text and marked all that it holds, or was given it for what it seems to be
# and not by chance (`reading_order`).
HIT, NO_HIT, WHOLE_TEXT, CHOSEN = "hit", "no hit", "whole text", "chosen"
FAULTS = ("voice", "extent")  # of a hit: who says it, and how far it goes


class Judgement(NamedTuple):
    """What one reader says of one code at one place, and how the place was drawn.

    `codebook` is "" and `code` a number or id where the file says no more. `stratum` is how many
    units there were to draw from, `drawn` how many of them were drawn with this one. `wrong` is
    what is wrong with the hit itself ("voice", "extent"), `right_voice` and `right_extent` what the
    reader puts in its place: whose words they are, and which words. `text` are the words judged,
    `version` and `sha256` the codebook's and the text's, as far as the file says so.
    """

    reader: str
    codebook: str
    code: str
    doc: str
    start: int
    end: int
    verdict: str
    drawn_from: str
    file: str
    line: int
    stratum: int | None = None
    drawn: int | None = None
    seed: int | None = None
    wrong: str = ""
    right_voice: str = ""
    right_extent: str = ""
    subtype: str = ""
    text: str | None = None
    note: str = ""
    version: str = ""
    sha256: str = ""


def drawn_by_chance(judgements: pd.DataFrame) -> pd.DataFrame:
    """Return the judgements of units drawn by chance, from those with a hit or from the others."""
    return judgements[judgements["drawn_from"].isin([HIT, NO_HIT])].reset_index(drop=True)


def of_drawn_units(files: Iterable[Path]) -> bool:
    """Return whether a file of judgements is of units that were drawn, not of whole texts.

    Told by its form, before any text is read: what the page of review saved, or a coding sheet.
    """
    return any(
        file.suffix in (".csv", ".jsonld")
        or (file.suffix == ".jsonl" and b'"drawn_from"' in file.read_bytes())
        for file in files
    )


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
    try:
        for entry in json_lines(path):
            if isinstance(entry, InputError):
                raise entry
            if not isinstance(entry, Notice):
                yield entry
    except UnicodeDecodeError as error:  # of UTF-16 or UTF-32, which is told by the file's mark
        problem = f"is not {error.encoding.upper()} to its end"
        raise InputError(str(path), problem, "Save it as UTF-8.") from None


def row_of(
    row: Mapping[str, Any], place: str, *, doc: str, coder: str, corpus: Corpus | None
) -> tuple[str | int, ...]:
    """Return one row of the table; raises InputError at `place`."""
    if "drawn_from" in row:
        problem = "is of a sample that was drawn, not of all that the texts hold"
        raise InputError(place, problem, "Score the file with `topoi agreement --review`.")
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
    """Return annotations as the judgements of coders who marked these passages with yes."""
    renamed = annotations.rename(columns={"code": "pattern"})
    return renamed.assign(note="", verdict="yes", coder=renamed.get("coder", "1"))


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
    require_words(corpus, doc, (span,), quoted, place)
    return corpus.passage(doc, *span)


def require_words(
    corpus: Corpus, doc: str, spans: Sequence[tuple[int, int]], quoted: object, place: str
) -> None:
    """Raise InputError where the words at the spans of one annotation are not the quoted ones."""
    if doc not in corpus.texts:
        raise InputError(place, f"names the document {doc!r}", "It is not among the texts.")
    for _, end in spans:
        if end > len(corpus.texts[doc]):
            problem = f"ends at {end}, after the end of {doc!r}"
            raise InputError(place, problem, "Annotate this very text.")
    sound = all(0 <= start < end for start, end in spans)
    found = " ".join(corpus.passage(doc, *span) for span in spans) if sound else ""
    if not (found and (quoted is None or same_words(found, str(quoted)))):
        at = ";".join(f"{start}-{end}" for start, end in spans)
        raise InputError(
            place,
            f"quotes {quoted!r}, but {doc!r} has {found!r} at {at}",
            "Annotate this very text, and export offsets in characters.",
        )


def same_words(first: str, second: str) -> bool:
    """Return whether two passages are the same but for their white space."""
    return first == second or SPACE.sub(" ", first) == SPACE.sub(" ", second)
