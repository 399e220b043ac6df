"""The lists of words and rules of inflection of one language, read from its folder."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topoi.errors import InputError
from topoi.yaml_files import yaml_in

FOLDER = Path(__file__).parent
ENGLISH = "en"
WORDS, INFLECTION = "words.yml", "inflection.yml"
LIST = re.compile(r"\{(?P<behind>[<!]?)(?P<name>[A-Za-z_]+)\}")
LAST_ASCII, LAST_CYRILLIC = 0x7F, 0x52F
SAMPLE = 400  # characters in which a text's language shows, nearly always
FEWEST_WORDS = 20  # of fewer no language is told
# Of function words; English prose has 0.25 to 0.6, the French and German of the tests 0.03, 0.04.
LEAST_SHARE = 0.15


class Language:
    """The words of a language: an attribute for each list, and rules of inflection by form.

    Lists are sets, those of endings tuples, as `str.endswith` takes them. A list that a language
    does not have is empty. A rule is an ending, as a regular expression, and what takes its place;
    the first that fits is taken.
    """

    def __init__(
        self,
        name: str,
        lists: Mapping[str, frozenset[str]],
        inflection: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.name = name
        self.lists = lists
        self.inflection = inflection
        for key, words in lists.items():
            setattr(self, key, tuple(sorted(words)) if key.endswith("_endings") else words)

    if TYPE_CHECKING:  # at run time it would only slow the attributes

        def __getattr__(self, name: str) -> Any:
            """Return a list."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        """Return how another process has it: by its name, so that it is read there but once."""
        return language, (self.name,)

    def files(self) -> list[Path]:
        """Return the files that the language was read from."""
        return sorted((FOLDER / self.name).glob("*.yml"))

    def inflected(self, word: str, form: str) -> str:
        """Return a regular form of a word.

        >>> language("en").inflected("deny", "past")
        'denied'
        """
        for ending, other in self.inflection.get(form, {}).items():
            if re.search(ending, word):
                return re.sub(ending, other, word, count=1)
        return word


class Expression(dict[Language, re.Pattern[str]]):
    r"""A regular expression over lists of words, compiled for a language when first asked for it.

    `{weekdays}` is any word of that list, `{Weekdays}` any with a capital, `{<weekdays}` a place
    right behind one of them, and `{!weekdays}` one behind none. `A-Z` in a class of letters is
    any capital, that of "Łukasz" too.

    >>> bool(Expression(r"on\s(?:{Weekdays})\b")[language("en")].match("on Monday"))
    True
    >>> bool(Expression(r"said\s[A-Z]")[language("en")].match("said Šefčovič"))
    True
    """

    def __init__(self, template: str, flags: int = 0) -> None:
        super().__init__()
        self.template = template
        self.flags = flags

    def __missing__(self, language: Language) -> re.Pattern[str]:
        def words(found: re.Match[str]) -> str:
            name = found["name"].lower()
            written: Iterable[str] = language.lists[name]
            if name != found["name"]:
                written = {word[:1].upper() + word[1:] for word in written}
            if not found["behind"]:
                return alternatives(written)
            sides = [re.escape(word) for word in sorted(written)]
            if found["behind"] == "!":
                return "".join(f"(?<!{side})" for side in sides)
            return f"(?:{'|'.join(f'(?<={side})' for side in sides) or '(?!)'})"

        template = self.template.replace("A-Z", capitals())
        self[language] = re.compile(LIST.sub(words, template), self.flags)
        return self[language]


@lru_cache(maxsize=1)
def capitals() -> str:
    """Return the capitals of the Latin, Greek and Cyrillic letters as the inside of a class."""
    rest = (chr(code) for code in range(LAST_ASCII + 1, LAST_CYRILLIC + 1))
    return f"A-Z{''.join(letter for letter in rest if letter.isupper())}"


def alternatives(words: Iterable[str]) -> str:
    r"""Return the expression that any of some words fits, the longest first; of none, nothing does.

    >>> alternatives(["in", "in turn"])
    'in\\sturn|in'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered) or "(?!)"


@lru_cache(maxsize=32)
def language(name: str = ENGLISH) -> Language:
    """Return the language of this name ("en"), or the one in a folder of the same form.

    Raises InputError when there is none, or its `words.yml` is no mapping of lists: words parted by
    commas, where `{name}` is each word of a list above.
    """
    folder = FOLDER / name
    written = mapping_in(folder / WORDS, needed=True)
    known = set(written) if name == ENGLISH else set(language().lists)
    lists: dict[str, frozenset[str]] = {}
    for key, text in written.items():
        place = f"{folder / WORDS}: {key}"
        if key not in known:
            raise InputError(place, "is no list of words", f"Use one of {sorted(known)}.")
        if not isinstance(text, str):
            raise InputError(place, f"is no list but {text}", "Write words parted by commas.")
        items = (" ".join(item.split()) for item in text.split(","))
        try:
            lists[key] = frozenset(word for item in items for word in expanded(item, lists))
        except KeyError as error:
            remedy = "Write that list above this one."
            raise InputError(place, f"names an unknown list {error}", remedy) from error
    empty = dict.fromkeys(known - set(lists), frozenset[str]())
    return Language(name, {**empty, **lists}, mapping_in(folder / INFLECTION, needed=False))


def file_of(name: str) -> Path:
    """Return the file of this name in the folder of English."""
    return FOLDER / ENGLISH / name


def mapping_in(path: Path, *, needed: bool) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; one that is not needed may be missing."""
    if not path.is_file():
        if needed:
            remedy = "Give a language that is there, or a folder with this file."
            raise InputError(str(path), "does not exist", remedy)
        return {}
    data = yaml_in(path)
    if not isinstance(data, dict):
        raise InputError(str(path), "holds no mapping", "Write `name: words, parted, by commas`.")
    return data


def expanded(item: str, lists: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield an item of a list with each word of the lists that it names, in both apostrophes."""
    found = LIST.search(item)
    for word in lists[found["name"]] if found else ():
        yield from expanded(item.replace(f"{{{found['name']}}}", word, 1), lists)  # type: ignore[index]
    if item and not found:
        yield from (item, item.replace("'", "’"))


def is_written_in(text: str, language: Language) -> bool:
    """Return whether a text has the function words of a language, as far as can be told.

    Words with a capital do not count: a list of names is in no language. A text of a few words, or
    a language without a list of them, is not doubted.
    """
    common = language.function_words
    words: list[str] = []
    for part in (text[:SAMPLE], text) if common else ():
        words = [word for word in part.split() if word.islower()]
        known = sum(map(common.__contains__, words))
        if len(words) >= FEWEST_WORDS and known >= LEAST_SHARE * len(words):
            return True
    return len(words) < FEWEST_WORDS
