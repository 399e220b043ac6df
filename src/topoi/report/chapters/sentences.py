"""Parts of sentences that several chapters use: wordings, rankings, counts, each number linked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.appendix import MarkdownOutput
from topoi.report.chapters.grouping import ranked
from topoi.report.evidence.citing import (
    Cited,
    Piece,
    Prose,
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

BIBLIOGRAPHY = Path(__file__).parents[1] / "templates" / "references.bib"  # of the chapters
WORK = re.compile(r"([A-Z]\w+)(?:(?:, \w+)* (?:and|&) \w+| et al\.)? (\d{4})")


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


def works_named(*bibliographies: Path) -> list[tuple[str, str]]:
    """Return surname and year of the works in some bibliographies, which make their keys."""
    entries = "\n".join(place.read_text(encoding="utf-8") for place in bibliographies)
    return re.findall(r"@\w+\{([a-z]+)(\d{4}),", entries)


def with_works_cited(note: str) -> Sentence:
    """Return a note of the analysis, literal but for the works of the bibliography: they are cited.

    A work is named in brackets: "(Garwood 1936)", "(Gries 2008; Dunning 1993, of words)".

    >>> [piece.text for piece in with_works_cited("Exact (Garwood 1936).").pieces]
    ['Exact ', '[@garwood1936]', '.']
    """
    known = set(works_named(BIBLIOGRAPHY))

    def key(work: re.Match[str]) -> str:
        surname = unicodedata.normalize("NFKD", work[1].lower()).encode("ascii", "ignore").decode()
        return f"@{surname}{work[2]}" if (surname, work[2]) in known else work[0]

    pieces: list[Piece] = []
    for part in re.split(r"(\([^()]*\))", note):
        cited = [WORK.sub(key, one) for one in part[1:-1].split(";")]
        is_cited = part.startswith("(") and all(one.count("@") == 1 for one in cited)
        pieces.append(Prose(f"[{';'.join(cited)}]") if is_cited else name(part))
    return Sentence(tuple(piece for piece in pieces if piece.text))


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
