"""How far two codebooks of one study say the same of its texts: a coder's and our own, say."""

from collections.abc import Iterator, Sequence
from math import nan

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.agreement import paired
from topoi.coding.quality.reliability import RELIABILITY, reliability

ALONE = ["code", "other", "only_in", "doc", "start", "end"]
OF_BOTH = ["code", "other", "passages", "passages_other", "matched", "f1"]
AGREEMENT = [*OF_BOTH, *(name for name in RELIABILITY if name not in ("code", "coders"))]


def shared_codes(first: Codebook, other: Codebook) -> dict[str, str]:
    """Return code of the first -> code of the other, for codes with one id, or number, in both.

    >>> from topoi.coding.codebook.codebook import Code
    >>> books = [Codebook("a", "1", "A", (Code("x", "X"),)),
    ...          Codebook("b", "1", "B", (Code("y", "Y", number="x"),))]
    >>> shared_codes(*books), shared_codes(*reversed(books))
    ({'x': 'y'}, {'y': 'x'})
    """
    named = {name: code.id for code in other.codes for name in (code.number, code.id) if name}
    pairs = {code.id: named.get(code.id) or named.get(code.number) for code in first.codes}
    return {code: there for code, there in pairs.items() if there}


def without_shared_codes(books: Sequence[Codebook]) -> list[Codebook]:
    """Return the codebooks of passages marked by hand that have no code of any other codebook.

    Nothing can be said of their agreement; a single codebook has none to agree with.
    """
    return [
        book
        for book in books
        if book.annotations
        and len(books) > 1
        and not any(shared_codes(book, other) for other in books if other.id != book.id)
    ]


def hits_of_code(hits: pd.DataFrame, book: str, code: str) -> pd.DataFrame:
    """Return the hits of one code of one codebook."""
    return hits[(hits["codebook"] == book) & (hits["code"] == code)].reset_index(drop=True)


def codebook_agreement(
    hits: pd.DataFrame, first: Codebook, others: Sequence[Codebook], units: pd.DataFrame
) -> pd.DataFrame:
    """Return how far a codebook and others find the codes that they share at the same places, one
    row a code and other codebook: `code` (of the first), `other` (id of a codebook), `passages,
    passages_other, matched, f1`, and `units, positive, agreement, kappa, kappa_low, kappa_high,
    alpha, alpha_low, alpha_high, note` as `reliability` gives them.

    Passages match that overlap, one to one; `f1` is twice the matched over both (Hripcsak and
    Rothschild 2005: neither is the measure of the other). `units` are the sentences and headings
    of all texts: a text in which a coder marked nothing counts as one in which there is nothing.
    """
    rows = []
    for code, other, own, there, partner in pairings(hits, first, others):
        matched, of = int((partner >= 0).sum()), len(own) + len(there)
        known = (code, other, len(own), len(there), matched, 2 * matched / of if of else nan)
        (row,) = reliability({"own": own, "there": there}, units, codes=[code]).to_dict("records")
        rows.append(dict(zip(OF_BOTH, known, strict=True)) | row)
    return pd.DataFrame(rows, columns=AGREEMENT)


def only_in_one(hits: pd.DataFrame, first: Codebook, others: Sequence[Codebook]) -> pd.DataFrame:
    """Return the passages of shared codes that have no match in the other codebook, one row each:
    `code, other, only_in` (id of a codebook), `doc, start, end`."""
    found = [
        some.assign(code=code, other=other, only_in=book)
        for code, other, own, there, partner in pairings(hits, first, others)
        for book, some in (
            (first.id, own[partner < 0]),
            (other, there[~np.isin(np.arange(len(there)), partner)]),
        )
    ]
    return pd.concat([pd.DataFrame(columns=ALONE), *found], ignore_index=True)[ALONE]


def pairings(
    hits: pd.DataFrame, first: Codebook, others: Sequence[Codebook]
) -> Iterator[tuple[str, str, pd.DataFrame, pd.DataFrame, np.ndarray]]:
    """Yield of each shared code: its id in the first codebook, the id of the other codebook, the
    passages of both, and the number of the match of each passage of the first, -1 for none."""
    for other in others:
        for code, code_there in shared_codes(first, other).items():
            own = hits_of_code(hits, first.id, code)
            there = hits_of_code(hits, other.id, code_there).assign(code=code)
            partner = paired(own.assign(verdict="yes"), there, exhaustive=True).partner
            yield code, other.id, own, there, partner
