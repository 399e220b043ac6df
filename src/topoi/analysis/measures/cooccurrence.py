"""Codes that stand together in one sentence or one paragraph."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from topoi.analysis.measures.rates import q_values, shares_over_texts

LEAST_UNITS = 20
LEAST_EACH = 5
TOO_FEW = f"not tested: needs {LEAST_UNITS} units and {LEAST_EACH} for each code"
COLUMNS = [
    *("code_a", "code_b", "unit", "units", "a", "b", "both"),
    *("expected", "jaccard", "p", "q", "note"),
]
UNITS = ("sentence", "paragraph")
PLACES_SHOWN = 12


def incidence(
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    unit: str = "sentence",
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return a table of truths: a row for each sentence (or paragraph), a column for each code.

    The index is (doc, number of the sentence or paragraph), in reading order. Hits outside all
    units are left out: a heading holds no sentence and is no paragraph. `codes` fixes the columns;
    without it they are the codes seen, sorted.
    """
    units = pd.MultiIndex.from_frame(segments.loc[segments["kind"] == unit, ["doc", unit]])
    columns = sorted(hits["code"].unique()) if codes is None else list(codes)
    table = np.zeros((len(units), len(columns)), dtype=bool)
    inside = hits[hits["code"].isin(columns)]
    rows = units.get_indexer(pd.MultiIndex.from_frame(inside[["doc", unit]]))
    places = pd.Index(columns).get_indexer(inside["code"])
    table[rows[rows >= 0], places[rows >= 0]] = True
    return pd.DataFrame(table, index=units, columns=columns)


def cooccurrence(
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    unit: str = "sentence",
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return one row a pair of codes: how many units hold the one, the other, and both.

    Columns: `code_a, code_b, unit`, `units` (all sentences or paragraphs), `a`, `b`, `both`,
    `expected` (a * b / units, if they fell independently), `jaccard` (both / either), `p` (Fisher's
    exact test, one-sided: together more often than expected), `q` (p after Benjamini and Hochberg
    1995 over the tested pairs), `note`. Pairs with fewer than 20 units, or a code in fewer than 5
    of them, are counted and not tested: p and q are missing and `note` says so. The test takes the
    units as independent, which sentences of one document are not quite. Pairs that never meet are
    shown.
    """
    table = incidence(hits, segments, unit=unit, codes=codes)
    held = table.to_numpy(dtype=int)
    together = held.T @ held
    pairs = list(combinations(range(len(table.columns)), 2))
    counts = [(together[i, i], together[j, j], together[i, j]) for i, j in pairs]
    result = pd.DataFrame(counts, columns=["a", "b", "both"], dtype=int)
    either = result["a"] + result["b"] - result["both"]
    return tested(
        result.assign(
            code_a=[table.columns[i] for i, _ in pairs],
            code_b=[table.columns[j] for _, j in pairs],
            unit=unit,
            units=len(table),
            expected=result["a"] * result["b"] / max(len(table), 1),
            jaccard=result["both"] / either.clip(lower=1),
        )
    )


def tested(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with `p`, `q` and `note`, where there is enough to test."""
    from scipy.stats import hypergeom

    enough = (pairs["units"] >= LEAST_UNITS) & (pairs[["a", "b"]].min(axis=1) >= LEAST_EACH)
    p = hypergeom.sf(pairs["both"] - 1, pairs["units"], pairs["a"], pairs["b"]).clip(0, 1)
    p = pd.Series(p, index=pairs.index, dtype=float).where(enough)
    return pairs.assign(p=p, q=q_values(p), note=np.where(enough, "", TOO_FEW))[COLUMNS]


def companions(
    hits: pd.DataFrame, code: str, *, among: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the hits of one code with `in_sentence` and `in_paragraph`: the other codes there.

    Both columns hold sorted tuples of codes, each named once; a code in the sentence is not named
    again for the paragraph. `among` narrows the codes that count. Hits in headings, which have no
    sentence, get an empty `in_sentence`.
    """
    others = hits[hits["code"] != code]
    if among is not None:
        others = others[others["code"].isin(list(among))]
    own = hits[hits["code"] == code].reset_index(drop=True)
    beside = {unit: codes_by_unit(others, unit) for unit in UNITS}
    sentences = [beside["sentence"].get(key, ()) for key in keys(own, "sentence")]
    paragraphs = [
        tuple(name for name in beside["paragraph"].get(key, ()) if name not in near)
        for key, near in zip(keys(own, "paragraph"), sentences, strict=True)
    ]
    return own.assign(
        in_sentence=pd.Series(sentences, dtype=object, index=own.index),
        in_paragraph=pd.Series(paragraphs, dtype=object, index=own.index),
    )


def codes_by_unit(hits: pd.DataFrame, unit: str) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return (document, number) -> the codes that stand there, sorted, each once."""
    placed = hits[hits[unit] > 0]
    groups = placed.groupby(["doc", unit])["code"]
    return {key: tuple(sorted(set(codes))) for key, codes in groups}


def keys(hits: pd.DataFrame, unit: str) -> list[tuple[str, int]]:
    """Return the (document, number of the unit) of each hit."""
    return list(zip(hits["doc"], hits[unit], strict=True))


def theme_profile(
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return one row a code: the share of paragraphs, sentences and words it touches, and where.

    Columns: `code, hits, documents`; `paragraphs, paragraph_share, paragraph_low, paragraph_high`;
    the same for `sentence`; `words, word_share` (words of the sentences it stands in); `where`
    (the paragraphs, as ¶ numbers, or doc ¶ number in a collection). Intervals are over texts
    from ten texts on (`intervals.share_intervals`); the word share has none, because words of one
    sentence are not touched independently. A hit in
    a heading counts in `hits` and `documents`, and touches no paragraph. `codes` shows further
    codes, at zero.
    """
    shown = sorted(hits["code"].unique()) if codes is None else list(codes)
    counts = hits.groupby("code")["doc"].agg(["size", "nunique"]).reindex(shown, fill_value=0)
    table = pd.DataFrame({"code": pd.array(shown, dtype="str")})
    table[["hits", "documents"]] = counts.to_numpy(dtype=int)
    touched = {unit: incidence(hits, segments, unit=unit, codes=shown) for unit in UNITS}
    for unit in reversed(UNITS):
        of_texts = touched[unit].groupby("doc")
        shares = shares_over_texts(of_texts.sum(), of_texts.size())
        table[f"{unit}s"] = touched[unit].sum().to_numpy(dtype=int)
        table[[f"{unit}_{name}" for name in shares]] = shares
    words = tokens[tokens["is_word"]].groupby(["doc", "sentence"]).size()
    sentences = touched["sentence"]
    inside = words.reindex(sentences.index, fill_value=0).to_numpy()
    table["words"] = inside @ sentences.to_numpy(dtype=int)
    table["word_share"] = table["words"] / max(words.sum(), 1)
    where = [places(code, touched["paragraph"]) for code in shown]
    return table.assign(where=pd.array(where, dtype="str"))


def places(code: str, paragraphs: pd.DataFrame) -> str:
    """Return the paragraphs a code touches, as a short list for reading."""
    touched = paragraphs.index[paragraphs[code]]
    single = paragraphs.index.get_level_values("doc").nunique() == 1
    names = [f"¶{number}" if single else f"{doc} ¶{number}" for doc, number in touched]
    rest = len(names) - PLACES_SHOWN
    return ", ".join(names[:PLACES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def theme_grid(
    hits: pd.DataFrame, segments: pd.DataFrame, *, codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return hits of every code in every paragraph: `doc, paragraph, code, hits`, zeros shown."""
    shown = sorted(hits["code"].unique()) if codes is None else list(codes)
    blocks = segments.loc[segments["kind"] == "paragraph", ["doc", "paragraph"]]
    grid = blocks.merge(pd.DataFrame({"code": pd.Series(shown, dtype="str")}), how="cross")
    seen = hits.groupby(["doc", "paragraph", "code"], observed=True).size().rename("hits")
    grid = grid.merge(seen.reset_index(), on=["doc", "paragraph", "code"], how="left")
    return grid.assign(hits=grid["hits"].fillna(0).astype(int))
