"""Giving the reports of a text their speaker, their mode and their level."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from topoi.text.clauses import NOWHERE, Span
from topoi.text.constructions import CHANNEL
from topoi.text.cues import FoundCue, Report
from topoi.text.masking import QuotationMarks, bounded
from topoi.text.reporting import reports_of
from topoi.text.sentences import sentences_of
from topoi.text.speakers import NOBODY, UNRESOLVED, Speakers
from topoi.text.uncued import UNLISTED

FIRST_PERSON = frozenset([" I ", "we ", "We "])
SPOKEN_WORDS = 4  # fewer quoted words after a verb of naming are a label, not speech


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


def resolved(
    text: str, reports: Sequence[Report], speakers: Speakers, marks: QuotationMarks
) -> list[Attribution]:
    """Return the reports of a sentence with level, mode and speaker."""
    out: list[Attribution] = []
    taken: list[Attribution] = []
    for report in reports:
        cue = report.found.cue
        around = [item for item in taken if covers(item, report.cue[0])] if taken else []
        if around:
            if cue.kind != "report" or report.source == NOWHERE:
                continue
            voice = speakers.resolve(report.source, self_name=around[0].speaker or UNRESOLVED)
            if voice.name != around[0].speaker:
                out.append(
                    attribution(report, "indirect", "nested", voice.name, certain=voice.certain)
                )
            continue
        mode = mode_of(report.contents, marks)
        kind = cue.kind
        if kind != "report" and mode == "direct" and has_words(text, report, SPOKEN_WORDS):
            kind = "report"
        voice = speakers.resolve(report.source) if report.source != NOWHERE else NOBODY
        item = Attribution(
            report.source,
            report.cue,
            report.contents,
            mode,
            cue.stance,
            kind,
            "outer",
            voice.name,
            intermediary(text, report, speakers) if report.via != NOWHERE else "",
            voice.certain and cue is not UNLISTED,
        )
        out.append(item)
        taken.append(item)
        if kind == "report":
            speakers.spoke(voice)
            marks.give(item.contents, item.speaker)
    return out


def attribution(
    report: Report,
    mode: str,
    level: str,
    speaker: str,
    *,
    certain: bool,
) -> Attribution:
    """Return a report as an attribution to a speaker, of its cue's kind and without a channel."""
    cue = report.found.cue
    contents, stance, kind = report.contents, cue.stance, cue.kind
    return Attribution(
        report.source, report.cue, contents, mode, stance, kind, level, speaker, "", certain
    )


def has_words(text: str, report: Report, least: int) -> bool:
    """Return whether the content of a report has at least some number of words."""
    words = 0
    for start, end in report.contents:
        words += len(text[start:end].split(None, least))
        if words >= least:
            return True
    return False


def intermediary(text: str, report: Report, speakers: Speakers) -> str:
    """Return who or what passed the words on: "Foreign Ministry website"."""
    name = speakers.resolve(report.via, self_name=UNRESOLVED).name
    channel = CHANNEL.match(text, report.cue[1])
    return f"{name} {channel['channel']}" if channel else name


def covers(item: Attribution, place: int) -> bool:
    """Return whether a place lies within the content of an attribution."""
    return any(start <= place < end for start, end in item.contents)


def mode_of(contents: Sequence[Span], marks: QuotationMarks) -> str:
    """Return direct when all content is quotations, mixed when some is, else indirect."""
    quoted = whole = 0
    if not marks.quotations:
        return "indirect"
    for start, end in contents:
        inner = marks.within(start, end)
        closed = [q for q in inner if q.end <= end + 1]
        if closed:
            quoted += 1
            # Only the first may begin where the content does.
            whole += closed[0].start == start and closed[0].end >= end - 1
    if whole == len(contents):
        return "direct"
    return "mixed" if quoted else "indirect"


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
