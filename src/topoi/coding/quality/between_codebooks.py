"""How far two codebooks of one study say the same of its texts: a coder's and our own, say."""

from collections.abc import Mapping, Sequence
from math import nan

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.agreement import paired
from topoi.coding.quality.reliability import RELIABILITY, reliability

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
    for other in others:
        for code, code_there in shared_codes(first, other).items():
            own = hits_of_code(hits, first.id, code)
            there = hits_of_code(hits, other.id, code_there).assign(code=code)
            matched = int((paired(own.assign(verdict="yes"), there, True).partner >= 0).sum())
            of = len(own) + len(there)
            known = (code, other.id, len(own), len(there), matched, 2 * matched / of if of else nan)
            codings: Mapping[str, pd.DataFrame] = {first.id: own, other.id: there}
            (row,) = reliability(codings, units, codes=[code]).to_dict("records")
            rows.append(dict(zip(OF_BOTH, known, strict=True)) | row)
    return pd.DataFrame(rows, columns=AGREEMENT)
