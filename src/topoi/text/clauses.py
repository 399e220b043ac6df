"""The grammar of a reporting sentence: where its source stands and where its content runs.

The rules read the surface only. Quotations are masked beforehand, so a comma or a verb inside one
never counts; a masked quotation looks like one long word between its marks.
"""

import re

MASK = "\ua66e"  # a letter without case that no news text holds
REACH = 220  # no source is sought further away than this many characters

AUXILIARY = frozenset(
    """has have had having is was are were be been being will would can could should may might must
    shall do does did not never n't also later then first again ever just still even already often
    once twice since now soon only too instead both all each himself herself themselves itself
    reportedly reported long further simply merely quite rather recently repeatedly didn't didn’t
    doesn't doesn’t don't don’t hasn't hasn’t haven't haven’t hadn't hadn’t wouldn't wouldn’t won't
    won’t isn't isn’t wasn't wasn’t couldn't couldn’t can't can’t ’s 's ’ve 've ’d
    'd to out yesterday today
    tonight monday tuesday wednesday thursday friday saturday sunday""".split()
)
SEPARATOR = re.compile(
    r".*(?:[,;:()\"“”«»\ua66e]|\s[–—-]+\s|—|(?<![\w’'])(?:that|but|because|when|while|as|if|which"
    r"|who|whom|what|where|than|says|or|so|though|although|since|whether|after|before|until|and"
    r"|And|But|As|When|While|If|Because|Although|Though|Since|After|Before|yet|nor|how|why)\s)\s*",
    re.DOTALL,
)
LEADING = re.compile(
    r"(?:(?:In|On|At|During|After|Before|By|With|For|From|Last|Earlier|Later|Yesterday|This|Then|"
    r"Now|Also|Still|However|Yet|Since|Under|Over|Around|Late|Early|Recently|Indeed|Instead|And|So)"
    r"\s[^,]*\s)?(?=(?:[A-Z]|the |a |an |he |she |they |we |it |I |his |her |their )[^,]*\Z)"
)
AFTER_SOURCE = re.compile(
    r"[,;:(\"“”«»\ua66e?!]|\s[–—-]+\s|—|(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Sen|Gov|"
    r"Rep|Gen|Col))\.(?=\s|\Z)|\s(?:in|on|at|during|after|when|who|as|to|while|before|about|whose|with|"
    r"from|by|earlier|later|last|this|following|told|but|that|if|because|upon|via|for a|over|through|"
    r"yesterday|today|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
SOURCE_START = re.compile(
    r"\s+(?=[A-Z@]|(?:the|a|an|one|his|her|their|its|our|my|another|some|many|several|two|three|"
    r"he|she|they|it|we|former|longtime|senior|top|both)\b)"
)
AFTERTHOUGHT = re.compile(
    r"(?:[\s,—–-]*(?:(?:on|in|at|during|to|after|of|from|by|with|about|when|as|while|before|following|"
    r"earlier|late|last|this|over|via|through|yesterday|today|tonight|again|then|later|too|here|"
    r"there|recently|exclusively|speaking|according|referring|citing|adding|noting|pointing|"
    r"using|because|for|where|who|upon|amid|among|ahead|via|into|back|under|outside|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\w+ing|\w+ly)\b|\Z)"
    r"|\s*[.;?!)\]]|\s*\Z|\s+and\s|\s*[,—–]\s)"
)
HEARER = re.compile(
    r"\s+(?:[A-Z][\w.'’&-]*(?:\s+(?:[A-Z][\w.'’&-]*|of|the))*|(?:the|a|an|his|her|their|its|this|these|"
    r"those|some|our|my)\s+(?:[\w.'’&-]+)(?:\s+[A-Z][\w.'’&-]*)*(?:\s+(?:of|at|in|from)\s+[\w\s]{1,30}?)?"
    r"|\w+|members of Congress)"
)
THAT = re.compile(
    r"(?:\s+(?!that\b)[^\s,;:\"“”\ua66e.—]+){0,9}\.?\s+(?P<that>that\b)"
    r"|(?:\s+(?!that\b)[^\s,;:\"“”\ua66e.—]+){0,6},[^,;:\"“”\ua66e]{1,90},\s+(?P<late>that\b)"
)
QUOTED = re.compile(r"(?:[^\"“”«»\ua66e;.]{0,90}[,:])?\s*[\"“«„](?=\ua66e)")
RIGHT_END = re.compile(
    r",\s+(?=(?:adding|saying|noting|citing|arguing|according|calling|telling|suggesting|referring|"
    r"pointing|while|although|though|but\s+(?:the|he|she|they|it|[A-Z])|and\s+(?:he|she|they|[A-Z][a-z]+)\s"
    r"(?:said|has|also|told|added))\b)|;\s|\s[—–]\s"
)


def subject_before(text: str, start: int, cue: int) -> tuple[int, int]:
    """Return the span of the noun phrase before a cue in its clause, empty when there is none."""
    low = max(start, cue - REACH)
    stop = cue
    while stop > low:
        rest = text[low:stop].rsplit(None, 1)
        if not rest:
            return cue, cue
        word = rest[-1]
        plain = word.lower()
        if plain not in AUXILIARY and not (
            plain.endswith("ly") and plain.islower() and word == plain
        ):
            break
        stop = low + text[low:stop].rstrip().rfind(word)
    left = text[low:stop]
    begin = low
    if found := SEPARATOR.match(left):
        begin = low + found.end()
        while is_coordination(text, low, begin) and (
            found := SEPARATOR.match(text[low : begin - 4])
        ):
            begin = low + found.end()
        if is_coordination(text, low, begin):
            begin = low
    if begin == low > start:
        return cue, cue
    phrase = text[begin:stop]
    if lead := LEADING.match(phrase):
        begin += lead.end()
    end = stop
    while end > begin and text[end - 1].isspace():
        end -= 1
    return (begin, end) if end > begin else (cue, cue)


def is_coordination(text: str, low: int, begin: int) -> bool:
    """Return whether the word before a place is an "and" that joins two names."""
    before = text[max(low, begin - 5) : begin]
    if not before.endswith("and ") or begin >= len(text) or not text[begin].isupper():
        return False
    words = text[max(low, begin - 40) : begin - 4].split()
    return bool(words) and words[-1][:1].isupper()


def source_after(text: str, cue_end: int, end: int) -> tuple[int, int]:
    """Return the span of the noun phrase right after a cue, empty when there is none."""
    head = SOURCE_START.match(text, cue_end, end)
    if not head:
        return cue_end, cue_end
    stop = AFTER_SOURCE.search(text, head.end(), min(end, head.end() + REACH))
    return head.end(), stop.start() if stop else min(end, head.end() + REACH)


def last_mark(text: str, start: int, place: int) -> int:
    """Return the place of the last character before `place` that is no space, or -1."""
    place -= 1
    while place >= start and text[place].isspace():
        place -= 1
    return place if place >= start else -1


def content_end(text: str, start: int, end: int) -> int:
    """Return where content that begins at `start` stops, its closing stop left out."""
    found = RIGHT_END.search(text, start, end)
    stop = found.start() if found else end
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ".,;:"):
        stop -= 1
    return stop
