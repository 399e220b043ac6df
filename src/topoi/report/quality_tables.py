"""How well each code is found: hits beside the judgements of a reader."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from topoi.coding.agreement import compare, disagreements
from topoi.coding.codebook import Codebook
from topoi.coding.gold import read_gold
from topoi.report.citing import cite, measured, name, quoted
from topoi.report.codebook_tables import MARKED, title
from topoi.report.result_tables import is_alone, place
from topoi.report.tables import Table, table
from topoi.text.corpus import Corpus

CAVEAT = "One coder, the development text: agreement there is no evidence for other texts."
SET_ASIDE = (
    "Passages that the reader was unsure of count for neither side; near misses are passages that "
    "the reader marked as not to be hit."
)
NOT_JUDGED = "not yet judged"


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
