"""Parts of sentences that several chapters use: wordings, rankings, counts, each number linked."""

from collections.abc import Mapping

import pandas as pd

from topoi.report.citing import Cited, Sentence, cite, listed, measured, name, quoted, sentence


def wordings(hits: pd.DataFrame, *, most: int = 4) -> Sentence:
    """Return the first passages in quotation marks, for a sentence; "none" where there are none."""
    some = [sentence("“{words}”", words=quoted(text)) for text in hits["text"].head(most)]
    return listed(some or [name("none")])


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
    return listed(parts or [name("none")])
