"""A blind coding sheet for a second coder, and the score of the filled sheet."""

import re
from collections.abc import Sequence
from functools import partial
from math import isnan, nan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topoi.coding.quality.agreement import share, units_marked
from topoi.coding.quality.judgements import sound_rows
from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import missing_column
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.csv_rows import csv_rows

SHEET = ["item", "code", "question", "left", "passage", "right", "answer"]
FILLED = ["item", "code", "answer"]
KEY = ["item", "code", "doc", "start", "end", "machine", "drawn_from"]
NUMBERS = ("item", "start", "end", "drawn_from")
WHOLE = re.compile(r"\d{1,15}(?:\.0*)?", re.ASCII)
ANSWERS = {
    "yes": "yes", "y": "yes", "1": "yes", "true": "yes",
    "no": "no", "n": "no", "0": "no", "false": "no",
    "borderline": "borderline", "?": "borderline",
}  # fmt: skip
SCORES = [
    "code", "judged_hits", "true_hits", "precision", "precision_low", "precision_high",
    "judged_others", "missed", "others_yes", "others_low", "others_high",
    "recall", "recall_low", "recall_high", "f1", "unanswered",
]  # fmt: skip


def coding_sheet(
    corpus: Corpus,
    hits: pd.DataFrame,
    units: pd.DataFrame,
    *,
    codes: Sequence[tuple[str, str]],
    per_code: int = 30,
    seed: int = 0,
    width: int = 120,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a blind sheet (`item, code, question, left, passage, right, answer`) and its key
    (`item, code, doc, start, end, machine, drawn_from`).

    For each code, given with its question to the coder, up to `per_code` units (such as sentences:
    `doc, start, end`) that hold a hit of it and as many that hold none are drawn at random and
    mixed; the passage is the whole unit, and no hit is marked in it. `answer` is empty, to be
    filled with yes, no or borderline. The key must be kept from the coder; `drawn_from` says how
    many units the machine answered so, from which recall is estimated. The same seed draws the
    same sheet. Rare codes are missed by a random sample of non-hits: say so with the interval.
    """
    random = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for code, question in codes:
        holding = units_marked(hits[hits["code"] == code], units) > 0
        for machine, of in (("yes", np.flatnonzero(holding)), ("no", np.flatnonzero(~holding))):
            chosen = units.iloc[random.permutation(of)[:per_code]][["doc", "start", "end"]]
            for place in chosen.itertuples(index=False, name=None):
                rows.append((code, question, *place, machine, len(of)))
    columns = ["code", "question", "doc", "start", "end", "machine", "drawn_from"]
    order = random.permutation(len(rows))
    table = pd.DataFrame([rows[row] for row in order], columns=columns)
    table["item"] = np.arange(len(table)) + 1
    places = [*table[["doc", "start", "end"]].itertuples(index=False)]
    table["left"] = [corpus.passage(doc, max(start - width, 0), start) for doc, start, _ in places]
    table["passage"] = [corpus.passage(*place) for place in places]
    table["right"] = [corpus.passage(doc, end, end + width) for doc, _, end in places]
    return table.assign(answer="")[SHEET], table[KEY]


def read_sheet(
    path: str | Path, columns: Sequence[str] = FILLED, *, notices: list[Notice] | None = None
) -> pd.DataFrame:
    """Return a sheet or key from a CSV file, also as a spreadsheet saves it: the columns asked for.

    `notices` collects how it was read. Raises InputError, with the line, for a file without these
    columns, a row of too many cells, an item twice, what should be a whole number or an answer.
    """
    place = Path(path)
    lines: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    try:
        for entry in csv_rows(place, partial(require_columns, columns)):
            if isinstance(entry, InputError):
                raise entry
            if isinstance(entry, Notice):
                if notices is not None:
                    notices.append(entry)
                continue
            line, row = entry
            if any(row.values()):
                at = f"{place}:{line}"
                rows.append({name: sheet_cell(name, row[name] or "", at) for name in columns})
                first = lines.setdefault(str(rows[-1]["item"]), line)
                if first != line:
                    problem = f"repeats the item {rows[-1]['item']} of line {first}"
                    raise InputError(at, problem, "Keep one of them.")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Give the CSV file.") from None
    return pd.DataFrame(rows, columns=list(columns))


def read_review(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the filled sheet and its key, as `score_sheet` takes them, and the reader's name, from
    a file that the report's page of review saved.

    Raises InputError, with the line, for a row that is none of such a file.
    """
    rows: list[dict[str, Any]] = []
    for number, row in sound_rows(Path(path)):
        place = f"{path}:{number}"
        if row.get("machine") not in ("yes", "no") or type(row.get("drawn_from")) is not int:
            problem = "was not saved by the report's page of review"
            raise InputError(place, problem, "Give a file of that page.")
        answer = answer_of(row.get("verdict"), place)
        told = {name: row.get(name, "") for name in (*KEY, "coder")}
        rows.append({**told, "item": number, "answer": answer})
    table = pd.DataFrame(rows, columns=[*KEY, "answer", "coder"])
    return table[FILLED], table[KEY], str(rows[0]["coder"]) if rows else ""


def require_columns(columns: Sequence[str], place: str, names: Sequence[str], between: str) -> None:
    """Raise InputError for a table without one of the columns."""
    for name in columns:
        if name not in names:
            raise missing_column(place, name, names, between)


def sheet_cell(name: str, value: str, place: str) -> int | str:
    """Return a cell of a sheet or key, a number where it is one; raises InputError at `place`."""
    if name in NUMBERS:
        if not WHOLE.fullmatch(value):
            raise InputError(place, f"has the {name} {value!r}", "Write a whole number.")
        return int(float(value))
    return answer_of(value, place) if name == "answer" else value


def score_sheet(sheet: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Return how a filled sheet judges the machine, one row a code.

    Columns: `code, judged_hits, true_hits, precision` with its Wilson interval, `judged_others`
    (units without a hit), `missed` (of these, said to bear the code), `others_yes` (that share)
    with its interval, `recall` of units, `f1`, `unanswered`. Borderline answers count for neither
    side. Recall is estimated: precision times the units with a hit, over that and `others_yes`
    times the units without; its ends take the worst and the best ends of both intervals. Raises
    InputError for a sheet that is not the key's, or an answer that is none.
    """
    joined = sheet[FILLED].astype({"item": int}).merge(key, on=["item", "code"])
    if len(joined) != len(key):
        absent = sorted(set(key["item"]) - set(joined["item"]))
        named = ", ".join(map(str, absent[:5])) + (", ..." if len(absent) > 5 else "")
        problem = f"does not fit its key{f': it lacks {named}' if absent else ''}"
        raise InputError("coding sheet", problem, "Score the whole sheet that was drawn with it.")
    joined = joined.assign(answer=answers_of(joined))
    rows = []
    for code, mine in joined.groupby("code", sort=True):
        told = mine[mine["answer"].isin(["yes", "no"])]
        hit, other = told[told["machine"] == "yes"], told[told["machine"] == "no"]
        true, missed = int((hit["answer"] == "yes").sum()), int((other["answer"] == "yes").sum())
        found, lost = share(true, len(hit)), share(missed, len(other))
        sizes = mine.groupby("machine")["drawn_from"].first()
        recall = estimated(found, lost, int(sizes.get("yes", 0)), int(sizes.get("no", 0)))
        f1 = 2 * found[0] * recall[0] / (found[0] + recall[0]) if true else nan
        rows.append(
            (code, len(hit), true, *found, len(other), missed, *lost, *recall, f1,
             int((mine["answer"] == "").sum()))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=SCORES)


Share = tuple[float, float, float]


def estimated(found: Share, lost: Share, holding: int, others: int) -> Share:
    """Return recall with its lowest and highest value, from the two shares and their units.

    >>> [round(x, 2) for x in estimated((1.0, 0.8, 1.0), (0.1, 0.0, 0.2), 10, 100)]
    [0.5, 0.29, 1.0]
    """

    def recall(of_hits: float, of_others: float) -> float:
        whole = of_hits * holding + (of_others * others if others else 0)
        return of_hits * holding / whole if whole else nan

    low, high = recall(found[1], lost[2]), recall(found[2], lost[1])
    return recall(found[0], lost[0]), 0.0 if isnan(low) else low, 1.0 if isnan(high) else high


def answer_of(text: object, place: str) -> str:
    """Return yes, no, borderline or "" (not answered); raises InputError at `place`."""
    if text is None or (isinstance(text, float) and np.isnan(text)) or not str(text).strip():
        return ""
    told = ANSWERS.get(str(text).strip().lower())
    if told is None:
        raise InputError(place, f"has the answer {text!r}", "Write yes, no or borderline.")
    return told


def answers_of(sheet: pd.DataFrame) -> list[str]:
    """Return the answers of a sheet, as `answer_of` reads them."""
    pairs = zip(sheet["answer"], sheet["item"], strict=True)
    return [answer_of(answer, f"coding sheet, item {item}") for answer, item in pairs]
