"""The words of each language, as data in a folder of its own.

Function words (`words.yml`), who speaks and with which cues (`speakers.yml`), words around a hit
(`context.yml`), those of lists and repetition (`structures.yml`), inflection (`inflection.yml`,
`irregular.txt`) and `stopwords.txt`.

Others use `language.language`, which reads a folder, `language.Expression` and
`language.alternatives`, regular expressions over its lists, and `language.is_written_in`.
"""
