"""Resolving a source ("the top diplomat", "he", "Lavrov") to one name within a document.

The rules, in order: a pronoun of the first person is the quoting speaker, and nobody where the
outlet speaks; "he", "him" and "she" are the last person who was named as a source, if the gender
known does not contradict, else the only one mentioned shortly before; "it" and "they" are the last
speaker, if a body or several; a name in the gazetteer has its canonical form; of an office and a
name the name stays; a surname alone is the full name before it in the document that ends in it; a
role noun is the last person known to hold the role, from the gazetteer or from a title in the
document, "the ministry" the last body of the kind, "the statement" whoever was said to give it; an
organisation, state or group keeps its own name. What none of them settles is `unresolved`.
"""

from typing import NamedTuple

from topoi.text.voices.countries import contradicts, country_in
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.mentions import Mention, Mentions, gender_of
from topoi.text.voices.names import (
    COORDINATED,
    apposed_name,
    body_in,
    head_and_name,
    head_of,
    in_own_words,
    is_determined,
    is_title,
    names_role,
    office_and_name,
    office_in,
    role_head,
    roles_named,
    title_words,
    titles_in,
    untitled,
    without_article,
    without_start,
)
from topoi.text.voices.narration import Span

UNRESOLVED = "unresolved"
MOST_WORDS_AGAIN = 3  # "senior Russian diplomat"


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
        self.offices: dict[str, str] = {}
        self.bodies: list[str] = []
        self.groups: list[str] = []
        self.mentions = Mentions(text, lexicon)
        self.has_interviews = any(word in text for word in self.language.nouns_of_interviews)
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
        written = self.text[source[0] : source[1]].strip()
        lowered = written.lower()
        if self.is_first_person(written):
            return Voice(self_name, True)
        if lowered in self.language.other_pronouns:
            return NOBODY
        kept = self.recent[-8:]  # what a nested source names is forgotten again
        if quoted:
            self.recent = [name for name in kept if name != self_name]
        voice = self.settle(source)
        self.recent = kept
        owned = lowered.split(" ", 1)[0] in self.language.possessors and " " in written
        return voice._replace(certain=False) if owned else voice

    def is_known(self, source: Span) -> bool:
        """Return whether a source is a person, a body or a state of the gazetteer by name."""
        written = " ".join(self.text[source[0] : source[1]].split())
        plain = without_article(written, self.language)
        known = (self.lexicon.bodies, self.lexicon.people)
        return any(name in names for name in (written, plain) for names in known)

    def is_first_person(self, written: str) -> bool:
        """Return whether a source is "I" or "we" ("US" is a country)."""
        capitals = len(written) > 1 and written.isupper()
        return written.lower() in self.lexicon.pronouns and not capitals

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
            return self.pronoun(lowered, source[0])
        elif self.is_first_person(written):
            return NOBODY
        if written not in self.settled:
            self.settled[written] = self.named(written, source[0])
        named = self.settled[written]
        if named is None:
            return self.described(written, source[0])
        name, person = named
        if person:
            self.remember(name)
        else:
            self.bodies.append(name)
        return Voice(name, True)

    def pronoun(self, lowered: str, place: int) -> Voice:
        """Return the last person who was named as a source and may have the pronoun's gender.

        "It" and "they" are the last speaker, if that is a body or several.
        """
        if lowered in self.language.other_pronouns:
            last = self.latest.name
            one = lowered in self.language.pronouns_of_bodies and last in self.bodies[-4:]
            several = lowered in self.language.plural_pronouns and last in self.groups[-4:]
            return self.latest if one or several else NOBODY
        gender = gender_of(lowered, self.language)
        for name in reversed(self.recent[-4:]):
            if self.genders.get(name, gender) == gender:
                self.genders.setdefault(name, gender)
                self.remember(name)
                return Voice(name, True)
        if self.recent:
            return NOBODY
        name = self.mentions.only_one(
            place, lambda one: self.gender(one.name, gender) == gender, near=True
        )
        return Voice(name, False) if name else NOBODY

    def gender(self, name: str, default: str) -> str:
        """Return a person's gender as far as it is known."""
        person = self.lexicon.people.get(name)
        return self.genders.get(name) or (person.gender if person else "") or default

    def named(self, written: str, place: int) -> tuple[str, bool] | None:
        """Return the name in a source and whether it is a person's, or None when there is none."""
        bodies, language = self.lexicon.bodies, self.language
        if body := bodies.get(written):
            return body, False
        if " " in written:
            if body := bodies.get(without_article(written, language)):
                return body, False
            office, name = office_and_name(written, self.lexicon)
            if name:
                return self.person(name, office, place), True
            if office:
                return None
            if body := body_in(written, language):
                return bodies.get(body, body), False
        return self.plainly_named(written, place)

    def plainly_named(self, written: str, place: int) -> tuple[str, bool] | None:
        """Return the same for a source that names no office with a place or body of its own."""
        language = self.language
        head, name = head_and_name(written, language)
        name = without_start(without_article(name, language), language)
        words = untitled(name.split(), self.lexicon)
        if not words or is_title(words[-1], self.titles):
            return None
        short = " ".join(words)
        person = self.lexicon.people.get(short)
        if person is None and short == name and is_determined(head, language):
            # "the Kremlin source": a body or a role, not a person.
            plain = without_article(written, language)
            return (plain, False) if " " in name else None
        return self.person(short, head, place), True

    def person(self, short: str, head: str, place: int) -> str:
        """Return the full name of a person, whose office and gender are remembered."""
        person = self.lexicon.people.get(short)
        full = person.name if person else short
        if person and person.gender:
            self.genders.setdefault(full, person.gender)
        elif " " not in short and not person:
            full = self.mentions.full_name(short, place)
        self.note_titles(full, head)
        return full

    def described(self, written: str, place: int) -> Voice:
        """Return who is meant by a source without a name: "the minister", "the statement"."""
        lowered = written.lower()
        voice = self.role_holder(lowered, place) or self.body_of(lowered, place)
        voice = voice or self.person_again(lowered)
        if voice:
            return voice
        own = in_own_words(written, self.lexicon)
        if own and own.endswith(self.language.plural_endings):
            self.groups.append(own)
        return Voice(own, True) if own else NOBODY

    def person_again(self, lowered: str) -> Voice | None:
        """Return the person who spoke last where a noun calls one: "the diplomat"."""
        article, _, rest = lowered.partition(" ")
        noun = rest.rsplit(" ", 1)[-1]
        if article not in self.language.definite_articles or len(rest.split()) > MOST_WORDS_AGAIN:
            return None
        last = self.recent[-1] if self.recent else ""
        office = self.offices.get(last, "")
        same = noun in self.language.nouns_of_persons and last and last == self.latest.name
        if not same or contradicts(lowered, office, self.lexicon):
            return None
        return self.latest._replace(certain=False)

    def body_of(self, lowered: str, place: int) -> Voice | None:
        """Return the body that "the ministry" is, or who gave "the statement"."""
        article, _, noun = lowered.partition(" ")
        language = self.language
        if article not in language.definite_articles:
            return None
        if noun in language.nouns_of_bodies:
            for name in reversed(self.bodies):
                if noun in name.lower().split():
                    return Voice(name, True)
            name = self.mentions.body(noun, place)
            self.bodies += [name] if name else []
            return Voice(name, True) if name else None
        if noun not in language.nouns_of_statements:
            return None
        owner = self.mentions.owner(noun, place)
        if owner and (named := self.named(owner, place)):
            return Voice(named[0], False)
        given = noun in language.nouns_of_any_statement and self.latest.name in self.bodies
        return self.latest._replace(certain=False) if given else None

    def of_several_words(self, source: Span, written: str) -> str:
        """Return who is meant by joined names, or by a role with a name apposed, else ""."""
        joined = not self.language.coordinators.isdisjoint(written.split())
        if (
            joined
            and not office_and_name(written, self.lexicon)[0]
            and (several := COORDINATED[self.language].match(written))
        ):
            # Two speak with one voice: neither of them alone is the speaker.
            name = without_article(several["names"], self.language)
            self.groups.append(name)
            return name
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
        words = untitled(name.split(), self.lexicon)
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
        self.offices.setdefault(name, head.lower())
        honorific = self.lexicon.honorifics.get(head.split(" ", 1)[0])
        if honorific:
            self.genders.setdefault(name, honorific)

    def remember(self, name: str) -> None:
        """Make a person the most recent one."""
        if not self.recent or self.recent[-1] != name:
            self.recent.append(name)

    def role_holder(self, lowered: str, place: int) -> Voice | None:
        """Return the person a role noun such as "the foreign minister" stands for.

        That is the last one named as a source who holds it, else the only one mentioned; a country
        named with the role must not be another.
        """
        first, space, _ = lowered.partition(" ")
        if not (space and first in self.language.starts_of_roles):
            return None
        if not names_role(lowered, self.lexicon):
            return None
        noun = office_in(lowered, self.lexicon) or head_of(lowered, self.language)
        roles = roles_named(noun, self.lexicon)
        held = {
            name for title, name in self.holders.items() if noun.endswith(title) or title in roles
        }
        for name in reversed(self.recent[-8:]):
            person = self.lexicon.people.get(name)
            fits = name in held or (person is not None and person.role in roles)
            office = person.of if person else self.offices.get(name, "")
            if fits and not contradicts(lowered, office, self.lexicon):
                self.remember(name)
                return Voice(name, True)

        def fits_mention(one: Mention) -> bool:
            titles = titles_in(one.office, self.lexicon)
            held = [title for title in titles if noun.endswith(title) or title in roles]
            country = country_in(lowered, self.lexicon)
            if not one.titled:  # of the gazetteer only: the country must be named
                return bool(held and country) and country == country_in(one.office, self.lexicon)
            return bool(held) and not contradicts(lowered, one.office, self.lexicon)

        def fits_place(one: Mention) -> bool:
            country = country_in(lowered, self.lexicon)
            return country == country_in(one.office, self.lexicon) and fits_mention(one)

        name = country_in(lowered, self.lexicon) and self.mentions.only_one(place, fits_place)
        name = name or self.mentions.only_one(place, fits_mention)
        if not name and country_in(lowered, self.lexicon):
            name = self.mentions.only_one(len(self.text), fits_mention)
        if not name:
            return None
        self.remember(name)
        return Voice(name, True)
