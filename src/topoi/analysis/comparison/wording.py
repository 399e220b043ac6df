"""What differs between a quotation and its passage, in words."""

import re
from collections.abc import Mapping
from typing import Any

from topoi.text.lang.language import Expression, Language

NEGATION = Expression(
    r"\b(?:{no_negation})\b|(?P<negation>\b(?:{negators})\b|(?:{negation_endings})\b)",
    re.IGNORECASE,
)
MOST_PLACES = 10  # of as good a fit are looked for


def difference_of(row: Mapping[str, Any], *, quoting: str, text: str, language: Language) -> str:
    """Return what differs between a quotation and its passage, in words; "" where nothing does.

    Behind words left out or added that deny something stands that they do. Where a passage is one
    of several that fit as well, or words are too few to tell, it is said how many there are.
    """
    told = [f"said there by {row['said_by']}"] if row["by_another"] else []
    if not row["passages"] and row["places"] >= 0:
        told.append(f"these words stand there in {counted(row['places'])}")
    elif row["places"] > 1:
        told.append(f"one of {counted(row['places'])} that fit as well")
    if len(row["passages"]) > 1:
        told.append("joined from different places")
    told += [f"not found: {quoted(quoting, start, end)}" for start, end in row["missing"]]
    told += [f"moved: {quoted(quoting, start, end)}" for start, end, _, _ in row["moved"]]
    for start, end, marked in row["left_out"]:
        out = with_negation(quoted(text, start, end), language)
        told.append(f"left out{' (marked)' if marked else ''}: {out}")
    for start, end, said_start, said_end in row["altered"]:
        own, said = quoted(quoting, start, end), quoted(text, said_start, said_end)
        added = f"added: {with_negation(own, language)}"
        told.append(f"{own} for {said}" if said_start < said_end else added)
    for start, end, said_start, said_end in row["contracted"]:
        own, said = quoted(quoting, start, end), quoted(text, said_start, said_end)
        told.append(f"contraction: {own} for {said}")
    return "; ".join(told)


def counted(places: int) -> str:
    """Return a number of places in words; they are counted up to `MOST_PLACES`.

    >>> counted(0), counted(1), counted(3), counted(10)
    ('no place', '1 place', '3 places', '10 places or more')
    """
    if places < 2:
        return "1 place" if places else "no place"
    return f"{places} places{' or more' if places >= MOST_PLACES else ''}"


def with_negation(words: str, language: Language) -> str:
    """Return words, followed by the remark that a negation is among them where there is one.

    >>> from topoi.text.lang.language import language
    >>> [with_negation(words, language("en")) for words in ("“never”", "“no doubt”")]
    ['“never” (a negation)', '“no doubt”']
    """
    denies = any(found["negation"] for found in NEGATION[language].finditer(words))
    return f"{words} (a negation)" if denies else words


def quoted(text: str, start: int, end: int) -> str:
    """Return words of a text in quotation marks, with plain spaces."""
    return f"“{' '.join(text[start:end].split())}”"
