import hashlib

import pytest

from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of, read_corpus


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_seed_is_kept_byte_for_byte(seed, root):
    [(doc, text)] = seed
    raw = (root / "seeds" / f"{doc}.txt").read_bytes()
    assert text.encode("utf-8") == raw
    assert hashlib.sha256(raw).hexdigest() == seed.documents.loc[0, "sha256"]


def test_leading_date_and_agency_are_read_from_a_txt(seed):
    row = seed.documents.iloc[0]
    assert (str(row["date"].date()), row["source"], row["n_chars"]) == ("2025-08-01", "TASS", 4693)


def test_a_line_of_jsonl_gives_a_document_with_its_metadata(tmp_path):
    write(
        tmp_path / "a.jsonl", '{"id": "x", "text": "One.", "date": "2024-02-29", "country": "FI"}\n'
    )
    corpus = read_corpus(tmp_path)
    assert corpus.texts["x"] == "One."
    assert corpus.documents.loc[0, "country"] == "FI"


def test_csv_with_line_breaks_in_a_cell_keeps_them(tmp_path):
    write(tmp_path / "a.csv", 'id,text\nx,"One.\n\nTwo, three."\ny,Four.\n')
    assert dict(read_corpus(tmp_path)) == {"x": "One.\n\nTwo, three.", "y": "Four."}


def test_parquet_rows_without_id_are_numbered(tmp_path):
    import pandas as pd

    pd.DataFrame({"text": ["One.", "Two."]}).to_parquet(tmp_path / "p.parquet")
    assert list(read_corpus(tmp_path).texts) == ["p-1", "p-2"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "", "is empty"),
        ("a.csv", "body\nOne.\n", "no `text` column"),
        ("a.csv", "text,date\nOne.,yesterday\n", "a.csv:2: has a date that is no date"),
        ("a.jsonl", '{"text": "One."}\n{"text": \n', "a.jsonl:2: is no JSON"),
        (
            "a.jsonl",
            '{"id": 1, "text": "One."}\n{"id": 1, "text": "Two."}\n',
            "repeats the document",
        ),
        ("a.jsonl", '{"text": 5}\n', "that is no text"),
        ("a.txt", "date 2025-02-30 One.", "no date: '2025-02-30'"),
        ("a.jsonl", "\n", "has no rows"),
        ("a.csv", "id,text\n1,One, and more.\n", "a.csv:2: has more cells"),
        ("a.parquet", "no parquet", "cannot be read as Parquet"),
    ],
)
def test_bad_file_gets_one_line_naming_place_and_problem(tmp_path, name, content, words):
    write(tmp_path / name, content)
    with pytest.raises(InputError, match=name.replace(".", r"\.")) as caught:
        read_corpus(tmp_path)
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8_are_refused_with_the_line(tmp_path):
    write(tmp_path / "a.txt", "One.\nCafé.", encoding="latin-1")
    with pytest.raises(InputError, match=r"a\.txt:2: is not UTF-8"):
        read_corpus(tmp_path)


def test_a_text_changed_after_its_hash_was_taken_is_refused(tmp_path):
    file = write(tmp_path / "a.txt", "One.")
    write(tmp_path / "SHA256SUMS", f"{hashlib.sha256(b'One.').hexdigest()}  a.txt\n")
    assert len(read_corpus(tmp_path)) == 1
    file.write_text("Two.")
    with pytest.raises(InputError, match="has changed since its hash was taken"):
        read_corpus(tmp_path)


def test_a_hashed_text_that_is_gone_is_named(tmp_path):
    write(tmp_path / "b.txt", "One.")
    write(tmp_path / "SHA256SUMS", f"{'0' * 64}  a.txt\n")
    with pytest.raises(InputError, match=r"a\.txt: is named in SHA256SUMS but is gone"):
        read_corpus(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no text"):
        read_corpus(tmp_path)


def test_selecting_documents_keeps_the_order_of_the_corpus():
    corpus = corpus_of({"a": "One.", "b": "Two.", "c": "Three."})
    assert list(corpus.select(["c", "a"]).texts) == ["a", "c"]
