"""Where a text bears a code: queries, exclusions, conditions, polarity and target.

Others use `hits.find_hits` for codebooks and `hits.occurrences` for one query.
"""
