"""How well each code is found, by those who read whole texts and marked all that they hold."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.agreement import as_hits, compare, disagreements
from topoi.coding.quality.judgements import COLUMNS, WHOLE_TEXT
from topoi.coding.quality.reliability import reliability, units_of_coding
from topoi.report.chapters.appendix import in_brackets
from topoi.report.chapters.codebooks import MARKED, needing, title
from topoi.report.chapters.results import place_column
from topoi.report.chapters.sentences import with_unit, with_works_cited
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, cite, measured, prose, sentence
from topoi.text.corpus.corpus import Corpus

UNDEFINED = "Kappa and alpha are undefined where neither reader nor machine marks any sentence."
NO_INTERVAL = "There is one text, so that nothing says how far they would vary over texts."
INTERVAL = "The intervals are percentiles of a bootstrap over texts."
CAVEAT = "One coder, the development text: agreement there is no evidence for other texts."
SEVERAL = "Agreement on these texts is no evidence for others."
SET_ASIDE = (
    "Passages that the reader was unsure of count for neither side; near misses are passages that "
    "the reader marked as not to be hit."
)
CONTEXT = 40  # characters on each side of a passage that reader and machine disagree on


def whole_texts(judgements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the judgements of those who read whole texts on the codes of a codebook.

    `judgements` is `study.judgements`; the columns are those of hand annotations (`read_gold`).
    """
    own = judgements[
        (judgements["drawn_from"] == WHOLE_TEXT) & (judgements["codebook"] == codebook.id)
    ]
    numbers = {code.id: code.number or code.id for code in codebook.codes}
    told = pd.DataFrame(own).assign(pattern=own["code"].map(numbers), coder=own["reader"])
    return told[COLUMNS].reset_index(drop=True)


def quality_sentence(judgements: pd.DataFrame) -> Sentence:
    """Return how the figures of quality are to be read; "" where nothing was judged."""
    if judgements.empty:
        return sentence("")
    return sentence(
        "The figures say how far the passages found are those that a reader marked in {texts}, "
        "{judged} judgements in all. Precision is the share of the passages found that are right, "
        "the rest being wrong hits (false positives); recall is the share of those marked that are "
        "found, the rest being missed (false negatives). Where a codebook was written with these "
        "texts in view, they are no evidence for others [@song2020].",
        texts=with_unit(
            measured(judgements["doc"].nunique(), how="texts judged", digits=0), unit="text"
        ),
        judged=measured(len(judgements), how="judgements of readers", digits=0),
    )


def quality_table(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, *, label: str
) -> Table:
    """Return for each code the judgements, the hits, precision and recall with Wilson intervals.

    A code that the reader looked for and never found counts with zero. `label` is that of the table
    itself. Without any judgement the table has no row.
    """
    if judgements.empty:
        return table([], [])
    from topoi.analysis.measures.intervals import SHARES_AS_IF

    rows = [
        {**row, "reader": reader}
        for reader, own in judgements.groupby("coder", sort=False)
        for row in quality_rows(own, hits, codebook)
    ]
    several = judgements["coder"].nunique() > 1
    marks = [MARKED] if needing(codebook) else []
    caveat = SEVERAL if several else CAVEAT
    note = prose(caveat, SET_ASIDE, with_works_cited(f"{SHARES_AS_IF}."), *marks)
    columns = with_reader(quality_columns(), several=several)
    return table(rows, columns, source=label, note=note)


def quality_rows(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook
) -> Iterator[dict[str, object]]:
    """Yield of each code how one reader judges it: title, what was judged and found, the scores."""
    judged = [code.number or code.id for code in codebook.codes]
    scores = compare(judgements, hits, [codebook], judged=judged).set_index("number")
    for share in SHARES.values():  # of no passage there is no share, and no interval of it
        scores.loc[scores[share].isna(), [f"{share}_{edge}" for edge in EDGES.values()]] = math.nan
    looked_in = hits[hits["doc"].isin(set(judgements["doc"]))]
    for code, number in zip(codebook.codes, judged, strict=True):
        of_code = judgements["pattern"] == number
        yield scores.loc[number].to_dict() | {
            "judged": judgements[of_code & (judgements["verdict"] == "yes")],
            "found": looked_in[looked_in["code"] == code.id],
            "title": title(code),
            "code": code.id,
        }


def with_reader(columns: Sequence[Column], *, several: bool) -> list[Column]:
    """Return the columns of a table, behind the first the reader's name where there are several."""
    first, *others = columns
    return [first, *([Column("Reader", "reader")] if several else []), *others]


SHARES = {"Precision": "precision", "Recall": "recall"}
EDGES = {"from": "low", "to": "high"}


def quality_columns() -> list[Column]:
    """Return the columns of a table of quality; of no passage there is no share, but a dash."""

    def judged(row: Mapping[str, Any]) -> object:
        return cite(row["judged"], label=f"Judged by a reader: {row['title']}")

    def score(head: str, value: str, how: str, digits: int = 2) -> Column:
        return Column(head, lambda row: row.get(value), how=how, digits=digits, empty="—")

    columns = [
        Column("Code", "title"),
        Column("Judged", judged),
        Column("Found", lambda row: cite(row["found"], label=f"Found: {row['title']}")),
    ]
    for share, value in SHARES.items():
        how = f"{value} against the judgements of one reader"
        columns.append(score(share, value, how))
        for edge, suffix in EDGES.items():
            head = f"{share[0]}. {edge}"
            columns.append(score(head, f"{value}_{suffix}", f"{how}, Wilson {suffix}"))
    return [*columns, score("Near misses hit", "negatives_hit", "near misses hit", digits=0)]


def agreement_table(
    judgements: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    segments: pd.DataFrame,
    *,
    label: str,
) -> Table:
    """Return how far reader and machine mark the same sentences and headings, code by code.

    Kappa and alpha have intervals of a bootstrap over texts; with one text there are none.
    """
    if judgements.empty:
        return table([], [])
    names = {code.id: title(code) for code in codebook.codes}
    tables = []
    for reader, own in judgements.groupby("coder", sort=False):
        units = units_of_coding(segments[segments["doc"].isin(set(own["doc"]))])
        codings = {"reader": as_hits(own, [codebook]), "machine": hits}
        scored = reliability(codings, units.reset_index(drop=True), codes=list(names))
        tables.append(scored.assign(reader=reader))
    found = pd.concat(tables, ignore_index=True)

    columns = [
        Column("Code", lambda row: names[row["code"]]),
        *agreement_columns("sentences and headings judged", "reader and machine"),
    ]
    note = f"{UNDEFINED} {interval_note(judgements)}"
    columns = with_reader(columns, several=len(tables) > 1)
    return table(found, columns, source=label, note=note)


def agreement_columns(units: str, who: str) -> list[Column]:
    """Return the columns of agreement on units, beyond chance, with the ends of intervals."""

    def score(head: str, value: str, how: str) -> Column:
        return Column(head, value, how=how, digits=2, empty="—")

    columns = [
        Column("Sentences and headings", "units", how=units),
        score("Marked alike", "agreement", f"share marked alike by {who}"),
    ]
    for head, value in {"Kappa": "kappa", "Alpha": "alpha"}.items():
        how = f"{head.lower()} of {who}"
        columns.append(score(head, value, how))
        for edge, suffix in EDGES.items():
            how_end = f"{how}, bootstrap over texts, {suffix}"
            columns.append(score(f"{head[0]}. {edge}", f"{value}_{suffix}", how_end))
    return columns


def interval_note(judged: pd.DataFrame) -> str:
    """Return what the intervals of agreement are, or that one text gives none."""
    return NO_INTERVAL if judged["doc"].nunique() == 1 else INTERVAL


def disagreements_table(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, corpus: Corpus
) -> Table:
    """Return every passage that only the reader (missed) or only the machine marked (wrong hit), in
    context, and those marked as near misses that were hit."""
    if judgements.empty:
        return table([], [])
    titles = {code.id: title(code) for code in codebook.codes}
    numbers = [code.number or code.id for code in codebook.codes]
    found = pd.concat(
        [
            disagreements(own, hits, [codebook], corpus, judged=numbers).assign(reader=reader)
            for reader, own in judgements.groupby("coder", sort=False)
        ],
        ignore_index=True,
    )

    def passage(row: Mapping[str, Any]) -> str:
        return in_brackets(corpus.texts[row["doc"]], row["start"], row["end"], CONTEXT)

    columns = [
        Column("Code", lambda row: titles[row["code"]]),
        Column("Kind", "kind"),
        place_column(found, corpus),
        Column("Passage", passage, "quoted"),
    ]
    return table(found, with_reader(columns, several=judgements["coder"].nunique() > 1))
