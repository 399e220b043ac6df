"""The constructions whose cue is no verb: "according to", "his claim that", "reportedly"."""

from topoi.text.lang.language import Expression
from topoi.text.voices.content_spans import after_space, clause_at, content_end, parted_clause
from topoi.text.voices.cues import FoundCue, Report, reported
from topoi.text.voices.narration import NOWHERE, SentenceSpan
from topoi.text.voices.subjects import AFTER_SOURCE, subject_before

POSSESSIVE = Expression(
    r"(?P<source>(?:[A-Z][\w.-]*\s+){0,4}[A-Z][\w.-]*"
    r"|(?:{determiners_of_owners}|{Determiners_of_owners})\s+(?:[\w-]+\s+){0,4}[\w-]+)"
    r"(?:{genitive_endings})\s+(?:[\w-]+\s+){0,3}\Z"
    r"|(?<![\w’'])(?P<pronoun>{possessives}|{Possessives})\s+(?:[\w-]+\s+){0,3}\Z"
)
OWNER_BEHIND = Expression(
    r"\s(?:{prepositions_of_owners})\s(?P<owner>(?:(?:{definite_articles})\s)?"
    r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4})\s(?P<that>(?:{complementisers})\b)"
)
CLAUSE_OF_NOUN = Expression(
    r"(?:\s+(?P<that>(?:{complementisers})\b)|:\s+(?P<colon>\S)|\s+(?P<to>(?:{infinitive_marks})\s[a-z]))"
)
OBJECT = Expression(r"\s+(?P<object>\w)")
PRESENCE = Expression(r"\s(?:{prepositions_of_presence}|{Weekdays})\b|\s?[.,;:!?]")
TO_BEFORE = Expression(r"\b(?:{infinitive_marks}|{modals_of_presence})\s\Z")


def phrase_report(sentence: SentenceSpan, found: FoundCue) -> Report | None:
    """Return the report of "according to": the rest of the sentence is its content."""
    text, start, end, language = sentence
    begin = after_space(sentence, found.end)
    stop = AFTER_SOURCE[language].search(text, begin, end)
    source = (begin, stop.start() if stop else end)
    before = sentence.last_mark(found.start)
    if before < 0 or (before == start and not text[before].isalnum()):  # "(According to"
        comma = text.find(",", source[1], end)
        if comma < 0:
            return None
        first = after_space(sentence, comma + 1)
        return reported(found, source, (first, content_end(sentence, first)))
    contents = parted_clause(sentence, before, source[1])
    return reported(found, source, *contents, left=contents[0][0] == start)


def noun_report(sentence: SentenceSpan, found: FoundCue) -> Report | None:
    """Return the report of a noun: "his claim that ...", "Zelensky's statements: ...".

    What it names without a clause ("his promise to ...", "criticism of ...") is an act.
    """
    text, start, end, language = sentence
    act = found.cue.kind == "act"
    follows = (OBJECT if act and " " in found.cue.lemma else CLAUSE_OF_NOUN)[language].match(
        text, found.end, end
    )
    if not follows:
        # "assurances from Brussels that it would go on"
        behind = OWNER_BEHIND[language].match(text, found.end, end)
        return behind and reported(
            found, behind.span("owner"), clause_at(sentence, behind.start("that"))
        )
    owner = POSSESSIVE[language].search(text, max(start, found.start - 90), found.start)
    source = NOWHERE
    if owner:
        source = owner.span("source") if owner["source"] else owner.span("pronoun")
    way = follows.lastgroup or ""
    if source == NOWHERE and way in ("colon", "to"):
        return None
    if way == "to" and not act:
        found = found._replace(cue=found.cue._replace(kind="act"))
    return reported(found, source, clause_at(sentence, follows.start(way)))


def adverb_report(sentence: SentenceSpan, found: FoundCue) -> Report | None:
    """Return the report of hearsay ("reportedly"): its clause is content, and nobody its source.

    What "appears in" a place is seen there, and "to appear" is no finite verb.
    """
    text, start, _, language = sentence
    if found.cue.kind == "act" and (
        PRESENCE[language].match(text, found.end)
        or TO_BEFORE[language].search(text, start, found.start)
    ):
        return None
    subject = subject_before(sentence, found.start)[0]
    pieces = [subject, clause_at(sentence, found.end + 1)]
    pieces = [span for span in pieces if span[1] > span[0]]
    return reported(found, NOWHERE, *pieces) if pieces else None
