"""What changed between two reports: the findings, and the passages behind each change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.errors import InputError
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.package import TEXT, package_folder, read_cited, read_table
from topoi.report.evidence.passages import CitedPassages, Locus

COLUMNS = ["chapter", "place", "old", "new", "came", "went", "passages_came", "passages_went"]
READ = dict.fromkeys(("chapter", "place", "text", "ref"), TEXT)
CHAPTER = "81-changes"  # the chapter of changes is no finding
AROUND = 20  # characters on either side that tell a number in prose
_NUMBER = re.compile(r"\d[\d.,%]*")
Key = tuple[str, str]


@dataclass(frozen=True)
class PublishedNumber:
    """A published number as it is printed, the passages it counts (none for a measure), its place.

    The place is only shown: in prose it holds neighbouring numbers, which may change themselves.
    """

    text: str = ""
    loci: frozenset[Locus] = frozenset()
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Change:
    """One finding before and after; `PublishedNumber()` where it is absent."""

    chapter: str
    old: PublishedNumber
    new: PublishedNumber

    @property
    def place(self) -> str:
        """Where it is printed: the row and column of a table, or the words around it."""
        return self.new.place or self.old.place

    @property
    def came(self) -> list[Locus]:
        """The passages that only the new finding counts."""
        return sorted(self.new.loci - self.old.loci)

    @property
    def went(self) -> list[Locus]:
        """The passages that only the old finding counts."""
        return sorted(self.old.loci - self.new.loci)


def diff(old: Path, new: Path) -> pd.DataFrame:
    """Return the findings that changed from one data package to another; empty if none did.

    A finding is a published number, known by chapter and place (table, row and column; or the
    words around it). Columns: chapter, place, old, new (as printed, "" where it is absent), came,
    went (how many cited passages are new or gone), passages_came, passages_went (their loci,
    first ten). A number that stayed while its passages changed is listed, too.
    `old` and `new` are sites or their `data` folders.
    """
    rows = []
    for change in changes(findings_of_package(old), findings_of_package(new)):
        came, went = change.came, change.went
        texts = (change.chapter, change.place, change.old.text, change.new.text)
        rows.append((*texts, len(came), len(went), _first_loci(came), _first_loci(went)))
    return pd.DataFrame(rows, columns=COLUMNS)


def changes(before: dict[Key, PublishedNumber], after: dict[Key, PublishedNumber]) -> list[Change]:
    """Return the findings that differ, those of the earlier report first, in their order."""
    found = []
    for key in dict.fromkeys([*before, *after]):
        change = Change(
            key[0], before.get(key, PublishedNumber()), after.get(key, PublishedNumber())
        )
        if change.old != change.new:
            found.append(change)
    return found


def findings_of_package(place: Path) -> dict[Key, PublishedNumber]:
    """Return the findings of a site or its data. Raises InputError where it is no data package."""
    data = package_folder(place)
    if data is None:
        raise InputError(str(place), "is no data package of a report", "Give a site or its data.")
    return _findings(read_table(data, "numbers", needed=READ), read_cited(data))


def findings_of(published: Published) -> dict[Key, PublishedNumber]:
    """Return the findings of executed chapters, as the data package of their report has them."""
    return _findings(published.numbers, published.sets)


def _findings(
    numbers: pd.DataFrame, cited: Mapping[str, CitedPassages]
) -> dict[Key, PublishedNumber]:
    found: dict[Key, PublishedNumber] = {}
    rows: Iterable[Any] = numbers.itertuples()
    for row in rows:
        if row.chapter == CHAPTER:
            continue
        place = str(row.place).replace(f"[{row.text}]", "[…]")
        key = (str(row.chapter), known_by(place))
        again = 1
        while key in found:  # the same words twice in a chapter are told apart by their order
            again += 1
            key = (str(row.chapter), f"{known_by(place)} ({again})")
        loci = cited[row.ref].loci if row.ref in cited else ()
        found[key] = PublishedNumber(str(row.text), frozenset(loci), place)
    return found


def known_by(place: str) -> str:
    """Return what a number is known by: its row and column; in prose the words next to it.

    Other numbers beside it do not count, as they may have changed themselves.

    >>> known_by("a code is found in 12 texts, […] times in 3 of them")
    's found in # texts, […] times in # of them'
    """
    before, gap, after = place.partition("[…]")
    if not gap:
        return place
    before, after = _NUMBER.sub("#", before), _NUMBER.sub("#", after)
    return before[-AROUND:] + gap + after[:AROUND]


def _first_loci(loci: list[Locus], most: int = 10) -> str:
    shown = [f"{doc}:{start}-{end} {code}".strip() for doc, start, end, code in loci[:most]]
    return "; ".join(shown) + ("; …" if len(loci) > most else "")
