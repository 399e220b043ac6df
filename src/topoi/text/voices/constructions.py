"""The constructions of English news in which a cue joins a source and a content.

Each rule below is a construction of English news, tried in the order in which it is written:
a clause or quotation before its cue ("...," he said / said he), content after the cue ("he said
that ...", "he said: ..."), both ("..., he said, ..."), and the comment clause ("as he said").
"""

import re

from topoi.text.voices.clauses import (
    AFTERTHOUGHT,
    HEARER,
    NOWHERE,
    Span,
    clause_after,
    content_end,
    last_mark,
    quoted_after,
    source_after,
    that_after,
)
from topoi.text.voices.content_spans import (
    ADVERBIAL,
    CLOSING,
    COMMA,
    PREDICATE,
    around,
    extent_from,
    named_in_quotes,
    open_quotation,
    quoted_extent,
    split_quotation,
)
from topoi.text.voices.cues import VERBS, FoundCue, Report, is_noun
from topoi.text.voices.phrases import adverb_report, noun_report, phrase_report
from topoi.text.voices.subjects import (
    BE_FORMS,
    LEADING_MARKS,
    following_subject,
    is_plural,
    is_source,
    last_span,
    main_subject,
    may_stand_before_base,
    other_subject,
    parenthesis_before,
    subject_before,
)

BEFORE_CLAUSE = frozenset(",?!—–…")
RELATIVES = frozenset(["who", "which", "that"])
NOUN_LIKE = frozenset(["state", "email", "fear", "text"])  # nouns more often, behind a plural
CHANNEL = re.compile(
    r"\s+on\s+(?:its|his|her|their)\s+(?:official\s+)?(?P<channel>[\w]+(?:\schannel|\spage)?)"
)
AS_SAYING = re.compile(
    r"\s+(?P<source>[^,;:\"\ua66e]{0,80}?)\s*\bas\s+(?:saying|telling|writing|stating|\w+ing)\b"
)
DIRECT_THAT = re.compile(r"(?:\s+(?:with|in|to|about)\s+[^,.;:]{1,60}?)?\s+(?P<that>that\b)")
INFINITIVE = re.compile(r"\s+to\s+[^\W\d_A-Z]+")


def report_of(masked: str, start: int, end: int, found: FoundCue, carried: Span) -> Report | None:
    """Return what one cue reports within a sentence, or None when it reports nothing."""
    cue = found.cue
    shape = cue.shape
    if shape in VERBS and not cue.noun and cue.lemma != "quote":  # nearly always
        return verb_report(masked, start, end, found, carried)
    if shape == "phrase":
        return phrase_report(masked, start, end, found)
    if shape == "noun" or (cue.noun and is_noun(masked, start, found.start)):
        return noun_report(masked, start, end, found)
    if shape == "adverb":
        return adverb_report(masked, start, end, found)
    if cue.lemma == "quote":
        return quoting_report(masked, start, end, found)
    reading = gerund_report if shape == "gerund" else verb_report
    return reading(masked, start, end, found, carried)


def gerund_report(
    masked: str, start: int, end: int, found: FoundCue, carried: Span
) -> Report | None:
    """Return the report of a participle, whose subject is that of the clause it belongs to."""
    before = last_mark(masked, start, found.start)
    if before < start:
        # "Claiming that it was late, Ann Lee left": the main clause is no content.
        subject = following_subject(masked, found.end, end)
        if subject != NOWHERE:
            comma = last_mark(masked, start, subject[0])
            return right_report(masked, start, comma, found, subject)
    apart = before < start or masked[before] in ',"”’—–'
    if carried == NOWHERE and apart:
        carried = main_subject(masked, start, found.start)
    return right_report(masked, start, end, found, carried)


def verb_report(masked: str, start: int, end: int, found: FoundCue, carried: Span) -> Report | None:
    """Return the report of a finite verb."""
    cue = found.cue
    before = last_mark(masked, start, found.start)
    sign = masked[before] if before >= 0 else ""
    parted = parenthesis_before(masked, start, before) if sign == "," else -1
    if parted < 0 and sign and (sign in CLOSING or sign in BEFORE_CLAUSE):
        inverted = inverted_report(masked, start, end, found, before)
        if inverted is not None:
            return inverted
    if cue.shape == "base" and not may_stand_before_base(masked, start, found.start):
        return None
    place = found.start if parted < 0 else parted
    subject, near, previous, passive = subject_before(masked, start, place)
    if passive or previous in BE_FORMS:
        return None
    source = subject
    # Of "experts and officials, however, said" the walk back has only the officials.
    partial = parted >= 0 and previous == "and"
    if partial or not is_source(masked[source[0] : source[1]]):
        mark = before if parted < 0 else parted
        source = other_subject(masked, start, found.start, mark, carried)
    whole = cue.kind == "report" and cue.lemma not in NOUN_LIKE
    base = cue.shape == "base" and source != NOWHERE
    if source == NOWHERE or (base and not is_plural(masked, source, near, whole=whole)):
        return None
    if previous == "as" and source == subject:
        return comment_clause(masked, start, end, found, source)
    return placed(masked, start, end, found, source, previous=previous)


def inverted_report(
    masked: str, start: int, end: int, found: FoundCue, before: int
) -> Report | None:
    """Return the report of a verb whose subject comes after it: "...," said Ann Lee."""
    cue = found.cue
    sign = masked[before]
    if cue.kind != "report" or cue.addressee or (cue.needs and sign not in CLOSING):
        return None
    source = source_after(masked, found.end, end)
    # "He, speaking on Monday, said it would fail" is not inverted: a clause comes after it.
    clause = sign not in CLOSING and PREDICATE.search(masked, *source)
    if source[1] <= source[0] or clause:
        return None
    contents = around(masked, start, before, source[1], end, inverted=True)
    return Report(source, found[:2], contents, found, left=True)


def placed(  # noqa: PLR0911
    masked: str, start: int, end: int, found: FoundCue, source: Span, *, previous: str
) -> Report | None:
    """Return the report of a verb with its subject: content before it, after it, or around it."""
    place = last_mark(masked, start, source[0])
    sign = masked[place] if place >= 0 else ""
    speaks = found.cue.kind == "report" and (not found.cue.needs or sign in CLOSING)
    if not speaks or place <= start:
        return right_report(masked, start, end, found, source)
    rest, quoted, that = ahead = content_ahead(masked, found, end)
    if sign not in CLOSING and quoted < 0 and that < 0:
        mark = open_quotation(masked, start, found.start)
        if mark > 0:
            owner = source_after(masked, mark + 1, found.start)
            contents = around(masked, start, mark, rest, end)
            subject = owner if owner[1] > owner[0] else source
            return Report(subject, found[:2], contents, found, left=True)
    if masked[source[0] : source[1]] in RELATIVES:
        return right_report(masked, start, end, found, source, ahead=ahead)
    if previous in ("which", "what") and quoted < 0 and that < 0:
        return Report(source, found[:2], (last_span(masked, previous, start, source[0]),), found)
    if sign in CLOSING and (quoted < 0 or masked[rest] == ","):
        contents = around(masked, start, place, rest, end)
        return Report(source, found[:2], contents, found, left=True)
    long = place - start > 12
    if sign == "," and long and (second := split_quotation(masked, start, quoted, rest, end)):
        return Report(source, found[:2], ((start, place), second), found, left=True)
    if sign == "," and ADVERBIAL.match(masked, start) and clause_after(masked, rest, end) >= 0:
        return right_report(masked, start, end, found, source, ahead=ahead)
    # A sentence that ends in a colon gives its words in the next one.
    given = quoted >= 0 or that >= 0 or masked[end - 1] == ":"
    if sign in BEFORE_CLAUSE and not given and AFTERTHOUGHT.match(masked, rest, end):
        contents = around(masked, start, place, rest, end)
        return Report(source, found[:2], contents, found, left=True)
    return right_report(masked, start, end, found, source, ahead=ahead)


def content_ahead(masked: str, found: FoundCue, end: int) -> tuple[int, int, int]:
    """Return where content may begin after a cue, and where a quotation and a that-clause do."""
    if end - found.end < 2:
        return found.end, -1, -1  # at most a full stop follows
    rest = after_hearer(masked, found, end)
    return rest, quoted_after(masked, rest, end), that_after(masked, rest, end)


def after_hearer(masked: str, found: FoundCue, end: int) -> int:
    """Return where content may begin after a cue: past the hearer of "told reporters"."""
    if not found.cue.addressee:
        return found.end
    hearer = HEARER.match(masked, found.end, end)
    return hearer.end() if hearer else found.end


def right_report(  # noqa: PLR0911
    masked: str,
    start: int,
    end: int,
    found: FoundCue,
    source: Span,
    *,
    ahead: tuple[int, int, int] | None = None,
) -> Report | None:
    """Return the report whose content follows its cue.

    `ahead` is where content may begin and where a quotation and a that-clause do, if known.
    """
    if end - found.end < 2:
        return None  # at most a full stop follows
    cue = found.cue
    if cue.needs == "that":
        that = DIRECT_THAT.match(masked, found.end, end)
        if not that:
            return None
        begin = that.start("that")
        return Report(source, found[:2], ((begin, content_end(masked, begin, end)),), found)
    rest = ahead[0] if ahead else after_hearer(masked, found, end)
    purpose = INFINITIVE.match(masked, found.end, end)
    if cue.needs == "to" and not purpose:
        return None
    if purpose and cue.kind == "report":
        # "vowed to fight" names a promise; it does not give its words.
        cue = cue._replace(kind="act")
        found = FoundCue(found.start, found.end, cue)
    if cue.kind == "report":
        if (begin := ahead[2] if ahead else that_after(masked, rest, end)) >= 0:
            return Report(source, found[:2], ((begin, content_end(masked, begin, end)),), found)
        if (begin := ahead[1] if ahead else quoted_after(masked, rest, end)) >= 0:
            stop = quoted_extent(masked, begin, end)
            return Report(source, found[:2], ((begin, stop),), found)
        if AFTERTHOUGHT.match(masked, rest, end):
            begin = clause_after(masked, rest, end)
            stop = content_end(masked, begin, end) if begin >= 0 else begin
            return Report(source, found[:2], ((begin, stop),), found) if stop > begin else None
    begin = rest
    while begin < end and masked[begin] in LEADING_MARKS:
        begin += 1
    stop = content_end(masked, begin, end)
    if cue.kind == "act" and not purpose:
        begin, stop = named_in_quotes(masked, begin, stop, naming=cue.naming)
    return Report(source, found[:2], ((begin, stop),), found) if stop - begin > 2 else None


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
        piece = (comma.end(), extent_from(masked, comma.end(), end))
    return Report(source, found[:2], (piece,), found) if piece[1] > piece[0] else None


def quoting_report(masked: str, start: int, end: int, found: FoundCue) -> Report | None:
    """Return the report of "quoted X as saying", where the subject passes on what X said."""
    saying = AS_SAYING.match(masked, found.end, end)
    if not saying:
        return None
    cue = (found.start, saying.end())
    via = subject_before(masked, start, found.start)[0]
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
