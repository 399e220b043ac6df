"""Reading one text: its blocks, its quotations and its attributions, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from topoi.text.blocks import Block, blocks_of
from topoi.text.clauses import NOWHERE
from topoi.text.cues import FoundCue, Report, cues_of
from topoi.text.lexicon import Lexicon
from topoi.text.masking import QuotationMarks, bounded, is_usable, masked_text
from topoi.text.quotations import Quotation, quotations_of
from topoi.text.reporting import reports_of
from topoi.text.resolution import Attribution, attribution, nested, resolved
from topoi.text.sentences import sentences_of
from topoi.text.speakers import Speakers
from topoi.text.uncued import UNLISTED, introduced, is_sentence

LOOK_BACK = 20  # attributions among which the one that a quotation goes on from is sought
MOST_PIECES = 100


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
    masked = masked_text(text, marks.quotations)
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
        for start, end in bounded(masked, sentences_of(masked, block.start, block.end)):
            stop = bisect_left(starts, end, first, last)
            cues, first = narrated[first:stop], stop
            if cues and (reports := reports_of(masked, start, end, cues, acts=acts)):
                found.extend(resolved(text, reports, speakers, marks if spoken else no_marks))
            if spoken and marks.free(start, end):
                if reports := introduced(text, masked, (start, end), marks):
                    found.extend(resolved(text, reports, speakers, marks))
                free = marks.free(start, end)
                follow_up(text, free, found, since=before, speakers=speakers, marks=marks)
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


def follow_up(
    text: str,
    quotations: Sequence[Quotation],
    found: list[Attribution],
    *,
    since: int,
    speakers: Speakers,
    marks: QuotationMarks,
) -> None:
    """Attach quotations that are sentences of their own, with no cue, to the last speaker.

    They join the attribution they go on from, if that is no older than the paragraph before.
    """
    for quotation in quotations:
        if not is_sentence(text, quotation):
            continue
        span = (quotation.start, quotation.end)
        recent = range(len(found) - 1, max(since, len(found) - LOOK_BACK) - 1, -1)
        last = next((i for i in recent if leads(found[i])), None)
        if last is not None:
            found[last] = found[last]._replace(contents=(*found[last].contents, span))
            marks.give([span], found[last].speaker)
            continue
        voice = speakers.last()
        report = Report(NOWHERE, NOWHERE, (span,), FoundCue(-1, -1, UNLISTED))
        sure = voice.certain and quotation.certain
        item = attribution(report, "direct", "outer", voice.name, certain=sure)
        found.append(item._replace(stance=""))
        marks.give([span], voice.name)


def leads(item: Attribution) -> bool:
    """Return whether a quotation may continue what this attribution reports."""
    spoken = item.kind == "report" and item.mode in ("direct", "mixed")
    return item.level == "outer" and spoken and len(item.contents) < MOST_PIECES
