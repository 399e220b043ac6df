"""Resolving a source ("the top diplomat", "he", "Lavrov") to one name within a document.

The rules, in order: a pronoun of the first person is the quoting speaker; a name in the gazetteer
has its canonical form; a surname is the last full name in the document that ends in it; "he", "him"
and "she" are the last person who spoke, if the gender known does not contradict; a role noun is the
last person who is known to hold the role, from the gazetteer or from a title in the document; an
organisation, state or group keeps its own name. What none of them settles is `unresolved`.
"""

import re
from typing import NamedTuple

from topoi.text.lexicon import Lexicon, Person
from topoi.text.reporting import NOWHERE, Span

UNRESOLVED = "unresolved"
NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:van|von|der|de|al|bin|la|di|du|el)\s+)*[^\W\d_a-z][\w.'’-]*)*"
)
FULL_NAME = re.compile(
    r"\b[^\W\d_a-z][\w'’-]+(?:\s+(?:[A-Z]\.|[^\W\d_a-z][\w'’-]+|van|von|der|de|al|bin)){1,4}"
)
MASCULINE = frozenset(["he", "him", "his"])
FEMININE = frozenset(["she", "her", "hers"])
OTHER_PRONOUNS = frozenset(
    "they them their it its who which that this these those one someone nobody everyone both "
    "another others some many several most all few".split()
)
HEAD_END = re.compile(
    r"[,(—]|\s(?:of|in|from|for|at|with|on|who|whose|that|which|to|and|by|near|during|about)\s"
)
NAME_END = re.compile(r"[,(—]|\s(?:who|whose|that|which|in|from|for|at|with|on|during|near)\s")
BRACKETS = re.compile(r"[\[\]]")


class Voice(NamedTuple):
    """A speaker by name, and whether the rules settled it."""

    name: str
    certain: bool


class Speakers:
    """The memory of one document: who was named, in which role, and who spoke last."""

    def __init__(self, text: str, lexicon: Lexicon, outlet: str) -> None:
        self.text = text
        self.lexicon = lexicon
        self.outlet = outlet
        self.holders: dict[str, str] = {}
        self.recent: list[str] = []
        self.genders: dict[str, str] = {}
        self._surnames: dict[str, str] | None = None
        self.latest = Voice(UNRESOLVED, False)

    def last(self) -> Voice:
        """Return who spoke last."""
        return self.latest

    def spoke(self, voice: Voice) -> None:
        """Remember who has just spoken."""
        self.latest = voice

    def resolve(self, source: Span, *, self_name: str = "") -> Voice:
        """Return the speaker that a source span stands for.

        With `self_name` the source stands in that speaker's own words: "we" is that speaker, and
        whoever is named there does not become the "he" of the outlet's next sentence.
        """
        if not self_name:
            return self.settle(source, "")
        kept = self.recent[-8:]
        voice = self.settle(source, self_name)
        self.recent = kept
        return voice

    def settle(self, source: Span, self_name: str) -> Voice:
        """Return the speaker that a source span stands for, remembering who was named."""
        if source == NOWHERE or source[1] <= source[0]:
            return Voice(UNRESOLVED, False)
        written = " ".join(BRACKETS.sub("", self.text[source[0] : source[1]]).split())
        lowered = written.lower()
        if lowered in self.lexicon.pronouns and self_name:
            return Voice(self_name, True)
        if lowered in MASCULINE or lowered in FEMININE:
            return self.pronoun("female" if lowered in FEMININE else "male")
        if lowered in OTHER_PRONOUNS:
            return Voice(UNRESOLVED, False)
        return self.named(written) or self.role_holder(written) or self.described(written)

    def pronoun(self, gender: str) -> Voice:
        """Return the last person who was named as a source and may have this gender."""
        for name in reversed(self.recent[-4:]):
            if self.genders.get(name, gender) == gender:
                self.genders.setdefault(name, gender)
                self.remember(name)
                return Voice(name, True)
        return Voice(UNRESOLVED, False)

    def named(self, written: str) -> Voice | None:  # noqa: PLR0911
        """Return the person, organisation or state named in a source, if one is."""
        bodies = self.lexicon.bodies
        plain = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", written)
        for form in (written, plain):
            if form in bodies:
                return Voice(bodies[form], True)
        head = NAME_END.split(written, maxsplit=1)[0].removesuffix("'s").removesuffix("’s")
        names = NAME.findall(head)
        if not names or not head.endswith(names[-1]):
            head = HEAD_END.split(written, maxsplit=1)[0]
            names = NAME.findall(head)
            if not names or not head.endswith(names[-1]):
                return None
        name = names[-1].strip(".'’")
        words = name.split()
        person = self.person(words)
        if person:
            self.genders.setdefault(person.name, person.gender) if person.gender else None
            return self.known(person.name, head, len(words))
        if len(words) == 1:
            full = self.surnames().get(words[0])
            if full:
                return self.known(full, head, 1)
            if plain in bodies or head != written or head.startswith(("the ", "The ")):
                return (
                    None
                    if head.startswith(("the ", "The ", "a ", "an ", "A "))
                    else self.known(name, head, 1)
                )
            return self.known(name, head, 1)
        if head.startswith(("the ", "The ", "a ", "an ", "A ", "An ")) and not self.has_title(
            words
        ):
            return Voice(plain, True)
        return self.known(" ".join(self.untitled(words)), head, len(words))

    def person(self, words: list[str]) -> Person | None:
        """Return the person of the gazetteer whose alias ends the words."""
        for size in range(min(4, len(words)), 0, -1):
            found = self.lexicon.people.get(" ".join(words[-size:]))
            if found:
                return found
        return None

    def known(self, name: str, head: str, words: int) -> Voice:
        """Remember a named person and the role the text gives with the name."""
        lowered = head.lower()
        for role in self.lexicon.titles:
            if role in lowered:
                self.holders[role] = name
        for form, gender in self.lexicon.honorifics.items():
            if head.startswith(form + " "):
                self.genders.setdefault(name, gender)
        self.remember(name)
        return Voice(name, True)

    def remember(self, name: str) -> None:
        """Make a person the most recent one."""
        if not self.recent or self.recent[-1] != name:
            self.recent.append(name)

    def has_title(self, words: list[str]) -> bool:
        """Return whether a capitalised phrase begins with a title."""
        lowered = " ".join(words).lower()
        return any(lowered.startswith(title + " ") for title in self.lexicon.titles)

    def untitled(self, words: list[str]) -> list[str]:
        """Return the words of a name without the titles before it."""
        titles = {part for title in self.lexicon.titles for part in title.split()}
        titles |= {form.lower() for form in self.lexicon.honorifics}
        titles |= {"sen.", "rep.", "gov.", "gen.", "dr.", "col.", "sen", "rep", "gov", "gen", "dr"}
        kept = list(words)
        last = max((i for i, word in enumerate(kept[:-1]) if word.lower() in titles), default=-1)
        return kept[last + 1 :]

    def surnames(self) -> dict[str, str]:
        """Return the last word of every full name of the document with the name."""
        if self._surnames is None:
            self._surnames = {}
            for match in FULL_NAME.finditer(self.text):
                words = self.untitled(match.group().split())
                if len(words) > 1:
                    self._surnames.setdefault(
                        words[-1].removesuffix("'s").removesuffix("’s"), " ".join(words)
                    )
        return self._surnames

    def role_holder(self, written: str) -> Voice | None:
        """Return the person a role noun such as "the foreign minister" stands for."""
        lowered = written.lower()
        if not lowered.startswith(("the ", "his ", "her ", "their ", "russian ", "ukrainian ")):
            return None
        noun = HEAD_END.split(lowered, maxsplit=1)[0]
        roles = [role for role, forms in self.lexicon.roles.items() if noun.endswith(forms)]
        for name in reversed(self.recent[-8:]):
            person = self.lexicon.people.get(name)
            if person and person.role in roles:
                self.remember(name)
                return Voice(name, True)
            if any(
                holder == name and (noun.endswith(title) or title in roles)
                for title, holder in self.holders.items()
            ):
                self.remember(name)
                return Voice(name, True)
        return None

    def described(self, written: str) -> Voice:
        """Return a source that is no name by its own words, or unresolved."""
        lowered = written.lower()
        if lowered.startswith(("the ", "this ", "that ", "he ", "she ")) and len(written) < 60:
            head = HEAD_END.split(written, maxsplit=1)[0]
            return Voice(head.removeprefix("the ").removeprefix("The "), True)
        if len(written) > 60 or not written[:1].isalpha():
            return Voice(UNRESOLVED, False)
        return Voice(HEAD_END.split(written, maxsplit=1)[0], True)
