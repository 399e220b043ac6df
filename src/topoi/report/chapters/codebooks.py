"""The codebook in the report: what each code means, finds, misses, and which rows are marked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.codebook.documentation import queries_of
from topoi.report.chapters.appendix import MarkdownOutput, evidence
from topoi.report.chapters.sentences import BIBLIOGRAPHY, works_named
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, enumeration, name, prose, sentence
from topoi.report.evidence.escaping import html_text, markdown_text
from topoi.report.evidence.passages import label_of

MARK = " †"
FOUND = (
    "A code is found by words or by structure, with a written definition, exclusions and tested "
    "examples (@sec-evidence-codebooks)."
)
BY_HAND = (
    "The passages of each code are those that a coder marked (@sec-evidence-codebooks). {about} "
    "Rates are taken over the words of all texts, whether or not the coder read them; a passage "
    "belongs to the voice in which its first word stands."
)
WHOSE = (
    "Each count says whose words it counts. The chapter describes what is said by whom; it says "
    "nothing about whether a claim holds or what a speaker intends."
)
BY_CODER = "Marked by a coder."
MARKED = "† needs a tagger, a parser or a reader; what words and structure alone find is shown."
STRUCTURE = "Found from the structure of the text."
EXAMPLES = 6  # of a code that are printed; the codebook in the data has them all
MISSED = Column("Missed", "missed", "quoted", empty="—")
FALSE_POSITIVES = Column(
    "Known wrong hits", lambda code: "; ".join(code.known_false_positives), "quoted", empty="—"
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


def coding_sentence(codebook: Codebook) -> Sentence:
    """Return how the passages of a codebook come about, and what its chapter says of them."""
    made = sentence(BY_HAND, about=name(codebook.description)) if codebook.annotations else FOUND
    return prose(made, WHOSE)


def sources_sentence(codebooks: Iterable[Codebook], bibliography: str | Path) -> Sentence:
    """Return the works that the codes name as their sources, cited; "" for none.

    They are sought in the study's bibliography and in that of the chapters. A work is known by its
    key, surname and year (`entman1993`), which both stand in the source or in what a code needs; a
    surname may be of up to three words ("Da San Martino").
    """
    named = " ".join(f"{code.source} {code.needs}" for book in codebooks for code in book.codes)
    words = re.findall(r"[a-z]+", named.lower())
    surnames = {"".join(words[i : i + n]) for i in range(len(words)) for n in (1, 2, 3)}
    places = [place for place in (BIBLIOGRAPHY, Path(bibliography)) if place.is_file()]
    keys = [
        f"@{surname}{year}"
        for surname, year in dict.fromkeys(works_named(*places))
        if surname in surnames and year in named
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
        yield (
            _listed(lines) if lines else f"<p>{BY_CODER if codebook.annotations else STRUCTURE}</p>"
        )


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
    """Return code (or part) -> label, marked where it needs a tagger, a parser or a reader."""
    own = {one for code in needing(codebook) for one in (code.id, *(p.number for p in code.parts))}
    return {code: label + (MARK if code in own else "") for code, label in labels.items()}


def needing(*codebooks: Codebook) -> list[Code]:
    """Return the codes that need a tagger, a parser or a reader."""
    return [code for book in codebooks for code in book.codes if code.needs]


def rows_sentence(codebook: Codebook) -> Sentence:
    """Return what the rows of a table of codes and their parts are, and what a mark says."""
    parts = [
        name(f"{code.label} ({', '.join(part.number for part in code.parts)})")
        for code in codebook.codes
        if code.parts
    ]
    several = sentence(
        "A code with parts has a row for each of them: {parts}.", parts=enumeration(parts)
    )
    return prose(*([several] if parts else []), *([MARKED] if needing(codebook) else []))


def needs_table(codebook: Codebook) -> Table:
    """Return the marked codes: what each would need, and what is missed without it."""
    columns = [
        Column("Code", title),
        Column("Would need", "needs", "quoted"),
        MISSED,
        FALSE_POSITIVES,
    ]
    return table(needing(codebook), columns)
