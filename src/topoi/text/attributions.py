"""Attributions of a document: source, cue and content, outer and nested."""

import pandas as pd

from topoi.progress import track
from topoi.text.clauses import NOWHERE
from topoi.text.corpus import Corpus
from topoi.text.lexicon import Lexicon
from topoi.text.reading import read
from topoi.text.resolution import Attribution

COLUMNS = (
    "doc start end level kind mode stance speaker via certain source_start source_end cue "
    "cue_start cue_end content content_start content_end"
).split()


def attributions_of(text: str, *, lexicon: Lexicon) -> list[Attribution]:
    """Return the attributions of one text in the order of their first content.

    The rules are surface rules without a parser: a source in an unusual place is missed, and its
    words stay with the outlet.
    """
    return read(text, lexicon=lexicon).attributions


def attributions(corpus: Corpus, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return one row for each content span of each attribution of a corpus.

    Columns: `doc, start, end` (from the first of source, cue and content to the last), `level,
    kind, mode, stance, speaker, via, certain, source_start, source_end, cue, cue_start, cue_end,
    content` (which piece, from 0), `content_start, content_end`; -1 where a span is absent.
    """
    rows: list[tuple[object, ...]] = []
    for doc, text in track(corpus, label="attributions", total=len(corpus), unit="text"):
        for item in attributions_of(text, lexicon=lexicon):
            spans = [span for span in (item.source, item.cue, *item.contents) if span != NOWHERE]
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            word = text[item.cue[0] : item.cue[1]] if item.cue != NOWHERE else ""
            for number, content in enumerate(item.contents):
                rows.append(
                    (
                        doc,
                        start,
                        end,
                        item.level,
                        item.kind,
                        item.mode,
                        item.stance,
                        item.speaker,
                        item.via,
                        item.certain,
                        *item.source,
                        word,
                        *item.cue,
                        number,
                        *content,
                    )
                )
    return pd.DataFrame(rows, columns=COLUMNS)
