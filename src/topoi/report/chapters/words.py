"""The tables of the words of a collection: what is typical, spread, combined, varied."""

from collections.abc import Collection, Mapping
from math import isinf

import pandas as pd

from topoi.errors import InputError
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import Cited, Sentence, cite, measured, name, quoted, sentence

MOST_CITED = 300  # a word that occurs more often is counted, its passages are not listed
LEVEL = 0.05  # of q: a word above it may differ by chance, and is not called typical
COMPARED = 4  # groups shown in one table; a reader compares no more at a time


def told(frame: pd.DataFrame) -> Sentence:
    """Return the note of a table of the analysis, whose digits are years and settings."""
    return sentence("{note}", note=name(frame.attrs.get("note", "")))


def beyond(rows: int, most: int, *, source: str) -> Sentence:
    """Return how many rows a table does not show and where they are; nothing if it shows all."""
    if rows <= most:
        return sentence("")
    more = measured(rows - most, how="rows not shown", source=source, digits=0)
    return sentence("{more} further rows are in the data of this table.", more=more)


def number(value: float, *, how: str, source: str, digits: int = 2) -> object:
    """Return a measure, or words where there is none, no bound, or less than can be printed."""
    if pd.isna(value):
        return name("—")
    if isinf(value):
        return name("only here")
    if 0 < abs(value) < 10**-digits / 2:
        return name(f"below {10**-digits:.{digits}f}")
    return measured(float(value), how=how, source=source, digits=digits)


def occurrences(words: pd.DataFrame, word: str, *, label: str, source: str) -> Cited:
    """Return how often a word occurs among these words, linked to the passages if they are few."""
    own = words[words["token"] == word]
    if len(own) <= MOST_CITED:
        return cite(own, label=label)
    return measured(len(own), how=f"occurrences of a word: {label}", source=source, digits=0)


def largest(groups: pd.Series, *, most: int = COMPARED) -> list[str]:
    """Return the groups with the most texts, of those that have a name; in alphabetical order."""
    sizes = groups[groups != ""].value_counts()
    return sorted(sorted(sizes.index, key=lambda group: (-int(sizes[group]), group))[:most])


def keyness_table(
    words: pd.DataFrame, groups: pd.Series, *, most: int = 12, min_count: int = 10, source: str
) -> Table:
    """Return the words that each group uses more than all others together, highest G2 first.

    `words` are the tokens that are words, `groups` maps document to its group. Words whose q is
    0.05 or more are not listed; a group without any other has one row that says so.
    """
    from topoi.analysis.measures.keyness import keyness

    rows, sizes, method = [], [], ""
    for group in largest(groups) if groups.nunique() > 1 else []:
        inside = words["doc"].map(groups).to_numpy() == group
        own, rest = words[inside], words[~inside]
        counts = own["token"].value_counts()
        found = keyness(counts, rest["token"].value_counts(), min_count=min_count)
        method = str(found.attrs["method"])
        sizes.append(f"{group}: {found.attrs['sizes']}")
        key = typical(found).head(most).to_dict("records")
        for row in key:
            rows.append({"Group": name(group), **key_cells(row, own, group=group, source=source)})
        if not key:
            rows.append({"Group": name(group), "Word": name("no word passes")})
    columns = ["Group", "Word", "Occurrences", "Texts", "Elsewhere", *KEYNESS.values()]
    told = f"{method} the words of a group. {LISTED} {'. '.join(sizes)}"
    return table(
        filled(rows, columns),
        note=sentence("{note}.", note=name(told)) if sizes else "There is one group only.",
    )


LISTED = f"Words with q of {LEVEL} or more are not listed."


def typical(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `keyness` that the part uses more, beyond what chance would do.

    Not by the log ratio, which counts 0 as 0.5 and so can be above 0 for a word never used.
    """
    return found[(found["pct_diff"] > 0) & (found["q"] < LEVEL)]


def filled(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Return the rows as a table, empty where a row has nothing for a column."""
    frame = pd.DataFrame(rows, columns=columns).astype(object)
    return frame.where(frame.notna(), "")


def english_table(
    words: pd.DataFrame, *, most: int = 20, min_count: int = 10, source: str
) -> Table:
    """Return the words that the texts use more than general English does, highest G2 first.

    Without the package that holds the frequencies, the table is empty and its note says so.
    """
    from topoi.analysis.measures.keyness import NOMINAL_SIZE, general_english, keyness

    columns = ["Word", "Occurrences", "Texts", "Expected", *KEYNESS.values()]
    every = words["token"].value_counts()
    try:
        kept, english = general_english(every)
    except InputError as error:
        skipped = sentence("Skipped: {why}", why=name(error))
        return table(pd.DataFrame(columns=columns), note=skipped)
    total = float(every.sum())
    found = keyness(kept, english, size=total, reference_size=NOMINAL_SIZE, min_count=min_count)
    rows = []
    for row in typical(found).head(most).to_dict("records"):
        cells = key_cells(row, words, group="all texts", source=source)
        del cells["Elsewhere"]
        expected = row["reference_per_1000"] * total / 1000
        how = "occurrences in as many words of general English"
        cells["Expected"] = number(expected, how=how, source=source, digits=1)
        rows.append(cells)
    left = len(every) - len(kept)
    note = name(f"{found.attrs['note']} {LISTED} {ENGLISH.format(left=left)}")
    return table(pd.DataFrame(rows, columns=columns), note=sentence("{note}", note=note))


ENGLISH = (
    "Expected: in as many words of general English, that is, of the large list of wordfreq (Speer "
    "2022) at a nominal size of 100 million words, on which G2 depends and the other measures do "
    "not. {left:,} forms are not compared: the list cannot tell those with capitals, hyphens or "
    "figures."
)


KEYNESS = {"g2": "G2", "log_ratio": "Log ratio", "pct_diff": "%DIFF", "q": "q"}


def key_cells(
    row: Mapping[str, float], own: pd.DataFrame, *, group: str, source: str
) -> dict[str, object]:
    """Return the cells of one key word."""
    word = str(row["token"])
    label = f"{word}, {group}"
    texts = own.loc[own["token"] == word, "doc"].nunique()
    cells: dict[str, object] = {
        "Word": quoted(word),
        "Occurrences": occurrences(own, word, label=label, source=source),
        "Texts": measured(texts, how=f"texts with the word: {label}", source=source, digits=0),
        "Elsewhere": measured(
            row["reference_count"], how="occurrences in the others", source=source, digits=0
        ),
    }
    for column, title in KEYNESS.items():
        digits = {"g2": 1, "pct_diff": 0, "q": 4}.get(column, 2)
        cells[title] = number(row[column], how=f"keyness: {title}", source=source, digits=digits)
    return cells


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
    from topoi.analysis.measures.dispersion import dispersion
    from topoi.analysis.measures.words import counts_by_part

    top = frequent_words(words, stop_words, most=most)
    each = pd.Series(words["doc"].unique(), index=words["doc"].unique())
    counts, sizes = counts_by_part(words, each)
    found = dispersion(counts[counts["token"].isin(list(top.index))], sizes)
    rows = [
        {
            "Word": quoted(row["token"]),
            "Occurrences": occurrences(words, row["token"], label=row["token"], source=source),
            "Texts": measured(row["range"], how="texts with the word", source=source, digits=0),
            "DP": number(row["dp"], how="Gries' DP over texts", source=source),
            "DPnorm": number(row["dp_norm"], how="DP, normalised", source=source),
        }
        for row in found.to_dict("records")
    ]
    columns = ["Word", "Occurrences", "Texts", "DP", "DPnorm"]
    return table(pd.DataFrame(rows, columns=columns), note=told(found))


MEASURES = {"g2": "G2", "log_dice": "logDice", "mi": "MI", "delta_p": "delta P"}


def collocates_table(
    tokens: pd.DataFrame,
    nodes: Mapping[str, str | pd.DataFrame],
    stop_words: Collection[str],
    *,
    most: int = 8,
    source: str,
) -> Table:
    """Return the words that stand near each node; `nodes` maps its name to a word or spans.

    Stop words are computed with all others and not shown. A node with too few passages has one row
    that says so.
    """
    from topoi.analysis.measures.collocates import collocates

    rows: list[dict[str, object]] = []
    for label, node in nodes.items():
        found = collocates(tokens, node)
        if not len(found):
            rows.append({"Node": name(label), "Word": name("too few passages")})
        shown = found[~found["token"].str.lower().isin(list(stop_words))].head(most)
        for row in shown.to_dict("records"):
            how = f"occurrences near {label}"
            line: dict[str, object] = {
                "Node": name(label),
                "Word": quoted(row["token"]),
                "Near": measured(row["count"], how=how, source=source, digits=0),
                "In all": measured(row["total"], how="occurrences in all", source=source, digits=0),
            }
            for column, title in MEASURES.items():
                digits = 3 if column == "delta_p" else 1
                line[title] = number(
                    row[column], how=f"collocation: {title}", source=source, digits=digits
                )
            rows.append(line)
    columns = ["Node", "Word", "Near", "In all", *MEASURES.values()]
    return table(filled(rows, columns), note=COLLOCATION)


COLLOCATION = sentence(
    "{note}",
    note=name(
        "Words up to 5 words away in the same sentence; at least 20 occurrences of the node. "
        "G2 (Dunning 1993), logDice (Rychlý 2008), MI to base 2, delta P word given node "
        "(Gries 2013). Stop words are not shown."
    ),
)


def diversity_table(words: pd.DataFrame, groups: pd.Series, *, source: str) -> Table:
    """Return the lexical diversity of each group of texts, read one after the other."""
    from topoi.analysis.measures.diversity import diversity

    placed = words.assign(group=words["doc"].map(groups).replace("", "not given"))
    found = diversity(placed, by="group").sort_values("group")
    rows = [
        {
            "Group": name(row["group"]),
            "Words": measured(row["words"], how="words of a group", source=source, digits=0),
            "Different": measured(row["types"], how="different words", source=source, digits=0),
            "MATTR": number(row["mattr"], how="MATTR", source=source, digits=3),
            "MTLD": number(row["mtld"], how="MTLD", source=source, digits=1),
        }
        for row in found.to_dict("records")
    ]
    columns = ["Group", "Words", "Different", "MATTR", "MTLD"]
    return table(pd.DataFrame(rows, columns=columns), note=told(found))


def ngrams_table(
    tokens: pd.DataFrame, *, sizes: Collection[int] = (3, 4), most: int = 12, source: str
) -> Table:
    """Return the most frequent sequences of words, with the number of texts that have them."""
    from topoi.analysis.measures.ngrams import ngrams

    rows, note = [], None
    for size in sizes:
        found = ngrams(tokens, n=size, min_count=3)
        note = note or told(found)
        for row in found.head(most).to_dict("records"):
            rows.append(
                {
                    "Sequence": quoted(row["ngram"]),
                    "Words": name(size),
                    "Occurrences": measured(
                        row["count"], how="occurrences of a sequence", source=source, digits=0
                    ),
                    "Texts": measured(
                        row["range"], how="texts with the sequence", source=source, digits=0
                    ),
                }
            )
    columns = ["Sequence", "Words", "Occurrences", "Texts"]
    return table(pd.DataFrame(rows, columns=columns), note=note)
