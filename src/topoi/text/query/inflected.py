"""The inflected forms of an English word, by list and rule."""

from functools import cache
from pathlib import Path

IRREGULAR = Path(__file__).parents[1] / "lang" / "en" / "irregular.txt"
VOWELS = "aeiou"


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return base form -> all forms, of the words that no rule gives."""
    lines = IRREGULAR.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {row[0]: tuple(row) for row in rows}


@cache
def inflected(word: str) -> tuple[str, ...]:
    """Return every form of a word as noun or verb, among them some that no text has.

    A final consonant is doubled and kept single, since only its stress would tell: of "planned" and
    "planed" the texts have the right one.

    >>> inflected("cause")
    ('cause', 'causes', 'caused', 'causing')
    >>> inflected("say"), inflected("ally")
    (('say', 'says', 'saying', 'said'), ('ally', 'allies', 'allied', 'allying'))
    """
    if word in irregular():
        return irregular()[word]
    stem, before = word[:-1], word[-2:-1]
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")):
        return (word, f"{word}s", f"{word}d", f"{stem}ing")
    if word.endswith("e"):
        return (word, f"{word}s", f"{word}d", f"{word}ing")
    if word.endswith("y") and before not in VOWELS:
        return (word, f"{stem}ies", f"{stem}ied", f"{word}ing")
    plural = f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{word}s"
    forms = [word, plural, f"{word}ed", f"{word}ing"]
    if word[-1] not in VOWELS + "hwxy" and before and before in VOWELS:
        forms += [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"]
    return tuple(forms)
