"""The rates that readers would have found, from the coding of all and their judgement of some."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.corrected_counts import Strata, corrected_counts, halving
from topoi.analysis.measures.intervals import count_effects
from topoi.analysis.measures.rates import NO_WORDS, placed_by, rates, rows_in
from topoi.coding.quality.judgements import CHOSEN, drawn_by_chance
from topoi.text.corpus.corpus import By
from topoi.text.words.spans import crossed, positions

LEAST_JUDGED = 10  # of the sentences with a hit, and of those without, or all that there are
PER = 1000
UNIT = ["doc", "start", "end"]
SIDES = ("with", "without")
TOO_FEW = "too few"
NOT_JUDGED = "not judged"
NONE_MISSED = "upper end a bound"
NO_NUMBER = "cannot be halved"
METHOD = (
    "Counted are sentences and headings, since these are what readers judge: those in which the "
    "coding found the code (the rate), and those that readers would say bear it (corrected): of "
    "those with a passage the share judged right, of the others the share judged missed (the "
    "difference estimator of a stratified sample; Särndal, Swensson and Wretman 1992; "
    "prediction-powered inference, Angelopoulos et al. 2023). A verdict does not tell how many "
    "passages a sentence holds. The 95% intervals join those of both shares (Jeffreys, for a "
    "finite population) {texts}(Newcombe 1998; Zou and Donner 2008). Also given is how many "
    "further judgements, in the same proportion, would halve the interval; no number would where "
    "the texts alone vary by more than half of it. Where readers found no missed sentence, its "
    f"upper end is a bound. Fewer than {LEAST_JUDGED} sentences judged with a passage, or without "
    "one, are too few, unless there are no more, and the note says how many are lacking of each. "
    "Borderline answers are left out; where several readers judged a sentence, their mean counts."
)
OF_TEXTS = "and that of the count over texts "
OF_VOICES = (
    " A sentence without a passage counts for the voice that says most of it; a passage given to "
    "the wrong voice counts as wrong."
)
LEFT = " Left out are {many:,} judgements of sentences that were not drawn by chance."


def corrected_rates(
    judgements: pd.DataFrame,
    hits: pd.DataFrame,
    units: pd.DataFrame,
    words: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codes: Sequence[str],
    by: By | None = None,
) -> pd.DataFrame:
    """Return how often sentences hold each code, as found and as readers would say, a row a group.

    Columns: `code, [by], hits, sentences` (units with a hit), `words, rate, low, high` (of these
    units, per 1,000 words, as in `rates`), `judged_hits` (units with a hit that readers judged),
    `precision` (the share of these that bear the code), `judged_others, missed` (of the units
    without a hit), `corrected, corrected_low, corrected_high` (units that bear the code per 1,000
    words), `more` (further judgements, with and without a hit in the proportion of now, that would
    halve this interval; missing where too few are judged, which `note` says with how many are
    lacking, and where no number would), `note`. `judgements` is `study.judgements`, `units` the
    sentences and headings in order, each with the `mode` and `speaker` of the voice that says most
    of it (`spoken_units`), `words` and `by` as in `rates_by`; codes are told apart in all tables.

    The units that readers judged were drawn by chance from those with a hit and those without. Of
    N units with a hit a share p bears the code, of N' without one a share m: N p + N' m is the
    corrected count of units. It is no count of passages: a verdict says that a unit bears the code,
    not how often, and the hits in one may be all right, or one of them.
    This is the difference estimator (Särndal, Swensson and Wretman 1992), which
    prediction-powered inference is for a mean (Angelopoulos et al. 2023). Rogan and Gladen (1978)
    correct by sensitivity and specificity instead: these are not what such a sample shows, must be
    alike in every group, and divide by what is close to 0 for a poor classifier; estimated
    from this very sample they give the same. Judgements of a draw from an earlier coding
    count by their weight, and for as many as they are worth (Kish 1965).

    The interval is that of a sum (MOVER: Newcombe 1998; Zou and Donner 2008), each share with its
    Jeffreys interval, shortened for a finite population. From ten texts on that of the count over
    texts is joined, with the design effect of the hits (`count_effects`), as if readers' passages
    clustered as these do; of fewer texts it is of what stands in these very texts. Where nothing
    missed was seen the lower end takes none to be missed, and the upper end is a bound that only
    more judgements bring down. Caveat: samples are small where a code is rare.
    """
    names, placed, texts = placed_by(hits, words, documents, by=by)
    units = placed_by(units, words, documents, by=by)[1].reset_index(drop=True)
    found = units_found(placed, units, ["code", *names])
    table = rates(found, texts, by=["code", *names], codes=codes)
    voiced = bool({"mode", "speaker"} & {*names})
    drawn = drawn_by_chance(judgements)
    effects = effects_of(found, texts, table, names)
    rows = []
    for code, own in table.groupby("code", sort=False):
        judged = pooled(drawn[drawn["code"] == code], units, voiced=voiced)
        of_code = found[found["code"] == code]
        rows.append(strata(judged, of_code, units, own[names], names).set_index(own.index))
    counts = pd.concat(rows) if rows else pd.DataFrame(columns=list(Strata._fields), dtype=float)
    seen = Strata(*(counts[name].to_numpy(dtype=float) for name in Strata._fields))
    corrected = corrected_columns(seen, table, effects)
    result = table.drop(columns="note").rename(columns={"hits": "sentences"}).join(corrected)
    row = rows_in(placed, ["code", *names], table)
    passages = np.bincount(row[row >= 0], minlength=len(table))
    result.insert(result.columns.get_loc("sentences"), "hits", passages)
    told = METHOD.format(texts="" if effects is None else OF_TEXTS)
    chosen = int((judgements["drawn_from"] == CHOSEN).sum())
    left = LEFT.format(many=chosen) if chosen else ""
    result.attrs["note"] = told + (OF_VOICES if voiced else "") + left
    return result


def units_found(hits: pd.DataFrame, units: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return the units that hits lie in, once for each group: these columns, `doc` and `unit`."""
    unit, hit = crossed(hits, units)
    columns = list(dict.fromkeys([*groups, "doc"]))
    return hits[columns].iloc[hit].assign(unit=unit).drop_duplicates(ignore_index=True)


def spoken_units(units: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Return the units with `mode` and `speaker` of the voice that says most of each.

    >>> voices = pd.DataFrame({"doc": ["a", "a"], "start": [0, 4], "end": [4, 20],
    ...     "mode": ["outlet", "direct"], "speaker": ["", "Ann"]})
    >>> unit = pd.DataFrame({"doc": ["a"], "start": [0], "end": [15]})
    >>> spoken_units(unit, voices).values.tolist()
    [['a', 0, 15, 'direct', 'Ann']]
    """
    own = units[UNIT].reset_index(drop=True)
    voice, unit = crossed(own, voices)
    held, of = voices.iloc[voice], own.iloc[unit]
    size = np.minimum(held["end"].to_numpy(), of["end"].to_numpy()) - np.maximum(
        held["start"].to_numpy(), of["start"].to_numpy()
    )
    longest = np.lexsort((voice, -size, unit))
    first = longest[np.unique(unit[longest], return_index=True)[1]]
    said = voices[["mode", "speaker"]].iloc[voice[first]].set_axis(unit[first])
    return own.join(said).fillna({"mode": "", "speaker": ""})


def effects_of(
    hits: pd.DataFrame, texts: pd.DataFrame, table: pd.DataFrame, names: Sequence[str]
) -> np.ndarray | None:
    """Return the design effect over texts of each row of a table of rates, None of few texts.

    `texts` has the words of each text in each group.
    """
    groups = table[list(names)].drop_duplicates(ignore_index=True) if names else pd.DataFrame([0])
    unit = list(dict.fromkeys([*names, "doc"]))
    cell, group = rows_in(hits, unit, texts), rows_in(texts, names, groups)
    effects = np.ones(len(table))
    for code, rows in table.groupby("code", sort=False):
        own = np.bincount(cell[(hits["code"] == code) & (cell >= 0)], minlength=len(texts))
        found = count_effects(own, texts["words"].to_numpy(), group, groups=len(groups))
        if found is None:
            return None
        effects[table.index.get_indexer(rows.index)] = found[rows_in(rows, names, groups)]
    return effects


def pooled(judgements: pd.DataFrame, units: pd.DataFrame, *, voiced: bool) -> pd.DataFrame:
    """Return each judged unit once: `unit` (its row), `verdict` (the mean over readers), `weight`.

    The weight is the units there were to draw from over those of them that anyone judged, as the
    union of random draws is one. Borderline answers are left out; with `voiced` a hit of a wrong
    voice is wrong.
    """
    told = judgements[judgements["verdict"].isin(["yes", "no"])]
    unit = positions(told, units)
    told, unit = told[unit >= 0], unit[unit >= 0]
    yes = (told["verdict"] == "yes").to_numpy()
    if voiced:
        yes = yes & ~told["wrong"].str.contains("voice").to_numpy(dtype=bool)
    rows = told[["drawn_from"]].assign(
        unit=unit, verdict=yes.astype(float), stratum=told["stratum"].astype(float)
    )
    means = rows.groupby(["unit", "drawn_from"], as_index=False)[["verdict", "stratum"]].mean()
    means["weight"] = means["stratum"] / means.groupby("drawn_from")["unit"].transform("size")
    return means.drop_duplicates("unit", ignore_index=True)


def strata(
    judged: pd.DataFrame,
    found: pd.DataFrame,
    units: pd.DataFrame,
    groups: pd.DataFrame,
    names: Sequence[str],
) -> pd.DataFrame:
    """Return the columns of `Strata` of one code, a row a group.

    `judged` comes from `pooled`, `found` from `units_found`.
    """
    pairs = found[["unit"]].assign(group=rows_in(found, names, groups))
    bare = np.setdiff1d(np.arange(len(units)), found["unit"])
    others = pd.DataFrame({"group": rows_in(units, names, groups)[bare], "unit": bare})
    own, rest = (side_of(one, judged, len(groups)) for one in (pairs, others))
    return pd.concat(
        [own, rest.rename(columns=dict(zip(own, Strata._fields[4:], strict=True)))], axis=1
    )


def side_of(pairs: pd.DataFrame, judged: pd.DataFrame, groups: int) -> pd.DataFrame:
    """Return `units, judged, worth, share` of the units of each group that stand in `pairs`."""
    pairs = pairs[pairs["group"] >= 0]
    both = pairs.merge(judged, on="unit")
    group, weight = both["group"].to_numpy(), both["weight"].to_numpy()

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, values, minlength=groups)

    whole = total(weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.nan_to_num(whole**2 / total(weight**2)).round(9)
        share = total(weight * both["verdict"].to_numpy()) / whole
    return pd.DataFrame(
        {
            "units": np.bincount(pairs["group"], minlength=groups),
            "judged": np.bincount(group, minlength=groups),
            "worth": worth,
            "share": share,
        }
    )


def corrected_columns(
    seen: Strata, table: pd.DataFrame, effects: np.ndarray | None
) -> pd.DataFrame:
    """Return the columns `judged_hits` to `note` of a table of rates (`corrected_rates`)."""
    words = table["words"].to_numpy(dtype=float)
    lacking = np.column_stack(
        [
            np.ceil(np.maximum(np.minimum(LEAST_JUDGED, all_of) - worth, 0))
            for all_of, worth in ((seen.units, seen.worth), (seen.others, seen.others_worth))
        ]
    )
    enough = (lacking.sum(axis=1) == 0) & (words > 0)
    known = Strata(*(np.where(enough, column, 0) for column in seen))
    count, low, high = corrected_counts(known, effects)
    more = halving(known, effects)
    scale = PER / np.where(enough, words, np.nan)
    notes = [
        note_of(
            dict(zip(SIDES, missing, strict=True)),
            judged=judged > 0,
            words=size > 0,
            missed=lost > 0,
            halves=np.isfinite(further),
        )
        for missing, judged, size, lost, further in zip(
            lacking.astype(int).tolist(),
            seen.judged + seen.others_judged,
            words,
            np.where(seen.others > 0, seen.others_share, 1),
            more,
            strict=True,
        )
    ]
    more = np.where(enough, more, np.nan)
    return pd.DataFrame(
        {
            "judged_hits": seen.judged.astype(int),
            "precision": seen.share,
            "judged_others": seen.others_judged.astype(int),
            "missed": seen.others_share,
            "corrected": count * scale,
            "corrected_low": low * scale,
            "corrected_high": high * scale,
            "more": pd.array(np.where(np.isfinite(more), more, np.nan), dtype="Int64"),
            "note": pd.array(notes, dtype="str"),
        },
        index=table.index,
    )


def note_of(
    lacking: Mapping[str, int], *, judged: bool, words: bool, missed: bool, halves: bool
) -> str:
    """Return what is said of a row: what is lacking, or how its interval is to be read.

    >>> told = {"judged": True, "words": True, "missed": True, "halves": True}
    >>> note_of({"with": 3, "without": 10}, **told)
    'too few: lacks 3 with, 10 without'
    """
    if not judged:
        return NOT_JUDGED
    if not words:
        return NO_WORDS
    if any(lacking.values()):
        return f"{TOO_FEW}: lacks " + ", ".join(f"{n} {side}" for side, n in lacking.items() if n)
    return "; ".join(
        said for said, so in ((NONE_MISSED, not missed), (NO_NUMBER, not halves)) if so
    )
