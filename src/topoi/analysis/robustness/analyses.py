"""The findings made again under every combination of decisions, and what that comes to.

A specification curve (Simonsohn, Simmons and Nelson 2020) or multiverse (Steegen et al. 2016).
Analyses with one result are one result; analyses of another question stand apart (Del Giudice and
Gangestad 2021).
"""

from collections.abc import Sequence

import pandas as pd

from topoi.analysis.robustness.findings import (
    CANNOT_TELL,
    HOLDS,
    TURNS,
    Finding,
    result_of,
    specifications,
)
from topoi.analysis.robustness.resampling import intervals
from topoi.analysis.robustness.specifications import (
    DECISIONS,
    QUESTIONS,
    Material,
    same_question,
)
from topoi.progress import track

RESULT = ["value", "low", "high", "outcome", "published", "note"]
SUMMARY = ["analyses", "results", "median", "lowest", "highest", "outcome"]
NO_VALUE = "nothing to count is left"


def robustness(findings: Sequence[Finding], stuff: Material) -> pd.DataFrame:
    """Return one row for each finding and combination of decisions.

    Columns: `finding`, one column a decision (`unit, words, forms, patterns, voice, headings`; ""
    where the decision cannot touch the finding), `value`, `low, high` (its 95% interval),
    `outcome`, `published` (the combination the report uses), `note` (why there is no value).

    An analysis that asks the same in another way counts the same words, so that nothing but the
    choice lies between it and the published one, and its value alone decides. One that asks
    something else has words of its own, which may be too few to tell: there the interval decides
    (`Finding.outcome`).
    """
    rows = [
        {"finding": finding.name, **dict.fromkeys(DECISIONS, ""), **row}
        for finding in track(findings, label="robustness", total=len(findings), unit="finding")
        for row in analyses(finding, stuff)
    ]
    return pd.DataFrame(rows, columns=["finding", *DECISIONS, *RESULT])


def analyses(finding: Finding, stuff: Material) -> list[dict[str, object]]:
    """Return the outcome of a finding under each combination of decisions."""
    every = list(specifications(finding, stuff))
    tallies = [finding.tally(stuff, chosen) for chosen in every]
    values = finding.value(pd.DataFrame([tally.sum() for tally in tallies])).to_numpy(dtype=float)
    found = []
    for number, (chosen, value, ends) in enumerate(
        zip(every, values, intervals(finding, tallies), strict=True)
    ):
        judged = (value, value) if same_question(chosen) else ends
        row = dict(zip(RESULT[:3], map(result_of, (value, *ends)), strict=True))
        outcome = {"outcome": finding.outcome(value, *judged), "published": number == 0}
        note = NO_VALUE if pd.isna(value) else ""
        found.append({**chosen, **row, **outcome, "note": note})
    return found


def summarised(analyses: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row a group of analyses: the `by` columns and those of `SUMMARY`.

    `results` is how many different values they give, over which `median, lowest, highest` are
    taken, so that analyses which change nothing do not count as evidence. `outcome` is "turns"
    where any of them turns, else "cannot tell" where any cannot, else "holds".

    >>> three = pd.DataFrame({"finding": "rate", "value": [1.0, 1.0, 2.0], "outcome": "holds"})
    >>> summarised(three, ["finding"]).values.tolist()
    [['rate', 3, 2, 1.5, 1.0, 2.0, 'holds']]
    """
    rows = []
    for keys, part in analyses.groupby(list(by), sort=False):
        values = part["value"].dropna().drop_duplicates()
        numbers = (len(part), len(values), values.median(), values.min(), values.max())
        rows.append((*keys, *numbers, outcome_of(set(part["outcome"]))))
    return pd.DataFrame(rows, columns=[*by, *SUMMARY])


def outcome_of(outcomes: set[str]) -> str:
    """Return the outcome of several analyses together: the least favourable of theirs.

    >>> outcome_of({"holds", "turns", "cannot tell"})
    'turns'
    """
    return next((one for one in (TURNS, CANNOT_TELL) if one in outcomes), HOLDS)


def verdicts(analyses: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return one row a finding, over the analyses that ask the same.

    Columns: `finding, claim, unit, published` (the published value), those of `SUMMARY`, and
    `turned_by`, the decision whose options differ most in how many of their analyses do not hold,
    empty where all hold.
    """
    same = analyses[same_questions(analyses)]
    told = pd.DataFrame(
        [(one.name, one.claim, one.unit) for one in findings], columns=["finding", "claim", "unit"]
    )
    published = same.loc[same["published"], ["finding", "value"]]
    told = told.merge(published.rename(columns={"value": "published"}), on="finding")
    turned = [turned_by(same[same["finding"] == name]) for name in told["finding"]]
    found = told.merge(summarised(same, ["finding"]), on="finding")
    return found.assign(turned_by=pd.array(turned, dtype="str"))


def by_question(analyses: pd.DataFrame) -> pd.DataFrame:
    """Return the findings asked of something else, one row a finding and question.

    Columns: `finding`, those of `QUESTIONS`, `value, low, high, outcome` of the analysis that
    differs from the published one in the question alone, and `analyses, results, median, lowest,
    highest` of all that ask it. A question of no power, such as one voice with a few words, comes
    to "cannot tell", not to "turns".
    """
    keys = ["finding", *QUESTIONS]
    others = analyses[~same_questions(analyses)]
    first = others.drop_duplicates(keys)[[*keys, "value", "low", "high", "outcome"]]
    return first.merge(summarised(others, keys).drop(columns="outcome"), on=keys)


def by_decision(analyses: pd.DataFrame) -> pd.DataFrame:
    """Return what each finding comes to under each option of each decision, the question the same.

    Columns: `finding, decision, option` and those of `SUMMARY`.
    """
    same = analyses[same_questions(analyses)]
    kept = [decision for decision in DECISIONS if decision not in QUESTIONS]
    long = same.melt(
        ["finding", "value", "outcome"], kept, var_name="decision", value_name="option"
    )
    return summarised(long[long["option"] != ""], ["finding", "decision", "option"])


def same_questions(analyses: pd.DataFrame) -> pd.Series:
    """Return which analyses ask what the published one asks, only in another way."""
    asked = [analyses[one].isin(["", DECISIONS[one][0]]) for one in QUESTIONS]
    return pd.concat(asked, axis=1).all(axis=1)


def turned_by(part: pd.DataFrame) -> str:
    """Return the decision whose options differ most in how many analyses do not hold, or ""."""
    fails = part["outcome"] != HOLDS
    means = {one: fails.groupby(part[one]).mean() for one in DECISIONS}
    spread = {one: float(mean.max() - mean.min()) for one, mean in means.items()}
    most = max(spread, key=lambda one: spread[one])
    return most if spread[most] else ""
