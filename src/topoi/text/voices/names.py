"""What the words of a source name: a person behind titles and offices, a body, a role."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile

from topoi.text.lang.language import Expression, Language, alternatives
from topoi.text.voices.content_spans import FINITE_AUXILIARY, FINITE_VERB
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import Span

TWO_NAMES = r"(?!(?:{First_words_of_places})\b)[A-Z][\w'’-]+(?:\s[A-Z][\w.'’-]*)*\s[A-Z][\w'’-]+"
AFTER_COMMA = Expression(
    r"(?P<office>\s(?:{prepositions_of_offices})\s(?:(?:{determiners_of_offices})\s|(?=[A-Z]))"
    rf"[^,.;:!?\"“”«»\n]{{1,50}}?)?,\s(?P<name>(?:[A-Z][a-z]{{1,4}}\.\s)?{TWO_NAMES})"
    r"(?=[,.;:]|\s+(?:{ends_of_appositions})\b|\s*\Z)"
)
AFTER_BODY = Expression(
    r"\s(?:{prepositions_of_bodies})\s"
    rf"(?P<body>(?:(?:{{definite_articles}})\s)?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)\s(?P<name>{TWO_NAMES})"
)
NAME = Expression(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:{particles_of_names})\s+)*[^\W\d_a-z][\w.'’-]*)*"
)
NAME_END = Expression(r"[,(—\s](?:(?<!\s)|(?:{ends_of_names})\s)")
HEAD_END = Expression(r"[,(—\s](?:(?<!\s)|(?:{ends_of_heads})\s)")
OFFICE_END = Expression(r"[,(—]|\s(?:{ends_of_offices})\s")
COORDINATED = Expression(
    r"(?:(?:{both_of_two}|{Both_of_two})\s)?(?P<names>(?:(?:{definite_articles}|{Definite_articles})\s)?[A-Z](?:(?!\s(?:{genitive_prepositions})\s|,).){0,50}?"
    r"\s(?:{coordinators})\s(?:(?:{determiners_of_others})\s[\w.'’-]+|[A-Z][\w.'’-]*)"
    r"(?:\s[A-Z][\w.'’-]*)*)(?=,|\s(?:{ends_of_names_joined})\s|\Z)"
)
KEPT = 4096  # sources whose parts are remembered, since the same come again and again
LONGEST = 60  # a longer source is a clause, not a name
MOST_NAMES = 4  # words of a person's name


@lru_cache(maxsize=KEPT)
def roles_named(noun: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the roles of the gazetteer that a noun names."""
    return frozenset(role for role, forms in lexicon.roles.items() if noun.endswith(forms))


@lru_cache(maxsize=KEPT)
def names_role(lowered: str, lexicon: Lexicon) -> bool:
    """Return whether the head of a source is a role or a title that somebody holds."""
    noun = office_in(lowered, lexicon) or head_of(lowered, lexicon.language)
    return bool(roles_named(noun, lexicon) or titles_in(noun, lexicon))


@lru_cache(maxsize=KEPT)
def head_of(written: str, language: Language) -> str:
    """Return a source without what follows its head: "the minister" of "the minister of war"."""
    return HEAD_END[language].split(written, maxsplit=1)[0].rstrip()


@lru_cache(maxsize=KEPT)
def head_and_name(written: str, language: Language) -> tuple[str, str]:
    """Return the head of a source and the proper name that ends it, "" when none does."""
    for end in (NAME_END, HEAD_END):
        head = end[language].split(written, maxsplit=1)[0].rstrip()
        for clitic in language.genitive_clitic_endings:
            head = head.removesuffix(clitic)
        names = NAME[language].findall(head)
        if names and head.endswith(names[-1]):
            before = head[: len(head) - len(names[-1])].split()[-2:]
            if not language.genitive_prepositions.isdisjoint(before):
                continue  # "Article 5 of the Charter": its head comes first
            return head, names[-1].strip(".'’")
    return written, ""


def without_article(written: str, language: Language) -> str:
    """Return a source without the article before it."""
    first, space, rest = written.partition(" ")
    return rest if space and first.lower() in language.articles else written


def is_determined(head: str, language: Language) -> bool:
    """Return whether an article begins a source of several words."""
    first, space, _ = head.partition(" ")
    return bool(space) and first.lower() in language.determiners_of_bodies


@lru_cache(maxsize=KEPT)
def role_head(written: str, lexicon: Lexicon) -> str:
    """Return the head of a source that is a role, "" where it is a name or a plural."""
    language = lexicon.language
    head = head_of(written, language)
    last = head.rsplit(" ", 1)[-1]
    if last.endswith(language.plural_endings):
        return ""  # a plural holds no office, nor do "polls" or "filings"
    return head if last[:1].islower() or last.lower() in title_words(lexicon) else ""


@lru_cache(maxsize=8)
def title_words(lexicon: Lexicon) -> frozenset[str]:
    """Return every word, in lower case, that may stand before a name without being part of it."""
    words = {
        part for title in lexicon.titles for part in title.split()
    } - lexicon.language.genitive_prepositions
    honorifics = {form.lower() for form in lexicon.honorifics}
    return frozenset(words | honorifics | lexicon.language.abbreviated_titles)


@lru_cache(maxsize=KEPT)
def titles_in(head: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the titles in a head that is given in lower case."""
    return tuple(title_pattern(lexicon).findall(head))


@lru_cache(maxsize=8)
def title_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern that finds titles, the longest first."""
    return re.compile(rf"\b(?:{alternatives(lexicon.titles)})\b")


@lru_cache(maxsize=KEPT)
def in_own_words(written: str, lexicon: Lexicon) -> str:
    """Return a source that is no name by its own words, "" where they name nobody."""
    language = lexicon.language
    words = without_start(" ".join(written.split()), language).split()
    first = words[0].lower() if words else ""
    if not words or first in language.determiners_of_no_speakers | language.relatives:
        return ""
    if len(words) > 1 and first in language.whole_subjects:
        return ""
    rest = " ".join(words)
    head = office_in(rest, lexicon) or head_of(rest, language)
    if head.lower() in language.no_names:
        return ""  # "half of them", "someone in the hall"
    if len(head) > LONGEST or not rest[:1].isalpha() or has_verb(rest, language):
        return ""
    article, space, rest = head.partition(" ")
    return rest if space and article.lower() in language.definite_articles else head


def is_named(speaker: str, lexicon: Lexicon) -> bool:
    """Return whether a speaker has a name: an office or a common noun is none.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> [is_named(one, load_lexicon()) for one in ("Ann Lee", "Deputy Minister", "two experts")]
    [True, False, False]
    """
    if speaker == speaker.lower() != speaker.upper():
        return False
    language, titles = lexicon.language, title_words(lexicon)
    none = language.offices_of_labels | language.labels_of_parts | language.genitive_prepositions
    return not all(is_title(word, titles) or word.lower() in none for word in speaker.split())


def has_verb(phrase: str, language: Language) -> bool:
    """Return whether a phrase is a clause: a verb stands before any relative clause."""
    return bool(FINITE_AUXILIARY[language].search(OFFICE_END[language].split(phrase, 1)[0]))


def office_in(written: str, lexicon: Lexicon) -> str:
    """Return the office of several words that a source begins with, "" where there is none.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> office_in("the Head of State of Ukraine", load_lexicon())
    'the Head of State'
    """
    if lexicon.language.genitive_prepositions.isdisjoint(written.split()):
        return ""
    plain = without_article(written, lexicon.language)
    found = office_pattern(lexicon).match(plain)
    return written[: len(written) - len(plain) + found.end()] if found else ""


@lru_cache(maxsize=8)
def office_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the titles and roles that have a preposition in them."""
    joints = lexicon.language.genitive_prepositions
    forms = {*lexicon.titles, *(form for forms in lexicon.roles.values() for form in forms)}
    long = [form for form in forms if not joints.isdisjoint(form.split())]
    return re.compile(rf"(?:\w+\s)??(?:{alternatives(long)})\b", re.IGNORECASE)


def apposed_name(text: str, source: Span, head: str, lexicon: Lexicon) -> str:
    """Return the name apposed to a role whose head begins a source, "" where there is none.

    It follows a comma, or the body that the role is held at ("envoy to the US Anatoly Antonov").
    """
    place = source[0] + len(head)
    if text[source[0] : place] != head:
        return ""
    language = lexicon.language
    if found := AFTER_COMMA[language].match(text, place, source[1] + 140):
        clause = FINITE_VERB[language].search(found["office"] or "")
        return "" if clause or found["name"] in lexicon.bodies else found["name"]
    found = AFTER_BODY[language].match(text, place, source[1] + 140)
    return found["name"] if found and found["body"] in lexicon.bodies else ""


def is_body(words: Sequence[str], language: Language) -> bool:
    """Return whether words with capitals name a body or an office: "Foreign Ministry"."""
    return bool(words) and words[-1].lower() in language.nouns_of_bodies


def is_title(word: str, titles: frozenset[str]) -> bool:
    """Return whether a word is a title, or ends in one: "Vice-President"."""
    plain = word.lower()
    return plain in titles or ("-" in plain and plain.rsplit("-", 1)[-1] in titles)


def after_start(words: Sequence[str], language: Language) -> list[str]:
    """Return the words from the first on that does not only begin a sentence."""
    return list(dropwhile(lambda word: word.lower() in language.no_starts_of_names, words))


def without_start(name: str, language: Language) -> str:
    """Return a name without the words before it that begin a sentence: "Today Ann Lee"."""
    if name.partition(" ")[0].lower() not in language.no_names:
        return name  # nearly always
    words = after_start(name.split(), language)
    if len(words) == 1 and words[0].lower() in language.no_names:
        return ""
    return " ".join(words)


@lru_cache(maxsize=KEPT)
def office_and_name(written: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the office that a source begins with and the name of its holder behind it.

    The office has a place or a body of its own behind a preposition, so that only its end tells
    where the name begins. Without a holder the name is "", without an office both are.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> office_and_name("White House Chief of Staff Susie Wiles", load_lexicon())
    ('White House Chief of Staff', 'Susie Wiles')
    """
    titles = title_words(lexicon)
    if not any(is_title(word, titles) for word in written.split()):
        return "", ""
    language = lexicon.language
    whole = OFFICE_END[language].split(written, maxsplit=1)[0].rstrip()
    runs = NAME[language].findall(whole)
    if not runs or not whole.endswith(runs[-1]):
        return "", ""
    before = whole[: len(whole) - len(runs[-1])].split()
    if not before or not any(is_title(word, titles) for word in before):
        return "", ""
    words = runs[-1].split()
    if before[-1] in language.coordinators and is_joined(before[:-1], words, lexicon):
        return "", ""
    last = max((place for place, word in enumerate(words) if is_title(word, titles)), default=-1)
    name = holder_of(words[last + 1 :], lexicon)
    return whole[: len(whole) - len(name)].rstrip(), name


def is_joined(before: Sequence[str], words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether "and" joins two speakers, and not "Trade and Industry" in an office."""
    if is_body(words, lexicon.language):
        return False
    called = before[-2:-1] and before[-2] in lexicon.honorifics  # "Mr. King and Mr. Lee"
    offices = before and before[-1][0].isupper() and is_title(before[-1], title_words(lexicon))
    offices = offices and not called
    if offices and before[0].lower() not in lexicon.language.definite_articles:
        return False  # "Finance Minister and Vice President Ann Lee"
    # "Defense" in "Security and Defense Council" is no title, though there are defense ministers.
    titles = frozenset(title.split()[-1] for title in lexicon.titles)
    if len(words) <= 2 or any(is_title(word, titles) for word in words):
        return True
    return bool(office_and_name(" ".join(before), lexicon)[1])


@lru_cache(maxsize=KEPT)
def body_in(written: str, language: Language) -> str:
    """Return the body that a source names by its kind and what it is for, "" where it does not.

    >>> from topoi.text.lang.language import language
    >>> body_in("The Ministry of Foreign Affairs of Ukraine", language("en"))
    'Ministry of Foreign Affairs of Ukraine'
    """
    if not any(word.lower() in language.nouns_of_bodies for word in written.split()):
        return ""
    whole = OFFICE_END[language].split(written, maxsplit=1)[0].rstrip()
    plain = without_article(whole, language)
    first = NAME[language].match(plain)
    if not first or not is_body(first[0].split(), language):
        return ""
    rest = plain[first.end() :].split()
    joints = language.joints_of_bodies
    return plain if all(word[0].isupper() or word in joints for word in rest) else ""


def holder_of(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return the person's name that ends the words with capitals behind an office, else ""."""
    language = lexicon.language
    if is_body(words, language) or " ".join(words) in lexicon.bodies:
        return ""
    for place in range(len(words)):
        if " ".join(words[place:]) in lexicon.people:
            return " ".join(words[place:])
    for place in range(min(len(words) - 1, MOST_NAMES), 0, -1):
        if " ".join(words[:place]) in lexicon.bodies:
            return " ".join(words[place:])
    if len(words) < 2:
        return ""
    first = len(words) - 2
    while first and (
        words[first][1:] == "." or words[first].lower() in language.particles_of_names
    ):
        first -= 1
    return " ".join(words[first:])


def untitled(words: list[str], lexicon: Lexicon) -> list[str]:
    """Return the words of a name without the titles and possessives before it."""
    titles = title_words(lexicon)
    genitives = lexicon.language.genitive_clitic_endings
    for place in range(len(words) - 2, -1, -1):
        if is_title(words[place], titles) or words[place].endswith(genitives):
            return words[place + 1 :]
    return words


def is_part_of_name(word: str, language: Language) -> bool:
    """Return whether a word before a surname may belong to the name: a capital and no stop."""
    if not word[:1].isupper() or word[-1] in ',;:)”"?!':
        return False
    return word[-1] != "." or len(word) == 2 or word.lower() in language.abbreviations


def office_before(words: Sequence[str], language: Language) -> list[str]:
    """Return the office that some words end with: "head of the" of "he met the head of the"."""
    first = len(words)
    while first and (
        words[first - 1] in language.joints_of_bodies or words[first - 1][0].isupper()
    ):
        first -= 1
    first -= bool(first and words[first - 1].isalpha())
    return list(words[first:])
