"""Topic models."""

import numpy as np
import pytest

from topoi.analysis.topics.models import Fit, lda_topics, nmf_topics
from topoi.analysis.topics.units import TermMatrix, TopicUnits, topic_units, vocabulary
from topoi.analysis.topics.words import coherence, frex_terms, nearest_units, top_terms, topic_words
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

WAR = "Army tanks cross the border and tanks shell the army."
TRADE = "Grain exports and grain prices rise as exports grow."
FITS = [nmf_topics, lda_topics]


def made(*paragraphs: str, **options: object) -> tuple[TermMatrix, TopicUnits]:
    """Return the vocabulary and units of a text of these paragraphs."""
    corpus = corpus_of({"a": "\n\n".join(paragraphs)})
    units = topic_units(corpus.documents, segments(corpus))
    return vocabulary(tokens(corpus), units, stop_words={"the", "and", "as"}, **options), units  # type: ignore[arg-type]


def varied() -> tuple[TermMatrix, TopicUnits]:
    """Return six paragraphs about two things, no two the same."""
    more = [f"{text} {word}" for text in (WAR, TRADE) for word in ("Tanks.", "Grain grain.", "")]
    return made(*more, max_share=1.0)


@pytest.mark.parametrize("fit", FITS)
def test_two_themes_are_told_apart(fit: Fit) -> None:
    words, _ = varied()
    model = fit(words, 2)
    tops = [{model.terms[place] for place in topic} for topic in top_terms(model, words=2)]
    assert {"grain", "exports"} in tops
    assert {"army", "tanks"} in tops


@pytest.mark.parametrize("fit", FITS)
def test_shares_sum_to_one_and_are_no_nan(fit: Fit) -> None:
    words, _ = varied()
    model = fit(words, 2)
    assert np.allclose(model.words.sum(axis=1), 1)
    assert np.allclose(model.weights.sum(axis=1), 1)


@pytest.mark.parametrize("fit", FITS)
def test_a_second_run_gives_the_same_model(fit: Fit) -> None:
    words, _ = varied()
    one, other = fit(words, 2), fit(words, 2)
    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.weights, other.weights)


@pytest.mark.parametrize("fit", FITS)
def test_a_unit_without_known_words_has_no_topic(fit: Fit) -> None:
    words, _ = made(WAR, f"{WAR} Tanks.", TRADE, f"{TRADE} Grain.", "Nothing.", max_share=1.0)
    assert fit(words, 2).weights[4].tolist() == [0, 0]


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize(
    ("paragraphs", "k", "reason"),
    [
        (["One sentence."], 2, "no word is left of 2 in 1 unit (2 in fewer than 2 units)"),
        (["The and.", "The and."], 2, "no word is left of 4 in 2 units (4 stop words)"),
        ([WAR, TRADE, WAR, TRADE], 3, "3 topics were asked for, but only 2 of 4 units differ"),
        ([WAR] * 4, 2, "2 topics were asked for, but only 1 of 4 units differ"),
        ([WAR, WAR], 5, "5 topics were asked for of 2 units"),
        (["War.", "War peace.", "War.", "Peace peace."], 3, "3 topics were asked for of 2 words"),
        ([WAR, TRADE, WAR], 1, "fewer than 2 topics compare nothing"),
    ],
)
def test_what_cannot_be_modelled_says_why(
    fit: Fit, paragraphs: list[str], k: int, reason: str
) -> None:
    words, units = made(*paragraphs, max_share=1.0)
    model = fit(words, k)
    assert (model.k, model.note) == (0, reason)
    assert topic_words(model, words).empty
    assert nearest_units(model, units).empty


def test_nearest_units_are_passages_of_the_topic() -> None:
    words, units = varied()
    found = nearest_units(nmf_topics(words, 2), units, most=2)
    assert found.groupby("topic")["rank"].apply(list).tolist() == [[1, 2], [1, 2]]
    assert {frozenset(part) for _, part in found.groupby("topic")["paragraph"]} <= {
        frozenset(pair) for pair in [(1, 3), (1, 2), (2, 3), (4, 5), (5, 6), (4, 6)]
    }


def test_frex_prefers_words_of_one_topic() -> None:
    words, _ = made(
        "Army talks talks.",
        "Army talks army.",
        "Grain talks talks.",
        "Grain talks grain.",
        max_share=1.0,
    )
    model = lda_topics(words, 2)
    leading = {model.terms[topic[0]] for topic in frex_terms(model, words=1)}
    assert leading == {"army", "grain"}


def test_coherent_words_have_a_higher_npmi() -> None:
    words, _ = varied()
    values = coherence(nmf_topics(words, 2), words, words=2)
    assert all(-1 <= value <= 1 for value in values)
    assert np.isfinite(values).all()


def test_topic_words_lists_both_rankings() -> None:
    words, _ = varied()
    found = topic_words(nmf_topics(words, 2), words, words=3)
    assert list(found.columns) == ["topic", "method", "words", "frex", "npmi"]
    assert found["topic"].tolist() == [1, 2]


def test_weights_of_an_nmf_are_shares_of_the_mass_of_its_words() -> None:
    """Words of two themes, one wide and one narrow, that three units have both of."""
    draw = np.random.default_rng(4)
    units = [draw.choice(12, 6, replace=False).tolist() for _ in range(12)]
    units += [draw.choice([12, 13, 14], 2, replace=False).tolist() for _ in range(12)]
    units += [[0, 1, 2, 12], [3, 4, 5, 13], [0, 12, 13, 14]]
    rows = np.repeat(np.arange(27), [len(unit) for unit in units])
    names, groups = tuple(f"w{n:02}" for n in range(15)), np.array([f"{n:03}" for n in range(27)])
    words = TermMatrix(names, rows, np.array([one for unit in units for one in unit]), groups)
    model = nmf_topics(words, 2)
    wide = int(np.argmax(model.words[:, 0]))
    masses = words.tfidf.toarray()
    share = masses[:, :12].sum(axis=1) / masses.sum(axis=1)
    assert model.weights[:, wide] == pytest.approx(share, abs=0.06)


def test_words_that_always_stand_together_make_one_topic_and_no_second() -> None:
    rows, columns = [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], [0, 1] * 6
    words = TermMatrix(("a", "b"), np.array(rows), np.array(columns), np.array(["x", "y", "z"]))
    model = nmf_topics(words, 2)
    assert (model.k, model.note) == (0, "only 1 of 2 topics hold words")
