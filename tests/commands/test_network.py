"""`topoi network` prints who argues what with whom, and writes it as a matrix or a graph."""

import json

import networkx as nx
import pandas as pd
import pytest

from topoi.cli import main

TEXT = '"War is war," Ann said. "War is peace," Bob said. "We do not want peace," Cy said.'


@pytest.fixture
def given(tmp_path):
    (tmp_path / "t.csv").write_text(
        'id,date,text\na,2024-01-05,"{}"\n'.format(TEXT.replace('"', '""'))
    )
    (tmp_path / "book.yml").write_text(
        "id: b\ntitle: B\ncodes:\n"
        '  - {id: war, label: War, include: ["war"]}\n'
        '  - {id: peace, label: Peace, include: ["peace"]}\n'
    )
    return ["--seeds", str(tmp_path / "t.csv"), "--codebook", str(tmp_path / "book.yml")]


def rows(capsys):
    return json.loads(capsys.readouterr().out)


def test_affiliations_are_printed_with_how_sure_their_speakers_are(given, capsys):
    assert main(["network", "--json", *given]) == 0
    found = {(row["speaker"], row["code"], row["polarity"]): row["hits"] for row in rows(capsys)}
    assert found == {
        ("Ann", "war", "asserted"): 2,
        ("Bob", "war", "asserted"): 1,
        ("Bob", "peace", "asserted"): 1,
        ("Cy", "peace", "negated"): 1,
    }
    assert main(["network", "--least", "2", *given]) == 0
    told = capsys.readouterr().out
    assert "Bob" not in told
    assert "Certain is the share of the passages whose speaker the text names" in told


def test_ties_are_those_who_agree_or_disagree(given, capsys):
    assert (
        main(["network", "--kind", "congruence", "--json", "--normalisation", "none", *given]) == 0
    )
    (tie,) = rows(capsys)
    assert [tie[k] for k in ("speaker", "other", "codes", "weight")] == ["Ann", "Bob", "war", 1]
    assert main(["network", "--kind", "conflict", "--period", "month", "--json", *given]) == 0
    (tie,) = rows(capsys)
    assert [tie[k] for k in ("period", "speaker", "other", "codes")] == [
        *("2024-01-01", "Bob", "Cy", "peace"),
    ]


def test_a_network_is_written_as_a_matrix_or_a_graph_never_over_a_file(given, tmp_path, capsys):
    place = tmp_path / "out" / "n.csv"
    place.parent.mkdir()
    assert main(["network", "--to", str(place), *given]) == 0
    assert place.read_text() == "speaker,peace,war\nAnn,0,2\nBob,1,1\nCy,-1,0\n"
    assert main(["network", "--to", str(place), *given]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["network", "--to", str(place), "--overwrite", "--kind", "congruence", *given]) == 0
    assert pd.read_csv(place, index_col=0).loc["Ann", "Bob"] == 2 / 3
    graph = place.with_suffix(".graphml")
    assert main(["network", "--to", str(graph), "--kind", "conflict", *given]) == 0
    ((one, two, told),) = nx.read_graphml(graph, force_multigraph=True).edges(data=True)
    assert ({one, two}, told["codes"]) == ({"speaker: Bob", "speaker: Cy"}, "peace")


def test_what_cannot_be_asked_is_named(given, tmp_path, capsys):
    for asked, told in (
        (["--to", str(tmp_path / "n.png")], "is no kind of network. End it in .csv or .graphml."),
        (["--kind", "love"], "kind of network 'love': is unknown"),
        (["--period", "era"], "period 'era': is unknown"),
        (["--normalisation", "x"], "normalisation 'x': is unknown"),
        (["--least", "0"], "least 0: is below 1"),
        (["--to", str(tmp_path / "n.csv"), "--json"], "--to: writes a file, and does not go with"),
    ):
        assert main(["network", *asked, *given]) == 2
        assert told in capsys.readouterr().err
