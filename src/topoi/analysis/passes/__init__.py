"""One pass over a collection in parts, on this machine or on a cluster.

`engine.run_pass` spreads the work over processes; `coding` has the work: `coded`, `layers`.
"""
