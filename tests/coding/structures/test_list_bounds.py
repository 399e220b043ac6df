"""Where a list begins and ends, and what is none: sentences whose list stands in [[ ]]."""

import re

import pytest
from tests.coding.structures.test_lists import found


def told(marked: str) -> tuple[list[str], list[str]]:
    """Return the lists of a sentence as they are found, and as they are marked in it.

    They are the same behind other sentences.
    """
    text = marked.replace("[[", "").replace("]]", "")
    assert found(f"It rained. They left at noon. {text} They slept.") == found(text)
    return [words for words, _ in found(text)], re.findall(r"\[\[(.*?)\]\]", marked)


@pytest.mark.parametrize(
    "opening", ["Tonight", "Already", "Meanwhile", "Quickly", "Speaking", "Inside", "Today", "He"]
)
def test_a_word_that_sets_the_scene_is_no_item_of_two_speakers(opening: str) -> None:
    assert found(f"{opening}, traders and farmers met.") == []
    assert found(f"It rained. {opening}, traders and farmers met.") == []


@pytest.mark.parametrize("opening", ["Therefore", "Namely", "Today", "Of them", "Tonight"])
def test_what_only_opens_a_sentence_is_no_item_of_three(opening: str) -> None:
    for before in ("", "It rained there. "):
        text = f"{before}{opening}, bread, oil and milk are dear."
        assert found(text) == [("bread, oil and milk", 3)]


@pytest.mark.parametrize(
    "marked",
    [
        "They named their aims: [[peace, bread and land]].",
        "They named their aims – [[peace, bread and land]] – again.",
        "They named their aims ([[peace, bread and land]]) again.",
        "They have three aims: [[peace, bread, land]] - and they fail.",
        "They have three aims: [[peace, bread, land]] (and they fail).",
        "He named many, including [[Ann, Bob and Cal]], who was late.",
        "He named many, including [[Ann, Bob and Cal]].",
        "They named some: [[the bread, the oil, the milk]].",
        "They met in Bern: [[peace, bread and land]] were named.",
        "Putin: peace, bread and land.",
        "They came: he, she and we.",
        "They named one: bread and oil.",
        "They named one: who came, who left.",
    ],
)
def test_a_list_behind_a_mark_or_including_ends_before_the_next_clause(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "[[Deaths are down, attacks are down, prices are down]].",
        "[[Deaths are down, attacks are up, and prices are down]].",
        "Deaths are down, attacks are up, prices are down.",
        "Deaths are down, and prices are down.",
        "She says we [[raised the pay, cut the taxes, and built the roads]].",
        "We want to [[end wars, feed towns, and build roads]].",
        "We want to [[end the wars, feed the towns, build the roads, mend the bridges]].",
        "They want to cut the tax, raising the pay, and build the road.",
        "We asked [[who came, who left, and who stayed]].",
        "They cut [[the ban, a tax, and our debt]].",
    ],
)
def test_clauses_and_verbs_make_a_list_where_they_are_built_alike(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "We met [[Ann Lee, Bob Fox, Cal Roe]].",
        "We met Ann Lee, a boss, Cal Roe.",
        "We met Ann Lee, Bob Fox, salt.",
        "They sell the bread, oil, the milk.",
        "They sell bread, the oil, the milk.",
        "He saw Ann, a baker, the boss.",
        "[[Missile strikes, air bombs, mines]].",
        "Missile strikes, air bombs, burned.",
        "We saw [[the old trucks, new trains and boats]] of all kinds.",
        "The town, a port and market, is old.",
    ],
)
def test_what_explains_the_word_before_it_is_no_item(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


def test_of_and_between_any_two_only_like_items_are_joined() -> None:
    for text in (
        "They brought men and women and the rest of it.",
        "They brought men and women and the children.",
        "They love men and women or children.",
        "They brought old men and young women and small children.",
        "They brought men, and women and children.",
    ):
        assert [words for words, _ in found(text) if "women and" in words] == []


@pytest.mark.parametrize(
    "verb", ["from", "meanwhile", "only", "said", "Feed", "feeding", "then", "which", "the old"]
)
def test_a_verb_among_verbs_is_no_other_word_before_an_article(verb: str) -> None:
    assert found(f"We want to end wars, {verb} the towns, and build roads.") == []


@pytest.mark.parametrize(
    "marked",
    [
        "[[Ants are here; bees are there; cats sleep]].",
        "He said: [[ants are here; bees are there; cats sleep]].",
        "Ants are here; bees are there.",
        "[[Ants, bees; cats, dogs]].",
        "They saw ants, and [[bees and cats and dogs]].",
        "[[We are up, they are up, he is up, she is up]].",
        "We are up, they are down, he is up.",
        "He left, she said, they came and we slept.",
        "[[Of course they left, of course we came, and of course he slept]].",
        "They came [[from the old town, from the new port, and from the hills]].",
        "They came [[from the old town, from the new port, from the hills]].",
        "They came from the old town, from the new port.",
        "It is a plan [[for bread in the south, for oil, and for salt]].",
        "It is [[how we live, how we work, and how we die]].",
        "They [[attacked ships, burned towns, killed cows]].",
        "They [[fought in the south, sold all the bread, and built the roads]].",
        "It is so in [[Rome, Paris and in other towns]].",
        "It is so in Rome, Paris and with other towns.",
        "They were [[feeding cows, and burning towns, and shooting]].",
        "We must not forget: [[the old, the ill, the poor]].",
        "They include [[maps, tents and ropes]].",
        "He has maps as well as tents, ropes.",
        "It cost $5, $6 and $7.",
        "It is up 5%, 6% and 7%.",
        "Leaders of Rome, officials of Paris and Kiev met.",
    ],
)
def test_a_list_reaches_as_far_as_its_items_are_joined(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("They met Ann and Bob and Cal and Dan.", 4),
        ("They met Ann Lee and Bob Fox and Cal Roe, and left.", 3),
        ("They saw ants and bees and cats, dogs and eels.", 3),
        ("It is up to ants, bees, cats, dogs, eels and frogs.", 6),
        ("We sell 10 cars, 20 trucks and 30 ships.", 3),
        ('They bought "ants", "bees," and "cats".', 3),
    ],
)
def test_each_item_counts_once(text: str, size: int) -> None:
    assert [many for _, many in found(text)] == [size]


@pytest.mark.parametrize("words", ["slowly", "10", "feeding", "from"])
def test_a_verb_begins_no_list_where_the_next_item_begins_otherwise(words: str) -> None:
    text = "We want to end the wars in the south, {} the towns of the west, and build the roads."
    assert found(text.format("feed"))[0][0].startswith("end the wars in the south, feed")
    assert not any(one.startswith("end") for one, _ in found(text.format(words)))


@pytest.mark.parametrize("second", ["in May wages are low", "who are we", "feeding cows is hard"])
def test_clauses_make_a_list_only_with_a_subject_at_their_head(second: str) -> None:
    assert found(f"Jobs are rising, {second}, and we will act.") == []


@pytest.mark.parametrize("aside", ["quickly followed", "slowly burning", "slowly in smoke"])
def test_what_tells_how_something_is_done_is_no_item(aside: str) -> None:
    assert found(f"They left towns, {aside} and ships.") == []


@pytest.mark.parametrize("opening", ["meanwhile", "tonight", "already", "they", "who"])
def test_a_list_behind_a_colon_ends_where_a_clause_opens(opening: str) -> None:
    assert found(f"They have aims: peace, bread, land, {opening} we leave.") == [
        ("peace, bread, land", 3)
    ]
