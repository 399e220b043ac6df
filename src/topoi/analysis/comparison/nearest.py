"""The sentences of a transcript that are nearest to what a report says in its own words."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.comparison.words import (
    SPANS,
    Transcript,
    same_speakers,
    tokens_in,
)

MOST = 3  # passages beside each statement
COLUMNS = [*SPANS, "rank", "score", "transcript", "said_start", "said_end", "said_by"]
COLUMNS += ["statement", "said"]
NOTE = (
    "Nearest are the sentences that share the most words with a statement, the rarer ones counting "
    "for more (cosine of tf-idf; Salton and Buckley 1988). That is a place to read, and says "
    "nothing of whether the statement is right."
)
ALONE = " Indirect statements that share no word with any sentence: {0:,} of {1:,}."


def nearest(
    statements: pd.DataFrame,
    tokens: pd.DataFrame,
    transcript: Transcript,
    *,
    texts: Mapping[str, str],
    stop_words: Collection[str] = (),
    most: int = MOST,
) -> pd.DataFrame:
    """Return the sentences of a transcript nearest to each statement, a row a pair.

    Columns: `doc, start, end, speaker` of the statement, `rank, score` (cosine of tf-idf, from 0
    to 1; Salton and Buckley 1988), `transcript, said_start, said_end, said_by` of the sentence. Of
    a speaker who speaks in the transcript only the own sentences are taken, else all. A statement
    that shares no word with any has no row; stop words are none. `statements` has `doc, start,
    end, speaker`, `tokens` and `texts` are those of the reports. `statement` and `said` are both
    in words.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    groups = transcript.words.groupby(["speaker", "sentence"], sort=False)
    sentences = groups.agg(start=("start", "min"), end=("end", "max"), keys=("token", list))
    sentences = sentences.reset_index()
    kept = [content_of(keys, stop_words) for keys in sentences["keys"]]
    asked = [
        content_of([row.token for row in inner if row.counts], stop_words)
        for inner in tokens_in(tokens, statements)
    ]
    rows = []
    if any(kept) and len(statements):
        weighing = TfidfVectorizer(analyzer=lambda words: words, sublinear_tf=True)
        there = weighing.fit_transform(kept)
        scores = (weighing.transform(asked) @ there.T).toarray()
        speakers = transcript.speakers
        for span, every in zip(statements[SPANS].to_dict("records"), scores, strict=True):
            same = same_speakers(span["speaker"], speakers)
            allowed = sentences["speaker"].isin(same).to_numpy() if same else True
            score = np.where(allowed, every, 0.0)
            order = np.argsort(-score, kind="stable")[:most]
            for rank, number in enumerate(order[score[order] > 0], 1):
                one = sentences.iloc[number]
                place = slice(one["start"], one["end"])
                words = (texts[span["doc"]][span["start"] : span["end"]], transcript.text[place])
                found = (transcript.name, one["start"], one["end"], one["speaker"], *words)
                rows.append((*span.values(), rank, round(float(score[number]), 6), *found))
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = dict.fromkeys(("doc", "speaker", "transcript", "said_by", "statement", "said"), "str")
    places = dict.fromkeys(("start", "end", "rank", "said_start", "said_end"), "int64")
    table = table.astype({**text, **places, "score": "float64"})
    alone = len(statements) - int((table["rank"] == 1).sum())
    table.attrs["note"] = NOTE + (ALONE.format(alone, len(statements)) if alone else "")
    return table


def content_of(words: Sequence[str], stop_words: Collection[str]) -> list[str]:
    """Return the words that are no stop words and have a letter or figure."""
    return [word for word in words if word not in stop_words and any(map(str.isalnum, word))]
