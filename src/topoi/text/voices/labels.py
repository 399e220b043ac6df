"""What may be the label of a turn: "Vladimir Putin:", "Q:", "MR. MILLER:", "[Name]"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from topoi.text.lang.language import alternatives
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import Span
from topoi.text.voices.speakers import title_words
from topoi.text.words.blocks import Block

LONGEST = 320  # characters of a label before its colon, without what stands in brackets
LONGEST_REMARK = 400
NEAR = 60  # characters before a colon that show whether a label can end there
MOST_OTHERS = 4  # words in small letters, of an office that no list has
CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
BOUNDARY = r"[.?!…:>*)\]]\s{0,3}|[”\"’]\s{1,3}"
TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–—]?\s*"
HEADING_START = re.compile(r"[.?!…>*]\s+|\*")
SEPARATOR = re.compile(r"\*[ \t]?\*[ \t]?\*[\s*]*\Z")
LONGEST_NAME = 80
LINE_ENDS = "\n\r\u0085\u2028\u2029\f"
REMARK = re.compile(r"\s*\([^()]*\)")
HEAD = re.compile(rf"[\s*_>#\[-]*(?:{TIME})?[\s*_\[]*")
NAMING = ("part", "person", "name")
LEAST_PART = 3  # letters: "Q" and "A" are labels at the head of a line only
CLOSING_MARKUP = ("*", "_", "]")
MARKUP = " \t\u00a0*_#>[]"
OWN_LINE = re.compile(
    r"(?P<markup>\*\*|__|\[)?(?P<name>[^\W\d_a-z][^\n*_\[\]:.!?]{1,80})(?(markup)(?:\*\*|__|\])|)"
)
BRACKETED = re.compile(
    r"(?:\[(?P<square>[^\W\d_a-z][^\]\n]{1,80})\]"
    r"|\*\*(?P<bold>[^*\n:]{2,80})\*\*):?(?=\s|\Z)"
)


class Label(NamedTuple):
    """Where a label stands with its mark, the words in it that name somebody, and how surely.

    `kind` is part ("Q"), person (of the gazetteer, or with a title or an honorific), name, word (a
    name of one word, or in capitals), or none (of what is no turn). `head` says that it begins a
    line.
    """

    start: int
    end: int
    name: Span
    kind: str
    head: bool


class Shapes(NamedTuple):
    """The expressions of labels in one language."""

    within: re.Pattern[str]
    record: re.Pattern[str]
    letter: re.Pattern[str]
    part: re.Pattern[str]
    none: re.Pattern[str]
    honorific: re.Pattern[str]
    whole: re.Pattern[str]
    signs: frozenset[str]


@lru_cache(maxsize=8)
def shapes(lexicon: Lexicon) -> Shapes:
    """Return the expressions of labels in the language of a lexicon."""
    language = lexicon.language
    forms = {form.rstrip(".") for form in lexicon.honorifics}
    forms |= {title.capitalize().rstrip(".") for title in language.abbreviated_titles}
    honorifics = alternatives(forms | {form.upper() for form in forms})
    word = rf"(?:(?:(?:{honorifics})|{CAPITAL})\.|{CAPITAL}[\w'’&/-]*)"
    heads = alternatives(title.title() for title in lexicon.titles)
    called = [crowd.capitalize() for crowd in language.labels_of_crowds]
    crowds = alternatives(called)
    shape = rf"(?:{word})(?:,?[–—]?\s(?:{word}|[a-z][\w'’-]*|\d{{1,3}}|[–—])){{0,40}}"
    parts = rf"(?:the\s)?(?:(?:{alternatives(language.modifiers_of_parts)})(?:\s|(?=[#\d])|\Z))*"
    capitals = rf"{CAPITAL}{{2,}}(?:[-'’\s]{CAPITAL}{{2,}})*"
    single = [part for part in language.labels_of_parts if len(part) == 1]
    letters = alternatives(part.upper() for part in single)
    place = r"\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?"
    titled = rf"The\s(?:Vice\s)?(?:{heads})|(?:{honorifics})\.?\s{CAPITAL}[\w'’-]+|{crowds}"
    return Shapes(
        within=re.compile(rf"(?:\A|(?<=\n)|{BOUNDARY})\s*(?P<name>{shape})\Z"),
        record=re.compile(
            rf"(?:(?P<name>(?:(?:{honorifics})\.?|The)\s{capitals})(?:{place})?"
            rf"|(?P<mixed>{titled}))\.(?=\s+\S)"
        ),
        letter=re.compile(
            rf"(?P<name>{letters})(?:[.)](?=\s)|(?:[ \t]{{2,}}|\t))(?=\s*[\"“(\[A-Z])"
        ),
        part=re.compile(rf"{parts}(?:#?\d{{1,3}})?\Z", re.IGNORECASE),
        none=re.compile(rf"(?:{alternatives(language.labels_of_no_turns)})\Z", re.IGNORECASE),
        honorific=re.compile(rf"(?:{honorifics})\.?\s+(?!(?:{heads})\b){CAPITAL}"),
        whole=re.compile(shape),
        signs=frozenset(
            [head[:2] for head in ("The", *forms, *map(str.upper, forms), *called)]
            + [part.upper() + sign for part in single for sign in ".) \t"]
        ),
    )


@lru_cache(maxsize=8)
def aliases(lexicon: Lexicon) -> dict[str, str]:
    """Return every alias of the gazetteer in small letters, with the person's name."""
    return {alias.lower(): person.name for alias, person in lexicon.people.items()}


def core(text: str, label: Label) -> str:
    """Return the words of a label that name somebody, in small letters."""
    return " ".join(text[slice(*label.name)].split()).lower()


def candidates(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Iterator[Label]:
    """Yield what may be a label: names before a colon, and those of a line with another mark."""
    place = text.find(":")
    while place >= 0:
        if text[place + 1 : place + 2] in ("", " ", "\n", "\r", "\t", "\u00a0", "*", "(", "_", "]"):
            label = before_colon(text, place, lexicon)
            if label is not None:
                yield label
        place = text.find(":", place + 1)
    kinds = shapes(lexicon)
    lines: list[Label] = []
    marked = [
        (block, sign)
        for block in blocks
        if (sign := text[block[0] : block[0] + 2]) in kinds.signs
        or block[2] == "heading"
        or sign[0] in "[*"
    ]
    for (start, end, kind, *_), sign in marked:
        if kind == "heading":
            if end - start <= LONGEST_NAME and (match := OWN_LINE.fullmatch(text, start, end)):
                named = kind_of(match["name"].strip(), lexicon)
                lines += [Label(start, end, match.span("name"), named, True)] if named else []
        elif match := kinds.record.match(text, start, end):
            group = "name" if match["name"] else "mixed"
            yield Label(start, match.end(), match.span(group), "person", True)
        elif match := kinds.letter.match(text, start, end):
            yield Label(start, match.end(), match.span("name"), "part", True)
        if sign[0] in "[*":
            yield from bracketed(text, start, end, lexicon)
    yield from lines_alone(text, lines)


def bracketed(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Label]:
    """Yield the label in brackets or in bold that begins a line."""
    match = BRACKETED.match(text, start, end + 1)
    if not match:
        return
    group = "square" if match["square"] else "bold"
    written = match[group].strip()
    kind = kind_of(written, lexicon) if shapes(lexicon).whole.fullmatch(written) else ""
    if kind in NAMING:
        yield Label(start, match.end(), match.span(group), kind, True)


def lines_alone(text: str, lines: list[Label]) -> list[Label]:
    """Return the lines that are labels without a mark: two names or more that come again."""
    if len(lines) < 3:
        return []
    names = Counter(core(text, label) for label in lines)
    again = {core(text, one) for one in lines if one.kind != "word" and names[core(text, one)] > 1}
    sure = {core(text, one) for one in lines if one.kind in ("part", "person")}
    if len(again | (sure & again)) < 2 and not (again and len(sure) > 1):
        return []
    return [one for one in lines if core(text, one) in again | sure]


def before_colon(text: str, colon: int, lexicon: Lexicon) -> Label | None:
    """Return the label that a colon closes, None where the words before it are none."""
    end = colon
    if text[end - 1 : end] == ")":
        opening = text.rfind("(", max(0, end - LONGEST_REMARK), end)
        end = opening if opening > 0 else end
    while end > 0 and text[end - 1] in MARKUP:
        end -= 1
    near = text[max(0, end - NEAR) : end]
    if not near[-1:].isalnum():
        return None
    low_word = near.rsplit(None, 1)[-1][0].islower()
    if low_word and end > NEAR and near.isprintable():
        return None  # in mid line, as nearly all colons are
    low = max(0, end - LONGEST)
    low = max(low, *(text.rfind(sign, low, end) + 1 for sign in LINE_ENDS))
    after = colon + 1
    while text[after : after + 1] in CLOSING_MARKUP and after < len(text):
        after += 1
    label = None
    if low == 0 or text[low - 1] in LINE_ENDS:
        label = opening_line(text, (low, end), after, lexicon)
    if label is None and not low_word:
        label = in_line(text, (low, end), after, lexicon)
    return label


def in_line(text: str, window: Span, after: int, lexicon: Lexicon) -> Label | None:
    """Return the label in running text that ends with a window, None where it is none."""
    low, end = window
    found = shapes(lexicon).within.search(text[low:end])
    kind = kind_of(found["name"], lexicon) if found else ""
    if not found or not kind:
        return headed(text, window, after, lexicon)
    name = (low + found.start("name"), end)
    single = kind == "part" and len(found["name"]) < LEAST_PART
    numbered = kind == "name" and text[end - 1].isdigit()
    if single or numbered or kind not in NAMING:
        return None
    return Label(name[0], after, name, kind, False)


def opening_line(text: str, window: Span, after: int, lexicon: Lexicon) -> Label | None:
    """Return the label that begins a line and ends with a window, None where it is none."""
    low, end = window
    kinds = shapes(lexicon)
    head = HEAD.match(text, low, end)
    begin = head.end() if head else low
    written = text[begin:end]
    if match := kinds.within.match(written):
        kind = kind_of(match["name"], lexicon)
        begin += match.start("name")
    elif kinds.none.match(written):
        kind = "none"
    else:
        kind = "part" if kinds.part.match(written) and written[:1].isupper() else ""
    return Label(low, after, (begin, end), kind, True) if kind else None


def headed(text: str, window: Span, after: int, lexicon: Lexicon) -> Label | None:
    """Return the label behind a heading ("Beginning of the talks"), with no mark between them."""
    low, end = window
    start = max((sign.end() for sign in HEADING_START.finditer(text, low, end)), default=low)
    if start == low > 0 and text[low - 1] not in LINE_ENDS:
        return None
    words = list(re.finditer(r"\S+", text[start:end]))
    language = lexicon.language
    lowered = [word[0].lower() for word in words]
    told = language.function_words - language.links_of_labels
    if language.headings_of_turns.isdisjoint(lowered[:4]) or not told.isdisjoint(lowered):
        return None
    known = aliases(lexicon)
    for number in range(len(words) - 2, -1, -1):
        if " ".join(word[0] for word in words[number : number + 2]).lower() in known:
            name = (start + words[number].start(), start + words[number + 1].end())
            return Label(start + words[0].start(), after, name, "person", False)
    return None


@lru_cache(maxsize=4096)
def kind_of(written: str, lexicon: Lexicon) -> str:
    """Return the kind of a label by its words, "" where they can be none."""
    kinds, language = shapes(lexicon), lexicon.language
    plain = " ".join(REMARK.sub("", written).split())
    lowered = plain.lower()
    if kinds.none.match(plain):
        return "none"
    if not plain or plain in lexicon.bodies or lowered in language.stage_directions:
        return ""
    if lowered.startswith(tuple(sorted(language.salutations))):
        return ""
    if kinds.part.match(plain):
        return "part"
    words = plain.split()
    if not is_naming(words, lexicon):
        return ""
    return "person" if is_person(plain, words, lexicon) else kind_of_name(words, lexicon)


def is_naming(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether the words in small letters among some are those of an office."""
    language = lexicon.language
    others = {word.strip(",") for word in words if word[:1].islower()} - language.links_of_labels
    if len(others) > MOST_OTHERS or not others.isdisjoint(language.function_words):
        return False
    unlisted = others - title_words(lexicon)
    return not unlisted or (len(words) > MOST_OTHERS - 1 and words[-2][:1].isupper())


def kind_of_name(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return whether words that no list knows may be a name: of several words, of one, or none."""
    if words[0].lower() in lexicon.language.function_words or not words[-1][:1].isupper():
        return ""
    if len(words) == 1:
        return "word" if len(words[0]) > 1 else ""
    # "Yevgeny Trofimenko, Research Centre" and "Holding Company CEO Igor Sukhov" are names, too.
    return "name" if sum(word[:1].isupper() for word in words) > 1 else ""


def is_person(plain: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a label names a known person, or somebody with a title or an honorific."""
    known, titles = aliases(lexicon), title_words(lexicon)
    if any(" ".join(words[-n:]).lower() in known for n in (2, 3)) or plain.lower() in known:
        return True
    if not words[-1][:1].isupper() or len(words) < 2:
        return False
    if shapes(lexicon).honorific.match(plain):
        return True
    first, last = words[0].lower(), words[-1].lower()
    if first in lexicon.language.definite_articles:
        return len(words) == 2 and last in titles
    return not {word.strip(",.").lower() for word in words[:-1]}.isdisjoint(titles)
