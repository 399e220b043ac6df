"""Who argues what with whom: speakers and codes as a network, by polarity and over time."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.trends import PERIODS, periods_of
from topoi.errors import InputError
from topoi.text.voices.speakers import UNRESOLVED
from topoi.text.words.spans import containing

NESTED = "nested"
SIGNS = ("asserted", "negated")  # a code that is only mentioned is no position
AFFILIATION, CONGRUENCE, CONFLICT, SUBTRACT = "affiliation", "congruence", "conflict", "subtract"
TIE_KINDS = (CONGRUENCE, CONFLICT, SUBTRACT)
KINDS = (AFFILIATION, *TIE_KINDS)
SHARE = 0.1  # of a speaker's passages with a code: less, and who negates it once negates it
NORMALISATIONS = ("none", "average", "jaccard", "cosine")
CELLS = ["speaker", "code", "polarity", "hits", "texts", "certain"]
TIES = [
    "speaker", "other", "codes", "shared", "weight", "hits", "other_hits", "support", "certain",
]  # fmt: skip
NOTE = (
    "Who speaks and whether a passage asserts or negates its code are found by rule. Certain is "
    "the share of the passages whose speaker the text names beyond doubt; the support of a tie are "
    "the passages of the side that has fewer, position by position."
)
LEFT = (
    " {left:,} of {all:,} passages have no speaker, or one whom the rules do not resolve, and are "
    "left out."
)
UNNAMED = (
    " {left:,} more are left out, since their speaker has no name: it is an office, a group or a "
    "thing, such as a document, and need not be the same in two texts."
)
REPORTED = (
    " {nested:,} of the passages counted stand in a voice inside another's words: they are what "
    "that other reports."
)
DEFINED = " Left out, as defined by who speaks: {codes}."
ANY_TARGET = (
    " A code counts as the same whatever its target: two speakers who use it of different targets "
    "share it here."
)
BY_TARGET = (
    " A code of another target counts as another; passages for which no target is found stand "
    "together."
)
SLIGHT = (
    " What is less than {share:.0%} of a speaker's passages that assert or negate a code makes no "
    "position: {n:,} with {hits:,} in all, often what the rules of negation misread."
)
NO_TIES = {
    CONGRUENCE: "take one position",
    CONFLICT: "take opposite positions",
    SUBTRACT: "take a position on one code",
}
NO_TIE = " There is no tie: no two speakers {met}{within}."
UNDATED = " {left:,} passages stand in texts without a date and are left out."


def statements(
    hits: pd.DataFrame,
    voices: pd.DataFrame,
    *,
    targets: bool = False,
    without: Collection[str] = (),
    unnamed: Collection[str] = (),
) -> pd.DataFrame:
    """Return the hits that somebody says, with `certain`: whether the text names who beyond doubt.

    Hits of no speaker, or of one whom the rules do not resolve, are left out, as are the codes of
    `without`, which only some speakers can use, and those of speakers without a name (`unnamed`:
    "experts", "the minister"), since these are not the same in all texts. With `targets` a code of
    each target is one of its own, `code (target)`. What is left out is counted in `attrs["note"]`.
    Caveat: without `targets` two speakers who accuse each other use the same code.
    """
    asked = hits[~hits["code"].isin(list(without))]
    told = asked[~asked["speaker"].isin(["", UNRESOLVED])]
    found = told[~told["speaker"].isin(list(unnamed))]
    found = found.assign(certain=containing(found, voices, ["certain"])["certain"])
    if targets:
        named = found["code"] + " (" + found["target"] + ")"
        found["code"] = named.where(found["target"] != "", found["code"])
    nested = int((found["mode"] == NESTED).sum())
    left, nameless = len(asked) - len(told), len(told) - len(found)
    note = NOTE + (LEFT.format(left=left, all=len(asked)) if left else "")
    note += UNNAMED.format(left=nameless) if nameless else ""
    note += REPORTED.format(nested=nested) if nested else ""
    note += DEFINED.format(codes=", ".join(without)) if without else ""
    found.attrs["note"] = note + (BY_TARGET if targets else ANY_TARGET)
    return found


def network(
    said: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    kind: str = AFFILIATION,
    normalisation: str = "average",
    period: str | None = None,
    least: int = 1,
    share: float = SHARE,
) -> pd.DataFrame:
    """Return the affiliations of `statements`, or the ties between speakers, of one of `KINDS`.

    Columns as in `affiliations` and `ties`; with `period` (day, week, month, year) there is one
    network for each, and its first day is the first column. `least` is how many passages an
    affiliation needs to count, `share` as in `ties`. Raises InputError for an unknown kind,
    normalisation or period, for fewer passages than one, and for no share.
    """
    require(kind, KINDS, "kind of network")
    require(normalisation, NORMALISATIONS, "normalisation")
    if least < 1:
        raise InputError(f"least {least}", "is below 1", "Give how many passages make a position.")
    if not 0 <= share <= 0.5:
        raise InputError(
            f"share {share}", "is not from 0 to 0.5", "Give 0 to count every position."
        )
    parts = {pd.NaT: said} if period is None else in_periods(said, documents, period)
    tables = []
    for start, own in (parts or {pd.NaT: said[:0]}).items():
        cells = affiliations(own, least=least)
        if kind != AFFILIATION:
            cells = ties(cells, kind=kind, normalisation=normalisation, share=share)
        tables.append(cells.assign(period=start))
    found = pd.concat(tables, ignore_index=True)
    found.insert(0, "period", found.pop("period").astype("datetime64[s]"))
    found.attrs["note"] = said.attrs.get("note", NOTE)
    if kind != AFFILIATION:
        found.attrs["note"] += slight(said, least=least, share=share)
        if found.empty:
            within = f" in the same {period}" if period else ""
            found.attrs["note"] += NO_TIE.format(met=NO_TIES[kind], within=within)
    if period is None:
        return found.drop(columns="period")
    dated = documents.loc[documents["date"].notna(), "doc"]
    left = int((~said["doc"].isin(dated)).sum())
    found.attrs["note"] += UNDATED.format(left=left) if left else ""
    return found


def slight(said: pd.DataFrame, *, least: int = 1, share: float = SHARE) -> str:
    """Return what is left out as no position, being too small a share; "" where nothing is."""
    cells = affiliations(said[said["polarity"].isin(SIGNS)], least=least)
    left = cells[cells["hits"] < share * cells.groupby(CELLS[:2])["hits"].transform("sum")]
    told = {"share": share, "n": len(left), "hits": left["hits"].sum()}
    return SLIGHT.format(**told) if len(left) else ""


def affiliations(said: pd.DataFrame, *, least: int = 1) -> pd.DataFrame:
    """Return who uses which code how: `speaker, code, polarity, hits, texts, certain`.

    A row for each speaker, code and polarity (asserted, negated, mentioned) with at least `least`
    passages, the most frequent first. `said` are `statements`; `certain` is the share whose speaker
    is beyond doubt.

    >>> said = pd.DataFrame({"doc": ["a", "a"], "speaker": "Ann", "code": "war",
    ...     "polarity": "asserted", "certain": [True, False]})
    >>> affiliations(said).values.tolist()
    [['Ann', 'war', 'asserted', 2, 1, 0.5]]
    """
    cells = said.groupby(CELLS[:3], observed=True, sort=True)
    found = cells.agg(
        hits=("doc", "size"), texts=("doc", "nunique"), certain=("certain", "mean")
    ).reset_index()
    found = found[found["hits"] >= least]
    return found.sort_values("hits", ascending=False, kind="stable", ignore_index=True)[CELLS]


def in_periods(
    said: pd.DataFrame, documents: pd.DataFrame, period: str
) -> dict[pd.Timestamp, pd.DataFrame]:
    """Return the first day of each period -> the statements in its texts, where there are any.

    Those in texts without a date are left out. Raises InputError for an unknown period.
    """
    require(period, tuple(PERIODS), "period")
    starts = periods_of(documents["date"], period).set_axis(documents["doc"])
    return dict(list(said.groupby(starts.reindex(said["doc"]).to_numpy())))


def ties(
    cells: pd.DataFrame,
    *,
    kind: str = CONGRUENCE,
    normalisation: str = "average",
    share: float = SHARE,
) -> pd.DataFrame:
    """Return the pairs of speakers who agree (`congruence`) or disagree (`conflict`) on codes.

    Columns: `speaker, other, codes, shared, weight, hits, other_hits, support, certain`, the
    heaviest first. `cells` come from `affiliations`. A position is a code asserted or a code
    negated, in at least `share` of the passages of a speaker that do either. Two speakers are
    congruent in a position that both take, in conflict in a code that one asserts and the other
    negates; `shared` is how often that is so (a code that both assert and negate counts twice).
    With `subtract` it is the one less the other: who agrees on balance, below 0 who disagrees.
    `weight` is that number, or normalised for how many positions both take: over their mean
    (`average`), their union (`jaccard`) or their geometric mean (`cosine`; Leifeld 2017). `hits`
    and `other_hits` are the passages of either that the tie rests on (`passages_of` gives them),
    `support` those of the weaker side, position by position (of `subtract`, code by code),
    `certain` the share whose speakers are beyond doubt. Caveats: who speaks more has more ties,
    for which normalised weights allow; and who both asserts and negates a code may agree and be in
    conflict with one speaker. Raises InputError for an unknown kind or normalisation.
    """
    require(kind, TIE_KINDS, "kind of tie")
    require(normalisation, NORMALISATIONS, "normalisation")
    taken = cells[cells["polarity"].isin(SIGNS)]
    names, codes = (sorted(taken[column].unique()) for column in ("speaker", "code"))
    speakers = pd.Index(names)
    hits = np.zeros((len(speakers), len(SIGNS), len(codes)))
    sure = np.zeros_like(hits)
    sign, code = pd.Index(SIGNS).get_indexer(taken["polarity"]), pd.Index(codes)
    place = speakers.get_indexer(taken["speaker"]), sign, code.get_indexer(taken["code"])
    hits[place], sure[place] = taken["hits"], taken["hits"] * taken["certain"]
    slight = hits < share * hits.sum(axis=1, keepdims=True)
    hits[slight] = sure[slight] = 0
    there = (hits > 0).astype(float)
    both = hits.sum(axis=1, keepdims=True)  # a code, whatever the position
    sides = {CONGRUENCE: (hits, hits), CONFLICT: (hits, hits[:, ::-1]), SUBTRACT: (both, both)}
    side, facing = sides[kind]
    opposite = np.broadcast_to(facing > 0, hits.shape).astype(float)
    one, two = np.nonzero(np.triu(across(there, opposite), 1))
    agreed, differed = across(there, there)[one, two], across(there, there[:, ::-1])[one, two]
    shared = {CONGRUENCE: agreed, CONFLICT: differed, SUBTRACT: agreed - differed}[kind]
    own, others = across(hits, opposite)[one, two], across(opposite, hits)[one, two]
    known = across(sure, opposite)[one, two] + across(opposite, sure)[one, two]
    positions = there.sum(axis=(1, 2))
    union = differed if kind == CONFLICT else agreed
    named, support = met(side, facing, one, two, codes)
    found = pd.DataFrame(
        {
            "speaker": speakers[one].astype("str"),
            "other": speakers[two].astype("str"),
            "codes": pd.Series(named, dtype="str"),
            "shared": shared.astype(int),
            "weight": shared / scale_of(positions[one], positions[two], union, normalisation),
            "hits": own.astype(int),
            "other_hits": others.astype(int),
            "support": np.array(support, dtype=int),
            "certain": known / (own + others),
        }
    )
    order = ["weight", "shared", "support"]
    return found.sort_values(order, ascending=False, key=abs, kind="stable", ignore_index=True)


def across(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return for each pair of speakers the sum of the products over their positions."""
    return np.tensordot(one, other, axes=((1, 2), (1, 2)))


def met(
    hits: np.ndarray, opposite: np.ndarray, one: np.ndarray, two: np.ndarray, codes: Sequence[str]
) -> tuple[list[str], list[int]]:
    """Return the codes in which each pair of speakers meets, with commas, and the support of it.

    Support are the passages of the weaker side, summed over positions. Pairs are sorted by `one`.
    """
    named: list[str] = []
    support: list[int] = []
    for speaker in np.unique(one):  # all pairs at once would not fit into memory
        weaker = np.minimum(hits[speaker], opposite[two[one == speaker]])
        support += weaker.sum(axis=(1, 2)).astype(int).tolist()
        about = weaker.any(axis=1)
        named += [", ".join(codes[at] for at in row.nonzero()[0].tolist()) for row in about]
    return named, support


def scale_of(
    own: np.ndarray, other: np.ndarray, shared: np.ndarray, normalisation: str
) -> np.ndarray:
    """Return what the shared positions are divided by, given the positions of both speakers.

    >>> four, one = np.array([4.0]), np.array([1.0])
    >>> [float(scale_of(four, one, one, name)[0]) for name in NORMALISATIONS]
    [1.0, 2.5, 4.0, 2.0]
    """
    if normalisation == "average":
        return (own + other) / 2
    if normalisation == "jaccard":
        return own + other - shared
    return np.sqrt(own * other) if normalisation == "cosine" else np.ones_like(own)


def passages_of(
    said: pd.DataFrame,
    one: str,
    other: str,
    *,
    kind: str = CONGRUENCE,
    least: int = 1,
    share: float = SHARE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statements of either speaker that their tie rests on.

    `least` is that of the affiliations, as in `network`, `share` that of the ties.
    """
    taken = said[said["polarity"].isin(SIGNS) & said["speaker"].isin([one, other])]
    keys = ["speaker", "code", "polarity"]
    taken = taken[taken.groupby(keys)["doc"].transform("size") >= least]
    own, every = (taken.groupby(by)["doc"].transform("size") for by in (keys, keys[:2]))
    taken = taken[own >= share * every]
    sides = [taken[taken["speaker"] == name] for name in (one, other)]
    met_by = {CONGRUENCE: SIGNS, CONFLICT: SIGNS[::-1], SUBTRACT: ("", "")}[kind]
    held = [keyed(side, met_by if kind == SUBTRACT else SIGNS) for side in sides]
    answered = [keyed(side, met_by) for side in sides]
    return sides[0][answered[0].isin(held[1])], sides[1][answered[1].isin(held[0])]


def keyed(side: pd.DataFrame, signs: Sequence[str]) -> pd.MultiIndex:
    """Return the code of each statement, with one of `signs` in place of asserted and negated."""
    in_place = dict(zip(SIGNS, signs, strict=True))
    return pd.MultiIndex.from_arrays([side["code"], side["polarity"].map(in_place)])


def require(value: str, known: Sequence[str], what: str) -> None:
    """Raise InputError for a value that is none of those known."""
    if value not in known:
        raise InputError(f"{what} {value!r}", "is unknown", f"There are: {', '.join(known)}.")
