"""A blind coding sheet: units with and without a hit, drawn by chance."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from topoi.coding.quality.reliability import units_marked
from topoi.coding.quality.sheets import KEY
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.context import line

SHEET = ["item", "code", "question", "left", "passage", "right", "answer"]


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
    order = random.permutation(len(rows))
    return sheet_and_key(corpus, [rows[row] for row in order], width=width)


def next_sheet(
    corpus: Corpus, order: pd.DataFrame, questions: Mapping[str, str], *, width: int = 120
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the blind sheet of units to be read next, in this order, and its key.

    `order` comes from `reading_order.read_next`. The units are not drawn by chance: `drawn_from` is
    0 in the key, and no rate is corrected by them.
    """
    rows = [
        (one.code, questions[one.code], one.doc, one.start, one.end, "yes" if one.hit else "no", 0)
        for one in order.itertuples()
    ]
    return sheet_and_key(corpus, rows, width=width)


def sheet_and_key(
    corpus: Corpus, rows: Sequence[tuple[object, ...]], *, width: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sheet and the key of units, which are numbered in this order."""
    columns = ["code", "question", "doc", "start", "end", "machine", "drawn_from"]
    table = pd.DataFrame(rows, columns=columns)
    table["item"] = np.arange(len(table)) + 1
    places = [*table[["doc", "start", "end"]].itertuples(index=False)]
    table["passage"] = [corpus.passage(*place) for place in places]
    around = [line(corpus.texts[doc], start, end, width=width) for doc, start, end in places]
    table["left"], table["right"] = [one[0] for one in around], [one[2] for one in around]
    return table.assign(answer="")[SHEET], table[KEY]
