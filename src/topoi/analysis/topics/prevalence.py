"""How much of a collection each topic takes up: overall, by source, over time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.rates import q_values, resampled, share_columns
from topoi.analysis.topics.models import DECIMALS, TopicModel
from topoi.analysis.topics.units import TopicUnits

LEAST_EACH = 5
DRAWS = 1000


def dominant(model: TopicModel) -> np.ndarray:
    """Return the heaviest topic of each unit, from 1; 0 for a unit without a known word."""
    if not model.k:
        return np.zeros(len(model.weights), dtype=int)
    weights = model.weights.round(DECIMALS)
    return np.where(weights.sum(axis=1) > 0, weights.argmax(axis=1) + 1, 0)


def prevalence(model: TopicModel, units: TopicUnits, *, seed: int = 0) -> pd.DataFrame:
    """Return one row a topic: in how many units it is the heaviest, and its mean weight.

    Columns: `topic, units, of, share, low, high` (share of units where it dominates; Wilson 1927)
    and `weight, weight_low, weight_high` (mean weight; percentile bootstrap, 1,000 draws of
    documents, or of units where there is one document). The intervals take the topics as given:
    they say nothing of whether other topics would be found.
    """
    counts = np.bincount(dominant(model), minlength=model.k + 1)[1:]
    of = len(model.weights)
    table = pd.DataFrame({"topic": range(1, model.k + 1), "units": counts, "of": of})
    table = table.join(share_columns(counts.tolist(), [of] * model.k).round(4))
    return table.join(mean_weights(model.weights, units.spans["doc"], seed=seed))


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
    return pd.DataFrame({"group": named, "topic": dominant(model)}).dropna()


def prevalence_by(model: TopicModel, units: TopicUnits, groups: pd.Series) -> pd.DataFrame:
    """Return one row for each group and topic: `group, topic, units, of, share, low, high`.

    `groups` says the group of each document and is indexed by `doc`: the source, or a period such
    as `documents.set_index("doc")["date"].dt.to_period("M").astype(str)`. Share of the group's
    units in which the topic is the heaviest, with Wilson's interval; zeros are shown, documents
    without a group are not.
    """
    placed = grouped_units(model, units, groups)
    every = range(1, model.k + 1)
    counts = pd.crosstab(placed["group"], placed["topic"]).reindex(columns=every, fill_value=0)
    table = counts.stack().rename("units").reset_index()
    table["of"] = table["group"].map(placed["group"].value_counts())
    shares = share_columns(table["units"].tolist(), table["of"].tolist())
    return table.join(shares.round(4))


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
    model: TopicModel, units: TopicUnits, groups: pd.Series, *, pair: Sequence[str] = ()
) -> pd.DataFrame:
    """Return a topic-by-group comparison, corrected for the number of topics compared.

    One row a topic: `topic`, the two groups as `group_a, group_b`, `units_a, of_a, units_b, of_b`,
    `difference` (share in a minus share in b), `p` (Fisher's exact test, two-sided), `q` (p after
    Benjamini and Hochberg 1995 over all rows), `note`. Without `pair` each group meets all others
    together. Topics that dominate fewer than 5 units in all are not tested, and `note` says so. The
    units are taken as independent and the topics as given.
    """
    placed = grouped_units(model, units, groups)
    every = range(model.k + 1)
    counts = pd.crosstab(placed["group"], placed["topic"]).reindex(columns=every, fill_value=0)
    several, counts = len(counts) > 1, counts.reindex(counts.index.union(list(pair)), fill_value=0)
    rows = []
    for name in (pair[:1] or counts.index) if several else []:
        inside, rest = counts.loc[name], counts.loc[pair[1]] if pair else counts.drop(name).sum()
        for topic in every[1:]:
            found = (inside[topic], inside.sum(), rest[topic], rest.sum())
            rows.append((topic, name, pair[1] if pair else "all others", *map(int, found)))
    columns = ["topic", "group_a", "group_b", "units_a", "of_a", "units_b", "of_b"]
    return corrected(pd.DataFrame(rows, columns=columns))


def corrected(table: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison with `difference, p, q, note`."""
    from scipy.stats import fisher_exact

    sizes = table[["of_a", "of_b"]].clip(lower=1)
    difference = table["units_a"] / sizes["of_a"] - table["units_b"] / sizes["of_b"]
    enough = (table["units_a"] + table["units_b"] >= LEAST_EACH).to_numpy(dtype=bool)
    p = pd.Series(np.nan, index=table.index, dtype=float)
    cells = table.loc[enough, ["units_a", "of_a", "units_b", "of_b"]].to_numpy()
    p[enough] = [fisher_exact([[a, m - a], [b, n - b]])[1] for a, m, b, n in cells]
    note = np.where(enough, "", f"not tested: fewer than {LEAST_EACH} units")
    numbers = {"difference": difference, "p": p, "q": q_values(p)}
    return table.assign(**{name: column.round(4) for name, column in numbers.items()}, note=note)
