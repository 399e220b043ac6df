"""One definition of a word, a sentence and a segment, and the tables of spans over the texts."""
