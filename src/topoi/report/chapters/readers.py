"""Readers of drawn sentences in the report: how each judges the coding, and how far they agree."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.agreement import overlapping, share
from topoi.coding.quality.between_readers import (
    disputed,
    reader_agreement,
    span_agreement,
    verdicts_on_units,
)
from topoi.coding.quality.judgements import FAULTS, HIT, NO_HIT, drawn_by_chance
from topoi.coding.quality.reliability import units_of_coding
from topoi.errors import Notice
from topoi.report.chapters.appendix import in_brackets
from topoi.report.chapters.codebooks import title
from topoi.report.chapters.quality import CONTEXT, EDGES, agreement_columns, interval_note
from topoi.report.chapters.results import ROWS, place_column
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import (
    Cited,
    Piece,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    sentence,
)
from topoi.study import Study

SPAN = ["doc", "start", "end"]
DRAWN = (
    "Sentences and headings were drawn by chance for each code, some that hold a passage which the "
    "coding found and some that hold none. {readers} judged them before it was shown which. "
    "Precision is the share of the former that a reader says bear the code, and the rest are wrong "
    "hits (false positives); of the others, those that do are missed (false negatives). Borderline "
    "answers count for neither. Where a code is rare, few sentences "
    "without a passage say little of how many are missed: see the upper end of the interval.{wrong}"
)
WRONG = (
    " Of passages in sentences judged rightly found, readers call the voice wrong in {voice} and "
    "the extent in {extent}."
)
AGREEMENT = (
    "Of the sentences that two or more readers judged; borderline answers count as none given. "
    "Both measures depend on how many of these bear the code, and of drawn sentences more do than "
    "of all [@feinstein1990]."
)
PASSAGES = (
    "Passages of whole texts match that overlap, one to one; F1 is twice those matched over all of "
    "both readers [@hripcsak2005], the overlap the characters in both over those in either."
)
Row = Mapping[str, Any]


def of_codebook(judgements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the judgements on the codes of a codebook."""
    return pd.DataFrame(judgements[judgements["codebook"] == codebook.id])


def told_of(study: Study, codebook: Codebook) -> pd.DataFrame:
    """Return what is told of the files of judgements: `place, said, remedy`.

    It is told where judgements of the codebook are shown, and in every chapter where there are none
    of any.
    """
    shown = len(of_codebook(study.judgements, codebook)) or study.judgements.empty
    return pd.DataFrame(study.judgement_notices if shown else (), columns=list(Notice._fields))


def drawn_judgements(judgements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return those of drawn sentences and headings."""
    return drawn_by_chance(of_codebook(judgements, codebook))


def drawn_sentence(judgements: pd.DataFrame, codebook: Codebook) -> Sentence:
    """Return who judged drawn sentences, how many, and how to read it; "" where nobody did."""
    drawn = drawn_judgements(judgements, codebook)
    if drawn.empty:
        return sentence("")
    readers = [
        sentence("{who} ({n})", who=name(reader), n=judged(own, f"judgements of {reader}"))
        for reader, own in drawn.groupby("reader", sort=False)
    ]
    right = drawn[(drawn["drawn_from"] == HIT) & (drawn["verdict"] == "yes")]
    faults = {one: right[right["wrong"].str.contains(one)] for one in ("voice", "extent")}
    counts = {one: judged(own, f"hits of a wrong {one}") for one, own in faults.items()}
    found = any(map(len, faults.values()))
    wrong = sentence(WRONG, **counts) if found else sentence("")
    return sentence(DRAWN, readers=enumeration(readers), wrong=wrong)


def judged(rows: pd.DataFrame, how: str) -> Cited:
    """Return how many judgements these are, opening onto the places: several may be of one."""
    return measured(len(rows), hits=rows[SPAN].drop_duplicates(), how=how, digits=0)


def drawn_table(judgements: pd.DataFrame, codebook: Codebook) -> Table:
    """Return for each code and reader how many drawn sentences with a passage bear the code, and
    how many of those without one, as shares with Wilson intervals."""
    drawn = drawn_judgements(judgements, codebook)
    names = {code.id: title(code) for code in codebook.codes}
    rows = []
    for (code, reader), own in drawn.groupby(["code", "reader"], sort=False):
        told = own[own["verdict"].isin(["yes", "no"])]
        row: dict[str, Any] = {"code": names[code], "reader": reader}
        for kind, part in (("found", HIT), ("missed", NO_HIT)):
            of = told[told["drawn_from"] == part]
            yes = of[of["verdict"] == "yes"]
            ends = dict(zip(("", " low", " high"), share(len(yes), len(of)), strict=True))
            row[kind] = {"of": of[SPAN], "yes": yes[SPAN], **ends}
        rows.append(row)
    return table(rows, [Column("Code", "code"), Column("Reader", "reader"), *SHARES])


def counted(kind: str, what: str, label: str) -> Callable[[Row], Cited]:
    """Return the cell that counts the places of a kind which were judged, or judged to bear."""
    return lambda row: cite(row[kind][what], label=f"{label}: {row['code']}")


def scored(kind: str, how: str, end: str = "") -> Callable[[Row], Piece]:
    """Return the cell of a share, or of an end of its interval; of nothing there is none."""

    def cell(row: Row) -> Piece:
        if row[kind]["of"].empty:
            return name("—")
        said = f"{how} {row['reader']}{f', Wilson{end}' if end else ''}"
        return measured(row[kind][end], hits=row[kind]["of"], how=said, digits=2)

    return cell


SHARES = [
    Column(head, cell)
    for kind, (of, yes, value, letter), how in (
        (
            "found",
            ("Found", "Right", "Precision", "P."),
            "precision against the judgements of",
        ),
        (
            "missed",
            ("Others", "Missed", "Share", "S."),
            "share missed by the judgements of",
        ),
    )
    for head, cell in (
        (of, counted(kind, "of", f"Sentences judged, {of.lower()}")),
        (yes, counted(kind, "yes", f"{yes}, says a reader")),
        (value, scored(kind, how)),
        *((f"{letter} {edge}", scored(kind, how, f" {end}")) for edge, end in EDGES.items()),
    )
]


def between_table(
    judgements: pd.DataFrame, study: Study, codebook: Codebook, *, label: str
) -> Table:
    """Return how far readers agree on the sentences that several judged, code by code.

    Kappa and alpha have intervals of a bootstrap over texts; with one text there are none.
    """
    verdicts = verdicts_on_units(of_codebook(judgements, codebook), units_of_coding(study.segments))
    found = reader_agreement(verdicts)
    names = {code.id: title(code) for code in codebook.codes}

    units = "sentences and headings judged by two or more readers"
    columns = [
        Column("Code", lambda row: names[row["code"]]),
        Column("Readers", "readers"),
        *agreement_columns(units, "pairs of readers"),
    ]
    return table(found, columns, source=label, note=f"{AGREEMENT} {interval_note(verdicts)}")


def spans_table(judgements: pd.DataFrame, codebook: Codebook, *, label: str) -> Table:
    """Return how far those who read the same whole texts mark the same passages."""
    names = {code.id: title(code) for code in codebook.codes}
    columns = [
        Column("Code", lambda row: names[row["code"]]),
        Column("Readers", "{first}, {second}"),
        Column("Passages, first", "passages_first", how="passages of the first reader"),
        Column("Second", "passages_second", how="passages of the second reader"),
        Column("Matched", "matched", how="passages of two readers that overlap"),
        Column("F1", "f1", how="F1 of the passages of two readers", digits=2, empty="—"),
        Column("Overlap", "overlap", how="overlap of matched passages", digits=2, empty="—"),
    ]
    found = span_agreement(of_codebook(judgements, codebook))
    return table(found, columns, source=label, note=PASSAGES)


def disputed_table(
    judgements: pd.DataFrame, study: Study, codebook: Codebook, *, label: str
) -> Table:
    """Return every sentence on which readers differ, or a reader of drawn ones and the coding, each
    at its place, the sentence in brackets in its context."""
    own, texts = of_codebook(judgements, codebook), study.corpus.texts
    verdicts = verdicts_on_units(own, units_of_coding(study.segments))
    found = disputed(verdicts, study.hits)
    names = {code.id: title(code) for code in codebook.codes}

    def said(row: Row) -> str:
        more = {"Wrong": row["wrong"], "Note": row["note"]}
        told = (f"{head} ({text})" for head, text in more.items() if text)
        return ". ".join([row["verdicts"], *told])

    columns = [
        Column("Code", lambda row: names[row["code"]]),
        Column("Coding", "machine"),
        Column("Readers", said, "quoted"),
        place_column(found, study.corpus),
        Column(
            "Sentence",
            lambda row: in_brackets(texts[row["doc"]], row["start"], row["end"], CONTEXT),
            "quoted",
        ),
    ]
    return table(found, columns, source=label, most=ROWS)


def faults_table(judgements: pd.DataFrame, study: Study, codebook: Codebook) -> Table:
    """Return every passage whose voice or extent a reader calls wrong: what the coding has, and
    what the reader puts in its place, at its place in its sentence."""
    own = of_codebook(judgements, codebook)
    wrong = {fault: own[own["wrong"].str.contains(fault)] for fault in FAULTS}
    found = pd.concat(
        part.assign(fault=fault, right=part[f"right_{fault}"]) for fault, part in wrong.items()
    )
    every = study.hits[study.hits["codebook"] == codebook.id]
    names = {code.id: title(code) for code in codebook.codes}

    def coded(row: Row) -> str:
        place = pd.DataFrame([row])[SPAN]
        hits = every[(every["code"] == row["code"]) & overlapping(every, place)[:, 0]]
        speakers = (f"{one.mode}, {one.speaker or 'not named'}" for one in hits.itertuples())
        return "; ".join(dict.fromkeys(speakers if row["fault"] == "voice" else hits["text"]))

    columns = [
        Column("Code", lambda row: names[row["code"]]),
        Column("Reader", "reader"),
        Column("Wrong", "fault"),
        Column("Coding", coded, "quoted", empty="—"),
        Column("Right, says the reader", "right", "quoted", empty="—"),
        place_column(found, study.corpus),
        Column("Sentence", "text", "quoted"),
    ]
    return table(found, columns, most=ROWS)
