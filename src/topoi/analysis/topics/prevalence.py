"""How much of a collection each topic takes up: overall, by source, over time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import note_on, share_intervals
from topoi.analysis.measures.rates import resampled, shares_over_texts
from topoi.analysis.topics.models import DECIMALS, TopicModel
from topoi.analysis.topics.units import TopicUnits

LEAST_EACH = 5
DRAWS = 1000
DEALT = 999


def dominant(model: TopicModel) -> np.ndarray:
    """Return the heaviest topic of each unit, from 1; 0 for a unit without a known word."""
    if not model.k:
        return np.zeros(len(model.weights), dtype=int)
    weights = model.weights.round(DECIMALS)
    return np.where(weights.sum(axis=1) > 0, weights.argmax(axis=1) + 1, 0)


def prevalence(model: TopicModel, units: TopicUnits, *, seed: int = 0) -> pd.DataFrame:
    """Return one row a topic: in how many units it is the heaviest, and its mean weight.

    Columns: `topic, units, of, share, low, high` (share of units where it dominates; its 95%
    interval is over texts where there are ten, `intervals.share_intervals`) and `weight,
    weight_low, weight_high` (mean weight; percentile bootstrap, 1,000 draws of documents, or of
    units where there is one document). `attrs["note"]` says what the intervals of shares are. All
    take the topics as given: they say nothing of whether other topics would be found.
    """
    texts = led_in_texts(dominant(model), units.spans["doc"], topics=model.k)
    counts, of = texts.drop(columns="of").sum().to_numpy(), len(model.weights)
    table = pd.DataFrame({"topic": range(1, model.k + 1), "units": counts, "of": of})
    shares = shares_over_texts(texts.drop(columns="of"), texts["of"].tolist())
    weights = mean_weights(model.weights, units.spans["doc"], seed=seed)
    table = table.join(shares.round(4)).join(weights)
    table.attrs["note"] = shares.attrs["note"]
    return table


def led_in_texts(topic: np.ndarray, docs: pd.Series, *, topics: int) -> pd.DataFrame:
    """Return a row a text: how many of its units each topic leads, and `of` how many there are."""
    every = range(1, topics + 1)
    led = pd.crosstab(docs.to_numpy(), topic).reindex(columns=every, fill_value=0)
    return led.assign(of=docs.value_counts().reindex(led.index))


def mean_weights(weights: np.ndarray, docs: pd.Series, *, seed: int) -> pd.DataFrame:
    """Return the mean of each column with the middle 95% over draws of documents."""
    places = pd.factorize(docs)[0]
    if len(np.unique(places)) < 2:
        places = np.arange(len(weights))
    if not weights.size:
        return pd.DataFrame(columns=["weight", "weight_low", "weight_high"], dtype=float)
    of_units = np.column_stack([weights, np.ones(len(weights))])
    by_document = pd.DataFrame(of_units).groupby(places).sum().to_numpy()
    sums = resampled(by_document, draws=DRAWS, seed=seed)
    low, high = np.percentile(sums[:, :-1] / sums[:, -1:], [2.5, 97.5], axis=0)
    columns = {"weight": weights.mean(axis=0), "weight_low": low, "weight_high": high}
    return pd.DataFrame(columns).round(4)


def grouped_units(model: TopicModel, units: TopicUnits, groups: pd.Series) -> pd.DataFrame:
    """Return the dominant topic of each unit beside its group (`groups` is indexed by doc)."""
    named = units.spans["doc"].map(groups)
    found = {"doc": units.spans["doc"], "group": named, "topic": dominant(model)}
    return pd.DataFrame(found).dropna()


def prevalence_by(model: TopicModel, units: TopicUnits, groups: pd.Series) -> pd.DataFrame:
    """Return one row for each group and topic: `group, topic, units, of, share, low, high`.

    `groups` says the group of each document and is indexed by `doc`: the source, or a period such
    as `documents.set_index("doc")["date"].dt.to_period("M").astype(str)`. Share of the group's
    units in which the topic is the heaviest, with its 95% interval (`intervals.share_intervals`),
    of which `attrs["note"]` tells; zeros are shown, documents without a group are not.
    """
    placed = grouped_units(model, units, groups)
    if not model.k:
        return pd.DataFrame(columns=["group", "topic", "units", "of", "share", "low", "high"])
    texts = led_in_texts(placed["topic"].to_numpy(), placed["doc"], topics=model.k)
    names, group = np.unique(texts.index.map(groups).to_numpy(dtype=object), return_inverse=True)
    counts = texts.groupby(group).sum().set_axis(names)
    of = counts.pop("of")
    table = counts.rename_axis(index="group", columns="topic").stack().rename("units").reset_index()
    table["of"] = table["group"].map(of)
    table["share"] = table["units"] / table["of"]
    ends = [
        share_intervals(texts[topic].to_numpy(), texts["of"].to_numpy(), group, groups=len(names))
        for topic in counts
    ]
    table["low"] = np.array([found.low for found in ends]).T.ravel()
    table["high"] = np.array([found.high for found in ends]).T.ravel()
    table = table.round({"share": 4, "low": 4, "high": 4})
    over_texts = all(found.over_texts for found in ends)
    table.attrs["note"] = note_on(over_texts=over_texts, texts=len(texts), shares=True)
    return table


def dominant_topics(
    model: TopicModel, units: TopicUnits, documents: pd.DataFrame, *, most: int = 20
) -> pd.DataFrame:
    """Return the units with their dominant topic, heaviest first: for reading what a topic holds.

    Columns: `topic, doc, paragraph, weight, source, date, title`; up to `most` rows a topic.
    """
    topics = dominant(model)
    columns = ["topic", "doc", "paragraph", "weight", "source", "date", "title"]
    if not model.k:
        return pd.DataFrame(columns=columns)
    weights = model.weights[np.arange(len(topics)), np.maximum(topics - 1, 0)]
    table = units.spans[["doc", "paragraph"]].assign(topic=topics, weight=weights.round(4))
    known = [name for name in ("source", "date", "title") if name in documents]
    table = table[table["topic"] > 0].merge(documents[["doc", *known]], on="doc", how="left")
    table = table.sort_values(["topic", "weight"], ascending=[True, False], kind="stable")
    shown = table.groupby("topic").head(most).reset_index(drop=True)
    return shown[[name for name in columns if name in shown]]


def compare_groups(
    model: TopicModel,
    units: TopicUnits,
    groups: pd.Series,
    *,
    pair: Sequence[str] = (),
    draws: int = DEALT,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how far groups of texts differ in each topic: one row a group and topic.

    Columns: `topic`, the two groups as `group_a, group_b`, `units_a, of_a, units_b, of_b`,
    `difference` (share of units led in a minus that in b), `p, p_corrected, note`. `groups` says
    the group of each text, by `doc`. Without `pair` each group meets all others together. `p` is
    the share of draws, the texts as they are among them (Phipson and Smyth 2010), with as great a
    difference when the groups are dealt anew among the texts, whose units stay together;
    `p_corrected` the share in which any difference of the table, in its standard deviations over
    the draws, is as great (the maximum statistic: Westfall and Young 1993). Topics that lead fewer
    than 5 units in all are not tested, nor are groups of which one has no text; `note` says so. The
    topics are taken as given.
    """
    led, of, held, names = units_of_texts(model, units, groups, pair)
    table = side_by_side(led, of, held, names, pair)
    random = np.random.default_rng(seed)
    dealt = [held] + [held[random.permutation(len(held))] for _ in range(draws)]
    shares = [differences(led, of, one).ravel()[: len(table)] for one in dealt]
    found = np.array(shares).reshape(draws + 1, len(table))
    enough = (table["units_a"] + table["units_b"] >= LEAST_EACH).to_numpy(dtype=bool)
    texts = (table[["of_a", "of_b"]] > 0).all(axis=1).to_numpy(dtype=bool)
    few = np.where(texts, f"not tested: fewer than {LEAST_EACH} units", "not tested: no text")
    table["difference"] = found[0]
    table["p"], table["p_corrected"] = shares_as_great(found, enough & texts)
    numbers = ["difference", "p", "p_corrected"]
    table[numbers] = table[numbers].round(4)
    return table.assign(note=np.where(enough & texts, "", few))


def units_of_texts(
    model: TopicModel, units: TopicUnits, groups: pd.Series, pair: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return of each text the units each topic leads, its units, and its group as zeros and a one.

    The columns of the last are the groups, whose names come last: those of `pair` where it is
    given, else all in order.
    """
    placed = grouped_units(model, units, groups)
    if pair:
        placed = placed[placed["group"].isin(pair)]
    names = list(pair) or sorted(placed["group"].unique())
    texts = led_in_texts(placed["topic"].to_numpy(), placed["doc"], topics=model.k)
    texts = texts.loc[placed["doc"].unique()]
    of = texts.pop("of").to_numpy(dtype=float)
    held = groups[texts.index].to_numpy(dtype=object)[:, None] == np.array(names, dtype=object)
    return texts.to_numpy(dtype=float), of, held.astype(float), names


def side_by_side(
    led: np.ndarray, of: np.ndarray, held: np.ndarray, names: list[str], pair: Sequence[str]
) -> pd.DataFrame:
    """Return the units of each group beside those of the others, a row a group and topic."""
    rows: list[tuple[object, ...]] = []
    for place, name in enumerate(names[:1] if pair else names if len(names) > 1 else []):
        inside = held[:, place] == 1
        other = pair[1] if pair else "all others"
        for topic, own in enumerate(led.T, start=1):
            counts = (own[inside].sum(), of[inside].sum(), own[~inside].sum(), of[~inside].sum())
            rows.append((topic, name, other, *map(int, counts)))
    columns = ["topic", "group_a", "group_b", "units_a", "of_a", "units_b", "of_b"]
    return pd.DataFrame(rows, columns=columns)


def differences(led: np.ndarray, of: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return each group's share of units led less that of all others: group by topic."""
    inside, units = held.T @ led, (held.T @ of)[:, None]
    rest, others = led.sum(axis=0) - inside, of.sum() - units
    return inside / np.maximum(units, 1) - rest / np.maximum(others, 1)


def shares_as_great(found: np.ndarray, tested: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return in what share of the rows each column is as great as in the first, and any column is.

    Missing where a column is not tested. Each column is measured in its standard deviations.

    >>> p, corrected = shares_as_great(np.array([[3, 1], [0, 1], [1, 1], [0, 2]]), np.full(2, True))
    >>> p.tolist(), corrected.tolist()
    ([0.25, 1.0], [0.5, 1.0])
    """
    p = np.full((2, found.shape[1]), np.nan)
    if tested.any():
        scale = np.maximum(found[:, tested].std(axis=0), 1e-12)
        far = np.abs(found[:, tested]) / scale
        # rounding may part what is equal
        least = far[0] * (1 - 1e-9)
        p[0, tested] = (far >= least).mean(axis=0)
        p[1, tested] = (far.max(axis=1)[:, None] >= least).mean(axis=0)
    return p[0], p[1]
