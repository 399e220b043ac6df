"""Texts, codes and findings that the tests of this room count again."""

import pandas as pd

from topoi.analysis.robustness.findings import (
    Finding,
    cooccurrence_finding,
    ranking_finding,
    rate_finding,
    share_finding,
)
from topoi.analysis.robustness.specifications import Material, hits_by_coding, material
from topoi.coding.codebook.codebook import Code, Codebook, Entry, Subtype
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.query.parsing import parse
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

TEXT = "Peace talks\n\nWe want peace. Peace and war are old. No war-time peace.\n\nWar ends."


def code(name: str, *include: str, exclude: tuple[str, ...] = ()) -> Code:
    """Return a code with these queries."""
    queries = [tuple(Entry(parse(source)) for source in sources) for sources in (include, exclude)]
    return Code(id=name, label=name, subtypes=(Subtype("", "", *queries),))


BOOK = Codebook(
    "b", "1", "B", (code("peace", "peace", exclude=("peace talks",)), code("war", "war"))
)


def voices_of(corpus: Corpus) -> pd.DataFrame:
    """Return a layer in which the first 28 characters are the outlet's and the rest direct."""
    rows = [
        (doc, *span, mode, "")
        for doc, text in corpus
        for span, mode in (((0, 28), "outlet"), ((28, len(text)), "direct"))
    ]
    table = pd.DataFrame(rows, columns=["doc", "start", "end", "mode", "speaker"])
    return table.assign(cue="", cue_start=-1, cue_end=-1, stance="", via="", certain=True)


def stuff(*texts: str) -> Material:
    """Return the material of these texts."""
    corpus = corpus_of({f"d{number}": text for number, text in enumerate(texts or (TEXT,))})
    blocks, layer = segments(corpus), voices_of(corpus)
    hits = hits_by_coding(corpus, [BOOK], voices=layer, segments=blocks)
    return material(hits, tokens(corpus), blocks, voices=layer)


def every_kind(counted: Material) -> list[Finding]:
    """Return one finding of each kind."""
    return [
        rate_finding(counted, "peace"),
        share_finding("peace", above=0.6),
        ranking_finding("peace", ["peace", "war"]),
        cooccurrence_finding("peace", "war"),
    ]
