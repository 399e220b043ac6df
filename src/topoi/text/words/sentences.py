"""Where sentences end, by rule: no model and no download."""

import re

# A mark that may end a sentence, its closing quotes and brackets, white space, and a look at
# what begins next. Every decision is made at such a place, so the work grows with sentences. The
# first mark stands apart in the pattern, so that the search can leap from mark to mark.
CANDIDATE = re.compile(
    r"""(?P<mark>[.!?…][.!?…]*)(?P<close>["'”’»)\]]*)\s+(?=(?P<next>["'“‘«(\[]*(?:[^\W_]|[—–-])))"""
)
CLOSE, NEXT = 2, 3  # its groups by number, which is faster to ask for
WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]]*\Z")
NEXT_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
TITLES = frozenset(
    "mr mrs ms dr prof rev fr sr jr st gen lt col maj capt cmdr adm sgt sen rep gov pres amb "
    "hon supt messrs mme mlle vs v cf al no nos fig figs vol pp p approx dept gov't int'l".split()
)
MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
ABBREVIATIONS = TITLES | MONTHS
ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\Z")
STARTERS = frozenset(
    "The A An In On At It He She We They I You This That These Those There But And So Yet If "
    "When While As For From With After Before His Her Our Their Its My What Who How Why Now".split()
)


def sentences_of(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence between two places, white space at the edges left out.

    A sentence ends at . ! ? or … with its closing quotes, before white space and a capital,
    figure, dash or opening quote, unless the mark belongs to a title, a month, an initial or an
    acronym. Sentence ends inside a quotation count. Rules of this kind split "U.S. The" rightly and
    "the U.S. Senate" too, but take `"Stop!" Lavrov said` for two sentences.

    >>> sentences_of("Mr. Smith left. He is back.")
    [(0, 15), (16, 27)]
    """
    whole = trimmed(text, start, len(text) if end is None else end)
    if whole is None:
        return []
    begin, stop = whole
    spans: list[tuple[int, int]] = []
    for found in CANDIDATE.finditer(text, begin, stop):
        if ends_sentence(text, found):
            spans.append((begin, found.end(CLOSE)))
            begin = found.end()
    spans.append((begin, stop))
    return spans


def ends_sentence(text: str, found: re.Match[str]) -> bool:
    """Return whether a candidate mark ends its sentence."""
    begins = text[found.end(NEXT) - 1]
    if begins.islower():
        return False
    place = found.start()
    if text[place] != "." or found.end(CLOSE) > place + 1:
        return True
    blank = text.rfind(" ", max(0, place - LONGEST_WORD), place)
    word = text[blank + 1 : place]
    if blank >= 0 and word.isalpha() and len(word) > 1:  # nearly always, and no pattern is asked
        lowered = word.lower()
        return lowered not in ABBREVIATIONS or (lowered in MONTHS and not begins.isdigit())
    word = word_before(text, place)
    lowered = word.lower()
    if lowered in ABBREVIATIONS:
        return lowered in MONTHS and not begins.isdigit()
    if (
        (len(word) == 1 or not word.isalpha())
        and ACRONYM.fullmatch(word + ".")
        and word[:1].isalpha()
    ):
        following = NEXT_WORD.search(text, found.end())
        alone = len(word) == 1
        starts = following is not None and following.group() in STARTERS
        return starts and not (alone and word != "I" and word.isupper() and not starts)
    return True


def word_before(text: str, place: int) -> str:
    """Return the word that ends at a place, its opening quotes and brackets left out."""
    before = WORD_BEFORE.search(text, max(0, place - LONGEST_WORD), place)
    return before.group() if before else ""


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without white space at its edges, or None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
