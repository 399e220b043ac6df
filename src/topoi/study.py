"""A study: the questions asked of coded texts; where every analysis begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from topoi.coded_texts import CodedTexts, Tables
from topoi.coding.codebook.codebook import (
    codes_by_id,
    defined_by_voice,
    found_by_structure,
    ids_of,
    told_apart,
)
from topoi.errors import InputError
from topoi.showing import ResultTable, counted, titled
from topoi.text.corpus.corpus import GROUP, By, columns_named, group_of, heading_of

SCORES = ["token", "count", "reference_count", "texts", "reference_texts", "g2", "log_ratio", "q"]
RAW_ENDS = ["words", "low", "high"]  # of the raw rates, not printed beside the corrected ones


@dataclass(frozen=True, repr=False)
class Study(CodedTexts):
    """Coded texts and the questions asked of them; each returns a table that shows itself.

    Made by `open_study` from a project and by `read_texts` from anything else.
    """

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
        texts = f"{found['doc'].nunique():,} of {counted(len(self.corpus), 'texts')}"
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

    def contrasts(
        self, by: By = "mode", *, reference: str = "others", codes: Sequence[str] = ()
    ) -> ResultTable:
        """Return how many times as often each group uses a code as another, with 95% intervals.

        `by` is mode or speaker, a column of the texts, or two ("party,year"); `reference` is what
        a group is compared with: all `others`, each other (`pairs`), or the name of one. Columns as
        in `measures.contrasts`. Codes that are defined by who speaks are left out where voices are
        compared, unless asked for in `codes`. Raises InputError for what there is not.
        """
        from topoi.analysis.measures.contrasts import contrasts
        from topoi.analysis.measures.rates import SPOKEN, word_counts

        self.require_codebook()
        words = word_counts(self.tokens, self.voices, by=SPOKEN)
        hits = told_apart(self.hits, self.codebooks)
        documents = self.corpus.documents
        voiced = {"mode", "speaker"} & {*columns_named(by, documents)}
        circular = defined_by_voice(self.codebooks) if voiced and not codes else []
        known = dict(codes_by_id(self.codebooks))
        chosen = [codes] if isinstance(codes, str) else codes
        for one in chosen:
            if one not in known:
                raise InputError(f"code {one!r}", "is unknown", f"Known: {', '.join(known)}.")
        asked = chosen or [one for one in known if one not in circular]
        found = contrasts(hits, words, documents, codes=asked, by=by, reference=reference)
        left = "; ".join(known[one].label for one in circular)
        found.attrs["note"] += f" Left out, as defined by who speaks: {left}." if left else ""
        shown = ["code", "group", "other", "hits", "other_hits", "ratio", "low", "high", "q"]
        return titled(found, f"Ratios of rates by {heading_of(by)}", shown=shown)

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

    def topics(
        self, k: int | None = None, *, given: Tables | None = None, seed: int = 0
    ) -> ResultTable:
        """Return the words of `k` topics (NMF), and in the note whether they may be read at all.

        Columns: `topic, method, words, frex, npmi`. Without `k` the number furthest above topics of
        shuffled words is taken; topics no steadier than those are shown to see why, not to be
        interpreted (Greene et al. 2014). Two `given` files or DataFrames hold the words and the
        documents of topics made elsewhere (`given_tables.read_given`).
        """
        from topoi.analysis.topics.gate import gated_topics
        from topoi.analysis.topics.given_gates import gated_given
        from topoi.analysis.topics.units import vocabulary

        if given is not None:
            found = gated_given(self.given_topics(given), seed=seed)
            return titled(found, f"Topics made elsewhere: {len(found)}")
        words = vocabulary(self.tokens, self.topic_units, stop_words=self.stop_words)
        found = gated_topics(words, k=k, seed=seed)
        return titled(found, f"Topics: {len(found)}")

    def network(
        self,
        kind: str = "affiliation",
        *,
        codebook: str | None = None,
        normalisation: str = "average",
        period: str | None = None,
        least: int = 1,
        share: float = 0.1,
        targets: bool = False,
    ) -> ResultTable:
        """Return who argues what (`affiliation`), or which speakers agree or disagree, and how far.

        Ties are `congruence`, `conflict`, or one less the other (`subtract`), by one codebook, the
        first unless named. Columns as in `measures.networks.affiliations` and `ties`, `period`
        (day, week, month, year) first, where asked. `least` passages, and a `share` of those of a
        speaker with a code, make a position; `targets` take a code of each target for one of its
        own. Codes defined by who speaks are left out. Raises InputError for what there is not.
        """
        from topoi.analysis.measures.networks import network

        said, documents = self.statements(codebook, targets=targets), self.corpus.documents
        asked = {"kind": kind, "normalisation": normalisation}
        found = network(said, documents, period=period, least=least, share=share, **asked)
        return titled(found, said.title.replace("Statements", kind.capitalize()))

    def corrected_rates(self, *, by: By | None = None) -> ResultTable:
        """Return how often sentences hold each code, as found and as readers would say.

        Columns as in `measures.corrected_rates`; the rates are of sentences, as readers judge these
        and not passages. Where they judged too few, drawn by chance with a passage of the code and
        without one, the note says how many are lacking. `by` is as in `count`. Raises InputError
        without any.
        """
        from topoi.analysis.measures.corrected_rates import corrected_rates, spoken_units
        from topoi.analysis.measures.rates import SPOKEN, word_counts
        from topoi.coding.quality.judgements import drawn_by_chance
        from topoi.coding.quality.reliability import units_of_coding

        if drawn_by_chance(self.judgements).empty:
            remedy = "Draw some with `topoi sample` or the report's page of review."
            raise InputError("the texts", "have no judgements of sentences drawn from them", remedy)
        found = corrected_rates(
            told_apart(self.judgements, self.codebooks),
            told_apart(self.hits, self.codebooks),
            spoken_units(units_of_coding(self.segments), self.voices),
            word_counts(self.tokens, self.voices, by=SPOKEN),
            self.corpus.documents,
            codes=ids_of(self.codebooks),
            by=by,
        )
        groups = f", by {heading_of(by)}" if by else ""
        title = f"Sentences with a code per 1,000 words, as found and as readers say{groups}"
        return titled(found, title, shown=[one for one in found if one not in RAW_ENDS])

    def reading_order(self) -> ResultTable:
        """Return what to read next: `code, hit, rank, doc, start, end`, with `passage`.

        A classifier of the judgements puts unjudged sentences in order: of those with a hit the
        most likely wrong first, of the others those that look most like one
        (`coding.quality.reading_order`). The note says how well it ranks. Nothing is counted by it.
        Raises InputError where too little was judged.
        """
        from topoi.coding.quality.between_readers import verdicts_on_units
        from topoi.coding.quality.reading_order import reading_order
        from topoi.coding.quality.reliability import units_of_coding

        units = units_of_coding(self.segments)
        order = reading_order(
            told_apart(verdicts_on_units(self.judgements, units), self.codebooks),
            told_apart(self.hits, self.codebooks),
            units,
            self.words,
        )
        places = zip(order["doc"], order["start"], order["end"], strict=True)
        passages = [self.corpus.passage(*place) for place in places]
        return titled(order.assign(passage=passages), "What to read next")

    def compare(
        self, transcript: str | Path | CodedTexts, *, indirect: bool = False
    ) -> ResultTable:
        """Return each quotation of the texts beside a transcript: was it said so, and where.

        `transcript` is the name of one of the texts, a file, or a study of one text; all others are
        the reports. Columns as in `verdicts.compared`: `verdict`, `difference` in words, and more.
        With `indirect` it is what the reports say in their own words, with the nearest sentences of
        the transcript (`nearest.nearest`). Raises InputError where there is not one such text.
        """
        from topoi.analysis.comparison.nearest import nearest
        from topoi.analysis.comparison.verdicts import compared
        from topoi.analysis.comparison.words import quoted_stretches

        said = self.transcript(transcript)
        texts = {doc: text for doc, text in self.corpus if text != said.text}
        layers = (self.tokens, self.quotations, self.paraphrases)
        tokens, quoted, told = (table[table["doc"].isin(texts)] for table in layers)
        if indirect:
            found = nearest(told, tokens, said, texts=texts, stop_words=self.stop_words)
            shown = ["doc", "speaker", "statement", "rank", "score", "said_by", "said"]
            return titled(found, f"Indirect statements beside {said.name}", shown=shown)
        stop, language = self.stop_words, self.lexicon.language
        spans = quoted_stretches(quoted, told, texts)
        found = compared(spans, tokens, said, texts=texts, language=language, stop_words=stop)
        shown = ["doc", "speaker", "verdict", "quotation", "said", "difference"]
        return titled(found, f"Quotations beside {said.name}", shown=shown)

    def author_topics(self, *, seed: int = 0) -> ResultTable:
        """Return the topics of what speakers say, and how far each leads what a speaker says.

        Columns: `speaker, topic, share, words`, a row a speaker: the topic of most weight. Where
        the topics are no steadier than those of speakers dealt anew among what was said, or too few
        speakers have 500 words, there is no row, and the note says why.
        """
        from topoi.analysis.topics.authors import leading_topics, speaker_words
        from topoi.analysis.topics.gate import author_gate, told_verdict

        layers, stop_words = (self.tokens, self.voices, self.topic_units), self.stop_words
        words = speaker_words(*layers, stop_words=stop_words, seed=seed)
        gate = author_gate(words, seed=seed)
        found = leading_topics(words, gate.k, seed=seed)
        publish, found.attrs["note"] = told_verdict(gate)
        return titled(found if publish else found[:0], "Topics by speaker")

    def suggest(self, *, least: int = 3, top: int = 50, uncoded: bool = False) -> ResultTable:
        """Return key phrases as candidates for a codebook, and how many of them codes find already.

        Columns: `phrase, query, count, texts, npmi, coded, codes, passages`, as in
        `measures.key_phrases`. Phrases that occur fewer than `least` times are left out, with
        `uncoded` also those of which codes find half or more. Codes of structure, such as lists,
        are not asked, since they find no words.
        """
        from topoi.analysis.measures.phrases import key_phrases, phrase_passages

        passages = phrase_passages(self.numbered, stop_words=self.stop_words, least=least)
        hits = told_apart(self.hits, self.codebooks) if self.codebooks else self.hits
        hits = hits[~hits["code"].isin(found_by_structure(self.codebooks))]
        found = key_phrases(passages, hits, self.corpus.texts, top=top, uncoded=uncoded)
        shown = ["phrase", "count", "texts", "npmi", "coded", "codes"]
        told = f"{len(found):,} of {counted(found.attrs['found'], 'phrases')}"
        return titled(found, f"Candidates for codes: {told}", shown=shown)


def named(node: str | pd.DataFrame) -> str:
    """Return how a title speaks of a query, a code or spans."""
    return f"“{node}”" if isinstance(node, str) else "the spans"
