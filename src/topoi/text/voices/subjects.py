"""The noun phrase that stands before a cue as its subject, found by walking back word by word."""

import re

from topoi.text.voices.clauses import AUXILIARY as AUXILIARY_VERB
from topoi.text.voices.clauses import LOW_START, MASK, NOWHERE, VERB, Span
from topoi.text.voices.content_spans import ADVERBIAL
from topoi.text.words.tokens import fold

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
PRONOUNS = frozenset("i he she it we they".split())
PLURALS = frozenset("they we you i who people police both many some others most few".split())
DETERMINERS = frozenset("the its their his her other some most many".split())
LINKS = frozenset("and of in from at".split())  # behind which a plural need not be the last word
FINITE = re.compile(rf"\b{AUXILIARY_VERB}")
PLURAL_HEAD = re.compile(
    r"(?:[\w'’-]+\s){0,3}(?:people|[\w'’-]{3,}[^s\W]s)\s(?:of|in|from|at|for)"
    rf"(?:\s(?!{VERB}|(?:that|who|which)\b)[\w.'’-]+){{1,6}}"
)
PARENTHESIS = re.compile(
    r",\s(?:in\s(?:(?:his|her|its|their)\s)?turn|on\s(?:the\s)?(?:contrary|other\shand|one\shand|whole)|"
    r"(?:for|on)\s(?:his|her|its|their)\spart|by\scontrast|in\s(?:contrast|particular|general|fact|addition)|"
    r"however|meanwhile|moreover|nevertheless|nonetheless|therefore|too|of\scourse|as\susual|for\sexample|"
    r"for\sinstance|among\sothers|naturally|at\sthe\ssame\stime),\Z"
)
MAIN_SUBJECT = re.compile(
    r"(?:\A|[,;:]\s|\b(?:and|as|when|before|after|but)\s)\W*(?P<subject>(?!(?:In|On|At|The|A|An|And|But|As|"
    r"For|Of|To|By|It|This|That|Here|There|When|While|If|Then|No|Now|Why|What|How|After|Before|Since|"
    r"Speaking|Also|Still|Yet|So|Or|With|From|I)\b)[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*(?:(?<=['’]s)\s+[\w-]+\s?[\w-]*)?|[Hh]e|[Ss]he|[Tt]hey)"
    r"(?:,[^,]{1,80},)?\s+(?!(?:of|in|on|at|for|to|from|with|by|and|or)\b)[a-z]"
)
MAIN_CLAUSE = re.compile(
    r",\s+(?P<subject>(?!(?:and|but|or|nor|while|which|who|whose|that|when|where|as|if|in|on|at|by|for|with|"
    r"from|of|to|\w+ing|\w+ly)\b)[^,;:\"“”]{2,60}?)\s"
    rf"(?:\w+ly\s|also\s|then\s)?(?:{VERB}|(?:said|says|told|tells|wrote|made|went|took|gave)\b)"
)
LEADING_MARKS = " \t\n\r\u00a0,.;:—–-"


def subject_before(text: str, start: int, cue: int) -> tuple[Span, str, str, bool]:
    """Return the noun phrase before a cue in its clause, and what stands around it.

    These are its span (empty when there is none), the word right before the cue and the one before
    the subject, in lower case, and whether a form of "be" stands between subject and cue.
    """
    low = max(start, cue - REACH)
    words = text[low:cue].split()
    index = len(words)
    near = words[-1].lower() if words else ""
    passive = False
    end = cue
    for word in reversed(words):
        plain = word.lower()
        if plain not in AUXILIARY and not (word.endswith("ly") and plain == word):
            break
        passive = passive or (len(words) - index < 2 and plain in BE_FORMS)
        end = text.rfind(word, low, end)
        index -= 1
    begin = end
    previous = ""
    first = index
    for word in reversed(words[:first]):
        plain = word.lower()
        if word[-1] in ENDS or (plain in SEPARATORS and not joins_names(words, index, first)):
            previous = plain
            break
        begin = text.rfind(word, low, begin)
        index -= 1
        if word[0] in STARTS:
            begin += 1
            break
        if plain in PRONOUNS and index == first - 1:
            # A pronoun is the whole subject, whatever stands before it ("said on Monday it ...").
            previous = separating(words[index - 1]) if index else ""
            break
    if begin == end or (index == 0 and low > start):
        return (cue, cue), near, previous, passive
    end = begin + len(text[begin:end].rstrip())
    if words[index] in LEADS and (lead := LEADING.match(text[begin:end])):
        begin += lead.end()
    return (begin, end), near, previous, passive


def separating(word: str) -> str:
    """Return a word in lower case when it may stand right before a subject, else ""."""
    plain = word.lower()
    return plain if word[-1] in ENDS or plain in SEPARATORS else ""


def joins_names(words: list[str], index: int, first: int) -> bool:
    """Return whether the word before `index` is an "and" between two names.

    Behind it a determiner will do where the words before it, up to the start of the clause, are
    names alone ("Ukraine and the West").
    """
    if words[index - 1] != "and" or index < 2 or index >= first:
        return False
    if not words[index - 2][0].isupper():
        return False
    return words[index][0].isupper() or (
        words[index] in DETERMINERS and opens_with_names(words, index - 1)
    )


def opens_with_names(words: list[str], stop: int) -> bool:
    """Return whether only names stand before a word, from the start or the last mark on."""
    for word in reversed(words[max(0, stop - 6) : stop]):
        if word[-1] in ENDS:
            return True
        if not word[0].isupper() and word not in DETERMINERS:
            return False
    return stop <= 6


def is_source(phrase: str) -> bool:
    """Return whether a phrase may be a subject: no preposition or participle begins it."""
    words = phrase.split(None, 1)
    if not words or phrase.endswith(("'s", "’s", "s'", "s’")):
        return False
    first = words[0]
    return first.lower() not in NO_SUBJECT and not (first.endswith("ing") and first.islower())


def parenthesis_before(masked: str, start: int, comma: int) -> int:
    """Return where an adverbial between commas begins that ends at a comma, or -1.

    It parts a subject from its verb: "Petrov, in turn, said ...".
    """
    found = PARENTHESIS.search(masked, max(start, comma - 24), comma + 1)
    return found.start() if found else -1


def main_subject(masked: str, start: int, place: int) -> Span:
    """Return the first name or pronoun before a place that stands where a subject does."""
    found = MAIN_SUBJECT.search(masked[start:place])
    return (start + found.start("subject"), start + found.end("subject")) if found else NOWHERE


def following_subject(masked: str, place: int, end: int) -> Span:
    """Return the subject of the main clause after an opening participle, behind a comma."""
    for found in MAIN_CLAUSE.finditer(masked, place, end):
        if " and " not in found["subject"]:  # else more likely the end of a list
            return found.span("subject")
    return NOWHERE


def may_stand_before_base(masked: str, start: int, place: int) -> bool:
    """Return whether a modal, a plural or a coordination is near before the base form of a verb.

    The full check is `is_plural`; this one costs little and needs no subject.
    """
    words = masked[max(start, place - 40) : place].split()
    near = words[-1].lower() if words else ""
    if near.endswith("s") or near in MODALS or near in PLURALS:
        return True
    return not LINKS.isdisjoint(words) or near[-1:] == ","


def is_plural(masked: str, source: Span, near: str, *, whole: bool) -> bool:
    """Return whether the base form of a verb may follow: a plural subject or a modal is there.

    With `whole` the plural may be further back: "opponents of the plan argue".
    """
    if near in MODALS:
        return True
    words = masked[source[0] : source[1]].lower().split()
    last = words[-1] if words else ""
    if "and" in words[1:-1] and not FINITE.search(masked, *source):
        return True
    if near != last.strip(".,"):
        return False
    if whole and PLURAL_HEAD.fullmatch(masked, *source):
        return True
    return last in PLURALS or (last.endswith("s") and len(last) > 3)


def other_subject(masked: str, start: int, cue: int, before: int, carried: Span) -> Span:
    """Return the subject of a cue with none right before it: apposition, relative, coordination."""
    if before >= 0 and masked[before] == ",":
        begin = max(masked.rfind(sign, start, before) for sign in '"”»;:') + 1
        begin = max(begin, start)
        while begin < before and masked[begin] in LEADING_MARKS:
            begin += 1
        comma = masked.find(",", begin, before)
        while comma > begin and ADVERBIAL.match(masked, begin):
            begin = comma + 2
            comma = masked.find(",", begin, before)
        stop = comma if comma > begin else before
        return (begin, stop) if stop > begin else carried
    word = previous_word(masked, start, cue)
    if word in ("who", "which", "that"):
        return last_span(masked, word, start, cue)
    if carried == NOWHERE and word in ("and", "but", "then"):
        return main_subject(masked, start, cue)
    return carried


def last_span(masked: str, word: str, start: int, end: int) -> Span:
    """Return where a word, given in lower case, stands last in a stretch, however written there.

    >>> last_span("What I said", "what", 0, 7)
    (0, 4)
    """
    place = fold(masked[start:end]).rfind(word)
    return (start + place, start + place + len(word)) if place >= 0 else NOWHERE


def previous_word(masked: str, start: int, place: int) -> str:
    """Return the word before a place, in lower case."""
    words = masked[max(start, place - 24) : place].rsplit(None, 1)
    return words[-1].lower() if words and words[-1][-1].isalnum() else ""
