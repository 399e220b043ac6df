"""Topic models of a vocabulary: NMF and LDA, or the reason why there is none."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from topoi.analysis.passes.engine import Engine, run_pass
from topoi.analysis.topics.readers import LdaReader, NmfReader, TopicReader, row_shares
from topoi.analysis.topics.units import (
    TermMatrix,
    TopicUnits,
    paragraphs_of,
    sample_units,
    terms_in_units,
    whole_documents,
)
from topoi.text.corpus.corpus import Corpus, divided
from topoi.text.words.numbered import token_table
from topoi.text.words.segments import segments

if TYPE_CHECKING:
    pass

ITERATIONS = 400  # at most
DECIMALS = 6
READINGS = 20_000
CHUNK = 256
FITTED = 10_000  # units that fit memory with all that fitting makes of them
PART = 500_000  # characters


@dataclass(frozen=True)
class TopicModel:
    """Topics as word shares (`words`: topic by term) and unit shares (`weights`: unit by topic).

    Each row sums to 1; a unit without a word of the vocabulary has zeros. Topics are ordered from
    the heaviest down. When no model could be made `k` is 0 and `note` says why. `reader` reads
    further units by these topics. `drawn` is the number of units, drawn at random, that the topics
    were fitted on, 0 where that was all of them. `names` are those that topics were given, if any.
    """

    method: str
    k: int
    terms: tuple[str, ...]
    words: np.ndarray
    weights: np.ndarray
    settings: dict[str, object] = field(default_factory=dict)
    note: str = ""
    reader: TopicReader | None = None
    drawn: int = 0
    names: tuple[str, ...] = ()


Fit = Callable[..., TopicModel]


def obstacle(vocabulary: TermMatrix, k: int) -> str:
    """Return why no model of k topics can be made, or nothing when one can."""
    if vocabulary.note:
        return vocabulary.note
    counts = vocabulary.counts
    units, terms = counts.shape
    if k < 2:
        return "fewer than 2 topics compare nothing"
    if k > units:
        return f"{k} topics were asked for of {units} unit{'s' * (units != 1)}"
    if k > terms:
        return f"{k} topics were asked for of {terms} word{'s' * (terms != 1)}"
    rows = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    different = {
        (counts.indices[start:end].tobytes(), counts.data[start:end].tobytes())
        for start, end in rows
        if end > start
    }
    if len(different) < k:
        return f"{k} topics were asked for, but only {len(different)} of {units} units differ"
    return ""


def nmf_topics(
    vocabulary: TermMatrix,
    k: int,
    *,
    seed: int = 0,
    iterations: int = ITERATIONS,
    precision: type = np.float64,
) -> TopicModel:
    """Return k topics by non-negative matrix factorisation of tf-idf (Lee and Seung 1999).

    scikit-learn's NMF from its NNDSVD start (Boutsidis and Gallopoulos 2008), which draws nothing
    at random: `seed` only reaches the randomised SVD inside it. Term frequencies enter as
    1 + ln tf, so that one long speech does not make a topic. Weights are shares of tf-idf mass,
    not of words. `iterations` (at most) and `precision` are what the test of topics saves on.
    """
    note = obstacle(vocabulary, k)
    if note:
        return no_model("NMF", vocabulary, note)
    from sklearn.decomposition import NMF

    model = NMF(n_components=k, init="nndsvd", max_iter=iterations, random_state=seed)
    weights = quiet_fit(model, vocabulary.tfidf.astype(precision))
    words = model.components_
    masses = words.sum(axis=1)
    if not (masses > 0).all():
        return no_model(
            "NMF", vocabulary, f"only {int((masses > 0).sum())} of {k} topics hold words"
        )
    settings = {
        "weighting": "tf-idf, 1 + ln tf",
        "start": "non-negative double singular value decomposition (NNDSVD)",
        "iterations": model.n_iter_,
        "seed": seed,
    }
    return ordered(
        TopicModel(
            "NMF",
            k,
            vocabulary.terms,
            row_shares(words),
            row_shares(weights * masses),
            settings,
            reader=NmfReader(vocabulary.weighting, words),
        )
    )


def quiet_fit(model: object, table: object) -> np.ndarray:
    """Return the unit weights of a fitted model, without its warnings about how it converges."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    # An error of nearly nothing may be rounded to less than that, and has no root then.
    with one_thread(), warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit_transform(table)  # type: ignore[attr-defined, no-any-return]


def lda_topics(
    vocabulary: TermMatrix,
    k: int,
    *,
    seed: int = 0,
    passes: int | None = None,
    chunk: int = CHUNK,
    iterations: int = 50,
) -> TopicModel:
    """Return k topics by latent Dirichlet allocation (Blei, Ng and Jordan 2003).

    gensim's LdaModel in one process (the multi-process one gives other topics on each run), with
    priors learned from the data. Without `passes` there are as many as read about 20,000 units,
    from 2 to 30; the topics change after every `chunk` units, each read in at most `iterations`
    steps. Topics depend on `seed`.
    """
    note = obstacle(vocabulary, k)
    if note:
        return no_model("LDA", vocabulary, note)
    from gensim.corpora import Dictionary
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    counts = vocabulary.counts
    rounds = min(30, max(2, READINGS // counts.shape[0])) if passes is None else passes
    bags = [list(bag) for bag in Sparse2Corpus(counts, documents_columns=False)]
    with one_thread():
        model = LdaModel(
            bags,
            num_topics=k,
            id2word=Dictionary.from_corpus(bags, id2word=dict(enumerate(vocabulary.terms))),
            passes=rounds,
            random_state=seed,
            chunksize=chunk,
            iterations=iterations,
            alpha="auto",
            eta="auto",
            eval_every=None,
            dtype=np.float64,
        )
        found = model.inference(bags)[0]
    weights = row_shares(found) * (counts.sum(axis=1).A1 > 0)[:, None]
    settings = {"weighting": "counts", "priors": "learned", "passes": rounds, "seed": seed}
    reader = LdaReader(model, tuple(range(k)), seed)
    topics = model.get_topics()
    return ordered(TopicModel("LDA", k, vocabulary.terms, topics, weights, settings, reader=reader))


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra runs on one thread.

    Small models are slower on several threads, which wait for each other; and one thread adds
    numbers up in the same order on every machine.
    """
    return loaded_libraries().limit(limits=1)  # type: ignore[attr-defined, no-any-return]


@cache
def loaded_libraries() -> object:
    """Return the controller of this process's linear algebra libraries; finding them is slow."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def no_model(method: str, vocabulary: TermMatrix, note: str) -> TopicModel:
    """Return the model of no topics that says why there are none."""
    words = np.zeros((0, len(vocabulary.terms)))
    weights = np.zeros((len(vocabulary.groups), 0))
    return TopicModel(method, 0, vocabulary.terms, words, weights, {}, note)


def ordered(model: TopicModel) -> TopicModel:
    """Return the model with its topics from the heaviest down; equal ones by their words."""
    mass = model.weights.sum(axis=0).round(DECIMALS)
    first = [model.terms[place] for place in model.words.round(DECIMALS).argmax(axis=1)]
    order = sorted(range(model.k), key=lambda topic: (-mass[topic], first[topic]))
    return replace(
        model,
        words=model.words[order],
        weights=model.weights[:, order],
        reader=model.reader.reordered(order) if model.reader else None,
        names=tuple(model.names[topic] for topic in order) if model.names else (),
    )


FITS: Mapping[str, Fit] = {"NMF": nmf_topics, "LDA": lda_topics}


def topic_models(
    corpus: Corpus,
    units: TopicUnits,
    vocabulary: TermMatrix,
    k: int,
    *,
    most_fitted: int = FITTED,
    seed: int = 0,
    **engine: Unpack[Engine],
) -> list[TopicModel]:
    """Return the NMF and the LDA of k topics, with the weights of all units.

    Units that nearly repeat an earlier one are not fitted, but read by the topics of the others.
    Of more than `most_fitted` units so many are drawn with `seed` and fitted; every unit, drawn or
    not, is then read by those topics in one pass over parts of the corpus. The engine's options
    are those of `run_pass`. Up to `most_fitted` units the models are those of all units.
    """
    distinct = vocabulary.without_copies()
    sample = sample_units(distinct, most_fitted, seed=seed)
    models = {name: fit(sample, k, seed=seed) for name, fit in FITS.items()}
    if sample is distinct:
        return [with_copies(model, vocabulary) for model in models.values()]
    readers = {name: model.reader for name, model in models.items() if model.reader}
    work = partial(read_topics, readers=readers, terms=vocabulary.terms, kind=units.kind)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in models}
    for tables in run_pass(divided(corpus, size=PART), work, **engine) if readers else ():
        for name, table in tables.items():
            parts[name].append(table.to_numpy())
    return [of_all(model, parts[name], len(units.spans)) for name, model in models.items()]


def with_copies(model: TopicModel, vocabulary: TermMatrix) -> TopicModel:
    """Return the model of the units that repeat no other with the weights of the others, too."""
    copies = vocabulary.copies["unit"].to_numpy(dtype=int)
    if not len(copies):
        return model
    weights = np.zeros((len(vocabulary.groups), model.k))
    weights[np.delete(np.arange(len(weights)), copies)] = model.weights
    if model.reader:
        with one_thread():
            weights[copies] = model.reader.weights(vocabulary.counts[copies])
    return replace(model, weights=weights)


def of_all(model: TopicModel, parts: list[np.ndarray], units: int) -> TopicModel:
    """Return the model with the weights of all units, in parts, for those of its sample."""
    weights = np.concatenate([np.zeros((0, model.k)), *parts])
    if not model.reader:
        return replace(model, weights=np.zeros((units, model.k)))
    return ordered(replace(model, weights=weights, drawn=len(model.weights)))


def read_topics(
    corpus: Corpus, *, readers: Mapping[str, TopicReader], terms: tuple[str, ...], kind: str
) -> dict[str, pd.DataFrame]:
    """Return a table of weights for each reader: one row a unit of the partition, in order.

    `kind` is the kind of unit, "document" or "paragraph". Bind all but the corpus with
    `functools.partial` and give the result to an engine.
    """
    spans = (
        whole_documents(corpus.documents) if kind == "document" else paragraphs_of(segments(corpus))
    )
    counts = terms_in_units(token_table(corpus), spans, terms).counts
    with one_thread():
        return {name: pd.DataFrame(reader.weights(counts)) for name, reader in readers.items()}
