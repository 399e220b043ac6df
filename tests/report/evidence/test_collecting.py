from topoi.report.evidence.collecting import collect


def test_every_number_of_a_chapter_is_collected_with_its_place(chapter):
    published = collect([chapter])
    numbers = published.numbers
    assert len(numbers) == 12 + 3 + 4 + 1
    assert numbers["place"].iloc[0] == "tbl-codes: root causes, direct"
    assert numbers["place"].iloc[12].startswith("must occurs [2] times, 125.0 per")
    assert (numbers["chapter"] == "01-a").all()


def test_tables_carry_label_and_caption_of_their_cell(chapter):
    tables = collect([chapter]).tables
    assert [(t.label, t.caption) for t in tables] == [
        ("tbl-codes", "Codes by voice"), ("tbl-scores", "Scores"),
    ]  # fmt: skip
    assert tables[1].frame["score"].tolist() == [0.5, 0.25]


def test_two_tables_of_one_label_get_two_files(chapter):
    labels = [t.label for t in collect([chapter, chapter]).tables]
    assert labels == ["tbl-codes", "tbl-scores", "tbl-codes-2", "tbl-scores-2"]


def test_measures_name_the_table_their_numbers_stand_in(chapter):
    measures = collect([chapter]).measures()
    assert set(measures["source"]) == {"tbl-scores"}
    assert set(measures["how"]) == {"a score"}
