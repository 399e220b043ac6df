"""Topics by speaker: the author-topic model of what speakers say, and speakers dealt anew."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topoi.analysis.topics.models import TopicModel, no_model, obstacle, one_thread, ordered
from topoi.analysis.topics.readers import row_shares
from topoi.analysis.topics.units import TermMatrix, TopicUnits, term_matrix
from topoi.analysis.topics.words import top_terms
from topoi.text.voices.speakers import UNRESOLVED
from topoi.text.words.spans import positions

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

AUTHOR_TOPIC = "author-topic"
LEAST_SPEAKERS = 5
LEAST_WORDS = 500
LEAST_UNITS = 5
# What the model is fitted on at most, as it is slow: the speakers of most words, a draw of each.
MOST_SPEAKERS = 12
MOST_UNITS = 20
PASSES, ITERATIONS, STARTS = 10, 10, 4
FEW = (
    "too few speakers with {words} words or more in {units} or more {kind}s ({found}, where "
    "{needed} are needed)"
)


def speaker_words(
    tokens: pd.DataFrame,
    voices: pd.DataFrame,
    units: TopicUnits,
    *,
    stop_words: Collection[str] = (),
    seed: int = 0,
) -> TermMatrix:
    """Return the words of each speaker as units: what is one speaker's in a document or paragraph.

    Left out are the outlet, voices without a name, and speakers with fewer than 500 words or than
    five units; of the twelve with the most words up to 20 units each, drawn with `seed`, are kept.
    `authors` names the speaker of each unit. With fewer than five speakers `note` says so, and
    nothing can be modelled. Which words are kept is as in `vocabulary`.
    """
    named = (voices["mode"] != "outlet") & ~voices["speaker"].isin(["", UNRESOLVED])
    spoken = voices[named].reset_index(drop=True)
    words = tokens[tokens["is_word"]].reset_index(drop=True)
    held, unit = positions(words, spoken), positions(words, units.spans)
    said = pd.DataFrame({"word": words.index, "unit": unit})[(held >= 0) & (unit >= 0)]
    said["speaker"] = spoken["speaker"].to_numpy()[held[said["word"]]]
    sizes = said.groupby("speaker")["unit"].agg(["size", "nunique"])
    enough = sizes[(sizes["size"] >= LEAST_WORDS) & (sizes["nunique"] >= LEAST_UNITS)]
    most = enough.reset_index().sort_values(["size", "speaker"], ascending=[False, True])
    kept = most["speaker"].head(MOST_SPEAKERS)
    pairs = said.loc[said["speaker"].isin(kept), ["unit", "speaker"]].drop_duplicates()
    order = np.random.default_rng(seed).permutation(len(pairs))
    pairs = pairs.iloc[order].groupby("speaker").head(MOST_UNITS).sort_values(["unit", "speaker"])
    number = pd.MultiIndex.from_frame(pairs)
    rows = np.full(len(words), -1)
    rows[said["word"]] = number.get_indexer(pd.MultiIndex.from_frame(said[["unit", "speaker"]]))
    groups = units.spans["doc"].to_numpy()[pairs["unit"].to_numpy(dtype=int)]
    found = term_matrix(words["token"], rows, groups, stop_words=stop_words)
    few = FEW.format(found=len(enough), words=LEAST_WORDS, units=LEAST_UNITS, kind=units.kind,
                     needed=LEAST_SPEAKERS)  # fmt: skip
    note = found.note if len(enough) >= LEAST_SPEAKERS else few
    return replace(found, authors=pairs["speaker"].to_numpy(dtype=object), note=note)


def topics_for(vocabulary: TermMatrix) -> int:
    """Return how many topics are asked for: half as many as speakers, two at least.

    With a speaker a unit, as many topics as speakers would be the speakers themselves.
    """
    return max(2, len(np.unique(authors_of(vocabulary))) // 2)


def authors_of(vocabulary: TermMatrix) -> np.ndarray:
    """Return the speaker of each unit; raise ValueError for units that have none."""
    if vocabulary.authors is None:
        raise ValueError("the units have no speakers")
    return vocabulary.authors.astype(str)


def author_topics(
    vocabulary: TermMatrix, k: int, *, seed: int = 0, starts: int = STARTS
) -> TopicModel:
    """Return k topics of speakers by the author-topic model (Rosen-Zvi et al. 2004).

    gensim's AuthorTopicModel: each speaker is a mixture of topics, from which all words of theirs
    are drawn. As no unit has two speakers, it knows of a speaker the sum of their units, which is
    what it is given. Of several random starts the likeliest is kept. The weights of a unit are
    those of its speaker. Topics depend on `seed`.
    """
    if note := obstacle(vocabulary, k):
        return no_model(AUTHOR_TOPIC, vocabulary, note)
    from scipy.sparse import csr_matrix

    author = np.unique(authors_of(vocabulary), return_inverse=True)[1]
    counts = vocabulary.counts
    member = csr_matrix((np.ones(len(author)), (author, np.arange(len(author)))))
    sums = (member @ counts).tocsr()
    with one_thread():
        found = [fitted(sums, vocabulary.terms, k, seed=seed * starts + one)
                 for one in range(starts)]  # fmt: skip
    shares, topics = max(found, key=lambda pair: likelihood(sums, *pair))
    weights = shares[author] * (counts.sum(axis=1).A1 > 0)[:, None]
    settings = {"weighting": "counts", "passes": PASSES, "starts": starts, "seed": seed}
    return ordered(TopicModel(AUTHOR_TOPIC, k, vocabulary.terms, topics, weights, settings))


def fitted(
    sums: "csr_matrix", terms: tuple[str, ...], k: int, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the topics' shares of each speaker, and the words' shares of each topic."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import AuthorTopicModel

    bags = [list(bag) for bag in Sparse2Corpus(sums, documents_columns=False)]
    names = [str(row) for row in range(len(bags))]
    model = AuthorTopicModel(
        bags,
        num_topics=k,
        id2word=dict(enumerate(terms)),
        author2doc={name: [row] for row, name in enumerate(names)},
        passes=PASSES,
        random_state=seed,
        iterations=ITERATIONS,
        eta="auto",
        eval_every=0,
    )
    place = [model.author2id[name] for name in names]
    return row_shares(model.state.gamma[place]), model.get_topics()


def likelihood(sums: "csr_matrix", shares: np.ndarray, topics: np.ndarray) -> float:
    """Return the logarithm of the likelihood of each speaker's words, given shares and topics."""
    table = sums.tocoo()
    chances = np.einsum("ik,ik->i", shares[table.row], topics.T[table.col])
    return float(table.data @ np.log(chances))


def speakers_dealt(vocabulary: TermMatrix, draw: np.random.Generator) -> TermMatrix:
    """Return the same units with their speakers dealt anew; each speaker keeps as many units."""
    return replace(vocabulary, authors=draw.permutation(authors_of(vocabulary)))


def leading_topics(vocabulary: TermMatrix, k: int, *, seed: int = 0) -> pd.DataFrame:
    """Return the topic of most weight of each speaker: `speaker, topic, share, words`, a row each.

    `share` is the topic's weight in all that the speaker says, `words` are its ten likeliest. The
    speakers are in order of the alphabet. Caveat: what a speaker speaks of is also what the
    occasions were about. No rows where there is no model.
    """
    model = author_topics(vocabulary, k, seed=seed)
    names = np.unique(authors_of(vocabulary)) if model.k else np.array([], dtype=str)
    # A unit without a known word has no weights; the speaker's are those of any other.
    shares = pd.DataFrame(model.weights).groupby(authors_of(vocabulary)).max()
    weights = shares.to_numpy().reshape(len(names), model.k)
    leads = weights.argmax(axis=1) if model.k else np.zeros(0, dtype=int)
    lists = [" ".join(model.terms[place] for place in row) for row in top_terms(model)]
    return pd.DataFrame(
        {
            "speaker": pd.array(names, dtype="str"),
            "topic": leads + 1,
            "share": weights.max(axis=1, initial=0).round(4),
            "words": pd.array([lists[lead] for lead in leads], dtype="str"),
        }
    )
