"""What others are reported to say in the words of a quotation, and in theirs again."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from topoi.text.lang.language import Language
from topoi.text.voices.cues import AS, FoundCue, Report, tells
from topoi.text.voices.narration import NOWHERE, SentenceSpan, masked_text, narrated_sentences
from topoi.text.voices.quotations import Quotation, QuotationMarks
from topoi.text.voices.reporting import Attribution, attribution, mode_of, reports_of
from topoi.text.voices.speakers import UNRESOLVED, Speakers


def nested(
    text: str,
    cues: Sequence[FoundCue],
    speakers: Speakers,
    marks: QuotationMarks,
    quotations: Sequence[Quotation],
) -> Iterator[Attribution]:
    """Yield what others are reported to say inside quotations, and inside quotations in them."""
    language = speakers.language
    cues = [
        found
        for found in cues
        if (found.cue.kind == "report" or found.cue.naming)
        and not follows_first_person(text, found.start, language)
    ]
    depth = 1
    while cues:
        inner = QuotationMarks(one for one in quotations if one.depth == depth)
        masked = masked_text(text, inner.quotations, language) if inner.quotations else text
        outside, cues = cues_outside_and_inside(cues, inner.quotations)
        yield from nested_once(masked, outside, speakers, marks, inner)
        marks, depth = inner, depth + 1


def nested_once(
    text: str,
    cues: Sequence[FoundCue],
    speakers: Speakers,
    marks: QuotationMarks,
    inner: QuotationMarks,
) -> Iterator[Attribution]:
    """Yield what others are reported to say in quotations, and give them the inner ones."""
    starts = [cue.start for cue in cues]
    for quotation in marks.quotations:
        low, high = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
        owner = marks.owners.get(quotation.start)
        if high <= low or owner is None:
            continue
        for start, end in narrated_sentences(text, quotation.start + 1, quotation.end - 1):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last > first:
                sentence = SentenceSpan(text, start, end, speakers.language)
                reports = reports_of(sentence, cues[first:last])
                for item in nested_reports(text, reports, owner, speakers, inner):
                    inner.give(item.contents, item.speaker)
                    yield item


def cues_outside_and_inside(
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


def follows_first_person(text: str, place: int, language: Language) -> bool:
    """Return whether "I" or "we" is the word before a place."""
    words = text[max(0, place - 12) : place].rsplit(None, 1)
    return bool(words) and words[-1] in language.first_person


def nested_reports(
    text: str, reports: Sequence[Report], owner: str, speakers: Speakers, inner: QuotationMarks
) -> Iterator[Attribution]:
    """Yield the reports of one quoted sentence that give the words of somebody else."""
    done = -1
    for report in reports:
        cue = report.found.cue
        if report.cue[0] < done or report.source == NOWHERE:
            continue
        if cue.kind == "report" and not tells(text, report, inner, speakers.language):
            continue
        # A verb of naming gives a name with "as": "labeled them as".
        named = cue.naming and AS[speakers.language].search(text, *report.contents[0])
        if cue.kind != "report" and not named and not speakers.is_known(report.source):
            continue
        voice = speakers.resolve(report.source, self_name=owner or UNRESOLVED, quoted=True)
        if voice.name == owner:
            continue
        if cue.shape == "noun" and report.contents[-1][0] > report.cue[0]:
            done = report.contents[-1][1]
        yield attribution(report, mode_of(report.contents, inner), "nested", voice)
