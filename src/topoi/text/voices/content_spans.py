"""Where the content of a report begins and ends: before its cue, after it, or around it."""

import re

from topoi.text.lang.language import Expression
from topoi.text.voices.narration import CLOSING, LOW_START, MASK, SentenceSpan, Span

MASKS = frozenset([MASK, LOW_START])
STARTS_SPEECH = frozenset(":.?!([") | CLOSING
MASKED_REST = re.compile(f"[{MASK}{LOW_START}]*[^\"”»'’“«]*[\"”»'’“«]?")
MASKED = re.compile(f"[{MASK}{LOW_START}]")
COMMA_INSIDE = re.compile(r",[\"”’']")
COMMA = re.compile(r",\s+")
DASH = re.compile(r"\s[—–―]\s")
# The point of an acronym ends nothing: 'said in Kenansville, N.C., "it ..."'.
QUOTED = re.compile(
    r"(?:(?:[^\"“”«»\ua66e;.]|\.(?=[\w,])){0,90}[,:]|\s[a-z]+ly)?\s*[\"“«„'‘](?=[\ua66e\u01c1])"
)
THAT = Expression(
    r"(?:\s+(?!(?:{complementisers})\b)[^\s,;:\"“”\ua66e\u01c1.—]+){0,9}\.?\s+(?P<that>(?:{complementisers})\b)"
    r"|(?:\s+(?!(?:{complementisers})\b)[^\s,;:\"“”\ua66e\u01c1.—]+){0,6},[^,;:\"“”\ua66e]{1,90},\s+"
    r"(?P<late>(?:{complementisers})\b)"
)
ANY_THAT = Expression("{complementisers}")
# "that, according to the ministry, it rains": the clause goes on behind the insertion.
THAT_ASIDE = Expression(r"(?:{complementisers}),\s[^,;:.]{2,80},")
AUXILIARY = r"(?:{finite_auxiliaries})(?:{negation_endings})?\b"
VERB = rf"(?:{AUXILIARY}|[a-z]{{2,}}(?:{{past_endings}})\b)"
FINITE_VERB = Expression(rf"\b(?:{VERB}|(?:{{irregular_pasts}})\b)")
# "he needs help", "Moscow wants talks": clauses whose verb no list has.
PRESENT_CLAUSE = Expression(
    r"(?:{personal_subjects}|{first_person})[\s'’]\w|[A-Z][\w.-]+(?:\s[A-Z][\w.-]+){0,2}\s[a-z]{2,}(?:{present_endings})\s"
)
FINITE_AUXILIARY = Expression(rf"\b{AUXILIARY}")
# What is no content behind a cue: "He spoke about it, she said on Monday."
AFTERTHOUGHT = Expression(
    r"(?:[\s,—–-]*(?!\w+\s(?:{many})\b)(?:(?:{starts_of_afterthoughts}|{Weekdays}|\w+(?:{participle_endings})|"
    r"\w+(?:{adverb_endings}))\b|\Z)"
    r"|\s*[.;?!)\]]|\s*\Z|\s+(?:{coordinators})\s|\s*[,—–]\s)"
)
# "said on Monday it would respond": a time, then a clause that needs no "that".
CLAUSE = Expression(
    r"(?:\s+(?:(?:{early_or_late})\s+)?(?:(?:{time_prepositions})\s+)?(?:{Weekdays}|{days_near})"
    r"(?:\s+(?:{times_of_day}))?"
    r"|\s+[a-z]+(?:{adverb_endings})|\s+(?:{earlier_or_later})(?:\s+(?:{this_or_that})\s+(?:{periods}))?"
    r"|\s+(?:{this_or_last})\s+(?:{periods})"
    r"|\s+(?:{place_prepositions})\s+(?:{owners_of_statements})\s+(?:[a-z]+\s+)?(?:{kinds_of_statements}))+"
    r"\s+(?P<clause>(?:{subjects_of_clauses})[\s'’]"
    rf"|(?:(?:{{determiners_of_subjects}})\s|[A-Z])[^,;:\"“”\ua66e\u01c1]{{1,60}}?\s{VERB})"
    rf"|\s+(?P<bare>(?:{{demonstratives_of_clauses}})(?:['’]s\b|\s{AUXILIARY})"
    r"|(?!(?:{participles_of_afterthoughts})\b)"
    r"[a-z]{2,}(?:{participle_endings})\s[^,;:\"“”\ua66e\u01c1]{1,60}?\s"
    rf"(?:{AUXILIARY}|(?:{{verbs_of_gerunds}})\b))"
)
# Each begins with one of a few letters, so that the search can leap from one to the next.
CLAUSE_END = Expression(
    r"[,;](?:(?<=,)[\"”’]?\s+(?=(?:{participles_that_go_on}|{conjunctions_that_go_on}"
    r"|(?:{adversatives})\s+(?:{subjects_that_go_on}|[A-Z])"
    r"|(?:{coordinators})\s+(?:{pronouns_that_go_on}|[A-Z][a-z]+)\s(?:{verbs_that_go_on}))\b)|(?<=;)\s)"
)
SECOND_VERB = Expression(
    r"(?:{coordinators}|{adversatives})\s(?=(?:(?:{sequels})\s)?(?:(?:{second_verbs})\b"
    r"|(?!(?:{verbs_of_results})\b)[a-z]+(?:{past_endings})\s(?:{complementisers})\b))"
)
ADVERBIAL = Expression(
    r"(?:{Starts_of_adverbials}|\w+(?:{participle_endings})|\w+(?:{past_endings}))\b"
)
# What leaves a clause open where a comma follows: "However, ...", "In Moscow, ...".
LEAVES_OPEN = Expression(
    r"(?:(?:{Connectives})\b.{0,60}"
    rf"|{ADVERBIAL.template}(?:\s+[\w'’-]+){{0,5}}"
    r"|.*\s(?:{conjunctions_left_open}))\Z",
    re.DOTALL,
)
PREDICATE = Expression(rf"\b(?:{{nominatives}})\s[a-z]|\s{AUXILIARY}")
GOES_ON = Expression(
    r",\s+(?:[a-z]+(?:{adverb_endings})\s)?(?!(?:{participles_of_attributes})\b)"
    rf"(?:{VERB}|(?:{{irregular_pasts}})\b)"
)
RESUMES = Expression(
    rf"(?:,[^,;:]{{1,90}}(?={GOES_ON.template}))?"
    rf",\s+(?P<clause>(?:{{conjunctions_that_resume}})\b|(?<=,\s)(?:{VERB}))"
)
# "Perhaps, he said, this town has changed."
RESUMED = Expression(
    rf"(?:{{demonstratives_of_clauses}})\s(?:[\"“‘']|[^,;:]{{0,60}}?\b{AUXILIARY})"
)
BARE_SAYING = Expression(r"\s(?:{bare_sayings})\Z")


def that_clause_after(sentence: SentenceSpan, place: int) -> int:
    """Return where a that-clause after a cue begins, or -1."""
    text, _, end, language = sentence
    if not ANY_THAT[language].search(text, place, min(end, place + 190)):
        return -1
    found = THAT[language].match(text, place, end)
    if not found:
        return -1
    begin, stop = found.span("that" if found["that"] else "late")
    # "says it is hard for that": a clause has begun before.
    clause = found["that"] and PREDICATE[language].search(text, place, begin)
    return -1 if clause or not text[stop : stop + 1].isspace() else begin


def clause_after(sentence: SentenceSpan, place: int) -> int:
    """Return where a clause without "that" begins that looks like an afterthought, or -1.

    A time stands before it ("said on Monday it would"), or it begins like one ("says there is").
    """
    found = CLAUSE[sentence.language].match(sentence.text, place, sentence.end)
    return found.start(found.lastgroup or 0) if found else -1


def behind_comma(sentence: SentenceSpan, place: int) -> int:
    """Return where the clause of "He noted, it was late" begins behind its comma, or -1."""
    text, _, end, language = sentence
    comma = COMMA.match(text, place, end)
    if not comma or AFTERTHOUGHT[language].match(text, comma.end() - 1, end):
        return -1
    return comma.end() if FINITE_VERB[language].search(text, comma.end(), end) else -1


def quotation_after(sentence: SentenceSpan, place: int) -> int:
    """Return where a quotation begins that a cue introduces, or -1."""
    text, _, end, _ = sentence
    if text.find(MASK, place, min(end, place + 100)) < 0:
        return -1
    found = QUOTED.match(text, place, end)
    return found.end() - 1 if found else -1


def clause_end(sentence: SentenceSpan, start: int) -> int:
    """Return where a clause that begins at `start` stops, its closing stop left out."""
    text, _, end, language = sentence
    stop = end
    aside = THAT_ASIDE[language].match(text, start, end)
    if found := CLAUSE_END[language].search(text, aside.end() if aside else start, end):
        stop = found.start()
    found = SECOND_VERB[language].search(text, start + 1, end)
    while found and not text[found.start() - 1].isspace():
        found = SECOND_VERB[language].search(text, found.end(), end)
    stop = min(stop, found.start() - 1) if found else stop
    if text.find("—", start, end) >= 0 or text.find("–", start, end) >= 0:
        found = DASH.search(text, start, end)
        stop = min(stop, found.start()) if found else stop
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ".,;:"):
        stop -= 1
    return stop


def content_around(
    sentence: SentenceSpan, mark: int, rest: int, *, inverted: bool = False
) -> tuple[Span, ...]:
    """Return the content before a cue and, when it goes on after it, the second piece.

    Behind an inverted subject ("said Ann Lee, the envoy") only what cannot be an apposition goes
    on: a finite verb or a conjunction.
    """
    text, start, end, _ = sentence
    stop = mark + 1 if text[mark] in CLOSING or text[mark] in "?!" else mark
    if text[mark] in CLOSING:
        opened = quotation_start(text, start, mark)
        before = sentence.last_mark(opened)
        if before >= start and begins_speech(sentence, before, opened):
            start = opened
    if end - rest < 2:
        return ((start, stop),)  # at most a full stop follows
    pieces = [(start, stop)]
    begin = quotation_after(sentence, rest)
    if begin >= 0:
        pieces.append((begin, quotation_end(text, begin, end)))
    elif text[mark] == ",":
        begin = second_piece(sentence, rest, inverted=inverted)
        if begin >= 0 and (stop := clause_end(sentence, begin)) > begin:
            pieces.append((begin, stop))
    return tuple(pieces)


def second_piece(sentence: SentenceSpan, rest: int, *, inverted: bool) -> int:
    """Return where a clause goes on after its reporting clause and a comma, or -1."""
    text, _, end, language = sentence
    if inverted:
        found = RESUMES[language].match(text, rest, end)
        return found.start("clause") if found else -1
    comma = COMMA.match(text, rest, end)
    afterthought = comma and AFTERTHOUGHT[language].match(text, comma.end(), end)
    if comma and afterthought and RESUMED[language].match(text, comma.end(), end):
        return comma.end()
    return -1 if not comma or afterthought else comma.end()


def parted_clause(sentence: SentenceSpan, before: int, comma: int) -> tuple[Span, ...]:
    """Return the clause that ", according to X," parts, or what stands before it.

    Where only an adverbial or a conjunction is there ("However, ..."), the clause comes after;
    where a verb goes on behind it ("The talks, ..., failed"), both pieces are content.
    """
    text, start, end, language = sentence
    first = (start, before)
    if text[before] != "," or text[comma : comma + 1] != ",":
        return (first if text[before] == "," else (start, before + 1),)
    space = COMMA.match(text, comma, end)
    rest = space.end() if space else comma + 1
    second = (rest, content_end(sentence, rest))
    if second[1] <= rest:
        return (first,)
    if GOES_ON[language].match(text, comma, end):
        return first, second
    opening = text[start:before]
    if LEAVES_OPEN[language].match(opening) and (
        opening.endswith(tuple(language.complementisers))
        or FINITE_VERB[language].search(text, *second)
    ):
        return (second,)
    return (first,)


def begins_speech(sentence: SentenceSpan, before: int, opened: int) -> bool:
    """Return whether a quotation is content of its own, not the end of a clause begun before it."""
    text, start, _, language = sentence
    if text[before] == ",":
        return text[opened + 1] != LOW_START
    return text[before] in STARTS_SPEECH or (
        BARE_SAYING[language].search(text, max(start, before - 20), before + 1) is not None
    )


def quotation_start(text: str, start: int, mark: int) -> int:
    """Return the start of the masked quotation whose closing mark is at a place."""
    before = text[start : mark - 1].rstrip(MASK).removesuffix(LOW_START)
    return max(start + len(before) - 1, start)


def quotation_end(text: str, begin: int, end: int) -> int:
    """Return the end of the masked quotation that begins at a place."""
    found = MASKED_REST.match(text, begin + 1, end)
    return found.end() if found else min(begin + 1, end)


def quoted_content_end(sentence: SentenceSpan, begin: int) -> int:
    """Return where content that begins with a quotation stops.

    It is the quotation alone when a stop before the closing mark ends it; otherwise the sentence
    may run on through it ("said "no" to all of it").
    """
    text, _, end, _ = sentence
    stop = quotation_end(text, begin, end)
    if text[stop - 2] in ".," or not text[stop : stop + 2].strip()[:1].isalpha():
        return stop
    return clause_end(sentence, begin)


def content_end(sentence: SentenceSpan, begin: int) -> int:
    """Return where content after a comma stops, be it a quotation or a clause."""
    if sentence.text[begin + 1 : begin + 2] in MASKS:
        return quoted_content_end(sentence, begin)
    return clause_end(sentence, begin)


def split_quotation(sentence: SentenceSpan, begin: int, rest: int) -> Span | None:
    """Return the quotation of "The plan, he said, "was dead"", where the content began before."""
    text, start, _, language = sentence
    if begin < 0 or text[rest : rest + 1] not in (",", ":"):
        return None
    if text[begin + 1] != LOW_START and (
        text[rest] == "," or ADVERBIAL[language].match(text, start)
    ):
        return None
    return begin, quoted_content_end(sentence, begin)


def named_in_quotes(sentence: SentenceSpan, begin: int, stop: int, *, naming: bool) -> Span:
    """Return the quotation alone where an act gives its content in quotation marks.

    The marks must open right after the cue, or after "as" ("which he described as ..."); with an
    object before them ("called the plan ...") the object is content too.
    """
    text, _, _, language = sentence
    first = MASKED.search(text, begin, stop)
    opened = first.start() - 1 if first else -1
    if opened < begin:
        return begin, stop
    between = text[begin:opened].split()
    if between and not (naming and len(between) == 1 and between[0] in language.comparatives):
        return begin, stop
    return opened, quotation_end(text, opened, stop + 1)


def closing_quotation(sentence: SentenceSpan, cue: int) -> int:
    """Return the place of the mark that closes a quotation with a comma inside it, or -1.

    The comma leaves the sentence open for a reporting clause, however long its subject is:
    "...," the senator and candidate said.
    """
    text, start, _, _ = sentence
    low = max(start + 1, cue - 160)
    if not COMMA_INSIDE.search(text, low - 1, cue):
        return -1
    place = max(text.rfind(mark, low, cue) for mark in "\"”’'")
    return place if place > 0 and text[place - 1] == "," else -1


def clause_at(sentence: SentenceSpan, begin: int) -> Span:
    """Return the span of the clause that begins at a place."""
    return begin, clause_end(sentence, begin)


def after_space(sentence: SentenceSpan, place: int) -> int:
    """Return the first place from one on that is no space."""
    while place < sentence.end and sentence.text[place].isspace():
        place += 1
    return place
