"""The front page: the leading code first, then what each chapter found."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.report.chapters.codes import how_often, in_whose_words
from topoi.report.chapters.sentences import origins, with_unit, words_read
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    sentence,
)
from topoi.report.evidence.collecting import cell_options, collect, shown_outputs

if TYPE_CHECKING:
    from topoi.coding.codebook.codebook import Codebook
    from topoi.study import Study

FINDING = "finding-"  # what the label of a chapter's finding begins with
MADE_AGAIN = "tbl-robustness-findings"


@dataclass(frozen=True)
class Stored:
    """What a cell of another notebook shows, with its evidence."""

    data: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.data


def findings(notebooks: str) -> Iterator[Stored]:
    """Yield the finding of each executed chapter, in their order."""
    for path in sorted(Path().glob(notebooks)):
        for cell, output in shown_outputs(path):
            if cell_options(cell["source"]).get("label", "").startswith(FINDING):
                data = output.get("data", {})
                yield Stored({kind: as_text(value) for kind, value in data.items()})


def as_text(value: Any) -> Any:
    """Return a stored value with its lines joined."""
    lines = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if lines else value


def texts_sentence(study: "Study") -> Sentence:
    """Return what was read, and with which codebooks."""
    origin = origins(study.corpus.documents)
    books = [
        sentence(
            "{title} ({n})",
            title=name(book.title),
            n=with_unit(
                measured(len(book.codes), how="codes of a codebook", digits=0), unit="code"
            ),
        )
        for book in study.codebooks
    ]
    coded = sentence(
        " Passages coded with {books}: {hits}.",
        hits=cite(study.hits, label="All passages"),
        books=enumeration(books),
    )
    return sentence(
        "{n} of {words} words{what} {were} read.{coded}",
        n=with_unit(cite(study.whole, label="Texts"), unit="text"),
        words=words_read(study),
        what=sentence(" ({from_where})", from_where=origin) if origin.pieces else "",
        were="was" if len(study.corpus) == 1 else "were",
        coded=coded if books else "",
    )


def headline_sentence(study: "Study", notebooks: str) -> Sentence:
    """Return how often the leading code occurs, who says it, and its rate otherwise counted.

    The code is the headline code with the most passages; without any, the most frequent code of the
    first codebook. That is a description and no test, and the sentence claims no more. Where
    nothing is coded there is no such sentence: the findings begin with that on voices.
    """
    from topoi.analysis.measures.rates import rates, word_counts

    book, code = leading_code(study)
    if book is None:
        return sentence("")
    hits, label = study.hits_of(book.id), book.code(code).label
    own = hits[hits["code"] == code]
    found = rates(hits, word_counts(study.tokens, by=["doc"]), codes=[one.id for one in book.codes])
    return sentence(
        "**{label}** ({why}): {often}; said by {who}. {again}",
        label=name(label),
        why=SINGLED_OUT if book.code(code).headline else MOST_FREQUENT,
        often=how_often(code, own, found, label=label),
        who=in_whose_words(own, label),
        again=again_sentence(made_again(notebooks), label),
    )


SINGLED_OUT = "one of the codes that the codebook puts first, whatever their counts"
MOST_FREQUENT = "no code of its codebook is more frequent"


def leading_code(study: "Study") -> "tuple[Codebook | None, str]":
    """Return the code that a report is headed by, and its codebook; none where none occurs."""
    counts = study.hits.groupby(["codebook", "code"]).size()
    found = [(book, code) for book in study.codebooks for code in book.codes]
    found = [(book, code) for book, code in found if (book.id, code.id) in counts.index]
    declared = [(book, code) for book, code in found if code.headline]
    first = [(book, code) for book, code in found if book is found[0][0]]
    ordered = sorted(declared or first, key=lambda one: -counts[one[0].id, one[1].id])
    return next(((book, code.id) for book, code in ordered), (None, ""))


def made_again(notebooks: str) -> pd.DataFrame:
    """Return the table of findings made again under other analyses; empty where there is none."""
    tables = collect(sorted(Path().glob(notebooks))).tables
    return next((one.frame for one in tables if one.label == MADE_AGAIN), pd.DataFrame())


def again_sentence(again: pd.DataFrame, label: str) -> Sentence:
    """Return what the rate of a code is when it is otherwise counted; "" if that is not known."""
    about = again[again["Finding"].str.startswith(f"{label} occurs")] if len(again) else again
    if about.empty:
        return sentence("")
    row = about.iloc[0]

    def number(head: str, digits: int) -> Cited:
        how = f"{head.lower()}, of the rate otherwise counted"
        return measured(row[head], how=how, source=MADE_AGAIN, digits=digits)

    if row["Different results"] == 1:
        told = "Counted in {n} ways that ask the same, the rate is the same (@sec-robustness)."
    else:
        told = (
            "Counted in {n} ways that ask the same, the rate has {results} different values, from "
            "{lowest} to {highest}, the median {median}: {outcome} (@sec-robustness)."
        )
    return sentence(
        told,
        n=number("Analyses", 0),
        results=number("Different results", 0),
        **{head.lower(): number(head, 2) for head in ("Lowest", "Highest", "Median")},
        outcome=AGAIN[row["Outcome"]],
    )


AGAIN = {
    "holds": "none is as low as half of the published rate or as high as twice that",
    "turns": "some are half of the published rate or less, or twice that or more",
    "cannot tell": "in some of the ways nothing is left to count",
}
