"""The noun phrase that stands before a cue as its subject, found by walking back word by word."""

import re
from typing import NamedTuple

from topoi.text.clauses import LOW_START, MASK, Span

REACH = 220  # no source is sought further away than this many characters

BE_FORMS = frozenset("is are was were be been being get gets got ’s 's".split())
MODALS = frozenset(
    "will would can could may might must should shall do does did not didn't didn’t doesn't "
    "doesn’t don't don’t won't won’t wouldn't wouldn’t also then both all just even often".split()
)
AUXILIARY = MODALS | frozenset(
    """has have had having is was are were be been being never n't later first again ever still
    already once twice since now soon only too instead each himself herself themselves itself
    reportedly reported long further simply merely quite rather recently repeatedly hasn't hasn’t
    haven't haven’t hadn't hadn’t isn't isn’t wasn't wasn’t couldn't couldn’t can't can’t ’s 's ’ve
    've ’d 'd to out yesterday today tonight monday tuesday wednesday thursday friday saturday
    sunday""".split()
)
SEPARATORS = frozenset(
    """that but because when while as if which who whom what where than says or so though although
    since whether after before until and yet nor how why - – — then""".split()
)
ENDS = frozenset(f',;:)"“”«»—{MASK}{LOW_START}')
STARTS = frozenset('("“«')
NO_SUBJECT = frozenset(
    """in on at of by for from with to about into over under between among against through during
    after before without within upon across around despite like near off onto per than toward
    towards via and or but nor not then thus very more less also as such is are was were be been
    has have had do does did will would can could may might must should s""".split()
)
LEADS = frozenset(
    """In On At During After Before By With For From Last Earlier Later Yesterday This Then Now Also
    Still However Yet Since Under Over Around Late Early Recently Indeed Instead And So also later
    still""".split()
)
LEADING = re.compile(
    r"\S+\s(?:[^,]*\s)?(?=(?:[A-Z]|the |a |an |he |she |they |we |it |I |his |her |their )[^,]*\Z)"
)


class Subject(NamedTuple):
    """A subject's span (empty when there is none) and the words around it, in lower case.

    `near` is the word right before the cue, `previous` the one before the subject; `passive` says
    that a form of "be" stands between the subject and the cue.
    """

    start: int
    end: int
    near: str
    previous: str
    passive: bool

    @property
    def span(self) -> Span:
        """The subject's start and end."""
        return self.start, self.end


def subject_before(text: str, start: int, cue: int) -> Subject:
    """Return the noun phrase before a cue in its clause."""
    low = max(start, cue - REACH)
    words = text[low:cue].split()
    index = len(words)
    near = words[-1].lower() if words else ""
    passive = False
    place = cue
    while index:
        word = words[index - 1]
        plain = word.lower()
        adverb = plain == word and word.endswith("ly")
        if plain not in AUXILIARY and not adverb:
            break
        passive = passive or (plain in BE_FORMS and len(words) - index < 2)
        place = text.rfind(word, low, place)
        index -= 1
    end = begin = place
    previous = ""
    first = index
    while index:
        word = words[index - 1]
        plain = word.lower()
        if word[-1] in ENDS or (plain in SEPARATORS and not joins_names(words, index, first)):
            previous = plain
            break
        begin = text.rfind(word, low, begin)
        index -= 1
        if word[0] in STARTS:
            begin += 1
            break
    if begin == end or (index == 0 and low > start):
        return Subject(cue, cue, near, previous, passive)
    end = begin + len(text[begin:end].rstrip())
    if words[index] in LEADS and (lead := LEADING.match(text[begin:end])):
        begin += lead.end()
    return Subject(begin, end, near, previous, passive)


def joins_names(words: list[str], index: int, first: int) -> bool:
    """Return whether the word before `index` is an "and" between two names."""
    if words[index - 1] != "and" or index < 2 or index >= first:
        return False
    return words[index][0].isupper() and words[index - 2][0].isupper()


def is_source(phrase: str) -> bool:
    """Return whether a phrase may be a subject: no preposition or participle begins it."""
    words = phrase.split(None, 1)
    if not words or phrase.endswith(("'s", "’s", "s'", "s’")):
        return False
    first = words[0]
    return first.lower() not in NO_SUBJECT and not (first.islower() and first.endswith("ing"))
