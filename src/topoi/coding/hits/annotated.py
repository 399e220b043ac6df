"""Hits that nobody has to find: the passages of codebooks that were coded by hand."""

from collections.abc import Sequence

import pandas as pd

from topoi.coding.codebook.annotated import FOLDER
from topoi.coding.codebook.codebook import Annotation, Codebook
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.segments import UNITS
from topoi.text.words.spans import containing

PLACES = ("section", "paragraph", "sentence")


def annotated_hits(
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    *,
    segments: pd.DataFrame,
    voices: pd.DataFrame | None,
) -> pd.DataFrame:
    """Return the passages of codebooks with annotations as a hits table, in order of the codebooks.

    A passage stands where its first word does: in that sentence, and in that voice. It may go
    beyond its sentence, and overlap others of its code, as somebody has marked it; it has no
    target. Passages of other texts are left out. Raises InputError for one that does not fit its
    text.
    """
    rows = [
        (*one[:3], book.id, one.code, one.subtype, words_of(one, corpus, book), one.polarity)
        for book in codebooks
        for one in book.passages
        if one.doc in corpus.texts
    ]
    columns = ["doc", "start", "end", "codebook", "code", "subtype", "text", "polarity"]
    table = pd.DataFrame(rows, columns=columns)
    kinds = {name: "int64" if name in ("start", "end") else "str" for name in columns}
    table = table.astype(kinds)
    blank = table["text"].str.len() - table["text"].str.lstrip().str.len()
    at = table.assign(start=table["start"] + blank.astype("int64"))
    units = segments[segments["kind"].isin(UNITS)]
    heard = ["mode", "speaker"]
    spoken = (
        pd.DataFrame("", index=table.index, columns=heard, dtype="str")
        if voices is None
        else containing(at, voices, heard)
    )
    placed = containing(at, units, PLACES).astype("int64")
    return pd.concat([table, placed, spoken], axis=1).assign(target="")


def words_of(passage: Annotation, corpus: Corpus, book: Codebook) -> str:
    """Return the words of a passage; raises InputError where they are not those that it quotes."""
    text = corpus.passage(passage.doc, passage.start, passage.end)
    whole = 0 < len(text) == passage.end - passage.start
    if whole and (passage.text is None or text.split() == passage.text.split()):
        return text
    quoted = "" if passage.text is None else f" ({passage.text!r})"
    problem = f"marks {passage.start}-{passage.end}{quoted}, but {passage.doc!r} has {text!r} there"
    place = f"{FOLDER}/{book.annotations}:{passage.line}"
    raise InputError(place, problem, "Annotate this very text, and count in characters.")
