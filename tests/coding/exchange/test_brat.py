"""Files of brat as it, and the editors of Windows, write them."""

import pandas as pd
import pytest

from topoi.coding.exchange.brat import from_brat, to_brat
from topoi.coding.exchange.files import codes_listed
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import corpus_of

TEXT = "Old 😀 causes\r\nand root causes."
CORPUS = corpus_of({"a": TEXT})


def read(annotations: str, notices: list[Notice] | None = None) -> list[list[object]]:
    table = from_brat({"a": annotations}, CORPUS, notices=notices)
    return table[["start", "end", "code", "subtype", "text"]].to_numpy().tolist()


@pytest.mark.parametrize(
    "fragments",
    ["18 22\troot", "18 22;23 29\troot causes", "23 29;18 22\tcauses root",
     "23 29;18 22\troot causes"],
)  # fmt: skip
def test_fragments_may_stand_in_any_order(fragments: str) -> None:
    end = 22 if ";" not in fragments else 29
    assert read(f"T1\tc {fragments}\n") == [[18, end, "c", "", TEXT[18:end]]]


@pytest.mark.parametrize(
    ("fragments", "told"),
    [
        ("18 22;20 29\troot x", "a.ann:2: has the fragments 18 22 and 20 ..., which overlap"),
        ("18 22;29 31\troot ..", "a.ann:2: lies at 18-22;29-31, which is not within 'a'"),
        ("18 22;29 23\troot x", "a.ann:2: quotes 'root x', but 'a' has '' at 18-22;29-23"),
        ("18 22;23 29\troot cause", "a.ann:2: quotes 'root cause', but 'a' has 'root causes'"),
    ],
)  # fmt: skip
def test_fragments_that_overlap_or_lie_elsewhere_are_refused(fragments: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f"T1\tc 0 3\tOld\nT2\tc {fragments}\n")
    assert told in str(caught.value)


def test_what_is_no_span_is_counted_and_named() -> None:
    notices: list[Notice] = []
    lines = ["T1\tc 0 3\tOld", "A1\tSubtype T1 s", "R1\tRel Arg1:T1 Arg2:T1", "#1\tNote T1\tx",
             "E1\tc:T1", "A2\tSure T1", "*\tEquiv T1 T1", "N1\tReference T1 Wiki:1\tx"]  # fmt: skip
    assert read("\n".join(lines), notices) == [[0, 3, "c", "s", "Old"]]
    (notice,) = notices
    assert notice.place == "a.ann"
    assert notice.said == (
        "has 6 entries passed over (relations: 1, notes: 1, events: 1, attributes: 1, "
        "equivalences: 1, normalisations: 1)"
    )


@pytest.mark.parametrize("line", ["T1 c 0 3 Old", "\ufeffT1\tc 0 3\tOld", "what", "T1\tc 0\tOld"])
def test_a_line_that_is_none_of_brat_is_refused(line: str) -> None:
    with pytest.raises(InputError, match=r"^a.ann:1: is no "):
        read(f"{line}\n")


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [
        (18, 22, ""),
        (19, 23, "UTF-16 units"),
        (17, 21, "line ends of two characters as one"),
    ],
)
def test_offsets_that_count_otherwise_are_told_by_the_words(
    start: int, end: int, what: str
) -> None:
    notices: list[Notice] = []
    assert read(f"T1\tc {start} {end}\troot\n", notices)[0][:2] == [18, 22]
    assert [notice.said for notice in notices] == (
        [f"has annotations that count {what}"] if what else []
    )


def test_a_byte_order_mark_of_the_text_may_be_counted() -> None:
    notices: list[Notice] = []
    table = from_brat({"a": "T1\tc 5 9\troot\n"}, corpus_of({"a": "The root."}), notices=notices)
    assert table["start"].tolist() == [4]
    assert notices[0].said == "has annotations that count a byte order mark before the text"


def test_one_way_of_counting_holds_for_all_annotations_of_a_text() -> None:
    corpus = corpus_of({"a": "😀 no no."})  # "no" at 2 and 5 in characters, at 3 and 6 in UTF-16
    told = from_brat({"a": "T1\tc 3 5\tno\nT2\tc 6 8\tno\n"}, corpus)
    assert told["start"].tolist() == [2, 5]
    with pytest.raises(InputError, match=r"a.ann:2: quotes 'no'"):
        from_brat({"a": "T1\tc 3 5\tno\nT2\tc 4 6\tno\n"}, corpus)


@pytest.mark.parametrize("quoted", ["causes and", "causes  and", "causes\r and"])
def test_a_line_end_in_the_quoted_words_is_written_as_blanks(quoted: str) -> None:
    assert read(f"T1\tc 6 17\t{quoted}\n")[0][:2] == [6, 17]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_systems_end_them(end: str) -> None:
    assert len(read(f"T1\tc 0 3\tOld{end}T2\tc 18 22\troot{end}")) == 2


def test_codes_and_subtypes_with_blanks_and_signs_come_back() -> None:
    codes = ["U.S. policy", "50% off", "a\u00a0b", "%20;", "a/b"]
    rows = [("a", 0, 3, code, f"{code} x") for code in codes]
    hits = pd.DataFrame(rows, columns=["doc", "start", "end", "code", "subtype"])
    told = to_brat(hits.astype({"doc": "str"}), CORPUS)
    assert told["a"].splitlines()[0] == "T1\tU.S.%20;policy 0 3\tOld"
    again = from_brat(told, CORPUS)
    assert sorted(again["code"]) == sorted(codes)
    assert all(again["subtype"] == again["code"] + " x")


def test_the_settings_of_brat_list_the_codes(tmp_path):
    (tmp_path / "annotation.conf").write_text(
        "# types\n[entities]\nWar\n!Place\n\tU.S.%20;city\n----------\n<POL>=War|Place\n"
        "[relations]\nNear\tArg1:Place, Arg2:Place\n[events]\nAttack\tBy:Place, On?:Place\nWar\n"
        "[attributes]\nNegated\tArg:Attack\n",
        encoding="utf-8",
    )
    (tmp_path / "a.ann").write_text("")
    listed = ["War", "Place", "U.S. city", "Attack"]
    assert codes_listed(tmp_path, "brat") == codes_listed(tmp_path / "a.ann", "brat") == listed


def test_a_folder_without_settings_of_brat_lists_no_codes(tmp_path):
    assert codes_listed(tmp_path, "brat") == []
