"""Keyword in context: each hit with the words before and after it."""

import re
from collections.abc import Mapping

import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.lang.language import language
from topoi.text.words.context import flat, line

CARRIED = [
    *("codebook", "code", "subtype", "section", "paragraph", "sentence"),
    *("mode", "speaker", "target", "polarity"),
]
ANSWERING = re.compile(
    rf"\b(?:{'|'.join(sorted(language().starts_of_answers))})\b[^,.;:!?\"“”]*", re.IGNORECASE
)


def concordance(corpus: Corpus, hits: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Return one row a hit: `left, node, right, locus` and what the hits table says of it.

    Columns: `doc, start, end, left, node, right, locus` and those of the hits that there are
    (code, paragraph, speaker, mode, ...). `left` and `right` are up to `width` characters of the
    text on one line, without a word cut in two; `node` is the passage itself; `locus` is
    `doc:start-end` in characters. The order is that of the hits.
    """
    carried = [name for name in CARRIED if name in hits.columns]
    return context_lines(corpus.texts, hits, width=width).join(hits[carried].reset_index(drop=True))


def context_lines(texts: Mapping[str, str], spans: pd.DataFrame, *, width: int) -> pd.DataFrame:
    """Return `doc, start, end, left, node, right, locus` of spans in texts."""
    table = spans[["doc", "start", "end"]].reset_index(drop=True)
    places = list(table.itertuples(index=False, name=None))
    found = [line(texts[doc], start, end, width=width) for doc, start, end in places]
    table[["left", "node", "right"]] = pd.DataFrame(found, columns=["left", "node", "right"])
    table["locus"] = pd.array([f"{doc}:{start}-{end}" for doc, start, end in places], dtype="str")
    return table


def occasions(hits: pd.DataFrame, corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the hits with `before` (the sentence before theirs) and `answers`.

    `answers` are the words "in response to ...", "asked about ..." and the like in the hit's
    sentence, else in the one before; "" where there are none. Words, not a reading: they may be
    said of another part of the sentence. Headings have neither.
    """
    sentences = segments[segments["kind"] == "sentence"].set_index(["doc", "sentence"])
    spans = [
        sentences[["start", "end"]].reindex(
            pd.MultiIndex.from_arrays([hits["doc"], hits["sentence"] - back]), fill_value=0
        )
        for back in (0, 1)
    ]
    places = (part.itertuples(index=False, name=None) for part in spans)
    before, answers = [], []
    for doc, sentence, earlier in zip(hits["doc"], *places, strict=True):
        text = corpus.texts[doc]
        before.append(flat(text[slice(*earlier)]))
        found = ANSWERING.search(text, *sentence) or ANSWERING.search(text, *earlier)
        answers.append(flat(found[0]) if found else "")
    return hits.assign(before=pd.array(before, dtype="str"), answers=pd.array(answers, dtype="str"))
