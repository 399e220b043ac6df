"""Codes that stand together in one sentence or one paragraph."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from topoi.analysis.measures.permutations import min_p, upper_tails
from topoi.analysis.measures.rates import q_values, shares_over_texts

LEAST_UNITS = 20
LEAST_EACH = 5
TOO_FEW = (
    f"not tested: needs {LEAST_UNITS} units and {LEAST_EACH} for each code, "
    "not counting texts of one unit"
)
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
    `expected` (the sum over texts of a * b / units, if the codes fell independently within each
    text), `jaccard` (both / either), `p`, `q`, `p_max`, `note`. Two codes of one subject meet more
    often over all texts since they stand in the same ones; within texts that counts for nothing.

    `p` is Birch's (1964) exact form of the Cochran-Mantel-Haenszel test over tables of 2 x 2, one a
    text, one-sided: together more often than expected. In one text it is Fisher's exact test. `q`
    is p after Benjamini and Hochberg (1995) over the tested pairs. `p_max` is the chance that any
    of them has so small a p when every code is dealt anew to the units of its texts (`min_p`): only
    with q and that below .05 may the pair that stands out be named. Pairs with fewer than 20 units,
    or a code in fewer than 5 of them, texts of one unit left aside, are counted and not tested: p,
    q and p_max are missing and `note` says so. Pairs that never meet are shown.

    Caveat: the test takes the units of one text as exchangeable, which neighbours are not quite.
    """
    table = incidence(hits, segments, unit=unit, codes=codes)
    held = table.to_numpy(dtype=np.int64)
    texts = table.groupby(level="doc", sort=False)
    within, sizes = texts.sum().to_numpy(dtype=np.int64), texts.size().to_numpy()
    pairs = list(combinations(range(len(table.columns)), 2))
    of = np.array(pairs, dtype=int).reshape(-1, 2).T
    a, b = held.sum(axis=0)[of]
    both = (held.T @ held)[tuple(of)]
    expected = (within.T @ (within / sizes[:, None]))[tuple(of)]
    dealt = sizes > 1  # in a text of one unit nothing can be dealt anew
    least = within[dealt].sum(axis=0)[of].min(axis=0)
    enough = (sizes[dealt].sum() >= LEAST_UNITS) & (least >= LEAST_EACH)
    tails = {pair: upper_tails(within[:, of[:, pair]], sizes) for pair in np.flatnonzero(enough)}
    p = pd.Series(np.nan, index=range(len(pairs)))
    for pair, (fewest, tail) in tails.items():
        p[pair] = tail[both[pair] - fewest]
    return pd.DataFrame(
        {
            "code_a": pd.array(table.columns.take(of[0]), dtype="str"),
            "code_b": pd.array(table.columns.take(of[1]), dtype="str"),
            "unit": pd.array([unit] * len(pairs), dtype="str"),
            "units": len(table),
            "a": a,
            "b": b,
            "both": both,
            "expected": expected,
            "jaccard": both / np.maximum(a + b - both, 1),
            "p": p,
            "q": q_values(p),
            "p_max": min_p(p, [tail for _, tail in tails.values()]),
            "note": pd.array(np.where(enough, "", TOO_FEW), dtype="str"),
        }
    )


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
    from ten texts on (`intervals.share_intervals`), as `attrs["note"]` says; the word share has
    none, because words of one sentence are not touched independently. A hit in a heading counts in
    `hits` and `documents`, and touches no paragraph. `codes` shows further codes, at zero.
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
        note = shares.attrs["note"]
    words = tokens[tokens["is_word"]].groupby(["doc", "sentence"]).size()
    sentences = touched["sentence"]
    inside = words.reindex(sentences.index, fill_value=0).to_numpy()
    table["words"] = inside @ sentences.to_numpy(dtype=int)
    table["word_share"] = table["words"] / max(words.sum(), 1)
    where = [places(code, touched["paragraph"]) for code in shown]
    table["where"] = pd.array(where, dtype="str")
    table.attrs["note"] = note
    return table


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
