"""How some texts write the persons of the gazetteer: one name each, as the texts have it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import ahocorasick_rs

from topoi.text.voices.lexicon import Lexicon, Person

ABOVE_ALL = 1_000_000  # times that a name is written


def spellings(
    texts: Iterable[str], lexicon: Lexicon, *, given: Iterable[str] = ()
) -> dict[str, str]:
    """Return gazetteer name -> the one that some texts give the person, where it is another.

    That is the full name that they write most often, or the one of the gazetteer that ends in the
    surname they write; names `given` for the speakers of the texts hold before all others. So a
    study has one name for each person, and it is that of its texts; in a gazetteer that does not
    say `spelling: texts` its own names hold.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> spellings(["Zelenskyy met Sergei Lavrov, and Lavrov left."], load_lexicon())
    {'Vladimir Zelensky': 'Volodymyr Zelenskyy', 'Sergey Lavrov': 'Sergei Lavrov'}
    """
    if not lexicon.as_written:
        return {}
    finder, people = finder_of_spellings(lexicon)
    written: Counter[int] = Counter()
    for text in texts:
        for which, start, end in finder.find_matches_as_indexes(text):
            if not (text[end : end + 1].isalnum() or text[start - 1 : start].isalnum()):
                written[which] += 1
    found: dict[Person, Counter[str]] = {}
    for which, count in written.items():
        alias, person = people[which]
        found.setdefault(person, Counter())[alias] = count
    for name, count in Counter(given).items():
        if name in lexicon.people and " " in name:
            found.setdefault(lexicon.people[name], Counter())[name] += count * ABOVE_ALL
    names = {person.name: name_among(person, aliases) for person, aliases in found.items()}
    return {known: name for known, name in names.items() if known != name}


def name_among(person: Person, written: Counter[str]) -> str:
    """Return the full name of a person by the aliases that are written, and how often each."""
    full = [name for name in (person.name, *person.aliases) if " " in name]
    if any(written[name] for name in full):
        return max(full, key=lambda name: written[name])
    surname = max(written, key=lambda name: written[name])
    return next((name for name in full if name.endswith(f" {surname}")), person.name)


@lru_cache(maxsize=8)
def finder_of_spellings(
    lexicon: Lexicon,
) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, Person]]]:
    """Return the automaton over the names of the persons with several full ones, and these."""
    people = [
        (alias, person)
        for alias, person in lexicon.people.items()
        if sum(" " in name for name in {person.name, *person.aliases}) > 1
    ]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([alias for alias, _ in people], matchkind=kind), people
