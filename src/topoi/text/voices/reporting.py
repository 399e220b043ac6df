"""Reading one sentence: which of its cues report, in which order, and inside which other."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from topoi.text.voices.clauses import LOW_START, MASK, NOWHERE, Span
from topoi.text.voices.constructions import BEFORE_CLAUSE, CHANNEL, report_of
from topoi.text.voices.content_spans import CLOSING
from topoi.text.voices.cues import FoundCue, Report
from topoi.text.voices.free_direct_speech import UNLISTED
from topoi.text.voices.masking import QuotationMarks, bounded
from topoi.text.voices.speakers import NOBODY, UNRESOLVED, Speakers
from topoi.text.words.sentences import sentences_of

NAMES_QUOTATION = re.compile(f"(?:\\sas)?\\s+[\"“'‘][{MASK}{LOW_START}]")
MARK = re.compile(f"[{re.escape(''.join(sorted(CLOSING | BEFORE_CLAUSE)))}]")
DEPENDENT = frozenset(["gerund", "noun", "adverb"])
INTRODUCING = frozenset(",:")
FIRST_PERSON = frozenset([" I ", "we ", "We "])
SPOKEN_WORDS = 4  # fewer quoted words after a verb of naming are a label, not speech


def reports_of(  # noqa: PLR0912
    masked: str, start: int, end: int, cues: Sequence[FoundCue], *, acts: bool = True
) -> list[Report]:
    """Return the reports of one sentence, the outermost first, then in order.

    A cue that closes the sentence (", he said.") governs all that stands before it, so it is
    looked for first; the cues before it are then read inside its content, those after it in what
    is left. Acts come last and end where a report begins. Without `acts` only those acts are read
    that may give words in quotation marks.
    """
    if len(cues) == 1 and cues[0].cue.kind == "report":
        only = report_of(masked, start, end, cues[0], NOWHERE)
        return [only] if only else []
    speech = [found for found in cues if found.cue.kind == "report"]
    first_look = {
        found.start: report_of(masked, start, end, found, NOWHERE)
        for found in speech
        if found.cue.shape not in DEPENDENT
    }
    closing = closing_report(masked, first_look)
    quoting = sorted(
        beginning(report)
        for report in first_look.values()
        if report is not None and introduces_quotation(masked, start, report)
    )
    reports = [closing] if closing else []
    carried = NOWHERE
    for found in speech:
        if closing is not None and closing.cue[0] <= found.start < closing.cue[1]:
            carried = closing.source
            continue
        first, limit = start, end
        if quoting:
            limit = next((place for place in quoting if place > found.end), end)
        if closing is not None:
            if found.start < closing.contents[0][1]:
                limit = min(limit, closing.contents[0][1])
            elif found.start > closing.cue[1]:
                first = max(closing.cue[1], closing.source[1])
        report = first_look.get(found.start)
        if (first, limit) != (start, end) or (
            report is None and (carried != NOWHERE or found.start not in first_look)
        ):
            # A verb that ends its sentence can report only what a mark before it parts from it.
            ends = end - found.end < 2 and report is None and found.start in first_look
            if not (ends and not MARK.search(masked, first + 1, found.start)):
                report = report_of(masked, first, limit, found, carried)
        if report is None or (closing is not None and overlaps(report, closing)):
            continue
        if any(report.contents[0] == other.contents[0] for other in reports):
            continue
        reports.append(report)
        if report.source != NOWHERE:
            carried = report.source
    for found in cues if len(cues) > len(speech) else ():
        if found.cue.kind != "act":
            continue
        if not (acts or (found.cue.naming and NAMES_QUOTATION.match(masked, found.end))):
            continue
        if any(holds(report, found.start) for report in reports):
            continue
        later = [beginning(report) for report in reports if report.cue[0] > found.end]
        first = max([start, *(r.cue[1] for r in reports if r.cue[1] <= found.start)])
        report = report_of(masked, first, min([end, *later]), found, carried)
        if report is not None:
            reports.append(report)
    return reports


def closing_report(masked: str, reports: dict[int, Report | None]) -> Report | None:
    """Return the report whose content opens the sentence: a quotation's, else the last one."""
    last = None
    for report in reports.values():
        if report is not None and report.left:
            last = report
            if masked[report.contents[0][1] - 1] in CLOSING:
                break
    return last


def introduces_quotation(masked: str, start: int, report: Report) -> bool:
    """Return whether a report introduces a quotation with a comma or a colon."""
    begin = report.contents[0][0]
    if report.left or begin <= report.cue[1]:
        return False
    return masked[max(start, begin - 2) : begin].rstrip()[-1:] in INTRODUCING


def beginning(report: Report) -> int:
    """Return where the source or cue of a report begins, whichever comes first."""
    return report.cue[0] if report.source == NOWHERE else min(report.cue[0], report.source[0])


def holds(report: Report, place: int) -> bool:
    """Return whether a place lies in the source or a content of a report."""
    return any(start <= place < end for start, end in (report.source, *report.contents))


def overlaps(report: Report, other: Report) -> bool:
    """Return whether the cue of one report lies in the source or cue of another."""
    return touches(report.cue, other.source) or touches(report.cue, other.cue)


def touches(span: Span, other: Span) -> bool:
    """Return whether two spans overlap."""
    return span[0] < other[1] and other[0] < span[1]


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
