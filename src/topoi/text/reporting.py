"""Reading one sentence: which source says which content, by which cue.

Each rule below is a construction of English news, tried in the order in which it is written:
a clause or quotation before its cue ("...," he said / said he), content after the cue ("he said
that ...", "he said: ..."), both ("..., he said, ..."), and the comment clause ("as he said").
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from topoi.text.clauses import (
    AFTER_SOURCE,
    AFTERTHOUGHT,
    HEARER,
    MASK,
    QUOTED,
    THAT,
    content_end,
    last_mark,
    source_after,
    subject_before,
)
from topoi.text.cues import FoundCue

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
CLOSING = frozenset("\"”»'’“«")
BEFORE_CLAUSE = frozenset(",?!—–…")
BE_FORMS = frozenset("is are was were be been being get gets got".split())
DETERMINERS = frozenset("the a an all these those of any no its his her their our my".split())
CHANNEL = re.compile(
    r"\s+on\s+(?:its|his|her|their)\s+(?:official\s+)?(?P<channel>[\w]+(?:\schannel|\spage)?)"
)
AS_SAYING = re.compile(
    r"\s+(?P<source>[^,;:\"\ua66e]{0,80}?)\s*\bas\s+(?:saying|telling|writing|stating|\w+ing)\b"
)
POSSESSIVE = re.compile(
    r"(?P<source>(?:[A-Z][\w.-]*\s+){0,4}[A-Z][\w.-]*|(?:[Tt]he|[Aa]n?|[Tt]his)\s+(?:[\w-]+\s+){0,4}[\w-]+)"
    r"['’]s?\s+(?:[\w-]+\s+){0,3}\Z"
    r"|(?<![\w’'])(?P<pronoun>[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+(?:[\w-]+\s+){0,3}\Z"
)
THAT_OR_COLON = re.compile(r"(?:\s+(?P<that>that\b)|:\s+(?P<colon>\S))")
DIRECT_THAT = re.compile(r"(?:\s+(?:with|in|to|about)\s+[^,.;:]{1,60}?)?\s+(?P<that>that\b)")
PREVIOUS_WORD = re.compile(r"[\w’'-]+\s*\Z")
COMMA = re.compile(r",\s+")
LEADING_MARKS = " \t\n\r\u00a0,.;:—–-"


class Report(NamedTuple):
    """One attribution within a sentence, before its speaker is resolved."""

    source: Span
    cue: Span
    contents: tuple[Span, ...]
    found: FoundCue
    via: Span = NOWHERE
    left: bool = False


def reports_of(masked: str, start: int, end: int, cues: Sequence[FoundCue]) -> list[Report]:
    """Return the reports of one sentence, the outermost first, then in order.

    A cue that closes the sentence (", he said.") governs all that stands before it, so it is
    looked for first and the other cues are then read inside its content.
    """
    closing: Report | None = None
    for found in reversed(cues):
        if found.cue.kind != "report" or found.cue.shape in ("gerund", "noun", "adverb"):
            continue
        report = report_of(masked, start, end, found, NOWHERE)
        if report and report.left and report.contents[0][0] == start:
            closing = report
            break
    reports = [closing] if closing else []
    carried = NOWHERE
    for found in cues:
        limit = end
        if closing is not None:
            if found.start == closing.found.start:
                carried = closing.source
                continue
            if found.start < closing.contents[0][1]:
                limit = closing.contents[0][1]
            elif found.end <= closing.cue[1]:
                continue
        report = report_of(masked, start, limit, found, carried)
        if report is None or (closing is not None and overlaps(report, closing)):
            continue
        reports.append(report)
        if report.source != NOWHERE:
            carried = report.source
    return reports


def overlaps(report: Report, other: Report) -> bool:
    """Return whether the cue of one report lies in the source or cue of another."""
    cue = report.cue
    return any(cue[0] < span[1] and span[0] < cue[1] for span in (other.source, other.cue))


def report_of(masked: str, start: int, end: int, found: FoundCue, carried: Span) -> Report | None:
    """Return what one cue reports within a sentence, or None when it reports nothing."""
    shape = found.cue.shape
    if shape == "phrase":
        return phrase_report(masked, start, end, found)
    if shape == "noun":
        return noun_report(masked, start, end, found)
    if shape == "adverb":
        return adverb_report(masked, start, end, found)
    if found.cue.lemma == "quote":
        return quoting_report(masked, start, end, found)
    if shape == "gerund":
        return right_report(masked, start, end, found, carried)
    return verb_report(masked, start, end, found, carried)


def verb_report(  # noqa: PLR0911
    masked: str, start: int, end: int, found: FoundCue, carried: Span
) -> Report | None:
    """Return the report of a finite verb."""
    before = last_mark(masked, start, found.start)
    sign = masked[before] if before >= 0 else ""
    inverts = found.cue.kind == "report" and not found.cue.needs_that
    if sign in CLOSING or sign in BEFORE_CLAUSE:
        source = source_after(masked, found.end, end)
        if inverts and source[1] > source[0] and not found.cue.addressee:
            contents = around(masked, start, before, source[1], end)
            return Report(source, found[:2], contents, found, left=True)
    source = subject_before(masked, start, found.start)
    if source[0] == source[1]:
        source = other_subject(masked, start, found.start, before, carried)
        if source == NOWHERE:
            return None
    near = previous_word(masked, start, found.start)
    if (found.cue.shape == "base" and near == "to") or near in DETERMINERS:
        return None
    word = previous_word(masked, start, source[0])
    if word in BE_FORMS or is_passive(masked, source[1], found.start):
        return None
    if word == "as":
        return comment_clause(masked, start, end, found, source)
    if word in ("which", "what") and found.cue.kind == "report":
        place = masked.rfind(word, start, source[0])
        if place >= 0 and not THAT.match(masked, found.end, end):
            return Report(source, found[:2], ((place, place + len(word)),), found)
    place = last_mark(masked, start, source[0])
    sign = masked[place] if place >= 0 else ""
    rest = after_hearer(masked, found, end)
    if inverts and sign in CLOSING and place > start:
        contents = around(masked, start, place, rest, end)
        return Report(source, found[:2], contents, found, left=True)
    if inverts and sign in BEFORE_CLAUSE and place > start:
        that = THAT.match(masked, rest, end)
        quoted = QUOTED.match(masked, rest, end)
        if not that and not quoted and AFTERTHOUGHT.match(masked, rest, end):
            contents = around(masked, start, place, rest, end)
            return Report(source, found[:2], contents, found, left=True)
    return right_report(masked, start, end, found, source)


def is_passive(masked: str, start: int, cue: int) -> bool:
    """Return whether a form of "be" stands between the subject and the cue."""
    return any(word.lower() in BE_FORMS for word in masked[start:cue].split())


def other_subject(masked: str, start: int, cue: int, before: int, carried: Span) -> Span:
    """Return the subject of a cue with none right before it: apposition, relative, coordination."""
    if before >= 0 and masked[before] == ",":
        begin = max(masked.rfind(sign, start, before) for sign in '"”»;:') + 1
        begin = max(begin, start)
        while begin < before and masked[begin] in LEADING_MARKS:
            begin += 1
        comma = masked.find(",", begin, before)
        stop = comma if comma > begin else before
        return (begin, stop) if stop > begin else carried
    word = previous_word(masked, start, cue)
    if word in ("who", "which", "that"):
        place = masked.rfind(word, start, cue)
        return (place, place + len(word))
    return carried


def previous_word(masked: str, start: int, place: int) -> str:
    """Return the word before a place, in lower case."""
    found = PREVIOUS_WORD.search(masked, max(start, place - 24), place)
    return found.group().strip().lower() if found else ""


def after_hearer(masked: str, found: FoundCue, end: int) -> int:
    """Return where content may begin after a cue: past the hearer of "told reporters"."""
    if not found.cue.addressee:
        return found.end
    hearer = HEARER.match(masked, found.end, end)
    return hearer.end() if hearer else found.end


def around(masked: str, start: int, mark: int, rest: int, end: int) -> tuple[Span, ...]:
    """Return the content before a cue and, when it goes on after it, the second piece."""
    stop = mark + 1 if masked[mark] in CLOSING or masked[mark] in "?!" else mark
    pieces = [(start, stop)]
    quoted = QUOTED.match(masked, rest, end)
    if quoted:
        begin = quoted.end() - 1
        close = masked.find(MASK + masked[begin], begin, end)
        pieces.append((begin, closing_place(masked, begin, end)))
        del close
    elif masked[mark] == ",":
        comma = COMMA.match(masked, rest, end)
        if comma and not AFTERTHOUGHT.match(masked, comma.end(), end):
            second = (comma.end(), content_end(masked, comma.end(), end))
            if second[1] > second[0]:
                pieces.append(second)
    return tuple(pieces)


def closing_place(masked: str, begin: int, end: int) -> int:
    """Return the end of the masked quotation that begins at a place."""
    place = begin + 1
    while place < end and masked[place] == MASK:
        place += 1
    # The last character inside a quotation is kept, and its closing mark follows.
    while place < end and masked[place] not in CLOSING:
        place += 1
    return min(place + 1, end)


def right_report(masked: str, start: int, end: int, found: FoundCue, source: Span) -> Report | None:
    """Return the report whose content follows its cue."""
    rest = after_hearer(masked, found, end)
    if found.cue.needs_that:
        that = DIRECT_THAT.match(masked, found.end, end)
        if not that:
            return None
        begin = that.start("that")
        return Report(source, found[:2], ((begin, content_end(masked, begin, end)),), found)
    if found.cue.kind == "report":
        if that := THAT.match(masked, rest, end):
            begin = that.start("that") if that["that"] else that.start("late")
            return Report(source, found[:2], ((begin, content_end(masked, begin, end)),), found)
        if quoted := QUOTED.match(masked, rest, end):
            begin = quoted.end() - 1
            stop = closing_place(masked, begin, end)
            following = masked[stop : stop + 1]
            if (following.strip() and following not in ".,;") or masked[stop : stop + 2].strip()[
                :1
            ].isalpha():
                stop = content_end(masked, begin, end)
            return Report(source, found[:2], ((begin, stop),), found)
    begin = rest
    while begin < end and masked[begin] in LEADING_MARKS:
        begin += 1
    stop = content_end(masked, begin, end)
    if stop - begin < 3 or (found.cue.kind == "report" and AFTERTHOUGHT.match(masked, rest, end)):
        return None
    return Report(source, found[:2], ((begin, stop),), found)


def comment_clause(
    masked: str, start: int, end: int, found: FoundCue, source: Span
) -> Report | None:
    """Return the report of "as he said": the content is the sentence around the clause."""
    place = masked.rfind("as", start, source[0])
    if place < 0:
        place = masked.rfind("As", start, source[0])
    stop = last_mark(masked, start, place)
    if stop > start:
        piece = (start, stop + (masked[stop] != ","))
    else:
        comma = COMMA.search(masked, found.end, end)
        if not comma:
            return None
        piece = (comma.end(), content_end(masked, comma.end(), end))
    return Report(source, found[:2], (piece,), found) if piece[1] > piece[0] else None


def phrase_report(masked: str, start: int, end: int, found: FoundCue) -> Report | None:
    """Return the report of "according to": the rest of the sentence is its content."""
    begin = found.end
    while begin < end and masked[begin].isspace():
        begin += 1
    stop = AFTER_SOURCE.search(masked, begin, end)
    source = (begin, stop.start() if stop else end)
    before = last_mark(masked, start, found.start)
    if before < 0:
        comma = masked.find(",", source[1], end)
        if comma < 0:
            return None
        first = comma + 1
        while first < end and masked[first].isspace():
            first += 1
        return Report(source, found[:2], ((first, content_end(masked, first, end)),), found)
    content = (start, before if masked[before] == "," else before + 1)
    return Report(source, found[:2], (content,), found, left=True)


def noun_report(masked: str, start: int, end: int, found: FoundCue) -> Report | None:
    """Return the report of a noun: "his claim that ...", "Zelensky's statements: ..."."""
    follows = THAT_OR_COLON.match(masked, found.end, end)
    if not follows:
        return None
    owner = POSSESSIVE.search(masked, max(start, found.start - 90), found.start)
    source = NOWHERE
    if owner:
        source = owner.span("source") if owner["source"] else owner.span("pronoun")
    if follows["colon"] and source == NOWHERE:
        return None
    begin = follows.start("that") if follows["that"] else follows.start("colon")
    return Report(source, found[:2], ((begin, content_end(masked, begin, end)),), found)


def adverb_report(masked: str, start: int, end: int, found: FoundCue) -> Report | None:
    """Return the report of hearsay ("reportedly"): its clause is content, and nobody its source."""
    subject = subject_before(masked, start, found.start)
    after = (found.end + 1, content_end(masked, found.end + 1, end))
    pieces = [span for span in (subject, after) if span[1] > span[0]]
    return Report(NOWHERE, found[:2], tuple(pieces), found) if pieces else None


def quoting_report(masked: str, start: int, end: int, found: FoundCue) -> Report | None:
    """Return the report of "quoted X as saying", where the subject passes on what X said."""
    saying = AS_SAYING.match(masked, found.end, end)
    if not saying:
        return None
    cue = (found.start, saying.end())
    via = subject_before(masked, start, found.start)
    source = saying.span("source")
    if masked[source[0] : source[1]].startswith("by "):
        via, source = (source[0] + 3, source[1]), via
    elif source[0] == source[1]:
        via, source = NOWHERE, via
    first = min(span[0] for span in (via, cue) if span != NOWHERE)
    before = last_mark(masked, start, first)
    if before > start and masked[before] in CLOSING:
        contents = around(masked, start, before, cue[1], end)
        return Report(source, cue, contents, found, via, left=True)
    right = right_report(masked, start, end, FoundCue(cue[0], cue[1], found.cue), source)
    return right and right._replace(cue=cue, via=via, found=found)
