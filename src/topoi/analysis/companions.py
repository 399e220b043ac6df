"""What stands beside a coded passage: the other codes of its sentence and paragraph."""

from collections.abc import Sequence

import pandas as pd

UNITS = ("sentence", "paragraph")


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
