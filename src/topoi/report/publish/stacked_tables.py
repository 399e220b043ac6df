"""Tables that are too wide for a phone: on a narrow screen each of their rows is a card."""

import re
from collections.abc import Sequence
from html import unescape

from topoi.report.evidence.escaping import html_text

PHONE, GUTTER = 54, 2  # letters in a line of a table on a phone, and what a column takes besides
READABLE = 18  # letters of a line in which words are read

_TABLE = re.compile(r"<table\b([^>]*)>(.*?)</table>", re.DOTALL)
_PART = re.compile(r"<(thead|tbody|tfoot|tr)\b")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])\b(.*?>)(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROLES = {"th": "columnheader", "td": "cell", "tr": "row"}


def stacked(html: str) -> str:
    """Return a page whose wide tables have what cards need: class, the head of each cell, roles.

    The style makes cards of them where the screen is narrow (`content.scss`), and roles keep them
    tables for a screen reader there. A table without one row of heads, or with a cell over several
    columns, is left as it is.

    >>> stacked("<table><thead><tr><th>Code</th></tr></thead></table>")
    '<table><thead><tr><th>Code</th></tr></thead></table>'
    """
    return _TABLE.sub(lambda found: _stacked(found) or found[0], html)


def _stacked(found: re.Match[str]) -> str:
    attributes, inner = found.groups()
    rows = [[_words(cell[3]) for cell in _CELL.finditer(row)] for row in _ROW.findall(inner)]
    heads = rows[0] if "<thead" in inner and rows else []
    whole = all(len(row) == len(heads) for row in rows)
    if not whole or "role=" in attributes or not too_wide(rows):
        return ""

    def told(row: re.Match[str]) -> str:
        columns = iter(heads)
        return _CELL.sub(lambda cell: _cell(cell, next(columns)), row[0])

    inner = _PART.sub(lambda part: f'{part[0]} role="{_ROLES.get(part[1], "rowgroup")}"', inner)
    kept, plain = re.subn(r'\bclass="', 'class="stacked ', attributes), ' class="stacked"'
    attributes = kept[0] if kept[1] else attributes + plain
    return f'<table role="table"{attributes}>{_ROW.sub(told, inner)}</table>'


def _cell(cell: re.Match[str], head: str) -> str:
    tag, attributes, content = cell.groups()
    named = f' data-head="{html_text(head)}"' if tag == "td" and head else ""
    return f'<{tag} role="{_ROLES[tag]}"{named}{attributes}{content}</{tag}>'


def too_wide(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the columns of a table, heads first, cannot stand side by side on a phone.

    A column takes its longest word, and one of longer texts a line in which they can be read.

    >>> too_wide([["Code", "Passages"], ["Labels", "7"]])
    False
    >>> too_wide([["Passage"] * 3, ["words beside other words"] * 3])
    True
    """
    rooms = []
    for head, *cells in zip(*rows, strict=True):
        words = [len(word) for text in (head, *cells) for word in text.split()]
        rooms.append(max([*words, *(min(len(text), READABLE) for text in cells)], default=0))
    return sum(rooms) + GUTTER * len(rooms) > PHONE


def _words(cell: str) -> str:
    return " ".join(unescape(_TAG.sub("", cell.replace("<wbr>", " "))).split())
