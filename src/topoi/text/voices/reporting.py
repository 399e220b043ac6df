"""Reading one sentence: which of its cues report, in which order, and inside which other."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from topoi.text.lang.language import Expression, Language
from topoi.text.voices.constructions import BEFORE_CLAUSE, report_of
from topoi.text.voices.cues import FoundCue, Report, is_noun, tells
from topoi.text.voices.lexicon import Cue
from topoi.text.voices.narration import (
    CLOSING,
    LOW_START,
    MASK,
    NOWHERE,
    SentenceSpan,
    Span,
)
from topoi.text.voices.quotations import QuotationMarks
from topoi.text.voices.speakers import NOBODY, UNRESOLVED, Speakers, Voice

UNLISTED = Cue("", "finite", "neutral", "report")  # of speech that punctuation alone shows
NAMES_QUOTATION = Expression(f"(?:\\s(?:{{comparatives}}))?\\s+[\"“'‘][{MASK}{LOW_START}]")
MARK = re.compile(f"[{re.escape(''.join(sorted(CLOSING | BEFORE_CLAUSE)))}]")
INTERVIEW = Expression(
    r"\b(?:{nouns_of_interviews})\s(?:{prepositions_of_interviews})\s"
    r"(?P<via>(?:(?:{articles})\s(?:[a-z]+\s){0,3})?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4})"
)
NEAR = 120  # characters around a report in which its interview is named
CHANNEL = Expression(
    r"\s+(?:{time_prepositions})\s+(?:{possessives})\s+(?:(?:{modifiers_of_channels})\s+)?"
    r"(?P<channel>[\w]+(?:\s(?:{channels}))?)"
)
DEPENDENT = frozenset(["gerund", "noun", "adverb"])
INTRODUCING = frozenset(",:")
SPOKEN_WORDS = 4  # fewer quoted words after a verb of naming are a label, not speech


def reports_of(
    sentence: SentenceSpan, cues: Sequence[FoundCue], *, acts: bool = True
) -> list[Report]:
    """Return the reports of one sentence, the outermost first, then in order.

    A cue that closes the sentence (", he said.") governs all that stands before it, so it is
    looked for first; the cues before it are then read inside its content, those after it in what
    is left. Acts come last and end where a report begins. Without `acts` only those acts are read
    that may give words in quotation marks.
    """
    if len(cues) == 1 and cues[0].cue.kind == "report":
        only = report_of(sentence, cues[0])
        return [only] if only else []
    speech = [found for found in cues if found.cue.kind == "report"]
    reports, carried = reports_of_speech(sentence, speech)
    if len(cues) > len(speech):
        reports += acts_of(sentence, cues, reports, carried, acts=acts)
    return reports


def reports_of_speech(
    sentence: SentenceSpan, speech: Sequence[FoundCue]
) -> tuple[list[Report], Span]:
    """Return the reports of the cues of speech, and the source that a further cue may have."""
    text, start, end, language = sentence
    first_look = first_reports(sentence, speech)
    closing = closing_report(text, first_look)
    starts = [found.start for found in speech]
    quoting = sorted(
        beginning_alone(report, starts)
        for report in first_look.values()
        if report is not None and introduces_quotation(text, start, report)
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
            if not (ends and not MARK.search(text, first + 1, found.start)):
                report = report_of(SentenceSpan(text, first, limit, language), found, carried)
                report = None if has_cue_in_source(report, starts) else report
        if report is None or (closing is not None and cue_overlaps(report, closing)):
            continue
        if any(report.contents[0] == other.contents[0] for other in reports):
            continue
        reports.append(report)
        if report.source != NOWHERE:
            carried = report.source
    return reports, carried


def first_reports(sentence: SentenceSpan, speech: Sequence[FoundCue]) -> dict[int, Report | None]:
    """Return what each cue that needs no other reports in the whole sentence, by its place."""
    reports = {
        found.start: report_of(sentence, found)
        for found in speech
        if found.cue.shape not in DEPENDENT
    }
    verbs = [found.start for found in speech if is_verb(sentence, found, reports)]
    return {
        place: None if has_cue_in_source(report, verbs) else report
        for place, report in reports.items()
    }


def is_verb(sentence: SentenceSpan, found: FoundCue, reports: Mapping[int, Report | None]) -> bool:
    """Return whether a form that may be a noun, too, is a verb here."""
    if found.cue.shape == "base":
        return reports[found.start] is not None
    return found.cue.shape == "finite" and not (found.cue.noun and is_noun(sentence, found.start))


def has_cue_in_source(report: Report | None, starts: Sequence[int]) -> bool:
    """Return whether a subject is a clause: "officials said the race would begin"."""
    if report is None or report.source == NOWHERE:
        return False
    first, stop = report.source
    return bisect_left(starts, first + 1) < bisect_left(starts, stop)


def beginning_alone(report: Report, starts: Sequence[int]) -> int:
    """Return where a report begins, at its cue where another cue has the same source before."""
    first = beginning(report)
    between = bisect_left(starts, first + 1) < bisect_left(starts, report.cue[0])
    return report.cue[0] if between else first


def acts_of(
    sentence: SentenceSpan,
    cues: Sequence[FoundCue],
    reports: Sequence[Report],
    carried: Span,
    *,
    acts: bool,
) -> list[Report]:
    """Return the reports of the acts among some cues that stand in no other report."""
    text, start, end, language = sentence
    done = list(reports)
    for found in cues:
        if found.cue.kind != "act" or not (
            acts or (found.cue.naming and NAMES_QUOTATION[language].match(text, found.end))
        ):
            continue
        if any(covers((report.source, *report.contents), found.start) for report in done):
            continue
        later = [beginning(report) for report in done if report.cue[0] > found.end]
        first = max([start, *(r.cue[1] for r in done if r.cue[1] <= found.start)])
        report = report_of(SentenceSpan(text, first, min([end, *later]), language), found, carried)
        if report is not None:
            done.append(report)
    return done[len(reports) :]


def closing_report(text: str, reports: dict[int, Report | None]) -> Report | None:
    """Return the report whose content opens the sentence: a quotation's, else the last one."""
    last = None
    for report in reports.values():
        if report is not None and report.left:
            last = report
            if text[report.contents[0][1] - 1] in CLOSING:
                break
    return last


def introduces_quotation(text: str, start: int, report: Report) -> bool:
    """Return whether a report introduces a quotation with a comma or a colon."""
    begin = report.contents[0][0]
    if report.left or begin <= report.cue[1] or report.found.cue.shape == "phrase":
        return False
    return text[max(start, begin - 2) : begin].rstrip()[-1:] in INTRODUCING


def beginning(report: Report) -> int:
    """Return where the source or cue of a report begins, whichever comes first."""
    return report.cue[0] if report.source == NOWHERE else min(report.cue[0], report.source[0])


def covers(spans: Sequence[Span], place: int) -> bool:
    """Return whether a place lies in one of some spans."""
    return any(start <= place < end for start, end in spans)


def cue_overlaps(report: Report, other: Report) -> bool:
    """Return whether the cue of one report overlaps the source or cue of another."""
    start, end = report.cue
    return any(start < last and first < end for first, last in (other.source, other.cue))


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
        around = [item for item in taken if covers(item.contents, report.cue[0])] if taken else []
        if around:
            if cue.kind != "report" or not tells(text, report, marks, speakers.language):
                continue
            voice = speakers.resolve(report.source, self_name=around[0].speaker or UNRESOLVED)
            if voice.name != around[0].speaker:
                out.append(attribution(report, "indirect", "nested", voice))
            continue
        mode = mode_of(report.contents, marks)
        kind = cue.kind
        if kind != "report" and mode == "direct" and has_words(text, report, SPOKEN_WORDS):
            kind = "report"
        voice = speakers.resolve(report.source) if report.source != NOWHERE else NOBODY
        if speakers.has_interviews and report.via == NOWHERE and cue.kind == "report":
            report = report._replace(via=interviewer(text, report, speakers.language))  # noqa: PLW2901
        via = intermediary(text, report, speakers) if report.via != NOWHERE else ""
        item = attribution(report, mode, "outer", voice, kind=kind, via=via)
        if mode != "indirect" and not marks.closed(report.contents):
            item = item._replace(certain=False)
        out.append(item)
        taken.append(item)
        if kind == "report":
            speakers.latest = voice
            marks.give(item.contents, item.speaker)
    return out


def attribution(
    report: Report, mode: str, level: str, voice: Voice, *, kind: str = "", via: str = ""
) -> Attribution:
    """Return a report as an attribution to a speaker, of its cue's kind where none is given."""
    cue = report.found.cue
    return Attribution(
        report.source,
        report.cue,
        report.contents,
        mode,
        cue.stance,
        kind or cue.kind,
        level,
        voice.name,
        via,
        voice.certain and cue is not UNLISTED,
    )


def has_words(text: str, report: Report, least: int) -> bool:
    """Return whether the content of a report has at least some number of words."""
    words = 0
    for start, end in report.contents:
        words += len(text[start:end].split(None, least))
        if words >= least:
            return True
    return False


def interviewer(text: str, report: Report, language: Language) -> Span:
    """Return who was given the interview in which a report was made, as far as it is said."""
    stop = text.find("\n", report.cue[1], report.cue[1] + NEAR)
    found = INTERVIEW[language].search(
        text, report.cue[1], stop if stop > 0 else report.cue[1] + NEAR
    )
    first = beginning(report)
    if not found:
        low = max(text.rfind("\n", 0, first) + 1, first - NEAR)
        found = INTERVIEW[language].search(text, low, first)
    if not found or ". " in text[found.end() : first] + text[report.cue[1] : found.start()]:
        return NOWHERE
    return found.span("via")


def intermediary(text: str, report: Report, speakers: Speakers) -> str:
    """Return who or what passed the words on: "Foreign Ministry website"."""
    name = speakers.resolve(report.via, self_name=UNRESOLVED).name
    channel = CHANNEL[speakers.language].match(text, report.cue[1])
    return f"{name} {channel['channel']}" if channel else name


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
