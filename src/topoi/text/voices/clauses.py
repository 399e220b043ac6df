"""The grammar of a reporting sentence: where its source stands and where its content runs.

The rules read the surface only. Quotations are masked beforehand, so a comma or a verb inside one
never counts; a masked quotation looks like one long word between its marks.
"""

import re

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
MASK = "\ua66e"  # letters without case that no news text holds
LOW_START = "\u01c1"  # the first letter of a masked quotation that begins in lower case
BRACKET_MASK = "\u01c0"
REACH = 220  # no source is sought further away than this many characters
AFTER_SOURCE = re.compile(
    r"[,;:(\"“”«»\ua66e\u01c1?!)]|\s[–—-]+\s|—|(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|Jr|Sr|Lt))(?<!\b(?:Mrs|Sen|Gov|"
    r"Rep|Gen|Col|Maj|Adm|Sgt|Rev))(?<!\bCapt)\.(?=\s|\Z)|\s(?:in|on|at|during|after|when|who|as|to|while|before|about|whose|with|"
    r"from|by|earlier|later|last|this|following|told|but|that|if|because|upon|via|for a|over|"
    r"through|yesterday|today|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
SOURCE_START = re.compile(
    r"\s+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(?=[A-Z@]|(?!(?:in|on|at|of|that|to|for|with|by|as|from|about|during|after|before|when|while|and|but|or)\b)"
    r"[a-z-]+\s+(?:[a-z-]+\s+){0,3}[A-Z]|(?:the|a|an|one|his|her|their|its|our|my|another|some|many|several|two|three|"
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
NAMES = r"(?:\s+[A-Z][\w.'’&-]*)*"
AUDIENCE = (
    r"newspaper|daily|weekly|magazine|agency|channel|station|broadcaster|network|website|portal|outlet|"
    r"program|programme|show|conference|briefing|meeting|session|forum|audience|crowd|rally|panel|committee"
)
HEARER = re.compile(
    r"\s+(?:[A-Z][\w.'’&-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w.'’&-]*)*"
    r"|(?:the|a|an|his|her|their|its|this|these|those|some|our|my|another)\s+"
    r"(?:(?:news|press|joint|plenary|video|radio|television|TV|local|daily|weekly|annual|regular|special|"
    r"[A-Z][\w.'’&-]*)\s+)*"
    r"(?!(?:the|a|an|that|he|she|it|they|we|his|her|its|their|there)\b)"
    rf"[\w.'’&-]+(?:\s+(?:{AUDIENCE})\b)?{NAMES}"
    rf"(?:\s+(?:of|at|in|from)\s+(?:(?:the|a|an|his|her|their)\s+)?[\w'’-]+{NAMES})?"
    r"|members of Congress|\w+)"
)
THAT = re.compile(
    r"(?:\s+(?!that\b)[^\s,;:\"“”\ua66e\u01c1.—]+){0,9}\.?\s+(?P<that>that\b)"
    r"|(?:\s+(?!that\b)[^\s,;:\"“”\ua66e\u01c1.—]+){0,6},[^,;:\"“”\ua66e]{1,90},\s+(?P<late>that\b)"
)
QUOTED = re.compile(r"(?:[^\"“”«»\ua66e;.]{0,90}[,:])?\s*[\"“«„'‘](?=[\ua66e\u01c1])")
# Each begins with one of a few letters, so that the search can leap from one to the next.
RIGHT_END = re.compile(
    r"[,;](?:(?<=,)[\"”’]?\s+(?=(?:adding|saying|noting|citing|arguing|according|calling|telling|suggesting|referring|"
    r"pointing|while|although|though|but\s+(?:the|he|she|they|it|[A-Z])|and\s+(?:he|she|they|[A-Z][a-z]+)\s"
    r"(?:said|has|also|told|added))\b)|(?<=;)\s)"
)
SECOND_VERB = re.compile(
    r"[ab](?<=\s[ab])(?:nd|ut)\s(?=(?:also\s|then\s)?(?:(?:said|added|told|asked|noted|called|says|wrote)\b"
    r"|(?!(?:showed|proved|meant|ensured|indicated|demonstrated|agreed|decided)\b)[a-z]+ed\sthat\b))"
)
DASH = re.compile(r"\s[—–]\s")
AUXILIARY = (
    r"(?:is|are|was|were|will|would|has|have|had|can|could|may|might|must|should|does|did|do|"
    r"cannot)(?:n['’]t)?\b"
)
VERB = rf"(?:{AUXILIARY}|[a-z]{{2,}}ed\b)"
FINITE = re.compile(rf"\b{VERB}")
# "said on Monday it would respond": a time, then a clause that needs no "that".
CLAUSE = re.compile(
    r"(?:\s+(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"yesterday|today|tonight)(?:\s+(?:morning|afternoon|evening|night))?"
    r"|\s+(?:earlier|later)(?:\s+(?:this|that)\s+(?:day|week|month|year))?"
    r"|\s+(?:this|last)\s+(?:week|month|year)"
    r"|\s+in\s+(?:a|an|his|her|its|their)\s+(?:[a-z]+\s+)?(?:statement|interview|report|letter|post|article))+"
    r"\s+(?P<clause>(?:it|he|she|they|we|there)\s"
    rf"|(?:(?:the|a|an|its|his|her|their|no|all)\s|[A-Z])[^,;:\"“”\ua66e\u01c1]{{1,60}}?\s{VERB})"
    rf"|\s+(?P<bare>(?:there|this|here)\s{AUXILIARY}"
    r"|(?!(?:speaking|referring|commenting|answering|responding|adding|noting|citing|pointing|during)\b)"
    r"[a-z]{2,}ing\s[^,;:\"“”\ua66e\u01c1]{1,60}?\s"
    rf"(?:{AUXILIARY}|(?:depends|requires|means|remains|needs|makes|takes|involves|seems)\b))"
)


def that_after(text: str, place: int, end: int) -> int:
    """Return where a that-clause after a cue begins, or -1."""
    if text.find("that", place, min(end, place + 190)) < 0:
        return -1
    found = THAT.match(text, place, end)
    if not found:
        return -1
    return found.start("that") if found["that"] else found.start("late")


def clause_after(text: str, place: int, end: int) -> int:
    """Return where a clause without "that" begins that looks like an afterthought, or -1.

    A time stands before it ("said on Monday it would"), or it begins like one ("says there is").
    """
    found = CLAUSE.match(text, place, end)
    return found.start(found.lastgroup or 0) if found else -1


def quoted_after(text: str, place: int, end: int) -> int:
    """Return where a quotation begins that a cue introduces, or -1."""
    if text.find(MASK, place, min(end, place + 100)) < 0:
        return -1
    found = QUOTED.match(text, place, end)
    return found.end() - 1 if found else -1


def source_after(text: str, cue_end: int, end: int) -> tuple[int, int]:
    """Return the span of the noun phrase right after a cue, empty when there is none."""
    head = SOURCE_START.match(text, cue_end, end)
    if not head:
        return cue_end, cue_end
    stop = AFTER_SOURCE.search(text, head.end(), min(end, head.end() + REACH))
    return head.end(), stop.start() if stop else min(end, head.end() + REACH)


def last_mark(text: str, start: int, place: int) -> int:
    """Return the place of the last character before `place` that is no space, or -1."""
    if place <= start:
        return -1
    kept = len(text[start:place].rstrip())
    return start + kept - 1 if kept else -1


def content_end(text: str, start: int, end: int) -> int:
    """Return where content that begins at `start` stops, its closing stop left out."""
    stop = end
    if found := RIGHT_END.search(text, start, end):
        stop = found.start()
    if found := SECOND_VERB.search(text, start + 1, end):
        place = found.start() - 1
        stop = min(stop, place - (place > start and text[place - 1] == ","))
    if text.find("—", start, end) >= 0 or text.find("–", start, end) >= 0:
        found = DASH.search(text, start, end)
        stop = min(stop, found.start()) if found else stop
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ".,;:"):
        stop -= 1
    return stop
