"""How far readers agree with each other, on the units and passages that several of them judged."""

from collections.abc import Iterator
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from topoi.coding.quality.agreement import overlapping, paired
from topoi.coding.quality.judgements import FAULTS, WHOLE_TEXT
from topoi.coding.quality.reliability import (
    DRAWS,
    NOT_JUDGED,
    RELIABILITY,
    SEED,
    units_marked,
    with_intervals,
)

UNIT = ["doc", "start", "end"]
OF_CODE = ["codebook", "code"]
SAID = ["reader", *OF_CODE, *UNIT, "verdict", "drawn_from", "wrong", "note"]
RIGHT = [f"right_{fault}" for fault in FAULTS]
AGREEMENT = [*OF_CODE, "readers", *(name for name in RELIABILITY if name not in ("code", "coders"))]
SPANS = [*OF_CODE, "first", "second", "passages_first", "passages_second", "matched", "f1",
         "overlap"]  # fmt: skip
DISPUTED = [*OF_CODE, *UNIT, "machine", "verdicts", "wrong", "note"]
MARKS = {"yes": 1, "no": 0}


def verdicts_on_units(judgements: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return what each reader says of each unit: `reader, codebook, code, doc, start, end, verdict,
    drawn_from, wrong, note`; `wrong` says what is wrong with the hit, and what would be right.

    `judgements` is `study.judgements`, `units` the sentences and headings. Of a drawn unit it is
    the verdict given. Who read whole texts says yes to a unit that a passage marked so overlaps,
    borderline where only such ones do, and no to the others of the texts, for the codes of which
    something was marked or refused; those never mentioned count as not looked for.
    """
    drawn = judgements[judgements["drawn_from"] != WHOLE_TEXT]
    read = judgements[judgements["drawn_from"] == WHOLE_TEXT]
    parts = [
        drawn.assign(wrong=[*map(faults_told, *(drawn[one] for one in ["wrong", *RIGHT]))])[SAID]
    ]
    for reader, own in read.groupby("reader", sort=False):
        seen = units[units["doc"].isin(set(own["doc"]))][UNIT].reset_index(drop=True)
        for (book, code), marked in own.groupby(OF_CODE, sort=False):
            touched = {
                verdict: units_marked(marked[marked["verdict"] == verdict], seen) > 0
                for verdict in ("yes", "borderline")
            }
            says = np.select([touched["yes"], touched["borderline"]], ["yes", "borderline"], "no")
            told = {"reader": reader, "codebook": book, "code": code, "drawn_from": WHOLE_TEXT}
            parts.append(seen.assign(**told, verdict=says, wrong="", note="")[SAID])
    found = pd.concat(parts, ignore_index=True)
    return found.drop_duplicates(["reader", *OF_CODE, *UNIT]).reset_index(drop=True)


def reader_agreement(
    verdicts: pd.DataFrame, *, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Return how far readers say the same of the units that two or more of them judged, one row a
    code: `codebook, code, readers, units, positive, agreement, kappa, kappa_low, kappa_high, alpha,
    alpha_low, alpha_high, note`.

    `verdicts` is what `verdicts_on_units` gives; borderline counts as not judged. The measures and
    their intervals, over texts, are those of `reliability`, kappa of each pair on the units that
    both judged. Caveat: of drawn units half hold a hit, far more than in the texts, and both
    measures depend on how frequent a code is among the units (Feinstein and Cicchetti 1990).
    """
    told = verdicts[verdicts["verdict"].isin(MARKS)]
    rows = []
    for (book, code), own in told.groupby(OF_CODE, sort=False):
        shared = own[own.groupby(UNIT)["reader"].transform("size") > 1]
        if shared.empty:
            continue
        unit = shared.groupby(UNIT, sort=False).ngroup().to_numpy()
        reader, readers = pd.factorize(shared["reader"])
        marks = np.full((len(readers), unit.max() + 1), NOT_JUDGED)
        marks[reader, unit] = shared["verdict"].map(MARKS)
        docs = pd.factorize(shared.drop_duplicates(UNIT)["doc"])[0]
        measures, note = with_intervals(marks, docs, draws=draws, seed=seed)
        known = {"codebook": book, "code": code, "readers": ", ".join(readers)}
        rows.append({**known, "units": marks.shape[1], **measures} | note)
    return pd.DataFrame(rows, columns=AGREEMENT)


def span_agreement(judgements: pd.DataFrame) -> pd.DataFrame:
    """Return how far pairs who read the same whole texts mark the same passages, a row a pair and
    code: `codebook, code, first, second, passages_first, passages_second, matched, f1, overlap`.

    Passages match that overlap, one to one, those of the second that only touch what the first
    calls borderline set aside. `f1` is twice the matched over both (as a reader has no more claim
    than the other, neither is the measure of the other; Hripcsak and Rothschild 2005), `overlap`
    the mean of the characters in both of a matched pair over those in either. Of drawn units
    readers mark no passages.
    """
    read = judgements[judgements["drawn_from"] == WHOLE_TEXT]
    rows = []
    for (book, code), own in read.groupby(OF_CODE, sort=False):
        for one, other in combinations(dict.fromkeys(own["reader"]), 2):
            texts = {name: set(read.loc[read["reader"] == name, "doc"]) for name in (one, other)}
            both = own[own["doc"].isin(texts[one] & texts[other])]
            first = both[both["reader"] == one]
            second = both[(both["reader"] == other) & (both["verdict"] == "yes")]
            if not texts[one] & texts[other]:
                continue
            found = paired(first, second, exhaustive=True)
            yes = first[first["verdict"] == "yes"]
            had = found.partner >= 0
            matched, of = int(had.sum()), len(yes) + int(found.counted.sum())
            shares = shared_characters(yes[had], second.iloc[found.partner[had]])
            rows.append(
                (book, code, one, other, len(yes), int(found.counted.sum()), matched,
                 2 * matched / of if of else nan, float(shares.mean()) if matched else nan)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=SPANS)


def shared_characters(first: pd.DataFrame, second: pd.DataFrame) -> np.ndarray:
    """Return for each pair of overlapping spans the characters in both over those in either."""
    (a, b), (c, d) = (frame[["start", "end"]].to_numpy().T for frame in (first, second))
    return np.asarray((np.minimum(b, d) - np.maximum(a, c)) / (np.maximum(b, d) - np.minimum(a, c)))


def disputed(verdicts: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the units on which readers differ, or a reader of drawn units and the machine, a row a
    unit: `codebook, code, doc, start, end, machine` (found, not found), `verdicts` (of each
    reader), `wrong` (with the hit itself), `note`.

    Borderline is no disagreement. Where all who read whole texts differ from the machine, this is
    told passage by passage (`disagreements`).
    """
    rows = []
    for (book, code), own in verdicts.groupby(OF_CODE, sort=False):
        hits_of_it = hits[(hits["codebook"] == book) & (hits["code"] == code)]
        for place, said in asked_twice(own):
            at = pd.DataFrame([place], columns=UNIT)
            found = bool(overlapping(hits_of_it, at).any())
            given = (said["drawn_from"] != WHOLE_TEXT).any()
            machine = {"yes" if found else "no"} if given else set()
            if len({*said["verdict"], *machine} - {"borderline"}) > 1 or said["wrong"].any():
                rows.append(
                    (book, code, *place, "found" if found else "not found",
                     by_reader(said["reader"], said["verdict"]),
                     by_reader(said["reader"], said["wrong"]),
                     by_reader(said["reader"], said["note"]))
                )  # fmt: skip
    return pd.DataFrame(rows, columns=DISPUTED)


def asked_twice(verdicts: pd.DataFrame) -> Iterator[tuple[tuple[str, int, int], pd.DataFrame]]:
    """Yield the units of a code that several readers judged, or one who was given them, and all
    that is said of each."""
    several = verdicts.groupby(UNIT)["reader"].transform("size") > 1
    given = verdicts["drawn_from"] != WHOLE_TEXT
    yield from verdicts[several | given].groupby(UNIT, sort=False)


def faults_told(wrong: str, *right: str) -> str:
    """Return what is wrong with a hit, each with what a reader puts in its place, if anything.

    >>> faults_told("voice; extent", "Lavrov", "")
    'voice (Lavrov); extent'
    """
    said = {fault: f" ({one})" if one else "" for fault, one in zip(FAULTS, right, strict=True)}
    return "; ".join(f"{fault}{said[fault]}" for fault in wrong.split("; ") if fault)


def by_reader(readers: pd.Series, said: pd.Series) -> str:
    """Return what readers say, each with the name; who says nothing is left out.

    >>> by_reader(pd.Series(["Ann", "Ben"]), pd.Series(["yes", ""]))
    'Ann: yes'
    """
    return "; ".join(f"{who}: {what}" for who, what in zip(readers, said, strict=True) if what)
