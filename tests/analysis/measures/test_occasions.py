from topoi.analysis.measures.concordance import occasions
from topoi.coding.hits.hits import occurrences
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

TEXT = (
    "Asked about the talks, he named the causes. They lie deep. "
    "The causes are known in reply to it.\n\nCauses\n\nThe causes remain."
)


def test_a_passage_is_shown_with_what_it_answers_and_the_sentence_before_it() -> None:
    corpus = corpus_of({"a": TEXT})
    layers = segments(corpus)
    found = occasions(occurrences(corpus, "causes", segments=layers), corpus, layers)
    assert found[["before", "answers"]].to_numpy().tolist() == [
        ["", "Asked about the talks"],
        ["They lie deep.", "in reply to it"],
        ["", ""],
        ["The causes are known in reply to it.", "in reply to it"],
    ]
    deep = occurrences(corpus, "lie", segments=layers)
    assert occasions(deep, corpus, layers)["answers"].tolist() == ["Asked about the talks"]
