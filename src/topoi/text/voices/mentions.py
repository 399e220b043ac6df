"""Who is mentioned in a text, not only as a source: looked up where a role or a pronoun asks."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

import ahocorasick_rs

from topoi.text.lang.language import Expression, Language, alternatives
from topoi.text.voices.lexicon import Lexicon, Person
from topoi.text.voices.names import (
    MOST_NAMES,
    after_start,
    body_in,
    holder_of,
    is_body,
    is_part_of_name,
    is_title,
    office_and_name,
    office_before,
    title_words,
    titles_in,
    untitled,
)

FAR = 20_000  # how far back, in characters, the full name of a surname is sought first
NEAR = 1000  # how far back, in characters, the one whom a pronoun means is sought
AROUND = 60  # characters before and behind the noun of a body's name
LONGEST_NATION = 20  # characters of "Azerbaijani" and the like, before a title
BEFORE = 80  # characters before a surname in which the rest of the name stands
MOST_TRIED = 5  # places of a surname
MOST_WORDS = 14  # of an office and a name
PUNCTUATION = ".,;:!?)”\"'’"
CAPITALS = r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,5}"
OWNED = Expression(
    rf"(?P<before>{CAPITALS})(?:{{genitive_clitic_endings}})\s(?:\w+\s){{0,2}}(?P<one>{{nouns_of_statements}})\b"
    r"|\b(?P<two>{nouns_of_statements})\s(?:{prepositions_of_owners})\s(?:(?:{definite_articles})\s)?"
    rf"(?P<behind>{CAPITALS})"
    rf"|(?P<subject>{CAPITALS}(?:\s(?:{{prepositions_of_bodies}})\s(?:the\s)?{CAPITALS})?)\s(?:{{verbs_of_publishing}})\s(?:{{place_prepositions}}\s)?"
    r"(?:{owners_of_statements}|{definite_articles})\s(?:[\w-]+\s){0,2}?(?P<three>{nouns_of_statements})\b"
)


class Mention(NamedTuple):
    """A person mentioned, by name, the words of the office, and whether the text gives them."""

    name: str
    office: str
    titled: bool


class Mentions:
    """The persons and bodies that a text mentions, sought when they are asked for."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon

    @cached_property
    def known(self) -> list[tuple[str, Person]]:
        """The persons of the gazetteer who are named anywhere in the text, each by the alias."""
        finder, people = finder_of_people(self.lexicon)
        found = {which for which, _, _ in finder.find_matches_as_indexes(self.text)}
        return [people[which] for which in sorted(found)]

    @cached_property
    def titled(self) -> list[tuple[int, int, Mention | None]]:
        """The titles of the text with the words behind them: start, end, and who is meant."""
        return [
            (start, end, self.placed(start, titled_mention(words, self.lexicon)))
            for start, end, words in titled_phrases(self.text, self.lexicon)
        ]

    def placed(self, start: int, mention: Mention | None) -> Mention | None:
        """Return a mention with the word before its title in the office: "Serbian President"."""
        before = self.text[max(0, start - LONGEST_NATION) : start].split()[-1:]
        if mention and before and before[0][0].isupper() and before[0].isalpha():
            return mention._replace(office=f"{before[0].lower()} {mention.office}")
        return mention

    def only_one(self, place: int, fits: Callable[[Mention], bool], *, near: bool = False) -> str:
        """Return the one person mentioned before a place who fits; "" if there is none or more."""
        low = max(0, place - NEAR) if near else 0
        names = {one.name for one in self.people(low, place) if fits(one)}
        longest = max(names, key=len, default="")
        same = all(name == longest or longest.endswith(f" {name}") for name in names)
        return longest if same else ""

    def people(self, low: int, high: int) -> Iterator[Mention]:
        """Yield the persons with a title before their name, and those of the gazetteer."""
        text = self.text
        for start, end, mention in self.titled:
            if start >= high:
                break
            if start < low:
                continue
            if end > high:  # only what stands before the place counts
                named = titled_mention(text[start:high].split(), self.lexicon)
                mention = self.placed(start, named)  # noqa: PLW2901
            if mention:
                yield mention
        for alias, person in self.known:
            place = text.find(alias, low, high)
            if place >= 0 and not text[place + len(alias) : place + len(alias) + 1].isalnum():
                yield Mention(person.name, f"{person.role} {person.of}", False)

    def full_name(self, surname: str, place: int) -> str:
        """Return the full name that ends in a surname, before a place or else behind it.

        Where there is none, the surname itself. One in capitals may be written as usual elsewhere.
        """
        written = re.escape(surname)
        pattern = re.compile(f"{written[0]}(?i:{written[1:]})" if surname.isupper() else written)
        before = pattern.finditer(self.text, max(0, place - FAR), place)
        behind = pattern.finditer(self.text, min(place + len(surname), len(self.text)))
        for found in chain(islice(before, MOST_TRIED), islice(behind, MOST_TRIED)):
            head = self.text[max(0, found.start() - BEFORE) : found.start()]
            if name := self.name_ending(found[0], head):
                return name.title() if name.isupper() else name
        return surname

    def initialled(self, initials: str) -> str:
        """Return the first name in the text whose words begin with some initials, or ""."""
        words = r"\s".join(rf"{re.escape(letter)}[\w'’-]+" for letter in initials)
        language = self.lexicon.language
        no_names = language.function_words | language.no_names | title_words(self.lexicon)
        for found in re.finditer(rf"(?<![\w-]){words}(?![\w-])", self.text):
            if no_names.isdisjoint(found[0].lower().split()) and not found[0].isupper():
                return found[0]
        return ""

    def holder(self, title: str) -> str:
        """Return the first person whom the text gives a title in small letters, or ""."""
        named = (one for _, _, one in self.titled if one and " " in one.name)
        return next((one.name for one in named if title in titles_in(one.office, self.lexicon)), "")

    def name_ending(self, surname: str, before: str) -> str:
        """Return the full name that ends in a surname, given the text before it, or ""."""
        before = before.rpartition("\n")[2]
        if not before[-1:].isspace():
            return ""
        written = before.split()
        first = len(written)
        while first and is_part_of_name(written[first - 1], self.lexicon.language):
            first -= 1
        words = after_start(written[first:], self.lexicon.language)
        if (
            len(words) > 1
            and first
            and written[first - 1] in self.lexicon.language.joints_of_bodies
        ):
            phrase = " ".join(
                [*office_before(written[:first], self.lexicon.language), *words, surname]
            )
            if name := office_and_name(phrase, self.lexicon)[1]:
                return name
        words = untitled([*words, surname], self.lexicon)
        if (
            not 1 < len(words) <= MOST_NAMES
            or words[0].lower() in self.lexicon.language.no_first_names
        ):
            return ""
        return "" if words[0] in self.lexicon.bodies else " ".join(words)

    def body(self, noun: str, place: int) -> str:
        """Return the one body of a kind ("ministry") that is named before a place, else ""."""
        kind = noun.capitalize()
        joints = alternatives(self.lexicon.language.genitive_prepositions)
        named = rf"\b(?:[A-Z][\w.’'-]*\s){{0,4}}{re.escape(kind)}\b(?:\s(?:{joints})\s{CAPITALS})?"
        names: set[str] = set()
        found = self.text.find(kind, 0, place)
        while found >= 0:
            low = max(0, found - AROUND)
            for match in re.finditer(named, self.text[low : min(place, found + AROUND)]):
                plain = body_in(match[0], self.lexicon.language)
                if plain and plain != kind:
                    names.add(self.lexicon.bodies.get(plain, plain))
            found = self.text.find(kind, found + 1, place)
        longest = max(names, key=len, default="")
        return longest if all(longest.endswith(name) for name in names) else ""

    def owner(self, noun: str, place: int) -> str:
        """Return whose statement (document, ...) was spoken of before a place, as written."""
        language, owner = self.lexicon.language, ""
        for match in OWNED[language].finditer(self.text, max(0, place - NEAR), place):
            named = match["one"] or match["two"] or match["three"]
            if noun in (named, *language.nouns_of_any_statement):
                owner = match["before"] or match["behind"] or match["subject"]
        return owner


def known_person(written: str, lexicon: Lexicon) -> str:
    """Return the first person of the gazetteer whom some words name in full, or ""."""
    finder, people = finder_of_people(lexicon)
    for which, _, end in finder.find_matches_as_indexes(written):
        alias, person = people[which]
        if " " in alias and not written[end : end + 1].isalnum():
            return person.name
    return ""


def person_announced(written: str, lexicon: Lexicon) -> str:
    """Return the person whom a phrase of a headline names, by name or by a known office, or ""."""
    if written.isupper():
        written = written.title()
    if known := known_person(written, lexicon):
        return known
    for part in written.split(","):
        name = first_person_in(part.split(), lexicon)[1]
        if " " in name:
            return name
    office = f" {written.lower()} "
    offices = (one for one in lexicon.people.values() if one.role and one.of)
    return next((o.name for o in offices if f" {o.role} of {o.of.lower()} " in office), "")


@lru_cache(maxsize=8)
def finder_of_people(
    lexicon: Lexicon,
) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, Person]]]:
    """Return the automaton over the names of the gazetteer, and each with its person."""
    people = list(lexicon.people.items())
    names = [alias for alias, _ in people]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    table = ahocorasick_rs.Implementation.DFA
    finder = ahocorasick_rs.AhoCorasick(names, matchkind=kind, implementation=table)
    return finder, people


def titled_mention(words: Sequence[str], lexicon: Lexicon) -> Mention | None:
    """Return the person in a title and the words behind it, None where they name nobody."""
    office, name = first_person_in(words, lexicon)
    return Mention(name, office, True) if name else None


def whole_word_at(text: str, word: str, place: int) -> int:
    """Return where a word stands between blanks, from a place on, in a text that has it there."""
    while text[place - 1 : place].strip() or text[place : place + len(word) + 1].strip() != word:
        place = text.index(word, place + 1)
    return place


def titled_phrases(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Sequence[str]]]:
    """Yield start, end and words of each title with what may be an office and a name behind it."""
    titles = written_titles(lexicon)
    joints = lexicon.language.joints_of_bodies - lexicon.language.coordinators
    words = text.split()
    done = place = 0
    for first, word in enumerate(words):
        if word not in titles:
            continue
        start = whole_word_at(text, word, text.index(word, place))
        place = start + len(word)
        if first < done:
            continue
        done = first + 1
        while done < len(words) and done - first < MOST_WORDS and words[done - 1][-1].isalnum():
            if not (words[done][0].isupper() or words[done] in joints):
                break
            done += 1
        phrase = words[first:done]
        end = place
        for behind in phrase[1:]:
            end = text.index(behind, end) + len(behind)
        yield start, end, phrase


@lru_cache(maxsize=8)
def written_titles(lexicon: Lexicon) -> frozenset[str]:
    """Return the words of titles with and without a capital."""
    titles = title_words(lexicon)
    return titles | {title.capitalize() for title in titles}


def first_person_in(words: Sequence[str], lexicon: Lexicon) -> tuple[str, str]:
    """Return office and name in the longest beginning of some words that has them, or "", "".

    "President of Ukraine Ann Lee in Kiev" has them before "in".
    """
    joints = lexicon.language.joints_of_bodies
    stops = [place for place, word in enumerate(words) if word in joints]
    if stops:  # "Foreign Minister Ann Lee at the Trade Forum"
        plain = untitled(list(words[: stops[0]]), lexicon)
        bare = not any(is_title(word, title_words(lexicon)) for word in plain)
        if bare and 1 < len(plain) < stops[0] and holder_of(plain, lexicon) == " ".join(plain):
            return person_in(" ".join(words[: stops[0]]).rstrip(PUNCTUATION), lexicon)
    for stop in (len(words), *reversed(stops)):
        phrase = " ".join(words[:stop]).rstrip(PUNCTUATION)
        found = person_in(phrase, lexicon) if " " in phrase else ("", "")
        if found[1]:
            return found
    return "", ""


def person_in(written: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return office and name of the person in a title and the words behind it, or "", ""."""
    office, name = office_and_name(written, lexicon)
    if not name:
        words = untitled(written.split(), lexicon)
        office, name = written, holder_of(words, lexicon) or words[-1]
        body = is_body(words, lexicon.language) or name in lexicon.bodies
        if body or not name[0].isupper() or is_title(name, title_words(lexicon)):
            return "", ""
        if name != " ".join(words):
            # "President Biden Before His Departure", as headlines are written.
            begun = (" ".join(words[:n]) for n in (3, 2, 1))
            name = next((one for one in begun if one in lexicon.people), "")
            if not name or words == written.split():
                return "", ""
    person = lexicon.people.get(name)
    return office.lower(), person.name if person else name


def gender_of(pronoun: str, language: Language) -> str:
    """Return the gender of "he" and "she"."""
    return "female" if pronoun in language.feminine else "male"
