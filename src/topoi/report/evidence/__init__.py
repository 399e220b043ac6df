"""Numbers that carry the passages they were counted from, and the checks that they hold.

`citing` makes them (`cite`, `measured`, `sentence`, `name`), `collecting.collect` reads them from
executed chapters, `package` from a published report; `verify` counts again, `changes` compares.
"""
