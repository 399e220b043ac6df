"""What stands before and after a passage, and texts on one line."""

import re


def line(text: str, start: int, end: int, *, width: int) -> tuple[str, str, str]:
    """Return the context before a passage, the passage, and the context after it, on one line.

    >>> line("The root causes of the crisis.", 4, 15, width=10)
    ('The', 'root causes', 'of the')
    """
    before, after = around(text, start, end, width=width)
    return flat(before), flat(text[start:end]), flat(after)


def around(text: str, start: int, end: int, *, width: int) -> tuple[str, str]:
    """Return about `width` characters before and after a passage, as they stand, cut between words.

    Where there is nothing to cut at, as in a script without spaces, it is cut between letters.

    >>> around("one two three four five", 8, 13, width=7)
    ('two ', ' four')
    """
    begin, finish = max(0, start - width), min(len(text), end + width)
    before, after = text[begin:start], text[end:finish]
    if begin and not text[begin - 1].isspace() and not text[begin].isspace():
        before = re.sub(r"^\S+\s+", "", before)
    if finish < len(text) and not text[finish].isspace():
        after = re.sub(r"\s+\S+$", "", after)
    return before, after


def shortened(text: str, most: int) -> str:
    """Return a text on one line, of a longer one its first words and an ellipsis.

    >>> shortened("The talks\\nwent on for days.", 15)
    'The talks went …'
    """
    line = flat(text)
    return line if len(line) <= most else f"{around(line, 0, 0, width=most)[1].rstrip()} …"


def flat(text: str) -> str:
    """Return the text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())
