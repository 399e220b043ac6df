"""The name that stands in apposition to a role: "Russia's envoy to the US, Anatoly Antonov"."""

import re

from topoi.text.clauses import FINITE, Span
from topoi.text.lexicon import Lexicon

PLACE_WORDS = "New|North|South|East|West|San|Los|Saint|St|United"
NAME = rf"(?!(?:{PLACE_WORDS})\b)[A-Z][\w'’-]+(?:\s[A-Z][\w.'’-]*)*\s[A-Z][\w'’-]+"
OFFICE = (
    r"\s(?:of|to|at|in|for|with|on)\s(?:(?:the|a|an|his|her|its|their|our|all)\s|(?=[A-Z]))"
    r"[^,.;:!?\"“”«»\n]{1,50}?"
)
AFTER_COMMA = re.compile(
    rf"(?P<office>{OFFICE})?,\s(?P<name>{NAME})"
    r"(?=[,.;:]|\s+(?:on|in|at|told|said|says|during|after)\b|\s*\Z)"
)
AFTER_BODY = re.compile(
    r"\s(?:of|to|at|in|for|with)\s(?P<body>(?:the\s)?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)\s"
    rf"(?P<name>{NAME})"
)


def apposed_name(text: str, source: Span, head: str, lexicon: Lexicon) -> str:
    """Return the name apposed to a role whose head begins a source, "" where there is none.

    It follows a comma, or the body that the role is held at ("envoy to the US Anatoly Antonov").
    """
    place = source[0] + len(head)
    if text[source[0] : place] != head:
        return ""
    if found := AFTER_COMMA.match(text, place, source[1] + 140):
        clause = FINITE.search(found["office"] or "")
        return "" if clause or found["name"] in lexicon.bodies else found["name"]
    found = AFTER_BODY.match(text, place, source[1] + 140)
    return found["name"] if found and found["body"] in lexicon.bodies else ""
