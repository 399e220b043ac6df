"""Who argues what with whom: speakers and codes as a network, by polarity and over time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topoi.analysis.measures.trends import periods_of
from topoi.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

SIGNS = ("asserted", "negated")  # a code that is only mentioned is no position
AFFILIATION, CONGRUENCE, CONFLICT = "affiliation", "congruence", "conflict"
KINDS = (AFFILIATION, CONGRUENCE, CONFLICT)
NORMALISATIONS = ("none", "average", "jaccard", "cosine")
CELLS = ["speaker", "code", "polarity", "hits", "texts", "certain"]
TIES = [
    "speaker", "other", "codes", "shared", "weight", "hits", "other_hits", "support", "certain",
]  # fmt: skip
SEED = 1
NOTE = (
    "Who speaks and whether a passage asserts or negates its code are found by rule; `certain` is "
    "the share of the passages whose speaker the text names beyond doubt, `support` the passages "
    "on the weaker side: a tie of support 1 rests on one passage."
)


def affiliations(hits: pd.DataFrame, *, least: int = 1) -> pd.DataFrame:
    """Return who uses which code how: `speaker, code, polarity, hits, texts, certain`.

    A row for each speaker, code and polarity (asserted, negated, mentioned) with at least `least`
    passages, the most frequent first. `hits` has `doc, speaker, code, polarity, certain`; passages
    without a speaker belong to nobody. `certain` is the share whose speaker is beyond doubt.

    >>> hits = pd.DataFrame({"doc": ["a", "a"], "speaker": "Ann", "code": "war",
    ...     "polarity": "asserted", "certain": [True, False]})
    >>> affiliations(hits).values.tolist()
    [['Ann', 'war', 'asserted', 2, 1, 0.5]]
    """
    named = hits[hits["speaker"] != ""]
    cells = named.groupby(CELLS[:3], observed=True, sort=True)
    found = cells.agg(
        hits=("doc", "size"), texts=("doc", "nunique"), certain=("certain", "mean")
    ).reset_index()
    found = found[found["hits"] >= least]
    return found.sort_values("hits", ascending=False, kind="stable", ignore_index=True)[CELLS]


def ties(
    cells: pd.DataFrame, *, kind: str = CONGRUENCE, normalisation: str = "average"
) -> pd.DataFrame:
    """Return the pairs of speakers who agree (`congruence`) or disagree (`conflict`) on codes.

    Columns: `speaker, other, codes, shared, weight, hits, other_hits, support, certain`, the
    heaviest first. `cells` come from `affiliations`. Two speakers are congruent in a code that both
    assert or both negate, in conflict in one that one asserts and the other negates; `shared` is
    the number of such codes. `weight` is that number, or normalised for how many positions both
    take: over their mean (`average`), their union (`jaccard`) or their geometric mean (`cosine`;
    Leifeld 2017). `hits` and `other_hits` are the passages of either on these codes, `support` the
    smaller of them, `certain` the share whose speakers are beyond doubt. Caveat: who speaks more
    has more ties; only a normalised weight allows for it. Raises InputError for an unknown kind or
    normalisation.
    """
    require(kind, (CONGRUENCE, CONFLICT), "kind of tie")
    require(normalisation, NORMALISATIONS, "normalisation")
    taken = cells[cells["polarity"].isin(SIGNS)]
    speakers, codes = (sorted(taken[name].unique()) for name in ("speaker", "code"))
    sides = np.zeros((len(SIGNS), len(speakers), len(codes)))
    sure = np.zeros_like(sides)
    place = (
        pd.Index(SIGNS).get_indexer(taken["polarity"]),
        pd.Index(speakers).get_indexer(taken["speaker"]),
        pd.Index(codes).get_indexer(taken["code"]),
    )
    sides[place], sure[place] = taken["hits"], taken["hits"] * taken["certain"]
    turned = slice(None) if kind == CONGRUENCE else slice(None, None, -1)
    there, opposite = sides > 0, sides[turned] > 0
    positions = there.sum(axis=(0, 2))

    def over_codes(own: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return for each pair of speakers the sum of the products over signs and codes."""
        return np.einsum("sik,sjk->ij", own.astype(float), other.astype(float))

    shared, own = over_codes(there, opposite), over_codes(sides, opposite)
    others = over_codes(there, sides[turned])
    certain = over_codes(sure, opposite) + over_codes(there, sure[turned])
    rows = []
    for one, two in np.argwhere(np.triu(shared, 1) > 0).tolist():
        about = (there[:, one] & opposite[:, two]).any(axis=0)
        named = ", ".join(codes[at] for at in np.flatnonzero(about))
        scale = scale_of(positions[one], positions[two], int(shared[one, two]), normalisation)
        sizes = (int(own[one, two]), int(others[one, two]))
        rows.append(
            (
                *(speakers[one], speakers[two], named, int(shared[one, two])),
                *(shared[one, two] / scale, *sizes, min(sizes)),
                certain[one, two] / sum(sizes),
            )
        )
    found = pd.DataFrame(rows, columns=TIES).astype(
        {**dict.fromkeys(TIES[:3], "str"), "shared": int, "weight": float, "certain": float}
    )
    order = ["weight", "shared", "support"]
    found = found.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    found.attrs["note"] = NOTE
    return found


def scale_of(own: int, other: int, shared: int, normalisation: str) -> float:
    """Return what the number of shared codes is divided by, given the positions of both speakers.

    >>> [scale_of(4, 1, 1, one) for one in NORMALISATIONS]
    [1.0, 2.5, 4.0, 2.0]
    """
    if normalisation == "average":
        return (own + other) / 2
    if normalisation == "jaccard":
        return float(own + other - shared)
    return float(np.sqrt(own * other)) if normalisation == "cosine" else 1.0


def over_time(
    hits: pd.DataFrame, documents: pd.DataFrame, *, period: str, least: int = 1
) -> dict[pd.Timestamp, pd.DataFrame]:
    """Return period -> the `affiliations` in its texts; those without a date are left out.

    Raises InputError for an unknown period.
    """
    from topoi.analysis.measures.trends import PERIODS

    require(period, tuple(PERIODS), "period")
    dated = documents[documents["date"].notna()]
    starts = pd.Series(periods_of(dated["date"], period).to_numpy(), index=dated["doc"].to_numpy())
    placed = hits.assign(period=hits["doc"].map(starts))
    groups = placed.dropna(subset=["period"]).groupby("period")
    return {start: affiliations(own, least=least) for start, own in groups}


def passages_of(hits: pd.DataFrame, tie: "pd.Series | dict[str, object]") -> pd.DataFrame:
    """Return the passages that a tie rests on: those of both speakers on the codes they share."""
    codes = str(tie["codes"]).split(", ")
    taken = hits["polarity"].isin(SIGNS) & hits["code"].isin(codes)
    return hits[taken & hits["speaker"].isin([tie["speaker"], tie["other"]])]


def matrix(found: pd.DataFrame) -> pd.DataFrame:
    """Return a network as a table: speakers by codes of affiliations, speakers by speakers of ties.

    Cells are passages of `affiliations` (asserted less negated, so that a sign is a position), and
    weights of `ties`; a pair without a tie has 0.

    >>> tie = pd.DataFrame([("Ann", "Bob", "war", 1, 0.5, 2, 1, 1, 1.0)], columns=TIES)
    >>> matrix(tie).to_numpy().tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    if "other" in found.columns:
        names = sorted({*found["speaker"], *found["other"]})
        table = pd.DataFrame(0.0, index=pd.Index(names, name="speaker"), columns=names)
        for row in found.itertuples():
            table.loc[row.speaker, row.other] = table.loc[row.other, row.speaker] = row.weight
        return table
    sign = found["polarity"].map({"asserted": 1, "negated": -1}).fillna(0).astype(int)
    signed = found.assign(signed=found["hits"] * sign)
    return signed.pivot_table(
        index="speaker", columns="code", values="signed", aggfunc="sum", fill_value=0
    )


def graph(found: pd.DataFrame) -> "nx.Graph":
    """Return a network as a networkx graph: nodes with their `kind`, edges with all columns.

    Of affiliations it has speakers and codes, an edge a polarity; of ties speakers only.
    """
    import networkx as nx

    if "other" in found.columns:
        network: nx.Graph = nx.Graph()
        ends = ("speaker", "other", "speaker")
    else:
        network = nx.MultiGraph()
        ends = ("speaker", "code", "code")
    for row in found.to_dict("records"):
        one, two = (ends[0], row[ends[0]]), (ends[2], row[ends[1]])
        names = [f"{kind}: {label}" for kind, label in (one, two)]
        for name, (kind, label) in zip(names, (one, two), strict=True):
            network.add_node(name, kind=kind, label=label)
        network.add_edge(*names, **{k: v for k, v in row.items() if k not in ends[:2]})
    return network


def require(value: str, known: Sequence[str], what: str) -> None:
    """Raise InputError for a value that is none of those known."""
    if value not in known:
        raise InputError(f"{what} {value!r}", "is unknown", f"There are: {', '.join(known)}.")
