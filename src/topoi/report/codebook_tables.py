"""The codebook in the report: what each code means, finds, misses, and which rows are marked."""

from collections.abc import Mapping

import pandas as pd

from topoi.coding.codebook import Code, Codebook
from topoi.coding.documentation import queries_of
from topoi.coding.parts import told
from topoi.report.appendix import Written
from topoi.report.citing import name, quoted
from topoi.report.escaping import markdown_text
from topoi.report.tables import Table, table

MARK = " †"
MARKED = "† needs a tagger, a parser or a reader; what words and structure alone find is shown."


def codebook_table(codebook: Codebook) -> Table:
    """Return what each code means, where it comes from, and what its queries miss.

    The column of functions (Entman 1993) is there when the codebook names any.
    """
    rows = [
        {
            "Code": name(title(code)),
            "Function": name(code.function or "—"),
            "Definition": quoted(code.definition),
            "Source": name(code.source or "—"),
            "Known false positives": quoted("; ".join(code.known_false_positives) or "—"),
            "Missed": quoted(code.missed or "—"),
        }
        for code in codebook.codes
    ]
    frame = pd.DataFrame(rows)
    if not any(code.function for code in codebook.codes):
        frame = frame.drop(columns="Function")
    return table(frame)


def examples_table(codebook: Codebook) -> Table:
    """Return the subtypes of each code and the examples by which it is tested."""
    rows = [
        {
            "Code": name(title(code)),
            "Subtypes": quoted(subtypes(code) or "—"),
            "Is hit": quoted("; ".join(text for text, _ in code.yes) or "—"),
            "Is not hit": quoted("; ".join(text for text, _ in code.no) or "—"),
        }
        for code in codebook.codes
    ]
    return table(pd.DataFrame(rows))


def queries_in_words(codebook: Codebook, *, level: int = 4) -> Written:
    """Return the lists of a codebook, then every query of each code with what it says.

    What a code's subtypes share stands once. As text, not as a table: there are hundreds.
    """
    found = queries_of(codebook).drop_duplicates(["code", "role", "query"])
    parts = [heading(f"{codebook.title}: lists of words", level)] if codebook.lists else []
    parts.append("\n".join(f"- {literal(f'{{{n}}}')} {'; '.join(w)}" for n, w in listed(codebook)))
    for code in codebook.codes:
        parts.append(heading(title(code), level))
        mine = found.loc[found["code"] == code.id, ["role", "query", "says"]]
        lines = [
            f"- {markdown_text(ROLES.get(role, role))} {literal(query)}: {markdown_text(says)}"
            for role, query, says in mine.itertuples(index=False)
        ]
        parts.append("\n".join(lines) or "Found from the structure of the text.")
    return Written("\n\n".join(parts), plain=f"{len(found):,} queries of {codebook.title}")


ROLES = {"include": "looked for", "exclude": "left out"}


def heading(text: str, level: int) -> str:
    """Return a heading that is in no table of contents."""
    return f"{'#' * level} {markdown_text(text)} {{.unnumbered .unlisted}}"


def literal(text: str) -> str:
    """Return a text as code, whatever it holds."""
    return f"`{text}`" if "`" not in text else markdown_text(text)


def listed(codebook: Codebook) -> list[tuple[str, list[str]]]:
    """Return the lists of a codebook by name, their words made literal."""
    return [(one, [markdown_text(word) for word in words]) for one, words in codebook.lists]


def title(code: Code) -> str:
    """Return number and label of a code, marked where it needs more than words."""
    return f"{code.number} {code.label}".strip() + (MARK if code.needs else "")


def subtypes(code: Code) -> str:
    """Return the named subtypes, each with what it means where the codebook says so."""
    return "; ".join(told(code))


def marked(labels: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    """Return code -> label, marked where the code needs a tagger, a parser or a reader."""
    needing = {code.id for code in codebook.codes if code.needs}
    return {code: label + (MARK if code in needing else "") for code, label in labels.items()}


def needs_table(codebook: Codebook) -> Table:
    """Return the marked codes: what each would need, and what is missed without it."""
    rows = [
        {
            "Pattern": name(title(code)),
            "Would need": quoted(code.needs),
            "Missed": quoted(code.missed or "—"),
            "Known false positives": quoted("; ".join(code.known_false_positives) or "—"),
        }
        for code in codebook.codes
        if code.needs
    ]
    return table(pd.DataFrame(rows or [dict.fromkeys(NEEDED, name("none"))]))


NEEDED = ("Pattern", "Would need", "Missed", "Known false positives")
