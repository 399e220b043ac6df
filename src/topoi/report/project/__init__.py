"""A study of one's own: its files, its chapters, and what it still lacks.

Used from here: `layout.write_study` makes a new study, `chapters.write_chapters` writes its
chapters from `notebooks/` and brings them up to date, `missing.chapter_problems` says before
anything runs what a study lacks, `working_copy` is a project for other texts.
"""
