"""The front page: the strongest finding first, then what each chapter found."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.report.chapters.codes import in_whose_words, passages_of, rate_of
from topoi.report.chapters.sentences import origins
from topoi.report.evidence.citing import Sentence, cite, enumeration, measured, name, sentence
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
    alone, origin = len(study.corpus) == 1, origins(study.corpus.documents)
    books = [
        sentence(
            "{title} ({n})",
            title=name(book.title),
            n=codes_of(book),
        )
        for book in study.codebooks
    ]
    coded = sentence(
        " Passages coded with {books}: {hits}.",
        hits=cite(study.hits, label="All passages"),
        books=enumeration(books),
    )
    return sentence(
        "{n} {texts} of {words} words{what} {were} read.{coded}",
        n=cite(study.whole, label="Texts"),
        texts="text" if alone else "texts",
        words=measured(len(study.words), hits=study.everything, how="words", digits=0),
        what=sentence(" ({from_where})", from_where=origin) if origin.pieces else "",
        were="was" if alone else "were",
        coded=coded if books else "",
    )


def codes_of(book: "Codebook") -> Sentence:
    """Return the number of codes of a codebook with its unit."""
    unit = "code" if len(book.codes) == 1 else "codes"
    number = measured(len(book.codes), how="codes of a codebook", digits=0)
    return sentence("{n} " + unit, n=number)


def headline_sentence(study: "Study", notebooks: str) -> Sentence:
    """Return the first headline finding, with its interval, and whether it holds otherwise counted.

    The code is the headline code with the most passages; without any, the most frequent code of the
    first codebook, which is a description and no test. Where nothing is coded there is no such
    sentence: the findings begin with that on voices.
    """
    book, code = leading_code(study)
    return code_sentence(study, book, code, made_again(notebooks)) if book else sentence("")


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


def code_sentence(study: "Study", book: "Codebook", code: str, again: pd.DataFrame) -> Sentence:
    """Return how often a code occurs, who says it, and in how many analyses its rate holds."""
    from topoi.analysis.measures.rates import rates, word_counts

    hits, label = study.hits_of(book.id), book.code(code).label
    own = hits[hits["code"] == code]
    words = word_counts(study.tokens, by=["doc"])
    found = rates(hits, words, codes=[one.id for one in book.codes])
    return sentence(
        "**{label}**: {n}, {rate}; said by {who}. {again}",
        label=name(label),
        n=passages_of(own, label=label),
        rate=rate_of(found, code, own),
        who=in_whose_words(own),
        again=again_sentence(again, label),
    )


def again_sentence(again: pd.DataFrame, label: str) -> Sentence:
    """Return in how many analyses the rate of a code stays within its interval; "" if not known."""
    about = again[again["Finding"].str.startswith(f"{label} occurs")] if len(again) else again
    if about.empty:
        return sentence("")
    row = about.iloc[0]
    holds, of = (
        measured(row[head], how=how, source=MADE_AGAIN, digits=0)
        for head, how in (("Holds in", "analyses that agree"), ("Of", "analyses made"))
    )
    turned = str(row["Turned most by"])
    by = sentence("; what changes it most is the choice of {by}", by=name(turned.lower()))
    return sentence(
        "Of {of} analyses that ask the same in another way, {holds} keep the rate within this "
        "interval{by} (@sec-robustness).",
        of=of,
        holds=holds,
        by="" if turned == "no choice" else by,
    )
