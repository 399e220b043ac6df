"""R03: which words reach the reader through more than one source, in texts of a sentence or two."""

from pathlib import Path

import pytest

import topoi as tp

RHETORIC = Path(__file__).parents[3] / "codebook" / "rhetoric.yml"


def chains(*texts: str) -> list[list[str]]:
    """Return the words of each text's hits."""
    study = tp.read(list(texts), codebook=str(RHETORIC))
    hits = study.hits[study.hits["code"] == "attribution_chain"]
    found = {doc: [] for doc in study.corpus.texts}
    for hit in hits.itertuples():
        found[hit.doc].append(study.corpus.texts[hit.doc][hit.start : hit.end])
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # an act done with words
        ("“Now Putin proposed a ceasefire,” Kern said. It rained.", ["Putin proposed"]),
        ("“Today the West has again rejected it,” Kern said.", ["the West has again rejected"]),
        ("“Then our partners are demanding more,” Kern said.", ["our partners are demanding"]),
        ("Kern said that President Macron urged them to wait.", ["President Macron urged"]),
        # pronouns
        ("“So he has repeatedly said that it rains,” Kern noted.", ["he has repeatedly said that"]),
        ("“Now they promised us a road,” Kern noted.", ["they promised"]),
        ("“Yes, as you say, it rains,” Kern noted.", ["as you say"]),
        # nouns
        ("“We had assurances from Brussels,” Kern said.", ["assurances from Brussels"]),
        ("“We know how their promises ended,” Kern said.", ["their promises"]),
        ("“There were warnings that it would rain,” Kern said.", ["warnings that"]),
        # what was said to somebody
        ("“Yes, we were told that it rains,” Kern said.", ["we were told"]),
        # who handed it on
        ("“It rains, according to Western media,” Kern said.", ["according to Western media"]),
        ("“It rains,” Kern said, citing The New York Times.", ["citing The New York Times"]),
    ],
)
def test_words_of_another_are_found_in_what_somebody_says(text: str, words: list[str]) -> None:
    assert chains(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Putin proposed a ceasefire. The West has rejected it.",  # nobody is reported
        "“Our proposal stands,” Kern said. “We demanded more.”",
        "“The Kiev regime agreed to it,” Kern said.",  # a deed
        "According to Kern, Russia has proposed a meeting.",  # for which he speaks
        "“You are rightly recognised,” Kern said.",
        "“As they say, it never rains,” Kern said.",
    ],
)
def test_own_words_and_deeds_are_no_chain(text: str) -> None:
    assert chains(text) == [[]]
