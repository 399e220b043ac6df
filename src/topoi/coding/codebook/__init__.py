"""The codebook as a scholar writes it: its format, its documentation, other dictionaries.

A file goes through `strict_yaml` (its YAML, with lines), `fields` (keys and values, by
`codebook.schema.json`, which editors read, too) and `reading.codebook_from` (codes as a whole); its
examples are tested by `coding.loading`, a room above. The passages of a codebook that was coded by
hand are those of a file of their own (`annotated.passages_in`). Others mainly use
`codebook.Codebook` and its parts, `documentation.document` and `queries_of`, and the readers and
writers of `dictionaries`.
"""
