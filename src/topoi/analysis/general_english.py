"""Frequencies of general English, from the wordfreq package, as a reference for keyness."""

import pandas as pd

from topoi.errors import InputError

# The list's lowest frequency is 1e-8, so that one occurrence in this many words is the least it
# can tell from none. G2 depends on this size, the log ratio and %DIFF do not.
NOMINAL_SIZE = 100_000_000


def general_english(words: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the part of `words` that can be compared, and its frequencies in general English.

    `words` maps word to frequency. The second series has the frequency per 100 million words that
    wordfreq (Speer 2022, large list) gives, 0 for a word not in the list; forms with 's are folded
    into their word, as the tokens of a corpus are. Left out, since the list cannot tell: words with
    a hyphen, point or figure, and US, WHO and IT, which the list does not tell from us, who and it.
    Pass `reference_size=NOMINAL_SIZE` to `keyness`. Raises InputError when wordfreq is missing.

    >>> kept, english = general_english(pd.Series({"the": 5, "US": 2, "face-to-face": 1}))
    >>> list(kept.index), bool(english["the"] > 1_000_000)
    (['the'], True)
    """
    try:
        from wordfreq import get_frequency_dict
    except ModuleNotFoundError:
        raise InputError(
            "wordfreq", "is not installed", "Install it with `pip install topoi[collection]`."
        ) from None
    listed = get_frequency_dict("en", wordlist="large")
    kept = words[[is_comparable(word) for word in words.index]]
    shares = [listed.get(word, 0.0) + listed.get(f"{word}'s", 0.0) for word in kept.index]
    return kept, pd.Series(shares, index=kept.index, dtype=float) * NOMINAL_SIZE


def is_comparable(word: str) -> bool:
    """Return whether the frequency list has entries of this form.

    >>> is_comparable("don't"), is_comparable("2014"), is_comparable("US")
    (True, False, False)
    """
    return word.islower() and word.replace("'", "").isalpha()
