"""The analytic decisions a reader could question, and the counts that each of them gives."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.spans import containing
from topoi.text.words.tokens import words_of

LONGEST_PHRASE = 5
Phrases = list[tuple[tuple[str, ...], str]]
# What of a hit is asked for in counting; its words, of which there are many, are not.
ASKED = (
    *("doc", "start", "end", "paragraph", "sentence"),
    *("code", "mode", "speaker", "target", "polarity"),
)
# The first option of each decision is the one the report publishes. Leaving out function words is
# none: it multiplies the rate of every code alike, and so changes a unit and no result.
DECISIONS: dict[str, tuple[str, ...]] = {
    "unit": ("hits", "sentences", "paragraphs"),
    "words": ("hyphens join", "hyphens split"),
    "forms": ("as written", "stems"),
    "patterns": ("as coded", "strict", "wide"),
    "voice": ("all", "reported", "outlet"),
    "headings": ("in", "out"),
}
# These ask something else, not the same in another way: how often one voice uses a code is no
# estimate of how often the text does (type N of Del Giudice and Gangestad 2021).
QUESTIONS = ("voice",)
Specification = Mapping[str, str]


class Material(NamedTuple):
    """What the findings are counted from: hits for each way of coding, and words by kind.

    `hits` maps (patterns, forms) to a hits table with `heading`, `place` (number of the document)
    and `sentences`, `paragraphs` (number of the unit) added. `words` has one row for each document,
    mode and heading or not, with `joined` and `split` counts.
    """

    docs: tuple[str, ...]
    hits: dict[tuple[str, str], pd.DataFrame]
    words: pd.DataFrame
    segments: pd.DataFrame


def hits_by_coding(
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    *,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the hits tables "as coded", "strict" (asserted only) and "wide".

    Wide is the codebook without its exclusions and without its conditions on neighbouring words:
    every place where a pattern matches.
    """
    coded = find_hits(corpus, codebooks, voices=voices, segments=segments)
    loose = [loosened(book) for book in codebooks]
    wide = find_hits(corpus, loose, voices=voices, segments=segments)
    return {"as coded": coded, "strict": asserted(coded), "wide": wide}


def loosened(book: Codebook) -> Codebook:
    """Return the codebook with every pattern counting wherever it matches."""
    codes = [
        replace(
            code,
            subtypes=tuple(
                replace(subtype, exclude=(), near=(), context=()) for subtype in code.subtypes
            ),
        )
        for code in book.codes
    ]
    return replace(book, codes=tuple(codes))


def material(
    hits: Mapping[str, pd.DataFrame],
    tokens: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    voices: pd.DataFrame | None = None,
) -> Material:
    """Return what `robustness` needs, from the hits tables of `hits_by_coding`.

    Only the ways of coding that are given are compared; "as coded" must be among them.
    """
    headings = segments.loc[segments["kind"] == "heading", ["doc", "start", "end"]]
    headings = headings.assign(heading=True)
    docs = tuple(pd.unique(pd.concat([segments["doc"], tokens["doc"]])))
    ready: dict[tuple[str, str], pd.DataFrame] = {}
    ground = stemmed(tokens)
    for name, table in hits.items():
        wider = with_stems(table, ground, segments, voices=voices)
        for forms, found in (("as written", table), ("stems", wider)):
            ready[name, forms] = with_units(found, headings, docs)
    words = word_kinds(tokens, headings, voices)
    words["place"] = pd.Index(docs).get_indexer(words["doc"])
    return Material(docs, ready, words, segments)


def with_units(hits: pd.DataFrame, headings: pd.DataFrame, docs: tuple[str, ...]) -> pd.DataFrame:
    """Return the hits with `heading, place, sentences, paragraphs`.

    A heading is a unit of its own, because it has a paragraph number and holds no sentence.
    """
    heading = containing(hits, headings, ["heading"])["heading"].astype(bool)
    return hits[[name for name in ASKED if name in hits]].assign(
        heading=heading,
        place=pd.Index(docs).get_indexer(hits["doc"]),
        sentences=hits.groupby(["doc", "paragraph", "sentence"], sort=False).ngroup(),
        paragraphs=hits.groupby(["doc", "paragraph"], sort=False).ngroup(),
    )


def asserted(hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits that are neither negated nor only mentioned."""
    return hits[hits["polarity"] == "asserted"] if "polarity" in hits else hits


def word_kinds(
    tokens: pd.DataFrame, headings: pd.DataFrame, voices: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the number of words by document, mode and heading or not: `joined, split`."""
    words = tokens[tokens["is_word"]]
    kinds = words[["doc"]].join(containing(words, headings, ["heading"]).astype(bool))
    kinds["mode"] = "" if voices is None else containing(words, voices, ["mode"])["mode"]
    kinds["split"] = words["token"].str.count("-") + 1
    grouped = kinds.groupby(["doc", "mode", "heading"], observed=True)["split"]
    return grouped.agg(joined="size", split="sum").reset_index().astype({"heading": bool})


def same_question(chosen: Specification) -> bool:
    """Return whether a combination asks what the published one asks, only in another way."""
    return all(chosen.get(one, DECISIONS[one][0]) == DECISIONS[one][0] for one in QUESTIONS)


def chosen_hits(stuff: Material, chosen: Specification, codes: Collection[str]) -> pd.DataFrame:
    """Return the hits of some codes left by the decisions of patterns, forms, voice, headings."""
    hits = stuff.hits[chosen.get("patterns", "as coded"), chosen.get("forms", "as written")]
    return hits[hits["code"].isin(list(codes)).to_numpy() & chosen_rows(hits, chosen)]


def chosen_words(stuff: Material, chosen: Specification) -> np.ndarray:
    """Return the number of words of each document under the decisions."""
    kept = chosen_rows(stuff.words, chosen)
    column = "joined" if chosen.get("words", "hyphens join") == "hyphens join" else "split"
    counts = np.where(kept, stuff.words[column].to_numpy(), 0)
    return np.bincount(stuff.words["place"], counts, minlength=len(stuff.docs)).astype(int)


def chosen_rows(table: pd.DataFrame, chosen: Specification) -> np.ndarray:
    """Return which rows of hits or words the decisions of headings and voice leave.

    "reported" is everyone's voice but the outlet's own.
    """
    kept = np.full(len(table), True)
    if chosen.get("headings", "in") == "out":
        kept &= ~table["heading"].to_numpy()
    voice = chosen.get("voice", "all")
    if voice != "all":
        kept &= (table["mode"] == "outlet").to_numpy(dtype=bool) == (voice == "outlet")
    return kept


def counts_by_document(hits: pd.DataFrame, stuff: Material, chosen: Specification) -> np.ndarray:
    """Return for each document the number of hits, or of sentences or paragraphs with a hit."""
    unit = chosen.get("unit", "hits")
    rows = hits if unit == "hits" else hits.drop_duplicates(unit)
    return np.bincount(rows["place"].to_numpy(), minlength=len(stuff.docs))


def counts_by_code(
    hits: pd.DataFrame, stuff: Material, chosen: Specification, codes: Sequence[str]
) -> pd.DataFrame:
    """Return the same for each of some codes, which all of the hits are of: a column a code."""
    unit = chosen.get("unit", "hits")
    rows = hits if unit == "hits" else hits.drop_duplicates([unit, "code"])
    cells = rows["place"].to_numpy() * len(codes) + pd.Index(codes).get_indexer(rows["code"])
    counts = np.bincount(cells, minlength=len(stuff.docs) * len(codes)).reshape(-1, len(codes))
    return pd.DataFrame(counts, index=list(stuff.docs), columns=list(codes))


class Stemmed(NamedTuple):
    """The words of the texts, the number of the stem of each, and stem -> number, form -> stem."""

    words: pd.DataFrame
    line: np.ndarray
    numbers: dict[str, int]
    stems: dict[str, str]


def stemmed(tokens: pd.DataFrame) -> Stemmed:
    """Return the words of the texts with their stems (Porter 1980)."""
    words = tokens.loc[tokens["is_word"], ["doc", "token", "start", "end"]]
    form, forms = pd.factorize(words["token"])
    stems = stems_of(forms)
    stem, names = pd.factorize(np.array(list(stems.values()), dtype=object))
    return Stemmed(words, stem[form], {name: at for at, name in enumerate(names)}, stems)


def with_stems(
    hits: pd.DataFrame,
    ground: Stemmed,
    segments: pd.DataFrame,
    *,
    voices: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the hits and every further passage with the same stems as a hit of its code.

    "underlying cause" is added where "underlying causes" was a hit. The
    codebook's exclusions and conditions are not asked again for the added ones. Hits of more than
    five words are not looked for elsewhere.
    """
    added = apart_from(same_stems(ground, stem_phrases(hits, ground.stems)), hits)
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
    """Return the stems of each different short hit, with its code, in the order of the stems."""
    phrases: set[tuple[tuple[str, ...], str]] = set()
    for code, text in hits[["code", "text"]].drop_duplicates().itertuples(index=False):
        phrase = tuple(stems.get(word.token, "") for word in words_of(text) if word.is_word)
        if 0 < len(phrase) <= LONGEST_PHRASE and all(phrase):
            phrases.add((phrase, code))
    return sorted(phrases)


def same_stems(ground: Stemmed, phrases: Phrases) -> pd.DataFrame:
    """Return every passage with the stems of a phrase: `doc, start, end, code, text`.

    Phrases of one length are looked for together, where the first stem of one of them stands.
    """
    doc, rows = pd.factorize(ground.words["doc"])[0], []
    for length in range(1, LONGEST_PHRASE + 1):
        own = [at for at, (phrase, _) in enumerate(phrases) if len(phrase) == length]
        sought = pd.DataFrame([[ground.numbers[stem] for stem in phrases[at][0]] for at in own])
        if sought.empty or len(doc) < length:
            continue
        begins = np.arange(len(doc) - length + 1)
        within = doc[begins] == doc[begins + length - 1]
        begins = begins[within & np.isin(ground.line[begins], sought[0])]
        windows = pd.DataFrame({at: ground.line[begins + at] for at in range(length)})
        met = windows.assign(place=begins).merge(sought.assign(phrase=own), on=list(range(length)))
        rows += list(zip(met["place"].tolist(), met["phrase"].tolist(), strict=True))
    docs, forms, starts, ends = (ground.words[name].to_numpy(dtype=object) for name in ground.words)
    found = []
    for place, at in sorted(rows):
        phrase, code = phrases[at]
        after = place + len(phrase)
        text = " ".join(forms[place:after])
        found.append((docs[place], starts[place], ends[after - 1], code, text))
    return pd.DataFrame(found, columns=["doc", "start", "end", "code", "text"])


def apart_from(added: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
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
