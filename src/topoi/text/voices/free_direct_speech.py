"""Speech whose cue is in no list: what punctuation alone shows to be a quotation of somebody."""

import re

from topoi.text.voices.clauses import NOWHERE, Span
from topoi.text.voices.cues import FoundCue, Report
from topoi.text.voices.lexicon import Cue
from topoi.text.voices.masking import QuotationMarks
from topoi.text.voices.quotations import Quotation
from topoi.text.voices.subjects import is_source, main_subject, subject_before

UNLISTED = Cue("", "finite", "neutral", "report")
INVERTED_TAG = re.compile(
    r"\s+(?P<verb>[a-z]+ed|[a-z]+s)\s+(?P<subject>[A-Z][\w'’-]*(?:\s+[A-Z][\w.'’-]*){0,4})"
)
INTRODUCTION = 400
LAST_NAME = re.compile(r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4}\Z")
SPOKEN = Cue("", "finite", "neutral", "report")  # no list is asked, but the verb is sure
# "... told reporters:" alone in its paragraph: the words that the next one opens with are its.
LAST_VERB = re.compile(
    r"\s(?P<verb>told|said|says|wrote|replied|answered)(?:\s[\w'’-]+){0,3}\s?:\Z"
)
STARTING_MARKS = frozenset([*'.?!:…"”»)]', ""])
SPOKEN_ENDINGS = frozenset(",?!—")
ENDINGS = frozenset(".?!…,;—–-")
TAG = re.compile(
    r"\s+(?P<subject>(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w'’-]*|[Hh]e|[Ss]he|they|(?:the|a|one|his|her)"
    r"(?:\s+[\w-]+){1,3}?)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+ed|[a-z]+s|said|wrote|told|spoke|swore)\b"
)


def introduced(text: str, masked: str, sentence: Span, marks: QuotationMarks) -> list[Report]:
    """Return reports of quotations that punctuation marks as speech, with an unlisted cue.

    A colon, or a comma before a capital, introduces one; a comma or ! or ? before the closing mark
    with a name and a verb after it closes one ("...," Oliver barked).
    """
    out: list[Report] = []
    for quotation in marks.free(*sentence):
        span = (quotation.start, quotation.end)
        inner = text[quotation.start + 1 : quotation.end - 1].strip()
        before = text[max(sentence[0], quotation.start - 3) : quotation.start].rstrip()[-1:]
        opening = sentence[0]
        if quotation.start == opening:
            # A paragraph that ends in a colon introduces the quotation that opens the next one.
            opening = max(0, opening - INTRODUCTION)
            line = text[opening : quotation.start].rstrip()
            if line.endswith(":"):
                before = ":"
                opening += max(line.rfind("\n"), line.rfind(". ")) + 1
            else:
                opening = sentence[0]
        if before == ":" or (before == "," and is_capital_sentence(inner)):
            mark = text.rfind(before, opening, quotation.start)
            source, cue = introducing(text, masked, opening, mark)
        elif before in STARTING_MARKS and inner[-1:] in SPOKEN_ENDINGS:
            tag = TAG.match(text, quotation.end) or INVERTED_TAG.match(text, quotation.end)
            if not tag:
                continue
            source, cue = tag.span("subject"), FoundCue(*tag.span("verb"), UNLISTED)
        else:
            continue
        out.append(Report(source, cue[:2], (span,), cue))
    return out


def introducing(text: str, masked: str, opening: int, mark: int) -> tuple[Span, FoundCue]:
    """Return source and cue of words that a mark introduces, which itself is the cue at worst."""
    verb = LAST_VERB.search(masked, max(opening, mark - 60), mark + 1)
    if verb:
        source = subject_before(masked, opening, verb.start("verb"))[0]
        if source[1] > source[0] and is_source(masked[source[0] : source[1]]):
            return source, FoundCue(*verb.span("verb"), SPOKEN)
    source = main_subject(masked, opening, mark)
    if source == NOWHERE and (last := LAST_NAME.search(text, opening, mark)):
        source = last.span()
    return source, FoundCue(mark, mark + 1, UNLISTED)


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
    return inner.rstrip("\"”»'’“ \t\n")[-1:] in ENDINGS and not after[:1].islower()
