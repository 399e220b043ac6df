"""The tables that several chapters show: rates, voices, concordances, each number linked."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import codes_by_id
from topoi.report.chapters.codebooks import MARK
from topoi.report.chapters.grouping import largest
from topoi.report.chapters.tables import Column, Table, counts_table, table
from topoi.report.chapters.words import LEVEL, Score, note_of
from topoi.report.evidence.citing import (
    Cited,
    Opened,
    Sentence,
    cite,
    measured,
    name,
    prose,
    sentence,
)
from topoi.text.corpus.corpus import Corpus, group_of
from topoi.text.words.context import shortened
from topoi.text.words.spans import positions

if TYPE_CHECKING:
    from topoi.study import Study

VOICES = {
    "outlet": "Outlet",
    "indirect": "Indirect",
    "mixed": "Mixed",
    "direct": "Direct",
    "nested": "Nested",
}
PLACES = "Places are characters of the text, from the first to the one after the last."
MODE = "mode"
ROWS = 40  # more than a reader goes through in a table; the concordance has them all
FORMS, LONGEST_FORM = 12, 80
RATE_AND_ENDS = {"rate": "", "low": ", low", "high": ", high"}  # as links name them
LEAST_IN_TENTHS = 0.05  # a lower rate is printed as 0.0
SIDES = {
    "outlet": "the outlet's own words",
    "indirect": "paraphrase",
    "mixed": "quoted speech",
    "direct": "quoted speech",
    "nested": "quoted speech",
}


def sides(spans: pd.DataFrame, quotations: pd.DataFrame) -> pd.Series:
    """Return whose words each span holds: the outlet's own, a paraphrase, or quoted speech.

    A nested voice inside a paraphrase ("Russia agrees, he said, that ...") is no quoted speech.
    """
    quoted_there = positions(spans, quotations) >= 0
    nested = spans["mode"] == "nested"
    return spans["mode"].map(SIDES).mask(nested & ~quoted_there, SIDES["indirect"])


def labels_of(study: "Study") -> dict[str, str]:
    """Return code -> printed label over all codebooks, marked where it needs more than words."""
    codes = codes_by_id(study.codebooks)
    return {one: code.label + (MARK if code.needs else "") for one, code in codes}


def grouped(spans: pd.DataFrame, study: "Study", by: str | None) -> pd.DataFrame:
    """Return the spans with a column `group`: the voice, what `by` says of the text, "" of none."""
    if by is None or by == MODE:
        return spans.assign(group=spans[MODE] if by else "")
    return spans.assign(group=spans["doc"].map(group_of(study.corpus.documents, by)))


def group_name(group: str, by: str | None) -> str:
    """Return how a group is printed: the modes of speech as everywhere, others as they are."""
    return VOICES.get(group, group) if by == MODE else group


def rates_table(
    rates: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    by: str = "code",
    header: str = "Code",
    note: Sentence | str = "",
) -> Table:
    """Return rates with their intervals, each linked to the hits it counts, the highest first.

    `rates` is what `analysis.measures.rates` gives for `hits` by one column; zeros are shown. Its
    note, under the table, says what the intervals are; another `note` follows it.
    """
    ordered = rates.sort_values(["hits", by], ascending=[False, True], kind="stable")

    def title(row: Mapping[str, Any]) -> str:
        return labels.get(row[by], str(row[by]))

    columns = [
        Column(header, title),
        Column("Passages", title, "count"),
        *rate_columns(rates),
    ]
    below = prose(note_of(rates), note) if note else note_of(rates)
    return table(
        ordered,
        columns,
        own=lambda row: hits[hits[by] == row[by]],
        called=title,
        note=below,
    )


def rate_columns(
    rates: pd.DataFrame, *, how: str = "per 1,000 words", digits: int | None = None
) -> list[Column]:
    """Return the columns of rates and their intervals, with as many digits as the highest asks.

    With two where the lowest above 0 would be printed as 0.0.
    """
    if digits is None:
        digits = rate_digits(float(rates["rate"].max()) if len(rates) else 0)
        found = rates.loc[rates["rate"] > 0, "rate"]
        digits = max(digits, 2) if (found < LEAST_IN_TENTHS).any() else digits
    heads = {"rate": "Per thousand words", "low": "From", "high": "To"}
    return [
        Column(heads[key], key, how=f"{how}{end}", digits=digits)
        for key, end in RATE_AND_ENDS.items()
    ]


def rate_digits(rate: float) -> int:
    """Return how many decimals show a rate.

    >>> rate_digits(14.5), rate_digits(0.31), rate_digits(0.02)
    (1, 2, 3)
    """
    return 1 if rate >= 1 else 2 if rate >= 0.1 else 3


def by_voice(
    hits: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    by: str = "code",
    header: str = "Code",
    whole: str = "",
) -> Table:
    """Return the number of passages of each code in each mode of speech, zeros shown.

    `whole` says what all the hits are.
    """
    kinds: dict[str, Any] = {"across": "mode", "columns": VOICES}
    return counts_table(hits, by=by, rows=labels, header=header, whole=whole, **kinds)


def place_column(passages: pd.DataFrame, corpus: Corpus | None = None) -> Column:
    """Return the column that says where each passage is, without the text where there is one.

    Given the corpus, each place opens the full text there.
    """
    alone = passages["doc"].nunique() <= 1
    told = "{start}-{end}" if alone else "{doc}:{start}-{end}"
    if corpus is None:
        return Column("Place", told, "locus")
    number = {doc: place for place, doc in enumerate(corpus.texts)}

    def opened(row: Mapping[str, Any]) -> Opened:
        place = f"{number[row['doc']]}:{row['start']}-{row['end']}"
        return Opened("locus", told.format_map(row), place)

    return Column("Place", opened)


def passages_table(
    passages: pd.DataFrame,
    columns: Sequence[Column],
    *,
    most: int = ROWS,
    spaced: int = 0,
    note: str = PLACES,
    **options: Any,
) -> Table:
    """Return a table with a row for each passage; of more than `most` some, and a number opens all.

    Those are the first, or with `spaced` so many at equal distances, so that they come from all of
    the texts. `options` go to `table` (own, caption, label, widths).
    """
    under = sentence(note)
    shown = passages.head(most)
    if len(passages) > most:
        if spaced:
            shown = passages.iloc[np.linspace(0, len(passages) - 1, spaced).astype(int)]
        under = sentence(
            "{most} of {all} passages, {which}; the number opens them all. {note}",
            most=name(len(shown)),
            all=cite(passages),
            which="at equal distances" if spaced else "the first",
            note=under,
        )
    return table(shown, columns, note=under, **options)


def voice(mode: str, speaker: str) -> str:
    """Return how a table names a voice.

    >>> voice("direct", "Sergey Lavrov")
    'Sergey Lavrov, direct'
    """
    return f"{speaker}, {mode}" if speaker else mode


def pairs_table(
    paragraphs: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    most: int = 12,
) -> Table:
    """Return the pairs of codes that meet in most paragraphs, with the sentences they share.

    Both tables come from `measures.cooccurrence.cooccurrence`. Each number links to the
    passages of the two codes in the units that hold both; the note says what the test finds.
    """
    keys = ["code_a", "code_b"]
    beside = sentences[[*keys, "both", "expected", "q"]]
    joined = paragraphs.merge(beside, on=keys, suffixes=("", "_sentence"))
    ranked = joined.sort_values(
        ["both", "both_sentence", *keys], ascending=[False, False, True, True]
    )

    def together(row: Mapping[str, Any], unit: str) -> pd.DataFrame:
        return sharing(hits[hits["code"].isin([row["code_a"], row["code_b"]])], unit)

    def called(row: Mapping[str, Any]) -> str:
        return f"{labels[row['code_a']]} with {labels[row['code_b']]}"

    def sentences_of_both(row: Mapping[str, Any]) -> Cited:
        own, label = together(row, "sentence"), f"{called(row)}, in one sentence"
        return measured(row["both_sentence"], hits=own, how="sentences", digits=0, label=label)

    expected = "expected units of text that hold both codes, within each text"
    q = "co-occurrence within texts: q"
    columns = [
        Column("Code", lambda row: labels[row["code_a"]]),
        Column("With", lambda row: labels[row["code_b"]]),
        Column("Paragraphs", "both", how="paragraphs"),
        Column("Expected", "expected", how=expected, digits=1),
        Score("q", "q", how=q, digits=3),
        Column("Sentences", sentences_of_both),
        Column("Expected sentences", "expected_sentence", how=expected, digits=1),
        Score("q, sentences", "q_sentence", how=q, digits=3),
    ]
    meeting = ranked[ranked["both"] > 0].head(most)
    note = pairs_sentence(sentences, hits, labels) if len(meeting) else None
    return table(
        meeting,
        columns,
        own=partial(together, unit="paragraph"),
        called=called,
        note=note,
    )


def pairs_sentence(
    sentences: pd.DataFrame, hits: pd.DataFrame, labels: Mapping[str, str]
) -> Sentence:
    """Return what is expected of pairs, how many share more sentences, and the one that stands out.

    A pair is named only where the largest of all pairs would hardly do so by chance.
    """
    tests = sentences[sentences["p"].notna()]
    if tests.empty:
        return sentence(EXPECTED + NOT_TESTED)
    above, first = tests[tests["q"] < LEVEL], standing_out(sentences)
    counted = partial(measured, hits=hits, digits=0, label="Passages of all these codes")
    named = [
        sentence(
            " The pair that stands out most is {a} with {b}; when the codes are dealt anew within "
            "texts, some pair does so as far in fewer than {share} of deals [@westfall1993]. "
            "Whether that is by what is said or by how the two are defined, no test tells.",
            share=name(f"{LEVEL:.0%}"),
            a=name(labels[pair["code_a"]]),
            b=name(labels[pair["code_b"]]),
        )
        for pair in first.to_dict("records")
    ]
    return sentence(
        EXPECTED + TESTED,
        tests=counted(len(tests), how="pairs of codes tested"),
        above=counted(len(above), how="pairs with q below the level"),
        level=name(LEVEL),
        named=named[0] if named else name(NONE_STANDS_OUT),
    )


def standing_out(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the pair that stands out most, or none: some pair is always the largest.

    Named is only a pair whose q and `p_max` are below the level (`measures.cooccurrence`).
    """
    passed = pairs[(pairs["q"] < LEVEL) & (pairs["p_max"] < LEVEL)]
    return passed.sort_values(["p", "both"], ascending=[True, False]).head(1)


EXPECTED = (
    "Expected: how many units would hold both codes if each kept its number of units in every text "
    "and these fell anywhere in it; that two codes stand in the same texts does not count as "
    "company. A dash: not tested, as units, or those of a code, are too few, not counting texts of "
    "one unit."
)
TESTED = (
    " Pairs tested in sentences, by the exact test within texts [@birch1964]: {tests}; with q, "
    "the p corrected for all of them [@benjamini1995], below {level}: {above}.{named}"
)
NOT_TESTED = " No pair is tested in sentences."
NONE_STANDS_OUT = (
    " None stands out: when the codes are dealt anew within texts, some pair does so as far in 5% "
    "of deals or more."
)


def sharing(hits: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the hits in the units (sentence or paragraph) that hold more than one code."""
    placed = hits[hits[unit] > 0]
    return placed[placed.groupby(["doc", unit])["code"].transform("nunique") > 1]


def forms_of(hits: pd.DataFrame, *, most: int = FORMS) -> str:
    """Return the forms of some hits in alphabetical order; of many, the most frequent.

    Capitals make no other form; it is written as it stands most often. Of a long one, such as a
    whole quotation, its head: it is read where its passage opens.
    """
    written = hits["text"].value_counts().sort_index().sort_values(kind="stable")
    plain = written.index.str.lower()
    counts = written.groupby(plain).sum()
    most_often = dict(zip(plain, written.index, strict=True))  # the last of each is the commonest
    rarer = ["and rarer ones"] if len(counts) > most else []
    forms = (shortened(most_often[form], LONGEST_FORM) for form in largest(counts, most))
    return "; ".join([*forms, *rarer]) or "—"
