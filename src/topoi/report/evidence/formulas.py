"""What each kind of measured number is that passages alone do not give: its formula, in words."""

from collections.abc import Mapping

_RESAMPLED = "the mean average Jaccard of the top words, topics matched one to one"
_CHANCE = "(share marked alike − share expected by chance) ÷ (1 − share expected by chance), chance"

# By how the description of the number begins; the first that fits.
FORMULAS: Mapping[str, str] = {
    # the quality of a codebook
    "precision against": "passages found that the reader judged right ÷ passages found and judged",
    "recall against": "passages found that the reader judged right ÷ all judged right",
    "share missed by the judgements": "sentences without a passage found that the reader says bear "
    "the code ÷ those judged",
    "F1 of the passages of two": "2 × passages that overlap, one to one ÷ passages of both",
    "overlap of matched passages": "characters in both passages ÷ characters in either, the mean "
    "over matched ones",
    "near misses hit": "places that the reader judged not to bear the code, though near it, and in "
    "which it was found",
    "texts judged": "texts with a judgement of a reader",
    "judgements of readers": "verdicts, each of a reader on a code and a place",
    "sentences and headings": "sentences and headings of the texts that were compared",
    "share marked alike by": "sentences and headings that both mark or neither marks ÷ all judged",
    "kappa of": f"{_CHANCE} by the shares that each of both marks (Cohen 1960)",
    "alpha of": f"{_CHANCE} by the share that both mark together (Krippendorff 2004)",
    # codes and their company
    "codes looked for": "codes of the codebook",
    "codes of a codebook": "codes of the codebook",
    "codes with a passage": "codes that at least one passage was found for",
    "test of the first code against the next": "p of the two-sided test that both codes are "
    "equally frequent: binomial in one text, signs dealt at random over several",
    "expected units of text that hold both codes": "units with the one code × units with the other "
    "÷ units",
    "co-occurrence within texts: q": "p of the exact test of two codes in one unit, within texts "
    "(Birch 1964), corrected for all pairs (Benjamini and Hochberg 1995)",
    "pairs of codes tested": "pairs of codes of which both occur in enough units to be tested",
    "pairs with q below the level": "pairs tested whose q is below .05",
    "share of paragraphs a theme touches": "paragraphs with a passage of a code of the theme ÷ "
    "paragraphs",
    # topics
    "topics of the model": "the number of topics that the model was fitted with",
    "what 95% of resamples reach": f"the value that 95% of the models of resamples agree at or "
    f"above; agreement is {_RESAMPLED}",
    "what 95% of": f"the value that 95% of such models agree at or below; agreement is "
    f"{_RESAMPLED}",
    "mean agreement": f"the mean over the models of resamples; agreement is {_RESAMPLED}",
    "in 95% at or above": f"the value that 95% of the models of resamples agree at or above; "
    f"agreement is {_RESAMPLED}",
    "mean, shuffled": f"the mean over models of shuffled words; agreement is {_RESAMPLED}",
    "shuffled, in 95% up to": "the value that 95% of the models of shuffled words agree at or "
    f"below; agreement is {_RESAMPLED}",
    "coherence (npmi)": "ln (p(a, b) ÷ (p(a) × p(b))) ÷ −ln p(a, b), the mean over the pairs of "
    "top words a, b, where p is a share of units",
    "NPMI of the top words": "ln (p(a, b) ÷ (p(a) × p(b))) ÷ −ln p(a, b), the mean over the pairs "
    "of top words a, b, where p is a share of units",
    "resamples": "how often a part of the units was drawn and the model fitted to it",
    "shuffled copies": "how often the words were dealt anew among the units and the model fitted",
    "copies with their speakers dealt anew": "how often the speakers were dealt anew among the "
    "units and the model fitted",
    "units drawn for the test": "units of text that the models of the test were fitted to",
    "units of text for each topic": "units ÷ topics",
    "share of units a topic leads": "units in which no other topic has more weight ÷ units",
    "words: ": "running words of the texts, by what kept them in the models or left them out",
    "different words kept": "different words that the models were fitted to",
    "weight of the topic": "weight of the topic in the text ÷ weight of all topics in it",
    "Jaccard of units": "units with both codes ÷ units with either",
    # contrasts
    "comparisons tested": "codes × groups, of those with passages enough for a test",
    "comparisons with q below": "comparisons tested whose q is below .05",
    "ratio of two rates": "(passages of the group ÷ its words) ÷ (passages of those it is compared "
    "with ÷ their words)",
    "q of a ratio of rates": "p of the test that both rates are equal, corrected for all "
    "comparisons (Benjamini and Hochberg 1995)",
    "rows not shown": "rows of the table − rows shown",
    # time
    "per 1,000 words before the change": "1,000 × passages ÷ words, in the texts before the date",
    "per 1,000 words from the change on": "1,000 × passages ÷ words, in the texts from the date on",
    "per 1,000 words of the group": "1,000 × passages of the group ÷ words of its texts",
    "p of a change": "share of draws, the dates dealt among the texts of each group, with as large "
    "a change at any date",
    "q of a change": "p of a change, corrected for all codes (Benjamini and Hochberg 1995)",
    # words
    "keyness: Log ratio": "log₂ of occurrences ÷ words in the group over occurrences ÷ words in "
    "the others, with 0 counted as 0.5 (Hardie 2014)",
    "keyness: q": "p of use in more texts of the group than by chance, corrected for all words",
    "keyness: G2": "log-likelihood ratio of the word in the group and in the others (Dunning 1993)",
    "Gries' DP": "½ × the sum over texts of |share of the word in the text − share of all words| "
    "(Gries 2008)",
    "DP, normalised": "DP ÷ (1 − the smallest share of all words that a text has)",
    "MATTR": "different words ÷ words, the mean over windows of one length",
    "MTLD": "words ÷ stretches in which different words ÷ words falls to the threshold",
    "collocation: G2": "log-likelihood ratio of the word near the node and elsewhere",
    "collocation: MI": "log₂ (occurrences near the node ÷ those expected by chance)",
    "cosine of tf-idf": "cosine of the tf-idf weights of both",
    # networks
    "speakers who take a position": "speakers who assert or negate a code",
    "speakers shown": "the speakers with the most passages, as many as the table has room for",
    "speakers with a passage": "speakers in whose words there is a passage",
    "codes in a position": "codes that a speaker asserts or negates",
    "codes shown": "the codes with the most passages, as many as the table has room for",
    "pairs of speakers who share a position": "pairs who both assert or both negate a code",
    "pairs of speakers in conflict over a code": "pairs of whom one asserts what the other negates",
    "ties that rest on one passage": "ties of which one side is a single passage",
    "ties with codes of different targets told apart": "pairs who share a position with the same "
    "target",
    "positions of both speakers that make the tie": "codes that both assert or both negate; in a "
    "conflict, codes that one asserts and the other negates",
    "positions of a tie with a target": "positions of the tie in which both name the same target",
    "shared positions over": "positions of the tie ÷ half the sum of the positions of both",
    "positions that both share less": "(positions shared − positions opposed) ÷ half the sum of "
    "the positions of both speakers",
    "passages of the side of a tie that has fewer": "of each position the passages of the speaker "
    "who has fewer, added up",
    "share of the passages of a tie": "passages of the tie whose speaker is certain ÷ all of it",
    # robustness
    "analyses": "combinations of the choices that ask the same question",
    "different results": "values that these analyses give, each once",
    "lowest": "the least of the different results",
    "highest": "the greatest of the different results",
    "median": "the middle of the different results",
    "published value of the finding": "the value by the choices of this report",
    "value of the finding in these voices": "the value by the choices of this report, counted in "
    "these voices alone",
    "texts without which": "texts that, left out one at a time, change the outcome",
}
