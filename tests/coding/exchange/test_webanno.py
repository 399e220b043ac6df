"""TSV 3 of INCEpTION: layers and features, numbers, escapes, chains, roles, sub-tokens."""

import pytest

from topoi.coding.exchange.webanno import from_webanno
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import corpus_of

CORPUS = corpus_of({"a": "Old 😀 causes now."})
PLACES = ["1-1\t0-3\tOld", "1-2\t4-6\t😀", "1-3\t7-13\tcauses", "1-4\t14-17\tnow", "1-5\t17-18\t."]
NER = "T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value"
POS = "T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue"
OWN = "T_SP=webanno.custom.Topoi|code|subtype"


def tsv(heads: list[str], cells: list[str]) -> str:
    lines = [f"{place}\t{cell}\t" for place, cell in zip(PLACES, cells, strict=True)]
    head = "".join(f"#{one}\n" for one in heads)
    return (
        f"#FORMAT=WebAnno TSV 3.3\n{head}\n\n#Text=Old 😀 causes now.\n" + "\n".join(lines) + "\n"
    )


def read(text: str, **asked: object) -> list[list[object]]:
    table = from_webanno({"a": text}, CORPUS, **asked)  # type: ignore[arg-type]
    return table[["text", "code", "subtype"]].to_numpy().tolist()


def test_our_own_layer_is_found_among_others_and_these_are_counted() -> None:
    notices: list[Notice] = []
    text = tsv([POS, OWN], ["JJ\t_\t_", "NN\t_\t_", "NN\tc[1]\t*[1]", "RB\tc[1]\t*[1]", "$.\t_\t_"])
    assert read(text, notices=notices) == [["causes now", "c", ""]]
    (notice,) = notices
    assert notice.place == "a.tsv"
    assert "has 5 entries passed over (" in notice.said
    assert "POS: 5)" in notice.said


def test_features_are_found_by_name_in_any_order() -> None:
    head = "T_SP=webanno.custom.Mine|subtype|other|code"
    text = tsv([head], ["_\t_\t_", "_\t_\t_", "s[1]\tx[1]\tc[1]", "_\t_\t_", "_\t_\t_"])
    assert read(text) == [["causes", "c", "s"]]


def test_the_only_feature_with_values_is_the_code() -> None:
    text = tsv([NER], ["*\tPER", "_\t_", "_\t_", "_\t_", "_\t_"])
    assert read(text) == [["Old", "PER", ""]]


def test_several_layers_are_asked_for_by_name() -> None:
    text = tsv([NER, POS], ["*\tPER\tJJ", "_\t_\t_", "_\t_\t_", "_\t_\tRB", "_\t_\t_"])
    with pytest.raises(InputError) as caught:
        read(text)
    assert "has several features that may be the code" in str(caught.value)
    assert "NamedEntity (identifier, value); " in str(caught.value)
    assert "pos.POS (PosValue)" in str(caught.value)
    assert read(text, layer="POS") == [["Old", "JJ", ""], ["now", "RB", ""]]
    assert read(text, features=["value"]) == [["Old", "PER", ""]]
    assert read(text, layer="NamedEntity", features=["value", "identifier"]) == [["Old", "PER", ""]]
    with pytest.raises(InputError, match="--layer: names no layer, or several: 'Sense'"):
        read(text, layer="Sense")
    with pytest.raises(InputError, match="--feature: names none, or several: PosValue"):
        read(text, layer="NamedEntity", features=["PosValue"])


def test_a_file_without_layers_of_spans_is_refused() -> None:
    with pytest.raises(InputError, match="has no layer of spans"):
        read(tsv([], [""] * 5))


def test_roles_chains_and_relations_are_counted_not_read() -> None:
    notices: list[Notice] = []
    heads = [
        "T_SP=webanno.custom.Topoi|code|ROLE_webanno.custom.Topoi:who_webanno.custom.Link|uima.tcas.X",
        "T_CH=de.x.CoreferenceLink|referenceType|referenceRelation",
        "T_RL=de.x.Rel|kind|BT_webanno.custom.Topoi",
    ]
    rows = ["_\t_\t_\tpr[1]\tcoref->1-1\t_\t_", "_\t_\t_\t_\t_\t_\t_",
            "c\tby;to\t1-1;1-4\tpr[1]\t*->1-2\tx\t1-1", *["_\t_\t_\t_\t_\t_\t_"] * 2]  # fmt: skip
    assert read(tsv(heads, rows), notices=notices) == [["causes", "c", ""]]
    assert notices[0].said == (
        "has 3 entries passed over (webanno.custom.Topoi, roles: 1, "
        "de.x.CoreferenceLink: 1, de.x.Rel: 1)"
    )


def test_stacked_and_discontinuous_annotations_are_told_apart_by_number() -> None:
    text = tsv([OWN], ["a[1]|b[2]\ts[1]|t[2]", "_\t_", "a[1]\ts[1]", "a[3]\t*[3]", "_\t_"])
    assert read(text) == [["Old", "b", "t"], ["Old 😀 causes", "a", "s"], ["now", "a", ""]]


def test_neighbours_without_a_number_are_annotations_of_their_own() -> None:
    text = tsv([OWN], ["_\t_", "_\t_", "a\t*", "a\ts", "_\t_"])
    assert read(text) == [["causes", "a", ""], ["now", "a", "s"]]


def test_escaped_signs_and_values_that_are_none() -> None:
    notices: list[Notice] = []
    text = tsv([OWN], ["root\\_a\\[x\\]\\|b\\;\\->[7]\t\\*[7]", "*\t*", "_\t_", "\\_\t_", "_\t_"])
    assert read(text, notices=notices) == [["Old", "root_a[x]|b;->", "*"], ["now", "_", ""]]
    assert notices[0].said == "has 1 entry passed over (no value of code: 1)"


def test_a_part_of_a_token_has_a_line_of_its_own() -> None:
    text = tsv([OWN], ["_\t_"] * 5).replace("1-4\t", "1-3.1\t7-12\tcause\tc\t*\t\n1-4\t")
    assert read(text) == [["cause", "c", ""]]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_systems_end_them(end: str) -> None:
    text = tsv([OWN], ["_\t_", "_\t_", "c\ts", "_\t_", "_\t_"]).replace("\n", end)
    assert read(text) == [["causes", "c", "s"]]


def test_offsets_in_characters_are_told_by_the_tokens() -> None:
    notices: list[Notice] = []
    text = tsv([OWN], ["_\t_", "_\t_", "c\ts", "_\t_", "_\t_"])
    for unit, place in (("4-6", "4-5"), ("7-13", "6-12"), ("14-17", "13-16"), ("17-18", "16-17")):
        text = text.replace(f"\t{unit}\t", f"\t{place}\t")
    assert read(text, notices=notices) == [["causes", "c", "s"]]
    assert notices[0].said == "has annotations that count characters"


def test_a_line_with_too_few_cells_is_refused() -> None:
    with pytest.raises(InputError, match=r"a.tsv:7: has fewer cells"):
        read(tsv([OWN, POS], ["_\t_", *["_\t_\tNN"] * 4]))


def test_a_file_without_a_code_is_named() -> None:
    with pytest.raises(InputError, match=r"^a\.tsv: has no layer of spans with a feature"):
        read(tsv([], ["", "", "", "", ""]))
    with pytest.raises(InputError, match=r"^a\.tsv: has several features that may be the code"):
        read(tsv(["T_SP=x.A|one|two"], ["p\tq"] * 5))
