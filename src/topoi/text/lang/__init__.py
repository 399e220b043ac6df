"""The words of each language, as data in a folder of its own: function words (`words.yml`), who
speaks and with which cues (`speakers.yml`), around a hit (`context.yml`), stop words, inflection.

Others use `language.language`, which reads a folder, `language.Expression` and
`language.alternatives`, regular expressions over its lists, and `language.is_written_in`.
"""
