"""The measures of the appendix: of every number that is no plain count, how it was made."""

from collections.abc import Container
from itertools import groupby

import pandas as pd

from topoi.report.chapters.appendix import MarkdownOutput, evidence
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.making import RATE, SHARE, MeasuredNumber, formula_of, measured_numbers
from topoi.report.evidence.passages import CitedPassages
from topoi.showing import counted
from topoi.text.corpus.corpus import Corpus

VALUES = 12  # printed values of one measure that are listed; its table has all
INTERVALS = {
    RATE: "the 95% interval: over texts from ten texts on (Rao and Scott 1999), of fewer the exact "
    "one as if passages were independent (Garwood 1936)",
    SHARE: "the 95% interval: over texts from ten texts on (Rao and Scott 1992), of fewer that of "
    "independent units (Wilson 1927)",
}


def measures(published: Published, corpus: Corpus, segments: pd.DataFrame) -> MarkdownOutput:
    """Return how each measured number was made: formula, counts with their passages, table.

    The measured numbers of the chapters link here. Those of one formula stand together.
    """
    texts = PublishedTexts(corpus.texts, segments)
    numbered = {table.label for table in published.tables if table.numbered}
    found = sorted(measured_numbers(published, texts), key=lambda n: (n.of is None, n.how))
    parts: list[str] = []
    for how, some in groupby(found, key=lambda number: number.how):
        numbers = list(some)
        head, *lines = [_heading(how, numbers[0]), *(_line(n, numbered) for n in numbers)]
        parts += [f"{head} {lines[0]}"] if len(lines) == 1 else [head, *lines]
    return evidence(parts) if parts else MarkdownOutput("All numbers were counted from passages.")


def _heading(how: str, first: MeasuredNumber) -> str:
    formula = formula_of(how)
    interval = INTERVALS.get(first.making.named, "") if first.making else ""
    ends = f" In brackets {interval}." if interval else ""
    said = f": {markdown_text(formula)}." if formula else "."
    name = markdown_text(how[:1].upper() + how[1:])
    return f'<span class="name">**{name}**{said}{ends}</span>'


def _line(number: MeasuredNumber, numbered: Container[str]) -> str:
    """Return one number: what it is made of, its passages, and the tables that print it."""
    values = list(dict.fromkeys(one.text for one in number.printed))
    more = "; and others" if len(values) > VALUES else ""
    value = f'<span id="{number.id}">{markdown_text("; ".join(values[:VALUES]))}</span>{more}'
    ends = f" ({markdown_text('–'.join(number.ends))})" if number.ends else ""
    parts = [f"{value}{ends}{markdown_text(calculation(number))}"]
    if number.of:
        parts.append(_linked(number.of, number.printed[0].row or number.of.label))
    if number.base:
        parts.append(f"of {_linked(number.base, number.base.label)}")
    tables = dict.fromkeys(one.table for one in number.printed)
    parts += [f"@{label}" for label in tables if label in numbered]
    return f'<span class="name">{"; ".join(parts)}</span>'


def _linked(cited: CitedPassages, words: str) -> str:
    return f"[{markdown_text(words)}](#{cited.id})"


def calculation(number: MeasuredNumber) -> str:
    """Return the counts that a number is made of, as they follow it: " = 542 ÷ 689 words"."""
    making, made = number.making, number.made
    if making is None or made is None:
        return ""
    if made.bottom is None:
        return f" {making.counted}" if making.counted != "passages" else ""
    per = f"{making.per:,} × " if making.per != 1 else ""
    top = f"{made.top:,}" if making.counted == making.over else counted(made.top, making.counted)
    return f" = {per}{top} ÷ {counted(made.bottom, making.over)}"
