"""What a topic model is given: the units it compares and the words it may use."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.inventory import near_duplicates
from topoi.files import text_in
from topoi.text.lang.language import file_of
from topoi.text.words.spans import positions

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

LEAST_DOCUMENTS = 100
COPIED = 0.5  # of the sequences of kept words: from there on Broder (1997) calls texts the same
SEQUENCE = 3


class TopicUnits(NamedTuple):
    """The passages a topic model compares: their kind, why that kind, and where they are."""

    kind: str
    reason: str
    spans: pd.DataFrame


@dataclass(frozen=True)
class TermMatrix:
    """The words kept for topics and where each stands: `rows` names the unit, `columns` the term.

    `groups` names the document of each unit, `authors` its speaker where that matters. `left_out`
    says how many words went and why; `note` is empty, or says why nothing can be modelled.
    """

    terms: tuple[str, ...]
    rows: np.ndarray
    columns: np.ndarray
    groups: np.ndarray
    left_out: dict[str, int] = field(default_factory=dict)
    note: str = ""
    authors: np.ndarray | None = None

    @cached_property
    def counts(self) -> "csr_matrix":
        """The count of each term in each unit."""
        from scipy.sparse import coo_matrix

        shape = (len(self.groups), len(self.terms))
        ones = np.ones(len(self.rows))
        return coo_matrix((ones, (self.rows, self.columns)), shape=shape).tocsr()

    @cached_property
    def weighting(self) -> "TfidfTransformer":
        """Tf-idf by the units; frequencies as 1 + ln tf, so that no one long speech is a topic."""
        from sklearn.feature_extraction.text import TfidfTransformer

        return TfidfTransformer(sublinear_tf=True).fit(self.counts)

    @cached_property
    def tfidf(self) -> "csr_matrix":
        """The tf-idf of each term in each unit."""
        return self.weighting.transform(self.counts)

    @cached_property
    def copies(self) -> pd.DataFrame:
        """The units that nearly repeat an earlier one: `unit, like, similarity`, numbers of units.

        They share an estimated half of their sequences of three kept words with it (Jaccard;
        Broder 1997). Units of fewer words are not compared.
        """
        texts = ((str(unit), " ".join(words)) for unit, words in enumerate(self.texts()))
        found = near_duplicates(texts, threshold=COPIED, shingle=SEQUENCE, fewest=SEQUENCE)
        return found.rename(columns={"doc": "unit"}).astype({"unit": int, "like": int})

    def without_copies(self) -> "TermMatrix":
        """Return the units that repeat no earlier one; the matrix itself where none does."""
        if self.copies.empty:
            return self
        return self.of_units(np.delete(np.arange(len(self.groups)), self.copies["unit"]))

    def texts(self) -> list[list[str]]:
        """Return the kept words of each unit, in reading order."""
        words: list[list[str]] = [[] for _ in self.groups]
        for row, column in zip(self.rows, self.columns, strict=True):
            words[row].append(self.terms[column])
        return words

    def of_units(self, chosen: np.ndarray) -> "TermMatrix":
        """Return the same terms in some of the units, renumbered in the order given."""
        place = np.full(len(self.groups), -1)
        place[chosen] = np.arange(len(chosen))
        rows = place[self.rows]
        kept = rows >= 0
        authors = None if self.authors is None else self.authors[chosen]
        found = {"rows": rows[kept], "columns": self.columns[kept], "groups": self.groups[chosen]}
        return replace(self, **found, authors=authors)


def topic_units(
    documents: pd.DataFrame, segments: pd.DataFrame, *, least_documents: int = LEAST_DOCUMENTS
) -> TopicUnits:
    """Return the units for topics: documents when there are at least 100, else paragraphs.

    `spans` has `doc, start, end, paragraph` (0 for whole documents). Few documents cannot show
    which words go together whatever their length (Tang et al. 2014), and 50 press releases were
    borderline where 200 were enough, hence the 100.
    """
    count = len(documents)
    if count >= least_documents:
        reason = f"{count} documents are at least {least_documents}, so each document is a unit"
        return TopicUnits("document", reason, whole_documents(documents))
    blocks = paragraphs_of(segments)
    few = f"{count} document{'s are' if count != 1 else ' is'} fewer than {least_documents}"
    reason = f"{few}, so the units are paragraphs: {len(blocks)}"
    return TopicUnits("paragraph", reason, blocks)


def whole_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """Return each document as a unit."""
    whole = documents[["doc"]].assign(start=0, end=documents["n_chars"], paragraph=0)
    return whole.reset_index(drop=True)


def paragraphs_of(segments: pd.DataFrame) -> pd.DataFrame:
    """Return each paragraph as a unit."""
    paragraphs = segments["kind"] == "paragraph"
    columns = ["doc", "start", "end", "paragraph"]
    return segments.loc[paragraphs, columns].reset_index(drop=True)


def load_stop_words(path: str | Path | None = None) -> frozenset[str]:
    """Return the words of a file of stop words (one a line, # for comments), else the built-in."""
    lines = text_in(Path(path or file_of("stopwords.txt"))).splitlines()
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def vocabulary(
    tokens: pd.DataFrame,
    units: TopicUnits,
    *,
    stop_words: Collection[str] = (),
    min_units: int | None = None,
    max_share: float = 0.5,
) -> TermMatrix:
    """Return the words that topics are made of.

    Kept are words with a letter and at least two characters, not in `stop_words`, found in at
    least `min_units` units (2; from 100 units on 5, or one in 200 where that is more) and in at
    most `max_share` of them. Words are forms as they stand in the tokens table; nothing is stemmed.
    """
    words = tokens[tokens["is_word"]]
    rows, groups = positions(words, units.spans), units.spans["doc"].to_numpy()
    return term_matrix(words["token"], rows, groups, stop_words=stop_words, min_units=min_units,
                       max_share=max_share)  # fmt: skip


def term_matrix(
    forms: pd.Series,
    rows: np.ndarray,
    groups: np.ndarray,
    *,
    stop_words: Collection[str] = (),
    min_units: int | None = None,
    max_share: float = 0.5,
) -> TermMatrix:
    """Return the same of words whose units are known: the row of each word, -1 for none."""
    least = fewest_units(len(groups)) if min_units is None else min_units
    inside = rows >= 0
    rows, forms = rows[inside], forms[inside]
    codes, found = pd.factorize(forms, sort=True)
    table = pd.DataFrame({"row": rows, "code": codes}).drop_duplicates()
    spread = np.bincount(table["code"], minlength=len(found))
    lettered = np.array([len(form) > 1 and any(map(str.isalpha, form)) for form in found], bool)
    stop = np.array([form in stop_words for form in found], dtype=bool)
    rare = spread < least
    common = spread > max_share * len(groups)
    kept = lettered & ~stop & ~rare & ~common
    totals = np.bincount(codes, minlength=len(found))
    left_out = {
        "words": int(totals.sum()),
        "numbers and single letters": int(totals[~lettered].sum()),
        "stop words": int(totals[lettered & stop].sum()),
        f"in fewer than {least} units": int(totals[lettered & ~stop & rare].sum()),
        f"in more than {max_share:.0%} of units": int(
            totals[lettered & ~stop & ~rare & common].sum()
        ),
        "kept": int(totals[kept].sum()),
    }
    renumbered = np.cumsum(kept) - 1
    standing = kept[codes]
    return TermMatrix(
        terms=tuple(str(form) for form in found[kept]),
        rows=rows[standing],
        columns=renumbered[codes[standing]],
        groups=groups,
        left_out=left_out,
        note=emptiness(left_out, len(groups)),
    )


def terms_in_units(tokens: pd.DataFrame, spans: pd.DataFrame, terms: tuple[str, ...]) -> TermMatrix:
    """Return where words that were chosen before stand in units that may be others."""
    words = tokens[tokens["is_word"]]
    rows = positions(words, spans)
    columns = pd.Index(terms, dtype="str").get_indexer(words["token"])
    known = (rows >= 0) & (columns >= 0)
    return TermMatrix(terms, rows[known], columns[known], spans["doc"].to_numpy())


def sample_units(matrix: TermMatrix, most: int, *, seed: int) -> TermMatrix:
    """Return the matrix of a random sample of its units, or unchanged if there are few."""
    units = len(matrix.groups)
    if units <= most:
        return matrix
    chosen = np.random.default_rng(seed).choice(units, size=most, replace=False)
    return matrix.of_units(np.sort(chosen))


def commonest_terms(matrix: TermMatrix, most: int) -> TermMatrix:
    """Return the matrix of the terms in most units, `most` of them and all that are as common.

    A term in one unit alone goes, since it is together with others by that unit only.
    """
    spread = matrix.counts.getnnz(axis=0)
    least = max(2, np.sort(spread)[-most] if len(spread) > most else 0)
    kept = spread >= least
    standing = kept[matrix.columns]
    return replace(
        matrix,
        terms=tuple(term for term, stays in zip(matrix.terms, kept, strict=True) if stays),
        rows=matrix.rows[standing],
        columns=(np.cumsum(kept) - 1)[matrix.columns[standing]],
    )


def fewest_units(units: int) -> int:
    """Return in how many units a word has to be found to be kept, for so many units.

    >>> [fewest_units(units) for units in (10, 200, 2000)]
    [2, 5, 10]
    """
    return max(5, round(units / 200)) if units >= LEAST_DOCUMENTS else 2


def emptiness(left_out: dict[str, int], units: int) -> str:
    """Return why no word was kept, or nothing when some were."""
    if left_out["kept"]:
        return ""
    parts = [f"{count} {name}" for name, count in left_out.items() if count and name != "words"]
    why = f" ({', '.join(parts)})" if parts else ""
    return f"no word is left of {left_out['words']} in {units} unit{'s' * (units != 1)}{why}"
