"""Which country some words name, and whether two descriptions name two."""

from functools import lru_cache

from topoi.text.voices.lexicon import Lexicon

LONGEST_STEM = 5  # letters that a country and its adjective share ("Ukraine", "Ukrainian")


@lru_cache(maxsize=4096)
def country_in(phrase: str, lexicon: Lexicon) -> str:
    """Return the country that a phrase names, by its name or its adjective, "" if there is none.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> country_in("the Ukrainian president", load_lexicon())
    'Ukraine'
    """
    stems = country_stems(lexicon)
    for word in phrase.lower().replace(".", "").split():
        if country := stems.get(word) or stems.get(f"{word[:LONGEST_STEM]}-"):
            return country
    return ""


@lru_cache(maxsize=8)
def country_stems(lexicon: Lexicon) -> dict[str, str]:
    """Return country names in lower case, and the beginnings of long ones, with the country."""
    stems = dict(lexicon.adjectives)
    for alias, name in lexicon.bodies.items():
        plain = alias.lower().replace(".", "")
        if " " in plain or name in lexicon.outlets:
            continue
        stems.setdefault(plain, name)
        if len(plain) > LONGEST_STEM:
            stems.setdefault(f"{plain[:LONGEST_STEM]}-", name)
    return stems


def contradicts(phrase: str, office: str, lexicon: Lexicon) -> bool:
    """Return whether two descriptions of an office name two countries."""
    first, second = country_in(phrase, lexicon), country_in(office, lexicon)
    return bool(first and second and first != second)
