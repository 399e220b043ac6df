"""The findings made again under other decisions and on other draws of the texts.

`specifications.material` counts the texts in every way, `findings` has the claims that can be made
again, `analyses.robustness` makes them under every specification, and `resampling` on other texts.
"""
