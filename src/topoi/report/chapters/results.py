"""The tables that several chapters show: rates, voices, concordances, each number linked."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from topoi.report.chapters.tables import Table, counts_table, table
from topoi.report.evidence.citing import (
    Marked,
    Sentence,
    cite,
    locus,
    measured,
    name,
    quoted,
    sentence,
)
from topoi.text.words.spans import positions

VOICES = {
    "outlet": "Outlet",
    "indirect": "Indirect",
    "mixed": "Mixed",
    "direct": "Direct",
    "nested": "Nested",
}
PLACES = "Places are characters of the text, from the first to the one after the last."
ROWS = 40  # more than a reader goes through in a table; the concordance has them all
FORMS = 12
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


def rates_table(
    rates: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    by: str = "code",
    header: str = "Code",
    note: str = "",
) -> Table:
    """Return rates with their intervals, each linked to the hits it counts, the highest first.

    `rates` is what `analysis.measures.rates` gives for `hits` by one column; zeros are shown.
    """
    ordered = rates.sort_values(["hits", by], ascending=[False, True], kind="stable")
    rows = []
    for row in ordered.to_dict("records"):
        own = hits[hits[by] == row[by]]
        title = labels.get(row[by], str(row[by]))
        rows.append(
            {
                header: name(title),
                "Passages": cite(own, label=title),
                "Per thousand words": measured(row["rate"], hits=own, how="per 1,000 words"),
                "From": measured(row["low"], hits=own, how="per 1,000 words, low"),
                "To": measured(row["high"], hits=own, how="per 1,000 words, high"),
            }
        )
    columns = [header, "Passages", "Per thousand words", "From", "To"]
    return table(pd.DataFrame(rows, columns=columns), note=note)


def by_voice(
    hits: pd.DataFrame, labels: Mapping[str, str], *, by: str = "code", header: str = "Code"
) -> Table:
    """Return the number of passages of each code in each mode of speech, zeros shown."""
    return counts_table(hits, by=by, across="mode", rows=labels, columns=VOICES, header=header)


def place(row: Mapping[str, Any], *, alone: bool) -> Marked:
    """Return where a passage is: its locus, without the text's id where there is only one text."""
    full = locus(row["doc"], row["start"], row["end"])
    return Marked("locus", f"{row['start']}-{row['end']}") if alone else full


def is_alone(rows: pd.DataFrame) -> bool:
    """Return whether all passages stand in one text."""
    return rows["doc"].nunique() <= 1


def beyond(rows: pd.DataFrame, most: int, *, note: str = PLACES) -> Sentence:
    """Return the note under passages, which says where the rest are when not all are shown."""
    if len(rows) <= most:
        return sentence(note)
    return sentence(
        "The first {most} of {all} passages; the number opens them all. {note}",
        most=name(most),
        all=cite(rows),
        note=sentence(note),
    )


def concordance_table(lines: pd.DataFrame, *, note: str = PLACES, most: int = ROWS) -> Table:
    """Return a concordance for reading: place, speaker, and the passage in its context.

    Of more than `most` lines the first are shown, and the note leads to all of them.
    """
    rows = [
        {
            "Place": place(row, alone=is_alone(lines)),
            "Voice": name(voice(row.get("mode", ""), row.get("speaker", ""))),
            "Before": quoted(row["left"]),
            "Passage": quoted(row["node"]),
            "After": quoted(row["right"]),
        }
        for row in lines.head(most).to_dict("records")
    ]
    columns = ["Place", "Voice", "Before", "Passage", "After"]
    return table(pd.DataFrame(rows, columns=columns), note=beyond(lines, most, note=note))


def voice(mode: str, speaker: str) -> str:
    """Return how a table names a voice.

    >>> voice("direct", "Sergey Lavrov")
    'Sergey Lavrov, direct'
    """
    return f"{speaker}, {mode}" if speaker else mode


def companions_table(beside: pd.DataFrame, labels: Mapping[str, str], *, most: int = ROWS) -> Table:
    """Return the passages of one code, each with speaker, target and the codes around it.

    Of more than `most` passages the first are shown, and the note leads to all of them.
    """
    rows = [
        {
            "Passage": quoted(row["text"]),
            "Place": place(row, alone=is_alone(beside)),
            "Voice": name(voice(row["mode"], row["speaker"])),
            "Nearest actor": name(row["target"] or "none in the sentence"),
            "Polarity": name(row["polarity"]),
            "In the sentence": named(row["in_sentence"], labels),
            "In the paragraph": named(row["in_paragraph"], labels),
        }
        for row in beside.head(most).to_dict("records")
    ]
    columns = [
        *("Passage", "Place", "Voice", "Nearest actor", "Polarity"),
        *("In the sentence", "In the paragraph"),
    ]
    return table(pd.DataFrame(rows, columns=columns), note=beyond(beside, most))


def occasions_table(answering: pd.DataFrame, *, most: int = ROWS) -> Table:
    """Return what the passages answer: the words that say so, and the sentence before each."""
    rows = [
        {
            "Passage": quoted(row["text"]),
            "Place": place(row, alone=is_alone(answering)),
            "Sentence before": quoted(row["before"] or "none"),
            "In answer to": quoted(row["answers"] or "nothing named"),
        }
        for row in answering.head(most).to_dict("records")
    ]
    columns = ["Passage", "Place", "Sentence before", "In answer to"]
    return table(pd.DataFrame(rows, columns=columns), note=beyond(answering, most))


def named(codes: Sequence[str], labels: Mapping[str, str]) -> object:
    """Return the labels of the codes as one name, or a dash where there are none."""
    return name("; ".join(labels.get(code, code) for code in codes) or "—")


def pairs_table(
    paragraphs: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    most: int = 12,
) -> Table:
    """Return the pairs of codes that meet in most paragraphs, with the sentences they share.

    Both tables come from `analysis.cooccurrence`. Each number links to the passages of the two
    codes in the units that hold both.
    """
    keys = ["code_a", "code_b"]
    joined = paragraphs.merge(sentences[[*keys, "both"]], on=keys, suffixes=("", "_sentence"))
    ranked = joined.sort_values(
        ["both", "both_sentence", *keys], ascending=[False, False, True, True]
    )
    rows = []
    for row in ranked[ranked["both"] > 0].head(most).to_dict("records"):
        pair = hits[hits["code"].isin([row["code_a"], row["code_b"]])]
        near, close = sharing(pair, "paragraph"), sharing(pair, "sentence")
        how = "units of text that hold both codes"
        rows.append(
            {
                "Frame": name(labels[row["code_a"]]),
                "With": name(labels[row["code_b"]]),
                "Paragraphs": measured(row["both"], hits=near, how="paragraphs", digits=0),
                "Sentences": measured(row["both_sentence"], hits=close, how="sentences", digits=0),
                "Expected paragraphs": measured(row["expected"], hits=near, how=f"expected {how}"),
            }
        )
    columns = ["Frame", "With", "Paragraphs", "Sentences", "Expected paragraphs"]
    return table(pd.DataFrame(rows, columns=columns))


def sharing(hits: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the hits in the units (sentence or paragraph) that hold more than one code."""
    placed = hits[hits[unit] > 0]
    return placed[placed.groupby(["doc", unit])["code"].transform("nunique") > 1]


def search_table(found: Mapping[str, pd.DataFrame]) -> Table:
    """Return how often each pattern occurs and in which forms; `found` is pattern -> hits."""
    rows = [
        {
            "Pattern": name(pattern),
            "Passages": cite(hits, label=pattern),
            "Forms": quoted(forms_of(hits)),
        }
        for pattern, hits in found.items()
    ]
    return table(pd.DataFrame(rows))


def forms_of(hits: pd.DataFrame, *, most: int = FORMS) -> str:
    """Return the forms of some hits in alphabetical order; of many, the most frequent."""
    counts = hits["text"].str.lower().value_counts()
    ranked = sorted(counts.index, key=lambda form: (-int(counts[form]), form))
    rest = len(ranked) - most
    return "; ".join([*sorted(ranked[:most]), *(["and rarer ones"] if rest > 0 else [])]) or "—"


def forms_table(
    hits: pd.DataFrame, kinds: Mapping[tuple[str, str], str] | None = None, *, most: int = 25
) -> Table:
    """Return the wordings of one code by kind and mode of speech, the most frequent first.

    Wordings that differ in case or apostrophe only are one, shown as it is most often written (of
    forms as frequent, the first in the texts). `kinds` gives the label of a code's subtype.
    """
    folded = hits.assign(form=hits["text"].str.lower().str.replace("’", "'"))
    groups = folded.groupby(["subtype", "form"], sort=True)
    sizes = groups.size().to_dict()
    ranked = sorted(sizes, key=lambda form: (-sizes[form], form))
    modes = {mode: title for mode, title in VOICES.items() if (hits["mode"] == mode).any()}
    rows = []
    for subtype, form in ranked[:most]:
        own = groups.get_group((subtype, form))
        kind = (kinds or {}).get((own["code"].iat[0], subtype)) or subtype.replace("_", " ") or "—"
        written = own["text"].value_counts(sort=False).idxmax()
        line: dict[str, object] = {
            "Wording": quoted(written),
            "Kind": name(kind),
        }
        for mode, title in modes.items():
            line[title] = cite(own[own["mode"] == mode], label=f"{written}, {mode}")
        line["Total"] = cite(own, label=written)
        rows.append(line)
    columns = ["Wording", "Kind", *modes.values(), "Total"]
    rest = len(ranked) - most
    note = "" if rest <= 0 else "Rarer wordings stand in the appendix."
    return table(pd.DataFrame(rows, columns=columns), note=note)
