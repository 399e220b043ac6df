"""The sentences and tables of the test whether topics may be read."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import (
    Prose,
    Sentence,
    cite,
    enumeration,
    locus,
    measured,
    name,
    sentence,
)

if TYPE_CHECKING:
    from topoi.analysis.topics.gate import Gate
    from topoi.analysis.topics.units import TermMatrix, TopicUnits

AGREEMENT = "agreement of topics over resamples (average Jaccard of the top words, matched)"
INSTEAD = "The theme profile of the codebook stands instead."
LOW = f"what 95% of resamples reach in the {AGREEMENT}"
HIGH = f"what 95% of shuffled copies stay at or below in the {AGREEMENT}, over all numbers tried"
HIGH_OF = HIGH.replace("shuffled copies", "{copies}")
DEALT = "copies with their speakers dealt anew"
STABILITY = "tbl-topics-stability"
GATES = "tbl-topics-gates"
GIVEN_GATES = "tbl-topics-given-gates"
COPIES_SHOWN = 50


def verdict_sentence(
    gates: Sequence["Gate"], words: "TermMatrix", units: "TopicUnits", *, themes: bool
) -> Sentence:
    """Return whether the first model's topics are published, and by what; the chapter's opening.

    `themes` says whether a codebook's themes stand in their place.
    """
    from topoi.analysis.topics.gate import LEAST_UNITS_A_TOPIC, verdict_on

    gate = gates[0]
    several = units.spans["doc"].nunique() > 1
    asked = Prose("What are the texts about?" if several else "What is the text about?")
    instead = sentence(INSTEAD if themes else "")
    if gate.note:
        return sentence(
            "{asked} No topic finding is published: {why}. {instead}",
            asked=asked,
            why=name(gate.note),
            instead=instead,
        )
    shown = sentence("{test}{copies}", test=test_clause(gate, words, units),
                     copies=copies_clause(words, units))  # fmt: skip
    if verdict_on(gate).publish:
        passed = "{asked} Topics can be told apart: {shown}. The test is passed."
        return sentence(passed, asked=asked, shown=shown)
    each = gate.units / max(1, gate.k)
    few = sentence(
        ", and there are only {each} units a topic",
        each=measured(each, how="units of text for each topic", source=STABILITY),
    )
    return sentence(
        "{asked} No topic finding is published: {shown}{few}. {instead}",
        instead=instead,
        asked=asked,
        shown=shown,
        few=few if each < LEAST_UNITS_A_TOPIC else "",
    )


def test_clause(gate: "Gate", words: "TermMatrix", units: "TopicUnits") -> Sentence:
    """Return in how many runs the topics agree how far, and those of shuffled words."""
    found = partial(measured, source=GATES)
    distinct = units.spans.drop(words.copies["unit"])
    tested = found(gate.tested, how="units drawn for the test", digits=0)
    return sentence(
        "{k} topics of {drawn}{n} units agree by {low} or more ({full} is full agreement) in "
        "{share} of {runs} resamples; those of the same words shuffled agree by up to {high} in "
        "{share} of {shuffles} shuffles, corrected for the numbers of topics tried",
        k=found(gate.k, how="topics of the model", digits=0),
        drawn=sentence("{tested} of ", tested=tested) if gate.tested < gate.units else "",
        n=cite(distinct, label="Units that repeat no other"),
        full=name("1"),
        share=name("95%"),
        low=found(gate.low, how=LOW, digits=2),
        high=found(gate.null_high, how=HIGH, digits=2),
        runs=found(len(gate.agreements), how="resamples", digits=0),
        shuffles=found(len(gate.null), how="shuffled copies", digits=0),
    )


def copies_clause(words: "TermMatrix", units: "TopicUnits") -> Sentence:
    """Return how many units were left out as near copies; "" where none was."""
    if words.copies.empty:
        return sentence("")
    copies = units.spans.loc[words.copies["unit"]]
    return sentence("; near copies left out beforehand: {n}", n=cite(copies, label="Near copies"))


def warning_sentence(gates: Sequence["Gate"]) -> Sentence:
    """Return how the words of topics are to be taken, model by model; "" where there is none."""
    from topoi.analysis.topics.gate import verdict_on

    if not gates[0].k:
        return sentence("")
    told = {
        True: "The topics of the {m} pass it.",
        False: "Those of the {m} have not passed it and are no findings.",
    }
    each = [
        sentence(template, m=enumeration(methods, last=" and the "))
        for passed, template in told.items()
        if (methods := [name(one.method) for one in gates if verdict_on(one).publish == passed])
    ]
    return sentence(
        "The words below are what the models return, shown whether or not they pass the test: "
        "where one does not, hiding its words would hide the reason not to read them. {each} A "
        "topic that resamples do not bring back is not a finding [@hoyle2021]; one that they do "
        "bring back is words that go together, no more.",
        each=enumeration(each, between=" ", last=" "),
    )


def authors_sentence(gate: "Gate") -> Sentence:
    """Return whether topics by speaker are published, and by what test, or why there was none."""
    from topoi.analysis.topics.gate import verdict_on

    if gate.note:
        return sentence("Topics by speaker are not published: {why}.", why=name(gate.note))
    found = partial(measured, source=GATES)
    test = sentence(
        "{k} topics of speakers [@rosenzvi2004] agree by {low} or more in {share} of {runs} "
        "resamples, those of the same words with the speakers dealt anew among them by up to "
        "{high} in {share} of {copies} trials",
        k=found(gate.k, how="topics of the model", digits=0),
        share=name("95%"),
        low=found(gate.low, how=LOW, digits=2),
        high=found(gate.null_high, how=HIGH, digits=2),
        runs=found(len(gate.agreements), how="resamples", digits=0),
        copies=found(len(gate.null), how="shuffled copies", digits=0),
    )
    if verdict_on(gate).publish:
        passed = (
            "Topics of speakers can be told apart: {test}. What a speaker speaks of is also what "
            "the occasions were about on which they spoke."
        )
        return sentence(passed, test=test)
    few = name(few_of(gate))
    return sentence("Topics by speaker are not published: {test}{few}.", test=test, few=few)


def given_sentence(gates: Sequence["Gate"]) -> Sentence:
    """Return whether topics made elsewhere are published, and by what tests; "" without any."""
    from topoi.analysis.topics.gate import few_units
    from topoi.analysis.topics.given_gates import OTHER_MODELS, verdict_on_given

    if not gates:
        return sentence("")
    if gates[0].note:
        return sentence("Topics made elsewhere are not published: {why}.", why=name(gates[0].note))
    few = few_units(gates[0])
    publish = verdict_on_given(gates).publish
    return sentence(
        "{k} topics made elsewhere are tested twice. Do their words belong to their documents? "
        "{first}; topics that a model made of shuffled words would pass this, too. Do topics of "
        "other models, fitted here, come back to them? {others}. {ended}",
        k=measured(gates[0].k, how="topics of the model", source=GIVEN_GATES, digits=0),
        first=given_clause(gates[0]),
        others=enumeration(map(given_clause, gates[1:]), between="; ", last="; "),
        ended=name(
            "Both tests are passed, so that what follows may be read, as words that go together."
            if publish
            else f"They are not published as findings{f', and {few}' if few else ''}; the first "
            f"test and one of the others have to be passed. {OTHER_MODELS}"
        ),
    )


def given_clause(gate: "Gate") -> Sentence:
    """Return what one test of topics made elsewhere has found."""
    from topoi.analysis.topics.given import DOCUMENTS

    if gate.note:
        return sentence("{m} not tested: {why}", m=name(gate.method), why=name(gate.note))
    found = partial(measured, source=GIVEN_GATES)
    told = (
        "The words that stand out in the documents said to hold a topic agree with its own by {low}"
        " or more in {share} of {runs} resamples, and by up to {high} in {share} of {copies} trials"
        " when what is said of the documents is dealt anew among them: {result}"
        if gate.method == DOCUMENTS
        else "{m} topics match them by {low} or more in {share} of {runs} resamples, those of "
        "shuffled words their own by up to {high} in {share} of {copies} shuffles: {result}"
    )
    return sentence(
        told,
        m=name(gate.method),
        low=found(gate.low, how=LOW, digits=2),
        share=name("95%"),
        runs=found(len(gate.agreements), how="resamples", digits=0),
        high=found(gate.null_high, how=HIGH, digits=2),
        copies=found(len(gate.null), how="shuffled copies", digits=0),
        result=name("passed" if gate.passed else "not passed"),
    )


def few_of(gate: "Gate") -> str:
    """Return that a gate has too few units, behind a comma; "" where it has enough."""
    from topoi.analysis.topics.gate import few_units

    return f", and {few}" if (few := few_units(gate)) else ""


def gates_table(gates: Sequence["Gate"], *, source: str = GATES) -> Table:
    """Return the test of each model at the number of topics shown."""
    from topoi.analysis.topics.authors import AUTHOR_TOPIC

    rows = [
        {
            "method": gate.method,
            "k": gate.k,
            "tested": gate.tested or pd.NA,
            "runs": len(gate.agreements) or pd.NA,
            "low": pd.NA if gate.note else gate.low,
            "shuffles": len(gate.null) or pd.NA,
            "copies": DEALT if gate.method == AUTHOR_TOPIC else "shuffled copies",
            "high": pd.NA if gate.note else gate.null_high,
            "result": outcome(gate),
        }
        for gate in gates
    ]
    columns = [
        Column("Model", "method"),
        Column("Topics", "k", how="topics of the model"),
        Column("Units", "tested", how="units drawn for the test", empty="—"),
        Column("Resamples", "runs", how="resamples", empty="—"),
        Column("Agree in 95% at or above", "low", how=LOW, digits=2, empty="—"),
        Column("Shuffles", "shuffles", how="{copies}", empty="—"),
        Column("Shuffled, in 95% up to", "high", how=HIGH_OF, digits=2, empty="—"),
        Column("Result", "result"),
    ]
    return table(rows, columns, source=source)


def outcome(gate: "Gate") -> str:
    """Return how the test of a model ended, in words."""
    from topoi.analysis.topics.gate import few_units

    if gate.note:
        return f"not tested: {gate.note}"
    passed = "passes" if gate.passed else "does not pass"
    return "; ".join(filter(None, (passed, few_units(gate))))


def copies_table(words: "TermMatrix", units: "TopicUnits") -> Table:
    """Return the units left out as near copies of an earlier one, the most alike first."""
    found = words.copies.sort_values("similarity", ascending=False, kind="stable")
    rows = [
        {
            "unit": locus(*units.spans.loc[row.unit, ["doc", "start", "end"]]),
            "like": locus(*units.spans.loc[row.like, ["doc", "start", "end"]]),
            "similarity": row.similarity,
        }
        for row in found.itertuples()
    ]
    alike = "share of three-word sequences that two units have in common, estimated by MinHash"
    columns = [
        Column("Unit", "unit"),
        Column("Nearly repeats", "like"),
        Column("Similarity", "similarity", how=alike, digits=2),
    ]
    return table(rows, columns, source="tbl-topics-copies", most=COPIES_SHOWN)


def curve_table(curve: pd.DataFrame) -> Table:
    """Return the null test for each number of topics."""
    columns = [
        Column("Topics", "k"),
        *(
            Column(title, column, how=f"{title.lower()}, {{k}} topics", digits=2)
            for column, title in CURVE.items()
        ),
        Column(
            "Result",
            lambda row: row["note"] or ("passes" if row["passed"] else "does not pass"),
        ),
    ]
    return table(curve, columns, source=STABILITY)


CURVE = {
    "mean": "Mean agreement",
    "low": "In 95% at or above",
    "null_mean": "Mean, shuffled",
    "null_high": "Shuffled, in 95% up to",
    "npmi": "Coherence (NPMI)",
}
