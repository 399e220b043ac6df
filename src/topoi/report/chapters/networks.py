"""What the chapter on networks shows: who takes which position, who agrees, each with passages."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.analysis.measures.networks import (
    CONFLICT,
    CONGRUENCE,
    NESTED,
    SIGNS,
    SUBTRACT,
    affiliations,
    in_periods,
    passages_of,
    slight,
    ties,
)
from topoi.coding.codebook.codebook import POLARITIES
from topoi.report.chapters.grouping import ranked
from topoi.report.chapters.results import VOICES
from topoi.report.chapters.sentences import speakers, with_unit
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    measured,
    name,
    prose,
    sentence,
)
from topoi.text.voices.voices import OUTLET

if TYPE_CHECKING:
    from topoi.study import Study

MODE_OF_OUTLET, DIRECT = "outlet", "direct"
SPEAKERS, CODES = 6, 12  # of the matrix: as many as stand beside one another on a page
NAMED = 6  # speakers in a sentence
ROWS, OF_A_PERIOD = 20, 2  # ties in a table; of each kind in a period
NOT_BY_PERIOD = ("Positions", "Same target", "Certain")  # for which the page has no room
SHARED = "positions of both speakers that make the tie"
WEIGHT = "shared positions over the mean number of positions of both speakers"
BALANCE = (
    "positions that both share less those of one that the other opposes, over the mean number of "
    "positions of both"
)
SUPPORT = "passages of the side of a tie that has fewer, position by position"
KIND_WORDS = {CONGRUENCE: "agree", CONFLICT: "conflict"}


def ties_of(study: "Study") -> dict[str, pd.DataFrame]:
    """Return the ties of each kind between the speakers of a study, by its first codebook.

    Columns as in `measures.networks.ties`, and `same_target`: whether the tie is left where a code
    of another target counts as another code.
    """
    said, apart = study.statements(), study.statements(targets=True)
    found = {}
    for kind in KIND_WORDS:
        own, strict = (ties(affiliations(one), kind=kind) for one in (said, apart))
        pairs = [pd.MultiIndex.from_frame(one[["speaker", "other"]]) for one in (own, strict)]
        found[kind] = own.assign(same_target=pairs[0].isin(pairs[1]))
    return found


def leading(said: pd.DataFrame) -> list[str]:
    """Return the speakers with the most passages: as many as stand beside one another on a page."""
    return ranked(said["speaker"].value_counts())[:SPEAKERS]


def among(found: Mapping[str, pd.DataFrame], speakers: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the ties of each kind between some speakers only."""
    return {
        kind: one[one["speaker"].isin(speakers) & one["other"].isin(speakers)]
        for kind, one in found.items()
    }


def positions(said: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that take a position: those that assert or negate their code."""
    return said[said["polarity"].isin(SIGNS)]


def heard_as(said: pd.DataFrame) -> dict[str, str]:
    """Return speaker -> outlet, nested or direct: how he or she is heard.

    The outlet mostly speaks in its own words; nested is a speaker heard only inside the words of
    another, who reports them; everybody else is direct.
    """
    shares = pd.crosstab(said["speaker"], said["mode"], normalize="index")
    shares = shares.reindex(columns=[MODE_OF_OUTLET, NESTED], fill_value=0.0)
    found = pd.Series(DIRECT, index=shares.index)
    found = found.mask(shares[MODE_OF_OUTLET] > 0.5, MODE_OF_OUTLET).mask(
        shares[NESTED] == 1, NESTED
    )
    return {str(speaker): str(mode) for speaker, mode in found.items()}


def shown_as(speaker: str, heard: Mapping[str, str]) -> str:
    """Return how a speaker is printed: with the voice, where it is not his or her own.

    >>> shown_as("TASS", {"TASS": "outlet"}), shown_as("Ann", {"Ann": "direct"})
    ('TASS (outlet)', 'Ann')
    """
    mode = heard.get(speaker, DIRECT)
    return speaker if mode == DIRECT or speaker == OUTLET else f"{speaker} ({VOICES[mode].lower()})"


def matrix_table(said: pd.DataFrame, labels: Mapping[str, str], *, source: str) -> Table:
    """Return who asserts, negates or mentions which code: codes by speakers, each cell linked.

    A code has a row for each polarity that occurs. Shown are the codes and the speakers with the
    most passages; the last column has all speakers.
    """
    heard, own = heard_as(said), dict(list(said.groupby(["code", "polarity", "speaker"])))
    those = leading(said)
    codes = ranked(said["code"].value_counts())[:CODES]
    every = dict(list(said.groupby(["code", "polarity"])))
    rows = [{"code": c, "polarity": p} for c in codes for p in POLARITIES if (c, p) in every]

    def cell(row: Mapping[str, Any], speaker: str) -> Cited | str:
        found = own.get((row["code"], row["polarity"], speaker))
        return "" if found is None else cite(found, label=told(row, shown_as(speaker, heard)))

    def told(row: Mapping[str, Any], who: str) -> str:
        return f"{who}: {labels[row['code']]}, {row['polarity']}"

    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column("Polarity", "polarity"),
        *(Column(shown_as(one, heard), partial(cell, speaker=one), empty="·") for one in those),
        Column(
            "All speakers",
            lambda row: cite(every[row["code"], row["polarity"]], label=told(row, "all speakers")),
        ),
    ]
    counted = partial(measured, source=source, digits=0)
    note = sentence(
        "{k} of {n} speakers and {c} of {m} codes that occur, those with the most passages; the "
        "ties below are those between these speakers (`topoi network` lists all).",
        k=counted(len(those), how="speakers shown"),
        n=counted(said["speaker"].nunique(), how="speakers with a passage"),
        c=counted(len(codes), how="codes shown"),
        m=counted(said["code"].nunique(), how="codes with a passage"),
    )
    return table(rows, columns, source=source, note=prose(note, name(said.attrs["note"])))


def balance_table(study: "Study", *, source: str) -> Table:
    """Return who agrees on balance: the leading speakers by one another, each cell linked.

    A cell is congruence less conflict (`subtract` of `measures.networks.ties`), below 0 where they
    differ in more than they share. A code of another target counts as another, since else nearly
    all who speak much would agree. Empty where no two of them have a code in common.
    """
    said, apart = study.statements(), study.statements(targets=True)
    those, heard = leading(said), heard_as(said)
    of = apart[apart["speaker"].isin(those)]
    found = ties(affiliations(of), kind=SUBTRACT)
    weights = {frozenset(row[:2]): row[2] for row in found[["speaker", "other", "weight"]].values}
    rows = [{"speaker": one} for one in those if any(one in pair for pair in weights)]

    def cell(row: Mapping[str, Any], other: str) -> Cited | str:
        weight = weights.get(frozenset((row["speaker"], other)))
        if weight is None:
            return ""
        both = said.loc[pd.concat(passages_of(of, row["speaker"], other, kind=SUBTRACT)).index]
        label = f"{shown_as(row['speaker'], heard)} and {shown_as(other, heard)}"
        return measured(weight, hits=both, how=BALANCE, digits=2, label=label)

    columns = [
        Column("Speaker", lambda row: shown_as(row["speaker"], heard)),
        *(
            Column(shown_as(row["speaker"], heard), partial(cell, other=row["speaker"]), empty="·")
            for row in rows
        ),
    ]
    left = slight(of).strip()
    return table(rows, columns, source=source, note=name(left) if left else None)


def strongest(found: pd.DataFrame, most: int = ROWS) -> pd.DataFrame:
    """Return the first ties, those that rest on one passage last, else the heaviest first."""
    alone = found["support"] < 2
    return found.assign(alone=alone).sort_values("alone", kind="stable").head(most)


def ties_table(
    found: pd.DataFrame, said: pd.DataFrame, labels: Mapping[str, str], *, kind: str, source: str
) -> Table:
    """Return the strongest ties of one kind (congruence, conflict), both sides linked."""
    columns = tie_columns(labels, heard_as(said))
    rows = opened(strongest(found), said, kind=kind)
    more = len(found) - len(rows)
    note = sentence(
        "{more} further ties between these speakers are not shown.",
        more=measured(more, how="ties not shown", source=source, digits=0),
    )
    return table(rows, columns, source=source, note=note if more else None)


def time_table(
    said: pd.DataFrame,
    study: "Study",
    labels: Mapping[str, str],
    *,
    period: str,
    source: str,
) -> Table:
    """Return the strongest ties of each kind in each period, between the leading speakers.

    Empty where there is but one period. Each period is a network of its own: what two
    say in different ones makes no tie.
    """
    of = said[said["speaker"].isin(leading(said))]
    parts = in_periods(of, study.corpus.documents, period)
    rows = [
        {**row, "period": start, "kind": KIND_WORDS[kind]}
        for start, own in parts.items()
        for kind in KIND_WORDS
        for row in opened(
            strongest(ties(affiliations(own), kind=kind), OF_A_PERIOD), own, kind=kind
        )
    ]
    told = [one for one in tie_columns(labels, heard_as(said)) if one.head not in NOT_BY_PERIOD]
    columns = [Column("From", "period"), *told[:2], Column("Tie", "kind"), *told[2:]]
    return table(rows if len(parts) > 1 else [], columns, source=source, most=2 * ROWS)


def opened(found: pd.DataFrame, said: pd.DataFrame, *, kind: str) -> list[dict[str, Any]]:
    """Return ties as rows with the passages of both sides."""
    rows = found.to_dict("records")
    for row in rows:
        own, other = passages_of(said, row["speaker"], row["other"], kind=kind)
        row |= {"own_side": own, "other_side": other, "same": same_target(own, other, kind=kind)}
    return rows


def same_target(own: pd.DataFrame, other: pd.DataFrame, *, kind: str) -> int:
    """Return in how many positions of a tie some passages of both sides have the same target.

    Those for which no target is found count as one target.
    """
    keys = ["code", "polarity", "target"]
    mine, theirs = (set(side[keys].itertuples(index=False, name=None)) for side in (own, other))
    turned = dict(zip(SIGNS, SIGNS if kind == CONGRUENCE else SIGNS[::-1], strict=True))
    met = {(code, sign) for code, sign, target in mine if (code, turned[sign], target) in theirs}
    return len(met)


def tie_columns(labels: Mapping[str, str], heard: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table of ties."""

    def codes(row: Mapping[str, Any]) -> str:
        met = set(row["own_side"]["code"])
        return ", ".join(label for code, label in labels.items() if code in met)

    def passages(row: Mapping[str, Any], side: str, who: str, whom: str) -> Cited:
        label = f"{shown_as(row[who], heard)}, on what {row[whom]} speaks of, too: {codes(row)}"
        return cite(row[side], label=label)

    def both(row: Mapping[str, Any]) -> Cited:
        sides = pd.concat([row["own_side"], row["other_side"]])
        label = f"{shown_as(row['speaker'], heard)} and {shown_as(row['other'], heard)}"
        return measured(row["shared"], hits=sides, how=SHARED, digits=0, label=label)

    return [
        Column("Speaker", lambda row: shown_as(row["speaker"], heard)),
        Column("With", lambda row: shown_as(row["other"], heard)),
        Column("Codes", codes),
        Column("Positions", both),
        Column("Same target", "same", how="positions of a tie with a target that both sides have"),
        Column("Weight", "weight", how=WEIGHT, digits=2),
        Column("Passages", partial(passages, side="own_side", who="speaker", whom="other")),
        Column("Of the other", partial(passages, side="other_side", who="other", whom="speaker")),
        Column("Support", "support", how=SUPPORT),
        Column(
            "Certain",
            "certain",
            how="share of the passages of a tie whose speaker the text names beyond doubt",
            percent=True,
        ),
    ]


def networks_sentence(
    said: pd.DataFrame, found: Mapping[str, pd.DataFrame], title: str, *, source: str
) -> Sentence:
    """Return how many take a position on the codes, and how many of them agree or disagree.

    `found` has the ties of each kind, `title` is that of the codebook.
    """
    taken = positions(said)
    if not two_speak(said):
        return sentence(
            "Who argues what with whom? Fewer than two speakers assert or negate a code of "
            "{title}: there is no network to show.",
            title=name(title),
        )
    counted = partial(measured, source=source, digits=0)
    agree, differ = found[CONGRUENCE], found[CONFLICT]
    alone, same = int((agree["support"] < 2).sum()), int(agree["same_target"].sum())
    weak = sentence(
        " ({alone} of these ties rest on a single passage of a side; {same} are left where codes "
        "of different targets are told apart)",
        alone=counted(alone, how="ties that rest on one passage"),
        same=counted(same, how="ties with codes of different targets told apart"),
    )
    return sentence(
        "Who argues what with whom? {k} speakers assert or negate {c} of {title}, in {n}. Pairs of "
        "speakers who share a position: {agree}{weak}; pairs in conflict over a code: {differ}.",
        k=counted(taken["speaker"].nunique(), how="speakers who take a position"),
        c=with_unit(counted(taken["code"].nunique(), how="codes in a position"), "code"),
        agree=counted(len(agree), how="pairs of speakers who share a position"),
        weak=weak if len(agree) else "",
        differ=counted(len(differ), how="pairs of speakers in conflict over a code"),
        title=name(title),
        n=with_unit(cite(taken, label=f"{title}: positions"), "passage"),
    )


def two_speak(said: pd.DataFrame) -> bool:
    """Return whether at least two speakers take a position."""
    return positions(said)["speaker"].nunique() > 1


def nested_sentence(said: pd.DataFrame) -> Sentence:
    """Return which speakers are heard only through another, with their passages; "" for none."""
    heard, taken = heard_as(said), positions(said)
    nested = taken[taken["speaker"].map(heard) == NESTED]
    if nested.empty:
        return sentence("")
    return sentence(
        "Heard only inside another's words, and as that other reports them: {who} ({n}, "
        "asserting or negating a code). Their ties describe what is reported of them here, not "
        "what they said elsewhere.",
        who=speakers(nested["speaker"].value_counts(), most=NAMED),
        n=with_unit(cite(nested, label="Heard only inside another's words"), "passage"),
    )
