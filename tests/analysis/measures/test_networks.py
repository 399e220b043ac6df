"""Speakers and codes as a network: hand-counted, and beside a twin of two loops."""

from itertools import combinations, product
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.network_forms import graph, matrix
from topoi.analysis.measures.networks import (
    CELLS,
    CONFLICT,
    CONGRUENCE,
    NORMALISATIONS,
    SUBTRACT,
    TIE_KINDS,
    TIES,
    affiliations,
    in_periods,
    network,
    passages_of,
    statements,
    ties,
)
from topoi.errors import InputError
from topoi.text.voices.speakers import UNRESOLVED

COLUMNS = ["doc", "speaker", "code", "polarity", "certain"]


def said(rows):
    """Return statements: each of `doc, speaker, code, polarity, certain`, said once."""
    return pd.DataFrame(rows, columns=COLUMNS)


# Ann asserts war thrice (once unsure who speaks) and peace once; Bob asserts war once and negates
# peace twice; Cy only mentions war.
SAID = said(
    [
        *[("a", "Ann", "war", "asserted", True)] * 2,
        ("b", "Ann", "war", "asserted", False),
        ("a", "Ann", "peace", "asserted", True),
        ("b", "Bob", "war", "asserted", True),
        *[("b", "Bob", "peace", "negated", True)] * 2,
        ("b", "Cy", "war", "mentioned", True),
    ]
)
TEXTS = pd.DataFrame({"doc": ["a", "b", "c"], "date": pd.to_datetime(["2024-01-05", None, None])})


def test_an_affiliation_is_a_speaker_a_code_and_a_polarity():
    assert affiliations(SAID).values.tolist() == [
        ["Ann", "war", "asserted", 3, 2, pytest.approx(2 / 3)],
        ["Bob", "peace", "negated", 2, 1, 1.0],
        ["Ann", "peace", "asserted", 1, 1, 1.0],
        ["Bob", "war", "asserted", 1, 1, 1.0],
        ["Cy", "war", "mentioned", 1, 1, 1.0],
    ]
    assert affiliations(SAID, least=2)["hits"].tolist() == [3, 2]


def test_two_who_take_the_same_position_are_congruent():
    (row,) = ties(affiliations(SAID)).values.tolist()
    assert row[:4] == ["Ann", "Bob", "war", 1]
    assert row[4:] == [1 / 2, 3, 1, 1, pytest.approx(3 / 4)]


def test_two_are_in_conflict_where_one_asserts_what_the_other_negates():
    (row,) = ties(affiliations(SAID), kind=CONFLICT).values.tolist()
    assert row == ["Ann", "Bob", "peace", 1, 1 / 2, 1, 2, 1, 1.0]


def test_the_support_of_a_tie_is_the_weaker_side_of_each_position():
    rows = [("Ann", "x", "asserted", 5), ("Ann", "y", "negated", 1)]
    rows += [("Bob", "x", "negated", 1), ("Bob", "y", "asserted", 7)]
    counted = [("a", *row, True) for *row, times in rows for _ in range(times)]
    (tie,) = ties(affiliations(said(counted)), kind=CONFLICT).to_dict("records")
    assert (tie["hits"], tie["other_hits"], tie["support"]) == (6, 8, 2)


def test_a_code_that_is_only_mentioned_makes_no_tie():
    assert "Cy" not in {*ties(affiliations(SAID))["speaker"], *ties(affiliations(SAID))["other"]}
    alone = affiliations(SAID[SAID["speaker"] == "Cy"])
    assert len(ties(alone)) == len(ties(alone, kind=CONFLICT)) == 0


def test_ties_below_the_threshold_of_passages_are_gone():
    assert len(ties(affiliations(SAID, least=2))) == 0


# Ann asserts war 11 times and negates it once; Bob negates it once.
ONCE = said(
    [
        *[("a", "Ann", "war", "asserted", True)] * 11,
        ("a", "Ann", "war", "negated", True),
        ("a", "Bob", "war", "negated", True),
    ]
)


def test_what_is_a_small_share_of_the_passages_of_a_code_makes_no_position_and_is_counted():
    assert len(ties(affiliations(ONCE))) == 0
    assert len(ties(affiliations(ONCE), share=1 / 12)) == 1
    (tie,) = ties(affiliations(ONCE), kind=CONFLICT)[["hits", "weight"]].values.tolist()
    assert tie == [11, 1]
    told = network(ONCE, TEXTS, kind=CONFLICT).attrs["note"]
    assert "less than 10% of a speaker's passages that assert or negate a code" in told
    assert "makes no position: 1 with 1 in all" in told
    for kind, share in ((CONFLICT, 0), ("affiliation", 0.1)):
        assert "less than" not in network(ONCE, TEXTS, kind=kind, share=share).attrs["note"]
    assert "less than" not in network(SAID, TEXTS, kind=CONFLICT).attrs["note"]


def test_conflict_subtracted_from_congruence_says_who_agrees_on_balance():
    # both assert war; Ann asserts what Bob negates of peace and of trade: 1 less 2, of 3 positions
    rows = [("Ann", "war", "asserted", 2), ("Bob", "war", "asserted", 1)]
    rows += [("Ann", code, "asserted", 3) for code in ("peace", "trade")]
    rows += [("Bob", code, "negated", 1) for code in ("peace", "trade")]
    rows += [("Cy", "war", "asserted", 1)]
    counted = said([("a", *row, True) for *row, times in rows for _ in range(times)])
    found = ties(affiliations(counted), kind=SUBTRACT)
    assert found.drop(columns="certain").values.tolist() == [
        ["Ann", "Cy", "war", 1, 1 / 2, 2, 1, 1],
        ["Bob", "Cy", "war", 1, 1 / 2, 1, 1, 1],
        ["Ann", "Bob", "peace, trade, war", -1, -1 / 3, 8, 3, 3],
    ]


@pytest.mark.parametrize(
    ("normalisation", "weight"), [("none", 1), ("average", 2 / 3), ("jaccard", 1 / 2)]
)
def test_the_weight_allows_for_how_many_positions_both_take(normalisation, weight):
    three = affiliations(said([("a", "A", "x", "asserted", True), ("a", "B", "x", "asserted", True),
                               ("a", "B", "y", "negated", True)]))  # fmt: skip
    assert ties(three, normalisation=normalisation)["weight"].tolist() == [weight]
    assert ties(three, normalisation="cosine")["weight"].tolist() == [1 / sqrt(2)]


def drawn(seed, *, speakers=6, codes=4, passages=60):
    draw = np.random.default_rng(seed)
    columns = {
        "doc": draw.choice(["a", "b", "c"], passages),
        "speaker": draw.choice([f"S{n}" for n in range(speakers)], passages),
        "code": draw.choice([f"c{n}" for n in range(codes)], passages),
        "polarity": draw.choice(["asserted", "negated", "mentioned"], passages, p=[0.6, 0.3, 0.1]),
        "certain": draw.random(passages) < 0.8,
    }
    return pd.DataFrame(columns)


def slow(statements_, *, kind, normalisation):
    """Return the ties as a loop over pairs and passages finds them: pair -> row."""
    other_sign = {"asserted": "negated", "negated": "asserted"}
    answer = other_sign if kind == CONFLICT else {sign: sign for sign in other_sign}
    by = {name: [] for name in sorted(set(statements_["speaker"]))}
    for row in statements_.to_dict("records"):
        if row["polarity"] != "mentioned":
            by[row["speaker"]].append((row["code"], row["polarity"], row["certain"]))
    found = {}
    for one, two in combinations(by, 2):
        own = [p for p in by[one] if any((q[0], q[1]) == (p[0], answer[p[1]]) for q in by[two])]
        others = [p for p in by[two] if any((q[0], q[1]) == (p[0], answer[p[1]]) for q in by[one])]
        if not own:
            continue
        first, second = ({p[:2] for p in by[name]} for name in (one, two))
        shared = len({p[:2] for p in own})
        scale = {
            "none": 1,
            "average": (len(first) + len(second)) / 2,
            "jaccard": len(first | {(code, answer[sign]) for code, sign in second}),
            "cosine": sqrt(len(first) * len(second)),
        }[normalisation]
        named = ", ".join(sorted({p[0] for p in own}))
        sure = sum(p[2] for p in own + others) / len(own + others)
        weaker = sum(
            min(sum(p[:2] == place for p in own), sum(p[:2] == turned for p in others))
            for place in {p[:2] for p in own}
            for turned in [(place[0], answer[place[1]])]
        )
        sizes = (len(own), len(others), weaker)
        found[one, two] = (named, shared, shared / scale, *sizes, sure)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_subtracted_weights_are_those_of_congruence_less_those_of_conflict(seed, normalisation):
    cells, pair = affiliations(drawn(seed)), ["speaker", "other"]
    agreed, differed, balance = (
        ties(cells, kind=kind, normalisation=normalisation).set_index(pair) for kind in TIE_KINDS
    )
    assert set(balance.index) == set(agreed.index) | set(differed.index)
    assert balance["weight"].abs().is_monotonic_decreasing
    expected = agreed["shared"].sub(differed["shared"], fill_value=0)
    assert balance["shared"].sort_index().tolist() == expected.sort_index().tolist()
    if normalisation != "jaccard":  # each kind has a union of its own
        expected = agreed["weight"].sub(differed["weight"], fill_value=0)
        assert balance["weight"].sort_index().tolist() == pytest.approx(
            expected.sort_index().tolist()
        )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", [CONGRUENCE, CONFLICT])
@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_ties_are_those_of_two_loops(seed, kind, normalisation):
    given = drawn(seed)
    found = ties(affiliations(given), kind=kind, normalisation=normalisation)
    expected = slow(given, kind=kind, normalisation=normalisation)
    assert {(row[0], row[1]) for row in found.values.tolist()} == set(expected)
    for row in found.values.tolist():
        assert row[2:4] == list(expected[row[0], row[1]][:2])
        assert row[4:] == pytest.approx(expected[row[0], row[1]][2:])
    assert found["weight"].is_monotonic_decreasing
    assert (found["weight"] <= 1).all() or normalisation == "none"


@pytest.mark.parametrize(
    ("seed", "kind", "least", "share"), product(range(3), TIE_KINDS, (1, 3), (0, 0.4))
)
def test_a_tie_opens_onto_the_passages_that_it_counts(seed, kind, least, share):
    given, asked = drawn(seed), {"kind": kind, "share": share}
    for row in ties(affiliations(given, least=least), **asked).to_dict("records"):
        own, others = passages_of(given, row["speaker"], row["other"], **asked, least=least)
        assert (len(own), len(others)) == (row["hits"], row["other_hits"])
        assert set(own["speaker"]) == {row["speaker"]}
        assert set(own["code"]) == set(others["code"]) == set(row["codes"].split(", "))


@pytest.mark.parametrize("kind", [CONGRUENCE, CONFLICT])
def test_the_order_of_the_passages_does_not_matter(kind):
    given = drawn(3)
    found = network(given, DATED, kind=kind)
    shuffled = network(given.sample(frac=1, random_state=1), DATED, kind=kind)
    pd.testing.assert_frame_equal(found, shuffled)


def test_a_speaker_has_a_tie_with_nobody_twice_and_never_with_himself():
    found = ties(affiliations(drawn(1)))
    pairs = [frozenset(pair) for pair in found[["speaker", "other"]].values.tolist()]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)


def test_passages_of_nobody_are_left_out_and_counted():
    rows = [("a", 0, "Ann", "war", ""), ("a", 5, "", "war", ""), ("a", 9, UNRESOLVED, "war", "")]
    hits = pd.DataFrame(rows, columns=["doc", "start", "speaker", "code", "target"])
    hits = hits.assign(end=hits["start"] + 2, polarity="asserted", mode="nested")
    voices = pd.DataFrame({"doc": ["a", "a"], "start": [0, 5], "end": [5, 12]})
    found = statements(hits, voices.assign(certain=[True, False]))
    assert found[["speaker", "certain"]].values.tolist() == [["Ann", True]]
    assert "2 of 3 passages have no speaker, or one" in found.attrs["note"]
    assert (
        "1 of the passages counted stand in a voice inside another's words" in found.attrs["note"]
    )
    late = statements(hits.assign(start=hits["start"] + 5), voices.assign(certain=[True, False]))
    assert late["certain"].tolist() == [False]
    nameless = statements(hits, voices.assign(certain=True), unnamed=["Ann"])
    assert len(nameless) == 0
    assert "1 more are left out, since their speaker has no name" in nameless.attrs["note"]
    spoken = statements(hits[:1].assign(mode="direct"), voices.assign(certain=True))
    assert "no speaker" not in spoken.attrs["note"]
    assert "inside another's words" not in spoken.attrs["note"]


def test_codes_of_different_targets_are_apart_where_asked():
    rows = [("a", "Ann", "war", "Rome"), ("a", "Bob", "war", "Gaul"), ("a", "Cy", "war", "")]
    hits = pd.DataFrame(rows, columns=["doc", "speaker", "code", "target"])
    hits = hits.assign(start=0, end=2, polarity="asserted", mode="direct")
    voices = pd.DataFrame({"doc": ["a"], "start": [0], "end": [9], "certain": [True]})
    together, apart = statements(hits, voices), statements(hits, voices, targets=True)
    assert len(ties(affiliations(together))) == 3
    assert "use it of different targets share it" in together.attrs["note"]
    assert apart["code"].tolist() == ["war (Rome)", "war (Gaul)", "war"]
    assert len(ties(affiliations(apart))) == 0
    assert len(statements(hits, voices, without=["war"])) == 0
    assert "defined by who speaks: war." in statements(hits, voices, without=["war"]).attrs["note"]


DATED = pd.DataFrame(
    {"doc": ["a", "b", "c"], "date": pd.to_datetime(["2024-01-31", "2024-02-01", None])}
)


def test_each_period_has_the_statements_of_its_texts():
    found = in_periods(SAID, DATED, "month")
    assert [f"{start:%Y-%m-%d}" for start in found] == ["2024-01-01", "2024-02-01"]
    january, february = found.values()
    assert january["code"].tolist() == ["war", "war", "peace"]
    assert affiliations(february)["hits"].tolist() == [2, 1, 1, 1]
    assert len(in_periods(SAID, DATED, "year")) == len(in_periods(SAID, DATED, "week")) == 1


def test_of_texts_without_any_date_no_period_has_a_statement():
    undated = DATED.assign(date=pd.Series(pd.NaT, index=DATED.index, dtype="datetime64[s]"))
    assert in_periods(SAID, undated, "month") == {}
    assert in_periods(SAID[:0], DATED[:0], "month") == {}


def test_a_network_by_period_names_it_first_and_counts_what_has_no_date():
    found = network(SAID, DATED, kind=CONGRUENCE, period="month")
    assert found.columns.tolist() == ["period", *TIES]
    assert found[["speaker", "other", "hits"]].values.tolist() == [["Ann", "Bob", 1]]
    assert found["period"].tolist() == [pd.Timestamp("2024-02-01")]
    part = network(SAID, TEXTS, period="month")
    assert part["hits"].sum() == 3
    assert "5 passages stand in texts without a date" in part.attrs["note"]


def test_where_no_text_has_a_date_the_network_by_period_is_empty_and_says_so():
    none = DATED.assign(date=pd.Series(pd.NaT, index=DATED.index).astype("datetime64[s]"))
    found = network(SAID, none, period="month")
    assert found.columns.tolist() == ["period", *CELLS]
    assert len(found) == 0
    assert f"{len(SAID)} passages stand in texts without a date" in found.attrs["note"]


def test_without_a_period_there_is_one_network():
    pd.testing.assert_frame_equal(network(SAID, TEXTS), affiliations(SAID))
    pd.testing.assert_frame_equal(
        network(SAID, TEXTS, kind=CONFLICT), ties(affiliations(SAID), kind=CONFLICT)
    )


def test_of_nothing_said_the_tables_are_empty_and_have_their_columns():
    for kind, columns in (("affiliation", CELLS), *((kind, TIES) for kind in TIE_KINDS)):
        none, some = network(SAID[:0], DATED, kind=kind), network(SAID, DATED, kind=kind)
        assert (len(none), none.columns.tolist()) == (0, columns)
        assert none.dtypes.tolist() == some.dtypes.tolist()
        empty = network(SAID[:0], DATED, kind=kind, period="year")
        assert empty.columns.tolist() == ["period", *columns]
        assert empty.dtypes["period"] == network(SAID, DATED, period="year").dtypes["period"]
        assert len(matrix(none)) == len(graph(none)) == 0


def test_the_matrix_of_affiliations_has_what_is_asserted_less_what_is_negated():
    found = matrix(affiliations(SAID))
    assert found.index.tolist() == ["Ann", "Bob", "Cy"]
    assert found.columns.tolist() == ["peace", "war"]
    assert found.to_numpy().tolist() == [[1, 3], [-2, 1], [0, 0]]


def test_the_matrix_of_ties_has_each_weight_twice():
    found = matrix(ties(affiliations(drawn(2))))
    assert (found.to_numpy() == found.to_numpy().T).all()
    assert found.index.tolist() == found.columns.tolist()
    by_month = matrix(network(SAID, DATED, period="month"))
    assert by_month.index.names == ["period", "speaker"]
    assert by_month.loc[(pd.Timestamp("2024-02-01"), "Bob")].tolist() == [-2, 1]


def test_the_graph_of_affiliations_has_speakers_and_codes_an_edge_a_polarity():
    found = graph(affiliations(SAID))
    assert dict(found.nodes(data="kind")) == {
        **dict.fromkeys(["speaker: Ann", "speaker: Bob", "speaker: Cy"], "speaker"),
        **dict.fromkeys(["code: war", "code: peace"], "code"),
    }
    (edge,) = found.get_edge_data("speaker: Bob", "code: peace").values()
    assert edge == {"polarity": "negated", "hits": 2, "texts": 1, "certain": 1.0}
    assert found.number_of_edges() == 5


def test_the_graph_of_ties_has_speakers_and_is_written_as_graphml(tmp_path):
    import networkx as nx

    found = graph(network(SAID, DATED, kind=CONGRUENCE, period="month"))
    nx.write_graphml(found, tmp_path / "g.graphml")
    again = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    ((one, two, told),) = again.edges(data=True)
    assert {one, two} == {"speaker: Ann", "speaker: Bob"}
    assert (told["weight"], told["codes"], told["period"]) == (2 / 3, "war", "2024-02-01")
    assert again.nodes["speaker: Ann"]["label"] == "Ann"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"kind": "friendship"},
            "kind of network 'friendship': is unknown. There are: affiliation",
        ),
        ({"normalisation": "log"}, "normalisation 'log': is unknown"),
        ({"period": "decade"}, "period 'decade': is unknown. There are: day"),
        ({"least": 0}, "least 0: is below 1"),
        ({"share": 0.6}, "share 0.6: is not from 0 to 0.5. Give 0 to count every position"),
    ],
)
def test_what_is_unknown_is_named_with_what_there_is(options, told):
    with pytest.raises(InputError, match=told):
        network(SAID, DATED, **options)


@pytest.mark.parametrize(
    ("kind", "met"),
    [
        (CONGRUENCE, "take one position"),
        (CONFLICT, "take opposite positions"),
        (SUBTRACT, "take a position on one code"),
    ],
)
def test_where_there_is_no_tie_the_note_says_why(kind: str, met: str) -> None:
    rows = [("a", "Ann", "war", "asserted", True), ("b", "Ben", "war", "asserted", True)]
    said = pd.DataFrame(rows, columns=COLUMNS)
    days = pd.DataFrame({"doc": ["a", "b"], "date": pd.to_datetime(["2020-01-01", "2021-01-01"])})
    apart = network(said, days, kind=kind, period="year")
    assert apart.empty
    assert f"no two speakers {met} in the same year." in apart.attrs["note"]
    whole = network(said, days, kind=kind)
    assert whole.empty == (kind == CONFLICT)
    assert (f"no two speakers {met}." in whole.attrs["note"]) == (kind == CONFLICT)
