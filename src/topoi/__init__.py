"""Reproducible text analysis of political and diplomatic language: `import topoi as tp`.

    study = tp.open()                                   # the project around this folder
    study = tp.read("speeches.csv", codebook="frames.yml")
    study.kwic("root cause*")                           # also keyness, collocates, ngrams, trends,
    study.count(by="speaker")                           # dispersion, topics, contrasts, network
    study.compare("interview.txt")                      # quotations beside a transcript

    tp.sentence("{n} passages", n=tp.cite(study.hits))  # numbers that open onto their passages
    tp.rates(study.hits, len(study.words))              # the measures, as functions of tables
    tp.figures, tp.chapters                             # what the chapters of a report are made of

Everything is imported when it is first used.
"""

from topoi.faces import lazily

__version__ = "0.1.0"

_NAMES = {
    "topoi.project": "open=open_study read=read_texts project_root",
    "topoi.study": "Study",
    "topoi.errors": "InputError",
    "topoi.coding.loading": "load_codebook",
    "topoi.text.corpus.corpus": "corpus_of group_of with_groups",
    "topoi.analysis.measures.rates": "rates word_counts voice_shares words_inside",
    "topoi.analysis.measures.contrasts": "contrasts",
    "topoi.analysis.measures.corrected_rates": "corrected_rates",
    "topoi.analysis.measures.networks": "statements affiliations ties",
    "topoi.analysis.measures.keyness": "keyness keyness_by",
    "topoi.analysis.measures.collocates": "collocates",
    "topoi.analysis.measures.concordance": "concordance occasions",
    "topoi.analysis.measures.cooccurrence": "cooccurrence incidence companions theme_profile",
    "topoi.analysis.measures.dispersion": "dispersion frequency hit_positions position_summary",
    "topoi.analysis.measures.diversity": "diversity",
    "topoi.analysis.measures.ngrams": "ngrams",
    "topoi.analysis.measures.phrases": "key_phrases phrase_passages",
    "topoi.analysis.measures.trends": "trend periods_of",
    "topoi.analysis.measures.changes": "change_points group_differences",
    "topoi.analysis.measures.first_uses": "first_uses uptake",
    "topoi.analysis.passes.engine": "engine_told",
    "topoi.analysis.topics.units": "topic_units vocabulary sample_units",
    "topoi.analysis.topics.models": "nmf_topics lda_topics topic_models",
    "topoi.analysis.topics.authors": "speaker_words author_topics leading_topics",
    "topoi.analysis.topics.words": "nearest_units",
    "topoi.analysis.topics.prevalence": "prevalence prevalence_by compare_groups dominant_topics",
    "topoi.analysis.topics.given_gates": "given_gates deciding_gate verdict_on_given",
    "topoi.analysis.topics.gate": (
        "author_gate choose_k gates_of null_gates stability_curve topic_numbers verdict_on"
    ),
    "topoi.analysis.robustness.specifications": "DECISIONS material hits_by_coding",
    "topoi.analysis.robustness.analyses": "robustness verdicts by_decision by_question",
    "topoi.report.evidence.citing": "cite measured name sentence",
    "topoi.report.evidence.collecting": "collect",
    "topoi.report.publish.provenance": "colophon",
    "topoi.report.chapters.tables": "table",
    "topoi.report.chapters.grouping": "grouping",
    ".report.chapters": "",
    ".report.figures": "",
}
__getattr__, __dir__ = lazily(__name__, _NAMES)
