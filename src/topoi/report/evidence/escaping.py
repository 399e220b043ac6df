"""Text from a corpus, made literal: in Markdown and in HTML; in CSV, `topoi.csv_files` does it.

A source text is data. Whatever it holds (tags, shortcodes, formulas, direction marks) must reach
the reader as the characters they are, so everything that leaves the project passes through here.
"""

import html
import re
import unicodedata
from collections.abc import Container

# pandoc and CommonMark both let any ASCII punctuation mark be escaped by a backslash. Parentheses,
# commas and semicolons start nothing once brackets are escaped, and are left readable.
_MARKDOWN = re.compile(r"[!\"#$%&'*+\-./:<=>?@\[\\\]^_`{|}~]")
_LISTED = re.compile(r"^(\(?\w+)\)")  # "a) text" would be an item of a list
_SPACE = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENERS |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_TURNS = re.compile(f"[{''.join(_OPENERS)}]")


def visible(text: str) -> str:
    """Return the text with each character that no page can hold as U+FFFD; lengths stay.

    HTML and PDF forbid control characters (NUL among them), lone surrogates and noncharacters.
    Tab and line ends are kept. The data files hold the characters themselves.

    >>> visible("a\\x00b")
    'a\ufffdb'
    """
    return _UNSHOWN.sub("\ufffd", text)


_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]"
)


def contained(text: str) -> str:
    """Return the text with marks that close every direction change a line of it leaves open.

    Without them a right-to-left override in a quoted passage would turn the words after it round.
    A change ends with its line, as it does in the source; no character is taken away.

    >>> contained("a\\u202eb") == "a\\u202eb\\u202c"
    True
    """
    if not _TURNS.search(text):
        return text
    return "".join(_closed(line) for line in text.splitlines(keepends=True))


def _closed(line: str) -> str:
    text = line.rstrip("\r\n")
    pending: list[str] = []
    for char in text:
        if char in _OPENERS:
            pending.append(_OPENERS[char])
        elif char in "\u202c\u2069" and char in pending:
            # a closing isolate also ends the embeddings opened inside it
            while pending.pop() != char:
                pass
    return text + "".join(reversed(pending)) + line[len(text) :]


def markdown_text(text: str) -> str:
    """Return Markdown that shows exactly this text, on one line, in pandoc, Quarto and Jupyter.

    Runs of white space become one space, as any Markdown renderer would make them.

    >>> print(markdown_text("a|b $x$ {{< x >}}"))
    a\\|b \\$x\\$ \\{\\{\\< x \\>\\}\\}
    """
    line = _SPACE.sub(" ", contained(visible(text)))
    return _LISTED.sub(r"\1\\)", _MARKDOWN.sub(r"\\\g<0>", line))


def html_text(text: str) -> str:
    """Return HTML that shows exactly this text, safe in an element and in a quoted attribute.

    >>> html_text("<b>'")
    '&lt;b&gt;&#x27;'
    """
    return html.escape(contained(visible(text)), quote=True)


def signs(text: str) -> list[str]:
    """Return the characters of a text in their order, each with the marks that stand on it.

    A font that has a character and a font that has a mark may still be two fonts.

    >>> [len(sign) for sign in signs("Cafe\\u0301 a")]
    [1, 1, 1, 2, 1, 1]
    """
    marks = "".join(sorted(c for c in set(text) if is_mark(c)))
    return re.findall(f".[{marks}]*" if marks else ".", text, re.DOTALL)


def is_mark(character: str) -> bool:
    """Return whether a character stands on the one before it."""
    return unicodedata.category(character)[0] == "M"


def in_code_points(text: str, unshown: Container[str]) -> str:
    """Return the text with each run of `signs` that no font has by its code points, in brackets.

    Of a sign whose character could be shown without its marks only these are.

    >>> in_code_points("a\u6f22\u5b57b", {"\u6f22", "\u5b57"})
    'a[U+6F22 U+5B57]b'
    """
    pieces: list[str] = []
    run = ""
    for sign in signs(text):
        if sign not in unshown:
            pieces += [_code_points(run), sign]
            run = ""
        elif len(sign) > 1 and not run and not is_mark(sign[0]) and sign[0] not in unshown:
            pieces.append(sign[0])
            run = sign[1:]
        else:
            run += sign
    return "".join([*pieces, _code_points(run)])


def _code_points(run: str) -> str:
    return "[" + " ".join(f"U+{ord(c):04X}" for c in run) + "]" if run else ""
