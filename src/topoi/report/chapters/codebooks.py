"""The codebook in the report: what each code means, finds, misses, and which rows are marked."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.codebook.documentation import named_subtypes, queries_of
from topoi.coding.quality.agreement import compare, disagreements
from topoi.coding.quality.judgements import read_gold
from topoi.report.chapters.appendix import Written
from topoi.report.chapters.results import is_alone, place
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import cite, measured, name, quoted
from topoi.report.evidence.escaping import markdown_text
from topoi.text.corpus.corpus import Corpus

MARK = " †"
MARKED = "† needs a tagger, a parser or a reader; what words and structure alone find is shown."
CAVEAT = "One coder, the development text: agreement there is no evidence for other texts."
SET_ASIDE = (
    "Passages that the reader was unsure of count for neither side; near misses are passages that "
    "the reader marked as not to be hit."
)
NOT_JUDGED = "not yet judged"


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
    return "; ".join(named_subtypes(code))


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


def read_judgements(path: str | Path, corpus: Corpus, doc: str) -> pd.DataFrame:
    """Return the judgements of one text, none where the text is not among those read."""
    if doc not in corpus.texts:
        return pd.DataFrame(columns=["doc", "start", "end", "pattern", "verdict", "text", "note"])
    return read_gold(path, corpus=corpus, doc=doc)


def quality_table(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, *, label: str
) -> Table:
    """Return for each code the judgements, the hits, precision and recall with Wilson intervals.

    Codes are "not yet judged" when there are no judgements at all for the texts; a code that the
    reader looked for and never found counts with zero. `label` is that of the table itself.
    """
    numbers = [code.number for code in codebook.codes]
    judged = numbers if len(judgements) else []
    scores = compare(judgements, hits, [codebook], judged=judged).set_index("number")
    rows = []
    for code in codebook.codes:
        line: dict[str, object] = {"Code": name(title(code))}
        if code.number in scores.index:
            score = scores.loc[code.number].to_dict()
            line |= score_cells(
                score, judgements, hits, code=code.id, number=code.number, label=label
            )
        else:
            line |= dict.fromkeys(COLUMNS, name("—")) | {"Judged": name(NOT_JUDGED)}
        rows.append(line)
    frame = pd.DataFrame(rows, columns=["Code", *COLUMNS])
    marks = [MARKED] if any(code.needs for code in codebook.codes) else []
    return table(frame, note=" ".join([CAVEAT, SET_ASIDE, *marks]), headers=HEADERS)


SHARES = {"Precision": "precision", "Recall": "recall"}


EDGES = {"from": "low", "to": "high"}


COLUMNS = [
    *("Judged", "Found"),
    *(f"{share}{edge}" for share in SHARES for edge in ("", *EDGES)),
    "Near misses hit",
]


HEADERS = {f"{share}{edge}": f"{share[0]}. {edge}" for share in SHARES for edge in EDGES}


def score_cells(
    score: Mapping[str, float],
    judgements: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    code: str,
    number: str,
    label: str,
) -> dict[str, object]:
    """Return the cells of one judged code."""
    own = hits[(hits["code"] == code) & hits["doc"].isin(set(judgements["doc"]))]
    yes = judgements[(judgements["verdict"] == "yes") & (judgements["pattern"] == number)]
    cells: dict[str, object] = {
        "Judged": cite(yes, label=f"Judged by a reader: {code}"),
        "Found": cite(own),
    }
    for heading, column in SHARES.items():
        how = f"{column} against the judgements of one reader"
        known = score[column] == score[column]
        for edge, suffix in {"": "", **EDGES}.items():
            value = score[f"{column}_{suffix}" if suffix else column]
            told = f"{how}, Wilson {suffix}" if suffix else how
            cells[f"{heading}{edge}"] = (
                measured(value, how=told, source=label, digits=2) if known else name("—")
            )
    cells["Near misses hit"] = measured(
        score["negatives_hit"], how="near misses hit", source=label, digits=0
    )
    return cells


def disagreements_table(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, corpus: Corpus
) -> Table:
    """Return every passage that only the reader or only the machine marked, in context."""
    numbers = [code.number for code in codebook.codes] if len(judgements) else []
    found = disagreements(judgements, hits, [codebook], corpus, judged=numbers, width=40)
    rows = [
        {
            "Code": name(f"{row['number']} {row['code'].replace('_', ' ')}"),
            "Kind": name(row["kind"]),
            "Place": place(row, alone=is_alone(found)),
            "Passage": quoted(f"{row['left']} [{row['text']}] {row['right']}"),
        }
        for row in found.to_dict("records")
    ]
    none = dict.fromkeys(("Code", "Kind", "Place", "Passage"), name("none"))
    return table(pd.DataFrame(rows or [none]))
