"""Quotations of a few words inside running text."""

import re

FEW_WORDS = 6
QUOTE = re.compile(
    r"""(?<!\w)'(?=[^\s',.;])(?P<single>[^'"\n]{1,80}(?:'[a-z]{1,2}\b[^'"\n]{0,60})?)(?<=\S)'(?!\w)"""
    r"""|(?<!\w)["“](?=\S)(?P<double>[^"“”\n]{1,80})(?<=\S)["”](?!\w)"""
    r"""|«(?P<angle>[^«»\n]{1,80})»""",
)


def partial_quotes(text: str) -> list[tuple[int, int]]:
    """Return the spans, marks included, of quotations of at most six words in running text.

    Single, double and angle marks count; an apostrophe between or after letters opens nothing. A
    whole sentence in quotation marks is a quotation, not a partial one: its closing mark follows a
    comma, and its first letter is a capital after a break.

    >>> text = "They called it a 'special case' of Kiev's."
    >>> [text[start:end] for start, end in partial_quotes(text)]
    ["'special case'"]
    """
    folded = text.replace("’", "'").replace("‘", "'")
    spans = []
    for found in QUOTE.finditer(folded):
        inner = found.group(found.lastgroup or 0)
        if len(inner.split()) <= FEW_WORDS and not whole_sentence(folded, found.start(), inner):
            spans.append(found.span())
    return spans


def whole_sentence(text: str, start: int, inner: str) -> bool:
    """Return whether a quotation stands as a sentence of its own."""
    before = text[:start].rstrip()[-1:]
    return before in {"", ".", "!", "?"} and inner[0].isupper() and inner[-1] in ",.!?"
