"""The chapter on what changed since an earlier report: findings, and the passages behind them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.changes import (
    Change,
    changes,
    findings_of,
    findings_of_package,
)
from topoi.report.evidence.citing import (
    APPENDIX,
    Cited,
    Prose,
    Sentence,
    count_of,
    locus,
    measured,
    name,
    sentence,
)
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.package import package_folder, published_texts
from topoi.report.evidence.passages import Locus, bare_code, label_of, passages_at
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.context import shortened

ROWS = 60  # more than a reader goes through; `topoi diff` lists them all
LONGEST = 200  # characters of a passage
HOW = "findings that differ from the earlier report"
GONE = "passages that the earlier report counted here and this one does not"
Behind = tuple[tuple[Locus, str], Sequence[str]]


def changes_since(
    earlier: str | Path, published: Published, corpus: Corpus
) -> tuple[Sentence | Table, ...]:
    """Return the chapter: one sentence; where findings changed, also two tables to show.

    `earlier` is a site or a data package; where there is none, the sentence says so. `published`
    is what this report's chapters publish. The first table has the findings that differ, the
    second the passages behind them: new ones in the words of `corpus`, gone ones in the words of
    the earlier report.
    """
    package = package_folder(Path(earlier))
    if package is None:
        return (sentence("There is no earlier report to compare this one with."),)
    before = findings_of_package(package)
    # the appendix repeats what the chapters found, and is made after this chapter
    before = {key: value for key, value in before.items() if key[0] != Path(APPENDIX).stem}
    found = changes(before, findings_of(published))
    if not found:
        return (sentence("No finding differs from the earlier report."),)
    behind = _behind(found)
    said = sentence(
        "Findings that differ from the earlier report: {n}. Those behind which passages changed: "
        "{b}.",
        n=_measure(len(found), HOW),
        b=_measure(sum(bool(c.came or c.went) for c in found), f"{HOW}, by their passages"),
    )
    parts: list[Sentence | Table] = [said, findings_table(found)]
    if behind:
        parts.append(changed_passages_table(behind, corpus.texts, published_texts(package)))
    return tuple(parts)


def _measure(value: int, how: str) -> Cited:
    return measured(value, how=how, digits=0)


def findings_table(found: Sequence[Change]) -> Table:
    """Return the findings that differ: where they stand, before and now, passages come and gone."""
    columns = [
        Column("Chapter", "chapter"),
        Column("Finding", "place"),
        Column("Before", lambda change: change.old.text, empty="none"),
        Column("Now", lambda change: change.new.text, empty="none"),
        Column("Passages new", passages_new),
        Column("Passages gone", lambda change: len(change.went), how=GONE),
    ]
    caption = "The findings that differ from the earlier report."
    return table(found[:ROWS], columns, note=_cut(len(found), HOW), caption=caption)


def passages_new(change: Change) -> Cited:
    """Return how many passages a finding has that it had not, linked to them."""
    return count_of(passages_at(change.came, label=f"New: {change.place}"))


def changed_passages_table(
    behind: Mapping[tuple[Locus, str], Sequence[str]],
    now: Mapping[str, str],
    before: Mapping[str, str],
) -> Table:
    """Return each passage that came or went, in its words, with the findings that it changed."""

    def passage(row: Behind) -> str:
        (doc, start, end, _), way = row[0]
        return shortened((now if way == "new" else before).get(doc, "")[start:end], LONGEST)

    columns = [
        Column("Place", lambda row: locus(*row[0][0][:3])),
        Column("Counted as", lambda row: label_of(bare_code(row[0][0][3]))),
        Column("Change", lambda row: Prose(row[0][1])),
        Column("Passage", passage, "quoted"),
        Column("In", lambda row: "; ".join(row[1])),
    ]
    note = _cut(len(behind), "passages behind findings that differ from the earlier report")
    caption = "The passages behind the changes."
    return table(list(behind.items())[:ROWS], columns, note=note, caption=caption)


def _behind(found: Sequence[Change]) -> dict[tuple[Locus, str], list[str]]:
    """Return each passage, and whether it is new or gone, with up to three findings it is in."""
    behind: dict[tuple[Locus, str], list[str]] = {}
    for change in found:
        for way, loci in (("new", change.came), ("gone", change.went)):
            for place in loci:
                behind.setdefault((place, way), []).append(f"{change.chapter}, {change.place}")
    return {key: [*v[:3], *(["…"] if len(v) > 3 else [])] for key, v in sorted(behind.items())}


def _cut(all_rows: int, how: str) -> Sentence | None:
    if all_rows <= ROWS:
        return None
    return sentence(
        "The first {most} of {n}; `topoi diff` lists the changes of two published reports.",
        most=name(ROWS),
        n=_measure(all_rows, how),
    )
