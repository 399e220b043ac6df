"""The codebook as a scholar writes it: its format, its documentation, other dictionaries.

Others use `codebook.Codebook` and its parts, `documentation.document` and `queries_of`, and
`dictionaries.from_quanteda`, `from_liwc`, `to_quanteda`, `to_liwc`. `codebook.schema.json` is the
format, for editors and for the reader.
"""
