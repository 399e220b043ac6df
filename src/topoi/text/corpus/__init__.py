"""The texts: files, tables and collections are read into a `Corpus`, their hashes taken."""
