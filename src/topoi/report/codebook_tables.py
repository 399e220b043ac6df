"""The codebook in the report: what each code means, finds, misses, and which rows are marked."""

from collections.abc import Iterable, Mapping

import pandas as pd

from topoi.coding.codebook import Code, Codebook
from topoi.coding.parts import told
from topoi.coding.patterns import Pattern
from topoi.report.citing import name, quoted
from topoi.report.tables import Table, table

MARK = " †"
MARKED = "† needs a tagger, a parser or a reader; what words and structure alone find is shown."


def codebook_table(codebook: Codebook) -> Table:
    """Return what each code means, where it comes from, and what its patterns miss.

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
    """Return how each code is found: subtypes, the examples it is tested by, phrases, exclusions.

    Regular expressions are counted, not printed: they stand in the codebook's own file.
    """
    rows = []
    for code in codebook.codes:
        include = (one for part in code.subtypes for one in part.include)
        exclude = (one for part in code.subtypes for one in part.exclude)
        rows.append(
            {
                "Code": name(title(code)),
                "Subtypes": quoted(subtypes(code) or "—"),
                "Is hit": quoted("; ".join(text for text, _ in code.yes) or "—"),
                "Is not hit": quoted("; ".join(text for text, _ in code.no) or "—"),
                "Looked for": quoted(searched(include, code.built_in) or "—"),
                "Left out": quoted(searched(exclude) or "—"),
            }
        )
    return table(pd.DataFrame(rows))


def title(code: Code) -> str:
    """Return number and label of a code, marked where it needs more than words."""
    return f"{code.number} {code.label}".strip() + (MARK if code.needs else "")


def subtypes(code: Code) -> str:
    """Return the named subtypes, each with what it means where the codebook says so."""
    return "; ".join(told(code))


def searched(patterns: Iterable[Pattern], built_in: str = "") -> str:
    """Return the phrases of some patterns, and how many expressions there are beside them."""
    every = list(dict.fromkeys(one.source for one in patterns))
    phrases = [source for source in every if not source.startswith("/")]
    count = len(every) - len(phrases)
    expressions = [f"{count} expression{'' if count == 1 else 's'}"] if count else []
    structure = ["the structure of the text"] if built_in else []
    return "; ".join([*structure, *phrases, *expressions])


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


def stopped_table(stopped: pd.DataFrame) -> Table:
    """Return the patterns that ran away and were left out of every count."""
    rows = [
        {
            "Code": name(f"{row['codebook']}: {row['code']}"),
            "Line": name(str(row["line"])),
            "Pattern": quoted(row["pattern"]),
            "First at": name(f"{row['doc']}:{row['start']}"),
        }
        for row in stopped.to_dict("records")
    ]
    return table(pd.DataFrame(rows or [dict.fromkeys(STOPPED, name("none"))]))


STOPPED = ("Code", "Line", "Pattern", "First at")
