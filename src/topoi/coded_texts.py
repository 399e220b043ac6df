"""Coded texts: a corpus, its codebooks, and every layer that is read from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from topoi.analysis.comparison.words import Transcript, transcript_of
from topoi.analysis.passes.coding import LAYERS
from topoi.coding.codebook.codebook import (
    Codebook,
    defined_by_voice,
    ids_of,
    in_parts,
    part_labels,
)
from topoi.coding.exchange.readers import SHOWN, read_judgements
from topoi.coding.hits.hits import find_hits, occurrences_of
from topoi.errors import InputError, Notice
from topoi.layers import KeptLayers
from topoi.showing import ResultTable, titled
from topoi.text.corpus.corpus import Corpus, read_corpus, require_text
from topoi.text.query import asked
from topoi.text.query.nodes import Query
from topoi.text.voices.genre import ARTICLE, GENRE, TRANSCRIPT, with_genres
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.reading import outer_contents
from topoi.text.voices.voices import Said, said, voices
from topoi.text.words.numbered import Numbered, numbered_as, segments_and_tokens
from topoi.text.words.segments import BLOCKS

if TYPE_CHECKING:
    from topoi.analysis.topics.given import GivenTopics
    from topoi.analysis.topics.units import TopicUnits

Tables: TypeAlias = Sequence[str | Path | pd.DataFrame]  # topics made elsewhere


@dataclass(frozen=True, repr=False)
class CodedTexts:
    """Texts with their codebooks; each layer is made when first asked for.

    `kept` is where the layers of a long corpus are kept between notebooks, None for a short one.
    """

    corpus: Corpus
    codebooks: tuple[Codebook, ...]
    lexicon: Lexicon
    kept: KeptLayers | None = None
    stop_words: frozenset[str] = frozenset()
    judgement_files: tuple[Path, ...] = ()
    topic_files: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        """Return in a few lines what is in the study and what has been read from it so far."""
        size, *about = self.corpus.described()
        lines = [f"Study of {size}", *about]
        books = [f"{book.id} {book.version} ({len(book.codes)} codes)" for book in self.codebooks]
        lines.append(f"  codebooks: {', '.join(books) or 'none'}")
        made = [f"{name} {len(vars(self)[name]):,}" for name in LAYERS if name in vars(self)]
        lines.append(f"  read:      {', '.join(made) or 'nothing yet; each layer when asked for'}")
        told = {"set aside:": self.corpus.aside, "notices:  ": self.corpus.notices}
        lines += [f"  {name} {len(them):,}, first {them[0]}" for name, them in told.items() if them]
        return "\n".join(lines)

    def transcript(self, which: "str | Path | CodedTexts") -> Transcript:
        """Return what reports are compared with: one of these texts by its name, or another.

        The other is a file, or coded texts. It is read as a transcript, so that a single label of a
        speaker is enough; a speech is read as one. Raises InputError where that is not one text.
        """
        if isinstance(which, CodedTexts):
            corpus = which.corpus
        elif which in self.corpus.texts:
            corpus = self.corpus.select([str(which)])
        else:
            if not Path(which).is_file():
                require_text(self.corpus, str(which))
            corpus = with_genres(read_corpus(which), self.lexicon)
        if len(corpus) != 1:
            problem = f"holds {len(corpus):,} texts"
            raise InputError(f"transcript {which}", problem, "Give one transcript.")
        named = corpus.documents.replace({GENRE: {ARTICLE: TRANSCRIPT}})
        corpus = with_genres(replace(corpus, documents=named), self.lexicon, names=corpus.names)
        read = CodedTexts(corpus, (), self.lexicon)
        return transcript_of(corpus, read.tokens, read.quotations)

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
        return self.segments[self.segments["kind"].isin(BLOCKS)].reset_index(drop=True)

    @cached_property
    def words(self) -> pd.DataFrame:
        """The tokens that are words."""
        return self.tokens[self.tokens["is_word"]].reset_index(drop=True)

    @cached_property
    def attributions(self) -> pd.DataFrame:
        """What is said, by whom, with which cue: quotations and paraphrases, outer and nested."""
        return self.layer("attributions", lambda: self.said.attributions)

    @cached_property
    def said(self) -> Said:
        """The attributions and the voices, both from one reading of the texts."""
        return said(self.corpus, lexicon=self.lexicon)

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

    @cached_property
    def voices(self) -> pd.DataFrame:
        """Who says each character of each text."""
        if "said" in vars(self):
            return self.layer("voices", lambda: self.said.voices)
        return self.layer("voices", lambda: voices(self.corpus, lexicon=self.lexicon))

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The passages found for every code of every codebook."""
        return self.layer("hits", lambda: find_hits(self.corpus, self.codebooks, **self.searched))

    @property
    def searched(self) -> dict[str, Any]:
        """The layers that queries are looked for in, by the names that the search gives them."""
        return {"voices": self.voices, "segments": self.segments, "tokens": self.numbered}

    @property
    def judgements(self) -> ResultTable:
        """What readers say, a row a reader, code and place; see `exchange.readers`."""
        return titled(self.judging[0], f"{len(self.judging[0]):,} judgements", shown=SHOWN)

    @property
    def judgement_notices(self) -> tuple[Notice, ...]:
        """What is told of the files of judgements: left out, said twice, made on other versions."""
        return self.judging[1]

    @cached_property
    def judging(self) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
        """The judgements and what is told of their files, both from one reading."""
        return read_judgements(self.judgement_files, self.corpus, self.codebooks, self.hits)

    def given_topics(self, given: Tables) -> "GivenTopics":
        """Return topics made elsewhere, from the tables of their words and their documents.

        Raises InputError for other than two files or DataFrames, and for what `read_given` and
        `given.given_topics` cannot read.
        """
        from topoi.analysis.topics.given import given_topics
        from topoi.analysis.topics.given_tables import read_given, two_tables

        tables, there = read_given(*two_tables(given)), self.corpus.documents
        texts, stop_words = self.corpus.texts, self.stop_words
        return given_topics(tables, there, self.tokens, texts=texts, stop_words=stop_words)

    @cached_property
    def topic_units(self) -> "TopicUnits":
        """What topics are made of: the texts where they are many, else their paragraphs."""
        from topoi.analysis.topics.units import topic_units

        return topic_units(self.corpus.documents, self.segments)

    @cached_property
    def topics_beside(self) -> "GivenTopics | None":
        """The topics made elsewhere whose tables lie beside the codebooks; None without any."""
        return self.given_topics(self.topic_files) if self.topic_files else None

    def codebook(self, name: str) -> Codebook:
        """Return the codebook with this id, such as "frames"."""
        for book in self.codebooks:
            if book.id == name:
                return book
        known = ", ".join(book.id for book in self.codebooks) or "none"
        raise InputError(f"codebook {name!r}", "is not in the study", f"There are: {known}.")

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

    def search(
        self, queries: Iterable[str | Query], *, case: bool = False
    ) -> dict[str, pd.DataFrame]:
        """Return query -> its hits, for queries written as in a codebook or read from one."""
        named = [asked(one, case=case) if isinstance(one, str) else one for one in queries]
        return occurrences_of(self.corpus, {one.source: one for one in named}, **self.searched)

    def hits_of(self, codebook: str) -> pd.DataFrame:
        """Return the passages found for the codes of one codebook, such as "frames"."""
        return self.hits[self.hits["codebook"] == codebook].reset_index(drop=True)

    def is_code(self, node: str) -> bool:
        """Return whether this is the id of a code of one of the codebooks.

        Where several have a code of one id, `frames.root_causes` is that of one of them.
        """
        book, _, code = node.rpartition(".")
        return any(book in ("", one.id) and code in ids_of([one]) for one in self.codebooks)

    def require_codebook(self) -> None:
        """Raise InputError where there is no codebook to ask by."""
        if not self.codebooks:
            raise InputError("the study", "has no codebook", "Give one: codebook=FILE.")

    def statements(self, codebook: str | None = None, *, targets: bool = False) -> ResultTable:
        """Return who says what of a codebook (the first, unless named): the passages of somebody.

        Columns are those of the hits and `certain`: whether the text names the speaker beyond
        doubt. Codes that are defined by who speaks are left out, as are speakers without a name;
        with `targets` a code of each target is one of its own.
        """
        from topoi.analysis.measures.networks import statements
        from topoi.text.voices.names import is_named

        self.require_codebook()
        book = self.codebook(codebook) if codebook else self.codebooks[0]
        without = defined_by_voice([book])
        own = self.hits_of(book.id)
        spoken = own.loc[own["mode"] != "outlet", "speaker"].unique()
        unnamed = [one for one in spoken if not is_named(one, self.lexicon)]
        found = statements(own, self.voices, targets=targets, without=without, unnamed=unnamed)
        return titled(found, f"Statements by the codes of {book.id}")
