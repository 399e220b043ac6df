"""Topic models of a large collection: fitted on a sample, then read into all units by an engine."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Unpack

import numpy as np
import pandas as pd

from topoi.analysis.passes.engine import Engine, run_pass
from topoi.analysis.topics.gate import drawn
from topoi.analysis.topics.models import (
    Fit,
    Reader,
    TopicModel,
    lda_topics,
    nmf_topics,
    one_thread,
    ordered,
)
from topoi.analysis.topics.vocabulary import (
    TopicUnits,
    Vocabulary,
    paragraphs_of,
    vocabulary_of,
    whole_documents,
)
from topoi.text.corpus.corpus import Corpus, divided
from topoi.text.words.numbered import token_table
from topoi.text.words.segments import segments

FITTED = 10_000  # units that fit memory with all that fitting makes of them
PART = 500_000  # characters
FITS: Mapping[str, Fit] = {"NMF": nmf_topics, "LDA": lda_topics}


def topic_models(
    corpus: Corpus,
    units: TopicUnits,
    vocabulary: Vocabulary,
    k: int,
    *,
    most_fitted: int = FITTED,
    seed: int = 0,
    **engine: Unpack[Engine],
) -> list[TopicModel]:
    """Return the NMF and the LDA of k topics, with the weights of all units.

    Of more than `most_fitted` units so many are drawn with `seed` and fitted; every unit, drawn or
    not, is then read by those topics in one pass over parts of the corpus. The engine's options
    are those of `run_pass`. Up to `most_fitted` units the models are those of all units.
    """
    sample = drawn(vocabulary, most_fitted, seed=seed)
    models = {name: fit(sample, k, seed=seed) for name, fit in FITS.items()}
    if sample is vocabulary:
        return list(models.values())
    readers = {name: model.reader for name, model in models.items() if model.reader}
    work = partial(read_topics, readers=readers, terms=vocabulary.terms, kind=units.kind)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in models}
    for tables in run_pass(divided(corpus, size=PART), work, **engine) if readers else ():
        for name, table in tables.items():
            parts[name].append(table.to_numpy())
    return [of_all(model, parts[name], len(units.spans)) for name, model in models.items()]


def of_all(model: TopicModel, parts: list[np.ndarray], units: int) -> TopicModel:
    """Return the model with the weights of all units, in parts, for those of its sample."""
    weights = np.concatenate([np.zeros((0, model.k)), *parts])
    if not model.reader:
        return replace(model, weights=np.zeros((units, model.k)))
    return ordered(replace(model, weights=weights, drawn=len(model.weights)))


def read_topics(
    corpus: Corpus, *, readers: Mapping[str, Reader], terms: tuple[str, ...], kind: str
) -> dict[str, pd.DataFrame]:
    """Return a table of weights for each reader: one row a unit of the partition, in order.

    `kind` is the kind of unit, "document" or "paragraph". Bind all but the corpus with
    `functools.partial` and give the result to an engine.
    """
    spans = (
        whole_documents(corpus.documents) if kind == "document" else paragraphs_of(segments(corpus))
    )
    counts = vocabulary_of(token_table(corpus), spans, terms).counts
    with one_thread():
        return {name: pd.DataFrame(reader.weights(counts)) for name, reader in readers.items()}
