"""The one class of errors that a user can cause and mend, and what is only to be told."""

from typing import NamedTuple


class InputError(Exception):
    """A mistake in a text, codebook, annotation or notebook, with its place and its remedy.

    >>> str(InputError("seeds/a.txt", "is empty", "Put the text in or remove the file."))
    'seeds/a.txt: is empty. Put the text in or remove the file.'
    """

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}. {remedy}".rstrip())
        self.place = place
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str, str]]:
        """Keep the three parts when the error crosses a process boundary."""
        return InputError, (self.place, self.problem, self.remedy)


class Notice(NamedTuple):
    """What is read, but not as it stands, or passed over: told, and no reason to stop.

    `texts` says how many texts have it, where it is told of texts.

    >>> str(Notice("a.csv", "has its cells apart by semicolons", "Nothing is to be done."))
    'a.csv: has its cells apart by semicolons. Nothing is to be done.'
    """

    place: str
    said: str
    remedy: str
    texts: int = 1

    def __str__(self) -> str:
        return f"{self.place}: {self.said}. {self.remedy}".rstrip()


Told = list[InputError | Notice]
