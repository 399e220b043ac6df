"""The theme profile: how much of the text each code touches, where, and in whose voice."""

from collections.abc import Sequence

import pandas as pd

from topoi.analysis.cooccurrence import incidence
from topoi.analysis.measures import wilson

PLACES_SHOWN = 12


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
    (the paragraphs, as ¶ numbers, or doc ¶ number in a collection). Intervals are Wilson's (1927);
    the word share has none, because words of one sentence are not touched independently. A hit in
    a heading counts in `hits` and `documents`, and touches no paragraph. `codes` shows further
    codes, at zero.
    """
    shown = sorted(hits["code"].unique()) if codes is None else list(codes)
    by_unit = {
        unit: incidence(hits, segments, unit=unit, codes=shown)
        for unit in ("paragraph", "sentence")
    }
    words = words_by_sentence(tokens)
    rows = [theme_row(code, hits[hits["code"] == code], by_unit, words) for code in shown]
    return pd.DataFrame(rows, columns=list(theme_row("", hits[:0], by_unit, words)))


def theme_row(
    code: str, hits: pd.DataFrame, by_unit: dict[str, pd.DataFrame], words: pd.Series
) -> dict[str, object]:
    """Return the profile of one code, given which units it touches."""
    row: dict[str, object] = {"code": code, "hits": len(hits), "documents": hits["doc"].nunique()}
    for unit, table in by_unit.items():
        touched = int(table[code].sum()) if code in table else 0
        low, high = wilson(touched, len(table))
        row |= {f"{unit}s": touched, f"{unit}_share": touched / max(len(table), 1)}
        row |= {f"{unit}_low": low, f"{unit}_high": high}
    in_words = held_words(code, by_unit["sentence"], words)
    row |= {"words": in_words, "word_share": in_words / max(int(words.sum()), 1)}
    return row | {"where": places(code, by_unit["paragraph"])}


def words_by_sentence(tokens: pd.DataFrame) -> pd.Series:
    """Return the number of words of each (doc, sentence); sentence 0 is outside sentences."""
    return tokens[tokens["is_word"]].groupby(["doc", "sentence"]).size()


def held_words(code: str, sentences: pd.DataFrame, words: pd.Series) -> int:
    """Return how many words the sentences touched by a code hold."""
    if code not in sentences:
        return 0
    touched = sentences.index[sentences[code]]
    return int(words.reindex(touched, fill_value=0).sum())


def places(code: str, paragraphs: pd.DataFrame) -> str:
    """Return the paragraphs a code touches, as a short list for reading."""
    if code not in paragraphs:
        return ""
    touched = paragraphs.index[paragraphs[code]]
    single = paragraphs.index.get_level_values("doc").nunique() == 1
    names = [f"¶{number}" if single else f"{doc} ¶{number}" for doc, number in touched]
    rest = len(names) - PLACES_SHOWN
    return ", ".join(names[:PLACES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def theme_voices(
    hits: pd.DataFrame, *, by: Sequence[str] = ("mode", "speaker"), code: str = "code"
) -> pd.DataFrame:
    """Return whose voice each code's hits are in: `code`, the `by` columns, hits, share, interval.

    Columns: `code`, `by`, `hits`, `of` (all hits of the code), `share, low, high` (Wilson 1927).
    """
    seen = hits.groupby([code, *by], observed=True).size().rename("hits").reset_index()
    seen["of"] = seen.groupby(code)["hits"].transform("sum")
    seen["share"] = seen["hits"] / seen["of"]
    ends = [wilson(hit, of) for hit, of in zip(seen["hits"], seen["of"], strict=True)]
    return seen.assign(low=[end.low for end in ends], high=[end.high for end in ends])


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
