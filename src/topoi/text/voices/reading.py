"""Reading one text: its blocks, its quotations and its attributions, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.voices.cues import FoundCue, cues_of
from topoi.text.voices.free_direct_speech import follow_up, introduced
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import NOWHERE, Sentence, masked_text, sentences_in
from topoi.text.voices.quotations import Quotation, QuotationMarks, is_usable, quotations_of
from topoi.text.voices.reporting import Attribution, nested, reports_of, resolved
from topoi.text.voices.speakers import Speakers
from topoi.text.words.blocks import Block, blocks_of

COLUMNS = (
    "doc start end level kind mode stance speaker via certain source_start source_end cue "
    "cue_start cue_end content content_start content_end"
).split()


class Reading(NamedTuple):
    """What the attributions and the voices of one text are both made from."""

    blocks: list[Block]
    quotations: list[Quotation]
    attributions: list[Attribution]


def read(text: str, *, lexicon: Lexicon, acts: bool = True) -> Reading:
    """Return blocks, quotations and attributions of one text; without `acts` the acts are left."""
    blocks = blocks_of(text)
    quotations = quotations_of(text, blocks)
    marks = QuotationMarks(q for q in quotations if is_usable(text, q))
    masked = masked_text(text, marks.quotations, lexicon.language)
    narrated, quoted = parted(cues_of(text, lexicon=lexicon, acts=acts), marks.quotations)
    starts = [cue.start for cue in narrated]
    speakers = Speakers(text, lexicon)
    found: list[Attribution] = []
    no_marks = QuotationMarks([])
    previous = 0
    for block in blocks:
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        spoken = bool(marks.within(block.start, block.end))
        if block.kind != "paragraph" or (last == first and not spoken):
            continue
        before, previous = previous, len(found)
        for start, end in sentences_in(masked, block.start, block.end):
            stop = bisect_left(starts, end, first, last)
            cues, first = narrated[first:stop], stop
            if not (cues or spoken):
                continue
            sentence = Sentence(masked, start, end, lexicon.language)
            if cues and (reports := reports_of(sentence, cues, acts=acts)):
                found.extend(resolved(text, reports, speakers, marks if spoken else no_marks))
            if spoken and (free := marks.free(start, end)):
                if reports := introduced(text, sentence, free):
                    found.extend(resolved(text, reports, speakers, marks))
                free, latest = marks.free(start, end), speakers.latest
                follow_up(text, free, found, since=before, latest=latest, marks=marks)
    if quoted:
        found.extend(nested(text, quoted, speakers, marks))
    found.sort(key=lambda item: (item.contents[0], item.level == "nested", item.cue))
    return Reading(blocks, quotations, found)


def parted(
    cues: Sequence[FoundCue], quotations: Sequence[Quotation]
) -> tuple[list[FoundCue], list[FoundCue]]:
    """Return the cues outside all quotations and those inside one."""
    outside: list[FoundCue] = []
    inside: list[FoundCue] = []
    edges = iter(quotations)
    around = next(edges, None)
    for cue in cues:
        while around is not None and around.end <= cue.start:
            around = next(edges, None)
        within = around is not None and around.start <= cue.start
        (inside if within else outside).append(cue)
    return outside, inside


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
