import json

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

from topoi.report.evidence.citing import (
    MIME,
    cite,
    enumeration,
    locus,
    measured,
    name,
    passages_json,
    prose,
    quotation,
    sentence,
)
from topoi.report.evidence.passages import cited_passages, code_names, passages_from_json

HITS = pd.DataFrame(
    [("a", 1, 4, "frames", "x", "direct"), ("a", 6, 8, "frames", "x", "outlet")],
    columns=["doc", "start", "end", "codebook", "code", "mode"],
)


def test_a_cited_number_is_a_link_to_its_passages():
    number = cite(HITS)
    assert number.markdown() == f"[2](90-evidence.ipynb#{number.of.id})"


@pytest.mark.parametrize(("value", "digits", "shown"), [(0, 0, "0"), (0.0, 2, "0.00")])
def test_a_zero_is_shown_and_opens_nothing_whatever_it_was_measured_from(value, digits, shown):
    for hits in (None, HITS, HITS[:0]):
        zero = measured(value, hits=hits, how="a score", digits=digits)
        assert (
            zero.markdown() == f'<span class="evidence" data-counted="{zero.anchor}">{shown}</span>'
        )
        assert zero.piece()[2]["value"] == 0


def test_a_small_number_that_is_printed_as_zero_opens_its_calculation():
    small = measured(0.004, hits=HITS, how="a score", digits=1)
    assert small.markdown() == f"[0.0](90-evidence.ipynb#{small.anchor})"


def test_the_id_depends_on_the_passages_and_not_on_their_order_or_label():
    assert cite(HITS[::-1], label="other").ref == cite(HITS).ref
    assert cite(HITS[:1]).ref != cite(HITS).ref


def test_two_zeros_of_different_kinds_have_different_ids():
    assert cite(HITS[:0], label="x").ref != cite(HITS[:0], label="y").ref


def test_a_set_survives_its_json():
    cited = cited_passages(HITS)
    assert passages_from_json(cited.id, json.loads(json.dumps(cited.packed()))) == cited


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"codebook": ["f"], "code": ["x"], "mode": ["direct"]}, "f/x"),
        ({"mode": ["direct"], "speaker": [""], "kind": ["report"]}, "voice/direct"),
        ({"kind": ["paragraph"]}, "segment/paragraph"),
        ({"token": ["a"], "mode": ["direct"], "speaker": [""]}, "word"),
        ({"start": [1]}, ""),
    ],
)
def test_spans_are_named_by_the_layer_they_come_from(frame, expected):
    assert code_names(pd.DataFrame(frame)) == [expected]


def test_a_percentage_is_printed_and_its_value_kept():
    share = measured(0.78664, hits=HITS, how="share of words", percent=True)
    assert (share.text, share.value) == ("78.7%", 0.78664)


def test_a_measure_without_passages_links_to_its_description():
    assert measured(0.5, how="agreement", source="tbl-x").ref.startswith("me-")


def test_of_several_labels_of_one_set_the_first_is_kept():
    both = measured(1, hits=HITS, base=HITS, how="a score", label="One", base_label="Other")
    assert [one["label"] for one in passages_json([both]).values()] == ["One"]
    assert (both.of.label, both.base.label) == ("One", "Other")


def test_a_sentence_keeps_numbers_names_and_words_apart():
    made = sentence(
        "{n} of **{c}**: {w} {q}", n=cite(HITS), c=name("F01"), w="*a*", q=quotation("1 | 2")
    )
    assert [p.piece()[0] for p in made.pieces] == [
        "number", "prose", "name", "prose", "prose", "prose", "quoted",
    ]  # fmt: skip
    assert "\\*a\\*" in str(made)
    assert '<span class="quoted">1 \\| 2</span>' in str(made)


def test_sentences_nest_and_join():
    inner = sentence("{n} hits", n=cite(HITS))
    joined = prose(
        sentence("There are {s}.", s=inner), "Plain.", sentence("{w}", w=enumeration("abc"))
    )
    plain = joined._repr_mimebundle_()["text/plain"]
    assert plain == "There are 2 hits. Plain. a, b and c"


def test_a_notebook_stores_markdown_and_the_record():
    data, _ = DisplayFormatter().format(sentence("{n} at {p}", n=cite(HITS), p=locus("a", 1, 4)))
    assert set(data) >= {"text/markdown", "text/plain", MIME}
    assert json.loads(json.dumps(data[MIME]))["sets"][cite(HITS).ref]["docs"]["a"] == "1:4 6:8"
