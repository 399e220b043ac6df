"""Counting other inflected forms of a passage with it: words compared by their Porter stems."""

from collections.abc import Iterable, Mapping

import pandas as pd

from topoi.text.spans import containing
from topoi.text.tokens import words_of

LONGEST_PHRASE = 5

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def with_stems(
    hits: pd.DataFrame,
    tokens: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    voices: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the hits and every further passage with the same stems as a hit of its code.

    "underlying cause" is added where "underlying causes" was a hit (stems after Porter 1980). The
    codebook's exclusions and conditions are not asked again for the added ones. Hits of more than
    five words are not looked for elsewhere.
    """
    words = tokens[tokens["is_word"]]
    stems = stems_of(pd.unique(words["token"]))
    added = same_stems(words, stems, stem_phrases(hits, stems))
    added = outside(added, hits)
    if added.empty:
        return hits
    return pd.concat([hits, located(added, segments, voices)], ignore_index=True)


def stems_of(forms: Iterable[str]) -> dict[str, str]:
    """Return the Porter stem of each form.

    >>> stems_of(["causes", "US"])
    {'causes': 'caus', 'US': 'US'}
    """
    from nltk.stem import PorterStemmer

    stem = PorterStemmer().stem
    return {form: form if form.isupper() else stem(form) for form in forms}


def stem_phrases(hits: pd.DataFrame, stems: Mapping[str, str]) -> Phrases:
    """Return the stems of each different short hit, with its code, under the first stem."""
    phrases: set[tuple[tuple[str, ...], str]] = set()
    for code, text in hits[["code", "text"]].drop_duplicates().itertuples(index=False):
        phrase = tuple(stems.get(word.token, "") for word in words_of(text) if word.is_word)
        if 0 < len(phrase) <= LONGEST_PHRASE and all(phrase):
            phrases.add((phrase, code))
    found: Phrases = {}
    for phrase, code in sorted(phrases):
        found.setdefault(phrase[0], []).append((phrase, code))
    return found


def same_stems(words: pd.DataFrame, stems: Mapping[str, str], phrases: Phrases) -> pd.DataFrame:
    """Return every passage with the stems of a phrase: `doc, start, end, code, text`."""
    docs, forms, starts, ends = (words[name].tolist() for name in ("doc", "token", "start", "end"))
    line = [stems[form] for form in forms]
    rows = []
    for place, stem in enumerate(line):
        for phrase, code in phrases.get(stem, ()):
            after = place + len(phrase)
            if tuple(line[place:after]) == phrase and docs[after - 1] == docs[place]:
                text = " ".join(forms[place:after])
                rows.append((docs[place], starts[place], ends[after - 1], code, text))
    return pd.DataFrame(rows, columns=["doc", "start", "end", "code", "text"])


def outside(added: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the added passages of which neither end lies in a hit of the same code."""
    spans = hits[["doc", "start", "end"]].assign(doc=hits["doc"] + "\0" + hits["code"], held=True)
    begins = added[["start"]].assign(doc=added["doc"] + "\0" + added["code"])
    ends = begins.assign(start=added["end"] - 1)
    held = containing(begins, spans, ["held"])["held"] | containing(ends, spans, ["held"])["held"]
    return added[~held.astype(bool)].reset_index(drop=True)


def located(
    added: pd.DataFrame, segments: pd.DataFrame, voices: pd.DataFrame | None
) -> pd.DataFrame:
    """Return passages with the section, paragraph, sentence and voice they stand in."""
    blocks = segments[segments["kind"] != "sentence"]
    sentences = segments[segments["kind"] == "sentence"]
    added = added.join(containing(added, blocks, ["section", "paragraph"]))
    added = added.join(containing(added, sentences, ["sentence"]))
    if voices is None:
        return added
    return added.join(containing(added, voices, ["mode", "speaker"]))
