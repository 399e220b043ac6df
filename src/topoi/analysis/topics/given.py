"""Topics made elsewhere as a model of these texts, and the words that their documents show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.topics.given_names import OUTLIERS, with_names_of_texts, with_topics_alike
from topoi.analysis.topics.given_tables import WEIGHT, GivenTables, brief
from topoi.analysis.topics.models import TopicModel, no_model, obstacle, ordered
from topoi.analysis.topics.readers import row_shares
from topoi.analysis.topics.units import TermMatrix, TopicUnits, vocabulary, whole_documents
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import MOST_NAMED

GIVEN = "given"
DOCUMENTS = "documents"  # the test whether words and documents belong together
HASHED = 16  # signs of a hash, enough to tell files apart
NO_TEXT = "the table of documents names none of the texts"
ASIDE = "They are set aside."


class GivenTopics(NamedTuple):
    """Topics made elsewhere: the model, its units and their words, and what was left out."""

    model: TopicModel
    units: TopicUnits
    words: TermMatrix
    notices: tuple[Notice, ...]


def given_topics(
    tables: GivenTables,
    documents: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    texts: Mapping[str, str],
    stop_words: Collection[str] = (),
) -> GivenTopics:
    """Return the topics of two tables as a model over the documents that both know.

    Documents and topics are known by their names, else as `given_names` says. The words of the
    model are those that topics are made of here (`units.vocabulary`); the weights of a topic's
    words, and of a document's topics, are shares of what the table gives it. Topics in one table
    only, the outliers of BERTopic (-1), documents and words of other texts are set aside and told.
    Where no document is known the model has no topics and says so. Raises InputError where the
    tables have no topic in common, or no word of the texts.
    """
    tables = with_topics_alike(with_names_of_texts(tables, texts))
    of_words, of_documents, files, hashes, notices = tables
    there = documents[documents["doc"].isin(of_documents["doc"])].reset_index(drop=True)
    reason = "topics made elsewhere are of whole documents"
    units = TopicUnits("document", reason, whole_documents(there))
    words = vocabulary(tokens, units, stop_words=stop_words)
    both = set(of_words["topic"]) & set(of_documents["topic"]) - {OUTLIERS}
    names = [name for name in pd.unique(of_words["topic"]) if name in both]
    told = [*notices, *aside(tables, names, documents["doc"])]
    if there.empty:
        return GivenTopics(no_model(GIVEN, words, NO_TEXT), units, words, tuple(told))
    kept = of_words[of_words["topic"].isin(both)]
    told += unknown_words(kept, str(files[0]), words.terms, set(tokens["token"]))
    shares = weight_table(of_documents, ("doc", "topic"), units.spans["doc"], names)
    table = weight_table(kept, ("topic", "word"), names, words.terms)
    if note := words.note or obstacle(words, len(names)):
        return GivenTopics(no_model(GIVEN, words, note), units, words, tuple(told))
    if not table.any():
        remedy = "Give the tables of these texts, with words as they stand in them."
        raise InputError(str(files[0]), "has no word that topics of these texts have", remedy)
    if bare := [name for name, row in zip(names, table, strict=True) if not row.any()]:
        told.append(notice(files[0], "has topics without a word of these texts", bare))
    outliers = set(outliers_of(of_documents))
    bare_texts = units.spans["doc"][~shares.any(axis=1)]
    if empty := [doc for doc in bare_texts if doc not in outliers]:
        told.append(notice(files[1], "has texts without a topic", empty))
    settings: dict[str, object] = {
        file.name: f"(SHA-256 {digest[:HASHED]})"
        for file, digest in zip(files, hashes, strict=True)
    }
    if told:
        settings["told of the tables:"] = ", ".join(
            f"{Path(one.place).name} {one.said}" for one in told
        )
    shown = (row_shares(table), row_shares(shares))
    model = TopicModel(GIVEN, len(names), words.terms, *shown, settings, names=tuple(names))
    return GivenTopics(ordered(model), units, words, tuple(told))


def aside(tables: GivenTables, names: Sequence[str], docs: "pd.Series[str]") -> Iterator[Notice]:
    """Yield what is told of topics and documents that are not in both tables and these texts."""
    of_words, of_documents, files, *_ = tables
    for table, file, other in ((of_words, *files), (of_documents, *files[::-1])):
        alone = [name for name in pd.unique(table["topic"]) if name not in {*names, OUTLIERS}]
        if alone:
            yield notice(file, f"has topics that {other.name} does not have", alone, ASIDE)
    if outliers := outliers_of(of_documents):
        said = f"has documents of no topic ({OUTLIERS})"
        yield notice(files[1], said, outliers, "That topic is set aside.")
    known = pd.unique(of_documents["doc"])
    if others := [doc for doc in known if doc not in set(docs)]:
        yield notice(files[1], "has documents that are no texts here", others, ASIDE)
    if lacking := [doc for doc in docs if doc not in set(known)]:
        yield notice(files[1], "lacks texts that are here", lacking)


def outliers_of(of_documents: pd.DataFrame) -> list[str]:
    """Return the documents that no topic has more of than that of the outliers."""
    leading = of_documents.sort_values(WEIGHT, ascending=False, kind="stable")
    first = leading.drop_duplicates("doc")
    return first.loc[first["topic"] == OUTLIERS, "doc"].tolist()


def unknown_words(
    kept: pd.DataFrame, file: str, terms: Sequence[str], tokens: set[str]
) -> Iterator[Notice]:
    """Yield what is told of words of topics that are not among those that topics have here."""
    heaviest = kept[kept[WEIGHT] > 0].sort_values(WEIGHT, ascending=False, kind="stable")
    other = pd.unique(heaviest.loc[~heaviest["word"].isin(terms), "word"])
    for said, words in (
        ("has words that are in no text", [word for word in other if word not in tokens]),
        ("has words that topics do not have here, as stop words, too rare or too common",
         [word for word in other if word in tokens]),
    ):  # fmt: skip
        if words:
            yield notice(file, said, words, ASIDE)


def notice(file: object, said: str, names: Sequence[str], remedy: str = "") -> Notice:
    """Return the notice that counts some names and tells the first."""
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    listed = ", ".join(map(brief, names[:MOST_NAMED]))
    return Notice(str(file), f"{said}: {len(names):,} ({listed}{more})", remedy)


def weight_table(
    table: pd.DataFrame, sides: tuple[str, str], rows: Collection[str], columns: Collection[str]
) -> np.ndarray:
    """Return the weights of a long table, with these names as rows and columns, as numbers."""
    places = [pd.Index(names, dtype="str").get_indexer(table[side])
              for side, names in zip(sides, (list(rows), list(columns)), strict=True)]  # fmt: skip
    known = (places[0] >= 0) & (places[1] >= 0)
    found = np.zeros((len(rows), len(columns)))
    found[places[0][known], places[1][known]] = table[WEIGHT].to_numpy()[known]
    return found


def with_terms(model: TopicModel, terms: tuple[str, ...]) -> TopicModel:
    """Return the model over some of its terms."""
    words = model.words[:, pd.Index(model.terms).get_indexer(list(terms))]
    return replace(model, terms=terms, words=row_shares(words))


def words_of_documents(
    vocabulary: TermMatrix, k: int, *, shares: Mapping[str, np.ndarray], seed: int = 0
) -> TopicModel:
    """Return the words of k topics as the documents show them, said to hold them in such `shares`.

    A word's weight in a topic is its tf-idf in each document, times the topic's share of that
    document, over all. Nothing is drawn: `seed` is there as every fit has one.
    """
    weights = np.array([shares[doc] for doc in vocabulary.groups])
    words = row_shares((vocabulary.tfidf.T @ weights).T)
    return TopicModel(DOCUMENTS, k, vocabulary.terms, words, weights)


def documents_dealt(vocabulary: TermMatrix, draw: np.random.Generator) -> TermMatrix:
    """Return the same units, each under the name of another: what is said of them is dealt anew."""
    return replace(vocabulary, groups=draw.permutation(vocabulary.groups))
