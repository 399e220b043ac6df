"""Lists: three or more coordinated items in one sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

ITEM_WORDS = 6
EDGE_WORDS = 5
JOIN = re.compile(r"(?P<mark>[,;])?\s+(?:and|or)\s+", re.IGNORECASE)
WORD = re.compile(r"[^\s,;:()\"“”]+")
DASHES = frozenset({"-", "–", "—"})
CLOSING = "'\"”’"
MARKS = (", ", "; ")
AROUND = " ,;\n\t"
AFFIXES = CLOSING + "."
# Characters in which the last words of a stretch are looked for first.
NEAR = 60
BOUNDARY = re.compile(r"\s*(?:[:;()\"“”–—,]|--)")
# Words that do not belong to a short item: an item ends before them, or begins after them.
STOPS = frozenset(
    """
    about across after against along amid among around as at because before behind between
    beyond but by despite during except for from if in including inside into like near on
    onto out over since so such than that through throughout to toward towards under unless
    until up upon when where whereas whether which while who whom whose why with within
    without not also are be been being can could did do does had has have he her him i is it
    may might must shall she should they them this was we were will would you both either
    such all our their its his my your
    """.split()
)
DETERMINERS = frozenset("a an the this that these those our their its his her my your".split())
ENDERS = (STOPS - DETERMINERS) | {"of", "and", "or"}
OPENERS = frozenset(
    """he she it they we i you who which that said says adding noting however though although
    moreover therefore meanwhile instead also namely""".split()
)
FINITE = frozenset(
    """is are was were has have had will would can could may might must shall should do does did
    said says told stated added noted""".split()
)
REPEATED = frozenset("to by that for with how why who whether not no in on from of".split())
ADVERBIAL = frozenset(
    """in on at by for with particularly especially including such primarily mainly namely already
    even allegedly then yet and or""".split()
)
SCENE = frozenset(
    """on in at after before during since under by with from for to according while when if as
    although despite following amid""".split()
)


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


def lists_of(
    text: str, start: int, end: int, joints: Sequence[Span] | None = None
) -> list[tuple[int, int, int]]:
    """Return start, end and number of items of each list in a sentence.

    In the text every run of white space is one space. A list ends in "and" or "or" before its last
    item. Its items are short, or stand after a colon, or begin alike ("to ..., to ..., and to
    ..."). Long unlike items are missed, and an apposition may be taken for an item, because there
    is no parser. `joints` are the places of "and" and "or" to be tried, where they are known;
    otherwise all of the sentence.

    >>> text = "They spoke of food, water and fuel."
    >>> [(text[a:b], n) for a, b, n in lists_of(text, 0, len(text))]
    [('food, water and fuel', 3)]
    """
    found: list[tuple[int, int, int]] = []
    if joints is None:
        joints = [Span(*join.span()) for join in JOIN.finditer(text, start, end)]
    for join in joints:
        for way in ways(text, start, join.start, join.end):
            items = way(text, Span(start, end), join)
            if len(items) >= 3:
                found.append((items[0].start, items[-1].end, len(items)))
                break
    found.sort(key=lambda item: (-item[2], item[0]))
    kept: list[tuple[int, int, int]] = []
    for item in found:
        if all(item[1] <= other[0] or item[0] >= other[1] for other in kept):
            kept.append(item)
    return sorted(kept)


Way = Callable[[str, Span, Span], list[Span]]


def ways(text: str, start: int, joint: int, after: int) -> list[Way]:
    """Return the ways in which items around a joint can be found, told by a glance."""
    mark = last_mark(text, start, joint + 1)
    if mark < 0:
        return []
    found: list[Way] = [after_colon] if text.rfind(": ", start, mark) >= 0 else []
    following = WORD.match(text, after)
    word = following.group().lower() if following else ""
    if word in REPEATED or word.endswith("ing"):
        found.append(alike)
    return [*found, short] if text.count(" ", mark + 2, joint) < ITEM_WORDS else found


def last_mark(text: str, start: int, end: int) -> int:
    """Return the place of the last comma or semicolon with a space after it, or -1."""
    return max(text.rfind(MARKS[0], start, end), text.rfind(MARKS[1], start, end))


def parts(text: str, start: int, end: int) -> list[Span]:
    """Return the stretches between commas and semicolons, trimmed."""
    return list(parts_backwards(text, start, end))[::-1]


def parts_backwards(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the same, the last first."""
    while end >= start:
        mark = last_mark(text, start, end)
        span = trimmed(text, mark + 2 if mark >= 0 else start, end)
        if span[1] > span[0]:
            yield span
        end = mark


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a stretch without the white space and marks around it."""
    inner = text[start:end].lstrip(AROUND)
    low = end - len(inner)
    return Span(low, low + len(inner.rstrip(AROUND)))


def forms(text: str, start: int, end: int) -> list[str]:
    """Return the words of a stretch in lower case without possessives."""
    return [word.strip(AFFIXES) for word in WORD.findall(text[start:end].lower())]


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the words of a stretch stand."""
    return [word.span() for word in WORD.finditer(text, start, end)]


def last_words(text: str, span: Span) -> list[tuple[int, int]]:
    """Return the last words of a stretch, as many as an item at its edge may have."""
    space = text.find(" ", max(span.start, span.end - NEAR), span.end)
    found = words(text, space, span.end) if space > span.start else []
    return (found if len(found) >= EDGE_WORDS else words(text, *span))[-EDGE_WORDS:]


def lower(text: str, start: int, end: int) -> str:
    """Return a word in lower case without a possessive."""
    return text[start:end].lower().strip(AFFIXES)


def after_colon(text: str, sentence: Span, join: Span) -> list[Span]:
    """Return the items between a colon and the sentence's end, if this is the last joint."""
    colon = text.rfind(": ", sentence.start, join.start)
    label = text[text.rfind(" ", sentence.start, colon) + 1 : colon]
    if text[colon + 2] in "\"“'‘" or not label[:1].islower():
        return []
    if JOIN.search(text, join.end, sentence.end):
        return []
    items = parts(text, colon + 1, join.start)
    for item in items:
        found = forms(text, *item)
        if not found or found[0] in OPENERS or not FINITE.isdisjoint(found):
            return []
    return [*items, closed(text, Span(join.end, sentence.end))] if len(items) > 1 else []


def closed(text: str, span: Span) -> Span:
    """Return the last item of a sentence without the sentence's closing marks."""
    inner = text[span.start : span.end].rstrip(" .!?,;:\"”’'")
    return Span(span.start, span.start + len(inner))


def alike(text: str, sentence: Span, join: Span) -> list[Span]:
    """Return the items that begin with the same word or all with a form in -ing."""
    before = parts(text, sentence.start, join.start)
    last = closed(text, Span(join.end, sentence.end))
    middle = [*before[1:], last]
    firsts = [lower(text, *first.span()) for span in middle if (first := WORD.search(text, *span))]
    if len(before) < 2 or len(firsts) < len(middle):
        return []
    if len(set(firsts)) == 1 and firsts[0] in REPEATED:
        same = [word for word in words(text, *before[0]) if lower(text, *word) == firsts[0]]
    elif all(first.endswith("ing") and len(first) > 5 for first in firsts):
        same = [word for word in words(text, *before[0]) if lower(text, *word).endswith("ing")]
    else:
        return []
    return [Span(same[-1][0], before[0].end), *middle] if same else []


def short(text: str, sentence: Span, join: Span) -> list[Span]:
    """Return the items of a list of short items around a joint."""
    mark = last_mark(text, sentence.start, join.start)
    if not text[mark + 1 : join.start].strip(AROUND):
        return []
    middle: list[Span] = []
    before: Span | None = None
    for span in parts_backwards(text, sentence.start, join.start):
        if not is_item(text, span):
            before = span
            break
        middle.append(span)
    if before is None:
        before = middle.pop()
    if not middle or (len(middle) == 1 and sets_scene(text, sentence)):
        return []
    proper = all(text[start].isupper() for start, _ in middle)
    first = tail(text, before, proper=proper)
    if first is None or (len(middle) == 1 and unlike(text, first, middle[0])):
        return []
    last = head(text, Span(join.end, sentence.end), proper=proper)
    return [first, *middle[::-1], last] if last else []


def is_item(text: str, span: Span) -> bool:
    """Return whether a stretch can be a short item: few words, none that begins a clause."""
    found = WORD.findall(text[span[0] : span[1]].lower())
    if not 0 < len(found) <= ITEM_WORDS:
        return False
    found = [word.strip(AFFIXES) for word in found]
    if found[0] in OPENERS or found[0] in ADVERBIAL:
        return False
    inner = found[1:] if found[0] in DETERMINERS else found
    return bool(inner) and STOPS.isdisjoint(inner) and not all(map(str.isdigit, inner))


def may_be_item(folded: str) -> bool:
    """Return whether a stretch may be a short item, told at a glance: False is sure."""
    found = folded.split()
    if not found or not found[0][0].isalnum():
        return bool(found)
    return (
        len(found) <= 2 * ITEM_WORDS
        and found[0] not in OPENERS
        and found[0] not in ADVERBIAL
        and STOPS.isdisjoint(found[1:])
    )


def sets_scene(text: str, sentence: Span) -> bool:
    """Return whether a sentence's first stretch only says when, where or how."""
    marks = [at for mark in MARKS if (at := text.find(mark, *sentence)) >= 0]
    span = trimmed(text, sentence.start, min(marks, default=sentence.end))
    found = forms(text, *span)
    if span.start > sentence.start + 1 or not found:
        return False
    return len(found) < 3 or (found[0] in SCENE and FINITE.isdisjoint(found))


def unlike(text: str, first: Span, second: Span) -> bool:
    """Return whether one of two items is a name and the other is not."""
    return text[first.start].isupper() != text[second.start].isupper()


def tail(text: str, span: Span, *, proper: bool) -> Span | None:
    """Return the last words of a stretch that can be an item."""
    first = span.end
    for start, end in reversed(last_words(text, span)):
        form = lower(text, start, end)
        if form in ENDERS or (end < span.end and BOUNDARY.match(text, end)):
            break
        if proper and not (text[start].isupper() or text[start].isdigit()):
            break
        first = start
        if form in DETERMINERS:
            break
    return Span(first, span.end) if first < span.end else None


def head(text: str, span: Span, *, proper: bool) -> Span | None:
    """Return the first words of a stretch that can be an item."""
    kept: list[tuple[int, int]] = []
    for number, word in enumerate(islice(WORD.finditer(text, *span), ITEM_WORDS)):
        start, end = word.span()
        form = lower(text, start, end)
        if form in DASHES or (form in STOPS and not (number == 0 and form in DETERMINERS)):
            break
        if proper and not text[start].isupper() and form not in DETERMINERS:
            break
        kept.append((start, end))
        if BOUNDARY.match(text, end) or text[end - 1] in ".!?":
            break
    if kept and lower(text, *kept[-1]) == "of":
        kept.pop()
    if not kept or lower(text, *kept[-1]) in DETERMINERS:
        return None
    start, end = kept[-1]
    return Span(span.start, start + len(text[start:end].rstrip(".!?'’")))
