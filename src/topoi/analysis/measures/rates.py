"""Rates and shares with their intervals, and the word counts they are taken over."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import (
    LEAST_TEXTS,
    SHARES_OVER_TEXTS,
    note_on,
    rate_intervals,
    share_intervals,
    sums,
)
from topoi.text.corpus.corpus import OF_TEXTS, By, columns_named, groups_of, heading_of, kept_name
from topoi.text.words.spans import containing, positions

NO_WORDS = "no words in this group"
FEW_TEXTS = f"fewer than {LEAST_TEXTS} texts: no interval"
COUNTED = ("code", "hits", "words", "rate", "low", "high", "note")
SPOKEN = ("mode", "speaker", "doc")  # what a voice is counted by, each over its own words


def word_counts(
    tokens: pd.DataFrame, voices: pd.DataFrame | None = None, *, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the number of words in each group: the `by` columns and `words`.

    A `by` column is looked for among the tokens' own (such as `doc`), then in `voices` (`mode`,
    `speaker`), where a word belongs to the voice that holds its first character. Without `by`,
    one row. Tokens that are no words (punctuation, clitics) are not counted.
    """
    words = tokens[tokens["is_word"]]
    from_voices = [name for name in by if name not in words.columns]
    if from_voices and voices is None:
        raise ValueError(f"voices are needed to count words by {', '.join(from_voices)}")
    if not by:
        return pd.DataFrame({"words": [len(words)]})
    if voices is not None and from_voices:
        held = positions(words, voices)
        if set(by) <= set(voices.columns) and (held >= 0).all():
            return grouped_words(np.bincount(held, minlength=len(voices)), voices, by)
        words = words.join(containing(words, voices, from_voices))
    return words.groupby(list(by), observed=True).size().rename("words").reset_index()


def grouped_words(counts: np.ndarray, spans: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the number of words in each group of spans, such as voices, given those in each span.

    Counted a span first, so that words, of which there are many, are not grouped by names.
    """
    return summed(spans[list(by)].assign(words=counts)[counts > 0], by)


def rates(
    hits: pd.DataFrame,
    words: int | pd.DataFrame,
    *,
    by: Sequence[str] = ("code",),
    codes: Sequence[str] = (),
    per: int = 1000,
) -> pd.DataFrame:
    """Return one row a group: the `by` columns, `hits, words, rate, low, high, note`.

    `words` is the number of words, or a table of `word_counts` with group columns that are among
    `by`, and with `doc`, so that the 95% intervals are over texts (`intervals.rate_intervals`);
    `attrs["note"]` says what they are. Every code (those seen and those named in `codes`; or part,
    as `in_parts` has it) meets every group of words, so zeros are shown. `rate`, `low` and `high`
    are per 1,000 words (`per`); where a group has no words they are missing and `note` says so.

    >>> hits = pd.DataFrame({"code": ["a", "a"]})
    >>> rates(hits, 1000, codes=["a", "b"])[["code", "hits", "rate"]].values.tolist()
    [['a', 2, 2.0], ['b', 0, 0.0]]
    """
    table = pd.DataFrame({"words": [words]}) if isinstance(words, int | np.integer) else words
    of_words = [name for name in by if name in table.columns]
    of_hits = [name for name in by if name not in table.columns]
    unit = [*of_words, *({"doc"} & {*table.columns} - {*by})]
    # A text may have hits in a group, such as a voice, in which it has no word.
    cells = summed(pd.concat([table, hits[unit].drop_duplicates().assign(words=0)]), unit)
    shown, groups = levels(hits, of_hits, codes=codes), summed(cells, of_words)
    level, cell = rows_in(hits, of_hits, shown), rows_in(hits, unit, cells)
    of, group = cells["words"].to_numpy(), rows_in(cells, of_words, groups)
    counts = (np.bincount(cell[level == at], minlength=len(cells)) for at in range(len(shown)))
    found = rate_columns(counts, of, group, groups=len(groups), per=per)
    grid = shown.merge(groups[of_words], how="cross").join(found)
    grid = grid[(grid["words"] > 0) | (grid["hits"] > 0) | (not of_words)]
    grid["note"] = pd.array(np.where(grid["words"] > 0, "", NO_WORDS), dtype="str")
    result = grid[[*by, "hits", "words", "rate", "low", "high", "note"]]
    result = result.sort_values(list(by), ignore_index=True) if by else result
    texts = table["doc"].nunique() if "doc" in table.columns else None
    result.attrs["note"] = note_on(over_texts=found.attrs["over_texts"], texts=texts)
    return result


def rates_by(
    hits: pd.DataFrame,
    words: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codes: Sequence[str],
    by: By | None = None,
) -> pd.DataFrame:
    """Return the `rates` of each code, by voice, by columns of the texts (`groups_of`) or by both.

    `words` has `doc, mode, speaker, words`. `by` names mode, speaker or doc, so that a rate says
    how often that voice uses the code and not how much it speaks, or columns of the documents; each
    is a column of the table. Where the texts have a column speaker, too, theirs is `text.speaker`,
    and `attrs["note"]` says so. Raises InputError for a column that there is not.
    """
    names, hits, texts = placed_by(hits, words, documents, by=by)
    table = rates(hits, texts, by=["code", *names], codes=codes)
    for name in names:
        if name in SPOKEN and kept_name(name) in documents.columns:
            told = f"The texts have a column {name}, too: write {OF_TEXTS}{name} to count by it."
            table.attrs["note"] += f" {told}"
    return table


def placed_by(
    hits: pd.DataFrame, words: pd.DataFrame, documents: pd.DataFrame, *, by: By | None
) -> tuple[list[str], pd.DataFrame, pd.DataFrame]:
    """Return the columns that `by` names, the hits with them, and the words of each text in each.

    `words` is as in `rates_by`; the last table has the columns, `doc` and `words`.
    """
    names = columns_named(by, documents) if by is not None else []
    of_texts = groups_of(documents, [name for name in names if name not in SPOKEN])
    for name, group in of_texts.items():
        head = heading_of([name], taken=COUNTED)
        hits, words = (one.assign(**{head: one["doc"].map(group)}) for one in (hits, words))
    return names, hits, summed(words, list(dict.fromkeys([*names, "doc"])))


def summed(words: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return the words of each group, in one row without groups."""
    if not groups:
        return pd.DataFrame({"words": [int(words["words"].sum())]})
    return words.groupby(list(groups), observed=True)["words"].sum().reset_index()


def levels(hits: pd.DataFrame, columns: Sequence[str], *, codes: Sequence[str]) -> pd.DataFrame:
    """Return the combinations of these hit columns that a table of rates has to show."""
    if not columns:
        return pd.DataFrame(index=[0])
    seen = hits[list(columns)].drop_duplicates(ignore_index=True)
    if list(columns) in (["code"], ["part"]):
        column = columns[0]
        return pd.DataFrame({column: sorted({*seen[column], *codes})}, dtype="str")
    return seen


def rows_in(rows: pd.DataFrame, columns: Sequence[str], table: pd.DataFrame) -> np.ndarray:
    """Return for each row which row of the table has the same in these columns, -1 for none."""
    number, known = np.zeros(len(rows), dtype=int), np.zeros(len(table), dtype=int)
    for column in columns:
        values = pd.Index(table[column].unique())
        asked, own = (values.get_indexer(one[column]) for one in (rows, table))
        number = np.where((number < 0) | (asked < 0), -1, number * len(values) + asked)
        known = known * len(values) + own
    return pd.Index(known).get_indexer(number) if columns else number


def rate_columns(
    counts: Iterable[np.ndarray],
    words: np.ndarray,
    group: np.ndarray,
    *,
    groups: int,
    per: int = 1000,
) -> pd.DataFrame:
    """Return `hits, words, rate, low, high` of each group for each array of hits, NaN of no words.

    The arrays are those of `rate_intervals`; `attrs["over_texts"]` says whether these are.
    """
    sizes, rows, over_texts = sums(words, group, groups), [np.empty((0, 5))], False
    for own in counts:
        hits, found = sums(own, group, groups), rate_intervals(own, words, group, groups=groups)
        rate = hits / np.where(sizes > 0, sizes, np.nan)
        ends = np.column_stack([rate, found.low, found.high]) * per
        rows.append(np.column_stack([hits, sizes, ends]))
        over_texts = found.over_texts
    table = pd.DataFrame(np.concatenate(rows), columns=["hits", "words", "rate", "low", "high"])
    table.attrs["over_texts"] = over_texts
    return table.astype({"hits": int, "words": int})


def shares_over_texts(parts: pd.DataFrame, wholes: Sequence[int]) -> pd.DataFrame:
    """Return `share, low, high` of each column: its units of all units, a row a text.

    The 95% interval is over texts where there are ten or more, of fewer that of independent units
    (`intervals.share_intervals`), as `attrs["note"]` says; 0 of 0 is 0.

    >>> shares_over_texts(pd.DataFrame({"a": [2]}), [10]).round(3).values.tolist()
    [[0.2, 0.057, 0.51]]
    """
    of, alone = np.asarray(wholes), np.zeros(len(parts), dtype=int)
    rows, over_texts = [], False
    for column in parts:
        own = parts[column].to_numpy(dtype=int)
        found = share_intervals(own, of, alone, groups=1)
        rows.append((own.sum() / max(of.sum(), 1), float(found.low[0]), float(found.high[0])))
        over_texts = found.over_texts
    table = pd.DataFrame(rows, columns=["share", "low", "high"], dtype=float)
    table.attrs["note"] = note_on(over_texts=over_texts, texts=len(parts), shares=True)
    return table


def q_values(p: pd.Series) -> pd.Series:
    """Return p after Benjamini and Hochberg (1995), corrected over those that are not missing."""
    from scipy.stats import false_discovery_control

    tested = p[p.notna()]
    q = false_discovery_control(tested.clip(0, 1)) if len(tested) else tested
    return pd.Series(q, index=tested.index, dtype=float).reindex(p.index)


def resampled(counts: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Return the sums of the columns over rows drawn anew with replacement: one row a draw.

    The rows are documents, so that what goes together in one is drawn together (Efron 1979).
    """
    size = len(counts)
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=draws)
    return drawn @ counts


def voice_shares(
    tokens: pd.DataFrame, voices: pd.DataFrame, *, by: Sequence[str] = ("speaker", "mode")
) -> pd.DataFrame:
    """Return one row a voice: the `by` columns, `stretches, words, share, low, high, note`.

    `share` is of all words. From ten texts on, `low` and `high` are the 95% interval over texts
    (`intervals.share_intervals`), and `attrs["note"]` says so; with fewer they are missing and
    `note` says so, since words of one voice are anything but independent. The largest comes first.

    >>> tokens = pd.DataFrame({"doc": ["a"], "start": [0], "end": [2], "is_word": [True]})
    >>> voices = pd.DataFrame(
    ...     {"doc": ["a"], "start": [0], "end": [2], "speaker": ["TASS"], "mode": ["outlet"]})
    >>> voice_shares(tokens, voices)[["speaker", "words", "share"]].values.tolist()
    [['TASS', 1, 1.0]]
    """
    keys = list(by)
    spoken = word_counts(tokens, voices, by=[*keys, "doc"])
    table = voices.groupby(keys).size().rename("stretches").reset_index()
    voice = rows_in(spoken, keys, table)
    docs, doc = np.unique(spoken["doc"].to_numpy(dtype=object), return_inverse=True)
    words = spoken["words"].to_numpy()
    wholes, alone = sums(words, doc, len(docs)), np.zeros(len(docs), dtype=int)
    table["words"] = sums(words, voice, len(table)).astype(int)
    table["share"] = table["words"] / max(1, words.sum())
    ends = np.full((len(table), 2), np.nan)
    for at in range(len(table)) if len(docs) >= LEAST_TEXTS else ():
        own = sums(words[voice == at], doc[voice == at], len(docs))
        found = share_intervals(own, wholes, alone, groups=1)
        ends[at] = found.low[0], found.high[0]
    table["low"], table["high"] = ends.T
    table["note"] = pd.array(np.where(table["low"].isna(), FEW_TEXTS, ""), dtype="str")
    order = [False, *[True] * len(keys)]
    table = table.sort_values(["words", *keys], ascending=order, ignore_index=True)
    table = table.astype(voices[keys].dtypes)
    table.attrs["note"] = SHARES_OVER_TEXTS if len(docs) >= LEAST_TEXTS else ""
    return table


def words_of_each(tokens: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Return how many words begin in each span; spans may overlap.

    >>> words = pd.DataFrame({"doc": ["a"] * 3, "start": [0, 3, 6], "is_word": [True] * 3})
    >>> spans = pd.DataFrame({"doc": ["a", "a"], "start": [0, 3], "end": [9, 9]})
    >>> words_of_each(words, spans).tolist()
    [3, 2]
    """
    words = tokens[tokens["is_word"]]
    docs = pd.Index(words["doc"].unique())
    stride = int(np.concatenate([[0], words["start"], spans["end"]]).max()) + 1
    places = np.sort(docs.get_indexer(words["doc"]) * stride + words["start"].to_numpy())
    doc = docs.get_indexer(spans["doc"])
    first, last = (np.searchsorted(places, doc * stride + spans[e]) for e in ("start", "end"))
    return np.where(doc < 0, 0, last - first)


def words_inside(tokens: pd.DataFrame, spans: pd.DataFrame) -> int:
    """Return how many words begin inside some spans, which may not overlap."""
    return int(words_of_each(tokens, spans).sum())
