"""Whether topics made elsewhere may be read: do they belong to their documents, and come back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from topoi.analysis.topics.gate import RUNS, SHUFFLES, Gate, Verdict, few_units, null_gates
from topoi.analysis.topics.given import DOCUMENTS, GIVEN, GivenTopics, words_of_documents
from topoi.analysis.topics.words import topic_words

MODELS = ("NMF", "LDA")
TESTS = {
    DOCUMENTS: "words and documents do not surely belong together",
    **{name: f"topics of the {name} do not surely bring them back" for name in MODELS},
}
OTHER_MODELS = "Topics that another kind of model does not find may be sound all the same."


def given_gates(
    given: GivenTopics,
    *,
    models: Sequence[str] = MODELS,
    runs: int = RUNS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> list[Gate]:
    """Return the gates of topics made elsewhere: of their documents, and of an NMF and an LDA.

    They are those of `null_gates`, with the given topics in place of those fitted to all units.
    First, the words that stand out in the documents said to hold a topic (`words_of_documents`, in
    each of `runs` subsamples of 80%) agree with the topic's own words, and more than when what is
    said of the documents is dealt anew among them. Second, the topics of an NMF and of an LDA of
    as many topics, fitted to each subsample, match the given ones at their best, and more than
    those of shuffled words match their own. The first alone is met by topics that a model made of
    shuffled words, since it sees whatever is in the documents it was fitted on.
    """
    model, words = given.model, given.words
    if model.note:
        methods, units = (DOCUMENTS, *models), len(words.groups)
        return [Gate(0, units, (), (), note=model.note, method=method) for method in methods]
    shares = dict(zip(words.groups, model.weights, strict=True))
    fits = {DOCUMENTS: partial(words_of_documents, shares=shares), **dict.fromkeys(models)}
    asked = {"runs": runs, "shuffles": shuffles, "seed": seed}
    return [
        null_gates(words, [model.k], method=method, fit=fit, given=model, **asked)[model.k]
        for method, fit in fits.items()
    ]


def verdict_on_given(gates: Sequence[Gate]) -> Verdict:
    """Return whether topics made elsewhere may be published, and the reasons when they may not.

    The first gate has to be passed, one of the others, and there have to be ten units a topic:
    neither the NMF nor the LDA finds all that other kinds of model find.
    """
    belong, *again = gates
    if belong.note:
        return Verdict(False, (f"not tested: {belong.note}",))
    failed = [] if belong.passed else [belong]
    failed += [] if any(gate.passed for gate in again) else again
    few = few_units(belong)
    reasons = (*map(told_failure, failed), *([few] if few else []))
    return Verdict(not reasons, reasons)


def deciding_gate(gates: Sequence[Gate]) -> Gate:
    """Return the gate by which topics made elsewhere are published or not, as one of their own."""
    belong, *again = gates
    found = next((gate for gate in again if gate.passed), again[0])
    return (found if belong.passed else belong)._replace(method=GIVEN)


def told_failure(gate: Gate) -> str:
    """Return what a gate that was not passed has found."""
    copies = (
        "when the documents are dealt anew" if gate.method == DOCUMENTS else "of shuffled words"
    )
    found = gate.note or (
        f"agreement of {gate.low:.2f} or more in 95% of resamples, of up to {gate.null_high:.2f} "
        f"in 95% of those {copies}"
    )
    return f"{TESTS[gate.method]}: {found}"


def gated_given(given: GivenTopics, *, seed: int = 0) -> pd.DataFrame:
    """Return the words of topics made elsewhere, and in `attrs["note"]` how to read them.

    Columns as in `topic_words`, with the `name` of each topic behind its number. The note says
    whether they pass the tests of `given_gates`, why not, and what of the tables was left out.
    """
    table = topic_words(given.model, given.words)
    table.insert(1, "name", pd.array(given.model.names, dtype="str"))
    if given.model.note:
        first = f"No topics: {given.model.note}."
    else:
        publish, reasons = verdict_on_given(given_gates(given, seed=seed))
        unread = f"Not to be read as findings: {'; '.join(reasons)}. {OTHER_MODELS}"
        first = "The topics pass the tests." if publish else unread
    left = "; ".join(f"{Path(one.place).name} {one.said}" for one in given.notices)
    table.attrs["note"] = f"{first} {f'Of the tables, {left}.' if left else ''}".rstrip()
    return table
