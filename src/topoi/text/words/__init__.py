"""One definition of a word, a sentence and a segment, and the tables of spans over the texts.

Others mainly use `tokens.words_of` and `blocks.blocks_of`, `sentences.sentences_of` for one text;
`segments.segments`, `numbered.token_table` and `segments_and_tokens` for a corpus;
`vocabulary.Vocabulary` to look up forms, `spans.containing` to relate tables, `context.line`
for what stands around a passage, `arrays` for columns of numbers.
"""
