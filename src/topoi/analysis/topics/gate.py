"""The null gate: whether topics come back more surely than those of shuffled words would."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.topics.authors import AUTHOR_TOPIC, author_topics, speakers_dealt, topics_for
from topoi.analysis.topics.given import DOCUMENTS, documents_dealt, with_terms
from topoi.analysis.topics.models import Fit, TopicModel, lda_topics, nmf_topics, obstacle
from topoi.analysis.topics.stability import agreements, shuffled, subsample
from topoi.analysis.topics.units import TermMatrix, commonest_terms, sample_units
from topoi.analysis.topics.words import coherence, topic_words
from topoi.progress import track

LEAST_UNITS_A_TOPIC = 10
FEW_UNITS = 100
RUNS = 50
SHUFFLES = 20
RUNS_A_SHUFFLE = 2
LEVEL = 0.05
# What the test is made of where there is more; an LDA of 500 units takes ten times an NMF.
TESTED: Mapping[str, int] = {"NMF": 500, "LDA": 200, AUTHOR_TOPIC: 500, DOCUMENTS: 500}
TERMS = 1000
FITS: Mapping[str, Fit] = {
    "NMF": partial(nmf_topics, iterations=50, precision=np.float32),
    "LDA": partial(lda_topics, passes=5, chunk=32, iterations=15),
    AUTHOR_TOPIC: partial(author_topics, starts=2),
}
# What has no topics: the words of the units shuffled, or their speakers, or what is said of them.
NULLS: Mapping[str, Callable[[TermMatrix, np.random.Generator], TermMatrix]] = {
    AUTHOR_TOPIC: speakers_dealt,
    DOCUMENTS: documents_dealt,
}
RUNS_OF_AUTHORS = 20
CURVE = [
    *("k", "units", "mean", "low", "high", "null_mean", "null_low", "null_high"),
    *("excess", "npmi", "passed", "note"),
]


class Gate(NamedTuple):
    """The outcome of the null gate for one number of topics; agreements lie between 0 and 1.

    `agreements` has one for each subsample of the text, `null` one for each shuffled copy;
    `null_high` is what the latter reach in 95% of the copies, whichever number of topics is
    looked at. `units` counts those that repeat no other, `tested` those drawn for the test.
    """

    k: int
    units: int
    agreements: tuple[float, ...]
    null: tuple[float, ...]
    null_high: float = 1.0
    note: str = ""
    method: str = "NMF"
    tested: int = 0

    @property
    def low(self) -> float:
        """What at least 95% of the subsamples agree at or above, 0 where there is none."""
        return float(np.quantile(self.agreements or (0.0,), LEVEL, method="lower"))

    @property
    def high(self) -> float:
        """What at least 95% of the subsamples agree at or below, 1 where there is none."""
        return float(np.quantile(self.agreements or (1.0,), 1 - LEVEL, method="higher"))

    @property
    def null_low(self) -> float:
        """What at least 95% of the shuffled copies agree at or above, 0 where there is none."""
        return float(np.quantile(self.null or (0.0,), LEVEL, method="lower"))

    @property
    def passed(self) -> bool:
        """Whether the topics are steadier than those of shuffled words."""
        return not self.note and round(self.low, 4) > round(self.null_high, 4)


def null_gates(
    vocabulary: TermMatrix,
    grid: Sequence[int],
    *,
    method: str = "NMF",
    runs: int = RUNS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
    most_units: int | None = None,
    fit: Fit | None = None,
    given: TopicModel | None = None,
) -> dict[int, Gate]:
    """Return for each number of topics how steady they are against those of shuffled words.

    The topics of all units are compared with those of `runs` subsamples of 80% (Hungarian
    matching, average Jaccard of the top ten words; Greene et al. 2014, Belford et al. 2018). The
    same is done with each of `shuffles` shuffled copies and two subsamples of it, whose mean is
    the copy's. The gate of a number passes when 95% of the first are above what 95% of the copies
    reach, corrected for the numbers in `grid` by the largest of each copy (`upper_edges`).

    Units that repeat an earlier one are left out first; of more than `most_units` (500, of an LDA
    200) so many are drawn once and stand for all, and of more than 1,000 words the commonest.
    `method` is a key of `FITS`, whose models are fitted more briefly than those that are shown, and
    of `NULLS` where its copies are other ones; `fit` stands for its model. Topics that are `given`
    are compared with the subsamples in place of those of all units, and with the copies where these
    keep the words of the units. When k topics cannot be made, `note` says why and the gate has not
    passed. Caveat: that words go together more than by chance makes no topic of them (Hoyle et al.
    2021).
    """
    distinct = vocabulary.without_copies()
    most = TESTED[method] if most_units is None else most_units
    tested = commonest_terms(sample_units(distinct, most, seed=seed), TERMS)
    smallest = subsample(tested, np.random.default_rng(seed))
    notes = {k: obstacle(tested, k) or obstacle(smallest, k) for k in grid}
    measured = [k for k in grid if not notes[k]]
    draw, copied = np.random.default_rng(seed), NULLS.get(method, shuffled)
    of_units = partial(
        agreements, grid=measured, draw=draw, fit=fit or FITS[method], in_order=method == DOCUMENTS
    )
    whole = given and with_terms(given, tested.terms)
    real = of_units(tested, runs=runs, given=whole)
    copies = track(range(shuffles), label="topic stability", total=shuffles, unit="shuffle")
    several = partial(of_units, runs=RUNS_A_SHUFFLE, given=whole if copied != shuffled else None)
    null = np.array([several(copied(tested, draw)).mean(axis=0) for _ in copies])
    edges = dict(zip(measured, upper_edges(null), strict=True))
    columns = {k: (tuple(real[:, i]), tuple(null[:, i])) for i, k in enumerate(measured)}
    return {
        k: Gate(k, len(distinct.groups), *columns.get(k, ((), ())), edges.get(k, 1.0), notes[k],
                method, len(tested.groups))
        for k in grid
    }  # fmt: skip


def upper_edges(null: np.ndarray, *, level: float = LEVEL) -> np.ndarray:
    """Return for each column what it reaches in 95% of the rows, whichever column is looked at.

    A row is a shuffled copy, a column a number of topics. Each column is measured in its standard
    deviations from its mean; the height that the largest of a row reaches in 95% of the rows holds
    for all columns (the maximum statistic: Westfall and Young 1993). With 20 rows that is the
    largest of all, as p = 1/21 asks.

    >>> upper_edges(np.array([[0.2, 0.5], [0.4, 0.5]])).round(2).tolist()
    [0.4, 0.5]
    """
    if not null.size:
        return np.zeros(null.shape[1])
    middle, spread = null.mean(axis=0), null.std(axis=0)
    far = np.divide(null - middle, spread, out=np.zeros_like(null), where=spread > 0)
    height = np.quantile(far.max(axis=1), 1 - level, method="higher")
    return np.minimum(middle + height * spread, 1.0)


def stability_curve(
    vocabulary: TermMatrix,
    grid: Sequence[int] = (),
    *,
    runs: int = RUNS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> pd.DataFrame:
    """Return one row for each number of topics of an NMF, for the choice of K.

    Without `grid` the numbers are those of `topic_numbers`.
    Columns: `k, units`; `mean`, `low` and `high` (95% at or above, at or below) of the agreement
    under resampling; `null_mean, null_low, null_high` with shuffled words, the last corrected for
    the numbers tried; `excess` (mean - null_mean); `npmi` (mean coherence of the topics of all
    units that repeat no other, at most 500 drawn); `passed`; `note` (why a row could not be
    measured; its numbers are missing). Rounded to four decimals. `attrs["gates"]` has the gate of
    each number.
    """
    distinct = vocabulary.without_copies()
    numbers = grid or topic_numbers(len(distinct.groups))
    gates = null_gates(vocabulary, numbers, runs=runs, shuffles=shuffles, seed=seed)
    sample = sample_units(distinct, TESTED["NMF"], seed=seed)
    curve = pd.DataFrame([curve_row(gate, sample) for gate in gates.values()], columns=CURVE)
    curve.attrs["gates"] = gates
    return curve


def curve_row(gate: Gate, vocabulary: TermMatrix) -> tuple[object, ...]:
    """Return the row of the stability curve for one gate."""
    if gate.note:
        return gate.k, gate.units, *[np.nan] * 8, False, gate.note
    mean, null_mean = float(np.mean(gate.agreements)), float(np.mean(gate.null))
    npmi = float(np.mean(coherence(nmf_topics(vocabulary, gate.k), vocabulary)))
    bands = (mean, gate.low, gate.high, null_mean, gate.null_low, gate.null_high)
    numbers = (*bands, mean - null_mean, npmi)
    return gate.k, gate.units, *(round(x, 4) for x in numbers), gate.passed, ""


def gates_of(vocabulary: TermMatrix, curve: pd.DataFrame, k: int, *, seed: int = 0) -> list[Gate]:
    """Return the gate of each kind of model at k topics: the curve's NMF, and LDA.

    k was chosen by the NMF alone, so that the gate of the LDA needs no correction for others.
    Where there are too few units for k topics of any model, the LDA is not tested.
    """
    known = curve.attrs["gates"]
    first = known[k] if k in known else null_gates(vocabulary, [k], seed=seed)[k]
    if few := few_units(first):
        return [first, Gate(k, first.units, (), (), note=first.note or few, method="LDA")]
    return [first, null_gates(vocabulary, [k], method="LDA", seed=seed)[k]]


def author_gate(vocabulary: TermMatrix, *, seed: int = 0) -> Gate:
    """Return the gate of topics by speaker, for the one number of `topics_for`.

    The copies have their speakers dealt anew among the units, so that topics which are of the texts
    and not of who speaks do not pass. Without speakers enough the gate's note says so.
    """
    k = topics_for(vocabulary)
    return null_gates(vocabulary, [k], method=AUTHOR_TOPIC, runs=RUNS_OF_AUTHORS, seed=seed)[k]


class ChoiceOfK(NamedTuple):
    """The number of topics to show, whether it stands out, and the reason in words."""

    k: int
    stands_out: bool
    reason: str


def choose_k(curve: pd.DataFrame) -> ChoiceOfK:
    """Return the number of topics to show: stability above the null first, NPMI second.

    Passing rows whose excess is within the best one's own spread (mean - low) do as well as it. If
    there is more than one the curve is flat: none is called optimal, and the most coherent of them
    is shown. When no row passes, the one furthest above the null is shown.
    """
    measured = curve[curve["note"] == ""]
    if measured.empty:
        return ChoiceOfK(0, False, "; ".join(sorted(set(curve["note"]))) or "no K was tried")
    tried = ", ".join(str(k) for k in measured["k"])
    passing = measured[measured["passed"].astype(bool)]
    if passing.empty:
        shown = int(measured.loc[measured["excess"].idxmax(), "k"])
        reason = f"of the numbers tried ({tried}) none passes the test; {shown} is shown to see why"
        return ChoiceOfK(shown, False, reason)
    best = passing.loc[passing["excess"].idxmax()]
    near = passing[passing["excess"] >= best["excess"] - (best["mean"] - best["low"])]
    shown = int(near.loc[near["npmi"].idxmax(), "k"])
    if len(near) == 1:
        reason = f"{shown} are further above shuffled words than the other numbers tried ({tried})"
        return ChoiceOfK(shown, True, reason)
    alike = ", ".join(str(k) for k in near["k"])
    reason = f"the curve is flat: {alike} do equally well; {shown} has the highest NPMI"
    return ChoiceOfK(shown, False, f"{reason} of them and is shown, not as an optimum")


class Verdict(NamedTuple):
    """Whether topic findings may be published, and the reasons when they may not."""

    publish: bool
    reasons: tuple[str, ...]


def verdict_on(gate: Gate) -> Verdict:
    """Return whether topics of this size may be published: the gate passed, ten units a topic."""
    reasons = []
    if gate.note:
        reasons.append(f"not tested: {gate.note}")
    elif not gate.passed:
        reasons.append(
            f"the null gate fails at K = {gate.k}: 95% of resamples agree at {gate.low:.2f} or "
            f"more, 95% of shuffled copies at up to {gate.null_high:.2f}"
        )
    if (few := few_units(gate)) and few != gate.note:
        reasons.append(few)
    return Verdict(not reasons, tuple(reasons))


def few_units(gate: Gate) -> str:
    """Return that the units are too few for so many topics, or nothing where they are not."""
    if gate.units >= LEAST_UNITS_A_TOPIC * gate.k:
        return ""
    least = f"fewer than {LEAST_UNITS_A_TOPIC} units a topic"
    return f"{gate.units} units for {gate.k} topics are {least}"


def topic_numbers(units: int) -> tuple[int, ...]:
    """Return the numbers of topics to try; many units can hold more topics.

    >>> topic_numbers(10), topic_numbers(1000)
    ((2, 3, 4, 5, 6), (2, 5, 10, 15, 20))
    """
    return (2, 3, 4, 5, 6) if units <= FEW_UNITS else (2, 5, 10, 15, 20)


def gated_topics(vocabulary: TermMatrix, *, k: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Return the words of the NMF topics of some units, and in `attrs["note"]` how to read them.

    Columns as in `topic_words`. Without `k` the number is chosen by `choose_k`. The note says
    whether the topics are steadier than those of shuffled words, and why not.
    """
    distinct = vocabulary.without_copies()
    curve = stability_curve(vocabulary, (k,) if k else (), seed=seed)
    chosen = choose_k(curve)
    if not chosen.k:
        table = pd.DataFrame(columns=["topic", "method", "words", "frex", "npmi"])
        table.attrs["note"] = f"No topics: {chosen.reason}."
        return table
    table = topic_words(nmf_topics(distinct, chosen.k, seed=seed), distinct)
    _, read = told_verdict(curve.attrs["gates"][chosen.k])
    table.attrs["note"] = f"{read} {chosen.reason[0].upper()}{chosen.reason[1:]}."
    return table


def told_verdict(gate: Gate) -> tuple[bool, str]:
    """Return whether topics may be published, and a sentence that says so or why not."""
    verdict = verdict_on(gate)
    if verdict.publish:
        dealt = "dealt speakers" if gate.method in NULLS else "shuffled words"
        return True, f"The topics pass the test against {dealt}."
    return False, f"Not to be read as findings: {'; '.join(verdict.reasons)}."
