"""`import topoi as tp`: texts of any kind become a study that answers in tables."""

import subprocess
import sys

import pandas as pd
import pytest

import topoi as tp

BOOK = """
id: t
version: "1"
title: T
codes:
  - {id: causes, label: Causes, include: ["root cause*"]}
  - {id: crisis, label: Crisis, include: [crisis]}
"""
SPEECHES = pd.DataFrame(
    {
        "text": [
            'The minister said: "The crisis has root causes."',
            "There is no crisis here. There is peace and only peace here.",
        ],
        "source": ["A", "B"],
        "date": ["2024-01-05", "2024-03-01"],
        "party": ["Left", "Right"],
    }
)


@pytest.fixture
def study(tmp_path) -> tp.Study:
    (tmp_path / "book.yml").write_text(BOOK)
    return tp.read(SPEECHES, codebook=tmp_path / "book.yml")


def test_importing_is_quick_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, topoi; heavy = {'numpy', 'pandas', 'yaml', 'matplotlib'}; "
        "print(heavy & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize("package", [tp, tp.chapters, tp.figures])
def test_every_public_name_is_where_its_face_says(package) -> None:
    assert len(dir(package)) > 5
    assert all(getattr(package, name) is not None for name in dir(package))


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'topoi' has no attribute 'nothing'"):
        tp.nothing  # noqa: B018


def test_a_study_says_in_a_few_lines_what_is_in_it(study) -> None:
    assert repr(study).splitlines() == [
        "Study of 2 texts, 108 characters",
        "  sources:   A, B",
        "  dates:     2024-01-05 to 2024-03-01",
        "  codebooks: t 1 (2 codes)",
        "  read:      nothing yet; each layer when asked for",
    ]
    assert len(study.hits) == 3
    assert "hits 3" in repr(study)


def test_texts_are_read_from_strings_from_names_and_from_a_file(tmp_path) -> None:
    assert list(tp.read(["One.", "Two."]).corpus.texts) == ["text-1", "text-2"]
    assert dict(tp.read({"a": "One."}).corpus) == {"a": "One."}
    SPEECHES.to_csv(tmp_path / "speeches.csv", index=False)
    read = tp.read(tmp_path / "speeches.csv").corpus
    assert read.documents["party"].tolist() == ["Left", "Right"]
    assert list(read.texts.values()) == SPEECHES["text"].tolist()


def test_a_row_without_a_text_is_named(study) -> None:
    with pytest.raises(tp.InputError, match="texts:2: has a 'text' that is no text"):
        tp.read(pd.DataFrame({"text": ["One.", None]}))


def test_two_texts_with_one_id_are_refused() -> None:
    with pytest.raises(tp.InputError, match="texts:2: has the id 'a', as another text has"):
        tp.read(pd.DataFrame({"id": ["a", "a"], "text": ["One.", "Two."]}))


@pytest.mark.parametrize("texts", [3, None, ["a", 3], {"a": None}])
def test_what_is_no_text_is_refused(texts) -> None:
    with pytest.raises(tp.InputError, match=r"Give strings|is no text but"):
        tp.read(texts)


def test_what_is_no_codebook_is_refused() -> None:
    with pytest.raises(tp.InputError, match="is no codebook"):
        tp.read(["One."], codebook={"id": "t"})


def test_an_unknown_column_period_or_reference_is_refused(study) -> None:
    for ask in (
        lambda: study.trends(by="nope"),
        lambda: study.trends(period="decade"),
        lambda: study.keyness(reference="english"),
        lambda: study.dispersion(by="nope"),
    ):
        with pytest.raises(tp.InputError):
            ask()


def test_a_query_and_a_code_are_shown_in_context(study) -> None:
    for node in ("root cause*", "causes"):
        lines = study.kwic(node)
        assert lines[["node", "speaker", "mode"]].values.tolist() == [
            ["root causes", "minister", "direct"]
        ]
    assert "1 in 1 of 2 texts" in repr(study.kwic("causes"))
    assert tp.read(["One word."]).kwic("word").title == "“word”: 1 in 1 of 1 text"


def test_codes_are_counted_by_voice_and_by_column_with_zeros(study) -> None:
    assert study.count().set_index("code")["hits"].to_dict() == {"causes": 1, "crisis": 2}
    by = study.count(by="party").set_index(["code", "party"])["hits"].to_dict()
    assert by[("causes", "Left")] == 1
    assert by[("causes", "Right")] == 0
    assert by[("crisis", "Right")] == 1
    words = study.count(by="mode").set_index(["code", "mode"])["words"]
    assert words[("crisis", "direct")] == 5
    with pytest.raises(tp.InputError, match="is no column of the texts"):
        study.count(by="parti")


def test_codes_are_counted_by_two_columns_and_by_the_texts_own_speaker(tmp_path) -> None:
    (tmp_path / "book.yml").write_text(BOOK)
    speeches = SPEECHES.assign(speaker=["Ann", None], code=["x", "y"])
    study = tp.read(speeches, codebook=tmp_path / "book.yml")
    for by in ("party,year", ["party", "year"]):
        found = study.count(by=by).set_index(["code", "party", "year"])[["hits", "words"]]
        # 8 words in the first speech, 12 in the second
        assert found.loc["crisis"].to_dict("index") == {
            ("Left", "2024"): {"hits": 1, "words": 8},
            ("Right", "2024"): {"hits": 1, "words": 12},
        }
    own = study.count(by="text.speaker").set_index(["code", "text.speaker"])["words"]
    assert own["causes"].to_dict() == {"Ann": 8, "not given": 12}
    voices = study.count(by="speaker")
    assert "minister" in set(voices["speaker"])
    assert "write text.speaker" in voices.note
    mixed = study.count(by="mode,party").set_index(["code", "mode", "party"])["words"]
    assert mixed["crisis"].to_dict() == {
        # What Ann says is her speech as a whole, and the minister's words are nested in it.
        ("direct", "Left"): 3, ("nested", "Left"): 5, ("outlet", "Right"): 12,
    }  # fmt: skip
    with pytest.raises(tp.InputError, match=r"Write text\.code"):
        study.count(by="code")
    assert study.count(by="text.code")["text.code"].tolist() == ["x", "y"] * 2


def test_every_question_takes_two_columns_and_counts_the_texts_that_say_nothing(study) -> None:
    keyness = study.keyness(by="party,year", min_count=1)
    assert set(keyness["party, year"]) == {"Left, 2024", "Right, 2024"}
    trends = study.trends("crisis", by=["party", "year"]).set_index("party, year")
    assert trends.loc["Left, 2024", "hits"].tolist() == [1, 0, 0]
    spread = study.dispersion(by="party,month").set_index("token")
    assert spread.loc["crisis", ["count", "range"]].tolist() == [2, 2]
    silent = tp.read(SPEECHES.assign(party=[None, "Right"]))
    assert set(silent.keyness(by="party", min_count=1)["party"]) == {"Right", "not given"}
    assert silent.trends("crisis", by="party")["hits"].sum() == 2


def test_words_are_compared_between_groups(study) -> None:
    found = study.keyness(by="party", min_count=1)
    here = found[(found["party"] == "Right") & (found["token"] == "here")].iloc[0]
    assert (here["count"], here["reference_count"]) == (2, 0)
    alone = tp.read(["One text."]).keyness()
    assert not len(alone)
    assert "one group only" in alone.note


def test_stop_words_beside_the_codebook_take_the_place_of_the_built_in_ones(tmp_path) -> None:
    (tmp_path / "book.yml").write_text(BOOK)
    assert "the" in tp.read(SPEECHES, codebook=tmp_path).stop_words
    (tmp_path / "stopwords.txt").write_text("lo\nla\n")
    assert tp.read(SPEECHES, codebook=tmp_path).stop_words == {"lo", "la"}


def test_sequences_and_spread_are_counted(study) -> None:
    assert study.ngrams(2).iloc[0][["ngram", "count"]].tolist() == ["there is", 2]
    spread = study.dispersion().set_index("token")
    assert spread.loc["crisis", "range"] == 2
    assert "the" not in spread.index


def test_trends_show_the_gap_between_two_texts(study) -> None:
    table = study.trends("crisis", period="month")
    assert table["hits"].tolist() == [1, 0, 1]
    assert table["documents"].tolist() == [1, 0, 1]
    assert table["rate"].isna().tolist() == [False, True, False]


def test_too_few_places_have_no_collocates_and_the_table_says_why(study) -> None:
    found = study.collocates("crisis")
    assert not len(found)
    assert "occurs 2 times" in found.note


def test_topics_of_too_few_words_are_refused_with_the_reason(study) -> None:
    found = study.topics()
    assert not len(found)
    assert "No topics" in found.note


def test_a_network_is_by_the_first_codebook_unless_another_is_named(tmp_path) -> None:
    second = BOOK.replace("id: t", "id: u").replace("[crisis]", "[talks]")
    (tmp_path / "t.yml").write_text(BOOK)
    (tmp_path / "u.yml").write_text(second)
    books = [tmp_path / "t.yml", tmp_path / "u.yml"]
    texts = ['"A crisis," Ann said. "Crisis and talks," Bob said.']
    study = tp.read(texts, codebook=books)
    found = study.network()
    assert found[["speaker", "code", "hits"]].values.tolist() == [
        ["Ann", "crisis", 1],
        ["Bob", "crisis", 1],
    ]
    assert found.title == "Affiliation by the codes of t"
    assert study.network(codebook="u")["speaker"].tolist() == ["Bob"]
    (tie,) = study.network("congruence", normalisation="none").to_dict("records")
    assert (tie["speaker"], tie["other"], tie["weight"]) == ("Ann", "Bob", 1)
    assert len(study.network("congruence", least=2)) == 0
    with pytest.raises(tp.InputError, match="codebook 'v': is not in the study"):
        study.network(codebook="v")
    with pytest.raises(tp.InputError, match="the study: has no codebook"):
        tp.read(texts).network()


def test_without_a_codebook_nothing_is_coded_and_queries_are_found() -> None:
    study = tp.read(["The root causes."])
    assert not len(study.hits)
    assert len(study.kwic("root cause*")) == 1
    with pytest.raises(tp.InputError, match="codebook 'frames': is not in the study"):
        study.codebook("frames")
