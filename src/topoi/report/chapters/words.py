"""The tables of the words of a collection: what is typical, spread, combined, varied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.errors import InputError
from topoi.report.chapters.grouping import largest
from topoi.report.chapters.sentences import with_works_cited
from topoi.report.chapters.tables import Column, Remark, Table, table
from topoi.report.evidence.citing import (
    Cited,
    Piece,
    Sentence,
    cite,
    measured,
    name,
    sentence,
)

if TYPE_CHECKING:
    from topoi.study import Study

MOST_CITED = 300  # a word that occurs more often is counted, its passages are not listed
LEVEL = 0.05  # of q: a word above it may differ by chance, and is not called typical
COMPARED = 4  # groups shown in one table; a reader compares no more at a time


def note_of(frame: pd.DataFrame) -> Sentence:
    """Return the note of a table of the analysis, its works cited; other digits are settings."""
    return with_works_cited(frame.attrs.get("note", ""))


@dataclass(frozen=True)
class Score(Column):
    """The column of a measure that may be missing, unbounded or too small to print."""

    empty: str = "—"

    def number(self, value: float, row: Any, source: str) -> Piece:
        """Return a measure, or words where it has no bound or is less than can be printed."""
        if isinf(value):
            return name("only here")
        if 0 < abs(value) < 10**-self.digits / 2:
            return name(f"below {10**-self.digits:.{self.digits}f}")
        return super().number(value, row, source)


def cited_occurrences(words: pd.DataFrame, word: str, *, label: str, source: str) -> Cited:
    """Return how often a word occurs among these words, linked to the passages if they are few."""
    own = words[words["token"] == word]
    if len(own) <= MOST_CITED:
        return cite(own, label=label)
    return measured(len(own), how=f"occurrences of a word: {label}", source=source, digits=0)


def keyness_table(
    words: pd.DataFrame, groups: pd.Series, *, most: int = 12, min_count: int = 10, source: str
) -> Table:
    """Return the words that each group uses more than all others together, highest G2 first.

    `words` are the tokens that are words, `groups` maps document to its group. Words whose q is
    0.05 or more are not listed; a group without any other has one row that says so. Where a side
    has one text only nothing is tested, and the words are ranked.
    """
    from topoi.analysis.measures.keyness import keyness_by

    shown = largest(groups.value_counts(), COMPARED)
    found = keyness_by(words, groups, only=shown, min_count=min_count)
    more = typical(found)
    rows: list[dict[str, Any]] = []
    for group in found.attrs.get("sizes", ()):
        own = words[words["doc"].map(groups).to_numpy() == group]
        key = more[more["group"] == group].head(most).to_dict("records")
        rows += [{**row, "words": own} for row in key]
        if not key:
            rows.append(Remark(Group=group, Word="no word passes"))
    columns = [
        Column("Group", "group"),
        *key_columns(source),
        Score("q", "q", how="keyness: q", digits=3),
    ]
    columns[4:4] = [
        Column("Elsewhere", "reference_count", how="occurrences in the others"),
        Column("Texts elsewhere", "reference_texts", how="texts with the word in the others"),
    ]
    compared = [f"{group}, {sizes}." for group, sizes in found.attrs.get("sizes", {}).items()]
    listed = LISTED.format(level=LEVEL, least=min_count)
    note = " ".join([found.attrs["note"], *([listed] if compared else []), *compared])
    return table(rows, columns, source=source, note=with_works_cited(note))


LISTED = "Words with q of {level} or more, or fewer than {least} occurrences, are not listed."


def typical(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `keyness_by` that a group uses more, in more texts than chance would do.

    A row without q was not tested: it is ranked. Not by the log ratio, which counts 0 as 0.5 and so
    can be above 0 for a word never used.
    """
    return found[(found["pct_diff"] > 0) & ~(found["q"] >= LEVEL)]


def english_table(
    words: pd.DataFrame, *, most: int = 20, min_count: int = 10, source: str
) -> Table:
    """Return the words that the texts use more than general English does, highest G2 first.

    Without the package that holds the frequencies, the table is empty and its note says so.
    """
    from topoi.analysis.measures.keyness import keyness_of_english

    columns = key_columns(source)
    how = "occurrences in as many words of general English"
    columns.insert(3, Score("Expected", "expected", how=how, digits=1))
    every = words["token"].value_counts()
    try:
        found = keyness_of_english(every, min_count=min_count)
    except InputError as error:
        return table([], columns, note=sentence("Skipped: {why}", why=name(error)))
    key = found[found["pct_diff"] > 0].head(most)
    expected = key["reference_per_1000"] * float(every.sum()) / 1000
    key = key.assign(expected=expected, group="all texts")
    rows = [{**row, "words": words} for row in key.to_dict("records")]
    note = f"{found.attrs['note']} {ENGLISH.format(left=found.attrs['left_out'])}"
    return table(rows, columns, source=source, note=with_works_cited(note))


ENGLISH = (
    "Expected: in as many words of general English, that is, of the large list of wordfreq (Speer "
    "2022). The list has rates and no texts, so that nothing is tested: the words are ranked by G2 "
    "at a nominal size of 100 million words, on which G2 depends and the other measures do not. "
    "{left:,} forms are not compared: the list cannot tell those with capitals, hyphens or figures."
)


def keyness_sentence(several: bool) -> Sentence:
    """Return how a table of key words is to be read; "" where there is nothing to compare."""
    if not several:
        return sentence("")
    return sentence(
        "A word is listed where a group uses it more often than all others together, and in more "
        "of its texts than would be so if the texts were dealt to the groups at random "
        "[@egbert2019]. The texts are what is counted in the test, since one text may use a word "
        "many times. The last column is corrected for all words of all groups in the table: of "
        "the words up to this one, no larger share is expected to be there by chance "
        "[@benjamini1995]. The measure of surprise ({g2}) [@dunning1993], over all occurrences, "
        "orders the words and grows with their number; the log ratio [@hardie2014] says how much "
        "more often: each step doubles. Longer texts hold more different words; where the texts "
        "of a group are longer, that is part of what is found.",
        g2=name("G2"),
    )


def key_columns(source: str) -> list[Column]:
    """Return the columns of key words; a row has its `group` and the `words` of that."""

    def found(row: Mapping[str, Any]) -> Cited:
        label = f"{row['token']}, {row['group']}"
        return cited_occurrences(row["words"], row["token"], label=label, source=source)

    def texts(row: Mapping[str, Any]) -> int:
        words: pd.DataFrame = row["words"]
        return words.loc[words["token"] == row["token"], "doc"].nunique()

    return [
        Column("Word", "token", "quoted"),
        Column("Occurrences", found),
        Column("Texts", texts, how="texts with the word: {token}, {group}"),
        Score("G2", "g2", how="keyness: G2", digits=1),
        Score("Log ratio", "log_ratio", how="keyness: Log ratio", digits=2),
    ]


def frequent_words(
    words: pd.DataFrame, stop_words: Collection[str], *, most: int
) -> "pd.Series[int]":
    """Return the most frequent words that are neither stop words nor numbers, with their counts."""
    counts = words["token"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = [
        word.lower() not in stop_words and any(letter.isalpha() for letter in word)
        for word in counts.index
    ]
    return counts[kept].head(most)


def dispersion_table(
    words: pd.DataFrame, stop_words: Collection[str], *, most: int = 20, source: str
) -> Table:
    """Return how evenly the most frequent content words are spread over the texts."""
    from topoi.analysis.measures.counting import counts_by_part
    from topoi.analysis.measures.dispersion import dispersion

    top = frequent_words(words, stop_words, most=most)
    each = pd.Series(words["doc"].unique(), index=words["doc"].unique())
    counts, sizes = counts_by_part(words, each)
    found = dispersion(counts[counts["token"].isin(list(top.index))], sizes)
    columns = [
        Column("Word", "token", "quoted"),
        Column(
            "Occurrences",
            lambda row: cited_occurrences(words, row["token"], label=row["token"], source=source),
        ),
        Column("Texts", "range", how="texts with the word"),
        Score("DP", "dp", how="Gries' DP over texts", digits=2),
        Score("DPnorm", "dp_norm", how="DP, normalised", digits=2),
    ]
    return table(found, columns, source=source, note=note_of(found))


def collocates_table(
    tokens: pd.DataFrame,
    nodes: Mapping[str, str | pd.DataFrame],
    stop_words: Collection[str],
    *,
    most: int = 8,
    source: str,
) -> Table:
    """Return the words that each node attracts; `nodes` maps its name to a word or spans.

    Stop words are computed with all others and not shown. A node with too few passages has one row
    that says so.
    """
    from topoi.analysis.measures.collocates import collocates

    rows: list[dict[str, Any]] = []
    for label, node in nodes.items():
        found = collocates(tokens, node)
        if not len(found):
            rows.append(Remark(Node=label, Word="too few passages"))
        shown = found[~found["token"].str.lower().isin(list(stop_words))].head(most)
        rows += shown.assign(node=label).to_dict("records")
    columns = [
        Column("Node", "node"),
        Column("Word", "token", "quoted"),
        Column("Near", "count", how="occurrences near {node}"),
        Column("In all", "total", how="occurrences in all"),
        Score("G2", "g2", how="collocation: G2", digits=1),
        Score("logDice", "log_dice", how="collocation: logDice", digits=1),
        Score("MI", "mi", how="collocation: MI", digits=1),
        Score("delta P", "delta_p", how="collocation: delta P", digits=3),
    ]
    return table(rows, columns, source=source, note=with_works_cited(COLLOCATION))


COLLOCATION = (
    "Words up to 5 words away in the same sentence more often than expected from all texts; at "
    "least 20 occurrences of the node. G2 (Dunning 1993) orders the words and tests nothing; "
    "logDice of the frequencies of node and word (Rychlý 2008); MI to base 2; delta P word given "
    "node (Gries 2013). Stop words are not shown."
)


def diversity_table(words: pd.DataFrame, groups: pd.Series, *, source: str) -> Table:
    """Return the lexical diversity of each group of texts, read one after the other."""
    from topoi.analysis.measures.diversity import diversity

    placed = words.assign(group=words["doc"].map(groups))
    found = diversity(placed, by="group").sort_values("group")
    columns = [
        Column("Group", "group"),
        Column("Words", "words", how="words of a group"),
        Column("Different", "types", how="different words"),
        Score("MATTR", "mattr", how="MATTR", digits=3),
        Score("MTLD", "mtld", how="MTLD", digits=1),
    ]
    return table(found, columns, source=source, note=note_of(found))


def collocation_nodes(study: "Study", *, most: int) -> dict[str, str | pd.DataFrame]:
    """Return the headline codes that occur, by label, and the most frequent content words."""
    headline = {
        code.label: study.hits_for(f"{book.id}.{code.id}")
        for book in study.codebooks
        for code in book.codes
        if code.headline
    }
    words = frequent_words(study.words, study.stop_words, most=most).index
    return {**{label: own for label, own in headline.items() if len(own)}, **{w: w for w in words}}


def ngrams_table(
    tokens: pd.DataFrame, *, sizes: Collection[int] = (3, 4), most: int = 12, source: str
) -> Table:
    """Return the most frequent sequences of words, with the number of texts that have them."""
    from topoi.analysis.measures.ngrams import ngrams

    found = {size: ngrams(tokens, n=size, min_count=3) for size in sizes}
    rows = [
        {**row, "size": size}
        for size, sequences in found.items()
        for row in sequences.head(most).to_dict("records")
    ]
    columns = [
        Column("Sequence", "ngram", "quoted"),
        Column("Words", "size"),
        Column("Occurrences", "count", how="occurrences of a sequence"),
        Column("Texts", "range", how="texts with the sequence"),
    ]
    return table(rows, columns, source=source, note=SEQUENCES)


SEQUENCES = name(
    "Sequences within a sentence that occur three times or more, over marks but not over sentence "
    "ends."
)
