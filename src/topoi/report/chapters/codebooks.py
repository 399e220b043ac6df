"""The codebook in the report: what each code means, finds, misses, and which rows are marked."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.codebook.documentation import queries_of
from topoi.coding.quality.agreement import (
    as_hits,
    compare,
    disagreements,
    reliability,
    units_of_coding,
)
from topoi.coding.quality.judgements import COLUMNS, read_gold
from topoi.report.chapters.appendix import MarkdownOutput, evidence, in_brackets
from topoi.report.chapters.results import place_column
from topoi.report.chapters.sentences import with_unit
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, cite, measured, name, prose, sentence
from topoi.report.evidence.escaping import html_text, markdown_text
from topoi.report.evidence.passages import label_of
from topoi.text.corpus.corpus import Corpus

CHAPTERS = Path(__file__).parents[1] / "templates" / "references.bib"
MARK = " †"
MARKED = "† needs a tagger, a parser or a reader; what words and structure alone find is shown."
UNDEFINED = "Kappa and alpha are undefined where neither reader nor machine marks any sentence."
NO_INTERVAL = "There is one text, so that nothing says how far they would vary over texts."
INTERVAL = "The intervals are percentiles of a bootstrap over texts."
CAVEAT = "One coder, the development text: agreement there is no evidence for other texts."
SET_ASIDE = (
    "Passages that the reader was unsure of count for neither side; near misses are passages that "
    "the reader marked as not to be hit."
)
CONTEXT = 40  # characters on each side of a passage that reader and machine disagree on
EXAMPLES = 6  # of a code that are printed; the codebook in the data has them all
MISSED = Column("Missed", "missed", "quoted", empty="—")
FALSE_POSITIVES = Column(
    "Known false positives", lambda code: "; ".join(code.known_false_positives), "quoted", empty="—"
)


def code_labels(codebooks: Iterable[Codebook]) -> dict[str, str]:
    """Return `codebook/code` -> printed label, in the order of the codebooks.

    A label that two codebooks give is followed by the name of its own.
    """
    books = list(codebooks)
    given = Counter(code.label for book in books for code in book.codes)
    return {
        f"{book.id}/{code.id}": code.label + (f" ({book.id})" if given[code.label] > 1 else "")
        for book in books
        for code in book.codes
    }


def code_entries(*codebooks: Codebook, level: int = 3) -> MarkdownOutput:
    """Return of each code what it means, where it comes from, what it finds and what it misses."""
    parts: list[str] = []
    for book in codebooks:
        parts.append(f"**{markdown_text(book.title or book.id)}**")
        for code in book.codes:
            parts += [heading(title(code), level), _entry(code)]
    return evidence(parts)


def sources_sentence(codebooks: Iterable[Codebook], bibliography: str | Path) -> Sentence:
    """Return the works that the codes name as their sources, cited; "" for none.

    They are sought in the study's bibliography and in that of the chapters. A work is known by its
    key, surname and year (`entman1993`), which both stand in the source.
    """
    named = " ".join(code.source for book in codebooks for code in book.codes)
    letters = re.sub(r"[^a-z]", "", named.lower())
    places = [place for place in (CHAPTERS, Path(bibliography)) if place.is_file()]
    entries = "\n".join(place.read_text(encoding="utf-8") for place in places)
    keys = [
        f"@{surname}{year}"
        for surname, year in re.findall(r"@\w+\{([a-z]+)(\d{4}),", entries)
        if surname in letters and year in named
    ]
    return sentence(f"The works that the codes name: [{'; '.join(keys)}]." if keys else "")


def _entry(code: Code) -> str:
    """Return what the codebook says of one code as a paragraph; what it does not say is left out.

    The function is that of a frame (Entman 1993).
    """
    said = [
        ("", code.function and _sentence(code.function)),
        ("", _sentence(code.definition)),
        ("Source", _sentence(code.source)),
        ("Kinds", _sentence("; ".join(kinds(code)))),
        ("Found", _quoted(text for text, _ in code.yes)),
        ("Not found", _quoted(text for text, _ in code.no)),
        ("Found in error", _quoted(code.known_false_positives)),
        ("Missed", _sentence(code.missed)),
        ("Would need", _sentence(code.needs)),
    ]
    shown = [
        (f"*{head}:* " if head else "") + f'<span class="quoted">{markdown_text(text)}</span>'
        for head, text in said
        if text
    ]
    return " ".join(shown) or "Nothing is said of this code but its queries."


def kinds(code: Code) -> list[str]:
    """Return the named subtypes of a code as a reader calls them, each with its part."""
    number = {name: f"{part.number} " for part in code.parts for name in part.subtypes}
    named = (one for one in code.subtypes if one.name)
    return [number.get(one.name, "") + (one.label or label_of(one.name)) for one in named]


def _sentence(text: str) -> str:
    """Return a text as a sentence, with a capital and a full stop; "" stays."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _quoted(texts: Iterable[str]) -> str:
    """Return the first of the examples in quotation marks, and how many more the codebook has."""
    quoted = [f"“{text}”" for text in texts]
    more = len(quoted) - EXAMPLES
    return "; ".join(quoted[:EXAMPLES]) + (f"; and {more} more." if more > 0 else "")


def queries_in_words(*codebooks: Codebook, level: int = 4) -> MarkdownOutput:
    """Return the lists of each codebook, then every query of each code with what it says.

    For the web page alone, as HTML, which is not read as Markdown again: there are thousands. A
    notebook says how many there are in place of them.
    """
    parts = [part for book in codebooks for part in _queries(book, level)]
    asked = sum(len(queries_of(book)) for book in codebooks)
    return MarkdownOutput("\n".join(["```{=html}", *parts, "```"]), plain=f"{asked:,} queries")


def _queries(codebook: Codebook, level: int) -> Iterator[str]:
    if codebook.lists:
        yield f"<h{level}>{_line(codebook.title)}: lists of words</h{level}>"
        yield _listed(
            f"<code>{_line(f'{{{one}}}')}</code> {_line('; '.join(words))}"
            for one, words in codebook.lists
        )
    found = queries_of(codebook).drop_duplicates(["code", "role", "query"])
    for code in codebook.codes:
        yield f"<h{level}>{_line(title(code))}</h{level}>"
        mine = found.loc[found["code"] == code.id, ["role", "query", "says"]]
        lines = [
            f"{_line(ROLES.get(role, role))} <code>{_line(query)}</code>: {_line(says)}"
            for role, query, says in mine.itertuples(index=False)
        ]
        yield _listed(lines) if lines else "<p>Found from the structure of the text.</p>"


def _line(text: str) -> str:
    return html_text(" ".join(text.split()))


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(["<ul>", *(f"<li>{line}</li>" for line in lines), "</ul>"])


ROLES = {"include": "looked for", "exclude": "left out"}


def heading(text: str, level: int) -> str:
    """Return a heading that is in no table of contents."""
    return f"{'#' * level} {markdown_text(text)} {{.unnumbered .unlisted}}"


def title(code: Code) -> str:
    """Return number and label of a code, marked where it needs more than words."""
    return f"{code.number} {code.label}".strip() + (MARK if code.needs else "")


def marked(labels: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    """Return code -> label, marked where the code needs a tagger, a parser or a reader."""
    needing = {code.id for code in codebook.codes if code.needs}
    return {code: label + (MARK if code in needing else "") for code, label in labels.items()}


def needs_table(codebook: Codebook) -> Table:
    """Return the marked codes: what each would need, and what is missed without it."""
    columns = [
        Column("Code", title),
        Column("Would need", "needs", "quoted"),
        MISSED,
        FALSE_POSITIVES,
    ]
    return table([code for code in codebook.codes if code.needs], columns)


def judgements_of(folder: str | Path, corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Return the judgements of the texts read on the codes of a codebook, of all files in a folder.

    Judgements of other texts are left out.
    """
    read = [read_gold(file) for file in sorted(Path(folder).glob("*.jsonl"))]
    if not read:
        return pd.DataFrame(columns=COLUMNS)
    judged = pd.concat(read, ignore_index=True)
    ours = judged["pattern"].isin([code.number or code.id for code in codebook.codes])
    return judged[ours & judged["doc"].isin(list(corpus.texts))].reset_index(drop=True)


def quality_sentence(judgements: pd.DataFrame) -> Sentence:
    """Return how the figures of quality are to be read; "" where nothing was judged."""
    if judgements.empty:
        return sentence("")
    return sentence(
        "The figures say how far the passages found are those that a reader marked in {texts}, "
        "{judged} judgements in all. Where a codebook was written with these texts in view, "
        "they are no evidence for others [@song2020].",
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
    judged = [code.number or code.id for code in codebook.codes]
    scores = compare(judgements, hits, [codebook], judged=judged).set_index("number")
    for share in SHARES.values():  # of no passage there is no share, and no interval of it
        scores.loc[scores[share].isna(), [f"{share}_{edge}" for edge in EDGES.values()]] = math.nan
    looked_in = hits[hits["doc"].isin(set(judgements["doc"]))]
    rows = []
    for code, number in zip(codebook.codes, judged, strict=True):
        row: dict[str, object] = {}
        if number in scores.index:
            of_code = judgements["pattern"] == number
            row = scores.loc[number].to_dict() | {
                "judged": judgements[of_code & (judgements["verdict"] == "yes")],
                "found": looked_in[looked_in["code"] == code.id],
            }
        rows.append({**row, "title": title(code), "code": code.id})
    from topoi.analysis.measures.intervals import SHARES_AS_IF

    marks = [MARKED] if any(code.needs for code in codebook.codes) else []
    note = prose(CAVEAT, SET_ASIDE, name(f"{SHARES_AS_IF}."), *marks)
    return table(rows, quality_columns(), source=label, note=note)


SHARES = {"Precision": "precision", "Recall": "recall"}
EDGES = {"from": "low", "to": "high"}


def quality_columns() -> list[Column]:
    """Return the columns of a table of quality; a code that was not judged has dashes."""

    def judged(row: Mapping[str, Any]) -> object:
        if "judged" not in row:
            return "—"
        return cite(row["judged"], label=f"Judged by a reader: {row['title']}")

    def score(head: str, value: str, how: str, digits: int = 2) -> Column:
        return Column(head, lambda row: row.get(value), how=how, digits=digits, empty="—")

    columns = [
        Column("Code", "title"),
        Column("Judged", judged),
        Column("Found", lambda row: cite(row["found"]) if "found" in row else "—"),
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
    units = units_of_coding(segments[segments["doc"].isin(set(judgements["doc"]))])
    codings = {"reader": as_hits(judgements, [codebook]), "machine": hits}
    names = {code.id: title(code) for code in codebook.codes}
    found = reliability(codings, units.reset_index(drop=True), codes=list(names))

    def score(head: str, value: str, how: str) -> Column:
        return Column(head, value, how=how, digits=2, empty="—")

    columns = [
        Column("Code", lambda row: names[row["code"]]),
        Column("Sentences and headings", "units", how="sentences and headings judged"),
        score("Marked alike", "agreement", "share marked alike by reader and machine"),
    ]
    for head, value in {"Kappa": "kappa", "Alpha": "alpha"}.items():
        how = f"{head.lower()} of reader and machine"
        columns.append(score(head, value, how))
        for edge, suffix in EDGES.items():
            how_end = f"{how}, bootstrap over texts, {suffix}"
            columns.append(score(f"{head[0]}. {edge}", f"{value}_{suffix}", how_end))
    alone = units["doc"].nunique() == 1
    note = " ".join(filter(None, [UNDEFINED, NO_INTERVAL if alone else INTERVAL]))
    return table(found, columns, source=label, note=note)


def disagreements_table(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, corpus: Corpus
) -> Table:
    """Return every passage that only the reader or only the machine marked, in context."""
    if judgements.empty:
        return table([], [])
    numbers = [code.number or code.id for code in codebook.codes]
    found = disagreements(judgements, hits, [codebook], corpus, judged=numbers)

    def passage(row: Mapping[str, Any]) -> str:
        return in_brackets(corpus.texts[row["doc"]], row["start"], row["end"], CONTEXT)

    columns = [
        Column("Code", lambda row: f"{row['number']} {label_of(row['code'])}"),
        Column("Kind", "kind"),
        place_column(found),
        Column("Passage", passage, "quoted"),
    ]
    return table(found, columns)
