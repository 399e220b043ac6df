"""Signs that a text's reader would not see so: found, told, and put right on request."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import NamedTuple

from topoi.errors import Notice
from topoi.text.lang.language import language

LINE_END = "(?:\r\n|[\n\r\x0b\x85\u2028])"
# A hyphen at a line end between letters; the optical reading of old prints gives "¬", too.
HYPHENS = "-\u2010\xac"
BROKEN = re.compile(
    rf"(?<=[^\W\d_])(?P<hyphen>[{HYPHENS}])(?P<end>[ \t]*{LINE_END}[ \t]*)(?=(?P<rest>[^\W\d_]+))"
)
LETTERS = re.compile(r"[^\W\d_]+")
LETTERS_BEFORE = re.compile(r"[^\W\d_]+\Z")
LONGEST_WORD = 40
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TAG = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|html|i|li|p|script|span|strong|table|td|ul)\b[^<>]*>")
# U+0085 is a line end, too, and a mark of Windows-1252 where others stand.
CONTROL, CONTROLS = re.compile("[\x80-\x84\x86-\x9f]"), re.compile("[\x80-\x9f]")
# UTF-8 read as Windows-1252; "IRMÃ»" may be Portuguese in capitals, with its mark.
MISREAD = re.compile("â€[™œ\x9d]?|Ã[€„‰œŸ\xa1-\xba\xbc-\xbf]|Â[\xa0-\xba\xbc-\xbf]|Ð°|Ñ‚")
PATTERNS = {
    "tags": TAG, "controls": CONTROL, "misread": MISREAD, "lost": re.compile("\ufffd"),
    "marks": re.compile("[\0\ufeff]"),
}  # fmt: skip
LEAST_USUAL = 3.0  # on the Zipf scale: once in a million words (van Heuven et al. 2014)
SHOWN = 3
SOFT_HYPHEN, FIRM_HYPHEN = "\u00ad", "\u2011"


class Kind(NamedTuple):
    """What is said of a text with signs of a kind, and what can be done."""

    said: str
    remedy: str


KINDS = {
    "misread": Kind("is probably decoded wrongly", "Save it anew, as UTF-8, from its source."),
    "controls": Kind(
        "has signs of Windows-1252 decoded as control characters",
        "Add it with `topoi seeds add --decode` to have them as they were meant.",
    ),
    "lost": Kind("has letters lost in decoding", "Get it anew from its source."),
    "marks": Kind("has byte order marks or nulls inside", "They are passed over as unseen."),
    "entities": Kind(
        "has entities of HTML, read as they stand",
        "Add it with `topoi seeds add --decode` to have them as signs.",
    ),
    "tags": Kind("has tags of HTML, read as they stand", "Save it as .html, or without the tags."),
    "broken": Kind(
        "has words broken at line ends, each half read as a word",
        "Add it with `topoi seeds add --join` to have them read as one.",
    ),
}


def odd_signs(text: str) -> dict[str, Counter[str]]:
    """Return kind -> how often each odd sign of that kind stands in a text, without absent kinds.

    The kinds are those of `KINDS`. A sound text costs a few searches, each for one character.

    >>> odd_signs("It&#39;s a settle-\\nment.")
    {'entities': Counter({'&#39;': 1}), 'broken': Counter({'settle-ment': 1})}
    """
    possible = possible_kinds(text)
    if not possible:
        return {}
    found = {kind: Counter(signs_of(kind, text)) for kind in possible}
    return {kind: found[kind] for kind in KINDS if found.get(kind)}


def possible_kinds(text: str) -> list[str]:
    """Return the kinds of odd signs that a text may have: none for nearly all sound ones.

    A search for one character is many times as fast as one for any of several, or for two in a row.
    """
    kinds = []
    if "&" in text:
        kinds.append("entities")
    if "<" in text:
        kinds.append("tags")
    if "\0" in text or "\ufeff" in text:
        kinds.append("marks")
    if hyphens_before_blanks(text):
        kinds.append("broken")
    if text.isascii():
        return kinds
    if "\ufffd" in text:
        kinds.append("lost")
    if any(map(text.__contains__, "ÃÂÐÑ")) or ("€" in text and "â€" in text):
        kinds.append("misread")
    if CONTROL.search(text):
        kinds.append("controls")
    return kinds


def hyphens_before_blanks(text: str) -> list[int]:
    """Return where hyphens stand between a letter and a blank, which may be that of a line end.

    >>> hyphens_before_blanks("A settle-\\nment. He left - at last.")
    [8]
    """
    places = []
    for hyphen in HYPHENS:
        place = text.find(hyphen)
        while place >= 0:
            if text[place + 1 : place + 2].isspace() and text[place - 1].isalpha():
                places.append(place)
            place = text.find(hyphen, place + 1)
    return sorted(places)


def signs_of(kind: str, text: str) -> list[str]:
    """Return the odd signs of a kind in a text, in their order."""
    if kind == "entities":
        return [one for one in ENTITY.findall(text) if is_entity(one)]
    if kind == "broken":
        return [word for _, word in broken_words(text)]
    found = PATTERNS[kind].findall(text)
    return found if kind in ("tags", "misread") else [f"U+{ord(sign):04X}" for sign in found]


def is_entity(written: str) -> bool:
    """Return whether what has the form of an entity is one of HTML.

    >>> is_entity("&amp;"), is_entity("&#8217;"), is_entity("&mdsh;")
    (True, True, False)
    """
    return written[1] == "#" or written[1:] in html5


def sign_notices(text: str, place: str) -> Iterator[Notice]:
    """Yield what is to be told of the odd signs of a text: a notice for each kind.

    >>> [notice.said for notice in sign_notices("&quot;No&quot;", "a.txt")]
    ['has entities of HTML, read as they stand (2: &quot; 2)']
    """
    for kind, signs in odd_signs(text).items():
        shown = ", ".join(f"{sign} {count}" for sign, count in signs.most_common(SHOWN))
        more = ", ..." if len(signs) > SHOWN else ""
        said = f"{KINDS[kind].said} ({signs.total():,}: {shown}{more})"
        yield Notice(place, said, KINDS[kind].remedy)


def texts_with_signs(notices: Iterable[Notice]) -> Counter[str]:
    """Return kind -> how many texts have odd signs of it, by the notices of `sign_notices`.

    >>> texts_with_signs(sign_notices("&quot;No&quot; &amp; <b>", "a.txt"))
    Counter({'entities': 1, 'tags': 1})
    """
    kinds = {kind.said: name for name, kind in KINDS.items()}
    found: Counter[str] = Counter()
    for notice in notices:
        kind = kinds.get(notice.said.partition(" (")[0])
        if kind:
            found[kind] += notice.texts
    return found


def broken_words(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the words broken at line ends: the place of the break, and the word with its hyphen.

    The next line begins with a small letter: "WASHINGTON-" above a sentence is no half of a word.
    """
    for found in (BROKEN.match(text, place) for place in hyphens_before_blanks(text)):
        if found and found["rest"][0].islower():
            begin = max(0, found.start() - LONGEST_WORD)
            first = LETTERS_BEFORE.search(text[begin : found.start()])
            yield found, f"{first.group() if first else ''}-{found['rest']}"


def decoded(text: str) -> str:
    """Return a text with the entities of HTML, and control characters that stand for marks of
    Windows-1252, as the signs that they stand for.

    >>> decoded("\\x93We want peace &amp; work.\\x94")
    '“We want peace & work.”'
    """
    return html.unescape(CONTROLS.sub(meant, text) if CONTROL.search(text) else text)


def meant(control: re.Match[str]) -> str:
    """Return the sign of Windows-1252 in place of a control character, itself where there is none.

    >>> meant(CONTROL.search("It\\x92s"))
    '’'
    """
    sign = control.group()
    return sign.encode("latin-1").decode("cp1252", "ignore") or sign


def joined(text: str) -> str:
    """Return a text whose words are broken at line ends by soft hyphens, so that each is read as
    one; every character keeps its place.

    The hyphen goes (a soft one stands there) where the text has the word without it, or the word is
    usual in English or a half of it is not; it stays (one that does not break a line stands there)
    where the text has the word with it, or both halves are usual words. Usual is what comes once in
    a million words (wordfreq). "pre-" before "and" is left as it stands. Caveat: names and rare
    compounds that the text has once are joined by guess.

    >>> joined("A settle-\\nment.") == "A settle\\u00ad\\nment."
    True
    """
    pairs, words = written_words(text)
    pieces, place = [], 0
    for found, word in broken_words(text):
        first, _, rest = word.lower().rpartition("-")
        if hyphen := hyphen_for(first, rest, pairs=pairs, words=words):
            pieces += [text[place : found.start()], hyphen]
            place = found.end("hyphen")
    return "".join([*pieces, text[place:]])


def hyphen_for(first: str, rest: str, *, pairs: set[tuple[str, str]], words: set[str]) -> str:
    """Return the hyphen between two halves: a soft one, a firm one, or "" for no broken word."""
    whole = first + rest
    if whole in words:
        return SOFT_HYPHEN
    if (first, rest) in pairs:
        return FIRM_HYPHEN
    if is_usual(whole):
        return SOFT_HYPHEN
    if rest in language().words_behind_hanging_hyphens:
        return ""
    return FIRM_HYPHEN if is_usual(first) and is_usual(rest) else SOFT_HYPHEN


def is_usual(word: str) -> bool:
    """Return whether a word is usual in English: once in a million words or more."""
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(word, "en") >= LEAST_USUAL)


def written_words(text: str) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the pairs that the text joins by a hyphen within a line, and its words of letters."""
    pairs: set[tuple[str, str]] = set()
    words: set[str] = set()
    last = None
    for found in LETTERS.finditer(text.lower()):
        words.add(found.group())
        if last and found.start() == last.end() + 1 and found.string[last.end()] in "-\u2010\u2011":
            pairs.add((last.group(), found.group()))
        last = found
    return pairs, words
