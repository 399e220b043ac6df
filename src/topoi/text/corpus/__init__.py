"""The texts: files, tables and collections are read into a `Corpus`, their hashes taken.

Others use `corpus.read_corpus`, `corpus_of`, `partitions` and `divided`; `seeds.records_in` and
`register`; `collection.entries`; `hashes.check_hashes` and `code_hash`.
"""
