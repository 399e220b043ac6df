"""What the outlet reports is counted once, however many cues introduce it."""

from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions, outer_contents

TEXT = 'If you say it, that\'s what people are most worried about: "Can I fit in?"'


def test_a_quotation_of_two_cues_is_one_row_of_contents():
    found = attributions(corpus_of({"a": TEXT}), lexicon=load_lexicon())
    direct = outer_contents(found, ["direct"])
    assert len(found[found["mode"] == "direct"]) == 2
    assert [TEXT[row.start : row.end] for row in direct.itertuples()] == ['"Can I fit in?"']
