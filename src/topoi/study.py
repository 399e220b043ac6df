"""A project folder and all the layers read from its texts: where notebooks and commands begin."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Unpack

import pandas as pd

from topoi.analysis.passes.coding import LAYERS, layers
from topoi.analysis.passes.engine import Engine, run_pass
from topoi.coding.codebook.codebook import Codebook, in_parts, part_labels
from topoi.coding.hits.hits import find_hits, occurrences
from topoi.coding.loading import load_codebook
from topoi.errors import InputError
from topoi.layers import KeptLayers, keep_parts, kept_layers
from topoi.text.corpus.corpus import Corpus, divided, read_corpus
from topoi.text.voices.lexicon import SPEAKERS, Lexicon, load_lexicon
from topoi.text.voices.reading import attributions
from topoi.text.voices.voices import voices
from topoi.text.words.numbered import Numbered, numbered_as, segments_and_tokens

MARKER = "_quarto.yml"
PART = 500_000  # characters: enough parts for several workers, few enough to send


@dataclass(frozen=True)
class Study:
    """The texts of one project with its codebooks; each layer is made when first asked for.

    `kept` is where the layers of a long corpus are kept between notebooks, None for a short one.
    """

    corpus: Corpus
    codebooks: tuple[Codebook, ...]
    lexicon: Lexicon
    kept: KeptLayers | None = None

    def layer(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a layer, from where it is kept or made now."""
        return self.kept.table(name, make) if self.kept else make()

    @cached_property
    def segments(self) -> pd.DataFrame:
        """The datelines, headings, paragraphs and sentences."""
        return self.layer("segments", lambda: self.read[0])

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """The words and marks."""
        return self.layer("tokens", lambda: self.read[1].table(self.segments))

    @cached_property
    def read(self) -> tuple[pd.DataFrame, Numbered]:
        """The segments and the numbered tokens, both from one reading of the texts."""
        return segments_and_tokens(self.corpus)

    @cached_property
    def numbered(self) -> Numbered:
        """The words and marks as numbers: what queries and codes are looked for in."""
        return numbered_as(self.corpus, self.tokens, self.segments)

    @cached_property
    def blocks(self) -> pd.DataFrame:
        """The datelines, headings and paragraphs: every word stands in exactly one."""
        return self.segments[self.segments["kind"] != "sentence"].reset_index(drop=True)

    @cached_property
    def words(self) -> pd.DataFrame:
        """The tokens that are words."""
        return self.tokens[self.tokens["is_word"]].reset_index(drop=True)

    @cached_property
    def attributions(self) -> pd.DataFrame:
        """What is said, by whom, with which cue: quotations and paraphrases, outer and nested."""
        return self.layer("attributions", lambda: attributions(self.corpus, lexicon=self.lexicon))

    @cached_property
    def quotations(self) -> pd.DataFrame:
        """The direct quotations of the outer level: one row a stretch between quotation marks."""
        return outer_contents(self.attributions, ["direct"])

    @cached_property
    def paraphrases(self) -> pd.DataFrame:
        """What the outlet reports in its own or in mixed words, one row a stretch."""
        return outer_contents(self.attributions, ["indirect", "mixed"])

    @cached_property
    def whole(self) -> pd.DataFrame:
        """Each text as one span."""
        sizes = self.corpus.documents[["doc", "n_chars"]].rename(columns={"n_chars": "end"})
        return sizes.assign(start=0)[["doc", "start", "end"]]

    @property
    def everything(self) -> pd.DataFrame:
        """What a count of all words rests on: the blocks of one text, or several whole texts."""
        return self.blocks if len(self.corpus) == 1 else self.whole

    def of_first(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the first text, for what can show one text only."""
        first = self.corpus.documents["doc"].iloc[0]
        return table[table["doc"] == first].reset_index(drop=True)

    @property
    def n_chars(self) -> int:
        """The length of the first text, in characters."""
        return int(self.corpus.documents["n_chars"].iloc[0])

    @cached_property
    def voices(self) -> pd.DataFrame:
        """Who says each character of each text."""
        return self.layer("voices", lambda: voices(self.corpus, lexicon=self.lexicon))

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The passages found for every code of every codebook."""
        return self.layer("hits", self.found)

    def found(self) -> pd.DataFrame:
        """Return the passages found for every code, searched now."""
        return find_hits(
            self.corpus,
            self.codebooks,
            voices=self.voices,
            segments=self.segments,
            tokens=self.numbered,
        )

    def codebook(self, name: str) -> Codebook:
        """Return the codebook with this id, such as "frames"."""
        return next(book for book in self.codebooks if book.id == name)

    def labels(self, codebook: str) -> dict[str, str]:
        """Return code -> printed label of one codebook, in its order."""
        return {code.id: code.label for code in self.codebook(codebook).codes}

    def kinds(self, codebook: str) -> dict[tuple[str, str], str]:
        """Return code and subtype -> label, of the subtypes that the codebook gives one."""
        return {
            (code.id, one.name): one.label
            for code in self.codebook(codebook).codes
            for one in code.subtypes
            if one.name and one.label
        }

    def parts(self, codebook: str) -> tuple[pd.DataFrame, dict[str, str]]:
        """Return the hits of a codebook with the column `part`, and part -> printed label.

        A code that its codebook divides has a row for each part; any other is its own part.
        """
        book = self.codebook(codebook)
        return in_parts(self.hits_of(codebook), book), part_labels(book, self.labels(codebook))

    def search(self, queries: list[str]) -> dict[str, pd.DataFrame]:
        """Return query -> its hits, for queries written as in a codebook."""
        return {
            query: occurrences(
                self.corpus,
                query,
                voices=self.voices,
                segments=self.segments,
                tokens=self.numbered,
            )
            for query in queries
        }

    def hits_of(self, codebook: str) -> pd.DataFrame:
        """Return the passages found for the codes of one codebook, such as "frames"."""
        return self.hits[self.hits["codebook"] == codebook].reset_index(drop=True)


def outer_contents(attributions: pd.DataFrame, modes: list[str]) -> pd.DataFrame:
    """Return what the outlet reports in these modes, each row the span of the content alone."""
    outer = attributions["mode"].isin(modes) & (attributions["level"] == "outer")
    told = (attributions["kind"] == "report") & (attributions["content_start"] >= 0)
    rows = attributions[outer & told]
    return rows.assign(start=rows["content_start"], end=rows["content_end"]).reset_index(drop=True)


def open_study(
    start: str | Path = ".",
    *,
    seeds: str | Path | None = None,
    codebook: str | Path | None = None,
    text_column: str = "text",
    strict: bool = False,
) -> Study:
    """Return the study of the project that holds `start`, or of the texts and codebook given.

    Texts that cannot be read are left out and named in `corpus.aside`; with `strict` the first
    stops. Raises InputError where there is no project and not both are given, and whatever reading
    texts and codebooks raises.
    """
    texts, books = source_paths(start, seeds=seeds, codebook=codebook)
    corpus = read_corpus(texts, text_column=text_column, strict=strict)
    files = codebook_files(books)
    speakers = speakers_file(books, start)
    return Study(
        corpus=corpus,
        codebooks=tuple(load_codebook(file) for file in files),
        lexicon=load_lexicon(speakers),
        kept=kept_by(start, corpus, [*files, speakers]),
    )


def kept_by(start: str | Path, corpus: Corpus, sources: list[Path]) -> KeptLayers | None:
    """Return where the project keeps the layers of the texts; outside a project, nowhere."""
    try:
        root = project_root(start)
    except InputError:
        return None
    return kept_layers(root, corpus, sources)


def source_paths(
    start: str | Path = ".", *, seeds: str | Path | None = None, codebook: str | Path | None = None
) -> tuple[Path, Path]:
    """Return where the texts and the codebooks are: as given, else the project's own."""
    texts = Path(seeds) if seeds else project_root(start) / "seeds"
    books = Path(codebook) if codebook else project_root(start) / "codebook"
    return texts, books


def project_root(start: str | Path = ".") -> Path:
    """Return the nearest folder upward that holds `_quarto.yml`; raise InputError without one."""
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    raise InputError(
        str(start), f"lies in no project (no {MARKER} upward)", "Go to the project's folder."
    )


def codebook_files(path: Path) -> list[Path]:
    """Return the codebooks of a folder, sorted, or the one file given."""
    if not path.exists():
        raise InputError(str(path), "does not exist", "Give a codebook file or folder.")
    if path.is_file():
        return [path]
    files = [file for file in sorted(path.glob("*.yml")) if file.name != SPEAKERS]
    if not files:
        raise InputError(str(path), "holds no codebook", "Put in a .yml file with codes.")
    return files


def speakers_file(books: Path, start: str | Path = ".") -> Path:
    """Return the gazetteer beside the codebooks given, else the project's own."""
    beside = (books if books.is_dir() else books.parent) / SPEAKERS
    return beside if beside.is_file() else project_root(start) / "codebook" / SPEAKERS


def read_ahead(study: Study, **engine: Unpack[Engine]) -> bool:
    """Return whether the study keeps its layers, after making those that are not kept yet.

    The options are those of `run_pass`. A short corpus keeps none: its layers are made when they
    are asked for.
    """
    if study.kept is None:
        return False
    if not study.kept.hold(LAYERS):
        work = partial(layers, codebooks=study.codebooks, lexicon=study.lexicon)
        parts = divided(study.corpus, size=PART)
        total = 1 + int(study.corpus.documents["n_chars"].sum()) // PART
        keep_parts(study.kept, run_pass(parts, work, total=total, **engine))
    return True
