"""Case and apostrophe folding that never moves an offset."""

CURLY = {0x2019: "'", 0x2018: "'", 0x02BC: "'"}


def fold(text: str) -> str:
    """Return the text in lower case with straight apostrophes, at the same length.

    Matching works on the folded text and spans point into the original. The few letters whose
    lower case is longer than themselves (such as the dotted capital I) are kept as they are.

    >>> fold("Kiev’s US")
    "kiev's us"
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(CURLY)
