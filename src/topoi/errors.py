"""The one class of errors that a user can cause and mend."""


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
