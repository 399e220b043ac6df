"""Topic models, and the test whether they may be read.

`units.topic_units` and `units.vocabulary` say what is modelled, `models.topic_models` fits it,
`gate.null_gate` and `gate.verdict_on` test it; `words` and `prevalence` say what topics hold.
"""
