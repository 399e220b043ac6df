"""The commands of `topoi`: a module each, with `add_arguments(parser)` and `run(arguments)`.

`sources` has the options that say what to read, `printing` those that say how to print a table.
"""
