"""The analysis floor: what can be counted from the texts and the codes.

`measures` of tables and of a `store` on disk, `topics`, `robustness`, and `passes` over parts.
"""
