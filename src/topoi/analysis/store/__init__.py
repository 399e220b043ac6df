"""The tokens of a large collection on disk, to be asked again and again.

`build.build_store` makes it, `store.open_store` opens it; `search.stored_words` gives its words to
the measures and `search.concordance_of` finds queries in it.
"""
