"""A chapter counts the codes of any codebook, and says nothing of what is not there."""

import pandas as pd
import pytest

from topoi.analysis.measures.cooccurrence import cooccurrence
from topoi.analysis.measures.rates import rates, word_counts
from topoi.coding.loading import load_codebook
from topoi.project import read_texts
from topoi.report.chapters import codes, results, robustness, summary, topics, voices
from topoi.report.chapters.appendix import MarkdownOutput
from topoi.report.evidence.citing import Cited

BOOK = """
id: two
title: Two words
codes:
  - id: talks
    label: Talks
    headline: true
    see_also: ["negotiat*"]
    include: ["talks"]
  - {id: war, label: War, headline: true, include: ["war"]}
  - {id: rain, label: Rain, headline: true, include: ["rain"]}
"""
TEXT = '"We want talks, not war," Ann Lee said. The talks went on.'


@pytest.fixture
def book(tmp_path):
    file = tmp_path / "two.yml"
    file.write_text(BOOK, encoding="utf-8")
    return load_codebook(file)


def study_of(text, *books):
    return read_texts([text], codebook=list(books))


def rates_in(study, book):
    words = word_counts(study.tokens, by=["doc"])
    return rates(study.hits_of(book.id), words, codes=[code.id for code in book.codes])


def plain(sentence):
    return "".join(piece.text for piece in sentence.pieces)


def test_the_finding_counts_codes_and_passages_and_sets_the_next_beside_the_first(book):
    study = study_of(TEXT, book)
    said = plain(codes.finding_sentence(study, book, rates_in(study, book)))
    assert said.startswith(
        "Two words: codes found, 2 of 3; passages, 3, of which inside quotations 2. "
        "By plain count the most frequent is Talks: 2 passages, 166.7 per thousand words (95% "
    )
    assert said.endswith(
        "The next, War, has 1; if the two were equally frequent, so large a lead of either would "
        "have a probability of 1.000, which is not below 0.05."
    )


def test_a_first_code_far_ahead_of_the_next_is_said_to_be_so_rarely_by_chance(book):
    study = study_of("Talks. " * 9 + "War.", book)
    said = plain(codes.finding_sentence(study, book, rates_in(study, book)))
    assert said.endswith("would have a probability of 0.021, which is below 0.05.")
    # 9 to 1 or more uneven: 22 of the 1,024 ways that ten coins fall
    assert "at least as far apart as 9 and 1, whichever is ahead, with a probability of 0.021" in (
        plain(codes.order_sentence(study, book))
    )
    study = study_of("Talks. " * 20, book)
    assert not codes.order_sentence(study, book).pieces
    study = study_of("Talks. " * 20 + "War.", book)
    assert "with a probability below 0.001 " in plain(codes.order_sentence(study, book))


def test_a_rate_above_zero_is_not_printed_as_zero(book):
    study = study_of("Talks. " * 50 + "War. " + "Snow fell. " * 25_000, book)
    # 0.02 of the one, where the other alone, 1.0, would ask for one decimal
    assert {column.digits for column in results.rate_columns(rates_in(study, book))} == {2}
    study = study_of("Talks. " * 50 + "War. " * 25, book)
    assert {column.digits for column in results.rate_columns(rates_in(study, book))} == {1}


def test_themes_inside_quotations_are_those_that_the_chapter_of_the_codebook_counts(book):
    from topoi.analysis.measures.cooccurrence import theme_profile

    study = study_of('Russia agrees that talks must not fail, Ann Lee said. "We want talks."', book)
    hits = study.hits_of(book.id)
    assert "nested" in set(hits["mode"])
    profile = theme_profile(hits, study.segments, study.tokens, codes=["talks"])
    labels = study.labels(book.id)
    shown = topics.profile_table(profile, hits, labels, study.quotations).frame()
    assert shown["Inside quotations"].tolist() == [len(codes.inside_quotations(study, hits))]


def test_of_two_codes_equally_frequent_none_is_said_to_be_first(book):
    study = study_of("Talks. War.", book)
    said = plain(codes.finding_sentence(study, book, rates_in(study, book)))
    assert "By plain count no code is more frequent than Talks: 1 passage, " in said
    assert said.endswith(" War has 1 too.")
    assert not codes.order_sentence(study, book).pieces


def test_voices_within_quotations_are_said_to_be_among_the_quoted_passages(book):
    study = study_of('"Bo Ray says that talks fail. We want talks," Ann Lee said. War.', book)
    hits = study.hits_of(book.id)
    assert hits["mode"].tolist() == ["nested", "direct", "outlet"]
    assert "inside quotations 2, voices quoted within them included. " in plain(
        codes.finding_sentence(study, book, rates_in(study, book))
    )
    assert plain(codes.voices_sentence(study, hits)).startswith(
        "Of 3 passages 2 stand inside quotations: directly quoted (1) and of a voice within a "
        "quotation (1); 0 stand in paraphrases and 1 in the outlet's own words"
    )


def test_a_codebook_that_hits_nothing_says_so_and_has_no_section(book):
    study = study_of("Nothing happened.", book)
    found = rates_in(study, book)
    said = plain(codes.finding_sentence(study, book, found))
    assert said == "Two words: codes found, none of 3; passages, 0."
    assert list(codes.headline_sections(study, book, found)) == []
    assert codes.headline_hits(study.hits_of("two"), book) == {}
    assert not codes.wordings_table(study, book).rows
    assert not codes.voices_sentence(study, study.hits_of("two")).pieces
    assert not codes.order_sentence(study, book).pieces


def test_each_headline_code_that_occurs_has_a_section_with_its_passages(book):
    study = study_of(TEXT, book)
    talks, told, passages, near, war, *_ = codes.headline_sections(
        study, book, rates_in(study, book)
    )
    assert talks.markdown() == "## Talks {#sec-two-code1}"
    assert "worded “talks”. In whose words: Ann Lee (1) and the outlet (1)." in plain(told)
    context = passages.frame()["In context"].tolist()
    assert context[0].startswith('"We want [talks], not war')
    assert passages.label == "tbl-two-code1"
    assert "{#tbl-two-code1 tbl-colwidths=" in passages.markdown()
    assert near.frame()["Passages"].tolist() == [0]
    assert war.markdown() == "## War {#sec-two-code2}"


def test_wordings_stand_by_code_and_kind(book):
    shown = codes.wordings_table(study_of(TEXT, book), book).frame()
    assert shown.to_numpy().tolist() == [["Talks", "—", 2, "talks"], ["War", "—", 1, "war"]]


def test_rates_by_voice_are_taken_over_the_words_of_each_voice(book):
    study = study_of(TEXT, book)
    hits = study.hits_of("two")
    voiced = hits.assign(voice=codes.sides(hits, study.quotations))
    found = codes.rates_by_voice(study, voiced[voiced["code"] == "talks"], ["talks"])
    assert found[["voice", "hits", "words"]].to_numpy().tolist() == [
        ["quoted speech", 1, 5],
        ["the outlet's own words", 1, 7],
    ]


def test_two_codebooks_may_name_a_code_alike(book, tmp_path):
    file = tmp_path / "other.yml"
    file.write_text("id: other\ncodes: [{id: talks, label: Going, include: ['went']}]", "utf-8")
    study = study_of(TEXT, book, load_codebook(file))
    assert study.kwic("other.talks")["node"].tolist() == ["went"]
    assert study.kwic("two.talks")["node"].tolist() == ["talks", "talks"]


def test_without_a_codebook_the_front_page_begins_with_the_finding_on_voices():
    study = study_of(TEXT)
    assert not summary.headline_sentence(study, "none.ipynb").pieces
    assert plain(voices.finding_sentence(study)).startswith(
        "Who speaks? 41.7% of the 12 words stand in 1 direct quotation of Ann Lee; "
    )
    assert plain(summary.texts_sentence(study)).startswith("1 text of 12 words")
    assert topics.themes(study)[1] == {}


def test_the_front_page_is_headed_by_the_first_declared_code_that_occurs(book):
    said = plain(summary.headline_sentence(study_of("War. " + TEXT, book), "none.ipynb"))
    assert said.startswith(f"**Talks** ({summary.SINGLED_OUT}): 2 passages, ")
    assert "said by Ann Lee (1) and the outlet (1)" in said


def test_voices_that_are_not_there_are_not_spoken_of():
    quiet = study_of("Nothing happened.")
    assert plain(voices.finding_sentence(quiet)) == (
        "Who speaks? None of the 2 words stand in a direct quotation (0 were found)."
    )
    assert not voices.nested_sentence(quiet.voices).pieces
    assert not voices.stances_sentence(quiet.attributions).pieces


def test_cues_are_told_by_their_stance():
    said = voices.stances_sentence(study_of(TEXT).attributions)
    assert plain(said).endswith(": 1 neutral (“said”).")


def test_cues_of_a_voice_within_a_quotation_are_not_those_of_the_outlet():
    study = study_of('"Bo Ray says that talks fail," Ann Lee pointed out.')
    assert set(study.attributions["level"]) == {"outer", "nested"}
    said = plain(voices.stances_sentence(study.attributions))
    assert said.endswith("1 endorsing, which present it as established (“pointed out”).")


def test_findings_without_a_hit_are_not_made(book):
    from topoi.analysis.robustness.specifications import hits_by_coding, material

    study = study_of("Nothing happened.", book)
    layers = {"voices": study.voices, "segments": study.segments}
    hits = hits_by_coding(study.corpus, [book], **layers)
    stuff = material(hits, study.tokens, study.segments, voices=study.voices)
    assert robustness.headline_findings(study, book, stuff) == []


PLANTED = "Talks of war. " * 6 + "We met. " * 20 + "Talks. War. "


def pairs_of(book, *texts):
    study = read_texts(list(texts), codebook=[book])
    hits, labels = study.hits_of(book.id), study.labels(book.id)
    tables = (
        cooccurrence(hits, study.segments, unit=unit, codes=list(labels))
        for unit in ("paragraph", "sentence")
    )
    return results.pairs_table(*tables, hits, labels)


def test_a_pair_is_named_only_where_it_stands_out_within_texts(book):
    table = pairs_of(book, PLANTED, PLANTED)
    said = plain(table.note)
    assert "Pairs tested in sentences, by the exact test within texts [@birch1964]: 1" in said
    assert "stands out most is Talks with War" in said
    row = table.frame().iloc[0]
    assert (row["Sentences"], row["Expected sentences"]) == (12, pytest.approx(2 * 7 * 7 / 28))


def test_codes_that_only_share_their_texts_are_not_named(book):
    apart = "Talks. " * 6 + "War. " * 6 + "Talks of war. " + "We met. " * 2
    table = pairs_of(book, apart, apart, *["We met. " * 30] * 4)
    assert table.frame()["q, sentences"][0] > 0.9
    assert "None stands out" in plain(table.note)


def test_of_few_sentences_no_pair_is_tested_and_the_note_says_so(book):
    table = pairs_of(book, "Talks of war.")
    assert "No pair is tested" in plain(table.note)
    assert table.frame()["q, sentences"].tolist() == ["—"]


PARTED = """
id: p
title: P
codes:
  - id: war
    label: War
    headline: true
    subtypes:
      old: {include: ["old war"], label: Old}
      new: {include: ["new war"], label: New}
    parts: {A: {label: First, subtypes: [old]}, B: {label: Second, subtypes: [new]}}
  - {id: talks, label: Talks, headline: true, include: ["talks"]}
"""


def test_who_says_something_is_named_up_to_three_and_the_rest_counted_as_others():
    rows = [("A", "direct")] * 3 + [("", "outlet")] * 2 + [("", "nested")] * 2 + [("B", "direct")]
    hits = pd.DataFrame(rows, columns=["speaker", "mode"]).assign(doc="d", code="x")
    hits = hits.assign(start=range(8), end=range(1, 9))
    said = codes.in_whose_words(hits, "Ex")
    assert plain(said) == (
        "A (3), the outlet's own (2), a voice within another, not named (2) and others (1)"
    )
    of = [piece.of for piece in said.pieces if isinstance(piece, Cited)]
    assert [len(cited.loci) for cited in of] == [3, 2, 2, 1]
    assert [of[0].label, of[3].label] == ["Ex, A", "Ex, others"]
    assert plain(codes.in_whose_words(hits[:5], "Ex")) == "A (3) and the outlet's own (2)"


def test_a_lead_at_the_level_is_no_rare_one(book, monkeypatch):
    study = study_of("Talks, talks. War.", book)
    own, following = (study.hits_of("two").query(f"code == '{code}'") for code in ("talks", "war"))
    for p, told in ((0.05, "of 0.050, which is not below 0.05."), (0.049, "is below 0.05.")):
        monkeypatch.setattr(codes, "lead", lambda *_, p=p: p)
        [said] = codes.beside_first(study, own, following, "War")
        assert plain(said).endswith(told)
    assert list(codes.beside_first(study, own, following[:0], "")) == []


def test_a_chance_too_small_to_print_is_told_as_below():
    assert plain(codes.chance_told(0.001)) == "of 0.001"
    assert plain(codes.chance_told(0.00099)) == "below 0.001"


def test_two_texts_are_tested_by_the_signs_of_their_differences(book):
    one = study_of("Talks, talks. War.", book)
    assert plain(codes.order_sentence(one, book)).endswith("as if passages were independent.")
    two = read_texts(["Talks, talks. War.", "Talks."], codebook=[book])
    said = codes.order_sentence(two, book)
    assert plain(said).endswith("deals the sign of their difference in each text at random.")
    assert "as far apart as 3 and 1, whichever" in plain(said)


def test_context_stands_with_voice_neighbours_and_what_a_passage_answers(book):
    text = 'Asked about rain, Ann Lee said: "We want talks, not war." Rain fell.'
    study = study_of(text, book)
    talks, *_ = codes.headline_hits(study.hits_of("two"), book).values()
    sections = list(codes.headline_sections(study, book, rates_in(study, book)))
    heads = [one.markdown() for one in sections if isinstance(one, MarkdownOutput)]
    assert heads == [
        "## Talks {#sec-two-code1}", "## War {#sec-two-code2}", "## Rain {#sec-two-code3}",
    ]  # fmt: skip
    row = sections[2].frame().iloc[0]
    assert row["Voice"] == "Ann Lee, direct; asserted"
    assert "Asked about rain" in row["Nearest actor; in answer to"]
    assert row["Beside it"].split("; ")[0] in {"War", "Rain"}
    assert len(talks) == 1


def test_parts_and_kinds_of_a_code_are_told_with_their_passages(tmp_path):
    file = tmp_path / "p.yml"
    file.write_text(PARTED, encoding="utf-8")
    parted = load_codebook(file)
    study = study_of("An old war. A new war, a new war. No talks.", parted)
    hits = study.hits_of("p")
    found = rates_in(study, parted)
    own = hits[hits["code"] == "war"]
    told = codes.code_sentence(parted.codes[0], own, found)
    labels = {piece.of.label for piece in told.pieces if isinstance(piece, Cited)}
    assert labels == {"War", "War, the outlet", "War, asserted", "War: First", "War: Second"}
    said = plain(told)
    assert "War: 3 passages, " in said
    assert "worded “old war” and “new war”. In whose words: the outlet (3). " in said
    assert "Polarity: asserted (3). By part: First (1) and Second (2)." in said
    talks = codes.code_sentence(parted.codes[1], hits[hits["code"] == "talks"], found)
    assert "By part" not in plain(talks)
    assert "negated (1)" in plain(talks)
    table = codes.wordings_table(study, parted)
    assert table.frame().to_numpy().tolist() == [
        ["War", "New", 2, "new war"], ["War", "Old", 1, "old war"], ["Talks", "—", 1, "talks"],
    ]  # fmt: skip
    assert table.rows[0][2].of.label == "War: New"
    assert table.rows[2][2].of.label == "Talks: no kind named"
