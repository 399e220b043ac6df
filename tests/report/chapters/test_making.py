"""How measured numbers were made, as the appendix says it."""

import pandas as pd

from topoi.report.chapters.making import VALUES, calculation, counted, measures
from topoi.report.chapters.tables import Column, table
from topoi.report.evidence.citing import measured, sentence
from topoi.report.evidence.collecting import Published, collect
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.making import measured_numbers


def written(notebook, layers):
    corpus, tables = layers
    return measures(collect([notebook]), corpus, tables["segments"]).markdown()


def test_a_rate_a_share_and_a_score_are_told_with_what_they_are_made_of(chapter, layers):
    text = written(chapter, layers)
    assert "**Per 1,000 words**: 1,000 × passages ÷ all words. In brackets the 95%" in (
        text.replace("\\", "")
    )
    assert "125.0</span> = 1,000 × 2 passages ÷ 16 words; [must](#ev-" in text.replace("\\", "")
    assert "18.8%</span> = 3 ÷ 16 words; [direct, Ann](#ev-" in text.replace("\\", "")
    assert "2; 0.50; 3; 0.25</span>; @tbl-scores</span>" in text.replace("\\", "")
    assert "@tbl-codes" not in text  # its numbers are plain counts
    assert text.index("Per 1") < text.index("Share of words") < text.index("A score")


def test_of_one_measure_twelve_values_are_listed(write_notebook, tmp_path, layers):
    for many, ends in ((VALUES, "12</span>"), (VALUES + 1, "12</span>; and others")):
        frame = pd.DataFrame({"n": range(1, many + 1)})
        cell = table(frame, [Column("N", "n", how="a score")], source="tbl-n")
        path = write_notebook(tmp_path / "n.ipynb", ("#| label: tbl-n\n#| tbl-cap: N", cell))
        assert f"{ends}; @tbl-n" in written(path, layers)


def test_without_measured_numbers_the_appendix_says_so(write_notebook, tmp_path, layers):
    path = write_notebook(tmp_path / "n.ipynb", ("", sentence("Words.")))
    assert written(path, layers) == "All numbers were counted from passages."


def test_a_count_with_its_unit_and_the_calculation_of_each_kind(layers, write_notebook, tmp_path):
    assert [counted(n, "words") for n in (0, 1, 2000)] == ["0 words", "1 word", "2,000 words"]
    corpus, tables = layers
    hits = tables["hits"]
    said = sentence(
        "{a} {b} {c} {d} {e}",
        a=measured(1, hits=hits[:1], how="words", digits=0),
        b=measured(1, hits=hits[:1], how="share of sentences", digits=0),
        c=measured(1, hits=hits[:1], base=hits, how="share of passages", digits=0),
        d=measured(1, hits=hits[:1], how="share of words", digits=0),
        e=measured(1, how="a score", digits=0),
    )
    path = write_notebook(tmp_path / "n.ipynb", ("", said))
    published = collect([path])
    texts = PublishedTexts(corpus.texts, tables["segments"])
    told = {one.how: calculation(one) for one in measured_numbers(published, texts)}
    assert told == {
        "words": " words",
        "share of sentences": " = 1 ÷ 3 sentences",
        "share of passages": " = 1 ÷ 3 passages",
        "share of words": " = 2 ÷ 16 words",
        "a score": "",
    }
    text = measures(published, corpus, tables["segments"]).markdown()
    assert "; of [" in text  # the passages of the denominator
    assert isinstance(published, Published)
