"""What a collection holds, before anything is counted in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from topoi.errors import InputError
from topoi.text.formats import Record
from topoi.text.hashes import text_hash
from topoi.text.near_duplicates import THRESHOLD, near_duplicates

LANGUAGE_SAMPLE = 5000
LANGUAGE_CHARACTERS = 1000
# What UTF-8 read as Windows-1252 looks like, and what a failed decoding leaves behind.
MISREAD = ("â€™", "â€œ", "â€", "Ã©", "Ã¼", "Ð°", "Ñ‚")
LOST = "\ufffd"


class Inventory(NamedTuple):
    """Tables about a collection, each ready to be shown.

    `overview`: measure, value. `duplicates`: doc, like, kind, similarity. `languages`: language,
    documents, share. `sources`: source, documents, characters, first, last. `aside`: place,
    problem, remedy of what could not be read.
    """

    overview: pd.DataFrame
    duplicates: pd.DataFrame
    languages: pd.DataFrame
    sources: pd.DataFrame
    aside: pd.DataFrame


def inventory(
    records: Iterable[Record], *, aside: Sequence[InputError] = (), threshold: float = THRESHOLD
) -> Inventory:
    """Return what the texts are: how many, from when, by whom, in what language, how often twice.

    `aside` is the list that `collection.sound` fills while the records are read. Reads the texts
    once and keeps none of them: a hash, a sketch of 64 numbers and a line of metadata each.
    """
    seen: dict[str, str] = {}
    rows: list[tuple[str, str, str | None, int, str]] = []
    same: list[tuple[str, str, str, float]] = []
    languages: Counter[str] = Counter()
    odd: Counter[str] = Counter()

    def fresh() -> Iterable[tuple[str, str]]:
        for record in records:
            rows.append((record.doc, record.source, record.date, len(record.text), record.place))
            odd.update(oddities(record.text))
            digest = text_hash(record.text)
            if digest in seen:
                same.append((record.doc, seen[digest], "exact", 1.0))
                continue
            seen[digest] = record.doc
            if len(rows) <= LANGUAGE_SAMPLE:
                languages[language_of(record.text)] += 1
            yield record.doc, record.text

    near = near_duplicates(fresh(), threshold=threshold)
    near.insert(2, "kind", "near")
    exact = pd.DataFrame(same, columns=["doc", "like", "kind", "similarity"])
    duplicates = near if exact.empty else pd.concat([exact, near], ignore_index=True)
    duplicates = duplicates.sort_values(["kind", "doc"], ignore_index=True)
    duplicates.attrs["note"] = near.attrs["note"]
    documents = pd.DataFrame(rows, columns=["doc", "source", "date", "characters", "place"])
    documents["date"] = pd.to_datetime(documents["date"])
    return Inventory(
        overview=overview_of(documents, duplicates, odd, aside),
        duplicates=duplicates,
        languages=languages_of(languages, len(documents)),
        sources=sources_of(documents),
        aside=pd.DataFrame(
            [(error.place, error.problem, error.remedy) for error in aside],
            columns=["place", "problem", "remedy"],
        ),
    )


def oddities(text: str) -> list[str]:
    """Return what points to a wrong decoding or to more than text.

    >>> oddities("It isnâ€™t.")
    ['misread']
    """
    found = []
    if any(letters in text for letters in MISREAD):
        found.append("misread")
    if LOST in text:
        found.append("lost")
    if "\ufeff" in text or "\x00" in text:
        found.append("marks")
    return found


def language_of(text: str) -> str:
    """Return the language of a text by its beginning, as an ISO 639-1 code; no download."""
    try:
        import py3langid
    except ModuleNotFoundError:
        return "not determined"
    return str(py3langid.classify(text[:LANGUAGE_CHARACTERS])[0])


def languages_of(counts: Counter[str], documents: int) -> pd.DataFrame:
    """Return the languages by frequency."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    table = pd.DataFrame(rows, columns=["language", "documents"])
    table["share"] = table["documents"] / max(table["documents"].sum(), 1)
    table.attrs["note"] = (
        f"By the first {LANGUAGE_CHARACTERS:,} characters of the first "
        f"{min(documents, LANGUAGE_SAMPLE):,} documents (py3langid), exact duplicates left out."
    )
    return table


def sources_of(documents: pd.DataFrame) -> pd.DataFrame:
    """Return one row a source: documents, characters, first and last date."""
    groups = documents.groupby("source", sort=True)
    return groups.agg(
        documents=("doc", "size"),
        characters=("characters", "sum"),
        first=("date", "min"),
        last=("date", "max"),
    ).reset_index()


def overview_of(
    documents: pd.DataFrame,
    duplicates: pd.DataFrame,
    odd: Counter[str],
    aside: Sequence[InputError],
) -> pd.DataFrame:
    """Return the measures of the whole collection, zeros shown."""
    kinds = duplicates["kind"].value_counts()
    dated = documents["date"].dropna()
    empty = sum(error.problem == "is empty" for error in aside)
    rows = [
        ("documents", len(documents)),
        ("characters", int(documents["characters"].sum())),
        ("sources", int(documents["source"].nunique())),
        ("first date", f"{dated.min():%Y-%m-%d}" if len(dated) else "none"),
        ("last date", f"{dated.max():%Y-%m-%d}" if len(dated) else "none"),
        ("without a date", len(documents) - len(dated)),
        ("exact duplicates", int(kinds.get("exact", 0))),
        ("near duplicates", int(kinds.get("near", 0))),
        ("probably decoded wrongly", odd["misread"]),
        ("with letters lost in decoding", odd["lost"]),
        ("with byte order marks or nulls inside", odd["marks"]),
        ("empty texts set aside", empty),
        ("other problems set aside", len(aside) - empty),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])
