"""The null gate: whether topics come back more surely than those of shuffled words would."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.topics.models import Fit, TopicModel, nmf_topics, obstacle
from topoi.analysis.topics.units import TermMatrix, TopicUnits, sample_units
from topoi.analysis.topics.words import coherence, top_terms, topic_words
from topoi.progress import track

SHARE = 0.8
LEAST_GROUPS = 10
LEAST_UNITS_A_TOPIC = 10
MOST_UNITS = 1000
FEW_UNITS = 100
TESTED = 500  # units drawn for the test of topics; more make it longer and hardly change it
CURVE = [
    *("k", "units", "mean", "low", "high", "null_mean", "null_low", "null_high"),
    *("excess", "npmi", "passed", "note"),
]


class Gate(NamedTuple):
    """The outcome of the null gate for one number of topics; agreements lie between 0 and 1."""

    k: int
    units: int
    agreements: tuple[float, ...]
    null: tuple[float, ...]
    note: str = ""

    @property
    def low(self) -> float:
        """The 5th percentile of the agreement under resampling, 0 where there is none."""
        return float(np.percentile(self.agreements or (0.0,), 5))

    @property
    def high(self) -> float:
        """The 95th percentile of the agreement under resampling, 1 where there is none."""
        return float(np.percentile(self.agreements or (1.0,), 95))

    @property
    def null_low(self) -> float:
        """The 5th percentile of the agreement with shuffled words, 0 where there is none."""
        return float(np.percentile(self.null or (0.0,), 5))

    @property
    def null_high(self) -> float:
        """The 95th percentile of the agreement with shuffled words, 1 where there is none."""
        return float(np.percentile(self.null or (1.0,), 95))

    @property
    def passed(self) -> bool:
        """Whether the topics are steadier than those of shuffled words."""
        return not self.note and round(self.low, 4) > round(self.null_high, 4)


def null_gate(
    vocabulary: TermMatrix,
    k: int,
    *,
    runs: int = 20,
    shuffles: int = 10,
    seed: int = 0,
    most_units: int = MOST_UNITS,
    fit: Fit = nmf_topics,
) -> Gate:
    """Return the stability of k topics against that of the same words shuffled across units.

    The topics of all units are compared with those of `runs` subsamples of 80% (Hungarian
    matching, average Jaccard of the top ten words; Greene et al. 2014, Belford et al. 2018); the
    same is done for each of `shuffles` shuffled copies. The gate passes when the 5th percentile of
    the first is above the 95th percentile of the second. Of more than `most_units` units so many
    are drawn once and stand for all. When k topics cannot be made, `note` says why and the gate has
    not passed.
    """
    units = len(vocabulary.groups)
    vocabulary = sample_units(vocabulary, most_units, seed=seed)
    smallest = subsample(vocabulary, np.random.default_rng(seed), share=SHARE)
    note = obstacle(vocabulary, k) or obstacle(smallest, k)
    if note:
        return Gate(k, units, (), (), note)
    draw = np.random.default_rng([seed, k])
    real = agreements(vocabulary, k, runs=runs, draw=draw, fit=fit)
    null: list[float] = []
    for _ in range(shuffles):
        dealt = shuffled(vocabulary, draw)
        null += agreements(dealt, k, runs=max(1, runs // 4), draw=draw, fit=fit)
    return Gate(k, units, tuple(real), tuple(null))


def stability_curve(
    vocabulary: TermMatrix,
    grid: Sequence[int],
    *,
    runs: int = 20,
    shuffles: int = 10,
    seed: int = 0,
) -> pd.DataFrame:
    """Return one row for each number of topics, for the choice of K.

    Columns: `k, units`; `mean`, `low` and `high` (5th and 95th percentile) of the agreement under
    resampling; `null_mean, null_low, null_high` with shuffled words; `excess` (mean - null_mean);
    `npmi` (mean coherence, of the units the gate used); `passed`; `note` (why a row could not be
    measured; its numbers are missing). Rounded to four decimals. `attrs["gates"]` has the gate of
    each number, which takes as long to make again as to make.
    """
    gates = {}
    sample = sample_units(vocabulary, MOST_UNITS, seed=seed)
    for k in track(grid, label="topic stability", total=len(grid), unit="K"):
        gates[k] = null_gate(vocabulary, k, runs=runs, shuffles=shuffles, seed=seed)
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
        reason = f"no K of {tried} passes the gate; {shown} is shown to see why"
        return ChoiceOfK(shown, False, reason)
    best = passing.loc[passing["excess"].idxmax()]
    near = passing[passing["excess"] >= best["excess"] - (best["mean"] - best["low"])]
    shown = int(near.loc[near["npmi"].idxmax(), "k"])
    if len(near) == 1:
        reason = f"K = {shown} is steadier above the null than the others tried ({tried})"
        return ChoiceOfK(shown, True, reason)
    alike = ", ".join(str(k) for k in near["k"])
    reason = f"the curve is flat: K = {alike} do equally well; {shown} has the highest NPMI"
    return ChoiceOfK(shown, False, f"{reason} of them and is shown, not as an optimum")


class Verdict(NamedTuple):
    """Whether topic findings may be published, and the reasons when they may not."""

    publish: bool
    reasons: tuple[str, ...]


def verdict_on(gate: Gate, *, least: int = LEAST_UNITS_A_TOPIC) -> Verdict:
    """Return whether topics of this size may be published: the gate passed, ten units a topic."""
    reasons = []
    if gate.note:
        reasons.append(f"no model could be made: {gate.note}")
    elif not gate.passed:
        reasons.append(
            f"the null gate fails at K = {gate.k}: the 5th percentile of agreement is "
            f"{gate.low:.2f}, the 95th percentile with shuffled words {gate.null_high:.2f}"
        )
    if gate.units < least * gate.k:
        reasons.append(
            f"{gate.units} units for {gate.k} topics are fewer than {least} units a topic"
        )
    return Verdict(not reasons, tuple(reasons))


def average_jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the mean Jaccard overlap of two ranked lists at every depth (Greene et al. 2014).

    >>> average_jaccard([1, 2], [1, 3])
    0.6666666666666666
    """
    depth = max(len(one), len(other))
    if not depth:
        return 0.0
    tops = [(set(one[:d]), set(other[:d])) for d in range(1, depth + 1)]
    return sum(len(a & b) / len(a | b) for a, b in tops) / depth


def agreement(one: TopicModel, other: TopicModel, *, words: int = 10) -> float:
    """Return the mean average Jaccard of two models' topics, matched one to one at their best.

    The matching is the Hungarian method's (Greene et al. 2014). A topic without a partner counts
    as no agreement.
    """
    from scipy.optimize import linear_sum_assignment

    if not one.k or not other.k:
        return 0.0
    lists = top_terms(one, words=words), top_terms(other, words=words)
    scores = np.array([[average_jaccard(a, b) for b in lists[1]] for a in lists[0]])
    picked = scores[linear_sum_assignment(-scores)]
    return float(picked.sum()) / max(one.k, other.k)


def shuffled(vocabulary: TermMatrix, draw: np.random.Generator) -> TermMatrix:
    """Return the same words dealt out anew to units of the same lengths."""
    return replace(vocabulary, columns=draw.permutation(vocabulary.columns))


def subsample(vocabulary: TermMatrix, draw: np.random.Generator, *, share: float) -> TermMatrix:
    """Return 80% of the documents, or of the units where there are fewer than ten documents.

    Units of one document are kept or left together, because they repeat each other.
    """
    docs = pd.unique(vocabulary.groups)
    if len(docs) < LEAST_GROUPS:
        places = np.arange(len(vocabulary.groups))
        chosen = draw.choice(places, size=round(share * len(places)), replace=False)
        return vocabulary.of_units(np.sort(chosen))
    kept = draw.choice(docs, size=round(share * len(docs)), replace=False)
    return vocabulary.of_units(np.flatnonzero(np.isin(vocabulary.groups, kept)))


def agreements(
    vocabulary: TermMatrix, k: int, *, runs: int, draw: np.random.Generator, fit: Fit
) -> list[float]:
    """Return how far the topics of each subsample agree with those of all units."""
    whole = fit(vocabulary, k)
    return [agreement(whole, fit(subsample(vocabulary, draw, share=SHARE), k)) for _ in range(runs)]


def settings_to_try(units: int) -> tuple[tuple[int, ...], dict[str, int]]:
    """Return the numbers of topics to try, and how many resamples and shuffled copies of each.

    Many units can hold more topics, and each model of them takes longer, so fewer are fitted.
    """
    if units <= FEW_UNITS:
        return (2, 3, 4, 5, 6), {"runs": 20, "shuffles": 10}
    return (2, 5, 10, 15, 20), {"runs": 10, "shuffles": 5}


def gated_topics(
    units: TopicUnits, vocabulary: TermMatrix, *, k: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """Return the words of the NMF topics of some units, and in `attrs["note"]` how to read them.

    Columns as in `topic_words`. Without `k` the number is chosen by `choose_k`. The note says
    whether the topics are steadier than those of shuffled words, and why not.
    """
    grid, draws = settings_to_try(len(units.spans))
    sample = sample_units(vocabulary, TESTED, seed=seed)
    curve = stability_curve(sample, (k,) if k else grid, **draws)
    chosen = choose_k(curve)
    if not chosen.k:
        table = pd.DataFrame(columns=["topic", "method", "words", "frex", "npmi"])
        table.attrs["note"] = f"No topics: {chosen.reason}."
        return table
    verdict = verdict_on(
        curve.attrs["gates"].get(chosen.k)
        or null_gate(sample, chosen.k, runs=draws["runs"], shuffles=draws["shuffles"])
    )
    table = topic_words(nmf_topics(vocabulary, chosen.k, seed=seed), vocabulary)
    why = "; ".join(verdict.reasons)
    read = (
        "The topics pass the test against shuffled words"
        if verdict.publish
        else (f"Not to be read as findings: {why}")
    )
    table.attrs["note"] = f"{read}. {chosen.reason[0].upper()}{chosen.reason[1:]}."
    return table
