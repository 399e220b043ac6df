"""Parts of sentences that several chapters use: wordings, rankings, counts, each number linked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.appendix import MarkdownOutput
from topoi.report.chapters.grouping import ranked
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    quotation,
    sentence,
)
from topoi.report.evidence.escaping import markdown_text

if TYPE_CHECKING:
    from topoi.study import Study


def heading(
    title: str, label: str, *, when: object = True, level: int = 2, classes: str = ""
) -> MarkdownOutput | None:
    """Return the heading of a section that is there only `when` it has something to show.

    Its cell has the option `output: asis`; `label` is what the section is referred to by, `classes`
    are written as in Markdown: ".two-columns".
    """
    text = f"{'#' * level} {markdown_text(title)} {{{f'#{label} {classes}'.strip()}}}"
    return MarkdownOutput(text, plain=title) if when else None


def apart(outputs: Iterable[object]) -> Iterator[object]:
    """Yield the outputs of one cell with `output: asis`, each followed by a blank line.

    Without it Quarto sets them as one paragraph, tables and headings too.
    """
    for output in outputs:
        yield output
        yield MarkdownOutput("\n")


def origins(documents: pd.DataFrame, *, most: int = 3) -> Sentence:
    """Return where and when the texts are from: source and day of one, sources and span of many.

    What is not given of any text is left out.
    """
    given = documents["source"].replace("", "a source not given")
    sources = given.value_counts() if (documents["source"] != "").any() else {}
    dates = documents["date"].dropna()
    days = sorted({dates.min(), dates.max()}) if len(dates) else []
    when = " to ".join(f"{day:%d %B %Y}".removeprefix("0") for day in days)
    who = [first_of(ranked(sources), most, others="other sources")] if len(sources) else []
    return enumeration([*who, *([name(when)] if when else [])], last=", ")


def speakers(counts: "pd.Series[int]", *, most: int = 3) -> Sentence:
    """Return the first speakers of a count, with "others" where there are more."""
    return first_of(list(counts.index) or ["nobody"], most, others="others")


def with_unit(number: Cited, unit: str) -> Sentence:
    """Return a number with its unit: "1 passage", "4 passages"."""
    return sentence("{n} " + (unit if number.value == 1 else f"{unit}s"), n=number)


def first_of(names: Sequence[str], most: int, *, others: str) -> Sentence:
    """Return the first of some names in a row, and a word for the others where there are more."""
    return enumeration(map(name, [*names[:most], *([others] if len(names) > most else [])]))


def wordings(hits: pd.DataFrame, *, most: int = 4) -> Sentence:
    """Return the first different passages in quotation marks; "none" where there are none."""
    different = hits["text"].drop_duplicates()
    some: list[object] = [
        sentence("“{words}”", words=quotation(text)) for text in different.head(most)
    ]
    some += [name("others")] if len(different) > most else []
    return enumeration(some or [name("none")])


def ranking(hits: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Return all codes, the most frequent first, those of one count in the codebook's order."""
    counts = hits["code"].value_counts()
    return sorted(labels, key=lambda code: -int(counts.get(code, 0)))


def words_read(study: "Study") -> Cited:
    """Return how many words there are in all texts."""
    of = study.everything
    return measured(len(study.words), hits=of, how="words", digits=0, label="All texts")


def counted(
    hits: pd.DataFrame, groups: Mapping[str, str], *, by: str = "code", of: str = ""
) -> Sentence:
    """Return "one (3), another (2)" for some groups of hits, each count linked.

    `of` is what all of them are, said in the label of each: the name of the code.
    """
    parts = []
    for group, label in groups.items():
        number = cite(hits[hits[by] == group], label=f"{of}, {label}" if of else label)
        parts.append(sentence("{what} ({n})", what=name(label), n=number))
    return enumeration(parts or [name("none")])
