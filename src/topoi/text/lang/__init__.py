"""The words of each language, as data in a folder of its own; no other place has a word of one.

`language` reads a folder, `Expression` is a regular expression over its lists, and `is_written_in`
tells whether a text is in it.
"""
