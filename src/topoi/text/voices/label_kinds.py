"""What the words before a colon are: a part in a talk, a person, another name, or no label."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from topoi.text.lang.language import alternatives
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.speakers import title_words

MOST_OTHERS = 4  # words in small letters, of an office that no list has
CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
BOUNDARY = r"[.?!…:>*)\]]\s{0,3}|[”\"’]\s{1,3}"
REMARK = re.compile(r"\s*\([^()]*\)")
JOINED_INITIAL = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\w)")


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
    word = rf"(?:(?:(?:{honorifics})|{CAPITAL})\.(?=\s)|(?:{CAPITAL}\.){{0,3}}{CAPITAL}[\w'’&/-]*)"
    heads = alternatives(title.title() for title in lexicon.titles)
    called = [crowd.capitalize() for crowd in language.labels_of_crowds]
    crowds = alternatives(called)
    shape = rf"(?:{word})(?:,?[–—]?\s(?:{word}|[a-z][\w'’-]*|\d{{1,3}}|[–—])){{0,40}}"
    modifiers = alternatives(language.modifiers_of_parts)
    ordinals = alternatives(language.ordinals_of_parts)
    parts = rf"(?:the\s)?(?:(?:{ordinals})\s)?(?:(?:{modifiers})(?:\s|(?=[#\d])|\Z))*"
    capitals = rf"{CAPITAL}{{2,}}(?:[-'’\s]{CAPITAL}{{2,}})*"
    single = [part for part in language.labels_of_parts if len(part) == 1]
    letters = alternatives(part.upper() for part in single)
    place = r"\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?"
    titled = rf"The\s(?:Vice\s)?(?:{heads})|(?:{honorifics})\.?\s{CAPITAL}[\w'’-]+|{crowds}"
    return Shapes(
        within=re.compile(rf"(?:\A|(?<=\n)|{BOUNDARY})\s*(?P<name>{shape})\Z"),
        record=re.compile(
            rf"(?:(?P<name>(?:(?:{honorifics})\.?|The|THE)\s{capitals})(?:{place})?"
            rf"|(?P<mixed>{titled}))\.(?=\s+\S)"
        ),
        letter=re.compile(
            rf"(?P<name>{letters})(?:\d{{1,3}}(?=[.)]))?"
            r"(?:[.)](?:\s?[–—-])?(?=\s)|[ \t]{2,}|\t|\s[–—-](?=\s))"
            r"(?=\s*[\"“(\[A-Z])"
        ),
        part=re.compile(
            rf"(?:{parts}(?:#?\d{{1,3}})?|(?:(?:{modifiers})\s)+[a-z])\Z", re.IGNORECASE
        ),
        none=re.compile(rf"(?:{alternatives(language.labels_of_no_turns)})\Z", re.IGNORECASE),
        honorific=re.compile(
            rf"(?:{honorifics})\.?\s+(?!(?:{heads})\b)(?:[a-z]{{1,2}}['’-])?{CAPITAL}"
        ),
        whole=re.compile(shape),
        signs=frozenset(
            [head[:2] for head in ("The", "THE", *forms, *map(str.upper, forms), *called)]
            + [part.upper() + sign for part in single for sign in ".) \t0123456789"]
        ),
    )


@lru_cache(maxsize=8)
def aliases(lexicon: Lexicon) -> dict[str, str]:
    """Return every alias of the gazetteer in small letters, with the person's name."""
    return {alias.lower(): person.name for alias, person in lexicon.people.items()}


@lru_cache(maxsize=4096)
def kind_of(written: str, lexicon: Lexicon) -> str:
    """Return the kind of a label by its words, "" where they can be none."""
    kinds, language = shapes(lexicon), lexicon.language
    plain = " ".join(JOINED_INITIAL.sub(". ", REMARK.sub("", written)).split())
    lowered = plain.lower()
    body = lexicon.bodies.get(plain)
    if kinds.none.match(plain):
        return "none"
    if body or not plain or lowered in language.stage_directions:
        return "name" if body in lexicon.outlets else ""
    if kinds.part.match(plain):
        return "part"
    words = plain.split()
    if lowered.startswith(tuple(sorted(language.salutations))):
        # "Mr Speaker" calls somebody, too, but where it comes again it is a label.
        return "name" if len(words) == 2 and lowered.split()[1] in title_words(lexicon) else ""
    if not is_naming(words, lexicon):
        return ""
    return "person" if is_person(plain, words, lexicon) else kind_of_name(words, lexicon)


def is_naming(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether the words in small letters among some are those of an office, of no clause."""
    language = lexicon.language
    if words[0].lower() in language.no_labels:
        return False
    others = {word.strip(",") for word in words if word.islower()} - language.links_of_labels
    if len(others) > MOST_OTHERS or not others.isdisjoint(language.function_words):
        return False
    unlisted = others - title_words(lexicon)
    if any(word in lexicon.cues for word in unlisted):
        return False  # "Zelensky told Joe Biden"
    return not unlisted or (len(words) > MOST_OTHERS - 1 and words[-2][:1].isupper())


def kind_of_name(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return whether words that no list knows may be a name: of several words, of one, or none."""
    first = words[0].lower()
    if first in lexicon.language.definite_articles and len(words) > 1:
        return "word" if all(word[:1].isupper() for word in words) else ""  # "The Daily News"
    if first in lexicon.language.function_words or not words[-1][:1].isupper():
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
    if words[-1].islower() or len(words) < 2:
        return False
    if shapes(lexicon).honorific.match(plain):
        return True
    first, last = words[0].lower(), words[-1].lower()
    if first in lexicon.language.definite_articles:
        return last in titles or words[1].lower() in titles
    return not {word.strip(",.").lower() for word in words[:-1]}.isdisjoint(titles)
