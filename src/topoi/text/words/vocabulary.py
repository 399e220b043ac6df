"""Looking words of queries up among the forms that the texts have."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from topoi.text.lang.language import file_of, language
from topoi.text.words.tokens import composed, form

QUOTES = "\"“”„‟«»＂‹›'‘’`´″"
BRACKETS = "()[]{}"
DASHES = "-–—"
# The forms of a regular word, as the rules of inflection name them.
FORMS = ("plural", "past", "gerund", "doubled_past", "doubled_gerund")
LAST = "\U0010ffff"
FIGURES = re.compile(r"\d[\d.,]*")
YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
# What a form is, whatever it says.
WORD, MARK, NUMBER, YEAR_NUMBER, COMMA, STOP, PASSED_QUOTE, PASSED_CLITIC, PASSED_BRACKET = range(9)
WORDS = (WORD, NUMBER, YEAR_NUMBER)
SIGNS = {
    **dict.fromkeys(QUOTES, PASSED_QUOTE),
    **dict.fromkeys(BRACKETS, PASSED_BRACKET),
    **dict.fromkeys(f",{DASHES}", COMMA),
    **dict.fromkeys(".!?…", STOP),
    "'s": PASSED_CLITIC,
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written: `*` and `?` stand for letters; all its inflected forms; exactly so."""

    text: str
    inflected: bool = False
    exact: bool = False

    @property
    def is_glob(self) -> bool:
        """Whether a wildcard stands in it."""
        return "*" in self.text or "?" in self.text


class Vocabulary:
    """The different forms of some texts, by their numbers, and ways to find some of them."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms
        self.numbers = {form: number for number, form in enumerate(forms)}
        self.known: dict[Word, list[int]] = {}

    @cached_property
    def forwards(self) -> tuple[list[str], list[int]]:
        """The forms in the order of the alphabet, and their numbers."""
        return in_alphabet(self.forms)

    @cached_property
    def backwards(self) -> tuple[list[str], list[int]]:
        """The forms spelt backwards in the order of the alphabet, and their numbers."""
        return in_alphabet([form[::-1] for form in self.forms])

    @cached_property
    def kinds(self) -> np.ndarray:
        """What each form is: a word, a number, a year, a mark, or what is passed over."""
        return np.array([form_kind(form) for form in self.forms], dtype=np.uint8)

    @cached_property
    def is_word(self) -> list[bool]:
        """Whether each form is a word, not a mark."""
        return np.isin(self.kinds, WORDS).tolist()

    def matching(self, word: Word) -> list[int]:
        """Return the numbers of the forms that a word of a query stands for.

        >>> Vocabulary(["cause", "causal", "caused", "war"]).matching(Word("caus*"))
        [1, 0, 2]
        """
        if word not in self.known:
            self.known[word] = self.found(word)
        return self.known[word]

    def found(self, word: Word) -> list[int]:
        """Return the same, looked up now."""
        folded = form(word.text)
        if word.inflected:
            return [self.numbers[one] for one in inflected(folded) if one in self.numbers]
        if not word.is_glob:
            return [self.numbers[folded]] if folded in self.numbers else []
        return [number for number in self.like(folded) if self.is_word[number]]

    def like(self, glob: str) -> Sequence[int]:
        """Return the numbers of the forms like one with wildcards."""
        stem = glob.strip("*")
        if "*" in stem or "?" in stem or (glob[0] == "*" and glob[-1] == "*"):
            fits = wildcards(glob).fullmatch
            return [number for number, one in enumerate(self.forms) if fits(one)]
        if glob[-1] == "*":
            return between(*self.forwards, stem)
        return between(*self.backwards, stem[::-1])


def in_alphabet(forms: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return forms in the order of the alphabet, and their numbers."""
    order = sorted(range(len(forms)), key=forms.__getitem__)
    return [forms[number] for number in order], order


def between(ordered: Sequence[str], numbers: Sequence[int], stem: str) -> list[int]:
    """Return the numbers of the forms that begin with a stem, the forms being in order."""
    return list(numbers[bisect_left(ordered, stem) : bisect_left(ordered, stem + LAST)])


@lru_cache(maxsize=1024)
def wildcards(glob: str) -> re.Pattern[str]:
    """Return what a word with wildcards asks for; its parts are sought one after another, each at
    the first place where it stands, so that no word takes long.

    >>> bool(wildcards("w?r*e").fullmatch("warfare")), bool(wildcards("w?r*e").fullmatch("wre"))
    (True, False)
    """
    first, *rest = ["".join(map(letter_asked, part)) for part in glob.split("*")]
    if not rest:
        return re.compile(first)
    inner = "".join(f"(?>.*?{part})" for part in rest[:-1])
    return re.compile(f"{first}{inner}.*{rest[-1]}", re.DOTALL)


def letter_asked(sign: str) -> str:
    """Return the expression for one letter of a word with wildcards."""
    return r"[^\W_]" if sign == "?" else re.escape(sign)


def is_written(word: Word, text: str) -> bool:
    """Return whether a token is written as a word asks for it, capitals included.

    >>> is_written(Word("may", exact=True), "May"), is_written(Word("O'B*", exact=True), "O’Brien")
    (False, True)
    """
    asked, written = composed(word.text), composed(text)
    if word.inflected:
        forms = inflected(asked.lower())
        return written in (forms if asked.islower() else map(str.capitalize, forms))
    return written == asked or wildcards(asked).fullmatch(written) is not None


def form_kind(one: str) -> int:
    """Return what a form is.

    >>> form_kind("war") == WORD, form_kind("2014") == YEAR_NUMBER, form_kind("!") == STOP
    (True, True, True)
    """
    if one in SIGNS:
        return SIGNS[one]
    if one[0].isdecimal() and FIGURES.fullmatch(one):
        return YEAR_NUMBER if YEAR.fullmatch(one) else NUMBER
    return WORD if unicodedata.category(one[0])[0] in "LMN" else MARK


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return base form -> all forms, of the words that no rule gives."""
    lines = file_of("irregular.txt").read_text(encoding="utf-8").splitlines()
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
    regular = [language().inflected(word, name) for name in FORMS]
    return tuple(dict.fromkeys([word, *regular]))
