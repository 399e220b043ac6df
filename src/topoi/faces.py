"""The face of a package: its public names, each imported when it is first used."""

import importlib
from collections.abc import Callable, Mapping


def lazily(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package that has these public names.

    `names` maps a module, which begins with a dot where it lies in the package, to the names that
    are taken from it, parted by spaces: each as it is, or as `public=name there`. A module without
    names is public itself.

    >>> lazily("topoi", {".showing": "shown=cell"})[0]("shown")(0.5)
    '0.5'
    """
    places: dict[str, tuple[str, str]] = {}
    for module, listed in names.items():
        for name in listed.split() or [module.rpartition(".")[2]]:
            public, _, there = name.partition("=")
            places[public] = (module, (there or public) if listed else "")

    def found(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        where, there = places[name]
        module = importlib.import_module(where, package)
        return getattr(module, there) if there else module

    return found, lambda: sorted(places)
