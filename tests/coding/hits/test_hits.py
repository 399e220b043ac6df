"""The hits table: exclusions, conditions, merging, polarity, target, built-in codes."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.coding.structures.batches import batches
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import voices_and_quotations
from topoi.text.words.numbered import segments_and_tokens
from topoi.text.words.segments import segments

HEAD = 'id: t\nversion: "1"\ntitle: T\n'


@pytest.fixture
def book(tmp_path: Path):
    def load(codes: str, *, head: str = "") -> Codebook:
        path = tmp_path / "book.yml"
        path.write_text(f"{HEAD}{head}codes:\n{codes}", encoding="utf-8")
        return load_codebook(path)

    return load


def hits(text: str, book: Codebook, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    return find_hits(corpus_of({"a": text}), [book], voices=voices)


def test_the_table_has_the_columns_of_the_design_even_when_empty(book) -> None:
    table = hits("Nothing here.", book("  - {id: w, label: W, include: [war]}"))
    assert list(table.columns) == [
        "doc", "start", "end", "codebook", "code", "subtype", "text", "section", "paragraph",
        "sentence", "mode", "speaker", "target", "polarity",
    ]  # fmt: skip
    assert len(table) == 0
    assert len(find_hits(corpus_of({}), [book("  - {id: w, label: W, include: [war]}")])) == 0


def test_an_exclusion_that_overlaps_removes_the_hit(book) -> None:
    loaded = book("  - {id: c, label: C, include: [root cause*], exclude: [root cause analysis]}")
    table = hits("Root cause analysis finds root causes.", loaded)
    assert table["text"].tolist() == ["root causes"]


@pytest.mark.parametrize("text", ["", "***", "\u200b", "A war.\n\n* * *"])
def test_an_exclusion_at_the_beginning_of_a_sentence_needs_no_word(book, text: str) -> None:
    loaded = book('  - {id: w, label: W, include: [war], exclude: ["^ <word>"]}')
    assert hits(text, loaded)["text"].tolist() == ["war"] * ("war" in text)


def test_the_leftmost_then_longest_of_one_code_is_kept_and_codes_do_not_compete(book) -> None:
    loaded = book(
        "  - id: a\n    label: A\n    include: [cold war, war of words]\n"
        "    subtypes: {short: {include: [cold]}, same: {include: [cold war]}}\n"
        "  - {id: b, label: B, include: [war]}\n"
    )
    table = hits("A cold war of words.", loaded)
    assert table[["code", "subtype", "text"]].to_numpy().tolist() == [
        ["a", "same", "cold war"],
        ["b", "", "war"],
    ]


@pytest.mark.parametrize(("unit", "count"), [("sentence", 1), ("paragraph", 2), ("document", 3)])
def test_a_required_word_must_stand_in_the_same_unit(book, unit: str, count: int) -> None:
    text = "They reject talks. They reject it.\n\nThey reject more, and that is that."
    loaded = book(f"  - {{id: r, label: R, include: [reject], requires: {{{unit}: [talks]}}}}")
    assert len(hits(text, loaded)) == count
    loaded = book(f"  - {{id: r, label: R, include: [reject], forbids: {{{unit}: [talks]}}}}")
    assert len(hits(text, loaded)) == 3 - count


def test_a_hit_runs_from_its_first_word_to_its_last(book) -> None:
    loaded = book('  - {id: w, label: W, include: ["the <word> [war]"]}')
    table = hits("All of “the long\n war” is over, and the end.", loaded)
    assert table[["start", "end", "text"]].to_numpy().tolist() == [
        [8, 21, "the long\n war"],
        [36, 43, "the end"],
    ]


def test_named_lists_stand_for_their_words(book) -> None:
    loaded = book(
        '  - {id: w, label: W, include: ["{fights}", x]}', head="lists: {fights: [war, 'row*']}\n"
    )
    assert hits("War and rows.", loaded)["text"].tolist() == ["War", "rows"]


def test_headings_have_no_sentence_and_places_are_told(book) -> None:
    table = hits(
        "It began.\n\nWar aims\n\nThe war. A war!", book("  - {id: w, label: W, include: [war]}")
    )
    assert table[["section", "paragraph", "sentence"]].to_numpy().tolist() == [
        [1, 2, 0],
        [1, 3, 2],
        [1, 3, 3],
    ]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("This is a war.", "asserted"),
        ("This is not a war.", "negated"),
        ("There was no talk of a coming war.", "negated"),
        ("There was no talk of the coming war.", "asserted"),
        ("We will not give up war.", "asserted"),
        ("We do not refuse war.", "asserted"),
        ("They refused to wage war.", "negated"),
        ("It is not the war that we feared.", "negated"),
        ("This is no other war.", "asserted"),
        ("Peace is impossible without war.", "asserted"),
        ("They didn't want war.", "negated"),
        ("This is not only a war.", "asserted"),
        ("It did not end, but the war went on.", "asserted"),
        ("There is no doubt that war came.", "asserted"),
        ("The war is not over.", "asserted"),
        ("It is not that he who came yesterday in the night from there made war.", "asserted"),
        ("There is nothing more terrible than war.", "asserted"),
        ("It goes without saying that war came.", "asserted"),
        ("Invited or not - war came.", "asserted"),
        ("They rejected war.", "negated"),
        ("They do not rule out war.", "asserted"),
        ('The envoy said that "war has come".', "asserted"),
        ('"War has come," the envoy said.', "asserted"),
        ('They described it as a "war" today.', "mentioned"),
        ('He spoke of a "war" of words.', "mentioned"),
        ('The United States fought a "war" of words.', "mentioned"),
        ('Petrov spoke of a "war" without saying why.', "mentioned"),
        ('He spoke of a "war". Petrov said that it rained.', "mentioned"),
        ('He spoke of a "war".\n\nPetrov said that it rained.', "mentioned"),
        ("They never saw Dr. Bell wage war.", "negated"),
        ("It did not end in the U.S. war.", "negated"),
        ("They did not want - as ever - war.", "negated"),
        ("They call it a 'war' today.", "mentioned"),
        ("The so-called war began.", "mentioned"),
    ],
)
def test_polarity_follows_the_clause(book, text: str, polarity: str) -> None:
    loaded = book("  - {id: w, label: W, include: [war]}")
    assert hits(text, loaded)["polarity"].tolist() == [polarity]


ACTORS = "actors: {Russia: [Russia, Russian*], Ukraine: [Kiev, Ukrain*], EU: [EU]}\n"


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("nearest", "EU"),
        ("before", "Ukraine"),
        ("after", "EU"),
        ("inside", ""),
        ("none", ""),
        ("{side: nearest, other_than: [EU, Russia]}", "Ukraine"),
    ],
)
def test_the_target_is_an_actor_of_the_sentence(book, rule: str, target: str) -> None:
    loaded = book(f"  - {{id: w, label: W, include: [phobia], target: {rule}}}", head=ACTORS)
    text = "Russia is far. In Kiev there is much phobia of the EU. Russian words."
    assert hits(text, loaded)["target"].tolist() == [target]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("The EU spoke of phobia, Kiev said.", "EU"),
        ("The President of Russia spoke of phobia in Kiev.", "Ukraine"),
        ("He thanked the EU after the phobia of the past, which Kiev knows.", "Ukraine"),
        ("The phobia against Kiev is old in Russia.", "Russia"),
        ("The phobia is old, Kiev stressed.", ""),
        ("There is phobia since Russia's war.", ""),
    ],
)
def test_who_speaks_listens_or_is_acted_upon_is_no_target(book, text: str, target: str) -> None:
    loaded = book("  - {id: w, label: W, include: [phobia]}", head=ACTORS)
    assert hits(text, loaded)["target"].tolist() == [target]


def test_an_actor_within_the_hit_is_its_target(book) -> None:
    loaded = book("  - {id: r, label: R, include: [Kiev regime]}", head=ACTORS)
    assert hits("Russia said the Kiev regime fell.", loaded)["target"].tolist() == ["Ukraine"]


def voices_of(*rows: tuple[int, int, str, str, int, int, str, str]) -> pd.DataFrame:
    names = ["start", "end", "mode", "speaker", "cue_start", "cue_end", "stance", "via"]
    return pd.DataFrame(rows, columns=names).assign(doc="a")


TEXT = 'War! "No war," Ann said, "as Bob stressed: war."'
VOICES = voices_of(
    (0, 5, "outlet", "X", -1, -1, "", "X"),
    (5, 15, "direct", "Ann", 19, 23, "neutral", "X < Ann"),
    (15, 25, "outlet", "X", -1, -1, "", "X"),
    (25, 41, "direct", "Ann", 19, 23, "neutral", "X < Ann"),
    (41, 48, "nested", "Bob", 33, 41, "endorsing", "X < Ann < Bob"),
)


def test_voices_give_mode_and_speaker_and_context_restricts_to_them(book) -> None:
    loaded = book("  - {id: w, label: W, include: [war]}")
    assert hits(TEXT, loaded, VOICES)[["mode", "speaker"]].to_numpy().tolist() == [
        ["outlet", "X"],
        ["direct", "Ann"],
        ["nested", "Bob"],
    ]
    loaded = book("  - {id: w, label: W, include: [war], context: {mode: [direct, nested]}}")
    assert hits(TEXT, loaded, VOICES)["start"].tolist() == [9, 43]


def test_codes_from_voices_are_told_as_skipped_without_them(book) -> None:
    loaded = book(
        "  - {id: cue, label: C, built_in: reporting_cues}\n"
        "  - {id: chain, label: H, built_in: attribution_chain}\n"
        "  - {id: mode, label: M, built_in: quotation_mode}\n"
    )
    table = hits(TEXT, loaded, VOICES)
    assert table[["code", "subtype", "text"]].to_numpy().tolist() == [
        ["mode", "direct", '"No war,"'],
        ["cue", "neutral", "said"],
        ["mode", "direct", '"as Bob stressed: war."'],
        ["chain", "nested", "stressed"],
    ]
    skipped = hits(TEXT, loaded).attrs["skipped"]
    assert [row["code"] for row in skipped] == ["cue", "chain", "mode"]


def test_quotations_given_are_not_sought_again_and_change_nothing(book) -> None:
    loaded = book(
        "  - {id: q, label: Q, built_in: partial_quotes}\n  - {id: w, label: W, include: [war]}\n"
    )
    texts = {
        "a": "He called it a 'war'.",
        "b": "No mark.",
        "c": "“A war,” he said.\n\nA “small war” ended.",
    }
    corpus = corpus_of(texts)
    table, quotations = voices_and_quotations(corpus, lexicon=load_lexicon())
    found = find_hits(corpus, [loaded], voices=table, quotations=quotations)
    pd.testing.assert_frame_equal(found, find_hits(corpus, [loaded], voices=table))
    assert found["code"].value_counts().to_dict() == {"q": 3, "w": 3}


QUOTED = "  - {id: mode, label: M, built_in: quotation_mode}\n"


@pytest.mark.parametrize(
    ("rows", "stretches"),
    [
        ("Ann 0 2, Bob> 2 4, Ann 4 6", [(0, 6)]),
        ("Ann 0 2, Bob> 2 4, Cal 4 6", [(0, 4), (4, 6)]),
        ("Ann 0 2, Bob> 2 4, Cal> 4 6, Ann 6 8", [(0, 8)]),
        ("Ann 0 2, Ann 3 5", [(0, 2), (3, 5)]),
        ("Ann 0 2, Bob> 3 5, Ann 5 7", [(0, 2), (3, 5), (5, 7)]),
        ("Ann 0 2, - 2 4, Ann 4 6", [(0, 2), (4, 6)]),
    ],
)
def test_what_is_nested_belongs_to_the_stretch_around_it(
    book, rows: str, stretches: list[tuple[int, int]]
) -> None:
    told = voices_of(
        *(
            (
                int(start),
                int(end),
                "outlet" if name == "-" else "nested" if name.endswith(">") else "direct",
                name,
                -1,
                -1,
                "",
                "",
            )
            for name, start, end in map(str.split, rows.split(", "))
        )
    )
    table = hits("!!!!!!!! she said", book(QUOTED), told)
    assert list(zip(table["start"], table["end"], strict=True)) == stretches


def test_voices_of_an_unknown_document_are_an_error(book) -> None:
    with pytest.raises(KeyError, match="other"):
        hits(TEXT, book(QUOTED), VOICES.assign(doc="other"))


def test_structures_are_found_without_voices(book) -> None:
    loaded = book(
        "  - {id: q, label: Q, built_in: partial_quotes}\n"
        "  - {id: l, label: L, built_in: lists}\n"
        "  - {id: r, label: R, built_in: repetition}\n"
    )
    text = "We spoke of bread, peace and 'true freedom'. We spoke of all."
    assert hits(text, loaded)[["code", "subtype", "text"]].to_numpy().tolist() == [
        ["r", "anaphora", "We spoke of"],
        ["l", "list-3", "bread, peace and 'true freedom"],
        ["q", "partial-quote", "'true freedom'"],
        ["r", "anaphora", "We spoke of"],
    ]


def test_a_label_for_a_kind_of_a_structure_changes_no_hit(book) -> None:
    lists = "  - {id: l, label: L, built_in: lists%s}\n"
    labelled = book(lists % ", subtypes: {list-3: {label: Three items}}")
    text = "We spoke of bread, peace and freedom, and of war."
    found = hits(text, labelled)
    assert found[["subtype", "text"]].to_numpy().tolist() == [
        ["list-3", "bread, peace and freedom"]
    ]
    pd.testing.assert_frame_equal(found, hits(text, book(lists % "")))


@pytest.mark.parametrize(
    ("text", "echoes"),
    [
        (
            "He says that a direct military clash between us is near. "
            "Few think that a direct military clash between us is far.",
            ["direct military clash", "direct military clash"],
        ),
        ("It has been one of the many. They had been one of the many.", []),
        (
            "That is what it would have been for us. Then that is what it would have been for us.",
            [],
        ),
    ],
)
def test_an_echo_neither_begins_nor_ends_on_a_function_word(
    book, text: str, echoes: list[str]
) -> None:
    found = hits(text, book("  - {id: r, label: R, built_in: repetition}\n"))
    assert found.loc[found["subtype"] == "echo", "text"].tolist() == echoes


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.text("war’s Kiev \n.İ😀", max_size=30), max_size=6), size=st.integers(1, 40)
)
def test_hits_do_not_depend_on_how_documents_are_batched(texts: list[str], size: int) -> None:
    corpus = corpus_of({str(number): f"{text} war." for number, text in enumerate(texts)})
    layers, tokens = segments_and_tokens(corpus)
    units, places = [], []
    for batch in batches(corpus, layers, chars=size):
        whole = batches(corpus, layers, tokens=tokens, chars=size)
        given = next(one for one in whole if one.first == batch.first)
        assert given.tokens.start.tolist() == batch.tokens.start.tolist()
        assert given.unit.tolist() == batch.unit.tolist()
        units += batch.unit_row.tolist()
        inside = batch.unit >= 0
        places += batch.unit_row[batch.unit[inside]].tolist()
    parts = layers[layers["kind"] != "paragraph"].sort_values(["doc", "start"], kind="stable")
    assert sorted(units) == sorted(parts.index.tolist())
    assert set(places) == set(units)


PIECES = (
    "War, want and peace came. ", "We spoke of the deep causes of it. ", "No war!\n\n",
    "The deep causes of war are many, he said. ", "“Peace” is not near? ", "Peace and war. ",
    "They left to see, to learn and to help the poor of Kiev. ", "Kiev's war: food, arms and oil. ",
)  # fmt: skip
CODES = """
  - {id: a, label: A, include: [war, "peace*", deep cause|causes of], exclude: ["no w*"]}
  - id: b
    label: B
    include: [came, spoke, are, left]
    requires: {paragraph: ["cause|causes of it|war"], document: ["f*d"]}
  - {id: c, label: C, include: [near], forbids: {document: ["kiev's"]}}
  - {id: l, label: L, built_in: lists}
  - {id: r, label: R, built_in: repetition}
"""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), min_size=2, max_size=4
    )
)
def test_hits_do_not_depend_on_the_other_documents(book, texts: list[list[str]]) -> None:
    loaded = book(CODES)
    documents = {str(number): "".join(pieces).strip() for number, pieces in enumerate(texts)}
    together = find_hits(corpus_of(documents), [loaded])
    apart = [find_hits(corpus_of({doc: text}), [loaded]) for doc, text in documents.items()]
    expected = pd.concat(apart, ignore_index=True)
    pd.testing.assert_frame_equal(together, expected, check_dtype=False)


def test_no_texts_give_a_table_of_the_same_columns(book) -> None:
    loaded = book("  - {id: w, label: W, include: [war]}\n  - {id: l, label: L, built_in: lists}\n")
    layers, tokens = segments_and_tokens(corpus_of({}))
    table = find_hits(corpus_of({}), [loaded], segments=layers, tokens=tokens)
    assert table.dtypes.to_dict() == hits("A war.", loaded).dtypes.to_dict()
    assert len(find_hits(corpus_of({"a": "A war."}), [])) == 0


OVERLAPPING = (
    "segments of 'a': the sentence 0-9 overlaps the sentence 4-15."
    " Give each character one sentence, heading or dateline at the most."
)


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ([(0, 9), (4, 15)], OVERLAPPING),
        ([(4, 15), (0, 9)], OVERLAPPING),
        ([(0, 9)], "segments of 'a': have no part of their own for the token 0-1"),
        ([], "segments of 'a': have no part of their own for the token 0-1"),
    ],
)
def test_segments_that_cannot_be_right_are_told(book, spans: list, told: str) -> None:
    corpus = corpus_of({"a": "A war. No war."})
    layers = segments(corpus).iloc[:1].drop(columns=["start", "end"])
    given = pd.DataFrame(spans, columns=["start", "end"]).assign(kind="sentence", doc="a")
    given = given.merge(layers.drop(columns="kind"), on="doc")
    with pytest.raises(InputError) as caught:
        find_hits(corpus, [book("  - {id: w, label: W, include: [war]}")], segments=given)
    assert told in str(caught.value)


JOINED = "  - {id: c, label: C, include: [war crime*, invader*, bombing]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("War crimes committed by invaders.", ["War crimes committed by invaders"]),
        ("War crimes of these cruel old invaders.", ["War crimes", "invaders"]),
        ("War crimes, invaders.", ["War crimes", "invaders"]),
        ("War crimes and invaders.", ["War crimes", "invaders"]),
        ("War crimes without invaders.", ["War crimes", "invaders"]),
        ("War crimes. Invaders.", ["War crimes", "Invaders"]),
        ("The bombing invaders of war crimes.", ["bombing invaders of war crimes"]),
    ],
)
def test_hits_of_one_code_that_few_words_part_are_one_hit(
    book, text: str, expected: list[str]
) -> None:
    assert hits(text, book(JOINED, head="join: 2\n"))["text"].tolist() == expected


def test_hits_stay_apart_where_the_codebook_does_not_ask(book) -> None:
    assert hits("War crimes by invaders.", book(JOINED))["text"].tolist() == [
        "War crimes", "invaders"
    ]  # fmt: skip


def test_hits_of_two_codes_are_never_one(book) -> None:
    codes = "  - {id: c, label: C, include: [war]}\n  - {id: d, label: D, include: [peace]}"
    assert hits("War for peace.", book(codes, head="join: 2\n"))["text"].tolist() == [
        "War", "peace"
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["two", "-1", "1.5"])
def test_a_join_that_is_no_number_is_refused(book, value: str) -> None:
    with pytest.raises(InputError, match=r"`join: .*` is no whole number"):
        book(JOINED, head=f"join: {value}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A ceasefire is out of the question.", "negated"),
        ("A ceasefire is not an option.", "negated"),
        ("A ceasefire is needed, surrender is out of the question.", "asserted"),
        ("They opposed a ceasefire.", "negated"),
        ("They refused to reject a ceasefire.", "negated"),
        ("There can be no peace without a ceasefire.", "asserted"),
        ("Not a single day passed without a ceasefire.", "asserted"),
        ("They accuse us of breaking a ceasefire.", "mentioned"),
        ("They whip up hysteria over a ceasefire.", "mentioned"),
        ("The alleged ceasefire began.", "mentioned"),
    ],
)
def test_remedies_are_rejected_and_charges_are_told_of_others(
    book, text: str, expected: str
) -> None:
    loaded = book("  - {id: c, label: C, include: [ceasefire]}")
    assert hits(text, loaded)["polarity"].tolist() == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kiev saw an escalation by Moscow.", "Russia"),
        ("Moscow was told of an escalation on the part of Kiev.", "Ukraine"),
        ("Moscow spoke, and later, after all, escalation came from our Kiev.", "Ukraine"),
        ('"This is an escalation", said Kiev.', ""),
        ("Moscow: This is an escalation.", ""),
        ("In ties with Moscow an escalation came.", ""),
        ("An escalation in Berlin came.", ""),
    ],
)
def test_a_target_does_what_is_told_and_is_no_place_partner_or_speaker(
    book, text: str, expected: str
) -> None:
    head = "actors: {Russia: [Moscow], Ukraine: [Kiev], Germany: [Berlin]}\n"
    loaded = book("  - {id: c, label: C, include: [escalation]}", head=head)
    assert hits(text, loaded)["target"].tolist() == [expected]


def test_hits_stand_in_their_own_document_however_the_texts_are_cut_into_batches(
    book, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = book("  - {id: w, label: W, include: [war], requires: {paragraph: [peace]}}")
    texts = {"a": "War.\n\nPeace.", "b": "War and peace.\n\nWar.", "c": "No.", "d": "War. Peace."}
    corpus = corpus_of(texts)
    whole = find_hits(corpus, [codes])
    assert whole[["doc", "start", "paragraph"]].to_numpy().tolist() == [["b", 0, 1], ["d", 0, 1]]
    for size in (1, 20):
        cut = partial(batches, chars=size)
        monkeypatch.setattr("topoi.coding.hits.hits.batches", cut)
        pd.testing.assert_frame_equal(find_hits(corpus, [codes]), whole)


def test_a_batch_numbers_the_paragraphs_and_documents_of_its_own() -> None:
    corpus = corpus_of({"a": "One. Two.", "b": "One.\n\nTwo. Three.", "c": "One.\n\nTwo."})
    cut = list(batches(corpus, segments(corpus), chars=1))
    assert [batch.unit_block.tolist() for batch in cut] == [[0, 0], [0, 1, 1], [0, 1]]
    assert [batch.unit_doc.tolist() for batch in cut] == [[0, 0], [0, 0, 0], [0, 0]]
    assert [batch.unit_row.tolist() for batch in cut] == [[1, 2], [4, 6, 7], [9, 11]]
    assert [(batch.first, batch.last) for batch in cut] == [(0, 1), (1, 2), (2, 3)]
    (whole,) = batches(corpus, segments(corpus))
    assert whole.unit_block.tolist() == [0, 0, 1, 2, 2, 3, 4]
    assert whole.unit_doc.tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_only_what_stands_between_the_marks_is_held_at_a_distance(book) -> None:
    codes = book("  - {id: w, label: W, include: [war, peace]}")
    found = hits("War came. They call it 'peace' today, and war. Peace left.", codes)
    assert list(zip(found["text"], found["polarity"], strict=True)) == [
        ("War", "asserted"),
        ("peace", "mentioned"),
        ("war", "asserted"),
        ("Peace", "asserted"),
    ]
