"""What a passage answers: the words of the text that say so, and the sentence before it."""

import re

import pandas as pd

from topoi.text.corpus import Corpus

ANSWERING = re.compile(
    r"\b(?:in (?:response|answer|reply|reaction|reference) to|in connection with|"
    r"(?:respond|react)(?:s|ed|ing)? to|repl(?:y|ies|ied|ying) to|answering|"
    r"comment(?:s|ed|ing) on|asked (?:about|whether|if|why|how|what|to comment on))\b"
    r"[^,.;:!?\"“”]*",
    re.IGNORECASE,
)


def occasions(hits: pd.DataFrame, corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the hits with `before` (the sentence before theirs) and `answers`.

    `answers` are the words "in response to ...", "asked about ..." and the like in the hit's
    sentence, else in the one before; "" where there are none. Words, not a reading: they may be
    said of another part of the sentence. Headings have neither.
    """
    sentences = sentence_places(segments[segments["kind"] == "sentence"])
    before, answers = [], []
    for hit in hits.itertuples():
        text = corpus.texts[hit.doc]
        sentence = sentences.get((hit.doc, hit.sentence), (0, 0))
        earlier = sentences.get((hit.doc, hit.sentence - 1), (0, 0))
        before.append(" ".join(text[slice(*earlier)].split()))
        found = ANSWERING.search(text, *sentence) or ANSWERING.search(text, *earlier)
        answers.append(" ".join(found[0].split()) if found else "")
    return hits.assign(before=pd.array(before, dtype="str"), answers=pd.array(answers, dtype="str"))


def sentence_places(sentences: pd.DataFrame) -> dict[tuple[str, int], tuple[int, int]]:
    """Return (document, number of the sentence) -> its start and end."""
    keys = zip(sentences["doc"], sentences["sentence"], strict=True)
    spans = zip(sentences["start"].tolist(), sentences["end"].tolist(), strict=True)
    return dict(zip(keys, spans, strict=True))
