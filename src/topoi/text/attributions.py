"""Attributions of a document: source, cue and content, outer and nested."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from topoi.text.clauses import NOWHERE, Span
from topoi.text.constructions import CHANNEL, Report
from topoi.text.corpus import Corpus
from topoi.text.cues import FoundCue, cues_of
from topoi.text.lexicon import Lexicon
from topoi.text.masking import QuotationMarks, bounded, is_usable, masked_text
from topoi.text.quotations import Quotation, quotations_of
from topoi.text.reporting import reports_of
from topoi.text.segments import Block, blocks_of
from topoi.text.sentences import sentences_of
from topoi.text.speakers import NOBODY, UNRESOLVED, Speakers
from topoi.text.uncued import UNLISTED, introduced, is_sentence

FIRST_PERSON = frozenset([" I ", "we ", "We "])
LOOK_BACK = 20  # attributions among which the one that a quotation goes on from is sought
MOST_PIECES = 100
SPOKEN_WORDS = 4  # fewer quoted words after a verb of naming are a label, not speech
COLUMNS = (
    "doc start end level kind mode stance speaker via certain source_start source_end cue "
    "cue_start cue_end content content_start content_end"
).split()


class Attribution(NamedTuple):
    """Who says what, by which cue, in one text.

    `level` is outer or nested (inside what an outer one reports); `kind` is report (speech or
    thought is given) or act (a speech act or attitude is only named); `mode` is direct, indirect or
    mixed. A span of (-1, -1) means that there is none.
    """

    source: Span
    cue: Span
    contents: tuple[Span, ...]
    mode: str
    stance: str
    kind: str
    level: str
    speaker: str
    via: str
    certain: bool


class Reading(NamedTuple):
    """What the attributions and the voices of one text are both made from."""

    blocks: list[Block]
    quotations: list[Quotation]
    attributions: list[Attribution]


def attributions_of(text: str, *, lexicon: Lexicon) -> list[Attribution]:
    """Return the attributions of one text in the order of their first content.

    The rules are surface rules without a parser: a source in an unusual place is missed, and its
    words stay with the outlet.
    """
    return read(text, lexicon=lexicon).attributions


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
    previous = 0
    for block in blocks:
        low, high = bisect_left(starts, block.start), bisect_left(starts, block.end)
        spoken = bool(marks.within(block.start, block.end))
        if block.kind != "paragraph" or (high == low and not spoken):
            continue
        before, previous = previous, len(found)
        for start, end in bounded(masked, sentences_of(masked, block.start, block.end)):
            low, high = bisect_left(starts, start), bisect_left(starts, end)
            if high > low:
                reports = reports_of(masked, start, end, narrated[low:high], acts=acts)
                found.extend(resolved(text, reports, speakers, marks))
            if spoken and marks.free(start, end):
                reports = introduced(text, masked, (start, end), marks)
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


def resolved(
    text: str, reports: Sequence[Report], speakers: Speakers, marks: QuotationMarks
) -> Iterator[Attribution]:
    """Yield the reports of a sentence with level, mode and speaker."""
    taken: list[Attribution] = []
    for report in reports:
        cue = report.found.cue
        around = next((item for item in taken if covers(item, report.cue[0])), None)
        if around is not None:
            if cue.kind != "report" or report.source == NOWHERE:
                continue
            voice = speakers.resolve(report.source, self_name=around.speaker or UNRESOLVED)
            if voice.name != around.speaker:
                yield attribution(report, "indirect", "nested", voice.name, certain=voice.certain)
            continue
        mode = mode_of(report.contents, marks)
        spoken = mode == "direct" and words_in(text, report) >= SPOKEN_WORDS
        voice = speakers.resolve(report.source) if report.source != NOWHERE else NOBODY
        item = attribution(
            report,
            mode,
            "outer",
            voice.name,
            via=intermediary(text, report, speakers),
            certain=voice.certain and cue is not UNLISTED,
        )
        if spoken:
            item = item._replace(kind="report")
        yield item
        taken.append(item)
        if item.kind == "report":
            speakers.spoke(voice)
            marks.give(item.contents, item.speaker)


def attribution(
    report: Report, mode: str, level: str, speaker: str, *, via: str = "", certain: bool
) -> Attribution:
    """Return a report as an attribution to a speaker."""
    cue = report.found.cue
    return Attribution(
        report.source,
        report.cue,
        report.contents,
        mode,
        cue.stance,
        cue.kind,
        level,
        speaker,
        via,
        certain,
    )


def words_in(text: str, report: Report) -> int:
    """Return how many words the content of a report has."""
    return sum(len(text[start:end].split()) for start, end in report.contents)


def intermediary(text: str, report: Report, speakers: Speakers) -> str:
    """Return who or what passed the words on: "Foreign Ministry website"."""
    if report.via == NOWHERE:
        return ""
    name = speakers.resolve(report.via, self_name=UNRESOLVED).name
    channel = CHANNEL.match(text, report.cue[1])
    return f"{name} {channel['channel']}" if channel else name


def covers(item: Attribution, place: int) -> bool:
    """Return whether a place lies within the content of an attribution."""
    return any(start <= place < end for start, end in item.contents)


def mode_of(contents: Sequence[Span], marks: QuotationMarks) -> str:
    """Return direct when all content is quotations, mixed when some is, else indirect."""
    quoted = whole = 0
    for start, end in contents:
        inner = [q for q in marks.within(start, end) if q.end <= end + 1]
        quoted += bool(inner)
        whole += any(q.start == start and abs(q.end - end) <= 1 for q in inner)
    if whole == len(contents):
        return "direct"
    return "mixed" if quoted else "indirect"


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


def nested(
    text: str, cues: Sequence[FoundCue], speakers: Speakers, marks: QuotationMarks
) -> Iterator[Attribution]:
    """Yield what others are reported to say inside quotations, one level deep."""
    cues = [
        found
        for found in cues
        if (found.cue.kind == "report" or found.cue.naming)
        and text[max(0, found.start - 3) : found.start] not in FIRST_PERSON
    ]
    starts = [cue.start for cue in cues]
    for quotation in marks.quotations:
        low, high = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
        owner = marks.owners.get(quotation.start)
        if high <= low or owner is None:
            continue
        inner = sentences_of(text, quotation.start + 1, quotation.end - 1)
        for start, end in bounded(text, inner):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last > first:
                reports = reports_of(text, start, end, cues[first:last])
                yield from nested_reports(text, reports, owner, speakers)


def nested_reports(
    text: str, reports: Sequence[Report], owner: str, speakers: Speakers
) -> Iterator[Attribution]:
    """Yield the reports of one quoted sentence that give the words of somebody else."""
    done = -1
    for report in reports:
        cue = report.found.cue
        if report.cue[0] < done or report.source == NOWHERE:
            continue
        if cue.kind != "report" and not (cue.naming and has_as(text, report)):
            continue
        voice = speakers.resolve(report.source, self_name=owner or UNRESOLVED)
        if voice.name == owner:
            continue
        if cue.shape == "noun" and report.contents[-1][0] > report.cue[0]:
            done = report.contents[-1][1]
        yield attribution(report, "indirect", "nested", voice.name, certain=voice.certain)


def has_as(text: str, report: Report) -> bool:
    """Return whether a naming cue gives the name it reports: "labeled them as"."""
    start, end = report.contents[0]
    return " as " in text[start:end]


def attributions(corpus: Corpus, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return one row for each content span of each attribution of a corpus.

    Columns: `doc, start, end` (from the first of source, cue and content to the last), `level,
    kind, mode, stance, speaker, via, certain, source_start, source_end, cue, cue_start, cue_end,
    content` (which piece, from 0), `content_start, content_end`; -1 where a span is absent.
    """
    rows: list[tuple[object, ...]] = []
    for doc, text in corpus:
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
