"""Which words one part of a corpus uses more than another."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import counts_by_part
from topoi.errors import InputError
from topoi.text.corpus.corpus import GROUP

ZERO_RULE = 0.5
VARIANTS = {
    "four-cell": "G2 over the four cells of words against all other words (Dunning 1993)",
    "two-term": "G2 over the two frequencies of the word (Rayson & Garside 2000)",
}
# The list's lowest frequency is 1e-8, so that one occurrence in this many words is the least it
# can tell from none. G2 depends on this size, the log ratio and %DIFF do not.
NOMINAL_SIZE = 100_000_000


def keyness(
    counts: pd.Series,
    reference: pd.Series,
    *,
    size: float | None = None,
    reference_size: float | None = None,
    variant: str = "four-cell",
    min_count: int = 1,
) -> pd.DataFrame:
    """Return each word's frequency in a part and in a reference, and how the two differ.

    `counts` and `reference` map word to frequency; the sizes are their sums unless given. Columns:
    `token, count, reference_count, per_1000, reference_per_1000, g2, bic, log_ratio, pct_diff, p,
    q`, the largest G2 first. `log_ratio` is log2 of the ratio of the two rates, 0 counted as 0.5
    (Hardie 2014), positive where the part uses the word more. `pct_diff` is the difference in
    percent of the reference's rate (Gabrielatos & Marchi 2011), infinite where the reference has
    none. `bic` is G2 - ln N (Wilson 2013), `p` the chi-square tail at one degree of freedom, and
    `q` is p after Benjamini-Hochberg over every word compared, those below `min_count` (in both
    together) too, which are left out of the table only. `attrs["note"]` names the variant.

    Caveat: words are not independent draws; a word of one text passes for a word of the part.
    Read G2 beside the log ratio and the dispersion.

    >>> part, rest = pd.Series({"peace": 8, "the": 92}), pd.Series({"peace": 2, "the": 98})
    >>> keyness(part, rest).round(2)[["token", "count", "log_ratio"]].values.tolist()
    [['peace', 8, 2.0], ['the', 92, -0.09]]
    """
    from scipy.stats import chi2, false_discovery_control

    if variant not in VARIANTS:
        raise ValueError(f"variant is one of {', '.join(VARIANTS)}, not {variant!r}")
    both = pd.DataFrame({"count": counts, "reference_count": reference}).fillna(0)
    a, b = both["count"].to_numpy(float), both["reference_count"].to_numpy(float)
    c = float(counts.sum() if size is None else size)
    d = float(reference.sum() if reference_size is None else reference_size)
    scores = two_term(a, b, c, d) if variant == "two-term" else g2(a, c, a + b, c + d)
    p = chi2.sf(scores, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        table = pd.DataFrame(
            {
                "token": both.index.astype("str"),
                "count": a.astype(int),
                "reference_count": whole(b),
                "per_1000": 1000 * a / c,
                "reference_per_1000": 1000 * b / d,
                "g2": scores,
                "bic": scores - np.log(c + d),
                "log_ratio": log_ratio(a, b, c, d),
                "pct_diff": 100 * (a / c - b / d) / (b / d),
                "p": p,
                "q": false_discovery_control(p) if len(p) else p,
            }
        )
    compared = len(table)
    table = table[(a + b) >= min_count]
    table = table.sort_values(["g2", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["method"] = (
        f"{VARIANTS[variant]}, natural logarithm; log ratio to base 2 with 0 counted as "
        f"{ZERO_RULE}; q: Benjamini-Hochberg over"
    )
    table.attrs["sizes"] = f"{compared:,} words compared; {c:,.0f} words against {d:,.0f}"
    table.attrs["note"] = f"{table.attrs['method']} {table.attrs['sizes']}."
    return table


def keyness_by(words: pd.DataFrame, groups: pd.Series, *, min_count: int = 5) -> pd.DataFrame:
    """Return the `keyness` of the words of each group against those of all others.

    `words` are the tokens that are words, `groups` maps document to its group. Columns: `group` and
    those of `keyness`, the groups in alphabetical order. With one group there is nothing to compare
    it to: no row, and `attrs["note"]` says so.
    """
    rows, _ = counts_by_part(words, groups)
    counts = rows.pivot(index="token", columns="part", values="count").fillna(0)
    names = sorted(set(groups))
    if len(names) < 2:
        empty = keyness(pd.Series(dtype=float), pd.Series(dtype=float), size=1, reference_size=1)
        empty.insert(0, GROUP, pd.Series(dtype="str"))
        empty.attrs["note"] = "There is one group only: nothing to compare it to."
        return empty
    tables = []
    for name in names:
        own = counts.get(name, pd.Series(0.0, index=counts.index))
        found = keyness(own, counts.sum(axis=1) - own, min_count=min_count)
        tables.append(found.assign(**{GROUP: name}))
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, GROUP, table.pop(GROUP).astype("str"))
    table.attrs["note"] = f"{tables[0].attrs['method']} the words of a group."
    return table


def keyness_of_english(words: pd.Series, *, min_count: int = 5) -> pd.DataFrame:
    """Return the `keyness` of word -> frequency against English at large (see `general_english`).

    `attrs["left_out"]` counts the forms that the list of English cannot tell.
    """
    kept, english = general_english(words)
    table = keyness(
        kept, english, size=float(words.sum()), reference_size=NOMINAL_SIZE, min_count=min_count
    )
    table.attrs["left_out"] = len(words) - len(kept)
    return table


def two_term(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return G2 over the word's two frequencies only (Rayson & Garside 2000).

    >>> float(two_term(np.array([5]), np.array([3]), 689, 1_000_000).round(2)[0])
    62.23
    """
    from scipy.special import rel_entr

    both = np.asarray(a, dtype=float) + b
    terms = rel_entr(a, c * both / (c + d)) + rel_entr(b, d * both / (c + d))
    return np.maximum(2 * terms, 0.0)


def log_ratio(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return log2 of the ratio of two relative frequencies, 0 counted as 0.5 (Hardie 2014)."""
    return np.log2((np.where(a > 0, a, ZERO_RULE) / c) / (np.where(b > 0, b, ZERO_RULE) / d))


def whole(counts: np.ndarray) -> np.ndarray:
    """Return the counts as integers where they are whole, else as they are (a scaled list)."""
    return counts.astype(int) if np.all(counts == np.floor(counts)) else counts


def g2(
    o11: np.ndarray, r1: np.ndarray | float, c1: np.ndarray | float, n: np.ndarray | float
) -> np.ndarray:
    """Return the log-likelihood ratio G2 over all four cells (Dunning 1993), natural logarithm.

    `o11` is the joint frequency, `r1` and `c1` the marginals, `n` the total. The value has no
    sign: compare observed with expected for the direction.

    >>> float(g2(np.array([10]), 20, 20, 40).round(4)[0])
    0.0
    """
    from scipy.special import rel_entr

    rows, columns = ((np.asarray(one, dtype=float), n - one) for one in (r1, c1))
    cells = ((o11, rows[0] - o11), (columns[0] - o11, rows[1] - columns[0] + o11))
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sum(rel_entr(cells[i][j], rows[i] * columns[j] / n) for i in (0, 1) for j in (0, 1))
    return np.maximum(2 * total, 0.0)


def association(o11: np.ndarray, r1: float, c1: np.ndarray, n: float) -> pd.DataFrame:
    """Return the association of each word with a node: one row a word, in the order given.

    Columns: `expected` (R1 C1 / N), `g2` (four cells, Dunning 1993), `log_dice`
    (14 + log2(2 O11 / (R1 + C1)), Rychlý 2008; at most 14), `mi` (log2(O / E), Church & Hanks
    1990), `t` ((O - E) / √O, Church et al. 1991), `delta_p` (O11 / R1 - O21 / R2: how much likelier
    the word is near the node than elsewhere, Gries 2013). Where O11 is 0, MI and logDice are -inf.

    >>> association(np.array([15]), 100.0, np.array([30]), 1000.0).round(3).iloc[0].to_dict()
    {'expected': 3.0, 'g2': 32.364, 'log_dice': 11.885, 'mi': 2.322, 't': 3.098, 'delta_p': 0.133}
    """
    o11, c1 = np.asarray(o11, dtype=float), np.asarray(c1, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = r1 * c1 / n
        return pd.DataFrame(
            {
                "expected": expected,
                "g2": g2(o11, r1, c1, n),
                "log_dice": 14 + np.log2(2 * o11 / (r1 + c1)),
                "mi": np.log2(o11 / expected),
                "t": (o11 - expected) / np.sqrt(o11),
                "delta_p": o11 / r1 - (c1 - o11) / (n - r1),
            }
        )


def general_english(words: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the part of `words` that can be compared, and its frequencies in general English.

    `words` maps word to frequency. The second series has the frequency per 100 million words that
    wordfreq (Speer 2022, large list) gives, 0 for a word not in the list; forms with 's are folded
    into their word, as the tokens of a corpus are. Left out, since the list cannot tell: words with
    a hyphen, point or figure, and US, WHO and IT, which the list does not tell from us, who and it.
    Pass `reference_size=NOMINAL_SIZE` to `keyness`. Raises InputError when wordfreq is missing.

    >>> kept, english = general_english(pd.Series({"the": 5, "US": 2, "face-to-face": 1}))
    >>> list(kept.index), bool(english["the"] > 1_000_000)
    (['the'], True)
    """
    try:
        from wordfreq import get_frequency_dict
    except ModuleNotFoundError:
        raise InputError(
            "wordfreq", "is not installed", "Install it with `pip install topoi`."
        ) from None
    listed = get_frequency_dict("en", wordlist="large")
    kept = words[[is_comparable(word) for word in words.index]]
    shares = [listed.get(word, 0.0) + listed.get(f"{word}'s", 0.0) for word in kept.index]
    return kept, pd.Series(shares, index=kept.index, dtype=float) * NOMINAL_SIZE


def is_comparable(word: str) -> bool:
    """Return whether the frequency list has entries of this form.

    >>> is_comparable("don't"), is_comparable("2014"), is_comparable("US")
    (True, False, False)
    """
    return word.islower() and word.replace("'", "").isalpha()
