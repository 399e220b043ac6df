"""The words of each language, as data in a folder of its own; no other place has a word of one.

Others use `language.language`, which reads a folder, `language.Expression` and
`language.alternatives`, regular expressions over its lists, and `language.is_written_in`.
"""
