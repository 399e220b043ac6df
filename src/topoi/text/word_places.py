"""Where words begin, for counting them in stretches of texts without a table of tokens."""

import numpy as np
import pandas as pd

from topoi.text.boundaries import boundaries, code_points
from topoi.text.corpus import Corpus
from topoi.text.joined import BETWEEN, cut


def words_within(
    corpus: Corpus, spans: pd.DataFrame, *, starts: np.ndarray | None = None
) -> np.ndarray:
    """Return how many words begin in each row of a table with `doc, start, end`.

    What a word is, the tokens table says: punctuation and clitics are none. `starts`, where words
    begin in the texts joined, is found anew unless it is given.

    >>> from topoi.text.corpus import corpus_of
    >>> spans = pd.DataFrame({"doc": ["a", "b"], "start": [0, 3], "end": [9, 8]})
    >>> words_within(corpus_of({"a": "He left.", "b": "It's over."}), spans).tolist()
    [2, 1]
    """
    texts = list(corpus.texts.values())
    lengths = np.array([len(text) + len(BETWEEN) for text in texts], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    number = pd.Index(list(corpus.texts)).get_indexer(pd.Index(spans["doc"]))
    doc = begins[number]
    places = word_starts(BETWEEN.join(texts)) if starts is None else starts
    first, last = (np.searchsorted(places, doc + spans[edge]) for edge in ("start", "end"))
    return np.where(number < 0, 0, last - first)


def word_starts(text: str) -> np.ndarray:
    """Return where the words of a text begin, found piece by piece in a very long one.

    >>> word_starts("Kiev's root causes.").tolist()
    [0, 7, 12]
    """
    found = [np.zeros(0, dtype=np.int64)]
    place = 0
    while place < len(text):
        stop = cut(text, place)
        bounds = boundaries(code_points(text[place:stop]))
        found.append(bounds.starts[bounds.is_word] + place)
        place = stop
    return np.concatenate(found)
