"""What the outlet reports is counted once, however many cues introduce it."""

import pytest

from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions, attributions_of, outer_contents
from topoi.text.voices.reporting import Attribution

TEXT = 'If you say it, that\'s what people are most worried about: "Can I fit in?"'


def test_a_quotation_of_two_cues_is_one_row_of_contents():
    found = attributions(corpus_of({"a": TEXT}), lexicon=load_lexicon())
    direct = outer_contents(found, ["direct"])
    assert len(found[found["mode"] == "direct"]) == 2
    assert [TEXT[row.start : row.end] for row in direct.itertuples()] == ['"Can I fit in?"']


def read(text: str) -> list[tuple[str, str, str, str]]:
    """Return level, source, cue and first content of each attribution, as they are written."""
    return [
        (
            one.level,
            *(text[max(start, 0) : max(end, 0)] for start, end in one[:2]),
            content(text, one),
        )
        for one in attributions_of(text, lexicon=load_lexicon())
    ]


def content(text: str, one: Attribution) -> str:
    return " ... ".join(text[start:end] for start, end in one.contents)


@pytest.mark.parametrize(
    ("text", "source", "cue", "said"),
    [
        # a verb joined to another has the subject of the first
        (
            "The clerk of the court met them and said Kern was ill.",
            "The clerk of the court",
            "said",
            "Kern was ill",
        ),
        ("Kern, who left early and said he was ill, slept.", "Kern", "said", "he was ill, slept"),
        (
            "The plan was late, a clerk, Ada Brun, said on Monday.",
            "a clerk",
            "said",
            "The plan was late",
        ),
        # several, by their number
        ("About four in ten said they were ill.", "About four in ten", "said", "they were ill"),
        ("Those asked say the plan is late.", "Those asked", "say", "the plan is late"),
        # what is between commas, or behind one
        ("The plan is late, they insist.", "they", "insist", "The plan is late"),
        ("Kern noted, the plan was late.", "Kern", "noted", "the plan was late"),
        ("This plan, he says, is late.", "he", "says", "This plan ... is late"),
        ("Kern says too many are ill.", "Kern", "says", "too many are ill"),
        # a verb that gives words with "that" names an act without it
        ("Kern urged the court to wait.", "Kern", "urged", "the court to wait"),
        ("Kern agreed to a vote.", "", "", ""),
        ("Kern agreed to wait.", "Kern", "agreed", "to wait"),
        # questions put to somebody, and what shows or seems
        ("Asked whether it rained, Kern has left.", "", "Asked", "whether it rained"),
        ("Kern was asked by a clerk why it rained.", "a clerk", "asked", "why it rained"),
        ("A poll by the court shows a tie.", "A poll by the court", "shows a", "tie"),
        ("A map by the court shows a tie.", "", "", ""),
        ("The plan seems late.", "", "seems", "The plan ... late"),
        ("Kern appeared in court.", "", "", ""),
        # nouns of acts
        ("It rained despite Kern's refusal to wait.", "Kern", "refusal", "to wait"),
        ("He heard their calls for a vote.", "their", "calls for", "a vote"),
    ],
)
def test_constructions_of_one_attribution(text: str, source: str, cue: str, said: str) -> None:
    assert read(text) == ([("outer", source, cue, said)] if said else [])


@pytest.mark.parametrize(
    "text",
    [
        "If the war begins, it is late.",
        "The clerk assured him of continuing support.",
        "The war goes on today.",
    ],
)
def test_what_begins_or_goes_on_reports_nothing(text: str) -> None:
    assert read(text) == []


def test_reports_nest_as_deep_as_they_are_told() -> None:
    text = "Kern said that Brun had told him that Vogt claimed that it rained. He left."
    levels = [(level, source) for level, source, _, _ in read(text)]
    assert levels == [("outer", "Kern"), ("nested", "Brun"), ("nested", "Vogt")]


def test_source_named_inside_a_that_clause_is_nested_in_it() -> None:
    text = "Kern said that, according to the court, it rained. He left."
    assert read(text) == [
        ("outer", "Kern", "said", "that, according to the court, it rained"),
        ("nested", "the court", "according to", "it rained"),
    ]


@pytest.mark.parametrize(
    "quoted",
    ["They showed courage", "Practice has shown that it rains", "If you feel that it rains, go"],
)
def test_deeds_things_and_hearers_say_nothing_in_anothers_words(quoted: str) -> None:
    assert [row[0] for row in read(f"“{quoted},” Kern said. He left.")] == ["outer"]
