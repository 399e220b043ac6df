"""Reading one sentence: which of its cues report, in which order, and inside which other."""

import re
from collections.abc import Sequence

from topoi.text.clauses import LOW_START, MASK, NOWHERE, Span
from topoi.text.constructions import BEFORE_CLAUSE, report_of
from topoi.text.cues import FoundCue, Report
from topoi.text.extents import CLOSING

NAMES_QUOTATION = re.compile(f"(?:\\sas)?\\s+[\"“'‘][{MASK}{LOW_START}]")
MARK = re.compile(f"[{re.escape(''.join(sorted(CLOSING | BEFORE_CLAUSE)))}]")
DEPENDENT = frozenset(["gerund", "noun", "adverb"])
INTRODUCING = frozenset(",:")


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
