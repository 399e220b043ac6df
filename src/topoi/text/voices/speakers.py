"""Resolving a source ("the top diplomat", "he", "Lavrov") to one name within a document.

The rules, in order: a pronoun of the first person is the quoting speaker; "he", "him" and "she" are
the last person who was named as a source, if the gender known does not contradict; a name in the
gazetteer has its canonical form; a surname alone is the full name before it in the document that
ends in it; a role noun is the last person known to hold the role, from the gazetteer or from a
title in the document; an organisation, state or group keeps its own name. What none of them settles
is `unresolved`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from topoi.text.lang.language import Expression, Language, alternatives
from topoi.text.voices.content_spans import FINITE_VERB
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import Span

TWO_NAMES = r"(?!(?:{First_words_of_places})\b)[A-Z][\w'’-]+(?:\s[A-Z][\w.'’-]*)*\s[A-Z][\w'’-]+"
AFTER_COMMA = Expression(
    r"(?P<office>\s(?:{prepositions_of_offices})\s(?:(?:{determiners_of_offices})\s|(?=[A-Z]))"
    rf"[^,.;:!?\"“”«»\n]{{1,50}}?)?,\s(?P<name>{TWO_NAMES})"
    r"(?=[,.;:]|\s+(?:{ends_of_appositions})\b|\s*\Z)"
)
AFTER_BODY = Expression(
    r"\s(?:{prepositions_of_bodies})\s"
    rf"(?P<body>(?:(?:{{definite_articles}})\s)?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)\s(?P<name>{TWO_NAMES})"
)
UNRESOLVED = "unresolved"
NAME = Expression(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:{particles_of_names})\s+)*[^\W\d_a-z][\w.'’-]*)*"
)
NAME_END = Expression(r"[,(—\s](?:(?<!\s)|(?:{ends_of_names})\s)")
HEAD_END = Expression(r"[,(—\s](?:(?<!\s)|(?:{ends_of_heads})\s)")
LEADING_ARTICLE = Expression(r"\A(?:{articles}|{Articles})\s+")
COORDINATED = Expression(
    r"(?:(?:{both_of_two}|{Both_of_two})\s)?(?P<names>(?:(?:{definite_articles}|{Definite_articles})\s)?[A-Z](?:(?!\s(?:{genitive_prepositions})\s|,).){0,50}?"
    r"\s(?:{coordinators})\s(?:(?:{determiners_of_others})\s[\w.'’-]+|[A-Z][\w.'’-]*)"
    r"(?:\s[A-Z][\w.'’-]*)*)(?=,|\s(?:{ends_of_names_joined})\s|\Z)"
)
FAR = 20_000  # how far back, in characters, the full name of a surname is sought
KEPT = 4096  # sources whose parts are remembered, since the same come again and again
LONGEST = 60  # a longer source is a clause, not a name


class Voice(NamedTuple):
    """A speaker by name, and whether the rules settled it."""

    name: str
    certain: bool


NOBODY = Voice(UNRESOLVED, False)


class Speakers:
    """The memory of one document: who was named, in which role, and who spoke last."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.language = lexicon.language
        self.holders: dict[str, str] = {}
        self.recent: list[str] = []
        self.genders: dict[str, str] = {}
        self.settled: dict[str, tuple[str, bool] | None] = {}
        self.latest = NOBODY
        self.titles = title_words(lexicon)

    def resolve(self, source: Span, *, self_name: str = "", quoted: bool = False) -> Voice:
        """Return the speaker that a source span stands for.

        With `self_name` the source stands in that speaker's own words: "we" is that speaker, and
        whoever is named there does not become the "he" of the outlet's next sentence. In words
        that are `quoted` "he" is not the speaker.
        """
        if source[1] <= source[0]:
            return NOBODY
        if not self_name:
            return self.settle(source)
        written = self.text[source[0] : source[1]].strip().lower()
        if written in self.lexicon.pronouns:
            return Voice(self_name, True)
        kept = self.recent[-8:]  # what a nested source names is forgotten again
        if quoted:
            self.recent = [name for name in kept if name != self_name]
        voice = self.settle(source)
        self.recent = kept
        owned = written.split(" ", 1)[0] in self.language.possessors and " " in written
        return voice._replace(certain=False) if owned else voice

    def settle(self, source: Span) -> Voice:
        """Return the speaker that a source span stands for, remembering who was named."""
        written = " ".join(self.text[source[0] : source[1]].split())
        if "[" in written:
            written = written.replace("[", "").replace("]", "")
        lowered = written.lower()
        if " " in written:
            if name := self.of_several_words(source, written):
                return Voice(name, True)
        elif lowered in self.language.pronouns:
            return self.pronoun(lowered)
        if written not in self.settled:
            self.settled[written] = self.named(written, source[0])
        named = self.settled[written]
        if named is None:
            return self.role_holder(lowered) or in_own_words(written, self.language)
        name, person = named
        if person:
            self.remember(name)
        return Voice(name, True)

    def pronoun(self, lowered: str) -> Voice:
        """Return the last person who was named as a source and may have the pronoun's gender."""
        if lowered in self.language.other_pronouns:
            return NOBODY
        gender = "female" if lowered in self.language.feminine else "male"
        for name in reversed(self.recent[-4:]):
            if self.genders.get(name, gender) == gender:
                self.genders.setdefault(name, gender)
                self.remember(name)
                return Voice(name, True)
        return NOBODY

    def named(self, written: str, place: int) -> tuple[str, bool] | None:
        """Return the name in a source and whether it is a person's, or None when there is none."""
        bodies = self.lexicon.bodies
        plain = LEADING_ARTICLE[self.language].sub("", written, count=1)
        body = bodies.get(written) or bodies.get(plain)
        if body:
            return body, False
        head, name = head_and_name(written, self.language)
        if not name:
            return None
        words = self.untitled(name.split())
        short = " ".join(words)
        person = self.lexicon.people.get(short)
        if person is None and short == name and is_determined(head, self.language):
            # "the Foreign Ministry", "the Kremlin source": a body or a role, not a person.
            return (plain, False) if " " in name else None
        full = person.name if person else short
        if person and person.gender:
            self.genders.setdefault(full, person.gender)
        elif len(words) == 1 and not person:
            full = self.full_name(short, place)
        self.note_titles(full, head)
        return full, True

    def of_several_words(self, source: Span, written: str) -> str:
        """Return who is meant by joined names, or by a role with a name apposed, else ""."""
        joined = not self.language.coordinators.isdisjoint(written.split())
        if joined and (several := COORDINATED[self.language].match(written)):
            # Two speak with one voice: neither of them alone is the speaker.
            return LEADING_ARTICLE[self.language].sub("", several["names"])
        name = self.apposed(source, written)
        if name:
            self.remember(name)
        return name

    def apposed(self, source: Span, written: str) -> str:
        """Return the person whose name stands behind a role in a source, "" where none does."""
        head = role_head(written, self.lexicon)
        if not head:
            return ""
        name = apposed_name(self.text, source, head, self.lexicon)
        words = self.untitled(name.split())
        if len(words) < 2 or words[0].lower() in self.titles:
            return ""
        person = self.lexicon.people.get(" ".join(words))
        full = person.name if person else " ".join(words)
        self.note_titles(full, head)
        return full

    def note_titles(self, name: str, head: str) -> None:
        """Remember the role and the gender that the words before a name give."""
        for title in titles_in(head.lower(), self.lexicon):
            self.holders[title] = name
        honorific = self.lexicon.honorifics.get(head.split(" ", 1)[0])
        if honorific:
            self.genders.setdefault(name, honorific)

    def full_name(self, surname: str, place: int) -> str:
        """Return the full name, before a place, that ends in a surname, or the surname itself."""
        low = max(0, place - FAR)
        found = self.text.find(surname, low, place)
        for _ in range(5):
            if found < 0:
                break
            before = self.text[max(low, found - 40) : found]
            words: list[str] = []
            for word in reversed(before.split(" ")[:-1]):
                if not word[:1].isupper() or word.endswith((",", ";", ":", ")", "”", '"')):
                    break
                words.insert(0, word)
            words = self.untitled([*words, surname])
            if 1 < len(words) <= 4 and words[0].lower() not in self.language.no_first_names:
                return " ".join(words)
            found = self.text.find(surname, found + 1, place)
        return surname

    def untitled(self, words: list[str]) -> list[str]:
        """Return the words of a name without the titles and possessives before it."""
        for place in range(len(words) - 2, -1, -1):
            genitives = self.language.genitive_clitic_endings
            if words[place].lower() in self.titles or words[place].endswith(genitives):
                return words[place + 1 :]
        return words

    def remember(self, name: str) -> None:
        """Make a person the most recent one."""
        if not self.recent or self.recent[-1] != name:
            self.recent.append(name)

    def role_holder(self, lowered: str) -> Voice | None:
        """Return the person a role noun such as "the foreign minister" stands for."""
        first, space, _ = lowered.partition(" ")
        if not (self.recent and space and first in self.language.starts_of_roles):
            return None
        noun = head_of(lowered, self.language)
        roles = roles_named(noun, self.lexicon)
        held = {
            name for title, name in self.holders.items() if noun.endswith(title) or title in roles
        }
        for name in reversed(self.recent[-8:]):
            person = self.lexicon.people.get(name)
            if name in held or (person is not None and person.role in roles):
                self.remember(name)
                return Voice(name, True)
        return None


@lru_cache(maxsize=KEPT)
def roles_named(noun: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the roles of the gazetteer that a noun names."""
    return frozenset(role for role, forms in lexicon.roles.items() if noun.endswith(forms))


@lru_cache(maxsize=KEPT)
def head_of(written: str, language: Language) -> str:
    """Return a source without what follows its head: "the minister" of "the minister of war"."""
    return HEAD_END[language].split(written, maxsplit=1)[0]


@lru_cache(maxsize=KEPT)
def head_and_name(written: str, language: Language) -> tuple[str, str]:
    """Return the head of a source and the proper name that ends it, "" when none does."""
    for end in (NAME_END, HEAD_END):
        head = end[language].split(written, maxsplit=1)[0]
        for clitic in language.genitive_clitic_endings:
            head = head.removesuffix(clitic)
        names = NAME[language].findall(head)
        if names and head.endswith(names[-1]):
            return head, names[-1].strip(".'’")
    return written, ""


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


def in_own_words(written: str, language: Language) -> Voice:
    """Return a source that is no name by its own words, or unresolved."""
    head = head_of(written, language)
    if len(head) > LONGEST or not written[:1].isalpha():
        return NOBODY
    first, space, rest = head.partition(" ")
    return Voice(rest if space and first.lower() in language.definite_articles else head, True)


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
