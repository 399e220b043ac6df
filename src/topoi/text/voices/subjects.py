"""The noun phrase that is the subject of a cue: before it, found word by word, or after it."""

from topoi.text.lang.language import Expression, Language
from topoi.text.voices.content_spans import ADVERBIAL, FINITE_AUXILIARY, FINITE_VERB, VERB
from topoi.text.voices.narration import LEADING_MARKS, LOW_START, MASK, NOWHERE, SentenceSpan, Span
from topoi.text.words.tokens import fold

LONGEST_SUBJECT = 8  # words before an apposition
REACH = 220  # no source is sought further away than this many characters
ENDS = frozenset(f',;:)"“”«»—{MASK}{LOW_START}')
# A single closing mark ends a phrase where it is no apostrophe.
QUOTED_ENDS = frozenset(stop + mark for stop in f",.?!…{MASK}" for mark in "'’")
PLURAL_SIGNS = frozenset(",—–)%")  # behind a plural
CLITICS = frozenset(["'s", "’s"])
STARTS = frozenset('("“«')
AFTER_SOURCE = Expression(
    r"[,;:(\"“”«»\ua66e\u01c1?!)]|\s+[–—-]\s+|—"
    r"|\.(?<!\b[A-Z]\.){!Abbreviations}(?=\s|\Z)|\s(?:{ends_of_sources}|{Weekdays})\b"
)
SOURCE_START = Expression(
    r"\s+(?!(?:{Weekdays})\b)(?:\d[\d/]*\s+(?=[a-z]+\s[A-Z]))?(?=[A-Z@]|(?!(?:{no_starts_of_sources})\b)"
    r"[a-z-]+\s+(?:[a-z-]+\s+){0,3}[A-Z]|(?:{starts_of_sources})\b)"
)
LEADING = Expression(r"\S+\s(?:[^,]*\s)?(?=(?:[A-Z]|(?:{starts_of_subjects})\s)[^,]*\Z)")
PLURAL_HEAD = Expression(
    r"(?:[\w'’-]+\s){0,3}(?:{plural_nouns}|[\w'’-]{3,}\w(?:{plural_endings}){!singular_endings})\s"
    r"(?:{prepositions_of_nouns})"
    rf"(?:\s(?!{VERB}|(?:{{relatives}})\b)[\w.'’-]+){{1,6}}"
)
# "Ann Lee — a teacher — says", "Ann Lee (who has won) says"
CLOSED_ASIDES = {"—": "—", "–": "–", "-": " - ", "―": "―", ")": "("}
PARENTHESIS = Expression(r",\s(?:{asides}),\Z")
MAIN_SUBJECT = Expression(
    r"(?:\A|[,;:]\s|\b(?:{starts_of_main_clauses})\s)\W*(?P<subject>(?!(?:{No_subjects_of_sentences})\b)"
    r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*(?:{<genitive_clitic_endings}\s+[\w-]+\s?[\w-]*)?"
    rf"|(?:{{Determiners_of_subjects}})(?:\s(?!(?:{{nominatives}})\b)[\w'’-]+){{1,4}}?(?=\s{VERB})"
    r"|{personal_subjects}|{Personal_subjects})"
    r"(?:,[^,]{1,80},)?\s+(?!(?:{links_of_subjects})\b)[a-z]"
)
# The whole subject of the first clause, up to its verb: "A spokesman for the mayor defended".
FIRST_SUBJECT = Expression(
    r"\W*(?P<subject>(?!(?:{Starts_of_adverbials}|{Nominatives}|\w+(?:{participle_endings}))\b)"
    r"(?:[A-Z]|(?:{determiners_of_subjects})\s)[^,;:\"“”]{2,90}?)"
    rf"(?:,\s(?:{{relatives}})\s|\s(?:\w+(?:{{adverb_endings}})\s|(?:{{sequels}})\s)?"
    rf"(?:{VERB}|(?:{{irregular_pasts}}|{{main_verbs}})\b))"
)
MAIN_CLAUSE = Expression(
    r",\s+(?P<subject>(?!(?:{no_starts_of_main_clauses}|\w+(?:{participle_endings})|"
    r"\w+(?:{adverb_endings}))\b)[^,;:\"“”]{2,60}?)\s"
    rf"(?:\w+(?:{{adverb_endings}})\s|(?:{{sequels}})\s)?(?:{VERB}|(?:{{main_verbs}})\b)"
)


def subject_before(sentence: SentenceSpan, cue: int) -> tuple[Span, str, str, bool]:
    """Return the noun phrase before a cue in its clause, and what stands around it.

    These are its span (empty when there is none), the word right before the cue and the one before
    the subject, in lower case, and whether a form of "be" stands between subject and cue.
    """
    text, start, _, language = sentence
    passed, adverbs = language.passed_before_cues, language.adverb_endings
    separators = language.separators
    low = max(start, cue - REACH)
    words = text[low:cue].split()
    near = words[-1].lower() if words else ""
    first = len(words)  # of the word behind the last one of the subject
    passive = False
    end = cue
    for word in reversed(words):
        plain = word.lower()
        if plain not in passed and not (word.endswith(adverbs) and plain == word):
            break
        passive = passive or (len(words) - first < 2 and plain in language.passives)
        end = text.rfind(word, low, end)
        first -= 1
    index = first
    previous = ""
    opened = False
    while index and not opened:
        word = words[index - 1]
        plain = word.lower()
        if (
            word[-1] in ENDS
            or word[-2:] in QUOTED_ENDS
            or (plain in separators and not joins_names(words, index, first, language))
        ):
            previous = plain
            break
        index -= 1
        opened = word[0] in STARTS
        if index == first - 1 and not opened and plain in language.whole_subjects:
            # A pronoun is the whole subject, whatever stands before it ("said on Monday it ...").
            before = words[index - 1].lower() if index else ""
            if before and (before[-1] in ENDS or before in separators):
                previous = before
            break
    if index == first or (index == 0 and low > start):
        return (cue, cue), near, previous, passive
    words_on = text[low:end].split(None, index)[-1]
    begin = end - len(words_on) + opened
    end -= len(words_on) - len(words_on.rstrip())
    if words[index] in language.leads and (lead := LEADING[language].match(text[begin:end])):
        begin += lead.end()
    if (
        text[end - 1] == "s"
        and text[end - 2 : end] in CLITICS
        and text[begin : end - 2].lower() in language.nominatives
    ):
        end -= 2  # "he's said"
    return (begin, end), near, previous, passive


def subject_after(sentence: SentenceSpan, place: int, end: int) -> Span:
    """Return the span of the noun phrase right after a cue, empty when there is none."""
    text, language = sentence.text, sentence.language
    head = SOURCE_START[language].match(text, place, end)
    if not head:
        return place, place
    stop = AFTER_SOURCE[language].search(text, head.end(), min(end, head.end() + REACH))
    return head.end(), stop.start() if stop else min(end, head.end() + REACH)


def joins_names(words: list[str], index: int, first: int, language: Language) -> bool:
    """Return whether the word before `index` is an "and" between two names.

    Behind it a determiner will do where the words before it, up to the start of the clause, are
    names alone ("Ukraine and the West").
    """
    if words[index - 1] not in language.coordinators or index < 2 or index >= first:
        return False
    if not words[index - 2][0].isupper():
        return False
    return words[index][0].isupper() or (
        words[index] in language.determiners_of_names
        and opens_with_names(words, index - 1, language)
    )


def opens_with_names(words: list[str], stop: int, language: Language) -> bool:
    """Return whether only names stand before a word, from the start or the last mark on."""
    for word in reversed(words[max(0, stop - 6) : stop]):
        if word[-1] in ENDS:
            return True
        if not word[0].isupper() and word not in language.determiners_of_names:
            return False
    return stop <= 6


def is_source(phrase: str, language: Language) -> bool:
    """Return whether a phrase may be a subject: no preposition or participle begins it."""
    words = phrase.split(None, 1)
    if not words:
        return False
    if words[0].lower() in language.no_subjects:
        # "about a third of those asked" is one
        behind = words[1].split()[:2] if len(words) > 1 else []
        return bool(behind) and (
            behind[0][0].isdigit() or not language.quantities.isdisjoint(behind)
        )
    if phrase.endswith(language.possessive_endings):
        return False
    return not (words[0].islower() and words[0].endswith(language.participle_endings))


def aside_before(sentence: SentenceSpan, comma: int) -> int:
    """Return where an adverbial between commas begins that ends at a comma, or -1.

    It parts a subject from its verb: "Petrov, in turn, said ...".
    """
    text, start, _, language = sentence
    found = PARENTHESIS[language].search(text, max(start, comma - 24), comma + 1)
    return found.start() if found else -1


def apposition_before(sentence: SentenceSpan, comma: int) -> Span:
    """Return the noun phrase that an apposition ends behind, at a comma: "Ann Lee, the envoy,"."""
    text, start, _, language = sentence
    begin = max(max(text.rfind(sign, start, comma) for sign in '"”»;:') + 1, start)
    begin = after_marks(text, begin, comma)
    stop = text.find(",", begin, comma)
    while stop > begin and ADVERBIAL[language].match(text, begin):
        begin = after_marks(text, stop, comma)
        stop = text.find(",", begin, comma)
    if stop < 0 or text[begin].islower() or len(text[begin:stop].split()) > LONGEST_SUBJECT:
        return NOWHERE
    return NOWHERE if FINITE_VERB[language].search(text, begin, stop) else (begin, stop)


def after_marks(text: str, place: int, end: int) -> int:
    """Return the first place from one on that is no blank and no mark."""
    while place < end and text[place] in LEADING_MARKS:
        place += 1
    return place


def main_subject(sentence: SentenceSpan, place: int) -> Span:
    """Return the first name or pronoun before a place that stands where a subject does."""
    text, start, _, language = sentence
    found = MAIN_SUBJECT[language].search(text[start:place])
    found = found or FIRST_SUBJECT[language].match(text[start:place])
    return (start + found.start("subject"), start + found.end("subject")) if found else NOWHERE


def following_subject(sentence: SentenceSpan, place: int) -> Span:
    """Return the subject of the main clause after an opening participle, behind a comma."""
    text, _, end, language = sentence
    for found in MAIN_CLAUSE[language].finditer(text, place, end):
        if language.coordinators.isdisjoint(found["subject"].split()[1:-1]):  # else a list
            return found.span("subject")
    return NOWHERE


def may_stand_before_base(sentence: SentenceSpan, place: int) -> bool:
    """Return whether a modal, a plural or a coordination is near before the base form of a verb.

    The full check is `is_plural`; this one costs little and needs no subject.
    """
    text, start, _, language = sentence
    words = text[max(start, place - 40) : place].lower().split()
    near = words[-1] if words else ""
    if near.endswith(language.plural_endings):
        return True
    if near in language.modals or near in language.plurals or near[-1:] in PLURAL_SIGNS:
        return True
    return not (
        language.links_of_plurals.isdisjoint(words) and language.quantities.isdisjoint(words)
    )


def is_plural(sentence: SentenceSpan, source: Span, near: str, *, whole: bool) -> bool:
    """Return whether the base form of a verb may follow: a plural subject or a modal is there.

    With `whole` the plural may be further back: "opponents of the plan argue".
    """
    text, language = sentence.text, sentence.language
    words = text[source[0] : source[1]].lower().split()
    last = words[-1] if words else ""
    # "a third of those asked say", "of those asked 49% say"
    several = not language.quantities.isdisjoint(words) or last[-1:] == "%"
    if near in language.modals or several:
        return True
    joined = not language.coordinators.isdisjoint(words[1:-1])
    if joined and not FINITE_AUXILIARY[language].search(text, *source):
        return True
    if near != last.strip(".,"):
        return False
    if whole and PLURAL_HEAD[language].fullmatch(text, *source):
        return True
    ending = last.endswith(language.plural_endings) and len(last) > 3
    return last in language.plurals or ending


def other_subject(sentence: SentenceSpan, cue: int, before: int, carried: Span) -> Span:
    """Return the subject of a cue with none right before it: apposition, relative, coordination."""
    text, start, _, language = sentence
    if before >= 0 and text[before] == ",":
        begin = max(text.rfind(sign, start, before) for sign in '"”»;:') + 1
        begin = after_marks(text, max(begin, start), before)
        comma = text.find(",", begin, before)
        # "It has begun, a spokeswoman, Ann Lee, said": what has a verb is no subject.
        while comma > begin and (
            ADVERBIAL[language].match(text, begin)
            or FINITE_VERB[language].search(text, begin, comma)
        ):
            begin = comma + 2
            comma = text.find(",", begin, before)
        stop = comma if comma > begin else before
        return (begin, stop) if stop > begin else carried
    if before >= 0 and text[before] in CLOSED_ASIDES:
        opened = text.rfind(CLOSED_ASIDES[text[before]], start, before)
        source = subject_before(sentence, opened)[0] if opened > start else NOWHERE
        return source if source[1] > source[0] else carried
    words = text[max(start, cue - 24) : cue].rsplit(None, 1)
    word = words[-1].lower() if words and words[-1][-1].isalnum() else ""
    if word in language.relatives:
        return last_span(text, word, start, cue)
    if carried == NOWHERE and word in language.joins_verbs:
        return main_subject(sentence, cue)
    return carried


def last_span(text: str, word: str, start: int, end: int) -> Span:
    """Return where a word, given in lower case, stands last in a stretch, however written there.

    >>> last_span("What I said", "what", 0, 7)
    (0, 4)
    """
    place = fold(text[start:end]).rfind(word)
    return (start + place, start + place + len(word)) if place >= 0 else NOWHERE
