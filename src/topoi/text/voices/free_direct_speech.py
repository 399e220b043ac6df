"""Free direct speech: quotations whose cue is in no list, or that have none at all."""

import re
from collections.abc import Sequence

from topoi.text.lang.language import Expression
from topoi.text.voices.cues import FoundCue, Report, reported
from topoi.text.voices.lexicon import Cue
from topoi.text.voices.narration import NOWHERE, SentenceSpan, Span
from topoi.text.voices.quotations import Quotation, QuotationMarks
from topoi.text.voices.reporting import UNLISTED, Attribution, attribution
from topoi.text.voices.speakers import Voice
from topoi.text.voices.subjects import is_source, main_subject, subject_before

LOOK_BACK = 20  # attributions among which the one that a quotation goes on from is sought
MOST_PIECES = 100
INTRODUCTION = 400
SPOKEN = Cue("", "finite", "neutral", "report")  # no list is asked, but the verb is sure
LAST_NAME = re.compile(r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4}\Z")
# "... told reporters:" alone in its paragraph: the words that the next one opens with are its.
LAST_VERB = Expression(r"\s(?P<verb>{verbs_before_colons})(?:\s[\w'’-]+){0,3}\s?:\Z")
UNLISTED_VERB = r"[a-z]+(?:{past_endings})|[a-z]+(?:{third_person_endings})"
TAG = Expression(
    r"\s+(?P<subject>(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w'’-]*|{singular_pronouns}|{Singular_pronouns}"
    r"|{plural_pronouns}|(?:{determiners_of_tags})(?:\s+[\w-]+){1,3}?)\s+"
    rf"(?:\w+(?:{{adverb_endings}})\s+)?(?P<verb>{UNLISTED_VERB}|{{irregular_verbs_of_tags}})\b"
)
INVERTED_TAG = Expression(
    rf"\s+(?P<verb>{UNLISTED_VERB})\s+(?P<subject>[A-Z][\w'’-]*(?:\s+[A-Z][\w.'’-]*){{0,4}})"
)
# “We go.” — Ann Lee: the name that signs a quotation, as in a list of letters or comments.
SIGNED = re.compile(
    r"[ \t\u00a0]*(?P<dash>[-–—―]{1,2})[ \t\u00a0]*"
    r"(?P<name>[A-Z][\w.'’-]*(?:[ \u00a0](?:[a-z]{1,3}[ \u00a0])?[A-Z][\w.'’-]*){0,7}?)"
    r"(?=[.,;]?[ \t\u00a0]*(?:\n|\Z)|,[ \u00a0]|[ \u00a0]\()"
)
STARTING_MARKS = frozenset([*'.?!:…"”»)]', ""])
SPOKEN_ENDINGS = frozenset(",?!—")
ENDINGS = frozenset(".?!…,;—–-")


def introduced(text: str, sentence: SentenceSpan, quotations: Sequence[Quotation]) -> list[Report]:
    """Return reports of quotations that punctuation marks as speech, with an unlisted cue.

    A colon, or a comma before a capital, introduces one; a comma or ! or ? before the closing mark
    with a name and a verb after it closes one ("...," Oliver barked), and a name
    behind a dash signs one.
    """
    language = sentence.language
    out: list[Report] = []
    for quotation in quotations:
        span = (quotation.start, quotation.end)
        inner = text[quotation.start + 1 : quotation.end - 1].strip()
        opening = sentence.start
        before = text[max(opening, quotation.start - 3) : quotation.start].rstrip()[-1:]
        if quotation.start == opening:
            # A paragraph that ends in a colon introduces the quotation that opens the next one.
            far = max(0, opening - INTRODUCTION)
            line = text[far : quotation.start].rstrip()
            if line.endswith(":"):
                before = ":"
                opening = far + max(line.rfind("\n"), line.rfind(". ")) + 1
        if (inner[-1:] in ENDINGS or before == "") and (
            signed := SIGNED.match(text, quotation.end)
        ):
            source, cue = signed.span("name"), FoundCue(*signed.span("dash"), SPOKEN)
        elif before == ":" or (before == "," and is_capital_sentence(inner)):
            mark = text.rfind(before, opening, quotation.start)
            source, cue = introducing(text, sentence._replace(start=opening), mark)
        elif before in STARTING_MARKS and inner[-1:] in SPOKEN_ENDINGS:
            tag = TAG[language].match(text, quotation.end) or (
                INVERTED_TAG[language].match(text, quotation.end)
            )
            if not tag:
                continue
            source, cue = tag.span("subject"), FoundCue(*tag.span("verb"), UNLISTED)
        else:
            continue
        out.append(reported(cue, source, span))
    return out


def introducing(text: str, sentence: SentenceSpan, mark: int) -> tuple[Span, FoundCue]:
    """Return source and cue of words that a mark introduces, which itself is the cue at worst."""
    masked, opening, _, language = sentence
    verb = LAST_VERB[language].search(masked, max(opening, mark - 60), mark + 1)
    if verb:
        source = subject_before(sentence, verb.start("verb"))[0]
        if source[1] > source[0] and is_source(masked[source[0] : source[1]], language):
            return source, FoundCue(*verb.span("verb"), SPOKEN)
    source = main_subject(sentence, mark)
    if source == NOWHERE and (last := LAST_NAME.search(text, opening, mark)):
        before = text[opening : last.start()].split()[-1:]
        # "native to Ukraine:" names no speaker, "from Ann Lee:" does.
        links = language.joints_of_bodies - language.definite_articles - language.coordinators
        source = last.span() if links.isdisjoint(before) else NOWHERE
    return source, FoundCue(mark, mark + 1, UNLISTED)


def follow_up(
    text: str,
    quotations: Sequence[Quotation],
    found: list[Attribution],
    *,
    since: int,
    latest: Voice,
    marks: QuotationMarks,
) -> None:
    """Attach quotations that are sentences of their own, with no cue, to the latest speaker.

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
        report = Report(NOWHERE, NOWHERE, (span,), FoundCue(-1, -1, UNLISTED))
        item = attribution(report, "direct", "outer", latest)
        sure = latest.certain and quotation.certain
        found.append(item._replace(stance="", certain=sure))
        marks.give([span], latest.name)


def leads(item: Attribution) -> bool:
    """Return whether a quotation may continue what this attribution reports."""
    spoken = item.kind == "report" and item.mode in ("direct", "mixed")
    return item.level == "outer" and spoken and len(item.contents) < MOST_PIECES


def is_capital_sentence(inner: str) -> bool:
    """Return whether quoted words are a sentence: a capital, a stop, and no title."""
    if not inner[:1].isupper() or inner[-1:] not in ENDINGS:
        return False
    return sum(word[0].islower() for word in inner.split()) > 1


def is_sentence(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation begins after a full stop or a break and ends as a sentence."""
    before = text[max(0, quotation.start - 4) : quotation.start]
    if before.strip() and "\n" not in before and before.rstrip()[-1] not in STARTING_MARKS:
        return False
    if quotation.continued:
        return True
    inner = text[max(quotation.start + 1, quotation.end - 8) : quotation.end]
    after = text[quotation.end : quotation.end + 4].strip()
    if after[:1] == ".":  # a stop outside the marks ends the sentence, too
        inner, after = ".", after[1:].strip()
    return inner.rstrip("\"”»'’“ \t\n")[-1:] in ENDINGS and not after[:1].islower()
