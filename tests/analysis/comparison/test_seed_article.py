"""The seed article beside a transcript that was written for this test."""

import pytest

import topoi as tp

TRANSCRIPT = """Question: What do you make of the talks with Washington?

Sergey Lavrov: Thank you. The resumption of direct dialogue by the current US administration \
is fully in line with normal diplomatic practice. Rejecting it under Joe Biden was contrary to \
common sense. The substantive discussion of Ukrainian issues between Moscow and Washington \
that has been taking place since the beginning of the year is useful and yielding results. It \
is thanks to President Donald Trump’s insistence that the Kiev regime agreed to our proposal \
to resume the Istanbul talks.

Question: What was proposed?

Sergey Lavrov: Three rounds have already taken place, as you know. In addition to important \
humanitarian agreements, we proposed creating working groups on political and military issues. \
This would be a significant step towards reaching sustainable agreements, as Russian President \
emphasized on August 1 during his meeting with Alexander Lukashenko at Valaam. We are waiting \
for a concrete reaction from Kiev.

Question: Is the United States interested in this?

Sergey Lavrov: Thus, all those who care about progress in the settlement would do well to pay \
attention to this evident stratification of consciousness. We said so to our colleagues.
"""


@pytest.fixture(scope="module")
def found(root):
    article = next((root / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    return tp.read({"article": article, "talk": TRANSCRIPT}).compare("talk"), article


def row_of(found, words):
    table, _ = found
    (row,) = table[table["quotation"].str.contains(words, regex=False)].to_dict("records")
    return row


def test_a_quotation_of_four_sentences_is_verbatim(found):
    row = row_of(found, "The resumption of direct dialogue")
    assert (row["verdict"], row["said_by"], row["difference"]) == ("verbatim", "Sergey Lavrov", "")
    assert row["said"].startswith("The resumption")
    assert row["said"].endswith("Istanbul talks")


def test_words_in_brackets_do_not_count_and_words_left_out_are_told(found):
    row = row_of(found, "Three rounds")
    assert (row["verdict"], row["difference"]) == ("shortened", "left out: “as you know”")


def test_altered_words_are_named(found):
    row = row_of(found, "stratification")
    assert row["verdict"] == "altered"
    assert row["difference"] == "“Therefore” for “Thus”; “obvious” for “evident”"


def test_all_other_quotations_are_not_found_and_all_spans_give_their_words(found):
    table, article = found
    assert table["verdict"].value_counts().drop("too short to tell", errors="ignore").to_dict() == {
        "not found": len(table) - 3 - (table["verdict"] == "too short to tell").sum(),
        **dict.fromkeys(("verbatim", "shortened", "altered"), 1),
    }
    for row in table.to_dict("records"):
        assert article[row["start"] : row["end"]] == row["quotation"]
        if row["parts"]:
            assert TRANSCRIPT[row["said_start"] : row["said_end"]] == row["said"]


def test_the_statement_on_working_groups_is_beside_what_was_said_of_them(found):
    _, article = found
    study = tp.read({"article": article, "talk": TRANSCRIPT})
    table = study.compare("talk", indirect=True)
    asked = table["statement"].str.contains("working groups") & (table["rank"] == 1)
    (said,) = table.loc[asked, "said"]
    assert "we proposed creating working groups" in said
