"""Phrases whose words go together, as candidates for a codebook, and which codes find them."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from topoi.coding.codebook.phrases import query_for
from topoi.errors import InputError
from topoi.text.query import asked
from topoi.text.query.machine import Stream
from topoi.text.query.matching import matches, without_overlaps
from topoi.text.words.context import around, flat
from topoi.text.words.numbered import Numbered
from topoi.text.words.spans import overlapped
from topoi.text.words.vocabulary import WORD

LEAST_COUNT = 3
LEAST_NPMI = 0.5
MOST = 50
READ = 3  # passages shown of a phrase
WIDTH = 60
FOUND = 0.5  # of the passages of a phrase: from there on codes find it already
COLUMNS = ["phrase", "query", "count", "texts", "npmi", "coded", "codes", "passages"]
NOTE = (
    "Phrases of two to four content words, function words inside, whose words go together more "
    f"than chance has it: normalised pointwise mutual information (NPMI, Bouma 2009) above "
    f"{LEAST_NPMI} in gensim's Phrases, the most frequent first. They are candidates, to be read "
    "before they are codes: names and set phrases are among them."
)


def phrase_passages(
    tokens: Numbered, *, stop_words: Collection[str], least: int = LEAST_COUNT
) -> pd.DataFrame:
    """Return the passages of key phrases: `doc, start, end, phrase, query, npmi`, a row a passage.

    A phrase is a row of two to four content words (a letter, two characters, no stop word) in one
    sentence, heading or dateline; stop words may stand inside, marks may not. It is found `least`
    times, and its NPMI is above 0.5: ln(p(ab) / (p(a) p(b))) / -ln p(ab), the shares of all words
    in such rows (Bouma 2009), by gensim's Phrases. Read a second time, with the phrases of the
    first as words, longer ones are found: a and b are the two parts that are joined. Passages are
    what `query` finds; a phrase that stands inside longer ones only is left out, and one that no
    query says is named in `attrs["unsaid"]`. Caveat: NPMI tests
    nothing, and is high for rare words that meet only each other; what a text repeats counts each
    time. Raises InputError for `least` below 1.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import numbered
    >>> texts = numbered(corpus_of({"a": "Root causes matter. Old root causes, root causes."}))
    >>> phrase_passages(texts, stop_words=["of"])[["phrase", "start"]].values.tolist()
    [['root causes', 0], ['root causes', 24], ['root causes', 37]]
    """
    if least < 1:
        raise InputError(f"least {least}", "is below 1", "Give how often a phrase has to occur.")
    stream = Stream(tokens)
    scores = scored(content_runs(stream, stop_words), stop_words, least=least)
    queries = {phrase: query for phrase in scores if (query := query_for(phrase))}
    found = without_overlaps(matches([asked(query) for query in queries.values()], stream))
    phrase = pd.array(list(queries), dtype="str").take(found.query)
    passages = pd.DataFrame(
        {
            "doc": pd.array(tokens.docs, dtype="str").take(tokens.doc[found.first]),
            "start": tokens.start[found.first].astype(np.int64),
            "end": tokens.end[found.last].astype(np.int64),
            "phrase": phrase,
            "query": pd.array(list(queries.values()), dtype="str").take(found.query),
            "npmi": np.array([scores[one] for one in queries], dtype=float)[found.query],
        }
    )
    alone = ~nested(passages).groupby(phrase).transform("all")
    passages = passages[alone].reset_index(drop=True)
    passages.attrs["unsaid"] = [phrase for phrase in scores if phrase not in queries]
    return passages


def nested(spans: pd.DataFrame) -> pd.Series:
    """Return which spans lie inside a longer one; no two are the same.

    >>> nested(pd.DataFrame({"doc": "a", "start": [4, 0, 0], "end": [9, 9, 3]})).tolist()
    [True, False, True]
    """
    ordered = spans.sort_values(["doc", "start", "end"], ascending=[True, True, False])
    reached = ordered.groupby("doc")["end"].cummax().groupby(ordered["doc"]).shift()
    return (reached >= ordered["end"]).reindex(spans.index)


def content_runs(stream: Stream, stop_words: Collection[str]) -> list[list[str]]:
    """Return the words that follow each other as queries ask for them, cut where no phrase can be.

    Marks, figures and words of one letter cut; what queries pass over, such as quotation marks and
    a final 's, does not.
    """
    forms = stream.vocabulary.forms
    known = np.array([form in stop_words or is_content(form) for form in forms], dtype=bool)
    usable = np.append(known & (stream.vocabulary.kinds == WORD), False)  # no end of a sentence is
    form = stream.form[~stream.passed]
    edges = np.flatnonzero(np.diff(usable[form], prepend=False, append=False))
    cuts = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [[forms[one] for one in form[begin:end].tolist()] for begin, end in cuts]


def is_content(form: str) -> bool:
    """Return whether a word may be one of a phrase's: a letter, and two characters at least."""
    return len(form) > 1 and any(map(str.isalpha, form))


def scored(
    runs: Sequence[Sequence[str]], stop_words: Collection[str], *, least: int
) -> dict[str, float]:
    """Return phrase -> NPMI, of the pairs of content words, and of pairs with such a pair in it.

    >>> scored([["peace", "of", "mind"]] * 2 + [["war"]] * 4, ["of"], least=2)
    {'peace of mind': 1.0}
    """
    from gensim.models.phrases import Phrases

    stops = frozenset(stop_words)
    settings = {"min_count": least, "threshold": LEAST_NPMI, "scoring": "npmi", "delimiter": " "}
    pairs = Phrases(runs, connector_words=stops, **settings)
    joined = list(pairs[runs])
    longer = Phrases(joined, connector_words=stops, **settings).find_phrases(joined)
    # Words that no pair has joined are scored again, over fewer words: their first score holds.
    longer = {phrase: npmi for phrase, npmi in longer.items() if content_words(phrase, stops) > 2}
    found = chain(pairs.find_phrases(runs).items(), longer.items())
    return {phrase: round(npmi, 4) for phrase, npmi in found}


def content_words(phrase: str, stop_words: Collection[str]) -> int:
    """Return how many words of a phrase are no stop words."""
    return sum(word not in stop_words for word in phrase.split())


def key_phrases(
    passages: pd.DataFrame,
    hits: pd.DataFrame,
    texts: Mapping[str, str],
    *,
    top: int = MOST,
    uncoded: bool = False,
) -> pd.DataFrame:
    """Return a row a phrase: `phrase, query, count, texts, npmi, coded, codes, passages`.

    `passages` are those of `phrase_passages`; the `top` phrases with the most are returned. `coded`
    is how many of them share a sign with a hit, `codes` the codes of these hits, the commonest
    first; with `uncoded` the phrases are left out of which half or more do. The column `passages`
    has up to three in context, of different texts where there are, a line each. Raises InputError
    for `top` below 1.
    """
    if top < 1:
        raise InputError(f"top {top}", "is below 1", "Give how many phrases to return.")
    own = {code: overlapped(passages, rows) for code, rows in hits.groupby("code", sort=True)}
    held = pd.DataFrame({"": False, **own}, index=passages.index)
    groups = passages.groupby("phrase", sort=False)
    table = groups.agg(query=("query", "first"), count=("doc", "size"), texts=("doc", "nunique"),
                       npmi=("npmi", "first"))  # fmt: skip
    table["coded"] = held.any(axis=1).groupby(passages["phrase"]).sum()
    by_code = held.groupby(passages["phrase"]).sum().reindex(table.index)
    table["codes"] = pd.array([codes_in(row) for row in by_code.to_dict("records")], dtype="str")
    already = table["coded"] >= FOUND * table["count"]
    table = table[~already] if uncoded else table
    ordered = table.reset_index().sort_values(["count", "phrase"], ascending=[False, True])
    shown = ordered.head(top).reset_index(drop=True)
    lines = first_lines(passages[passages["phrase"].isin(shown["phrase"])], texts)
    shown["passages"] = pd.array(shown["phrase"].map(lines), dtype="str")
    shown = shown[COLUMNS].astype({"coded": np.int64})
    left = f" Left out, as found by codes already: {already.sum():,}." if uncoded else ""
    if unsaid := passages.attrs.get("unsaid"):
        left += f" Left out, as no query says them: {', '.join(unsaid)}."
    shown.attrs["note"] = NOTE + left
    shown.attrs["found"] = len(table)
    return shown


def codes_in(counts: Mapping[Hashable, int]) -> str:
    """Return the codes that occur, the most frequent first, as text."""
    order = sorted(counts, key=lambda code: (-counts[code], str(code)))
    return ", ".join(str(code) for code in order if counts[code])


def first_lines(passages: pd.DataFrame, texts: Mapping[str, str]) -> dict[str, str]:
    """Return phrase -> its first passages in context, each of another text where there are."""
    turn = passages.groupby(["phrase", "doc"], sort=False).cumcount()
    order = turn.sort_values(kind="stable").index
    shown = passages.loc[order].groupby("phrase", sort=False).head(READ)
    places = shown[["doc", "start", "end"]].itertuples(index=False, name=None)
    told = [f"{doc}:{start}-{end}: {marked(texts[doc], start, end)}" for doc, start, end in places]
    lines = pd.Series(told, index=shown.index, dtype="str")
    return lines.groupby(shown["phrase"], sort=False).agg("\n".join).to_dict()


def marked(text: str, start: int, end: int) -> str:
    """Return a passage in brackets in its context, on one line.

    >>> marked("The peace talks, he said.", 4, 15)
    'The [[peace talks]], he said.'
    """
    before, after = around(text, start, end, width=WIDTH)
    return flat(f"{before}[[{text[start:end]}]]{after}")
