"""What can be known to be wrong with a report before its notebooks run, which takes minutes."""

from pathlib import Path

from topoi.errors import InputError


def require_readable(seeds: Path, codebook: Path | None) -> None:
    """Raise InputError for broken events beside the texts or a broken codebook.

    The codebook is that of another folder; None stands for the project's own, read here too.
    """
    from topoi.coding.codebook import load_codebook
    from topoi.report.time_tables import events_beside
    from topoi.study import codebook_files, source_paths, speakers_file
    from topoi.text.lexicon import load_lexicon

    events_beside(seeds)
    _, books = source_paths(seeds=seeds, codebook=codebook)
    for file in codebook_files(books):
        load_codebook(file)
    load_lexicon(speakers_file(books))


def require_no_column(by: str | None) -> None:
    """Raise InputError where a column is given for a report that is not of other texts."""
    if by:
        raise InputError(
            f"--by {by}",
            "needs --seeds or --codebook",
            "In your own project write `topoi: {by: COLUMN}` into _quarto.yml.",
        )
