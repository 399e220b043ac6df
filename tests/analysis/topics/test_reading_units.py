"""Topics fitted on a sample and read into all units, part by part."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.passes.engine import engine_told, tell_notebooks
from topoi.analysis.topics import models as topic_pass
from topoi.analysis.topics.models import (
    FITS,
    Fit,
    lda_topics,
    nmf_topics,
    read_topics,
    topic_models,
)
from topoi.analysis.topics.units import (
    TermMatrix,
    TopicUnits,
    sample_units,
    terms_in_units,
    topic_units,
    vocabulary,
)
from topoi.report.chapters.topics import settings_table
from topoi.text.corpus.corpus import Corpus, corpus_of, divided
from topoi.text.words.numbered import token_table
from topoi.text.words.segments import segments

THEMES = ("army tank border shell front siege", "grain price export harvest ship port")
TEXTS = 120
LOCAL = {"engine": "local", "workers": 1, "scheduler": None}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Return texts of two themes, each of other words and of another length, and one of neither."""
    draw = np.random.default_rng(1)
    texts = {
        f"d{n:03}": " ".join(draw.choice(THEMES[n % 2].split(), size=8 + n % 7)) + "."
        for n in range(TEXTS)
    }
    return corpus_of({**texts, "none": "Nothing known."})


@pytest.fixture(scope="module")
def material(corpus: Corpus) -> tuple[TopicUnits, TermMatrix]:
    units = topic_units(corpus.documents, segments(corpus))
    return units, vocabulary(token_table(corpus), units)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch) -> None:
    monkeypatch.setattr(topic_pass, "PART", 1000)


def test_the_texts_of_the_tests_are_really_divided(corpus) -> None:
    assert len(list(divided(corpus, size=1000))) > 5


@pytest.mark.parametrize("kind", ["document", "paragraph"])
def test_parts_are_read_as_the_whole_is(corpus, material, kind: str) -> None:
    _, words = material
    readers = {name: fit(words, 2).reader for name, fit in FITS.items()}
    options = {"readers": readers, "terms": words.terms, "kind": kind}
    whole = read_topics(corpus, **options)
    parts = [read_topics(part, **options) for part in divided(corpus, size=1000)]
    for name in FITS:
        found = pd.concat([part[name] for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(found, whole[name], check_exact=True)
        assert len(found) == TEXTS + 1


def test_known_words_are_counted_as_when_they_were_chosen(corpus, material) -> None:
    units, words = material
    found = terms_in_units(token_table(corpus), units.spans, words.terms)
    assert (found.counts != words.counts).nnz == 0
    assert found.counts.sum() > 1000


def test_words_that_were_not_chosen_are_left_out(corpus) -> None:
    one = corpus_of({"a": "Grain, grain and rain.", "b": "Ports."})
    spans = topic_units(one.documents, segments(one), least_documents=1).spans
    found = terms_in_units(token_table(one), spans, ("grain", "port"))
    assert found.counts.toarray().tolist() == [[2, 0], [0, 0]]


def test_least_squares_are_those_of_scikit_learn_at_its_end(material) -> None:
    from sklearn.decomposition import NMF

    _, words = material
    reader = nmf_topics(words, 3).reader
    solver = NMF(n_components=3, init="custom", tol=1e-12, max_iter=5000)
    solver.components_ = solver._components = reader.topics
    solver.n_components_, solver.n_features_in_ = reader.topics.shape
    found = solver.transform(reader.weighting.transform(words.counts)) * reader.topics.sum(axis=1)
    shares = found / np.maximum(found.sum(axis=1, keepdims=True), 1e-300)
    np.testing.assert_allclose(reader.weights(words.counts), shares, atol=1e-5)


@pytest.mark.parametrize("fit", [nmf_topics, lda_topics])
def test_what_was_fitted_is_read_nearly_as_it_was_fitted(material, fit: Fit) -> None:
    _, words = material
    model = fit(words, 2)
    read = model.reader.weights(words.counts)
    np.testing.assert_allclose(read, model.weights, atol=0.02)
    assert read[-1].tolist() == [0, 0]


@pytest.mark.parametrize("most", [TEXTS + 1, 10_000])
def test_few_units_are_fitted_as_before(corpus, material, most: int) -> None:
    units, words = material
    models = topic_models(corpus, units, words, 2, most_fitted=most, **LOCAL)
    for model, fit in zip(models, (nmf_topics, lda_topics), strict=True):
        alone = fit(words, 2)
        assert np.array_equal(model.weights, alone.weights)
        assert np.array_equal(model.words, alone.words)
        assert (model.settings, model.drawn) == (alone.settings, 0)


def test_a_sample_tells_the_themes_of_all_units_apart(corpus, material) -> None:
    units, words = material
    for model in topic_models(corpus, units, words, 2, most_fitted=60, **LOCAL):
        assert model.drawn == 60
        assert model.weights.shape == (TEXTS + 1, 2)
        led = model.weights[:TEXTS].argmax(axis=1)
        assert set(led[::2]) != set(led[1::2])
        assert len(set(led[::2])) == len(set(led[1::2])) == 1
        mass = model.weights.sum(axis=0)
        assert mass[0] >= mass[1]
        alone = FITS[model.method](sample_units(words, 60, seed=0), 2)
        assert sorted(map(tuple, model.words)) == sorted(map(tuple, alone.words))


def test_processes_and_a_cluster_read_the_same_weights(corpus, material) -> None:
    distributed = pytest.importorskip("distributed")
    units, words = material

    def made(**engine) -> list[np.ndarray]:
        models = topic_models(corpus, units, words, 2, most_fitted=60, **engine)
        return [model.weights for model in models]

    alone = made(**LOCAL)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        where = {"engine": "dask", "workers": 2, "scheduler": cluster.scheduler_address}
        on_cluster = made(**where)
    in_processes = made(engine="local", workers=2, scheduler=None)
    for one, two, three in zip(alone, on_cluster, in_processes, strict=True):
        assert np.array_equal(one, two)
        assert np.array_equal(one, three)


def test_where_no_topics_can_be_made_the_reason_stays(corpus, material) -> None:
    units, words = material
    for model in topic_models(corpus, units, words, 70, most_fitted=60, **LOCAL):
        assert model.note == "70 topics were asked for of 60 units"
        assert model.weights.shape == (TEXTS + 1, 0)


def test_the_table_of_settings_says_when_a_sample_was_fitted(corpus, material) -> None:
    units, words = material
    told = "Units drawn and fitted"
    few = topic_models(corpus, units, words, 2, **LOCAL)
    assert told not in settings_table(units, words, few).markdown()
    many = topic_models(corpus, units, words, 2, most_fitted=60, **LOCAL)
    (row,) = [
        line for line in settings_table(units, words, many).markdown().splitlines() if told in line
    ]
    assert "60" in row


def test_notebooks_are_told_of_the_engine(monkeypatch) -> None:
    monkeypatch.setenv("TOPOI_ENGINE", "{}")
    assert engine_told() == {"engine": "local", "workers": 2, "scheduler": None}
    tell_notebooks({"engine": "dask", "workers": 3, "scheduler": "tcp://a:1"})
    assert engine_told() == {"engine": "dask", "workers": 3, "scheduler": "tcp://a:1"}
