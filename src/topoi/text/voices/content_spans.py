"""Where the content of a report begins and ends: before its cue, after it, or around it."""

import re

from topoi.text.voices.clauses import (
    AFTERTHOUGHT,
    AUXILIARY,
    FINITE,
    LOW_START,
    MASK,
    VERB,
    Span,
    content_end,
    last_mark,
    quoted_after,
)

CLOSING = frozenset("\"”»'’“«")
MASKS = frozenset([MASK, LOW_START])
STARTS_SPEECH = frozenset(":.?!([") | CLOSING
MASKED_REST = re.compile(f"[{MASK}{LOW_START}]*[^\"”»'’“«]*[\"”»'’“«]?")
MASKED = re.compile(f"[{MASK}{LOW_START}]")
ADVERBIAL = re.compile(
    r"(?:In|On|At|During|After|Before|By|With|For|From|Of|To|Among|Under|Despite|Though|Although|Even|"
    r"Still|Also|Meanwhile|However|Yet|Here|There|Given|Until|Just|Today|Last|Earlier|Later|This|Then|"
    r"When|As|While|Yesterday|Asked|If|Since|Speaking|Now|Once|\w+ing|\w+ed|Instead|But|And|So)\b"
)
COMMA_INSIDE = re.compile(r",[\"”’']")
COMMA = re.compile(r",\s+")
# What leaves a clause open where a comma follows: "However, ...", "In Moscow, ...".
LEAVES_OPEN = re.compile(
    r"(?:(?:Moreover|Thus|Therefore|Besides|Furthermore|Nevertheless|Nonetheless|Indeed|Or|Over)\b.{0,60}"
    rf"|{ADVERBIAL.pattern}(?:\s+[\w'’-]+){{0,5}}"
    r"|.*\s(?:that|because|but|and|while|where|when|if|although|though|since|whereas))\Z",
    re.DOTALL,
)
PREDICATE = re.compile(rf"\b(?:he|she|they|it|we|I)\s[a-z]|\s{AUXILIARY}")
GOES_ON = re.compile(
    rf",\s+(?:[a-z]+ly\s)?(?!(?:compared|based|followed|led)\b)(?:{VERB}|(?:hit|fell|rose|went|came|"
    r"took|left|made|began|lost|won|struck|met|gave|got|kept|said|told)\b)"
)
RESUMES = re.compile(
    rf"(?:,[^,;:]{{1,90}}(?={GOES_ON.pattern}))?"
    rf",\s+(?P<clause>(?:but|and|though|although|even)\b|(?<=,\s)(?:{VERB}))"
)


def around(
    masked: str, start: int, mark: int, rest: int, end: int, *, inverted: bool = False
) -> tuple[Span, ...]:
    """Return the content before a cue and, when it goes on after it, the second piece.

    Behind an inverted subject ("said Ann Lee, the envoy") only what cannot be an apposition goes
    on: a finite verb or a conjunction.
    """
    stop = mark + 1 if masked[mark] in CLOSING or masked[mark] in "?!" else mark
    if masked[mark] in CLOSING:
        opened = opening_place(masked, start, mark)
        before = last_mark(masked, start, opened)
        if before >= start and begins_speech(masked, start, before, opened):
            start = opened
    if end - rest < 2:
        return ((start, stop),)  # at most a full stop follows
    pieces = [(start, stop)]
    begin = quoted_after(masked, rest, end)
    if begin >= 0:
        pieces.append((begin, closing_place(masked, begin, end)))
    elif masked[mark] == ",":
        begin = second_piece(masked, rest, end, inverted=inverted)
        if begin >= 0 and (stop := content_end(masked, begin, end)) > begin:
            pieces.append((begin, stop))
    return tuple(pieces)


def second_piece(masked: str, rest: int, end: int, *, inverted: bool) -> int:
    """Return where a clause goes on after its reporting clause and a comma, or -1."""
    if inverted:
        found = RESUMES.match(masked, rest, end)
        return found.start("clause") if found else -1
    comma = COMMA.match(masked, rest, end)
    return -1 if not comma or AFTERTHOUGHT.match(masked, comma.end(), end) else comma.end()


def parted_clause(masked: str, start: int, before: int, comma: int, end: int) -> tuple[Span, ...]:
    """Return the clause that ", according to X," parts, or what stands before it.

    Where only an adverbial or a conjunction is there ("However, ..."), the clause comes after;
    where a verb goes on behind it ("The talks, ..., failed"), both pieces are content.
    """
    first = (start, before)
    if masked[before] != "," or masked[comma : comma + 1] != ",":
        return (first if masked[before] == "," else (start, before + 1),)
    space = COMMA.match(masked, comma, end)
    rest = space.end() if space else comma + 1
    second = (rest, extent_from(masked, rest, end))
    if second[1] <= rest:
        return (first,)
    if GOES_ON.match(masked, comma, end):
        return first, second
    if LEAVES_OPEN.match(masked[start:before]) and FINITE.search(masked, *second):
        return (second,)
    return (first,)


def begins_speech(masked: str, start: int, before: int, opened: int) -> bool:
    """Return whether a quotation is content of its own, not the end of a clause begun before it."""
    if masked[before] == ",":
        return masked[opened + 1] != LOW_START
    saying = masked[max(start, before - 4) : before + 1] in (" said", " says")
    return masked[before] in STARTS_SPEECH or saying


def opening_place(masked: str, start: int, mark: int) -> int:
    """Return the start of the masked quotation whose closing mark is at a place."""
    before = masked[start : mark - 1].rstrip(MASK)
    if before.endswith(LOW_START):
        before = before[:-1]
    return max(start + len(before) - 1, start)


def closing_place(masked: str, begin: int, end: int) -> int:
    """Return the end of the masked quotation that begins at a place."""
    found = MASKED_REST.match(masked, begin + 1, end)
    return found.end() if found else min(begin + 1, end)


def quoted_extent(masked: str, begin: int, end: int) -> int:
    """Return where content that begins with a quotation stops.

    It is the quotation alone when a stop before the closing mark ends it; otherwise the sentence
    may run on through it ("said "no" to all of it").
    """
    stop = closing_place(masked, begin, end)
    if masked[stop - 2] in ".,":
        return stop
    return (
        content_end(masked, begin, end) if masked[stop : stop + 2].strip()[:1].isalpha() else stop
    )


def extent_from(masked: str, begin: int, end: int) -> int:
    """Return where content after a comma stops, be it a quotation or a clause."""
    if masked[begin + 1 : begin + 2] in MASKS:
        return quoted_extent(masked, begin, end)
    return content_end(masked, begin, end)


def split_quotation(masked: str, start: int, begin: int, rest: int, end: int) -> Span | None:
    """Return the quotation of "The plan, he said, "was dead"", where the content began before."""
    if begin < 0 or masked[rest : rest + 1] not in (",", ":"):
        return None
    if masked[begin + 1] != LOW_START and (masked[rest] == "," or ADVERBIAL.match(masked, start)):
        return None
    return begin, quoted_extent(masked, begin, end)


def named_in_quotes(masked: str, begin: int, stop: int, *, naming: bool) -> Span:
    """Return the quotation alone where an act gives its content in quotation marks.

    The marks must open right after the cue, or after "as" ("which he described as ..."); with an
    object before them ("called the plan ...") the object is content too.
    """
    first = MASKED.search(masked, begin, stop)
    opened = first.start() - 1 if first else -1
    if opened < begin or (masked[begin:opened].split() not in ([], ["as"]) and naming):
        return begin, stop
    if masked[begin:opened].strip() and not naming:
        return begin, stop
    return opened, closing_place(masked, opened, stop + 1)


def open_quotation(masked: str, start: int, cue: int) -> int:
    """Return the place of the mark that closes a quotation with a comma inside it, or -1.

    The comma leaves the sentence open for a reporting clause, however long its subject is:
    "...," the senator and candidate said.
    """
    low = max(start + 1, cue - 160)
    if not COMMA_INSIDE.search(masked, low - 1, cue):
        return -1
    last = masked.rfind
    place = max(last('"', low, cue), last("”", low, cue), last("’", low, cue), last("'", low, cue))
    return place if place > 0 and masked[place - 1] == "," else -1
