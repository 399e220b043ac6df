"""Every published number, computed again from the published texts and passages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.errors import InputError
from topoi.files import text_in
from topoi.report.evidence.citing import kind_of, number_id
from topoi.report.evidence.collecting import NUMBER_COLUMNS, Published
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.making import COUNT, computed
from topoi.report.evidence.package import (
    DESCRIPTION,
    INTEGER,
    NUMBER,
    TEXT,
    TEXTS,
    described,
    published_texts,
    read_cited,
    read_table,
)
from topoi.report.evidence.passages import CitedPassages, Locus, loci_of, passages_at
from topoi.text.corpus.hashes import file_hash, text_hash

TOLERANCE = 1e-5  # values are published to six decimals
SAME, IN_TABLE, NOT_RECOMPUTED = "same", "as in its table", "not recomputed"
HOLDS = (SAME, IN_TABLE, NOT_RECOMPUTED)
# The columns that are read of each table, and their types; rows are compared as they are written.
SPAN = {"doc": TEXT, "start": INTEGER, "end": INTEGER}
READ = {
    "documents": {"doc": TEXT, "sha256": TEXT},
    "segments": {**SPAN, "kind": TEXT},
    "hits": {**SPAN, "codebook": TEXT, "code": TEXT, "text": TEXT},
    "numbers": {**dict.fromkeys(NUMBER_COLUMNS, TEXT), "value": NUMBER, "row": ""},
}
COLUMNS = ["chapter", "cell", "place", "text", "value", "recomputed", "how", "status"]
FRONT = "index.html"  # embeds from chapters that have no page of their own
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_OPENED = r'a class="evidence" href="[^"]*#'
_ZERO = 'span class="evidence" data-counted="'  # a zero, which opens nothing
_LINK = re.compile(rf'<(?:{_OPENED}|{_ZERO})([a-z]+-[0-9a-f]{{10}})">([^<]*)</')


@dataclass(frozen=True)
class Package:
    """A published data package, read: its numbers, tables, sets and texts."""

    data: Path
    sets: dict[str, CitedPassages]
    statuses: dict[str, str]  # what is wrong with each set, "" where nothing is
    texts: PublishedTexts

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """Every published number, a row each."""
        return _table(self.data, "numbers")

    @cached_property
    def tables(self) -> dict[str, dict[str, list[Any]]]:
        """The published tables by the names of their files: column -> its cells."""
        names = [path.stem for path in self.data.glob("tables/*.csv")]
        return {name: _cells(read_table(self.data, f"tables/{name}")) for name in names}


def not_holding(checked: pd.DataFrame) -> pd.DataFrame:
    """Return those of the `recomputed` numbers that do not hold; none when the report is true."""
    return checked[~checked["status"].isin(HOLDS)].reset_index(drop=True)


def recomputed(site: Path, again: Published | None = None) -> pd.DataFrame:
    """Return every published number beside its value computed again, and a status.

    Columns: chapter, cell, place, text, value, recomputed, how, status. A number with passages is
    computed from the published texts: its passages must be among the published hits with the same
    words, their set must have the id that the report links to, and the value must come out. A
    number of a table must stand in its row and column there, and a page must print what is
    published. `again` is what the chapters publish when they are run again on the published texts
    and codebooks: each of their numbers must be the same, passages and all. A number is then
    "same"; one that was only compared is "as in its table" or, in prose, "not recomputed"; any
    other status says what is wrong. Numbers and cells of tables that only `again` has,
    numbers that only a page has, and files that are not those of the hashes that the package gives,
    are rows, too. Raises InputError where there is no data package, a file of it cannot be read as
    such, or a text is not the one that was hashed.
    """
    package = read_package(site / "data")
    numbers = package.numbers
    twins = _twins(numbers, again)
    rows = []
    for number in numbers.to_dict("records"):
        value, status = _check(number, package)
        if status in HOLDS and number["chapter"] in twins:
            value, status = _against(number, twins[number["chapter"]].pop(number["key"], None))
        rows.append({**{c: number[c] for c in COLUMNS[:5]}, "recomputed": value})
        rows[-1] |= {"how": number["how"], "status": status}
    left = (one for chapter in twins.values() for one in chapter.values())
    rows += [_row(one, "is not published", recomputed=one["value"]) for one in left]
    rows += _tables_made_otherwise(package, again)
    rows += _printed_otherwise(site, numbers)
    rows += _files_otherwise(package.data)
    return pd.DataFrame(rows, columns=COLUMNS)


def read_package(data: Path) -> Package:
    """Return the data package in a folder. Raises InputError where there is none."""
    if not (data / DESCRIPTION).is_file():
        raise InputError(str(data), "holds no data package", "Render the report first.")
    texts = _unchanged_texts(data)
    sets = read_cited(data)
    hits = _published_hits(data, texts)
    statuses = {i: _set_status(s, hits, texts) for i, s in sets.items()}
    package = Package(data, sets, statuses, PublishedTexts(texts, _table(data, "segments")))
    package.numbers["key"] = _keys(package.numbers)
    return package


def _table(data: Path, name: str) -> pd.DataFrame:
    return read_table(data, name, needed=READ[name])


def _unchanged_texts(data: Path) -> dict[str, str]:
    texts = published_texts(data)
    documents = _table(data, "documents")
    for doc, digest in zip(documents["doc"], documents["sha256"], strict=True):
        if text_hash(texts.get(doc, "")) != digest:
            raise InputError(str(data / TEXTS), f"{doc} is not the text that was hashed",
                             "Render the report again from the unchanged seeds.")  # fmt: skip
    return texts


def _published_hits(data: Path, texts: dict[str, str]) -> dict[str, set[Locus]]:
    """Return codebook -> the loci of its published hits whose words are those of the text."""
    hits = _table(data, "hits")
    spans = zip(hits["doc"], hits["start"], hits["end"], hits["text"], strict=True)
    true = [texts.get(doc, "")[start:end] == words for doc, start, end, words in spans]
    hits = hits.loc[pd.Series(true, dtype=bool, index=hits.index)]
    found: dict[str, set[Locus]] = {}
    for locus in loci_of(hits):
        found.setdefault(locus[3].partition("/")[0], set()).add(locus)
    return found


def _set_status(cited: CitedPassages, hits: dict[str, set[Locus]], texts: dict[str, str]) -> str:
    if passages_at(cited.loci, label=cited.label).id != cited.id:
        return "the cited passages are not those of the link"
    for locus in cited.loci:
        doc, start, end, code = locus
        # voices, segments, words and searches are no hits of a codebook: they must lie in a text
        if locus not in hits.get(code.partition("/")[0], {locus}):
            return "a cited passage is not among the published hits"
        if not 0 <= start < end <= len(texts.get(doc, "")):
            return "a cited passage lies outside its text"
    return ""


def _check(number: dict[str, Any], package: Package) -> tuple[object, str]:
    """Return the value that the passages of a number give, "" where none do, and its status."""
    value, status = _of_passages(number, package)
    if status not in HOLDS:
        return value, status
    in_table = _table_status(number, package)
    if in_table not in HOLDS:
        return value, in_table
    if not _prints(str(number["text"]), float(number["value"])):
        return value, "printed otherwise"
    return value, status if status == SAME else in_table


def _of_passages(number: dict[str, Any], package: Package) -> tuple[object, str]:
    value, ref = float(number["value"]), str(number["ref"])
    if ref.startswith("me-"):
        return "", NOT_RECOMPUTED
    base = str(number["base"] or "")
    for cited in (ref, base) if base else (ref,):
        if status := package.statuses.get(cited, "the cited passages are missing"):
            return "", status
    of, over = package.sets[ref].loci, package.sets[base].loci if base else None
    again = computed(str(number["how"]), of, over, package.texts)
    if again is None:
        return "", NOT_RECOMPUTED
    return round(again, 6), SAME if abs(again - value) <= TOLERANCE else "differs"


def _prints(text: str, value: float) -> bool:
    digits = text.rstrip("%").replace(",", "")
    if not _DIGITS.fullmatch(digits):
        return False
    decimals = len(digits.partition(".")[2])
    shown = value * 100 if text.endswith("%") else value
    return abs(float(digits) - shown) <= 0.5 * 10**-decimals + TOLERANCE * 100


def _table_status(number: dict[str, Any], package: Package) -> str:
    """Return whether a number of a table stands in its row and column; of prose nothing is said."""
    if not number["table"]:
        return NOT_RECOMPUTED
    cells = package.tables.get(str(number["table"]), {}).get(str(number["column"]), [])
    in_row = {str(row): cell for row, cell in enumerate(cells)}
    row = str(number["row"])
    stands = row in in_row and _equal(in_row[row], number["value"])
    return IN_TABLE if stands else "not in its table"


def _keys(numbers: pd.DataFrame) -> list[tuple[str, int]]:
    """Return for each number its cell and the how-manieth of the cell it is."""
    nth = numbers.groupby(["chapter", "cell"], sort=False).cumcount()
    return list(zip(numbers["cell"], nth, strict=True))


def _twins(
    numbers: pd.DataFrame, again: Published | None
) -> dict[str, dict[tuple[str, int], dict[str, Any]]]:
    """Return chapter -> cell and place in it -> the number made again; only of chapters made again.

    A chapter of which no number is published counts as not made again: its page is not there.
    """
    if again is None:
        return {}
    made = again.numbers[again.numbers["chapter"].isin(numbers["chapter"])]
    twins: dict[str, dict[tuple[str, int], dict[str, Any]]] = {}
    for key, number in zip(_keys(made), made.to_dict("records"), strict=True):
        twins.setdefault(number["chapter"], {})[key] = number
    return twins


def _against(number: dict[str, Any], twin: dict[str, Any] | None) -> tuple[object, str]:
    """Return the value of a number made again and whether it is the published one."""
    if twin is None:
        return "", "is not made again"
    for column, differs in (
        ("value", "differs"),
        ("text", "printed otherwise"),
        ("ref", "cites other passages"),
        ("base", "has another base"),
        *((name, "is said to be another number") for name in ("how", "place", "source")),
        *((name, "stands elsewhere") for name in ("table", "row", "column")),
    ):
        one, other = number[column], twin[column]
        if not (_equal(one, other) if column == "value" else str(one) == str(other)):
            return twin["value"], differs
    return twin["value"], SAME


def _row(number: dict[str, Any], status: str, **more: Any) -> dict[str, Any]:
    told = {column: number.get(column, "") for column in COLUMNS}
    return {**told, "status": status, **more}


def _tables_made_otherwise(package: Package, again: Published | None) -> Iterator[dict[str, Any]]:
    """Yield each cell of a published table that is another one in the table made again."""
    published = set(package.numbers["chapter"])
    for table in again.tables if again else ():
        there, made = package.tables.get(table.label, {}), _cells(table.frame)
        about = {"chapter": table.chapter, "how": table.how}
        if {name: len(cells) for name, cells in there.items()} != {
            name: len(cells) for name, cells in made.items()
        }:
            if table.chapter in published:
                yield _row({**about, "place": table.label}, "is another table")
            continue
        for column in there:
            for number, pair in enumerate(zip(there[column], made[column], strict=True)):
                if not _equal(*pair):
                    place = f"{table.label}: row {number + 1}, {column}"
                    known = {**about, "place": place, "value": pair[0]}
                    yield _row(known, "differs", recomputed=pair[1])


def _cells(frame: pd.DataFrame) -> dict[str, list[Any]]:
    filled = frame.astype(object).where(frame.notna(), "")
    return {str(name): filled[name].tolist() for name in filled}


def _equal(one: Any, other: Any) -> bool:
    try:
        return abs(float(one) - float(other)) <= TOLERANCE
    except (ValueError, OverflowError):  # no numbers, or whole ones of hundreds of digits
        return str(one) == str(other)


def _printed_otherwise(site: Path, numbers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the numbers that a page prints and the report does not publish, and the other way.

    A chapter without a page of its own is read on the front page, which may embed a part of it.
    """
    pages = {path.stem: path for path in site.glob("notebooks/*.html")}
    front = site / FRONT
    groups = {str(chapter): own for chapter, own in numbers.groupby("chapter", sort=False)}
    embedded = [own for chapter, own in groups.items() if chapter not in pages]
    if front.is_file() and embedded:
        found, known = _links(front), Counter(_anchors(pd.concat(embedded)))
        yield from _lines(FRONT, found - known, "is printed and not published")
    for chapter, own in groups.items():
        if chapter in pages:
            found, known = _links(pages[chapter]), Counter(_anchors(own))
            yield from _lines(chapter, found - known, "is printed and not published")
            yield from _lines(chapter, known - found, "is published and not printed")


def _files_otherwise(data: Path) -> Iterator[dict[str, Any]]:
    """Yield the files of the package that are not those whose hashes it gives."""
    there = {path.relative_to(data).as_posix(): path for path in data.rglob("*") if path.is_file()}
    for name, digest in described(data).hashes.items():
        place = f"{data.name}/{name}"
        if name not in there:
            yield _row({"place": place}, "is missing")
        elif digest and f"sha256:{file_hash(there[name])}" != digest:
            yield _row({"place": place}, "is not the file that was published")


def _links(page: Path) -> Counter[tuple[str, str]]:
    return Counter(_LINK.findall(text_in(page)))


def _anchors(numbers: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for row in numbers.itertuples():
        kind, _ = kind_of(str(row.how))
        counted = kind == COUNT
        yield (
            (str(row.ref) if counted else number_id(kind, str(row.ref), str(row.base))),
            str(row.text),
        )


def _lines(place: str, found: Iterable[tuple[str, str]], status: str) -> Iterator[dict[str, Any]]:
    for anchor, text in found:
        yield _row({"chapter": place, "place": anchor, "text": text}, status)
