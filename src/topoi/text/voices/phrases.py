"""Reports whose cue is no verb: "according to", "his claim that", "reportedly"."""

import re

from topoi.text.voices.clauses import AFTER_SOURCE, NOWHERE, content_end, last_mark
from topoi.text.voices.content_spans import extent_from, parted_clause
from topoi.text.voices.cues import FoundCue, Report
from topoi.text.voices.subjects import subject_before

POSSESSIVE = re.compile(
    r"(?P<source>(?:[A-Z][\w.-]*\s+){0,4}[A-Z][\w.-]*|(?:[Tt]he|[Aa]n?|[Tt]his)\s+(?:[\w-]+\s+){0,4}[\w-]+)"
    r"['’]s?\s+(?:[\w-]+\s+){0,3}\Z"
    r"|(?<![\w’'])(?P<pronoun>[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+(?:[\w-]+\s+){0,3}\Z"
)
THAT_OR_COLON = re.compile(r"(?:\s+(?P<that>that\b)|:\s+(?P<colon>\S))")


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
        return Report(source, found[:2], ((first, extent_from(masked, first, end)),), found)
    contents = parted_clause(masked, start, before, source[1], end)
    return Report(source, found[:2], contents, found, left=contents[0][0] == start)


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
    subject = subject_before(masked, start, found.start)[0]
    after = (found.end + 1, content_end(masked, found.end + 1, end))
    pieces = [span for span in (subject, after) if span[1] > span[0]]
    return Report(NOWHERE, found[:2], tuple(pieces), found) if pieces else None
