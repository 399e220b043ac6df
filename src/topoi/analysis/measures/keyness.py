"""Which words one part of a corpus uses more than another."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import (
    WordParts,
    counts_by_group,
    forms_at,
    parts_of_documents,
    word_parts,
)
from topoi.analysis.measures.permutations import share_of_orders
from topoi.analysis.measures.rates import q_values
from topoi.errors import InputError
from topoi.text.corpus.corpus import GROUP

ZERO_RULE = 0.5
VARIANTS = {
    "four-cell": "G2 over the four cells of words against all other words (Dunning 1993)",
    "two-term": "G2 over the two frequencies of the word (Rayson & Garside 2000)",
}
METHOD = (
    "{variant}, natural logarithm; log ratio to base 2 with 0 counted as "
    f"{ZERO_RULE}; both rank words and test nothing."
)
TESTED = (
    "p: of so many of the group's texts with the word, or more, if the texts were dealt to the "
    "groups at random (text dispersion keyness, Egbert & Biber 2019; hypergeometric, mid-p); q: "
    "Benjamini-Hochberg over {tests:,} tests, of every word in each group of the table."
)
SIZES = "words: {own:,.0f} against {rest:,.0f}"
UNTESTED = "Ranked and not tested, since one side has one text only: {groups}."
# The list's lowest frequency is 1e-8, so that one occurrence in this many words is the least it
# can tell from none. G2 depends on this size, the log ratio and %DIFF do not.
NOMINAL_SIZE = 100_000_000
ROUNDING = 1e-6  # of a difference of large numbers


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
    `token, count, reference_count, per_1000, reference_per_1000, g2, log_ratio, pct_diff`, the
    largest G2 first. `log_ratio` is log2 of the ratio of the two rates, 0 counted as 0.5 (Hardie
    2014), positive where the part uses the word more. `pct_diff` is the difference in percent of
    the reference's rate (Gabrielatos & Marchi 2011), infinite where the reference has none. Words
    below `min_count` (in both together) are left out. `attrs["note"]` names the variant. Raises
    InputError where a word occurs more often than there are words.

    Caveat: G2 and the log ratio rank words and test nothing. Words come in texts, so that a word of
    one text passes for a word of the part; `keyness_by` has a test over texts.

    >>> part, rest = pd.Series({"peace": 8, "the": 92}), pd.Series({"peace": 2, "the": 98})
    >>> keyness(part, rest).round(2)[["token", "count", "log_ratio"]].values.tolist()
    [['peace', 8, 2.0], ['the', 92, -0.09]]
    """
    if variant not in VARIANTS:
        raise ValueError(f"variant is one of {', '.join(VARIANTS)}, not {variant!r}")
    both = pd.DataFrame({"count": counts, "reference_count": reference}).fillna(0)
    a, b = both["count"].to_numpy(float), both["reference_count"].to_numpy(float)
    c = float(counts.sum() if size is None else size)
    d = float(reference.sum() if reference_size is None else reference_size)
    table = ranked(over_words(both.index, a, b, c, d, variant=variant), min_count=min_count)
    sizes = SIZES.format(own=c, rest=d).capitalize()
    table.attrs["note"] = f"{METHOD.format(variant=VARIANTS[variant])} {sizes}."
    return table


def over_words(
    words: pd.Index, a: np.ndarray, b: np.ndarray, c: float, d: float, *, variant: str = "four-cell"
) -> pd.DataFrame:
    """Return the columns of `keyness` for frequencies a of c words and b of d words, as given."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "token": words.astype("str"),
                "count": a.astype(int),
                "reference_count": whole(b),
                "per_1000": 1000 * a / c,
                "reference_per_1000": 1000 * b / d,
                "g2": two_term(a, b, c, d) if variant == "two-term" else g2(a, c, a + b, c + d),
                "log_ratio": log_ratio(a, b, c, d),
                "pct_diff": 100 * (a / c - b / d) / (b / d),
            }
        )


def ranked(table: pd.DataFrame, *, min_count: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the words frequent enough, the largest G2 first (in each group of `by`)."""
    kept = table[(table["count"] + table["reference_count"]) >= min_count]
    ascending = [True] * len(by) + [False, True]
    return kept.sort_values([*by, "g2", "token"], ascending=ascending, ignore_index=True)


def keyness_by(
    words: pd.DataFrame | WordParts,
    groups: pd.Series,
    *,
    only: Sequence[str] | None = None,
    min_count: int = 5,
) -> pd.DataFrame:
    """Return the `keyness` of the words of each group against all others, tested over the texts.

    `words` are tokens or the words of a store; `groups` maps document to its group, or names those
    of the documents of a store in their order; `only` names the groups that are wanted, each still
    against all others. Columns: `group`, those of `keyness`, and `texts, reference_texts, text_g2,
    bic, p, q`, the groups in alphabetical order. `texts` and `reference_texts` are the texts with
    the word on either side, `text_g2` is G2 over texts with and without it (text dispersion
    keyness, Egbert & Biber 2019), and `bic` is that less the logarithm of the number of texts
    (Wilson 2013).

    `p` is that of the group's number of texts with the word, or a larger one, if the texts were
    dealt to the groups at random: hypergeometric, the observed number counted half (mid-p,
    Lancaster 1961). It asks for use in more texts; a word that the group uses less is near 1. `q`
    is p after Benjamini and Hochberg (1995) over all words of all groups in the table, those below
    `min_count` too. Where a side has one text only, nothing can be dealt: p, q and BIC are missing,
    and the order by G2 is all there is. With one group there is no row. `attrs["note"]` says each.

    Caveat: a long text holds more different words than a short one. Where the texts of a group are
    longer, compare the rates, too.
    """
    read = word_parts(words)
    codes, names = parts_of_documents(words, groups)
    counts, texts, sizes = counts_by_group(read, codes, len(names))
    if np.count_nonzero(sizes) < 2:
        nothing = np.zeros((1, 0), dtype=np.int64)
        table = against_others(pd.Index([]), nothing, nothing, np.ones(1, dtype=int), 0)
        table.insert(0, GROUP, pd.Series(dtype="str"))
        table.attrs["note"] = "There is one group only: nothing to compare it to."
        return table.assign(q=table["p"])
    rows = np.flatnonzero(counts.sum(axis=0))
    forms, counts, texts = forms_at(read, rows), counts[:, rows], texts[:, rows]
    shown = [at for at, name in enumerate(names) if sizes[at] and (not only or name in only)]
    tables = [against_others(forms, counts, texts, sizes, at) for at in shown]
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, GROUP, pd.array(names.take(np.repeat(shown, len(forms))), dtype="str"))
    table["q"] = q_values(table["p"])
    tests, untested = table["p"].count(), [names[at] for at in shown if not testable(sizes, at)]
    table = ranked(table, min_count=min_count, by=[GROUP])
    of_words = counts.sum(axis=1)
    table.attrs["sizes"] = {
        names[at]: SIZES.format(own=of_words[at], rest=of_words.sum() - of_words[at])
        + f"; texts: {sizes[at]:,} against {sizes.sum() - sizes[at]:,}"
        for at in shown
    }
    notes = [METHOD.format(variant=VARIANTS["four-cell"])]
    notes += [TESTED.format(tests=tests)] if tests else []
    notes += [UNTESTED.format(groups=", ".join(untested))] if untested else []
    table.attrs["note"] = " ".join(notes)
    return table


def against_others(
    forms: pd.Index, counts: np.ndarray, texts: np.ndarray, sizes: np.ndarray, at: int
) -> pd.DataFrame:
    """Return the columns of `keyness_by` for one group but q, words in the order given.

    `counts` and `texts` have the occurrences of each form and the texts with it, a row a group;
    `sizes` has all texts of each group, of which this is the one `at`.
    """
    own, rest = counts[at], counts.sum(axis=0) - counts[at]
    having, every, size, total = texts[at], texts.sum(axis=0), sizes[at], sizes.sum()
    scores, tested = g2(having, size, every, total), testable(sizes, at)
    return over_words(forms, own, rest, own.sum(), rest.sum()).assign(
        texts=having,
        reference_texts=every - having,
        text_g2=scores,
        bic=scores - np.log(total) if tested else np.nan,
        p=share_of_orders(having, every, size, total) if tested else np.nan,
    )


def testable(sizes: np.ndarray, at: int) -> bool:
    """Return whether both this group and all others together have several texts."""
    return bool(min(sizes[at], sizes.sum() - sizes[at]) > 1)


def keyness_of_english(words: pd.Series, *, min_count: int = 5) -> pd.DataFrame:
    """Return the `keyness` of word -> frequency against English at large (see `general_english`).

    The list of English has rates and no texts, so that nothing can be tested: G2 at a nominal size
    ranks the words. `attrs["left_out"]` counts the forms that the list cannot tell.
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

    require_possible(a, c, a + b, c + d)
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
    sign: compare observed with expected for the direction. Raises InputError for an impossible
    table.

    >>> float(g2(np.array([10]), 20, 20, 40).round(4)[0])
    0.0
    """
    from scipy.special import rel_entr

    require_possible(o11, r1, c1, n)
    rows, columns = ((np.asarray(one, dtype=float), n - one) for one in (r1, c1))
    cells = ((o11, rows[0] - o11), (columns[0] - o11, rows[1] - columns[0] + o11))
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sum(rel_entr(cells[i][j], rows[i] * columns[j] / n) for i in (0, 1) for j in (0, 1))
    return np.maximum(2 * total, 0.0)


def require_possible(
    o11: np.ndarray, r1: np.ndarray | float, c1: np.ndarray | float, n: np.ndarray | float
) -> None:
    """Raise InputError where a cell of the four is below 0, as where O11 is more than R1."""
    cells = [o11, r1 - o11, c1 - o11, n - r1 - c1 + o11]
    if any(np.any(np.asarray(cell) < -ROUNDING) for cell in cells):
        raise InputError(
            "table of counts",
            "is impossible: a joint frequency is larger than a marginal, or a marginal than all",
            "Give frequencies and sizes of the same words.",
        )


def association(
    o11: np.ndarray,
    r1: float,
    c1: np.ndarray,
    n: float,
    *,
    node: float | None = None,
    word: np.ndarray | None = None,
) -> pd.DataFrame:
    """Return the association of each word with a node: one row a word, in the order given.

    `o11` is how often the word stands near the node, `r1` all places near it, `c1` the places of
    the word, `n` all places; `node` and `word` are how often the two occur in the corpus, which is
    R1 and C1 unless given: a window has more places than nodes. Columns:
    `expected` (R1 C1 / N), `g2` (four cells, Dunning 1993), `log_dice` (14 + log2(2 O11 / (f(node)
    + f(word))), Rychlý 2008; at most 14 where no node has the word twice), `mi` (log2(O / E),
    Church & Hanks 1990), `t` ((O - E) / √O, Church et al. 1991), `delta_p` (O11 / R1 - O21 / R2:
    how much likelier the word is near the node than elsewhere, Gries 2013). Where O11 is 0, MI, t
    and logDice are -inf. Raises InputError for an impossible table.

    >>> found = association(np.array([15]), 100.0, np.array([30]), 1000.0, node=20)
    >>> found.round(3).iloc[0].to_dict()
    {'expected': 3.0, 'g2': 32.364, 'log_dice': 13.263, 'mi': 2.322, 't': 3.098, 'delta_p': 0.133}
    """
    o11, c1 = np.asarray(o11, dtype=float), np.asarray(c1, dtype=float)
    frequencies = (r1 if node is None else node) + (c1 if word is None else word)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = r1 * c1 / n
        return pd.DataFrame(
            {
                "expected": expected,
                "g2": g2(o11, r1, c1, n),
                "log_dice": 14 + np.log2(2 * o11 / frequencies),
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
