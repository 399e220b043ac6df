"""What may be the label of a turn: "Vladimir Putin:", "Q:", "MR. MILLER:", "[Name]"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from topoi.text.voices.label_kinds import aliases, kind_of, shapes
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import Span
from topoi.text.words.blocks import Block

LONGEST = 320  # characters of a label before its colon, without what stands in brackets
LONGEST_REMARK = 400
NEAR = 60  # characters before a colon that show whether a label can end there
TAG = r"</?[a-z]{1,8}>"
TIME_BEHIND = re.compile(r"\s*\[[\d:.,]+\Z")
TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–—]?\s*"
HEADING_START = re.compile(r"[.?!…>*]\s+|\*")
SEPARATOR = re.compile(r"\*[ \t]?\*[ \t]?\*[\s*]*\Z")
LONGEST_NAME = 80
LINE_ENDS = "\n\r\u0085\u2028\u2029\f"
HEAD = re.compile(rf"(?:[\s*_>#\[-]|{TAG})*(?:{TIME})?(?:[\s*_\[]|{TAG})*")
TAGS_BEHIND = re.compile(rf"(?:{TAG})+")
TAGS_BEFORE = re.compile(rf"(?:{TAG})+\Z")
NAMING = ("part", "person", "name")
LEAST_PART = 3  # letters: "Q" and "A" are labels at the head of a line only
CLOSING_MARKUP = ("*", "_", "]")
MARKUP = " \t\u00a0*_#>[]"
OWN_LINE = re.compile(
    rf"(?:{TIME})?(?P<markup>\*\*|__|\[)?(?P<name>[^\W\d_a-z][^\n*_\[\]:.!?]{{1,80}}?)(?(markup)(?:\*\*|__|\])|)"
    rf"(?:\s+{TIME})?"
)
DASHED = re.compile(
    r"(?P<name>[^\W\d_a-z][^\n:.!?–—]{0,60}?)\s(?:[–—]|--?)\s(?=[\"“(\[]?[^\W\d_a-z])"
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


def core(text: str, label: Label) -> str:
    """Return the words of a label that name somebody, in small letters."""
    return " ".join(text[slice(*label.name)].split()).lower()


def candidates(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Iterator[Label]:
    """Yield what may be a label: names before a colon, and those of a line with another mark."""
    place = text.find(":")
    while place >= 0:
        if text[place + 1 : place + 2] in (
            "",
            " ",
            "\n",
            "\r",
            "\t",
            "\u00a0",
            "*",
            "(",
            "_",
            "]",
            "<",
        ):
            label = before_colon(text, place, lexicon)
            if label is not None:
                yield label
        place = text.find(":", place + 1)
    kinds = shapes(lexicon)
    lines: list[Label] = []
    dashed: list[Label] = []
    marked = [
        (block, sign)
        for block in blocks
        if (sign := text[block[0] : block[0] + 2]) in kinds.signs
        or block[2] == "heading"
        or sign[0] in "[*"
        or DASHED.match(text, block[0], block[1])
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
        elif (match := DASHED.match(text, start, end)) and (
            named := kind_of(match["name"].strip(), lexicon)
        ):
            dashed.append(Label(start, match.end(), match.span("name"), named, True))
        if sign[0] in "[*":
            yield from bracketed(text, start, end, lexicon)
    yield from lines_alone(text, lines)
    yield from lines_alone(text, dashed)


def bracketed(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Label]:
    """Yield the label in brackets or in bold that begins a line."""
    match = BRACKETED.match(text, start, end + 1)
    if not match:
        return
    group = "square" if match["square"] else "bold"
    written = match[group].strip()
    kind = kind_of(written, lexicon) if shapes(lexicon).whole.fullmatch(written) else ""
    if kind in NAMING or (kind == "word" and group == "square"):
        yield Label(start, match.end(), match.span(group), kind, True)


def lines_alone(text: str, lines: list[Label]) -> list[Label]:
    """Return the lines that are labels without a colon: some names among them come again.

    One that does not is a label where the others have its form: capitals, or a mark of some kind.
    """
    if len(lines) < 3:
        return []
    names = Counter(core(text, label) for label in lines)
    again = {core(text, one) for one in lines if one.kind != "word" and names[core(text, one)] > 1}
    forms = {one: form_of_line(text, one) for one in lines}
    usual = {forms[one] for one in lines if core(text, one) in again} - {(False, False)}
    sure = {core(text, one) for one in lines if one.kind in ("part", "person")}
    sure |= {core(text, one) for one in lines if one.kind == "name" and forms[one] in usual}
    if len(again) < 2 and not (again and len(sure) > 1):
        return []
    return [one for one in lines if core(text, one) in again | sure]


def form_of_line(text: str, label: Label) -> tuple[bool, bool]:
    """Return whether the name in a line is in capitals, and whether it has a mark of some kind."""
    name = text[slice(*label.name)]
    return name.isupper(), len(text[label.start : label.end].strip()) > len(name)


def before_colon(text: str, colon: int, lexicon: Lexicon) -> Label | None:
    """Return the label that a colon closes, None where the words before it are none."""
    end = colon
    while text[end - 1 : end] == ")":
        opening = text.rfind("(", max(0, end - LONGEST_REMARK), end)
        if opening <= 0:
            break
        end = opening - 1 if text[opening - 1] == " " else opening
    while end > 0 and text[end - 1] in MARKUP:
        end -= 1
        if text[end] == ">" and (tags := TAGS_BEFORE.search(text, max(0, end - NEAR), end + 1)):
            end = tags.start()
    if text[end : end + 1] == "]" and (time := TIME_BEHIND.search(text, max(0, end - NEAR), end)):
        end = time.start()
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
    if tags := TAGS_BEHIND.match(text, after):
        after = tags.end()
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
