"""Topic models, and the test whether they may be read.

`units.topic_units` and `units.vocabulary` say what is modelled, `models.topic_models` fits it,
`gate.stability_curve` and `gate.verdict_on` test it, by `stability.agreement`; `readers` read
further units, `words` and `prevalence` say what topics hold. `authors` has the topics of speakers.
`given_tables` reads topics made elsewhere, `given` makes a model of them, `given_gates` tests it.
"""
