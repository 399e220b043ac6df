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
    "verb",
    ["from", "meanwhile", "only", "said", "Feed", "feeding", "then", "which", "the old", "did"],
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


@pytest.mark.parametrize(
    "marked",
    [
        "It was [[aid to farmers, bans on goods and help]].",
        'It was "aid" to [[farmers, bans on goods and help]].',
        "It is with salt to [[towns, oil and bread]].",
        "It is so from [[salt, new farmers with horses and the rest]].",
        "It was the good old warm aid to [[farmers, bans and help]].",
        "It was [[our aid to farmers, bans on goods and help]].",
        "It was from our small port, from [[the oil, traders and Ann]].",
        "It was [[the salt, cows on land and 20 pigs]].",
        "[[Salt to ships, cows on land, bread and 20 pigs]] were sold.",
        "Of ships, [[cows on land, dead wood and peace]] of all kinds.",
        "It was some very old [[small new red big cows, salt and towns]].",
        "It was salt: [[the new cows, salt and ships]].",
        "It was towns – [[cows, salt and ships]].",
        "It was salt ([[new cows, salt and ships]]) here.",
    ],
)
def test_the_first_item_reaches_back_five_words_or_over_one_preposition(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "It was [[salt, bread and ships]] of.",
        "It was [[salt, bread and ships of towns]].",
        "It was salt, bread and the.",
        "It was [[salt, bread and one two six ten red big]] dry pigs.",
        "It was [[Rome, Paris and the Kremlin]].",
        "It was [[salt, bread and the oil]].",
        "It was Ann, Bob and Cal Roe the boss.",
        "It was [[Ann, Bob and Cal]] old.",
        "It was [[Ann, Bob and Cal]], who left.",
    ],
)
def test_the_last_item_has_six_words_and_ends_in_no_article_or_preposition(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "It was bread, oil and a new salt are dear.",
        "It was bread, oil and salt were dear.",
        "In June bread, oil and a salt are dear.",
        "Ann saw Bob, the boss and the rest.",
        "Ann saw Bob, the boss and traders.",
        "Ann saw Bob, cows and peace.",
        "It was Bob, cows and peace.",
        "It was bread, Bob and Ann.",
        "It was [[salt, bread and Ann]].",
        "It was the salt, the bread and ships.",
        "It was salt, a bread and ships.",
        "It was [[the salt, a bread and the ships]].",
        "It was [[salt, a bread and the ships]].",
        "It was salt, feeding cows and ships.",
        "It was [[feeding cows, feeding pigs and hens]].",
        "It was cows, what we left and hens.",
        "Farmers, 1990, Bob Fox, and left.",
        "He, [[Rome, Kiev and Paris]] met.",
        "He now, Rome, Kiev and Paris met.",
        "Of it, Rome, Kiev and Paris met.",
        "In the port, Rome, Kiev and Paris met.",
        "They met [[the EU, the US and Kiev]].",
        "They met [[EU, the US and Kiev]].",
        "They saw the boss of [[EU, the US and Kiev]].",
        "They saw men of [[the EU, the US and Kiev]].",
    ],
)
def test_of_two_words_before_and_the_second_is_an_item_or_explains_the_first(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "It was traders, slowly, farmers and.",
        "It was [[traders, boys, girls]], slowly.",
        "It was traders, boys, including girls, hens.",
        "It was [[traders, ten old boys, girls]].",
        "It was traders, ten big old boys, girls.",
        "It was traders, feeding boys, girls.",
        "It was traders, boys were, girls.",
        "It was traders, Ann, slowly.",
        "It was oil, Ann, Bob.",
        "It was oil, bread, Bob.",
        "It was oil, Ann, salt, Bob.",
        "It was [[Ann, oil, bread, salt]].",
        "It was oil, the bread, salt.",
        "It was oil, the bread, the salt.",
        "It was the oil, bread, salt.",
        "It was [[the oil, bread, salt, pigs]].",
        "It was [[oil, bread, salt, the pigs]].",
        "It was [[oil, the bread, salt, pigs]].",
        "It was [[Ann, the bread, the salt]].",
        "It was a fox, Ann, Bob.",
        "It was [[Bob, Ann, Cal]].",
        "[[Old land, fields, the salt]].",
        "They left, old land, fields, the salt.",
        "The town, killing farmers, cows, our new oil.",
        "In Bern, oil, salt, bread.",
        "Bread, oil, Bob: no more.",
    ],
)
def test_short_items_without_and_are_a_list_where_they_are_of_one_kind(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


def test_one_semicolon_parts_no_list_whatever_commas_stand_beside_it() -> None:
    assert found("Ants, at last, are here; bees are there.") == []


@pytest.mark.parametrize(
    "marked",
    [
        'It was [[the ants and "bees" and cats]].',
        "It was [[ships and ships and new oil]].",
        "It was [[bread and salt and 20 pigs]].",
        "It was [[land, 20 towns and salt and farmers]].",
        "They have maps – [[towns and salt and farmers]].",
        "It was traders and ships, and bread.",
        "Traders and ships, and bread burned towns.",
        "It was towns he and salt and small pigs.",
        "It was our traders or farmers or with bread.",
        "It was both bread and salt and oil.",
        "They left between bread and salt and oil.",
        "It was both [[bread, salt and oil]].",
    ],
)
def test_and_between_any_two_makes_a_list_of_short_items_alone(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize(
    "marked",
    [
        "It was peace including, land and oil.",
        "It was so – land and oil.",
        "It was so: [[land, and oil, and salt]].",
        "He said: land was, oil, salt and bread.",
        "It was land: [[oil, salt; bread, pigs and cows]].",
        "It was so (land): [[oil, salt and bread]].",
        "Namely [[land, oil and salt]].",
        "It was in 1990: [[oil, salt and bread]].",
        "It was Bern: [[oil, salt and bread]].",
        "It was so: oil, salt and bread were dear.",
        "It was so: [[who left, who came, who slept]].",
        "It was so: [[to win, to lose, to draw]].",
        "They left [[to win the war, to lose the peace, and to draw]].",
        "They left to win the war, to lose the peace.",
        "We met [[the men of Bern, the women of Rome, and the rest]].",
        "We met the men of Bern, the women of Rome, the rest of it.",
        "We met [[the men of Bern, the women of Rome, the rest of it, the cows]].",
        "They met Ann Lee of the old town, Bob Fox of the old port, Cal Roe of the old mill.",
        "[[She came, she saw, she won]].",
        "[[She was here, he was there, and they were away]].",
        "She was here, he was there, they were away.",
        "[[She was here, he was here, they were here]].",
        "She was here, he said he was there, and they were away.",
        "On Monday she was here, he was there, and they were away.",
        "[[He did it, and she did it, and they did it]].",
        "[[Raising high, dry jobs, and raising taxes, and passing it]].",
        "They want to [[open the port, lift the ban, and free those held]].",
        "They want to open the port, lift the ban, free the men.",
        "They want to [[open the port, lift the ban, free the men, feed the cows]].",
    ],
)
def test_long_items_are_a_list_behind_a_mark_or_where_all_are_built_alike(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked


@pytest.mark.parametrize("before", ["cows (or pigs),", "pigs),", "men – old men –,", "men –,"])
def test_what_a_bracket_or_a_dash_closes_is_no_item(before: str) -> None:
    assert found(f"It was {before} salt and oil.") == []
    assert found("It was cows, salt and oil.") == [("cows, salt and oil", 3)]


@pytest.mark.parametrize(
    "marked",
    [
        "It has [[maps, tents as well as ropes]].",
        "It has [[maps, tents, and also ropes]].",
        "It has maps as well as [[tents, ropes and oil]].",
        "It has maps along with [[tents, oil and even ropes]].",
        "It has maps and also tents and ropes.",
    ],
)
def test_several_words_that_join_are_one_and(marked: str) -> None:
    is_found, is_marked = told(marked)
    assert is_found == is_marked
