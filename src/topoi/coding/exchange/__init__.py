"""Annotations to and from other tools: brat, INCEpTION, doccano, Label Studio, W3C, REFI-QDA, CSV.

Every reader returns the table `doc, start, end, code, subtype, text, coder, label, polarity` and
refuses, with the first mismatch shown, annotations whose words do not stand at their place in the
corpus, or leaves them out and counts them; what it passes over it counts and names. Every writer
takes such a table, and the hits table is one. `files.read_annotations` and
`files.write_annotations` do the same with files, by the names in `files.FORMS`.
`codebooks.write_codebooks` makes codebooks of them. `readers.read_judgements` reads what readers
judged, in all forms, as one table.
"""
