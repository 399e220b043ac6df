"""What is read and counted in one partition: the work that an engine spreads."""

from collections.abc import Sequence

import pandas as pd

from topoi.analysis.measures.rates import grouped_words
from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.text.corpus.corpus import Corpus
from topoi.text.voices.genre import with_genres
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.voices import said, voices_and_quotations
from topoi.text.words.numbered import segments_and_tokens, words_within

PART = 4_000_000  # characters: what coding reads at a time, so that a larger part gains nothing
GROUPS = ("doc", "mode", "speaker")
LAYERS = ("segments", "tokens", "attributions", "voices", "hits")


def coded(
    corpus: Corpus, *, codebooks: Sequence[Codebook], lexicon: Lexicon
) -> dict[str, pd.DataFrame]:
    """Return the tables of a partition: `documents`, with the genre of each, `hits` and `words`.

    `words` has `doc, mode, speaker, words`, so that rates can be taken over any of them. Bind the
    codebooks and the lexicon with `functools.partial` and give the result to an engine.
    """
    # A part sees its own texts only, so that persons have the names of the gazetteer.
    corpus = with_genres(corpus, lexicon, names={})
    parts, tokens = segments_and_tokens(corpus)
    spoken, quotations = voices_and_quotations(corpus, lexicon=lexicon)
    hits = find_hits(
        corpus, codebooks, voices=spoken, segments=parts, tokens=tokens, quotations=quotations
    )
    counted = grouped_words(words_within(tokens, spoken), spoken, by=GROUPS)
    hits.attrs = {}
    return {"documents": corpus.documents, "hits": hits, "words": counted}


def layers(
    corpus: Corpus, *, codebooks: Sequence[Codebook], lexicon: Lexicon
) -> dict[str, pd.DataFrame]:
    """Return every layer of a partition by its name, as a study makes it of all texts."""
    parts, tokens = segments_and_tokens(corpus)
    attributions, voices, quotations = said(corpus, lexicon=lexicon)
    made = (
        parts,
        tokens.table(parts),
        attributions,
        voices,
        find_hits(
            corpus, codebooks, voices=voices, segments=parts, tokens=tokens, quotations=quotations
        ),
    )
    return dict(zip(LAYERS, made, strict=True))
