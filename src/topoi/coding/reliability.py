"""Agreement between coders on units, corrected for chance."""

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
import pandas as pd

COLUMNS = ["code", "units", "coders", "positive", "agreement", "kappa", "alpha"]


def reliability(
    codings: Mapping[str, pd.DataFrame],
    units: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    column: str = "code",
) -> pd.DataFrame:
    """Return agreement on units, one row a code: `code, units, coders, positive, agreement, kappa,
    alpha`.

    `codings` gives each coder's table of spans (`doc, start, end` and the code in `column`; the
    machine's hits can be one of them); `units` the spans judged, such as sentences. A coder says
    yes to a unit that one of the coder's spans overlaps. `positive` is the mean share of yes,
    `agreement` the share of coder pairs that agree, `kappa` Cohen's (1960), averaged over pairs, by
    nltk; `alpha` Krippendorff's (2004), nominal. Both are NaN where nobody, or everybody, says
    yes to every unit. They ask whether the same units are marked, not the same words.
    """
    names = sorted(set().union(*(set(table[column]) for table in codings.values())))
    rows = []
    for code in names if codes is None else codes:
        marks = np.array(
            [marked(table[table[column] == code], units) for table in codings.values()]
        )
        rows.append((code, len(units), len(codings), *chance_corrected(marks)))
    return pd.DataFrame(rows, columns=COLUMNS)


def marked(spans: pd.DataFrame, units: pd.DataFrame) -> np.ndarray:
    """Return which units one of the spans overlaps, as 0 and 1."""
    found = np.zeros(len(units), dtype=int)
    by_doc = dict(tuple(spans.groupby("doc", sort=False)))
    for doc, rows in units.reset_index(drop=True).groupby("doc", sort=False):
        mine = by_doc.get(doc)
        if mine is not None:
            before = mine["start"].to_numpy()[:, None] < rows["end"].to_numpy()
            after = mine["end"].to_numpy()[:, None] > rows["start"].to_numpy()
            found[rows.index.to_numpy()] = (before & after).any(axis=0)
    return found


def chance_corrected(marks: np.ndarray) -> tuple[float, float, float, float]:
    """Return the share of yes, the agreement, Cohen's kappa and Krippendorff's alpha.

    >>> [round(x, 3) for x in chance_corrected(np.array([[1, 1, 0, 0], [1, 0, 0, 0]]))]
    [0.375, 0.75, 0.5, 0.533]
    """
    import krippendorff
    from nltk.metrics.agreement import AnnotationTask

    if not marks.size:
        return nan, nan, nan, nan
    rows = [
        (str(coder), unit, int(value))
        for coder, line in enumerate(marks)
        for unit, value in enumerate(line)
    ]
    task = AnnotationTask(data=rows)
    agreement = float(task.avg_Ao()) if len(marks) > 1 else nan
    if len(marks) < 2 or len(np.unique(marks)) < 2:
        return float(marks.mean()), agreement, nan, nan
    alpha = krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal")
    return float(marks.mean()), agreement, float(task.kappa()), float(alpha)
