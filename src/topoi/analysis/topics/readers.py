"""Reading units, fitted or not, by the topics of a model."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gensim.models import LdaModel
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

ROUNDS = 100  # for each topic, at most; least squares of some twenty topics ends far sooner


@dataclass(frozen=True)
class NmfReader:
    """Reads by topics of an NMF: non-negative least squares of a unit on the topics' words.

    `topics` is topic by term, as fitted and not made shares.
    """

    weighting: "TfidfTransformer"
    topics: np.ndarray

    @cached_property
    def triangle(self) -> tuple[np.ndarray, np.ndarray]:
        """The topics as an orthogonal table and a small one, which makes each problem small."""
        return np.linalg.qr(self.topics.T)

    def weights(self, counts: "csr_matrix") -> np.ndarray:
        """Return each topic's share of each unit's tf-idf mass (Lawson and Hanson 1974).

        A unit without a word of the topics has zeros.
        """
        from scipy.optimize import nnls

        directions, small = self.triangle
        tfidf = self.weighting.transform(counts)
        k = len(self.topics)
        found = [nnls(small, row, maxiter=ROUNDS * k)[0] for row in tfidf @ directions]
        return row_shares(np.array(found).reshape(-1, k) * self.topics.sum(axis=1))

    def reordered(self, order: list[int]) -> "NmfReader":
        """Return the reader of the same topics in another order."""
        return NmfReader(self.weighting, self.topics[order])


@dataclass(frozen=True)
class LdaReader:
    """Reads by topics of an LDA: variational inference of a unit (Hoffman, Blei and Bach 2010).

    gensim starts from a random point. Every unit starts from the same one, drawn with `seed`, so
    that its weights do not depend on what is read before it.
    """

    model: "LdaModel"
    order: tuple[int, ...]
    seed: int = 0

    def weights(self, counts: "csr_matrix") -> np.ndarray:
        """Return each topic's share of each unit's words; zeros where there is none."""
        found = np.zeros((counts.shape[0], len(self.order)))
        edges = counts.indptr
        for row in range(counts.shape[0]):
            inside = slice(edges[row], edges[row + 1])
            if edges[row] < edges[row + 1]:
                bag = list(zip(counts.indices[inside], counts.data[inside], strict=True))
                self.model.random_state = np.random.RandomState(self.seed)
                found[row] = self.model.inference([bag])[0][0]
        return row_shares(found)[:, list(self.order)]

    def reordered(self, order: list[int]) -> "LdaReader":
        """Return the reader of the same topics in another order."""
        return LdaReader(self.model, tuple(self.order[place] for place in order), self.seed)


TopicReader = NmfReader | LdaReader


def row_shares(table: np.ndarray) -> np.ndarray:
    """Return the table with each row as shares of its sum; rows of zeros stay zeros."""
    sums = table.sum(axis=1, keepdims=True)
    return np.divide(table, sums, out=np.zeros_like(table, dtype=float), where=sums > 0)
