"""Parts of sentences that several chapters use: wordings, rankings, counts, each number linked."""

from collections.abc import Mapping

import pandas as pd

from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    quotation,
    sentence,
)
from topoi.text.corpus.corpus import Corpus


def in_words(corpus: Corpus) -> dict[str, str]:
    """Return the words of a sentence that differ for one text and for several.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> "Which frames {does} {the_text} use?".format(**in_words(corpus_of({"a": "A.", "b": "B."})))
    'Which frames do the texts use?'
    """
    alone = len(corpus) == 1
    return {
        "the_text": "the text" if alone else "the texts",
        "The_text": "The text" if alone else "The texts",
        "does": "does" if alone else "do",
        "has": "has" if alone else "have",
        "s": "s" if alone else "",
        "this_text": "this text" if alone else "these texts",
    }


def origins(documents: pd.DataFrame, *, most: int = 3) -> Sentence:
    """Return where and when the texts are from: source and day of one, sources and span of many."""
    sources = documents["source"].replace("", "a source not given")
    counts = sources.value_counts()
    ranked = sorted(counts.index, key=lambda source: (-int(counts[source]), source))
    dates = documents["date"].dropna()
    days = (
        [f"{day:%d %B %Y}".removeprefix("0") for day in sorted({dates.min(), dates.max()})]
        if (len(dates))
        else []
    )
    named = [name(source) for source in ranked[:most]]
    more = [name("other sources")] if len(ranked) > most else []
    when = [name(" to ".join(days))] if days else []
    return sentence(
        "{who}, {when}" if when else "{who}",
        who=enumeration([*named, *more]),
        when=enumeration(when),
    )


def speakers(counts: "pd.Series[int]", *, most: int = 3) -> Sentence:
    """Return the first speakers of a count, with "others" where there are more."""
    named = [name(speaker) for speaker in counts.index[:most]]
    more = [name("others")] if len(counts) > most else []
    return enumeration([*named, *more] or [name("nobody")])


def wordings(hits: pd.DataFrame, *, most: int = 4) -> Sentence:
    """Return the first passages in quotation marks, for a sentence; "none" where there are none."""
    some = [sentence("“{words}”", words=quotation(text)) for text in hits["text"].head(most)]
    return enumeration(some or [name("none")])


def ranking(hits: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Return all codes, the most frequent first, those of one count in the codebook's order."""
    counts = hits["code"].value_counts()
    return sorted(labels, key=lambda code: -int(counts.get(code, 0)))


def codes_sought(hits: pd.DataFrame, labels: Mapping[str, str], *, source: str) -> dict[str, Cited]:
    """Return how many codes were looked for (`all`) and how many occur (`some`)."""
    found = hits["code"].nunique()
    return {
        "all": measured(len(labels), how="codes looked for", source=source, digits=0),
        "some": measured(found, how="codes with a passage", source=source, digits=0),
    }


def counted(hits: pd.DataFrame, groups: Mapping[str, str], *, by: str = "code") -> Sentence:
    """Return "one (3), another (2)" for some groups of hits, each count linked."""
    parts = [
        sentence("{what} ({n})", what=name(label), n=cite(hits[hits[by] == group], label=label))
        for group, label in groups.items()
    ]
    return enumeration(parts or [name("none")])
