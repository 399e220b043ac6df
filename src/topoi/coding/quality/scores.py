"""What readers' judgements say of the machine, reader by reader and code by code."""

from collections.abc import Sequence
from math import isnan, nan

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.agreement import compare, share
from topoi.coding.quality.judgements import HIT, NO_HIT, WHOLE_TEXT, drawn_by_chance

SCORES = [
    "reader", "codebook", "code", "read",
    "judged_hits", "true_hits", "precision", "precision_low", "precision_high",
    "wrong_voice", "wrong_extent",
    "judged_others", "missed", "others_yes", "others_low", "others_high",
    "recall", "recall_low", "recall_high", "f1", "borderline", "unanswered",
]  # fmt: skip
DRAWN = "drawn"
OF_TEXTS = [
    "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high", "f1",
]  # fmt: skip


def score_readers(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebooks: Sequence[Codebook]
) -> pd.DataFrame:
    """Return how each reader judges the machine, with the columns of `score_samples`.

    `judgements` is `study.judgements`. Of readers of whole texts ("whole text" in `read`) the hits
    there are matched with the passages marked (`agreement.compare`) and recall is counted, not
    estimated; what is only known of drawn units is missing.
    """
    parts = [score_samples(judgements), *score_texts(judgements, hits, codebooks)]
    order = {(book.id, code.id): n for book in codebooks for n, code in enumerate(book.codes)}
    table = pd.concat([part.astype(object) for part in parts], ignore_index=True).infer_objects()
    places = [order[code] for code in zip(table["codebook"], table["code"], strict=True)]
    ordered = table.assign(place=places).sort_values(["codebook", "place"], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def score_texts(
    judgements: pd.DataFrame, hits: pd.DataFrame, codebooks: Sequence[Codebook]
) -> list[pd.DataFrame]:
    """Return for each codebook and reader of whole texts the scores of the hits there."""
    read = judgements[judgements["drawn_from"] == WHOLE_TEXT]
    tables = []
    for book in codebooks:
        of_book = hits[hits["codebook"] == book.id]
        for reader, own in read[read["codebook"] == book.id].groupby("reader", sort=False):
            found = compare(own.assign(pattern=own["code"]), of_book, [book])
            told = {"reader": reader, "codebook": book.id, "read": WHOLE_TEXT}
            counts = {
                "judged_hits": found["hits"] - found["aside"],
                "true_hits": found["matched"],
                "missed": found["judged"] - found["matched"],
            }
            unsure = own[own["verdict"] == "borderline"]["code"].value_counts()
            counts["borderline"] = found["code"].map(unsure).fillna(0).astype(int)
            scored = found[["code", *OF_TEXTS]].assign(**told, **counts)
            tables.append(scored.reindex(columns=SCORES))
    return tables


def score_samples(judgements: pd.DataFrame) -> pd.DataFrame:
    """Return how drawn units, as readers judged them, judge the machine: a row a reader and code.

    Columns: `reader, codebook, code, read` ("drawn"), `judged_hits, true_hits, precision` with its
    Wilson interval, `wrong_voice, wrong_extent` (of the true hits), `judged_others` (units without
    a hit), `missed` (of these, said to bear the code), `others_yes` (that share) with its interval,
    `recall` of units, `f1`, `borderline` (answers that count for neither side), `unanswered` (drawn
    and not judged, missing where a file does not say). Judgements of whole texts are left aside.
    Recall is estimated: precision times the units with a hit, over that and `others_yes` times the
    units without; its ends take the worst and the best ends of both intervals.
    """
    rows = []
    drawn = drawn_by_chance(judgements)
    for names, mine in drawn.groupby(["reader", "codebook", "code"], sort=False):
        told = mine[mine["verdict"].isin(["yes", "no"])]
        hit, other = (told[told["drawn_from"] == one] for one in (HIT, NO_HIT))
        right = hit[hit["verdict"] == "yes"]
        wrong = [int(right["wrong"].str.contains(one).sum()) for one in ("voice", "extent")]
        missed = int((other["verdict"] == "yes").sum())
        found, lost = share(len(right), len(hit)), share(missed, len(other))
        sizes = mine.groupby("drawn_from")["stratum"].max()
        recall = estimated(found, lost, int(sizes.get(HIT, 0)), int(sizes.get(NO_HIT, 0)))
        f1 = 2 * found[0] * recall[0] / (found[0] + recall[0]) if len(right) else nan
        rows.append(
            (*names, DRAWN, len(hit), len(right), *found, *wrong, len(other), missed, *lost,
             *recall, f1, int((mine["verdict"] == "borderline").sum()), unanswered(mine))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=SCORES)


def unanswered(judgements: pd.DataFrame) -> int | None:
    """Return how many units were drawn and not judged, None where a file does not say."""
    if judgements["drawn"].isna().any():
        return None
    draws = judgements[judgements["verdict"] != ""].groupby(["file", "drawn_from"]).size()
    drawn = judgements.groupby(["file", "drawn_from"])["drawn"].first()
    return int(drawn.sub(draws, fill_value=0).clip(lower=0).sum())


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
