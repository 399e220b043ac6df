"""A study: texts, their codebooks and all that is read from them; where every question begins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.analysis.passes.coding import LAYERS
from topoi.coding.codebook.codebook import (
    Codebook,
    ids_of,
    in_parts,
    part_labels,
    told_apart,
)
from topoi.coding.exchange.readers import SHOWN, read_judgements
from topoi.coding.hits.hits import find_hits, occurrences_of
from topoi.errors import InputError, Notice
from topoi.layers import KeptLayers
from topoi.showing import ResultTable, titled
from topoi.text.corpus.corpus import GROUP, By, Corpus, group_of, heading_of
from topoi.text.query import asked
from topoi.text.query.nodes import Query
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.reading import outer_contents
from topoi.text.voices.voices import Said, said, voices
from topoi.text.words.numbered import Numbered, numbered_as, segments_and_tokens
from topoi.text.words.segments import BLOCKS

SCORES = ["token", "count", "reference_count", "texts", "reference_texts", "g2", "log_ratio", "q"]


@dataclass(frozen=True, repr=False)
class Study:
    """Texts with their codebooks; each layer is made when first asked for.

    Made by `open_study` from a project and by `read_texts` from anything else. `kept` is where the
    layers of a long corpus are kept between notebooks, None for a short one. The questions at the
    end (`kwic` to `topics`) return tables that show themselves.
    """

    corpus: Corpus
    codebooks: tuple[Codebook, ...]
    lexicon: Lexicon
    kept: KeptLayers | None = None
    stop_words: frozenset[str] = frozenset()
    judgement_files: tuple[Path, ...] = ()

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

    def hits_for(self, node: str | pd.DataFrame, *, case: bool = False) -> pd.DataFrame:
        """Return the hits of a code, else the occurrences of a query; spans stay as they are."""
        if isinstance(node, pd.DataFrame):
            return node
        if self.is_code(node):
            book, _, code = node.rpartition(".")
            own = self.hits_of(book) if book else self.hits
            return own[own["code"] == code].reset_index(drop=True)
        return self.search([node], case=case)[node]

    def kwic(self, node: str | pd.DataFrame, *, width: int = 60, case: bool = False) -> ResultTable:
        """Return a query ("root cause*"), a code ("root_causes") or spans in context, a row each.

        Columns as in `measures.concordance`: `doc, start, end, left, node, right, locus` and what
        the hits table says of each. `width` is characters on each side; `case` lets the capitals
        of a query matter.
        """
        from topoi.analysis.measures.concordance import concordance

        found = self.hits_for(node, case=case)
        texts = f"{found['doc'].nunique():,} of {len(self.corpus):,} texts"
        shown = ["locus", "speaker", "left", "node", "right"]
        lines = concordance(self.corpus, found, width=width)
        return titled(lines, f"{named(node)}: {len(lines):,} in {texts}", shown=shown)

    def count(self, *, by: By | None = None) -> ResultTable:
        """Return how often each code occurs: `code, [by], hits, words, rate, low, high`.

        Rates are per 1,000 words with 95% intervals over texts, where there are ten or more; the
        note says what they are (`measures.intervals`). Codes that do not occur are there with 0;
        one that several codebooks have is `book.code`. `by` is mode, speaker or doc (each over its
        own words), any column of the texts, their year or month, or several: "party,year". A column
        speaker of the texts is text.speaker. Raises InputError for a column that they do not have.
        """
        from topoi.analysis.measures.rates import SPOKEN, rates_by, word_counts

        words = word_counts(self.tokens, self.voices, by=SPOKEN)
        codes = ids_of(self.codebooks)
        hits = told_apart(self.hits, self.codebooks)
        table = rates_by(hits, words, self.corpus.documents, codes=codes, by=by)
        groups = f", by {heading_of(by)}" if by else ""
        return titled(table, f"Passages of each code per 1,000 words{groups}")

    def keyness(
        self, *, by: By = "source", reference: str = "others", min_count: int = 5
    ) -> ResultTable:
        """Return the words that each group of texts uses otherwise than a reference.

        `by` is a column of the texts, or several; the reference of a group are the `others`, tested
        over texts (columns: `by`, those of `keyness_by`), or "English" at large for all texts, only
        ranked (those of `keyness`). Of one group nothing can be said: the table is empty.
        """
        from topoi.analysis.measures.keyness import keyness_by, keyness_of_english

        if reference == "English":
            found = keyness_of_english(self.words["token"].value_counts(), min_count=min_count)
            return titled(found, "Words against general English")
        if reference != "others":
            raise InputError(f"reference {reference!r}", "is unknown", "Give others or English.")
        groups = group_of(self.corpus.documents, by)
        found = keyness_by(self.words, groups, min_count=min_count)
        head = heading_of(by, taken=found.columns.drop(GROUP))
        found = found.rename(columns={GROUP: head})
        return titled(found, f"Words of each {head} against the others", shown=[head, *SCORES])

    def collocates(
        self,
        node: str | pd.DataFrame,
        *,
        window: int = 5,
        min_count: int = 2,
        repelled: bool = False,
    ) -> ResultTable:
        """Return the words that a query, a code or spans attract (or repel), highest G2 first.

        Columns as in `measures.collocates`. Below 20 occurrences it is empty and its note says so.
        """
        from topoi.analysis.measures.collocates import collocates

        query = isinstance(node, str) and not self.is_code(node)
        near = node if query else self.hits_for(node)
        kept = {"window": window, "min_count": min_count}
        found = collocates(self.tokens, near, repelled=repelled, **kept)
        return titled(found, f"Words within {window} of {named(node)}")

    def ngrams(self, n: int = 3, *, min_count: int = 2) -> ResultTable:
        """Return the sequences of `n` words: `ngram, count, range`, the most frequent first."""
        from topoi.analysis.measures.ngrams import ngrams

        return titled(ngrams(self.tokens, n=n, min_count=min_count), f"Sequences of {n} words")

    def dispersion(self, *, by: By = "doc") -> ResultTable:
        """Return how evenly each word is spread over the texts, or over the groups of columns.

        Columns: `token, count, range, dp, dp_norm` (Gries 2008). Stop words are left out.
        """
        from topoi.analysis.measures.counting import counts_by_part
        from topoi.analysis.measures.dispersion import dispersion

        counts, sizes = counts_by_part(self.words, group_of(self.corpus.documents, by))
        content = counts[~counts["token"].str.lower().isin(self.stop_words)]
        return titled(dispersion(content, sizes), f"Spread of each word over {heading_of(by)}")

    def trends(
        self,
        node: str | pd.DataFrame | None = None,
        *,
        period: str = "month",
        by: By | None = None,
    ) -> ResultTable:
        """Return the rate of a code, a query or all codes by `period` (day, week, month).

        Columns: `period, [by], documents, hits, words, rate, low, high`; a period without a text
        has no rate. `by` is a column of the texts, or several ("party,year").
        """
        from topoi.analysis.measures.trends import trend

        found = self.hits if node is None else self.hits_for(node)
        words = self.words["doc"].value_counts()
        table = trend(found, words, self.corpus.documents, period=period, by=by)
        return titled(table, f"{'All codes' if node is None else named(node)} by {period}")

    def topics(self, k: int | None = None, *, seed: int = 0) -> ResultTable:
        """Return the words of `k` topics (NMF), and in the note whether they may be read at all.

        Columns: `topic, method, words, frex, npmi`. Without `k` the number that stands furthest
        above topics of shuffled words is taken. Topics that are no steadier than those are shown
        to see why, not to be interpreted (Greene et al. 2014).
        """
        from topoi.analysis.topics.gate import gated_topics
        from topoi.analysis.topics.units import topic_units, vocabulary

        units = topic_units(self.corpus.documents, self.segments)
        words = vocabulary(self.tokens, units, stop_words=self.stop_words)
        found = gated_topics(words, k=k, seed=seed)
        return titled(found, f"{len(found)} topics")


def named(node: str | pd.DataFrame) -> str:
    """Return how a title speaks of a query, a code or spans."""
    return f"“{node}”" if isinstance(node, str) else "the spans"
