"""Lists of three or more items, as the reader sees them."""

import pytest

from topoi.coding.structures.batches import Batch, batches
from topoi.coding.structures.lists import lists, lists_by_size
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments


def batch_of(*texts: str) -> Batch:
    corpus = corpus_of({str(number): text for number, text in enumerate(texts)})
    (batch,) = batches(corpus, segments(corpus))
    return batch


def found(text: str) -> list[tuple[str, int]]:
    """Return the lists of a text as it writes them, with their sizes."""
    batch = batch_of(text)
    start, end = batch.tokens.start, batch.tokens.end
    return [(text[start[first] : end[last - 1]], size) for first, last, size in lists(batch)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They met the residents of Crimea, Donbass, and Novorossiya in response. It ended.",
            [("Crimea, Donbass, and Novorossiya", 3)],
        ),
        (
            "all things Russian: language, culture, history, and the ban of the church",
            [("language, culture, history, and the ban of the church", 4)],
        ),
        (
            "It was bread. We went to Rome, İstanbul and Paris.",
            [("Rome, İstanbul and Paris", 3)],
        ),
        (
            "We spoke of bread, peace and 'true freedom'. They left.",
            [("bread, peace and 'true freedom", 3)],
        ),
        (
            "It is for food, water or fuel. They left with maps, tents, and ropes on board.",
            [("food, water or fuel", 3), ("maps, tents, and ropes", 3)],
        ),
        (
            "It has four arts: music, dance, film; and theatre.",
            [("music, dance, film; and theatre", 4)],
        ),
    ],
)
def test_short_items_make_a_list(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They came to see, to learn, and to help us all. They stayed.",
            [("to see, to learn, and to help us all", 3)],
        ),
        (
            "He spoke of opening the port, lifting the ban, and releasing those who were held.",
            [("opening the port, lifting the ban, and releasing those who were held", 3)],
        ),
        (
            "We made two demands: an end of the fire in the south, a way out for those in the city "
            "and food. They agreed.",
            [("an end of the fire in the south, a way out for those in the city and food", 3)],
        ),
    ],
)
def test_long_items_make_a_list_after_a_colon_or_if_they_begin_alike(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On Monday, Ann and Bob met. They spoke.",
        "Ann, who came late, and Bob met.",
        "He said that they came, and that it rained.",
        "Bread and butter.",
        "Moscow and Washington",
        "Lavrov, the foreign minister, said so.",
        "They came in 2014, 2015, and 2016.",
        "We saw bread, peace. And war.",
        "It is a great story, a story of progress and hope.",
        "They met in Moscow, Russia, on Monday.",
        "He left, saying that he was tired, and slept.",
        "They drove the army and the navy of the state and a boat.",
        "The ban, according to the ministry, and the law stay.",
        "Today, Ann and Bob met.",
        "We oppose bans and fines and want the talks.",
        "It grew in trade, the gap between rich and poor.",
        "He is late, she said, and we will wait.",
        "",
        "and",
        ", and or,",
    ],
)
def test_fewer_items_or_clauses_make_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They named their friends – Ann, Bob and Cal – with pride.", [("Ann, Bob and Cal", 3)]),
        (
            "Over 50,000 soldiers, nurses and cooks are in it.",
            [("50,000 soldiers, nurses and cooks", 3)],
        ),
        ("I met Ann, Bob and Mr. Dole there.", [("Ann, Bob and Mr. Dole", 3)]),
        (
            'There is talk of "liars", "thieves" and "fools" again.',
            [('liars", "thieves" and "fools', 3)],
        ),
        ("Rates of bread, oil and milk at 5%.", [("bread, oil and milk", 3)]),
        ("They asked for bread, work and Kiev's. They left.", [("bread, work and Kiev's", 3)]),
    ],
)
def test_marks_bound_a_list_and_belong_to_words(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("These are bombs, tanks, missiles.", [("bombs, tanks, missiles", 3)]),
        (
            "We are opening the port, lifting the ban, releasing those who were held.",
            [("opening the port, lifting the ban, releasing those who were held", 3)],
        ),
        (
            "He met the guests – Ann Lee, Bob Fox, Cal Roe, Dan Poe.",
            [("Ann Lee, Bob Fox, Cal Roe, Dan Poe", 4)],
        ),
        ("They want one thing: peace, bread, land.", [("peace, bread, land", 3)]),
    ],
)
def test_a_list_needs_no_coordinator(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We sent maps, tents, as well as ropes.", [("maps, tents, as well as ropes", 3)]),
        ("We sent maps, tents along with ropes.", [("maps, tents along with ropes", 3)]),
        ("They gave hope and strength and courage.", [("hope and strength and courage", 3)]),
        (
            "It is about aid to the south, bans in the north and trade.",
            [("aid to the south, bans in the north and trade", 3)],
        ),
        ("We remember, we know and we act. They left.", [("We remember, we know and we act", 3)]),
        (
            "He called for talks, condemned the attack in the south, and asked us to help.",
            [("called for talks, condemned the attack in the south, and asked us to help", 3)],
        ),
        (
            "This is our aim: the town must live; its sons must return; war must end.",
            [("the town must live; its sons must return; war must end", 3)],
        ),
        ("Jobs are rising, wages are falling, and we will act.", [("Jobs act", 3)]),
        ("Some are up, others are up, we are up.", [("Some up", 3)]),
        ("They want to fund our schools, protect the poor, and secure the land.", [("land", 3)]),
        ("Air raids, bombs, mines.", [("mines", 3)]),
        ("It is about my friends, my family and people here.", [("here", 3)]),
        ("Rome, Paris and Kiev agreed.", [("Rome Kiev", 3)]),
        ("It is so in Rome, Paris and in other towns.", [("towns", 3)]),
        ("In Moscow, there were bread, oil and milk.", [("bread, oil and milk", 3)]),
        ("We visited Rome, Paris and other towns.", [("Rome, Paris and other towns", 3)]),
        ("Bread, oil and milk are our goals.", [("Bread, oil and milk", 3)]),
        ("Our bread, oil and cold milk are dear.", [("milk", 3)]),
        ("The EU, the US and Kiev signed it.", [("The EU, the US and Kiev", 3)]),
        ("He met envoys of the EU, the US and Kiev.", [("the EU, the US and Kiev", 3)]),
        ("Therefore, Rome, Paris and the Hague agreed.", [("Hague", 3)]),
    ],
)
def test_items_may_be_joined_in_many_ways(text: str, expected: list[tuple[str, int]]) -> None:
    assert [size for _, size in found(text)] == [size for _, size in expected]
    assert all(one in text for one, _ in found(text))
    assert found(text)[0][0].endswith(expected[0][0].split()[-1])


def test_of_lists_that_overlap_the_one_with_most_items_is_kept() -> None:
    text = "It is about bread, oil and milk, salt, tea, and rice."
    assert found(text) == [("bread, oil and milk, salt, tea, and rice", 5)]


def test_a_list_is_labelled_by_its_size() -> None:
    many = "We saw ants, bees, cats, dogs, eels, frogs, geese and hens. We saw ants, bees and cats."
    assert [label for _, _, label in lists_by_size(batch_of(many))] == ["list-7+", "list-3"]


def test_lists_do_not_reach_from_one_sentence_or_text_into_the_next() -> None:
    assert lists(batch_of("We saw ants, bees", "dogs and cats. Eels, eggs. And frogs.")) == []
